// What a plan's gain costs: money for each point (0.01 of a share) or second that it is better than the baseline.
#pragma once

#include "core/statistics.hpp"

namespace peakline {

// Cost difference over the gain, with its interval by Fieller; no value where the gain cannot be told from none.
// `unit` of the gain: 0.01 for shares, 1 for seconds and counts.
PointCost cost_of_a_point(const Ratio& cost, const Ratio& base_cost, const Ratio& metric, const Ratio& base_metric, double unit);

}  // namespace peakline
