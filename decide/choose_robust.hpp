// Plans under kinds of seasons: the best on average may be the worst in a bad peak.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "decide/seek.hpp"

namespace peakline {

// Replications grouped by the season's needs (lowest, middle and highest third: low, expected, high) and by whether a random event
// happened (incident; left out where fewer than five did). All plans have the same replications. Regret is how much worse a plan
// is than the best one of that column.
Robustness robustness(std::span<const Observations> plans, std::span<const double> needs, const std::vector<bool>& incident,
                      bool larger_is_better);

}  // namespace peakline
