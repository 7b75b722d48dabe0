#include "decide/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace peakline {
namespace {

constexpr std::size_t fewest = 3;  // pairs, for an index

// Standard error of the index, to first order that of the sum of z over `alone`. y: outputs less their mean in the order of the input.
// Given the inputs, z depends on its neighbours only, so that products two places apart show E[z | input]^2: var(z) + 2 cov(neighbours)
// given the inputs is E[z z + 2 z z'] less three of these, and the spread of E[z | input] itself adds one.
double rank_error(const std::vector<double>& y, double index, double alone) {
    const std::size_t n = y.size();
    std::vector<double> z;
    for (std::size_t i = 0; i < n; ++i) {
        const double next = y[(i + 1) % n];
        z.push_back(y[i] * next - index * (y[i] * y[i] + next * next) / 2);
    }
    double variance = 0, squares = 0;
    for (std::size_t i = 0; i < n; ++i) {
        variance += z[i] * (z[i] + 2 * z[(i + 1) % n] - 2 * z[(i + 2) % n]);
        squares += z[i] * z[i];
    }
    return std::sqrt(std::max(variance, squares / 4)) / alone;  // an estimate of few products may even be negative
}

}  // namespace

FirstOrder first_order(std::span<const double> input, std::span<const double> output) {
    std::vector<std::pair<double, double>> pairs;
    for (std::size_t i = 0; i < std::min(input.size(), output.size()); ++i)
        if (!std::isnan(input[i]) && !std::isnan(output[i])) pairs.emplace_back(input[i], output[i]);
    const std::size_t n = pairs.size();
    if (n < fewest) return {};
    double sum = 0;
    for (const auto& pair : pairs) sum += pair.second;
    // Equal inputs stay in the order of their replications, which knows nothing of the output.
    std::stable_sort(pairs.begin(), pairs.end(), [](const auto& p, const auto& q) { return p.first < q.first; });
    std::vector<double> y;
    for (const auto& pair : pairs) y.push_back(pair.second - sum / static_cast<double>(n));
    double together = 0, alone = 0;
    for (std::size_t i = 0; i < n; ++i) {
        together += y[i] * y[(i + 1) % n];
        alone += y[i] * y[i];
    }
    if (!(alone > 0)) return {};
    return {together / alone, rank_error(y, together / alone, alone)};
}

Swing swing_of(const Ratio& as_is, const Ratio& low, const Ratio& high) {
    Swing swing;
    swing.low = low.measured.value;
    swing.high = high.measured.value;
    swing.from_low = paired_difference(low, as_is);
    swing.from_high = paired_difference(high, as_is);
    swing.swing = paired_difference(high, low);
    const double base = as_is.measured.value;
    for (const double way : {swing.high - swing.low, swing.high - base, swing.low - base})
        if (!std::isnan(way) && !(std::abs(way) <= swing.reach)) swing.reach = std::abs(way);
    return swing;
}

std::vector<std::size_t> widest_first(std::span<const Swing> bars) {
    std::vector<std::size_t> order(bars.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto width = [&](std::size_t i) { return std::isnan(bars[i].reach) ? -1 : bars[i].reach; };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return width(i) > width(j); });
    return order;
}

}  // namespace peakline
