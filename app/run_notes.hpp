// What a run says about itself beside its figures: remarks for people, and whether a target was missed.
#pragma once

#include <string>
#include <vector>

#include "core/results.hpp"
#include "scenarios/scenario.hpp"

namespace peakline {

// Needs that came while nobody answers, targets without a value, replications that were or were not enough.
void add_remarks(Results& results, const std::vector<Plan>& plans);

// In words, the targets that were missed or that nothing was measured for: of every plan but, where there are several, the baseline,
// which the others are to be better than.
std::vector<std::string> missed_targets(const Results& results, const ScenarioFile& file);

}  // namespace peakline
