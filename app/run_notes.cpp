#include "app/run_notes.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/plan_runs.hpp"
#include "report/metric.hpp"
#include "report/text.hpp"
#include "sim/simulate.hpp"

namespace peakline {
namespace {

double mean_of(const Metrics& metrics, const std::string& name) {
    const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const auto& m) { return m.first == name; });
    return found == metrics.end() ? no_value : found->second.mean;
}

// "before and pushes", or "every plan".
std::string plan_names(const std::vector<std::string>& names, const std::vector<PlanResults>& plans) {
    if (names.size() == plans.size() && names.size() > 1) return "every plan";
    return listed(names);
}

// Contacts that come while nobody answers are easily overlooked: a profile or `closed` may be missing. Said once for all plans.
void note_closed(std::vector<std::string>& notes, const std::vector<PlanResults>& plans) {
    struct Lost {
        std::string reason;
        std::vector<std::string> plans;
        double least = 1, most = 0;
    };
    std::vector<Lost> all;
    for (const PlanResults& plan : plans)
        for (const auto& reason : plan.reasons) {
            const double share = mean_of(reason.metrics, "lost.closed") / mean_of(reason.metrics, "needs");
            if (!(share > 0.1)) continue;
            auto lost = std::find_if(all.begin(), all.end(), [&](const Lost& l) { return l.reason == reason.name; });
            if (lost == all.end()) lost = all.insert(all.end(), {reason.name, {}});
            lost->plans.push_back(plan.name);
            lost->least = std::min(lost->least, share), lost->most = std::max(lost->most, share);
        }
    for (const Lost& lost : all) {
        const std::string least = fmt::format("{:.0f}", 100 * lost.least), most = fmt::format("{:.0f}", 100 * lost.most);
        notes.push_back(
            fmt::format("{}: {} % of the needs for {} came outside opening hours and were lost (see `profile`, `closed`, and "
                        "what events `add`)",
                        plan_names(lost.plans, plans), least == most ? most : least + " to " + most, lost.reason));
    }
}

struct WantedMetric {
    std::string owner, metric;
    double wanted, found;  // found: no_value where nothing was measured
};

std::vector<WantedMetric> targets_of(const Scenario& scenario, const PlanResults& plan) {
    std::vector<WantedMetric> all;
    for (const auto& [name, wanted] : scenario.targets) all.push_back({"the total", name, wanted, mean_of(plan.total, name)});
    for (std::size_t q = 0; q < scenario.queues.size(); ++q)
        for (const auto& [name, wanted] : scenario.queues[q].target.values)
            all.push_back({scenario.queues[q].name, name, wanted, mean_of(plan.queues[q].metrics, name)});
    return all;
}

// Targets that nothing was measured for are said, and count as missed: nobody should take silence for success.
void note_unmeasured(std::vector<std::string>& notes, const std::vector<Plan>& plans, const std::vector<PlanResults>& results) {
    std::vector<std::pair<std::string, std::vector<std::string>>> all;  // target -> plans
    for (std::size_t p = 0; p < plans.size(); ++p)
        for (const WantedMetric& target : targets_of(plans[p].scenario, results[p])) {
            if (!std::isnan(target.found)) continue;
            const std::string name = fmt::format("{} of {}", target.metric, target.owner);
            auto entry = std::find_if(all.begin(), all.end(), [&](const auto& known) { return known.first == name; });
            if (entry == all.end()) entry = all.insert(all.end(), {name, {}});
            entry->second.push_back(results[p].name);
        }
    for (const auto& [name, without] : all)
        notes.push_back(
            fmt::format("{}: the target {} has no value here and counts as missed", plan_names(without, results), name));
}

