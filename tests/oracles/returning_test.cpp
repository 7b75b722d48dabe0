// Customers who come again: redials after abandoning, repeats after an unresolved answer.
#include <doctest/doctest.h>

#include "exact.hpp"
#include "staffing/erlang.hpp"
#include "system.hpp"

using namespace oracles;

TEST_CASE("Redials, below and above capacity, are their Markov chain") {
    const RedialSystem systems[] = {{5, 48 / 3600.0, 300, 120, 0.5, 600, 45, 25},
                                    {10, 140 / 3600.0, 300, 120, 0.8, 300, 60, 60},  // 11.7 erlangs for 10 agents
                                    {3, 30 / 3600.0, 300, 90, 0.9, 60, 40, 25},
                                    {5, 90 / 3600.0, 300, 60, 0.9, 900, 40, 200}};  // 7.5 erlangs for 5, long delays
    for (const RedialSystem& system : systems) {
        INFO(system.servers << " agents, share of redials " << system.redials);
        const RedialValues exact = solve_redials(system);
        Scenario scenario = empty_scenario(system.servers > 8 ? 4 : 8, 12);
        peakline::Queue& voice = add_queue(scenario, "voice", Distribution::exponential(system.handle_time),
                                           Distribution::exponential(system.patience));
        voice.redial = peakline::Redial{peakline::Quantity(Distribution::constant(system.redials)),
                                        peakline::Quantity(Distribution::exponential(system.delay)),
                                        60000,
                                        {}};
        add_reason(scenario, "call", "voice", system.arrival_rate * 3600);
        add_group(scenario, "agents", system.servers, {{"voice", 1}});
        const Study study = run(scenario);
        const auto& cells = study.queues[0];
        const double hours = 24.0 * scenario.time.days, attempts = exact.attempts_rate * 3600;
        check_mean(
            "attempts an hour", cells, [&](const QueueCell& c) { return offered(c) / hours; }, attempts, 0.01 * attempts);
        check_ratio("abandoned", cells, abandoned, offered, exact.p_abandon, 3e-3);
        check_ratio("waited", cells, waited, offered, exact.p_wait, 4e-3);
        check_ratio("mean wait", cells, wait_all, offered, exact.mean_wait, 0.6);
        check_mean(
            "redials an hour", cells, [&](const QueueCell& c) { return c[Tally::redials] / hours; },
            attempts - system.arrival_rate * 3600, 0.01 * attempts);
    }
}

TEST_CASE("Repeats after an unresolved answer make the load of Jackson's network") {
    // M/M/n whose answered callers come again with probability 0.2 after an exponential delay: each station sees Erlang C.
    for (const auto& [agents, per_hour, repeats, days] : {std::tuple{10, 80.0, 0.2, 10}, {50, 500.0, 0.1, 3}}) {
        INFO(agents << " agents");
        const double all = per_hour / (1 - repeats);
        const peakline::ErlangC exact = peakline::erlang_c({agents, all / 3600, 300});
        Scenario scenario = empty_scenario(days, 12, 12);
        peakline::Queue& voice =
            add_queue(scenario, "voice", Distribution::exponential(300), Distribution::constant(peakline::never));
        voice.repeat.after = peakline::Quantity(Distribution::exponential(900));
        add_reason(scenario, "call", "voice", per_hour).resolved_first_time = Distribution::constant(1 - repeats);
        add_group(scenario, "agents", agents, {{"voice", 1}});
        const Study study = run(scenario);
        const auto& cells = study.queues[0];
        check_mean(
            "contacts an hour", cells, [&](const QueueCell& c) { return offered(c) / (24.0 * scenario.time.days); }, all,
            0.005 * all);
        check_ratio(
            "repeats", cells, [](const QueueCell& c) { return c[Tally::repeats]; }, offered, repeats, 2e-3);
        check_ratio("waited", cells, waited, offered, exact.p_wait, 5e-3);
        check_ratio("mean wait", cells, wait_all, offered, exact.mean_wait, 0.03 * exact.mean_wait);
        check_ratio("within", cells, answered_within, offered, exact.service_level(20), 5e-3);
    }
}
