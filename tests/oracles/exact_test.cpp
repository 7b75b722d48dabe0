// The solvers against closed forms, and against the tables of exact values where these are present.
#include "exact.hpp"

#include <array>
#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "../staffing/reference.hpp"
#include "staffing/impatient.hpp"
#include "staffing/priority.hpp"

using namespace oracles;
using peakline::ImpatientQueue;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
bool close(double x, double y, double relative = 1e-8) { return std::abs(x - y) <= relative * std::abs(y); }

// Values of one case of a table, by quantity; empty where the table is absent.
std::map<std::string, double> values_of(const std::string& name) {
    std::map<std::string, double> values;
    for (const auto& row : reference::rows("beyond_erlang.csv"))
        if (row.at("case") == name) values[row.at("quantity")] = reference::number(row, "value");
    return values;
}

void check_all(const std::map<std::string, double>& expected, const std::map<std::string, double>& found) {
    if (expected.empty()) return;
    for (const auto& [name, value] : found) {
        CAPTURE(name);
        REQUIRE(expected.contains(name));
        CHECK_MESSAGE(close(value, expected.at(name)), value);
    }
}

}  // namespace

TEST_CASE("Redials: without any it is Erlang A, and the table's cases come out") {
    const RedialValues none = solve_redials({5, 0.02, 300, 120, 0, 600, 60, 2});
    const ImpatientQueue a = ImpatientQueue::erlang_a({5, 0.02, 300}, 120);
    CHECK(close(none.p_abandon, a.p_abandon()));
    CHECK(close(none.p_wait, a.p_wait()));
    CHECK(close(none.mean_wait, a.mean_wait()));
    const auto check = [](const char* name, const RedialSystem& system) {
        const RedialValues v = solve_redials(system);
        check_all(values_of(name), {{"total_attempt_rate", v.attempts_rate * 3600},
                                    {"p_abandon_per_attempt", v.p_abandon},
                                    {"p_wait_per_attempt", v.p_wait},
                                    {"mean_wait_all_attempts", v.mean_wait},
                                    {"mean_in_orbit", v.mean_orbit}});
        // What comes in goes out: attempts are first ones and those that follow an abandonment.
        CHECK(close(v.attempts_rate, system.arrival_rate + system.redials * v.p_abandon * v.attempts_rate));
    };
    check("RD01", {5, 48 / 3600.0, 300, 120, 0.5, 600, 45, 25});
    check("RD03", {10, 140 / 3600.0, 300, 120, 0.8, 300, 60, 60});
    check("RD05", {3, 30 / 3600.0, 300, 90, 0.9, 60, 40, 25});
}

TEST_CASE("N-model: with nobody of class 2 it is Erlang A of both groups, and the table's cases come out") {
    const NModelValues v = solve_n_model({3, 4, 0.02, 1e-9, 300, 180, 40});
    const ImpatientQueue a = ImpatientQueue::erlang_a({7, 0.02, 300}, 180);
    CHECK(close(v.p_wait_1, a.p_wait(), 1e-6));
    CHECK(close(v.p_abandon_1, a.p_abandon(), 1e-6));
    const auto check = [](const char* name, const NModel& model) {
        const NModelValues n = solve_n_model(model);
        check_all(values_of(name), {{"p_wait_class1", n.p_wait_1},
                                    {"p_wait_class2", n.p_wait_2},
                                    {"p_abandon_class1", n.p_abandon_1},
                                    {"p_abandon_class2", n.p_abandon_2},
                                    {"mean_wait_class1", n.mean_wait_1},
                                    {"mean_wait_class2", n.mean_wait_2},
                                    {"occupancy_group1", n.occupancy_1},
                                    {"occupancy_group2", n.occupancy_2}});
    };
    check("NM01", {3, 4, 40 / 3600.0, 35 / 3600.0, 300, 180, 40});
    check("NM03", {10, 5, 130 / 3600.0, 50 / 3600.0, 300, 180, 45});
}

TEST_CASE("Two impatient classes: with equal patience they share Erlang A, and the table's cases come out") {
    const TwoClassValues v = solve_two_classes({5, 20 / 3600.0, 40 / 3600.0, 300, 180, 180, 50});
    const ImpatientQueue a = ImpatientQueue::erlang_a({5, 60 / 3600.0, 300}, 180);
    CHECK(close(v.p_wait, a.p_wait()));
    CHECK(close((20 * v.p_abandon_1 + 40 * v.p_abandon_2) / 60, a.p_abandon()));
    check_all(values_of("PA01"), {{"p_wait", v.p_wait},
                                  {"p_abandon_class1", v.p_abandon_1},
                                  {"p_abandon_class2", v.p_abandon_2},
                                  {"mean_wait_class1", v.mean_wait_1},
                                  {"mean_wait_class2", v.mean_wait_2}});
    const TwoClassValues w = solve_two_classes({10, 30 / 3600.0, 70 / 3600.0, 300, 60, 600, 90});
    check_all(values_of("PA03"), {{"p_wait", w.p_wait},
                                  {"p_abandon_class1", w.p_abandon_1},
                                  {"p_abandon_class2", w.p_abandon_2},
                                  {"mean_wait_class1", w.mean_wait_1},
                                  {"mean_wait_class2", w.mean_wait_2}});
}

