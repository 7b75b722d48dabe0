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
    bool counted() const;                          // all over 1: a mean, not a ratio
    std::vector<double> values() const;
};

class Recorder {
public:
    Recorder(const Model& model, const Scenario& scenario);
    const Layout& layout() const { return layout_; }
    void add(const Books& books, const Extract& extract);
    int replications() const { return replications_; }
    double contacts() const { return contacts_; }
    PlanResults results(const std::string& name) const;

    // Horizon samples for comparisons: "voice.service_level", "total.cost" ... in the order of the results.
    std::vector<std::pair<std::string, const Sample*>> headline() const;

private:
    struct PeriodValue {                           // of one metric of a day, week or month
        RatioSums sums;
        std::vector<float> values;                 // of the first replications
        bool counted = true;
        void add(const Parts& parts, bool keep);
        Estimate estimate() const;
    };
    struct FanValue {
        RatioSums sums;
        std::vector<float> values;
    };
    using PeriodRow = std::vector<PeriodValue>;

    void add_intervals(const Books& books);
    void add_worst(const Books& books);
    IntervalTable interval_table() const;
    GroupTable group_table() const;
    std::vector<WorstPeriod> worst(bool days) const;

    const Model& model_;
    const Scenario& scenario_;
    Layout layout_;
    int replications_ = 0;
    double contacts_ = 0;
    std::vector<std::vector<Sample>> queue_horizon_, group_horizon_, reason_;
    std::vector<Sample> total_horizon_;
    std::vector<std::vector<PeriodRow>> queue_period_, group_period_;   // [period][queue or group]
    std::vector<PeriodRow> total_period_;                               // [period]
    std::vector<std::vector<Parts>> interval_sums_;                     // [queue][interval * metrics + metric]
    std::vector<std::vector<FanValue>> fans_;                           // [queue][interval * 5 + fan]
    std::vector<std::vector<GroupCell>> group_sums_;                    // [group][interval]
    std::vector<std::vector<int>> worst_days_, worst_intervals_;        // [queue] replications in which it was the worst
    int all_met_ = 0, judged_ = 0;         // replications: in which all targets were met; in which any had a value
};

// Of a sample over the whole horizon: mean or ratio of sums with its interval, quantiles of the replications, target if given.
Estimate estimate(const Sample& sample, std::string_view metric, const double* target);

}  // namespace peakline::sim
