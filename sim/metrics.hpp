// From tallies to the metrics of model.md section 8. Every metric is a ratio of two sums (counts: over 1), so that replications
// can be pooled as ratios of sums; values without parts (a maximum, a quantile) stand over 1 and are averaged.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/results.hpp"
#include "sim/books.hpp"
#include "sim/model.hpp"

namespace peakline::sim {

struct Parts {
    double a = no_value, b = 1;
    double value() const { return b != 0 ? a / b : no_value; }
};

// One metric of a queue, from the tallies of any period.
struct QueueMetric {
    std::string_view name;
    bool chat_only;
    Parts (*parts)(const QueueCell&, const QueueModel&);
};
std::span<const QueueMetric> queue_metrics();
Parts service_level(const QueueCell& cell, ServiceLevelFormula formula);

// Sum of cells in the order of time; backlog and its age are those of the last, the maximum is the largest.
QueueCell sum_of(std::span<const QueueCell> cells);

using Targets = std::vector<std::pair<std::string, double>>;
const double* target_of(const Targets& targets, std::string_view metric);  // nullptr: none
inline bool meets(std::string_view metric, double value, double target) {
    return target_is_floor(metric) ? value >= target : value <= target;
}

// Quantile of waits counted in bins; no_value without counts.
double wait_quantile(std::span<const std::uint32_t> counts, double share);

// A stretch of the reported horizon: a day, an ISO week, a month.
struct PeriodRange {
    std::string label;
    int first_day = 0, last_day = 0;
};  // inclusive
std::vector<PeriodRange> days_of(const TimeAxis& axis);
std::vector<PeriodRange> weeks_of(const TimeAxis& axis);
std::vector<PeriodRange> months_of(const TimeAxis& axis);

// All metrics of one replication, in fixed places (see Layout).
struct Layout {
    std::vector<std::vector<std::string>> queue_horizon;  // [queue] names
    std::vector<std::vector<std::string>> queue_period;   // [queue] names, days, weeks, months
    std::vector<std::string> total_horizon, total_period, group_horizon, group_period, reason, reason_period, rule;
    std::vector<PeriodRange> periods;  // days, then weeks, then months
    std::size_t days = 0, weeks = 0, months = 0;
};
Layout layout_of(const Model& model);

struct Extract {
    std::vector<std::vector<Parts>> queue_horizon;  // [queue][metric]
    std::vector<Parts> total_horizon;
    std::vector<std::vector<Parts>> group_horizon, reason, rule;  // [group, reason or rule][metric]
    std::vector<std::vector<std::vector<Parts>>> queue_period, group_period,
        reason_period;                             // [period][queue, group or reason][metric]
    std::vector<std::vector<Parts>> total_period;  // [period][metric]
    bool all_targets_met = true, any_target = false;
};
Extract extract(const Books& books, const Model& model, const Scenario& scenario, const Layout& layout);

}  // namespace peakline::sim
