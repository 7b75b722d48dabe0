#include "decide/choose_robust.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "core/statistics.hpp"

namespace peakline {
namespace {

constexpr std::size_t fewest = 5;  // replications of a column

Measured measured_in(const Observations& seen, const std::vector<std::size_t>& chosen) {
    Observations part;
    for (const std::size_t r : chosen) part.a.push_back(seen.a[r]), part.b.push_back(seen.b[r]);
    return ratio_of_sums(part.a, part.b).measured;
}

// Metrics whose targets a plan misses; what nothing was measured for is no success.
std::vector<std::string> missed_in(const std::vector<TargetSeen>& targets, const std::vector<std::size_t>& chosen) {
    std::vector<std::string> missed;
    for (const TargetSeen& target : targets) {
        const double value = measured_in(target.seen, chosen).value;
        if (!(target.floor ? value >= target.value : value <= target.value)) missed.push_back(target.metric);
    }
    return missed;
}

// Which plans keep their targets in some seasons; the words name those that do not.
struct Standing {
    std::vector<bool> ranked;
    std::string words;
};
Standing standing_in(std::span<const PlanTargets> targets, const std::vector<std::size_t>& chosen, std::size_t plans) {
    Standing result{std::vector<bool>(plans, true), ""};
    for (std::size_t p = 0; p < targets.size(); ++p) {
        const std::vector<std::string> missed = missed_in(targets[p].targets, chosen);
        if (missed.empty()) continue;
        result.ranked[p] = false;
        result.words += result.words.empty() ? "; not ranked, for missing targets there: " : ", ";
        result.words += fmt::format("{} ({})", targets[p].plan, fmt::join(missed, ", "));
    }
    return result;
}

Robustness::Column column(std::span<const Observations> plans, const std::vector<std::size_t>& chosen, bool larger_is_better,
                          const std::vector<bool>& ranked) {
    Robustness::Column result;
    result.replications = static_cast<int>(chosen.size());
    double best = no_value;
    for (std::size_t p = 0; p < plans.size(); ++p) {
        const Measured m = measured_in(plans[p], chosen);
        result.plans.push_back({m.value, no_value, m.ci});
        if (!ranked[p]) continue;
        if (std::isnan(best) || (larger_is_better ? m.value > best : m.value < best)) best = m.value;
    }
    for (std::size_t p = 0; p < plans.size(); ++p)
        if (const double value = result.plans[p].value; ranked[p])
            result.plans[p].regret = larger_is_better ? best - value : value - best;
    return result;
}

}  // namespace

Robustness robustness(std::span<const Observations> plans, std::span<const double> needs, const std::vector<bool>& incident,
                      bool larger_is_better, std::span<const PlanTargets> targets) {
    Robustness result;
    std::vector<bool> always_ranked(plans.size(), true);
    const std::size_t n = needs.size();
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) { return needs[x] < needs[y]; });
    const auto add = [&](std::string season, const std::string& meaning, std::vector<std::size_t> chosen) {
        if (chosen.size() < fewest) return;
        std::sort(chosen.begin(), chosen.end());
        const Standing standing = standing_in(targets, chosen, plans.size());
        for (std::size_t p = 0; p < plans.size(); ++p) always_ranked[p] = always_ranked[p] && standing.ranked[p];
        Robustness::Column next = column(plans, chosen, larger_is_better, standing.ranked);
        next.season = std::move(season), next.meaning = meaning + standing.words;
        result.columns.push_back(std::move(next));
    };
    const auto part = [&](std::size_t from, std::size_t to) {
        return std::vector<std::size_t>(order.begin() + static_cast<std::ptrdiff_t>(from),
                                        order.begin() + static_cast<std::ptrdiff_t>(to));
    };
    const auto range = [&](std::size_t from, std::size_t to) {
        return fmt::format("{:.0f} to {:.0f} needs", needs[order[from]], needs[order[to - 1]]);
    };
    if (n / 3 >= fewest) {
        add("low", "the third of the seasons with the fewest needs, " + range(0, n / 3), part(0, n / 3));
        add("expected", "the middle third, " + range(n / 3, n - n / 3), part(n / 3, n - n / 3));
        add("high", "the third with the most needs, " + range(n - n / 3, n), part(n - n / 3, n));
    }
    std::vector<std::size_t> struck;
    for (std::size_t r = 0; r < n; ++r)
        if (incident[r]) struck.push_back(r);
    if (struck.size() < n) add("incident", "seasons in which an event happens that might not have", std::move(struck));
    for (std::size_t p = 0; p < plans.size(); ++p) {
        double most = no_value;
        for (const auto& c : result.columns)
            if (always_ranked[p] && (std::isnan(most) || c.plans[p].regret > most)) most = c.plans[p].regret;
        result.largest_regret.push_back(most);
    }
    return result;
}

}  // namespace peakline
