#include "decide/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace peakline {
namespace {

constexpr std::size_t groups = 20;  // of which each gives an index of its own, for the error
constexpr std::size_t smallest_group = 20;

double rank_index(std::span<const std::pair<double, double>> pairs) {
    const std::size_t n = pairs.size();
    if (n < 3) return no_value;
    double sum = 0;
    for (const auto& pair : pairs) sum += pair.second;
    const double mean = sum / static_cast<double>(n);
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    // Equal inputs stay in the order of their replications, which knows nothing of the output.
    std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return pairs[i].first < pairs[j].first; });
    double together = 0, alone = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double y = pairs[order[i]].second - mean, next = pairs[order[(i + 1) % n]].second - mean;
        together += y * next;
        alone += y * y;
    }
    return alone > 0 ? together / alone : no_value;
}

}  // namespace

FirstOrder first_order(std::span<const double> input, std::span<const double> output) {
    std::vector<std::pair<double, double>> pairs;
    for (std::size_t i = 0; i < std::min(input.size(), output.size()); ++i)
        if (!std::isnan(input[i]) && !std::isnan(output[i])) pairs.emplace_back(input[i], output[i]);
    FirstOrder result;
    result.index = rank_index(pairs);
    if (pairs.size() < groups * smallest_group) return result;
    std::vector<double> parts;
    for (std::size_t g = 0; g < groups; ++g) {
        const std::size_t from = pairs.size() * g / groups, to = pairs.size() * (g + 1) / groups;
        parts.push_back(rank_index(std::span(pairs).subspan(from, to - from)));
    }
    result.error = mean_of(parts).se;
    return result;
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
