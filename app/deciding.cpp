#include "app/deciding.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/statistics.hpp"
#include "decide/choose_tolerance.hpp"
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

std::string verdict_of(const Best& best, bool any_plan_left, std::size_t plans, const std::string& currency) {
    if (best.plan.empty()) {
        if (!best.not_separated.empty())
            return fmt::format("Not decided after {} replications: {} may still meet the targets on average.", best.replications,
                               listed(best.not_separated));
        return best.subject_to_targets && any_plan_left ? "No plan meets the targets on average over the seasons."
                                                        : "No plan has a value to be judged by.";
    }
    int seasons = 0;
    for (const auto& [plan, n] : best.replications_by_plan) seasons += n;
    if (plans == 1)
        return best.subject_to_targets
                   ? fmt::format("{} meets the targets on average over the seasons: {:.0f} % sure after {} seasons.", best.plan,
                                 100 * best.confidence, seasons)
                   : fmt::format("{} is the only plan: there is nothing to decide.", best.plan);
    const std::string metric = metric_text(best.metric, currency);
    const std::string of = best.subject_to_targets ? ", among the plans that meet the targets on average" : "";
    if (best.not_separated.empty())
        return fmt::format(
            "{} is best by {}{}: {:.0f} % sure that no other plan is better by more than {} ({} seasons in all, {} plans).",
            best.plan, metric, of, 100 * best.confidence, best.tolerance_in_words, seasons, plans);
    return fmt::format(
        "{} is best by {} so far{}, not separated from {} after {} replications: they may be better by more than {}.", best.plan,
        metric, of, listed(best.not_separated), best.replications, best.tolerance_in_words);
}

}  // namespace

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

double tolerance_of(const Played& baseline, const std::string& metric) {
    const int n = baseline.replications();
    const Observations seen = baseline.observe(metric, n);
    return usual_tolerance(short_metric(metric),
                           {ratio_of_sums(seen.a, seen.b).measured.value, within_of(baseline.scenario(), metric),
                            target_of(baseline.scenario(), metric), false});
}

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

}  // namespace peakline
