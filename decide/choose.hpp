// Which plan is best: repeated confidence intervals on paired replications, with elimination. Jennison and Turnbull (1984), Repeated
// confidence intervals for group sequential clinical trials; all pairs of plans see the same customers.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "decide/seek.hpp"

namespace peakline {

// A plan must keep the metric at or above (floor), or at or below, the value.
struct ChooseTarget {
    double value = 0;
    bool floor = true;
    double tolerance = 0;  // a miss by less than this is not worth arguing about
};

// Replications 0 ... n-1 of one plan: of the metric that decides, and of every target's.
struct PlanObservations {
    Observations metric;
    std::vector<Observations> targets;
};
using ObservePlan = std::function<PlanObservations(std::size_t plan, int replications)>;

struct ChooseOptions {
    bool larger_is_better = true;
    double tolerance = 0;  // differences smaller than this are not worth arguing about
    int max = 5000;
    double confidence = 0.95;                        // of the whole answer
    std::vector<std::vector<ChooseTarget>> targets;  // by plan; empty: no conditions
};

enum class Meets { open, yes, no };

struct Choice {
    std::optional<std::size_t> best;             // nothing: no plan meets the targets, or none has a value
    bool separated = false;                      // the guarantee holds; else `max` came first
    int replications = 0;                        // at the last look
    std::vector<int> replications_of;            // by plan
    std::vector<std::optional<int>> dropped_at;  // by plan: found to be worse, or to miss a target
    std::vector<Meets> meets;                    // by plan; all `yes` without targets
    std::vector<std::size_t> not_separated;      // survivors that may be better than the best by more than the tolerance
    std::vector<Interval> behind;                // by plan: how much worse than the best, for those that lived to the last look
};

// Guarantee: with `confidence`, the plan chosen is within `tolerance` of the best and misses no target by its tolerance.
Choice choose_plan(std::size_t plans, const ObservePlan& observe, const ChooseOptions& options);

// A single metric to a half-width: the looks at which to stop. `wide(n)` gives the half-width after n replications.
struct Narrowed {
    int replications = 0;
    double half_width = no_value;
    bool done = false;
};
Narrowed replicate_until(double half_width, int max, const std::function<double(int replications)>& wide);

}  // namespace peakline
