// The books of one replication summed by day, once: weeks, months and the horizon are sums of days.
#pragma once

#include <vector>

#include "sim/metrics.hpp"

namespace peakline::sim {

class PeriodSums {
public:
    PeriodSums(const Books& books, const Model& model);  // keeps a reference to both

    QueueCell queue(std::size_t queue, const PeriodRange& days) const;
    GroupCell group(std::size_t group, const PeriodRange& days) const;
    ReasonCell reason(std::size_t reason, const PeriodRange& days) const;
    double longest_wait(std::size_t queue, const PeriodRange& days) const;  // no_value where nobody was answered
    double units(std::size_t driver, const PeriodRange& days) const;
    double message_cost(const PeriodRange& days) const;
    PeriodRange horizon() const { return {"", 0, books.days - 1}; }

    const Books& books;
    const Model& model;

private:
    std::vector<std::vector<QueueCell>> queue_days_;  // [queue][day]
    std::vector<std::vector<GroupCell>> group_days_;
};

}  // namespace peakline::sim
