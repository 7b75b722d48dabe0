// Published examples: a call centre of which a simulation's intervals are printed, a sinusoidal rate solved in closed form, and
// days whose rates and staffing change by the half-hour (exact values from tables beside the project, where they are there).
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <doctest/doctest.h>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/poisson.hpp>

#include "exact.hpp"
#include "system.hpp"

using namespace oracles;
using peakline::hour_seconds;
using peakline::Quantity;

namespace {

const std::filesystem::path shared = std::filesystem::path(PEAKLINE_SHARED_DIR) / "references";

// L'Ecuyer, Meliani and Vaucher, SSJ: a framework for stochastic simulation in Java (2002), section "a telephone call center":
// 13 hours from 08:00, all rates multiplied by one gamma factor a day, patience 0 with probability 0.1, else exponential.
constexpr int hours = 13;
constexpr double expected_calls = 1660;
constexpr double calls_per_hour[hours] = {100, 150, 150, 180, 200, 150, 150, 150, 120, 100, 80, 70, 60};
constexpr int agents_by_hour[hours] = {4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4, 4};

// Steps that repeat daily.
Quantity daily(const std::vector<std::pair<double, double>>& points) {
    Quantity quantity;
    quantity.points.clear();
    quantity.daily = true;
    for (const auto& [second, value] : points)
        quantity.points.push_back({{{}, static_cast<std::int32_t>(second)}, Distribution::constant(value)});
    return quantity;
}

Study simulate_days(double shape, int days, int replications) {
    Scenario scenario = empty_scenario(days, 0, 0);
    std::vector<std::pair<double, double>> rate{{0, 0}}, staff{{0, agents_by_hour[hours - 1]}};
    for (int h = 0; h < hours; ++h) {
        rate.emplace_back((8 + h) * hour_seconds, calls_per_hour[h]);
        staff.emplace_back((8 + h) * hour_seconds, agents_by_hour[h]);
    }
    rate.emplace_back((8 + hours) * hour_seconds, 0);
    add_queue(scenario, "voice", Distribution::exponential(100), with_at_once(0.1, Distribution::exponential(1000)));
    add_reason(scenario, "call", "voice", 1).volume.expected = peakline::Expected{peakline::Rate{daily(rate), hour_seconds}};
    add_group(scenario, "agents", 1, {{"voice", 1}}).staffing = daily(staff);
    scenario.routing.when_fewer = peakline::WhenFewer::first_free;
    scenario.busyness = gamma(1, 1 / std::sqrt(shape));
    return run(scenario, replications);
}

// The same by the forward equations, mixed over the days' factor: trapezoids over a density that is smooth and ends in zeros.
struct DayValues {
    double waits = 0, abandonments = 0;
};
DayValues solve_days(double shape, double low, double high, int nodes) {
    const boost::math::gamma_distribution<> factor(shape, 1 / shape);
    DayValues day;
    double mass = 0;
    for (int i = 0; i <= nodes; ++i) {
        const double b = low + i * (high - low) / nodes, weight = pdf(factor, b) * (high - low) / nodes;
        ChangingQueue queue{{}, {}, 100, 1000, static_cast<int>(30 + 50 * b), 0.1};
        for (int h = 0; h < hours; ++h) {
            queue.rate.emplace_back(h * hour_seconds, b * calls_per_hour[h] / 3600);
            queue.rate.emplace_back((h + 1) * hour_seconds, b * calls_per_hour[h] / 3600);
            queue.servers.emplace_back(h * hour_seconds, agents_by_hour[h]);
        }
        queue.rate.emplace_back(hours * hour_seconds, 0);
        const auto values = follow(queue, {(hours + 2) * hour_seconds}, b < 1.25 ? 6 : b < 1.8 ? 4 : 3)[0];
        mass += weight;
        day.waits += weight * values.queue_seconds;
        day.abandonments += weight * values.abandonments;
    }
    REQUIRE(std::abs(mass - 1) < 1e-4);
    return day;
}

double mean(const std::vector<QueueCell>& cells, const Value& value) {
    double sum = 0;
    for (const QueueCell& cell : cells) sum += value(cell) / static_cast<double>(cells.size());
    return sum;
}

void check_inside(const char* what, double value, double low, double high) {
    INFO(what << " is " << value << ", published between " << low << " and " << high);
    CHECK(value > low);
    CHECK(value < high);
}

double within_early(const QueueCell& c) { return c[Tally::answered_within] + c[Tally::abandoned_within]; }
Value per_expected(const Value& value, int days) {
    return [=](const QueueCell& c) { return value(c) / (expected_calls * days); };
}

// Long-run references: the last column of the row that begins with `start`; nothing without the file.
std::optional<double> long_run(const std::string& start) {
    std::ifstream in(shared / "ssj_call_center.md");
    for (std::string line; std::getline(in, line);) {
        if (line.find("| " + start) != 0) continue;
        const std::size_t last = line.rfind('|', line.rfind('|') - 1);
        return std::stod(line.substr(last + 1));
    }
    return {};
}

void check_long_run(const std::string& row, const std::vector<QueueCell>& cells, const Value& a, const Value& b, double se) {
    if (const auto exact = long_run(row))
        check_ratio(row, cells, a, b, *exact, se);
    else
        MESSAGE("the table of long-run values is not there: " << row);
}

}  // namespace

