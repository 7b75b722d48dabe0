#include "decide/choose_robust.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "core/statistics.hpp"

namespace peakline {
namespace {

constexpr std::size_t fewest = 5;  // replications of a column

Robustness::Column column(std::span<const Observations> plans, const std::vector<std::size_t>& chosen, bool larger_is_better) {
    Robustness::Column result;
    result.replications = static_cast<int>(chosen.size());
    double best = no_value;
    for (const Observations& plan : plans) {
        Observations part;
        for (const std::size_t r : chosen) part.a.push_back(plan.a[r]), part.b.push_back(plan.b[r]);
        const Measured m = ratio_of_sums(part.a, part.b).measured;
        result.plans.push_back({m.value, no_value, m.ci});
        if (std::isnan(best) || (larger_is_better ? m.value > best : m.value < best)) best = m.value;
    }
    for (Robustness::Cell& cell : result.plans) cell.regret = larger_is_better ? best - cell.value : cell.value - best;
    return result;
}

}  // namespace

Robustness robustness(std::span<const Observations> plans, std::span<const double> needs, const std::vector<bool>& incident,
                      bool larger_is_better) {
    Robustness result;
    const std::size_t n = needs.size();
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) { return needs[x] < needs[y]; });
    const auto add = [&](std::string season, std::string meaning, std::vector<std::size_t> chosen) {
        if (chosen.size() < fewest) return;
        std::sort(chosen.begin(), chosen.end());
        Robustness::Column next = column(plans, chosen, larger_is_better);
        next.season = std::move(season), next.meaning = std::move(meaning);
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
            if (std::isnan(most) || c.plans[p].regret > most) most = c.plans[p].regret;
        result.largest_regret.push_back(most);
    }
    return result;
}

}  // namespace peakline