TEST_CASE("Chat by slowdown: with one place an agent it is Erlang A, and the table's cases come out") {
    const SlowdownValues one = solve_slowdown({5, {1 / 300.0}, 0.02, 120, 60});
    const ImpatientQueue a = ImpatientQueue::erlang_a({5, 0.02, 300}, 120);
    CHECK(close(one.p_wait, a.p_wait()));
    CHECK(close(one.p_abandon, a.p_abandon()));
    const auto check = [](const char* name, const SlowdownChat& chat) {
        const SlowdownValues v = solve_slowdown(chat);
        check_all(values_of(name), {{"p_wait", v.p_wait},
                                    {"p_abandon", v.p_abandon},
                                    {"mean_wait_all_s", v.mean_wait},
                                    {"mean_chats_in_service", v.mean_open},
                                    {"frac_agents_busy", v.share_busy}});
    };
    check("CH01", {5, {1 / 400.0, 1.6 / 400, 2.0 / 400}, 60 / 3600.0, 300, 60});
    check("CH03", {10, {1 / 480.0, 1.5 / 480}, 120 / 3600.0, 600, 80});
    check("CH05", {8, {1 / 500.0, 1.75 / 500, 2.2 / 500}, 110 / 3600.0, 180, 60});
}

TEST_CASE("The forward equations tend to the stationary state and follow the infinite-server transient") {
    const ImpatientQueue a = ImpatientQueue::erlang_a({5, 0.02, 300}, 120);
    const auto settled = follow({{{0, 0.02}}, {{0, 5}}, 300, 120, 60}, {40000, 50000}, 2);
    CHECK(close(settled[1].abandonments / settled[1].offered, a.p_abandon()));
    CHECK(close(settled[1].waited / settled[1].offered, a.p_wait()));

    // Patience as long as handling: the number present is Poisson, mean m(t) = load (1 - e^(-t/300)) from empty.
    const double load = 6, end = 600;
    const auto from_empty = follow({{{0, load / 300}}, {{0, 5}}, 300, 300, 60}, {end}, 1);
    double waited = 0;  // Simpson over P(Poisson(m(t)) >= 5)
    for (int i = 0; i <= 600; ++i) {
        const double m = load * -std::expm1(-i / 300.0);
        double below = 0, term = std::exp(-m);
        for (int j = 0; j < 5; ++j) below += term, term *= m / (j + 1);
        waited += (i == 0 || i == 600 ? 1 : i % 2 ? 4 : 2) * (1 - below) / 3;
    }
    CHECK(close(from_empty[0].waited, waited * load / 300, 1e-7));
}

TEST_CASE("The forward equations agree with the table of transient systems") {
    struct Case {
        const char* name;
        ChangingQueue queue;
        std::vector<double> ends;
    };
    const auto steps = [](const std::vector<double>& per_hour, double length) {  // constant by period: two knots each
        std::vector<std::pair<double, double>> knots;
        for (std::size_t i = 0; i < per_hour.size(); ++i) {
            knots.emplace_back(static_cast<double>(i) * length, per_hour[i] / 3600);
            knots.emplace_back(static_cast<double>(i + 1) * length, per_hour[i] / 3600);
        }
        return knots;
    };
    std::vector<Case> cases;
    cases.push_back({"TV3", {steps({60, 100, 140, 180, 200, 220, 180, 120}, 1800), {}, 240, 180, 80}, {}});
    const int staff[] = {6, 8, 10, 12, 14, 16, 16, 16};
    for (int i = 0; i < 8; ++i)
        cases[0].queue.servers.emplace_back(1800.0 * i, staff[i]), cases[0].ends.push_back(1800.0 * (i + 1));
    cases.push_back({"TV5", {steps({60, 60, 200, 60, 60}, 900), {{0, 10}}, 300, infinity, 150}, {900, 1800, 2700, 3600, 4500}});
    cases.push_back({"CC_MMC", {{{0, 252 / 3600.0}}, {{0, 12}}, 120, infinity, 250}, {28800}});
    for (const Case& c : cases) {
        const auto periods = follow(c.queue, c.ends, 2);
        for (const auto& row : reference::rows("transient.csv")) {
            if (row.at("case") != c.name || row.at("interval") == "all") continue;
            const std::size_t i = static_cast<std::size_t>(reference::number(row, "interval")) - 1;
            const PeriodValues& v = periods.at(i);
            const double length = c.ends[i] - (i > 0 ? c.ends[i - 1] : 0), expected = reference::number(row, "value");
            const std::string& what = row.at("quantity");
            INFO(c.name << " " << i << " " << what);
            if (what == "expected_arrivals") CHECK(close(v.offered, expected, 1e-7));
            if (what == "p_wait") CHECK(close(v.waited / v.offered, expected, 1e-6));
            if (what == "mean_queue_time_avg") CHECK(close(v.queue_seconds / length, expected, 1e-6));
            if (what == "mean_busy_agents_time_avg") CHECK(close(v.busy_seconds / length, expected, 1e-6));
            if (what == "expected_abandonments_occurring_in_interval") CHECK(close(v.abandonments, expected, 1e-6));
        }
    }
}