TEST_CASE("A published call centre with days that hardly vary is reproduced: its intervals and its exact values") {
    const int days = 100;
    const Study study = simulate_days(400, days, 200);
    const auto& cells = study.queues[0];
    const Value one = [](const QueueCell&) { return 1.0; };
    const Value waits = per_expected(wait_all, days), early = per_expected(within_early, days),
                gone = per_expected(abandoned, days);
    check_inside("sum of waits", mean(cells, waits), 4.680, 4.746);
    check_inside("within 20 s", mean(cells, early), 0.9235, 0.9255);
    check_inside("abandoned", mean(cells, gone), 0.0195, 0.0205);
    const DayValues exact = solve_days(400, 0.78, 1.24, 12);
    check_mean("sum of waits", cells, waits, exact.waits / expected_calls, 0.03);
    check_mean("abandoned", cells, gone, exact.abandonments / expected_calls, 2e-4);
    check_mean("calls", cells, per_expected(offered, days), 1, 1e-3);
    check_long_run("a0 = 400, 10 000 days: sum of waits", cells, waits, one, 0.03);
    check_long_run("a0 = 400: served within 20 s", cells, answered_within, offered, 5e-4);
}

TEST_CASE("A published call centre with days that vary much is reproduced: its intervals and its exact values") {
    const int days = 100;
    const Study study = simulate_days(10, days, 200);
    const auto& cells = study.queues[0];
    const Value one = [](const QueueCell&) { return 1.0; };
    const Value waits = per_expected(wait_all, days), early = per_expected(within_early, days),
                gone = per_expected(abandoned, days);
    check_inside("sum of waits", mean(cells, waits), 10.06, 13.61);
    check_inside("within 20 s", mean(cells, early), 0.844, 0.862);
    check_inside("abandoned", mean(cells, gone), 0.031, 0.037);
    const DayValues exact = solve_days(10, 0.1, 3, 15);
    check_mean("sum of waits", cells, waits, exact.waits / expected_calls, 0.25);
    check_mean("abandoned", cells, gone, exact.abandonments / expected_calls, 8e-4);
    check_long_run("a0 = 10, 1 000 days: sum of waits", cells, waits, one, 0.25);
    check_long_run("a0 = 10: served within 20 s", cells, answered_within, offered, 3e-3);
}

TEST_CASE("A sinusoidal rate, as patient as served: the number present is Poisson with a mean in closed form") {
    // Feldman, Mandelbaum, Massey and Whitt (2008): rate 100 + 20 sin t an hour, handle time and patience of one hour on average;
    // the mean present is 100 + 10 (sin t - cos t), whatever the staffing: here 100.
    const auto rate = [](double t) { return 100 + 20 * std::sin(t); };
    Scenario scenario = empty_scenario(2, 14, 12);
    Quantity per_hour;
    per_hour.points.clear();
    per_hour.linear = true;
    for (int i = -14 * 12; i <= 60 * 12; ++i) {  // knots every five minutes
        const int day = static_cast<int>(std::floor(i / 288.0));
        per_hour.points.push_back({{scenario.time.start + day, 300 * (i - 288 * day)}, Distribution::constant(rate(i / 12.0))});
    }
    add_queue(scenario, "voice", Distribution::exponential(hour_seconds), Distribution::exponential(hour_seconds));
    add_reason(scenario, "call", "voice", 1).volume.expected = peakline::Expected{peakline::Rate{per_hour, hour_seconds}};
    add_group(scenario, "agents", 100, {{"voice", 1}});
    const Study study = run(scenario, 600, true);
    const auto present = [](double t) { return 100 + 10 * (std::sin(t) - std::cos(t)); };
    const auto all_busy = [&](double t) { return cdf(complement(boost::math::poisson_distribution<>(present(t)), 99)); };
    const auto waiting = [&](double t) {  // E (X - 100)+ = m P(X >= 100) - 100 P(X >= 101)
        const boost::math::poisson_distribution<> x(present(t));
        return present(t) * cdf(complement(x, 99)) - 100 * cdf(complement(x, 100));
    };
    for (const int i : {0, 1, 3, 6, 9, 20, 47, 90}) {  // half-hours
        INFO("half-hour " << i);
        const double t = i / 2.0, m = t + 0.25, e = t + 0.5;
        const auto& cells = study.intervals[0][static_cast<std::size_t>(i)];
        const double came = (rate(t) + 4 * rate(m) + rate(e)) / 12;
        check_mean("offered", cells, offered, came, 0.5);
        check_mean("waited", cells, waited, (rate(t) * all_busy(t) + 4 * rate(m) * all_busy(m) + rate(e) * all_busy(e)) / 12,
                   1.1);
        check_mean(
            "waiting at its end", cells, [](const QueueCell& c) { return c[Tally::backlog]; }, waiting(e), 0.5);
    }
}

