// The metrics that a planner reads, worked out once more from the files of a trace by the words of docs/results.md.
#include <algorithm>
#include <cmath>
#include <map>

#include <doctest/doctest.h>

#include "little.hpp"
#include "random_scenario.hpp"
#include "recount.hpp"
#include "sim/trace.hpp"

using namespace peakline;
using namespace simtests;

namespace {

// What happened in a queue over some intervals, as sums of the recount's tallies.
struct Counted {
    const std::vector<sim::QueueCell>& cells;
    double sum(std::size_t tally) const {
        double all = 0;
        for (const sim::QueueCell& cell : cells) all += cell[tally];
        return all;
    }
    double offered() const { return sum(Tally::offered) - sum(Tally::redirected) - sum(Tally::called_back); }
    double decided() const { return offered() - sum(Tally::open); }
    // Undecided contacts that may still be answered in time are left out.
    double ripe() const { return offered() - sum(Tally::open_early); }
    double level(const std::string& formula) const {
        const double in_time = sum(Tally::answered_within), early = sum(Tally::abandoned_within),
                     short_abandons = sum(Tally::short_abandons);
        if (formula == "offered_less_short_abandons") return in_time / (ripe() - short_abandons);
        if (formula == "answered") return in_time / sum(Tally::answered);
        if (formula == "answered_or_abandoned_within") return (in_time + early) / ripe();
        if (formula == "offered_less_early_abandons") return in_time / (ripe() - early);
        if (formula == "short_abandons_met") return (in_time + short_abandons) / ripe();
        return in_time / ripe();
    }
};

std::string name_of(ServiceLevelFormula formula) {
    static const std::map<ServiceLevelFormula, std::string> names{
        {ServiceLevelFormula::offered, "offered"},
        {ServiceLevelFormula::offered_less_short_abandons, "offered_less_short_abandons"},
        {ServiceLevelFormula::answered, "answered"},
        {ServiceLevelFormula::answered_or_abandoned_within, "answered_or_abandoned_within"},
        {ServiceLevelFormula::offered_less_early_abandons, "offered_less_early_abandons"},
        {ServiceLevelFormula::short_abandons_met, "short_abandons_met"}};
    return names.at(formula);
}

double mean(const Metrics& metrics, const std::string& name) {
    const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const auto& m) { return m.first == name; });
    REQUIRE_MESSAGE(found != metrics.end(), name);
    return found->second.mean;
}

// Intervals with at least 10 offered: the share that meets the target, and the lowest level.
std::pair<double, double> on_target_and_worst(const std::vector<sim::QueueCell>& cells, const std::string& formula,
                                              double target) {
    double counted = 0, met = 0, worst = 1;
    for (const sim::QueueCell& cell : cells) {
        const std::vector<sim::QueueCell> one{cell};
        const Counted interval{one};
        if (interval.offered() < 10 || std::isnan(interval.level(formula))) continue;
        counted += 1;
        met += interval.level(formula) >= target ? 1 : 0;
        worst = std::min(worst, interval.level(formula));
    }
    return {met / counted, counted > 0 ? worst : no_value};
}

// Longest wait of those answered by their own patience: neither what was there at the start nor who was called back.
double longest_wait(const Table& contacts, const std::string& queue) {
    double longest = no_value;
    for (std::size_t i = 0; i < contacts.rows(); ++i)
        if (contacts.text(i, "queue") == queue && contacts.text(i, "outcome") == "answered" && contacts.number(i, "backlog") == 0)
            longest = std::isnan(longest) ? contacts.number(i, "waited") : std::max(longest, contacts.number(i, "waited"));
    return longest;
}

struct Held {
    std::uint32_t seed;
    std::string owner;
    const Metrics& metrics;
    int& compared;
    void same(const std::string& name, double mine) const {
        INFO("seed " << seed << ", " << owner << '.' << name);
        const double theirs = mean(metrics, name);
        CHECK(std::isfinite(mine) == std::isfinite(theirs));
        if (!std::isfinite(mine) || !std::isfinite(theirs)) return;
        CHECK(theirs == doctest::Approx(mine).epsilon(1e-9));
        ++compared;
    }
};

}  // namespace

TEST_CASE("Metrics of queues, groups and reasons are what the files of a trace say") {
    int compared = 0;
    for (std::uint32_t seed = 1; seed <= random_seasons(12); ++seed) {
        const std::string text = random_scenario(seed);
        const Scenario scenario = load(text);
        const PlanResults plan = results_of(text);
        const Recount recount(scenario, sim::trace_replication(scenario, scenario, Demand{}, 0).trace);
        for (std::size_t q = 0; q < scenario.queues.size(); ++q) {
            const Queue& queue = scenario.queues[q];
            const auto& cells = recount.queues.at(queue.name);
            const Counted counted{cells};
            const Held c{seed, queue.name, plan.queues[q].metrics, compared};
            c.same("abandonment", (counted.sum(Tally::abandoned) - counted.sum(Tally::short_abandons)) /
                                      (counted.decided() - counted.sum(Tally::short_abandons)));
            c.same("asa", counted.sum(Tally::wait_answered) / counted.sum(Tally::answered));
            c.same("wait_mean", counted.sum(Tally::wait_all) / counted.decided());
            c.same("waited", 1 - counted.sum(Tally::at_once) / counted.decided());
            c.same("handle_time", counted.sum(Tally::handle_time) / counted.sum(Tally::handled));
            c.same("wait_max", longest_wait(recount.contacts, queue.name));
            if (!queue.target.within) continue;
            const std::string own = name_of(queue.service_level_counts);
            c.same("service_level", counted.level(own));
            for (const char* const formula :
                 {"offered", "offered_less_short_abandons", "answered", "answered_or_abandoned_within",
                  "offered_less_early_abandons", "short_abandons_met"})
                c.same(std::string("service_level_by_formula.") + formula, counted.level(formula));
            const auto& targets = queue.target.values;
            const auto target =
                std::find_if(targets.begin(), targets.end(), [](const auto& t) { return t.first == "service_level"; });
            const auto [on_target, worst] = on_target_and_worst(cells, own, target == targets.end() ? 2 : target->second);
            if (target != targets.end()) c.same("on_target", on_target);
            c.same("worst_interval", worst);
        }
        for (std::size_t g = 0; g < scenario.groups.size(); ++g) {
            const auto& cells = recount.groups.at(scenario.groups[g].name);
            const auto sum = [&](std::size_t tally) {
                double all = 0;
                for (const sim::GroupCell& cell : cells) all += cell[tally];
                return all;
            };
            const Held c{seed, scenario.groups[g].name, plan.groups[g].metrics, compared};
            c.same("occupancy", sum(GroupTally::busy) / sum(GroupTally::available));
            c.same("work_share", sum(GroupTally::work) / sum(GroupTally::available));
            c.same("paid_hours", (sum(GroupTally::paid) + sum(GroupTally::overtime)) / 3600);
        }
        for (std::size_t r = 0; r < scenario.reasons.size(); ++r) {
            const auto& days = recount.reasons.at(scenario.reasons[r].name);
            const auto sum = [&](std::size_t tally) {
                double all = 0;
                for (const sim::ReasonCell& day : days) all += day[tally];
                return all;
            };
            const Held c{seed, scenario.reasons[r].name, plan.reasons[r].metrics, compared};
            c.same("attempts_per_case", sum(ReasonTally::contacts) / sum(ReasonTally::cases));
            c.same("resolution_time", sum(ReasonTally::resolution_time) / sum(ReasonTally::resolved));
        }
    }
    CHECK(compared > 500);
}
