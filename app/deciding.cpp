#include "app/deciding.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "core/statistics.hpp"
#include "decide/choose.hpp"
#include "decide/choose_robust.hpp"
#include "decide/choose_tolerance.hpp"
#include "decide/choose_variance.hpp"
#include "decide/difference_cost.hpp"
#include "decide/levers.hpp"
#include "report/text.hpp"

namespace peakline {
namespace {

constexpr int first_look = 40;

std::optional<double> within_of(const Scenario& scenario, const std::string& metric) {
    for (const Queue& queue : scenario.queues)
        if (metric.starts_with(queue.name + ".")) return queue.target.within;
    return std::nullopt;
}

std::optional<double> target_of(const Scenario& scenario, const std::string& metric) {
    const auto look = [&](const std::vector<std::pair<std::string, double>>& targets) -> std::optional<double> {
        for (const auto& [name, value] : targets)
            if (name == short_metric(metric)) return value;
        return std::nullopt;
    };
    if (metric.starts_with("total.")) return look(scenario.targets);
    for (const Queue& queue : scenario.queues)
        if (metric.starts_with(queue.name + ".")) return look(queue.target.values);
    return std::nullopt;
}

double tolerance_of(const Played& baseline, const std::string& metric) {
    const int n = baseline.replications();
    const Observations seen = baseline.observe(metric, n);
    return usual_tolerance(short_metric(metric),
                           {ratio_of_sums(seen.a, seen.b).measured.value, within_of(baseline.scenario(), metric),
                            target_of(baseline.scenario(), metric), false});
}

struct NamedTarget {
    std::string metric;
    ChooseTarget target;
};

std::vector<NamedTarget> targets_of(const Scenario& scenario) {
    std::vector<NamedTarget> all;
    const auto add = [&](const std::string& owner, const std::vector<std::pair<std::string, double>>& targets,
                         std::optional<double> within) {
        for (const auto& [name, value] : targets)
            all.push_back(
                {owner + "." + name, {value, target_is_floor(name), usual_tolerance(name, {no_value, within, value, true})}});
    };
    for (const Queue& queue : scenario.queues) add(queue.name, queue.target.values, queue.target.within);
    add("total", scenario.targets, std::nullopt);
    return all;
}

std::string verdict_of(const Best& best, bool any_plan_left, std::size_t plans, const std::string& currency) {
    if (best.plan.empty()) {
        if (!best.not_separated.empty())
            return fmt::format("Not decided after {} replications: {} may still meet the targets.", best.replications,
                               listed(best.not_separated));
        return best.subject_to_targets && any_plan_left ? "No plan meets the targets." : "No plan has a value to be judged by.";
    }
    int seasons = 0;
    for (const auto& [plan, n] : best.replications_by_plan) seasons += n;
    if (plans == 1)
        return best.subject_to_targets ? fmt::format("{} meets the targets: {:.0f} % sure after {} seasons.", best.plan,
                                                     100 * best.confidence, seasons)
                                       : fmt::format("{} is the only plan: there is nothing to decide.", best.plan);
    const std::string metric = metric_text(best.metric, currency);
    const std::string how = best.subject_to_targets ? "is best among the plans that meet the targets" : "is best";
    if (best.not_separated.empty())
        return fmt::format(
            "{} {} by {}: {:.0f} % sure that no other plan is better by more than {} ({} seasons in all, {} plans).", best.plan,
            how, metric, 100 * best.confidence, best.tolerance_in_words, seasons, plans);
    return fmt::format("{} {} by {} so far, not separated from {} after {} replications: they may be better by more than {}.",
                       best.plan, how, metric, listed(best.not_separated), best.replications, best.tolerance_in_words);
}

}  // namespace

Best decide_best(Plays& plans, std::size_t baseline, const Until& until, const Play& play) {
    Best best;
    best.metric = full_metric(until.decide);
    best.subject_to_targets = until.subject_to_targets;
    std::vector<std::vector<NamedTarget>> targets(plans.size());
    ChooseOptions options;
    options.larger_is_better = larger_is_better(short_metric(best.metric));
    options.max = until.max;
    if (until.subject_to_targets)
        for (std::size_t p = 0; p < plans.size(); ++p) {
            targets[p] = targets_of(plans[p]->scenario());
            auto& of_plan = options.targets.emplace_back();
            for (const NamedTarget& target : targets[p]) of_plan.push_back(target.target);
        }
    play(*plans[baseline], std::min(first_look, until.max));
    options.tolerance = until.tolerance ? *until.tolerance : tolerance_of(*plans[baseline], best.metric);
    const auto observe = [&](std::size_t p, int n) {
        play(*plans[p], n);
        PlanObservations seen{plans[p]->observe(best.metric, n), {}};
        for (const NamedTarget& target : targets[p]) seen.targets.push_back(plans[p]->observe(target.metric, n));
        return seen;
    };
    const Choice choice = choose_plan(plans.size(), observe, options);
    best.confidence = options.confidence;
    best.tolerance = options.tolerance;
    const std::string& currency = plans[baseline]->scenario().currency;
    best.tolerance_in_words = tolerance_text(short_metric(best.metric), best.tolerance, currency);
    best.replications = choice.replications;
    for (const std::size_t p : choice.not_separated) best.not_separated.push_back(plans[p]->name());
    bool valued = false;
    for (std::size_t p = 0; p < plans.size(); ++p) {
        best.replications_by_plan.emplace_back(plans[p]->name(), choice.replications_of[p]);
        if (choice.dropped_at[p]) best.dropped_at.emplace_back(plans[p]->name(), *choice.dropped_at[p]);
        if (until.subject_to_targets)
            best.targets.emplace_back(plans[p]->name(), choice.meets[p] == Meets::yes  ? "meets"
                                                        : choice.meets[p] == Meets::no ? "misses"
                                                                                       : "open");
        valued = valued || plans[p]->has(best.metric);
    }
    if (choice.best) best.plan = plans[*choice.best]->name();
    best.verdict = verdict_of(best, valued, plans.size(), currency);
    return best;
}

Precision play_until(Plays& plans, const Until& until, const Play& play) {
    Precision result;
    result.metric = full_metric(until.metric);
    result.wanted = until.half_width;
    const Narrowed narrowed = replicate_until(until.half_width, until.max, [&](int n) {
        double widest = 0;
        for (auto& plan : plans) {
            play(*plan, n);
            const Observations seen = plan->observe(result.metric, n);
            const Interval ci = ratio_of_sums(seen.a, seen.b).measured.ci;
            const double half = (ci.high - ci.low) / 2;
            widest = std::isnan(half) ? std::numeric_limits<double>::infinity() : std::max(widest, half);
        }
        return widest;
    });
    result.reached = std::isfinite(narrowed.half_width) ? narrowed.half_width : no_value;
    result.replications = narrowed.replications;
    result.done = narrowed.done;
    return result;
}

int seasons_for_levers(const Plays& plans, const PlanLevers& levers) {
    constexpr std::size_t exact_up_to = 8;
    const std::size_t k = levers.names.size();
    if (k > exact_up_to) return first_look * static_cast<int>(2 * LeverOptions().permutation_pairs * static_cast<int>(k));
    int sets = 0;
    for (std::uint32_t mask = 0; mask < (1u << k); ++mask) {
        LeverSet on(k);
        for (std::size_t i = 0; i < k; ++i) on[i] = (mask >> i & 1) != 0;
        const std::string same = levers.same_as(on);
        sets += std::none_of(plans.begin(), plans.end(), [&](const auto& played) { return played->name() == same; }) ? 1 : 0;
    }
    return first_look * sets;
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
        results.whole.emplace_back(metrics[m], Difference{shares.whole[m].value, shares.whole[m].ci, no_value});
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

Robustness robust(const Plays& plans, std::size_t baseline, const std::string& metric) {
    int n = std::numeric_limits<int>::max();
    for (const auto& plan : plans) n = std::min(n, plan->replications());
    std::vector<Observations> seen;
    std::vector<std::string> names;
    for (const auto& plan : plans) {
        seen.push_back(plan->observe(metric, n));
        names.push_back(plan->name());
    }
    std::vector<bool> incident = sim::incidents(plans[baseline]->simulation());
    incident.resize(static_cast<std::size_t>(n));
    Robustness result =
        robustness(seen, plans[baseline]->observe("total.needs", n).a, incident, larger_is_better(short_metric(metric)));
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