TEST_CASE("Days that change by the half-hour agree with tables of exact values") {
    struct Step {
        double lambda = 0;
        int agents = 0;
        double from = 0, to = 0;
        std::map<std::string, double> values;
    };
    struct Day {
        double handle_time = 0, patience = 0;
        std::vector<Step> steps;
    };
    std::map<std::string, Day> table;
    std::ifstream in(shared / "transient.csv");
    for (std::string line; std::getline(in, line);) {
        std::vector<std::string> cells(1);
        bool quoted = false;
        for (const char c : line) {
            if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
                cells.emplace_back();
            else
                cells.back() += c;
        }
        if (cells.size() != 10 || !cells[0].starts_with("TV") || cells[2] == "all") continue;
        Day& day = table[cells[0]];
        const auto number = static_cast<std::size_t>(std::stoi(cells[2]));
        if (day.steps.size() < number) day.steps.resize(number);
        Step& step = day.steps[number - 1];
        const std::size_t dash = cells[3].find('-');
        step.from = std::stod(cells[3]), step.to = std::stod(cells[3].substr(dash + 1));
        step.lambda = std::stod(cells[4]), step.agents = std::stoi(cells[5]);
        day.handle_time = std::stod(cells[6]);
        day.patience = cells[7] == "inf" ? peakline::never : std::stod(cells[7]);
        step.values[cells[8]] = std::stod(cells[9]);
    }
    if (table.empty()) MESSAGE("the tables of exact values are not there: nothing compared");
    for (const auto& [name, day] : table) {
        INFO("case " << name);
        Scenario scenario = empty_scenario(1, 0, 0);
        std::vector<std::pair<double, double>> rate, staff;
        for (const Step& step : day.steps) {
            rate.emplace_back(step.from, step.lambda);
            staff.emplace_back(step.from, step.agents);
        }
        rate.emplace_back(day.steps.back().to, 0);
        scenario.time.interval = day.steps[0].to - day.steps[0].from;
        add_queue(scenario, "voice", Distribution::exponential(day.handle_time),
                  std::isinf(day.patience) ? Distribution::constant(peakline::never) : Distribution::exponential(day.patience));
        add_reason(scenario, "call", "voice", 1).volume.expected = peakline::Expected{peakline::Rate{daily(rate), hour_seconds}};
        add_group(scenario, "agents", 1, {{"voice", 1}}).staffing = daily(staff);
        const Study study = run(scenario, 1500, true);
        for (std::size_t i = 0; i < day.steps.size(); ++i) {
            INFO("interval " << i + 1);
            const auto& cells = study.intervals[0][i];
            for (const auto& [quantity, exact] : day.steps[i].values) {
                if (exact < 4e-3 || (exact > 0.996 && exact < 1)) continue;  // too rare for Student's rule
                if (quantity == "expected_arrivals") check_mean(quantity, cells, offered, exact, 0.5);
                if (quantity == "p_wait") check_ratio(quantity, cells, waited, offered, exact, 1.2e-2);
                if (quantity == "p_abandon_of_arrivals_in_interval")
                    check_ratio(quantity, cells, abandoned, offered, exact, 8e-3);
                if (quantity == "sl_served_within_20s_over_offered")
                    check_ratio(quantity, cells, answered_within, offered, exact, 1.2e-2);
            }
        }
    }
}
