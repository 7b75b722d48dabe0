// What a run found out, ready to be shown: estimates with their uncertainty by plan, queue, group, reason and period.
// Formats (model.md section 10) are made from this in report/, without arithmetic.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/civil.hpp"

namespace peakline {

inline constexpr double no_value = std::numeric_limits<double>::quiet_NaN();  // null in the files

// Targets of these metrics are met at or above the value, of all others at or below it (model.md section 8).
inline bool target_is_floor(std::string_view metric) {
    return metric == "service_level" || metric == "on_target" || metric == "fcr" || metric == "answered_per_paid_hour";
}

// Which of two plans is better by a metric: what has a floor as its target, and counts of what went well.
inline bool larger_is_better(std::string_view metric) {
    for (const std::string_view good : {"worst_interval", "units_per_paid_hour", "answered", "answered_within", "prevented",
                                        "contained", "resolved", "all_targets_met", "cleared"})
        if (metric == good) return true;
    return target_is_floor(metric) || metric.starts_with("service_level");
}

struct Interval {
    double low = no_value, high = no_value;
};

struct Estimate {
    double mean = no_value;
    double se = no_value;
    Interval ci95;
    double p05 = no_value, p25 = no_value, p50 = no_value, p75 = no_value, p95 = no_value;  // of the replications' values
    std::optional<double> target;
    std::optional<double> met;  // share of replications that meet it
    Interval met_ci95;
    double intervals = no_value;  // of on_target: how many count in a season, on average
};

using Metrics = std::vector<std::pair<std::string, Estimate>>;  // metric name -> value, in the order of model.md section 8
struct NamedMetrics {
    std::string name;
    Metrics metrics;
};

struct Period {
    std::string label;  // day 2026-11-27, month 2026-11, week 2026-W48 (ISO)
    Metrics total;
    std::vector<NamedMetrics> queues = {}, groups = {}, reasons = {};
};

// By interval, dense: value(queue or group, interval, column). `means` holds one column a metric; the five fan metrics have
// their p05, p95 and se beside them (fan columns), in the order offered, service_level, abandonment, asa, backlog.
struct IntervalTable {
    std::vector<std::string> columns;                     // metric names of `means`
    std::vector<std::vector<double>> means;               // [row][interval * columns + column]; row = queue
    std::vector<std::string> fan_columns;                 // metric names with quantiles
    std::vector<std::vector<std::array<double, 3>>> fan;  // [row][interval * fan_columns + column]: p05, p95, se
    std::vector<std::string> rows = {};                   // queue of each row; empty: those of Results::queues
};

struct GroupTable {  // groups.csv; means over replications
    struct Cell {
        double agents = 0, busy = 0, occupancy = no_value;
    };
    std::vector<std::vector<Cell>> cells;  // [group][interval]
    std::vector<std::string> rows = {};    // group of each row; empty: those of Results::groups
};

struct VarianceShare {
    double share = no_value, error = no_value;
};

// Days and hours ranked by how bad they were for a queue, with the share of replications in which each was the worst.
struct WorstPeriod {
    std::string queue;
    std::string label;       // for people: date, or "Fri 27 Nov 11:00-11:30"
    std::int64_t index = 0;  // day or interval
    double service_level = no_value, abandonment = no_value, offered = no_value, asa = no_value;
    double worst_share = 0;
    std::string when = {};          // ISO 8601: date, or the interval's start with its offset
    double backlog_max = no_value;  // by which deferred queues are ranked
};

struct PlanResults {
    std::string name;
    std::vector<std::string> levers;
    int replications = 0;
    Metrics total;
    std::vector<NamedMetrics> queues, groups, reasons, rules;
    std::vector<Period> months, weeks, days;
    IntervalTable intervals;
    GroupTable group_intervals;
    std::vector<WorstPeriod> worst_days, worst_intervals;
    std::optional<double> all_targets_met;  // joint share of replications
    Interval all_targets_met_ci95;
    std::map<std::string, std::array<VarianceShare, 3>> variance;  // "voice.service_level" -> forecast, events, queueing
    int variance_pairs = 0;                                        // replications that were played twice more for it
    bool variance_clipped = false;                                 // an estimate below 0 was set to 0
};

struct QueueInfo {
    std::string name;
    std::string medium;
    std::optional<double> within;
};

struct Difference {
    double difference = no_value;
    Interval ci95;
    double better = no_value;
};

// What one lever of a plan did to a metric: its Shapley share with the error of that, its effect alone, and what removing it from the
// whole plan takes away.
struct LeverEffect {
    double share = no_value, error = no_value, alone = no_value, removed = no_value;
};
// What all of them did together: the metric without and with them, in the seasons that the shares come from.
struct LeverWhole {
    double difference = no_value;
    Interval ci95;
    double from = no_value, to = no_value;
};
struct LeverResults {
    std::string plan;
    std::string from;  // the plan without these levers: "before", or in words
    int replications = 0;
    bool exact = true;  // else by permutations
    std::vector<std::pair<std::string, std::vector<std::pair<std::string, LeverEffect>>>>
        levers;                                             // lever -> "voice.service_level" -> effect
    std::vector<std::pair<std::string, LeverWhole>> whole;  // by metric
};

// Which plan to take (statistics.md, "Choosing a plan").
struct Best {
    std::string plan;    // empty: no plan meets the targets
    std::string metric;  // "voice.service_level", "total.cost"
    bool subject_to_targets = false;
    double confidence = 0.95;
    double tolerance = no_value;  // in the metric's unit
    std::string tolerance_in_words;
    int replications = 0;                    // of the plan that is best, the most that any plan took
    std::vector<std::string> not_separated;  // plans that may still be better by more than the tolerance
    std::vector<std::pair<std::string, int>> replications_by_plan;
    std::vector<std::pair<std::string, int>> dropped_at;       // plans found out to be worse, or to miss a target, after so many
    std::vector<std::pair<std::string, std::string>> targets;  // plan -> "meets", "misses", "open"
    std::string verdict;                                       // a sentence for people
};

// What one more point of a metric (0.01 of a share, 1 s) costs, against the baseline; no interval and no value: not determined.
struct PointCost {
    double cost = no_value;
    Interval ci95;
};

// Plans under kinds of seasons. Regret: how much worse than the best plan of that column.
struct Robustness {
    struct Cell {
        double value = no_value, regret = no_value;
        Interval ci95;
    };
    struct Column {
        std::string season;
        std::string meaning;
        int replications = 0;
        std::vector<Cell> plans;
    };  // by plan
    std::string metric;
    std::vector<std::string> plans;
    std::vector<Column> columns;         // low, expected, high, incident
    std::vector<double> largest_regret;  // by plan
};

struct Comparison {
    std::string baseline;
    std::vector<std::pair<std::string, std::vector<std::pair<std::string, Difference>>>>
        plans;  // plan -> "voice.service_level" -> difference
    std::vector<LeverResults> levers = {};
    std::vector<std::pair<std::string, std::vector<std::pair<std::string, PointCost>>>> point_costs =
        {};  // plan -> metric -> cost
    std::optional<Best> best = {};
    std::optional<Robustness> robustness = {};
};

// What matters: each uncertain input, or chosen setting, at its low and at its high end in a few paired replications, everything
// else as drawn; and what share of the variance between replications knowing it alone would take away.
struct SensitivityEnd {
    std::string at;            // what the input is there
    double value = no_value;   // the metric
    double change = no_value;  // from the input left as it is
    Interval ci95;             // of the change
};
struct SensitivityInput {
    std::string input, kind;  // kind: forecast, busyness, number, event, setting
    SensitivityEnd low, high;
    double swing = no_value;  // from the low end to the high one
    Interval swing_ci95;
    VarianceShare first_order;  // no value for chosen settings and where too few replications tell
};
struct SensitivityMetric {
    std::string metric;
    double mean = no_value;  // over all replications
    Interval ci95;
    double paired_mean = no_value;         // over the paired ones: where the bars start
    std::vector<SensitivityInput> inputs;  // widest first
};
struct Sensitivity {
    std::string plan;
    int replications = 0, paired = 0;
    std::vector<SensitivityMetric> metrics;
};

// `run.until: {metric, half_width}`: how many replications it took to know it that well.
struct Precision {
    std::string metric;
    double wanted = no_value, reached = no_value;  // half-widths; reached: the widest of the plans
    int replications = 0;
    bool done = false;  // else `max` came first
};

struct Timings {
    double load = 0, forecast = 0, simulate = 0, summarise = 0, report = 0;  // seconds, wall
    double core_seconds = 0;                                                 // simulate, summed over threads
    double contacts = 0;                                                     // contacts simulated (each attempt counted)
    int threads = 1;
};

struct Results {
    std::string scenario, description, currency;
    std::string scenario_text;  // the file as written
    std::string scenario_file;  // as given on the command line; of an absolute path the name alone
    std::string command;        // that repeats the run
    std::string version;        // of the program
    std::uint64_t seed = 1;
    int replications = 0;
    std::string interval;  // "30min"
    std::string zone;
    double interval_seconds = 1800;
    std::vector<std::string> timestamps;  // of every reported interval, local with offset
    std::vector<int> day_of_interval;
    std::vector<std::string> dates;
    std::vector<QueueInfo> queues;  // rows of the interval tables
    std::vector<std::string> groups;
    std::vector<PlanResults> plans;
    std::optional<Comparison> comparison;
    std::optional<Precision> precision = {};
    std::optional<Sensitivity> sensitivity = {};
    std::vector<std::string> notes;  // for people: "intervals are rough below 40 replications"
    Timings timings;
};

}  // namespace peakline
