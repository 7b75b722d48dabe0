// Where the uncertainty of a season comes from: replications played again with part of their luck exchanged.
#pragma once

#include <array>
#include <span>

#include "core/results.hpp"

namespace peakline {

// Replications that are played twice more, out of n: an even number, at most half of them; none below so many.
inline constexpr int least_for_split = 40;
int variance_pairs(int replications);

// own: values of replications 0 ... n-1. For the first m, with s = r xor 1: other_queueing has forecast and events of r and the
// queueing of s; other_luck has the forecast of r and all else of s. Shares of the variance between seasons, each with its jackknife
// standard error over blocks of two replications. Interactions with queueing count as queueing. Without any randomness in the forecast
// `other_luck` is left empty: its share is 0.
struct VarianceSplit {
    std::array<VarianceShare, 3> shares;
    bool clipped = false;
};
VarianceSplit split_variance(std::span<const double> own, std::span<const double> other_queueing,
                             std::span<const double> other_luck);

}  // namespace peakline
