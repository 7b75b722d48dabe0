// What a comparison of made-up plans says: differences that fit the plans' values, levers whose shares add up, a choice.
#include "made_results.hpp"

#include <algorithm>
#include <cmath>

namespace peakline {

namespace {

const Estimate* find(const Metrics& metrics, const std::string& name) {
    const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const auto& m) { return m.first == name; });
    return found == metrics.end() || !std::isfinite(found->second.mean) ? nullptr : &found->second;
}

// `better` is near 1 or 0 by the sign of the difference; half as uncertain as the values on their own.
Difference made_difference(const std::string& metric, const Estimate& plan, const Estimate& base) {
    const double d = plan.mean - base.mean, half = (base.ci95.high - base.ci95.low) / 4;
    const bool more_is_better = target_is_floor(metric) || metric == "answered";
    return {d, {d - half, d + half}, d == 0 ? 0.5 : (d > 0) == more_is_better ? 0.97 : 0.04};
}

std::vector<std::pair<std::string, Difference>> differences(const PlanResults& plan, const PlanResults& base) {
    std::vector<std::pair<std::string, Difference>> out;
    const auto add = [&](const std::string& owner, const Metrics& metrics, const Metrics& others) {
        for (const auto& [name, estimate] : metrics)
            if (const auto* other = find(others, name); other && std::isfinite(estimate.mean))
                out.emplace_back(owner + "." + name, made_difference(name, estimate, *other));
    };
    for (std::size_t q = 0; q < plan.queues.size(); ++q) add(plan.queues[q].name, plan.queues[q].metrics, base.queues[q].metrics);
    add("total", plan.total, base.total);
    return out;
}

LeverResults levers_of(const PlanResults& plan, const std::string& baseline,
                       const std::vector<std::pair<std::string, Difference>>& whole) {
    LeverResults out{plan.name, baseline, 60, true, {}, {}};
    static constexpr std::pair<const char*, double> parts[] = {{"more_notifications", 0.42},
                                                               {"better_self_service", 0.31},
                                                               {"roster_by_forecast", 0.34},
                                                               {"<temps> & \"friends\"", -0.07}};
    for (const auto& [key, d] : whole) {
        const auto metric = key.substr(key.find('.') + 1);
        if (metric == "service_level" || metric == "abandonment" || metric == "offered" || metric == "cost")
            out.whole.emplace_back(
                key, LeverWhole{d.difference, d.ci95, 2 * std::abs(d.difference), 2 * std::abs(d.difference) + d.difference});
    }
    for (const auto& [lever, part] : parts) {
        auto& effects = out.levers.emplace_back(lever, std::vector<std::pair<std::string, LeverEffect>>{}).second;
        for (const auto& [key, d] : out.whole)
            effects.emplace_back(key, LeverEffect{part * d.difference, std::abs(0.02 * d.difference), 1.3 * part * d.difference,
                                                  0.8 * part * d.difference});
    }
    return out;
}

Best choice(const Results& results, const std::string& metric) {
    Best best;
    best.plan = results.plans.back().name;
    best.metric = metric;
    best.tolerance = 0.005;
    best.tolerance_in_words = "0.5 points of service level";
    best.replications = results.replications;
    for (const auto& plan : results.plans)
        best.replications_by_plan.emplace_back(plan.name, plan.name == best.plan ? results.replications : 60);
    best.dropped_at = {{results.plans.front().name, 40}};
    best.verdict = best.plan + " is within 0.5 points of the best plan, 95 % sure; found after 60 replications of the others.";
    return best;
}

Robustness under_seasons(const Results& results, const std::string& metric) {
    Robustness out{metric, {}, {}, {}};
    static constexpr std::pair<const char*, const char*> seasons[] = {{"low", "the third with the fewest needs"},
                                                                      {"expected", "the third in the middle"},
                                                                      {"high", "the third with the most needs"},
                                                                      {"incident", "seasons with an incident"}};
    for (const auto& plan : results.plans) out.plans.push_back(plan.name);
    out.largest_regret.assign(out.plans.size(), 0);
    for (std::size_t s = 0; s < 4; ++s) {
        Robustness::Column column{seasons[s].first, seasons[s].second, s == 3 ? 22 : 66, {}};
        double top = 0;
        for (std::size_t p = 0; p < out.plans.size(); ++p)
            top = std::max(top, 0.5 + 0.1 * static_cast<double>(p) - 0.08 * static_cast<double>(s));
        for (std::size_t p = 0; p < out.plans.size(); ++p) {
            const double value = 0.5 + 0.1 * static_cast<double>(p) - 0.08 * static_cast<double>(s);
            column.plans.push_back({value, top - value, {value - 0.02, value + 0.02}});
            out.largest_regret[p] = std::max(out.largest_regret[p], top - value);
        }
        out.columns.push_back(std::move(column));
    }
    return out;
}

}  // namespace

Comparison season_comparison(const Results& results) {
    const auto& base = results.plans.front();
    const std::string metric = results.queues.front().name + ".service_level";
    Comparison out;
    out.baseline = base.name;
    for (std::size_t p = 1; p < results.plans.size(); ++p) {
        out.plans.emplace_back(results.plans[p].name, differences(results.plans[p], base));
        out.point_costs.push_back({results.plans[p].name, {{metric, p == 1 ? PointCost{} : PointCost{1240.5, {980.25, 1610}}}}});
    }
    if (results.plans.size() > 2) out.levers.push_back(levers_of(results.plans.back(), base.name, out.plans.back().second));
    if (results.plans.size() > 2) out.best = choice(results, metric);
    out.robustness = under_seasons(results, metric);
    return out;
}

}  // namespace peakline
