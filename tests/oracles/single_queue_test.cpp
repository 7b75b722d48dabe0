// One queue, one group: the simulator against the formulas of staffing/ (the rule: two-sided Student p > 6e-5).
#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "staffing/finite.hpp"
#include "staffing/impatient.hpp"
#include "system.hpp"

using namespace oracles;
using peakline::ImpatientQueue;
using peakline::Servers;

namespace {

const Distribution forever = Distribution::constant(peakline::never);
Distribution exponential(double mean) { return Distribution::exponential(mean); }
Servers servers_of(const SingleSystem& s) { return {s.agents, s.per_hour / 3600, s.handle_time.mean}; }

void check_impatient(const SingleSystem& system, const ImpatientQueue& exact) {
    INFO(system.agents << " agents, " << system.per_hour << " calls an hour, patience " << system.patience.mean << " s");
    const Study study = run(single_queue(system));
    const auto& voice = study.queues[0];
    check_mean(
        "offered a day", voice, [&](const QueueCell& c) { return offered(c) / system.days; }, system.per_hour * 24,
        0.005 * system.per_hour * 24);
    check_ratio("abandoned", voice, abandoned, offered, exact.p_abandon(), 1.5e-3);
    check_ratio("waited", voice, waited, offered, exact.p_wait(), 4e-3);
    check_ratio("served within", voice, answered_within, offered, exact.served_within(system.within), 4e-3);
    check_ratio(
        "abandoned within", voice, [](const QueueCell& c) { return c[Tally::abandoned_within]; }, offered,
        exact.abandoned_within(system.within), 1.5e-3);
    check_ratio("mean wait", voice, wait_all, offered, exact.mean_wait(), 0.02 * exact.mean_wait() + 0.05);
    check_ratio("speed of answer", voice, wait_answered, answered, exact.mean_wait_served(),
                0.02 * exact.mean_wait_served() + 0.05);
    check_occupancy("occupancy", study.groups[0], exact.occupancy(), 2e-3);
}

}  // namespace

TEST_CASE("M/M/n: the chance to wait, the mean wait and the tail are Erlang C's") {
    for (const SingleSystem& system :
         {SingleSystem{1, 8, exponential(300), forever, 300, 60, peakline::never, 24},
          SingleSystem{5, 48, exponential(300), forever, 60, 20}, SingleSystem{20, 210, exponential(300), forever, 20, 4},
          SingleSystem{100, 1110, exponential(300), forever, 20, 2}}) {
        INFO(system.agents << " agents, " << system.per_hour << " calls an hour");
        const peakline::ErlangC exact = erlang_c(servers_of(system));
        const Study study = run(single_queue(system));
        const auto& voice = study.queues[0];
        check_ratio("waited", voice, waited, offered, exact.p_wait, 4e-3);
        check_ratio("mean wait", voice, wait_all, offered, exact.mean_wait, 0.03 * exact.mean_wait);
        check_ratio("within", voice, answered_within, offered, exact.service_level(system.within), 4e-3);
        check_occupancy("occupancy", study.groups[0], exact.occupancy, 2e-3);
    }
}

TEST_CASE("M/M/n+M: sixteen systems from light to overloaded are Erlang A's") {
    const SingleSystem systems[] = {
        {1, 6, exponential(300), exponential(120), 20, 60},     {1, 24, exponential(300), exponential(300), 20, 20},
        {3, 20, exponential(300), exponential(60), 20, 20},     {5, 60, exponential(300), exponential(180), 20, 10},
        {5, 90, exponential(300), exponential(90), 20, 6},      {10, 60, exponential(300), exponential(120), 10, 8},
        {10, 108, exponential(300), exponential(600), 20, 8},   {10, 132, exponential(300), exponential(300), 20, 5},
        {10, 240, exponential(300), exponential(60), 20, 3},    {25, 285, exponential(300), exponential(180), 20, 3},
        {25, 375, exponential(300), exponential(30), 20, 2},    {50, 500, exponential(360), exponential(240), 20, 2},
        {50, 700, exponential(300), exponential(600), 120, 2},  {100, 1140, exponential(300), exponential(120), 20, 1},
        {100, 1320, exponential(300), exponential(300), 20, 1}, {200, 2400, exponential(300), exponential(200), 20, 1}};
    for (const SingleSystem& system : systems)
        check_impatient(system, ImpatientQueue::erlang_a(servers_of(system), system.patience.mean));
}

TEST_CASE("M/M/n+G: deterministic, Erlang-2, uniform, hyperexponential, lognormal and balking patience") {
    const Distribution kinds[] = {Distribution::constant(60),
                                  erlang(2, 180),
                                  uniform(0, 360),
                                  hyperexponential({0.5, 0.5}, {60, 300}),
                                  lognormal(180, 1),
                                  lognormal(180, 2),
                                  with_at_once(0.1, exponential(1000)),
                                  gamma(120, 0.6)};
    for (const auto& [agents, per_hour, days] : {std::tuple{10, 132.0, 4}, {25, 285.0, 2}})
        for (const Distribution& patience : kinds) {
            INFO("family " << static_cast<int>(patience.family));
            const SingleSystem system{agents, per_hour, exponential(300), patience, 20, days};
            check_impatient(system, ImpatientQueue(servers_of(system), patience_of(patience)));
        }
}

TEST_CASE("M/M/n/K+M: lines that are full block callers") {
    for (const auto& [agents, per_hour, lines, patience] :
         {std::tuple{5, 70.0, 8, 180.0}, {10, 150.0, 12, 120.0}, {10, 150.0, 10, 120.0}}) {
        INFO(agents << " agents, " << lines << " lines");
        SingleSystem system{agents, per_hour, exponential(300), exponential(patience), 20, 6};
        system.lines = lines;
        const peakline::FiniteQueue exact(servers_of(system), lines, patience);
        const Study study = run(single_queue(system));
        const auto& voice = study.queues[0];
        const auto came = [](const QueueCell& c) { return c[Tally::offered] + c[Tally::blocked]; };
        check_ratio(
            "blocked", voice, [](const QueueCell& c) { return c[Tally::blocked]; }, came, exact.p_block(), 2e-3);
        check_ratio("abandoned", voice, abandoned, came, exact.p_abandon(), 2e-3);
        check_ratio("waited", voice, waited, came, exact.p_wait(), 2e-3);
        check_ratio("served within", voice, answered_within, came, exact.served_within(20), 3e-3);
        if (lines > agents) check_ratio("mean wait", voice, wait_all, offered, exact.mean_wait_admitted(), 0.5);
        check_occupancy("occupancy", study.groups[0], exact.occupancy(), 2e-3);
    }
}

TEST_CASE("M/G/1: the mean wait is Pollaczek's, whatever the handle time") {
    for (const auto& [handle_time, cv] : {std::pair{Distribution::constant(240), 0.0},
                                          {erlang(3, 240), std::sqrt(1.0 / 3)},
                                          {lognormal(240, 1.2), 1.2},
                                          {gamma(240, 0.5), 0.5},
                                          {exponential(240), 1.0}}) {
        INFO("cv " << cv);
        const SingleSystem system{1, 9, handle_time, forever, 20, 60, peakline::never, 24};
        const Study study = run(single_queue(system));
        const double exact = peakline::mg1_mean_wait(9 / 3600.0, 240, cv * cv);
        check_ratio("mean wait", study.queues[0], wait_all, offered, exact, 0.04 * exact);
        check_ratio("waited", study.queues[0], waited, offered, 0.6, 5e-3);
        check_occupancy("occupancy", study.groups[0], 0.6, 3e-3);
    }
}
