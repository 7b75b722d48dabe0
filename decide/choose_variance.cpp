#include "decide/choose_variance.hpp"

#include <algorithm>
#include <cmath>

#include "core/statistics.hpp"

namespace peakline {
namespace {

// Everything that the shares are made of, without the replications of one block (-1: with all of them).
std::array<double, 3> shares_without(std::span<const double> own, std::span<const double> other_queueing,
                                     std::span<const double> other_luck, std::ptrdiff_t block) {
    RunningMoments all;
    double queueing = 0, luck = 0, pairs_q = 0, pairs_l = 0;
    for (std::size_t r = 0; r < own.size(); ++r) {
        if (static_cast<std::ptrdiff_t>(r / 2) == block) continue;
        all.add(own[r]);
        if (r >= other_queueing.size()) continue;
        const double q = own[r] - other_queueing[r], l = other_luck.empty() ? 0 : own[r] - other_luck[r];
        if (!std::isnan(q)) queueing += q * q, pairs_q += 1;
        if (!std::isnan(l)) luck += l * l, pairs_l += 1;
    }
    const double variance = all.variance();
    if (!(variance > 0) || pairs_q == 0 || pairs_l == 0) return {no_value, no_value, no_value};
    const double q = queueing / (2 * pairs_q * variance), f = other_luck.empty() ? 0 : 1 - luck / (2 * pairs_l * variance);
    return {f, 1 - f - q, q};
}

}  // namespace

int variance_pairs(int replications) { return replications < least_for_split ? 0 : std::min(64, replications / 4 * 2); }

VarianceSplit split_variance(std::span<const double> own, std::span<const double> other_queueing,
                             std::span<const double> other_luck) {
    VarianceSplit split;
    const auto whole = shares_without(own, other_queueing, other_luck, -1);
    std::array<double, 3> squares{};
    const auto blocks = static_cast<std::ptrdiff_t>((own.size() + 1) / 2);
    for (std::ptrdiff_t block = 0; block < blocks; ++block) {
        const auto without = shares_without(own, other_queueing, other_luck, block);
        for (std::size_t i = 0; i < 3; ++i) squares[i] += (without[i] - whole[i]) * (without[i] - whole[i]);
    }
    for (std::size_t i = 0; i < 3; ++i) {
        split.clipped = split.clipped || whole[i] < 0 || whole[i] > 1;
        split.shares[i] = {std::isnan(whole[i]) ? no_value : std::clamp(whole[i], 0.0, 1.0), std::sqrt(squares[i])};
    }
    return split;
}

}  // namespace peakline
