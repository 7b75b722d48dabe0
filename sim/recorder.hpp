// Replications folded, in their order, into what a plan's results are made of: sums for every interval, every replication's
// values for days and the horizon. Memory grows with the grid and, for quantiles, with the first 1 000 replications only
// (horizon values: with all).
#pragma once

#include <vector>

#include "core/results.hpp"
#include "core/statistics.hpp"
#include "sim/metrics.hpp"

namespace peakline::sim {

// The values of one metric in every replication; counts stand over 1.
struct Sample {
    std::vector<double> a, b;
    void add(const Parts& parts) {
        a.push_back(parts.a);
        b.push_back(parts.b);
    }
    bool counted() const;  // all over 1: a mean, not a ratio
    std::vector<double> values() const;
};

// Headlines: the horizon's samples alone, without intervals, days, weeks and months: for questions that take many short runs.
enum class Keep : std::uint8_t { everything, headlines };

class Recorder {
public:
    Recorder(const Model& model, const Scenario& scenario, Keep keep = Keep::everything);
    const Layout& layout() const { return layout_; }
    void add(const Books& books, const Extract& extract);
    int replications() const { return replications_; }
    double contacts() const { return contacts_; }
    PlanResults results(const std::string& name) const;  // with Keep::headlines: totals, queues, groups and reasons only

    // Horizon samples for comparisons: "voice.service_level", "total.cost" ... in the order of the results; "total.needs", "total.prevented",
    // "total.contained", "total.resolved", "total.lost" and those of its parts that no queue ever saw are sums over the reasons.
    std::vector<std::pair<std::string, const Sample*>> headline() const;
    // By replication: 1 where all targets were met, 0 where one was missed; NaN where none has a value.
    const std::vector<double>& targets_met() const { return targets_met_; }

private:
    struct PeriodValue {  // of one metric of a day, week or month
        RatioSums sums;
        std::vector<float> values;  // of the first replications
        bool counted = true;
        void add(const Parts& parts, bool keep);
        Estimate estimate() const;
    };
    struct FanValue {
        RatioSums sums;
        std::vector<float> values;
    };
    using PeriodRow = std::vector<PeriodValue>;

    void add_periods(const Books& books, const Extract& extract);
    void add_intervals(const Books& books);
    void add_worst(const Books& books);
    IntervalTable interval_table() const;
    GroupTable group_table() const;
    std::vector<WorstPeriod> worst(bool days) const;

    const Model& model_;
    const Scenario& scenario_;
    Keep keep_;
    Layout layout_;
    int replications_ = 0;
    double contacts_ = 0;
    std::vector<std::vector<Sample>> queue_horizon_, group_horizon_, reason_, rule_;
    std::vector<Sample> total_horizon_;
    std::vector<std::pair<std::size_t, Sample>> reason_sums_;  // place in the reasons' layout, sum over all of them
    std::vector<double> targets_met_;
    std::vector<std::vector<PeriodRow>> queue_period_, group_period_, reason_period_;  // [period][queue, group or reason]
    std::vector<PeriodRow> total_period_;                                              // [period]
    std::vector<std::vector<Parts>> interval_sums_;                                    // [queue][interval * metrics + metric]
    std::vector<std::vector<FanValue>> fans_;                                          // [queue][interval * 5 + fan]
    std::vector<std::vector<GroupCell>> group_sums_;                                   // [group][interval]
    std::vector<std::vector<int>> worst_days_, worst_intervals_;  // [queue] replications in which it was the worst
};

// Of a sample over the whole horizon: mean or ratio of sums with its interval, quantiles of the replications, target if given.
Estimate estimate(const Sample& sample, std::string_view metric, const double* target);

}  // namespace peakline::sim
