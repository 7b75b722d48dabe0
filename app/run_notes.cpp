#include "app/run_notes.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/simulate.hpp"

namespace peakline {
namespace {

double mean_of(const Metrics& metrics, const std::string& name) {
    const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const auto& m) { return m.first == name; });
    return found == metrics.end() ? no_value : found->second.mean;
}

// Contacts that come while nobody answers are easily overlooked: a profile or `closed` may be missing.
void note_closed(std::vector<std::string>& notes, const PlanResults& plan) {
    for (const auto& reason : plan.reasons) {
        const double closed = mean_of(reason.metrics, "lost.closed"), needs = mean_of(reason.metrics, "needs");
        if (closed > 0.1 * needs)
            notes.push_back(fmt::format(
                "{}: {:.0f} % of the needs for {} came outside opening hours and were lost (see `profile` and `closed`)",
                plan.name, 100 * closed / needs, reason.name));
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
void note_unmeasured(std::vector<std::string>& notes, const Scenario& scenario, const PlanResults& plan) {
    for (const WantedMetric& target : targets_of(scenario, plan))
        if (std::isnan(target.found))
            notes.push_back(fmt::format("{}: the target {} of {} has no value here and counts as missed", plan.name,
                                        target.metric, target.owner));
}

void note_precision(std::vector<std::string>& notes, const Precision& precision, int replications, const Until& until) {
    if (!precision.done)
        notes.push_back(fmt::format("after {} replications the half-width of {} is {:.3g}, not yet {:.3g}", replications,
                                    precision.metric, precision.reached, precision.wanted));
    else if (replications < until.max)
        notes.push_back(fmt::format("{} replications were enough for a half-width of {:.3g} of {}", replications,
                                    precision.wanted, precision.metric));
}

}  // namespace

void add_remarks(Results& results, const std::vector<Plan>& plans) {
    for (std::size_t p = 0; p < plans.size(); ++p) {
        note_closed(results.notes, results.plans[p]);
        note_unmeasured(results.notes, plans[p].scenario, results.plans[p]);
    }
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
