#include "system.hpp"

#include <doctest/doctest.h>

#include "sim/simulate.hpp"

namespace oracles {

using namespace peakline;

Distribution lognormal(double mean, double cv) { return {Distribution::Family::lognormal, mean, cv, {}, {}, 0}; }
Distribution erlang(int stages, double mean) {
    return {Distribution::Family::erlang, mean, static_cast<double>(stages), {}, {}, 0};
}
Distribution gamma(double mean, double cv) { return {Distribution::Family::gamma, mean, cv, {}, {}, 0}; }
Distribution geometric(double mean) { return {Distribution::Family::geometric, mean, 1, {}, {}, 0}; }
Distribution uniform(double low, double high) { return {Distribution::Family::uniform, (low + high) / 2, 1, {low, high}, {}, 0}; }
Distribution hyperexponential(std::vector<double> shares, std::vector<double> means) {
    double mean = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) mean += shares[i] * means[i];
    return {Distribution::Family::hyperexponential, mean, 1, std::move(means), std::move(shares), 0};
}
Distribution with_at_once(double share, Distribution rest) {
    rest.at_once = share;
    return rest;
}

Scenario empty_scenario(int days, double warm_up_hours, double cool_down_hours) {
    Scenario scenario;
    scenario.name = "oracle";
    scenario.time.start = make_date(2026, 3, 2);
    scenario.time.days = days;
    scenario.time.warm_up = warm_up_hours * hour_seconds;
    scenario.time.cool_down = cool_down_hours * hour_seconds;
    scenario.run.seed = 11;
    return scenario;
}

Queue& add_queue(Scenario& scenario, const std::string& name, const Distribution& handle_time, const Distribution& patience,
                 double within) {
    Queue queue;
    queue.name = name;
    queue.handle_time = Quantity(handle_time);
    queue.patience = patience;
    queue.target.within = within;
    scenario.queues.push_back(queue);
    return scenario.queues.back();
}

Reason& add_reason(Scenario& scenario, const std::string& name, const std::string& queue, double per_hour) {
    Reason reason;
    reason.name = name;
    reason.volume.expected = Expected{Rate{Quantity(Distribution::constant(per_hour)), hour_seconds}};
    reason.queues = ChangingShares(Shares{{queue, 1.0}});
    scenario.reasons.push_back(reason);
    return scenario.reasons.back();
}

Group& add_group(Scenario& scenario, const std::string& name, int agents, std::vector<std::pair<std::string, int>> serves) {
    Group group;
    group.name = name;
    group.serves = std::move(serves);
    group.staffing = Quantity(Distribution::constant(agents));
    scenario.groups.push_back(group);
    return scenario.groups.back();
}

Scenario single_queue(const SingleSystem& system) {
    Scenario scenario = empty_scenario(system.days, system.warm_up_hours);
    add_queue(scenario, "voice", system.handle_time, system.patience, system.within).lines = system.lines;
    add_reason(scenario, "call", "voice", system.per_hour);
    add_group(scenario, "agents", system.agents, {{"voice", 1}});
    return scenario;
}

Study run(const Scenario& scenario, int replications, bool with_intervals) {
    const Demand demand;
    const sim::Model model = sim::compile(scenario, scenario, demand);
    Study study;
    study.queues.resize(scenario.queues.size());
    study.groups.resize(scenario.groups.size());
    study.intervals.resize(scenario.queues.size());
    sim::replicate(model, replications, 0, [&](int, const sim::Books& books) {
        const auto sum = [](const auto& cells) {
            auto total = cells.front();
            total.fill(0);
            for (const auto& cell : cells)
                for (std::size_t i = 0; i < cell.size(); ++i) total[i] += cell[i];
            return total;
        };
        for (std::size_t q = 0; q < books.queues.size(); ++q) {
            study.queues[q].push_back(sum(books.queues[q]));
            if (!with_intervals) continue;
            study.intervals[q].resize(books.queues[q].size());
            for (std::size_t i = 0; i < books.queues[q].size(); ++i) study.intervals[q][i].push_back(books.queues[q][i]);
        }
        for (std::size_t g = 0; g < books.groups.size(); ++g) study.groups[g].push_back(sum(books.groups[g]));
    });
    return study;
}

namespace {

void check_sample(const std::string& what, const std::vector<double>& a, const std::vector<double>& b, double exact, double se) {
    const Ratio ratio = ratio_of_sums(a, b);
    INFO(what << ": simulated " << ratio.measured.value << " +- " << ratio.measured.se << ", exact " << exact << ", p "
              << student_p(ratio.pseudo_values, exact));
    REQUIRE(ratio.pseudo_values.size() == a.size());
    CHECK(ratio.pseudo_values.size() >= 100);
    CHECK(agrees(ratio.pseudo_values, exact));
    CHECK(ratio.measured.se <= se);
}

}  // namespace

void check_ratio(const std::string& what, const std::vector<QueueCell>& cells, const Value& a, const Value& b, double exact,
                 double se) {
    std::vector<double> numerators, denominators;
    for (const QueueCell& cell : cells) {
        numerators.push_back(a(cell));
        denominators.push_back(b(cell));
    }
    check_sample(what, numerators, denominators, exact, se);
}

void check_mean(const std::string& what, const std::vector<QueueCell>& cells, const Value& value, double exact, double se) {
    check_ratio(
        what, cells, value, [](const QueueCell&) { return 1.0; }, exact, se);
}

void check_occupancy(const std::string& what, const std::vector<GroupCell>& cells, double exact, double se) {
    std::vector<double> busy, available;
    for (const GroupCell& cell : cells) {
        busy.push_back(cell[GroupTally::busy]);
        available.push_back(cell[GroupTally::available] + cell[GroupTally::overtime]);
    }
    check_sample(what, busy, available, exact, se);
}

}  // namespace oracles
