// What changes: from empty, with the clock, and from day to day.
#include <cmath>
#include <numbers>

#include <doctest/doctest.h>
#include <boost/math/distributions/gamma.hpp>

#include "exact.hpp"
#include "staffing/impatient.hpp"
#include "system.hpp"

using namespace oracles;
using peakline::LocalTime;
using peakline::Quantity;

namespace {

// Steps or knots on the scenario's first day and beyond: (seconds from its start, value).
Quantity changing(const Scenario& scenario, const std::vector<std::pair<double, double>>& points, bool linear) {
    Quantity quantity;
    quantity.points.clear();
    quantity.linear = linear;
    for (const auto& [t, value] : points) {
        const int day = static_cast<int>(t / peakline::day_seconds);
        quantity.points.push_back({{scenario.time.start + day, static_cast<std::int32_t>(t - day * peakline::day_seconds)},
                                   Distribution::constant(value)});
    }
    return quantity;
}

// Sums a tally over half-hours [from, to) of the horizon, by replication.
std::vector<QueueCell> sum_of(const Study& study, int from, int to) {
    std::vector<QueueCell> cells = study.intervals[0][static_cast<std::size_t>(from)];
    for (int i = from + 1; i < to; ++i)
        for (std::size_t r = 0; r < cells.size(); ++r)
            for (std::size_t k = 0; k < cells[r].size(); ++k)
                cells[r][k] += study.intervals[0][static_cast<std::size_t>(i)][r][k];
    return cells;
}

}  // namespace

TEST_CASE("M/M/n from empty: the share that waits follows the transient") {
    Scenario scenario = empty_scenario(1, 0, 4);
    add_queue(scenario, "voice", Distribution::exponential(600), Distribution::constant(peakline::never));
    add_reason(scenario, "call", "voice", 108);
    add_group(scenario, "agents", 20, {{"voice", 1}});  // 18 erlangs
    const Study study = run(scenario, 1000, true);
    std::vector<double> ends;
    for (int i = 1; i <= 12; ++i) ends.push_back(1800.0 * i);
    const auto exact = follow({{{0, 0.03}}, {{0, 20}}, 600, peakline::never, 150}, ends, 4);
    for (const int i : {0, 1, 2, 4, 8, 11}) {
        INFO("half-hour " << i);
        const auto& cells = study.intervals[0][static_cast<std::size_t>(i)];
        check_mean("waited", cells, waited, exact[i].waited, 0.8);
        check_mean("offered", cells, offered, 54, 0.5);
    }
}

TEST_CASE("A sinusoidal rate and staffing that follows it agree with the forward equations") {
    // Rate on lines between 15-minute knots of a sinusoid; staffing by half-hours, up and down; contacts in hand are finished.
    Scenario scenario = empty_scenario(1, 0, 0);
    std::vector<std::pair<double, double>> per_hour, staff;
    ChangingQueue queue{{}, {}, 300, 180, 40};
    for (int i = 0; i <= 96; ++i) {
        const double t = 900.0 * i, value = 100 + 60 * std::sin(2 * std::numbers::pi * i / 32);  // three waves a day
        per_hour.emplace_back(t, value);
        queue.rate.emplace_back(t, value / 3600);
    }
    for (int i = 0; i < 48; ++i) {
        const int agents =
            static_cast<int>(std::lround((100 + 60 * std::sin(2 * std::numbers::pi * (i - 0.5) / 16)) * 300 / 3600 * 1.02));
        staff.emplace_back(1800.0 * i, agents);
        queue.servers.emplace_back(1800.0 * i, agents);
    }
    add_queue(scenario, "voice", Distribution::exponential(300), Distribution::exponential(180));
    peakline::Reason& reason = add_reason(scenario, "call", "voice", 1);
    reason.volume.expected = peakline::Expected{peakline::Rate{changing(scenario, per_hour, true), peakline::hour_seconds}};
    add_group(scenario, "agents", 1, {{"voice", 1}}).staffing = changing(scenario, staff, false);
    const Study study = run(scenario, 600, true);
    const auto exact = follow(queue, {3600 * 4, 3600 * 8, 3600 * 16, 3600 * 24}, 4);
    const int ends[] = {0, 8, 16, 32, 48};
    for (int period = 0; period < 4; ++period) {
        INFO("period " << period);
        const auto cells = sum_of(study, ends[period], ends[period + 1]);
        check_mean("offered", cells, offered, exact[period].offered, 0.004 * exact[period].offered);
        check_mean("waited", cells, waited, exact[period].waited, 0.015 * exact[period].waited);
    }
    PeriodValues day;
    for (const PeriodValues& p : exact) day.offered += p.offered, day.abandonments += p.abandonments;
    check_mean("abandoned on the day", study.queues[0], abandoned, day.abandonments, 0.015 * day.abandonments);
}

TEST_CASE("Busy and quiet days: a rate that varies as a gamma factor mixes the days") {
    // Days from empty, each with its own factor (shape 25): expected counts integrated over it.
    Scenario scenario = empty_scenario(1, 0, 0);
    add_queue(scenario, "voice", Distribution::exponential(180), Distribution::exponential(300));
    add_reason(scenario, "call", "voice", 200);
    add_group(scenario, "agents", 11, {{"voice", 1}});
    scenario.busyness = gamma(1, 0.2);
    const Study study = run(scenario, 1000);
    PeriodValues exact;
    const boost::math::gamma_distribution<> factor(25, 1.0 / 25);
    // Three hours from empty by the forward equations, the rest in the stationary state (reached to 1e-9 by then).
    const double settled = 3 * peakline::hour_seconds, rest = peakline::day_seconds - settled;
    const int nodes = 40;  // Simpson's rule over the density
    double mass = 0;
    for (int i = 0; i <= nodes; ++i) {
        const double b = 0.25 + i * (2.1 - 0.25) / nodes, rate = 200 * b / 3600;
        const double weight = (i == 0 || i == nodes ? 1 : i % 2 ? 4 : 2) * (2.1 - 0.25) / nodes / 3 * pdf(factor, b);
        const auto start = follow({{{0, rate}}, {{0, 11}}, 180, 300, 60}, {settled}, 3)[0];
        const auto later = peakline::ImpatientQueue::erlang_a({11, rate, 180}, 300);
        mass += weight;
        exact.offered += weight * rate * peakline::day_seconds;
        exact.waited += weight * (start.waited + later.p_wait() * rate * rest);
        exact.abandonments += weight * (start.abandonments + later.p_abandon() * rate * rest);
    }
    REQUIRE(std::abs(mass - 1) < 1e-5);
    check_mean("offered", study.queues[0], offered, exact.offered, 40);
    check_mean("waited", study.queues[0], waited, exact.waited, 60);
    check_mean("abandoned", study.queues[0], abandoned, exact.abandonments, 25);
    check_ratio("share abandoned", study.queues[0], abandoned, offered, exact.abandonments / exact.offered, 3e-3);
    // The days matter: at the mean rate fewer leave.
    CHECK(exact.abandonments / exact.offered >
          1.1 * peakline::ImpatientQueue::erlang_a({11, 200 / 3600.0, 180}, 300).p_abandon());
}
