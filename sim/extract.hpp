// How the metrics of one replication are put together. A row is a part's metrics with their names, so that Layout and values
// cannot differ.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/metrics.hpp"
#include "sim/period_sums.hpp"

namespace peakline::sim {

struct NamedParts {
    std::string_view name;
    Parts parts;
};
using Row = std::vector<NamedParts>;
std::vector<std::string> names_of(const Row& row);
std::vector<Parts> values_of(const Row& row);
void append(Row& row, const Row& more);

// extract_queue.cpp
void name_queues(Layout& layout, const Model& model);
void extract_queue(Extract& x, const PeriodSums& sums, const Scenario& scenario, const Layout& layout, std::size_t queue);

// extract_total.cpp: groups, and what all queues and groups are in total
void name_total_and_groups(Layout& layout);
void extract_group(Extract& x, const PeriodSums& sums, const Layout& layout, std::size_t group);
void extract_total(Extract& x, const PeriodSums& sums, const Scenario& scenario, const Layout& layout);

// extract_reason.cpp
Row case_row(const ReasonCell& tallies);
void name_reasons(Layout& layout);
void extract_reason(Extract& x, const PeriodSums& sums, const Layout& layout, std::size_t reason);

// extract.cpp
// Days on which a target was missed, of those that have a daily value; no_value without targets.
double missed_days(const std::vector<std::vector<Parts>>& by_day, const std::vector<std::string>& names, const Targets& targets);
// Holds the values of the horizon against the targets.
void judge(Extract& x, const std::vector<Parts>& values, const std::vector<std::string>& names, const Targets& targets);

}  // namespace peakline::sim