// What the plans cost more or less is no afterthought: where nothing was decided by it, it is said first.
void note_costs(Results& results) {
    const auto costs_something = [](const PlanResults& plan) { return mean_of(plan.total, "cost") > 0; };
    if (std::none_of(results.plans.begin(), results.plans.end(), costs_something)) return;
    std::vector<std::string> costs;
    for (const auto& [plan, differences] : results.comparison->plans)
        for (const auto& [metric, d] : differences) {
            if (metric != "total.cost" || !std::isfinite(d.difference)) continue;
            const bool known = std::isfinite(d.ci95.low) && std::isfinite(d.ci95.high);
            costs.push_back(fmt::format("{} {}{}{}", plan, difference_text(d.difference, Unit::money),
                                        results.currency.empty() ? "" : " " + results.currency,
                                        known ? fmt::format(" (95 % interval {} to {})", difference_text(d.ci95.low, Unit::money),
                                                            difference_text(d.ci95.high, Unit::money))
                                              : ""));
        }
    if (!costs.empty())
        results.notes.insert(results.notes.begin(),
                             fmt::format("cost against {}: {}", results.comparison->baseline, fmt::join(costs, ", ")));
}

// A plan that changes what is switched off, or what nothing depends on.
void note_no_difference(std::vector<std::string>& notes, const Comparison& comparison) {
    for (const auto& [plan, differences] : comparison.plans)
        if (plan != comparison.baseline && std::all_of(differences.begin(), differences.end(), [](const auto& d) {
                return d.second.difference == 0 || std::isnan(d.second.difference);
            }))
            notes.push_back(fmt::format("{}: nothing differs from {}, in any season", plan, comparison.baseline));
}

void note_precision(std::vector<std::string>& notes, const Precision& precision, int replications, const Until& until) {
    const Unit unit = metric_info(short_metric(precision.metric)).unit;
    if (!precision.done)
        notes.push_back(fmt::format("after {} replications the half-width of {} is {}, not yet {}", replications,
                                    precision.metric, half_text(precision.reached, unit), half_text(precision.wanted, unit)));
    else if (replications < until.max)
        notes.push_back(fmt::format("{} replications were enough for a half-width of {} of {}", replications,
                                    half_text(precision.wanted, unit), precision.metric));
}

// Who accepts to be called back is neither answered nor abandoned where they called.
void note_callbacks(std::vector<std::string>& notes, const std::vector<PlanResults>& plans) {
    for (const PlanResults& plan : plans)
        for (const auto& queue : plan.queues) {
            const double accepted = mean_of(queue.metrics, "called_back"), share = accepted / mean_of(queue.metrics, "offered");
            if (share > 0.1)
                notes.push_back(
                    fmt::format("{}{}: {:.0f} % of those offered accept to be called back; they are in no service level "
                                "and no abandonment",
                                plans.size() > 1 ? plan.name + ": " : "", queue.name, 100 * share));
        }
}

}  // namespace

void add_remarks(Results& results, const std::vector<Plan>& plans) {
    if (results.comparison && !results.comparison->best) note_costs(results);
    if (results.comparison) note_no_difference(results.notes, *results.comparison);
    note_closed(results.notes, results.plans);
    note_callbacks(results.notes, results.plans);
    note_unmeasured(results.notes, plans, results.plans);
    if (results.precision) note_precision(results.notes, *results.precision, results.replications, *plans[0].scenario.run.until);
    if (results.replications < 40) results.notes.push_back("fewer than 40 replications: intervals are rough");
}

std::vector<std::string> missed_targets(const Results& results, const ScenarioFile& file) {
    std::vector<std::string> missed;
    for (std::size_t p = 0; p < file.plans.size(); ++p) {
        if (file.plans.size() > 1 && p == file.baseline) continue;
        for (const WantedMetric& target : targets_of(file.plans[p].scenario, results.plans[p]))
            if (std::isnan(target.found) || !sim::meets(target.metric, target.found, target.wanted))
                missed.push_back(fmt::format("{}: {} of {}", results.plans[p].name, target.metric, target.owner));
    }
    return missed;
}

}  // namespace peakline
