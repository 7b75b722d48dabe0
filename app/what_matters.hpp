// What matters in a plan: its uncertain inputs and chosen settings at their ends, beside seasons that are played already.
#pragma once

#include <string>
#include <vector>

#include "app/uncertain_inputs.hpp"
#include "core/results.hpp"

namespace peakline {

inline constexpr int paired_replications = 40;      // at either end
inline constexpr int least_for_first_order = 1000;  // replications, for shares explained that are worth telling unasked

// Those that the run is decided by, or that have targets; else service levels.
std::vector<std::string> usual_sensitivity_metrics(const Scenario& scenario);

struct MatterOptions {
    std::vector<std::string> metrics;  // as in the results: "voice.service_level"
    std::vector<Input> settings;       // chosen ones, beside what is uncertain
    bool first_order = true;
};

// `as_is`: the plan's own seasons, of which the first are paired with those of the ends.
Sensitivity what_matters(const Subject& subject, const sim::Simulation& as_is, MatterOptions options, SeasonCounter& counter);

// Sentences about what too few seasons were played to tell: shares explained that may be 0, or that sum to more than all.
std::vector<std::string> not_told(const Sensitivity& sensitivity);

}  // namespace peakline
