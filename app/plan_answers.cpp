// What is told of plans once they are played: what each lever did, what a point costs, other seasons, where the spread comes from.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "app/deciding.hpp"
#include "core/statistics.hpp"
#include "decide/choose_robust.hpp"
#include "decide/choose_variance.hpp"
#include "decide/difference_cost.hpp"
#include "decide/levers.hpp"

namespace peakline {

int seasons_for_levers(const Plays& plans, const PlanLevers& levers) {
    constexpr std::size_t exact_up_to = 8;
    const std::size_t k = levers.names.size();
    if (k > exact_up_to)
        return LeverOptions().first * static_cast<int>(2 * LeverOptions().permutation_pairs * static_cast<int>(k));
    int sets = 0;
    for (std::uint32_t mask = 0; mask < (1u << k); ++mask) {
        LeverSet on(k);
        for (std::size_t i = 0; i < k; ++i) on[i] = (mask >> i & 1) != 0;
        const std::string same = levers.same_as(on);
        sets += std::none_of(plans.begin(), plans.end(), [&](const auto& played) { return played->name() == same; }) ? 1 : 0;
    }
    return LeverOptions().first * sets;
}

LeverResults what_did_it(const Plays& plans, std::size_t baseline, std::size_t plan, const PlanLevers& levers,
                         const Scenario& offered_settings, const Play& play) {
    const Played& whole = *plans[plan];
    const std::vector<std::string> metrics = headline_metrics(whole);
    LeverOptions options;
    options.max = levers.from_baseline ? std::min(whole.replications(), plans[baseline]->replications()) : whole.replications();
    options.first = std::min(options.first, options.max);
    for (const std::string& metric : metrics) {
        const bool asked = metric.ends_with(".service_level") && !metric.starts_with("total.");
        options.tolerances.push_back(asked ? tolerance_of(*plans[baseline], metric) : std::numeric_limits<double>::infinity());
    }
    std::map<LeverSet, std::unique_ptr<Played>> others;
    const auto observe = [&](const LeverSet& on, int n) {
        const std::string same = levers.same_as(on);
        for (const auto& played : plans)
            if (played->name() == same && played->replications() >= n) return played->observe(metrics, n);
        auto& other = others[on];
        if (!other) {
            Scenario scenario = levers.scenario(on);
            scenario.run = whole.scenario().run;
            other = std::make_unique<Played>(whole.name(), scenario, offered_settings, std::min(options.max, 1000));
        }
        play(*other, n);
        return other->observe(metrics, n);
    };
    const LeverShares shares = share_levers(levers.names.size(), observe, options);
    LeverResults results;
    results.plan = whole.name();
    results.from = levers.from_baseline ? plans[baseline]->name() : "the scenario without these levers";
    results.replications = shares.replications;
    results.exact = shares.exact;
    for (std::size_t i = 0; i < levers.names.size(); ++i) {
        auto& [name, effects] = results.levers.emplace_back();
        name = levers.names[i];
        for (std::size_t m = 0; m < metrics.size(); ++m) {
            const LeverShare& share = shares.shares[m][i];
            effects.emplace_back(metrics[m], LeverEffect{share.share.value, share.share.se, share.alone, share.removed});
        }
    }
    for (std::size_t m = 0; m < metrics.size(); ++m)
        results.whole.emplace_back(metrics[m],
                                   LeverWhole{shares.whole[m].value, shares.whole[m].ci, shares.none[m], shares.all[m]});
    return results;
}

void add_point_costs(Comparison& comparison, const Plays& plans, std::size_t baseline) {
    const auto ratio = [](const Played& played, const std::string& metric, int n) {
        const Observations seen = played.observe(metric, n);
        return ratio_of_sums(seen.a, seen.b);
    };
    for (std::size_t p = 0; p < plans.size(); ++p) {
        if (p == baseline) continue;
        const int n = std::min(plans[p]->replications(), plans[baseline]->replications());
        const Ratio cost = ratio(*plans[p], "total.cost", n), base_cost = ratio(*plans[baseline], "total.cost", n);
        auto& [name, costs] = comparison.point_costs.emplace_back();
        name = plans[p]->name();
        for (const std::string& metric : headline_metrics(*plans[p])) {
            const std::string kind = short_metric(metric);
            if ((kind != "service_level" && kind != "abandonment") || !plans[baseline]->has(metric)) continue;
            const Ratio value = ratio(*plans[p], metric, n), base = ratio(*plans[baseline], metric, n);
            if (std::isnan(value.measured.value) || std::isnan(base.measured.value)) continue;
            costs.emplace_back(metric, cost_of_a_point(cost, base_cost, value, base, kind == "abandonment" ? -0.01 : 0.01));
        }
    }
}

Robustness robust(const Plays& plans, std::size_t baseline, const std::string& metric, bool subject_to_targets) {
    int n = std::numeric_limits<int>::max();
    for (const auto& plan : plans) n = std::min(n, plan->replications());
    std::vector<Observations> seen;
    std::vector<std::string> names;
    std::vector<PlanTargets> targets;
    for (const auto& plan : plans) {
        seen.push_back(plan->observe(metric, n));
        names.push_back(plan->name());
        if (!subject_to_targets) continue;
        targets.push_back({plan->name(), {}});
        for (const auto& [name, target] : targets_of(plan->scenario()))
            targets.back().targets.push_back({name, target.value, target.floor, plan->observe(name, n)});
    }
    std::vector<bool> incident = sim::incidents(plans[baseline]->simulation());
    incident.resize(static_cast<std::size_t>(n));
    Robustness result =
        robustness(seen, plans[baseline]->observe("total.needs", n).a, incident, larger_is_better(short_metric(metric)), targets);
    result.metric = metric;
    result.plans = std::move(names);
    return result;
}

double split_uncertainty(PlanResults& results, const Played& plan, int threads) {
    const int n = plan.replications(), m = variance_pairs(n);
    if (m == 0) return 0;
    const std::uint64_t seed = plan.simulation().model->seed;
    const auto number = [](int r) { return static_cast<std::uint32_t>(r); };
    const sim::Simulation queueing = plan.with_streams(
        m,
        [&](int r) {
            return Streams{seed, number(r), number(r), number(r ^ 1)};
        },
        threads);
    const bool paths = plan.simulation().model->shared_paths > 0;
    const sim::Simulation luck = plan.with_streams(
        paths ? m : 0,
        [&](int r) {
            return Streams{seed, number(r), number(r ^ 1), number(r ^ 1)};
        },
        threads);
    const auto values = [](const sim::Simulation& simulation, const std::string& metric) {
        for (const auto& [name, sample] : simulation.recorder->headline())
            if (name == metric) return sample->values();
        return std::vector<double>();
    };
    results.variance_pairs = m;
    for (const std::string& metric : headline_metrics(plan)) {
        const VarianceSplit split =
            split_variance(values(plan.simulation(), metric), values(queueing, metric), values(luck, metric));
        if (std::isnan(split.shares[0].share)) continue;
        results.variance[metric] = split.shares;
        results.variance_clipped = results.variance_clipped || split.clipped;
    }
    return queueing.recorder->contacts() + luck.recorder->contacts();
}

}  // namespace peakline
