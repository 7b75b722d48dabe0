// Plans under kinds of seasons: the best on average may be the worst in a bad peak.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "decide/seek.hpp"

namespace peakline {

// A target of a plan, and what the plan's replications showed of its metric.
struct TargetSeen {
    std::string metric;  // "voice.service_level"
    double value = 0;
    bool floor = true;
    Observations seen;
};
struct PlanTargets {
    std::string plan;
    std::vector<TargetSeen> targets;
};

// Replications grouped by the season's needs (lowest, middle and highest third: low, expected, high) and by whether a random event
// happened (incident; left out where fewer than five did). All plans have the same replications. Regret is how much worse a plan
// is than the best one of that column. Plans that miss a target of theirs in a column on average have no regret there, none over
// all, and are not what others are held against; the column's meaning names them. `targets`: by plan; empty: no conditions.
Robustness robustness(std::span<const Observations> plans, std::span<const double> needs, const std::vector<bool>& incident,
                      bool larger_is_better, std::span<const PlanTargets> targets = {});

}  // namespace peakline
