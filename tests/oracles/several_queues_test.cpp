// Two queues: priorities, and skills that overlap.
#include <array>

#include <doctest/doctest.h>

#include "exact.hpp"
#include "staffing/priority.hpp"
#include "system.hpp"

using namespace oracles;

namespace {

// Two queues and one group; urgent before normal.
Scenario two_classes(int agents, double per_hour_1, double per_hour_2, const Distribution& patience_1,
                     const Distribution& patience_2, int days) {
    Scenario scenario = empty_scenario(days, 12);
    const Distribution handle_time = Distribution::exponential(300);
    add_queue(scenario, "urgent", handle_time, patience_1, 30).priority = 1;
    add_queue(scenario, "normal", handle_time, patience_2, 30);
    add_reason(scenario, "urgent_call", "urgent", per_hour_1);
    add_reason(scenario, "normal_call", "normal", per_hour_2);
    add_group(scenario, "agents", agents, {{"urgent", 1}, {"normal", 1}});
    return scenario;
}

}  // namespace

TEST_CASE("Two patient classes: means and tails are those of non-preemptive priority") {
    const Distribution forever = Distribution::constant(peakline::never);
    for (const auto& [agents, per_hour_1, per_hour_2, days] : {std::tuple{5, 15.0, 33.0, 12}, {20, 150.0, 60.0, 4}}) {
        INFO(agents << " agents");
        const peakline::TwoClasses exact(agents, per_hour_1 / 3600, per_hour_2 / 3600, 300);
        const Study study = run(two_classes(agents, per_hour_1, per_hour_2, forever, forever, days));
        check_ratio("urgent waited", study.queues[0], waited, offered, exact.p_wait(), 5e-3);
        check_ratio("normal waited", study.queues[1], waited, offered, exact.p_wait(), 5e-3);
        check_ratio("urgent wait", study.queues[0], wait_all, offered, exact.mean_wait_1(), 0.02 * exact.mean_wait_1());
        check_ratio("normal wait", study.queues[1], wait_all, offered, exact.mean_wait_2(), 0.04 * exact.mean_wait_2());
        check_ratio("urgent within", study.queues[0], answered_within, offered, 1 - exact.wait_above_1(30), 5e-3);
        check_ratio("normal within", study.queues[1], answered_within, offered, 1 - exact.wait_above_2(30), 5e-3);
    }
}

TEST_CASE("Two impatient classes with priority are their Markov chain") {
    const TwoClassImpatient system{10, 30 / 3600.0, 90 / 3600.0, 300, 60, 600, 90};
    const TwoClassValues exact = solve_two_classes(system);
    const Study study = run(two_classes(10, 30, 90, Distribution::exponential(60), Distribution::exponential(600), 8));
    check_ratio("urgent abandoned", study.queues[0], abandoned, offered, exact.p_abandon_1, 2e-3);
    check_ratio("normal abandoned", study.queues[1], abandoned, offered, exact.p_abandon_2, 2e-3);
    check_ratio("urgent waited", study.queues[0], waited, offered, exact.p_wait, 4e-3);
    check_ratio("urgent wait", study.queues[0], wait_all, offered, exact.mean_wait_1, 0.3);
    check_ratio("normal wait", study.queues[1], wait_all, offered, exact.mean_wait_2, 2);
}

TEST_CASE("Two skills that overlap (N-model) are their Markov chain") {
    for (const auto& [agents_1, agents_2, per_hour_1, per_hour_2, days] :
         {std::tuple{3, 4, 40.0, 35.0, 10}, {10, 5, 130.0, 50.0, 4}}) {
        INFO(agents_1 << " and " << agents_2 << " agents");
        const NModelValues exact = solve_n_model({agents_1, agents_2, per_hour_1 / 3600, per_hour_2 / 3600, 300, 180, 45});
        Scenario scenario = empty_scenario(days);
        add_queue(scenario, "first", Distribution::exponential(300), Distribution::exponential(180)).prefers = {"one", "both"};
        add_queue(scenario, "second", Distribution::exponential(300), Distribution::exponential(180));
        add_reason(scenario, "call_1", "first", per_hour_1);
        add_reason(scenario, "call_2", "second", per_hour_2);
        add_group(scenario, "one", agents_1, {{"first", 1}});
        add_group(scenario, "both", agents_2, {{"second", 1}, {"first", 2}});
        const Study study = run(scenario);
        check_ratio("first waited", study.queues[0], waited, offered, exact.p_wait_1, 4e-3);
        check_ratio("second waited", study.queues[1], waited, offered, exact.p_wait_2, 4e-3);
        check_ratio("first abandoned", study.queues[0], abandoned, offered, exact.p_abandon_1, 2e-3);
        check_ratio("second abandoned", study.queues[1], abandoned, offered, exact.p_abandon_2, 2.5e-3);
        check_ratio("first wait", study.queues[0], wait_all, offered, exact.mean_wait_1, 0.4);
        check_ratio("second wait", study.queues[1], wait_all, offered, exact.mean_wait_2, 0.5);
        check_occupancy("occupancy of one", study.groups[0], exact.occupancy_1, 2e-3);
        check_occupancy("occupancy of both", study.groups[1], exact.occupancy_2, 2e-3);
    }
}
