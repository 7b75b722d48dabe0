#include <algorithm>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "made_results.hpp"
#include "report/table.hpp"
#include "told.hpp"

using namespace peakline;
using namespace peakline::testing;

TEST_CASE("The report begins with what was simulated") {
    const auto report = report_at(small_results(), 80);
    CHECK(report.substr(0, report.find("\n\n")) == R"(Small shop
Two days, made by hand
2 days, Fri 27 Nov 2026 to Sat 28 Nov 2026, 30min intervals, Europe/Berlin; 200
replications of the season, seed 7)");
}

TEST_CASE("At 80 columns every queue has its mean, half width, and the low and high seasons under one another") {
    CHECK(section(report_at(small_results(), 80), "The season") == R"(
The season
                                          abandon-  service    speed of
Queue       offered  answered  abandoned      ment  in 20 s      answer  backlog
voice         1 234     1 111        124    10.0 %   81.2 %  3 min 20 s     0.25
  ±              20        18          4    0.2 pt   0.4 pt       3.0 s     0.25
  5 % low     1 138     1 031        104     8.4 %   76.4 %  2 min 48 s     0.25
  5 % high    1 330     1 191        143    11.6 %   86.0 %  3 min 52 s     0.25
)");
}

TEST_CASE("At 140 columns the half width stands beside the mean and the seasons in one row") {
    CHECK(section(report_at(small_results(), 140), "The season") == R"(
The season
                                                              abandon-           service                  speed of
Queue             offered        answered   abandoned             ment           in 20 s                    answer       backlog
voice          1 234 ± 20      1 111 ± 18     124 ± 4  10.0 % ± 0.2 pt   81.2 % ± 0.4 pt        3 min 20 s ± 3.0 s   0.25 ± 0.25
  seasons  1 138 to 1 330  1 031 to 1 191  104 to 143  8.4 % to 11.6 %  76.4 % to 86.0 %  2 min 48 s to 3 min 52 s  0.25 to 0.25
)");
}

TEST_CASE("Targets say which are missed and how likely each and all are met") {
    CHECK(section(report_at(small_results(), 80), "Targets") == R"(
Targets
Queue  metric                   target    mean          met in seasons
voice  Service level in 20 s  ≥ 80.0 %  81.2 %  met     23 % (18-29 %)
voice  Abandonment             ≤ 5.0 %  10.0 %  MISSED  0 % (0-6 %)
total  Contact rate           ≤ 1.50 %  1.42 %  met     90 % (84-96 %)
All of them together: met in 12 % of seasons (95 % interval 8-17 %)
)");
}

TEST_CASE("Rules say how often they acted, and for how long") {
    Results results = small_results();
    Estimate acted, in_force;
    acted.mean = 2.4, acted.p05 = 0, acted.p95 = 5, in_force.mean = 7.25;
    results.plans[0].rules = {{"call_helpers", {{"acted", acted}, {"in_force", in_force}}}};
    CHECK(section(report_at(results, 80), "How often rules acted in a season") == R"(
How often rules acted in a season
Rule          times  range of seasons  in force
call_helpers   2.40            0 to 5     7.2 h
)");
}

TEST_CASE("A mean that misses its target by less than is usually shown has the digits that tell them apart") {
    auto results = small_results();
    const auto row = [&](std::size_t metric, double target, double mean) {
        Estimate& e = results.plans[0].queues[0].metrics[metric].second;
        e.target = target, e.mean = mean;
        return section(report_at(results, 80), "Targets");
    };
    const auto at = [&](std::string_view name) {
        const auto& metrics = results.plans[0].queues[0].metrics;
        return static_cast<std::size_t>(
            std::find_if(metrics.begin(), metrics.end(), [&](const auto& m) { return m.first == name; }) - metrics.begin());
    };
    const std::size_t level = at("service_level"), asa = at("asa"), offered = at("offered");
    CHECK(holds(row(level, 0.8, 0.7996), "≥ 80.0 %  79.96 %  MISSED"));
    CHECK(holds(row(level, 0.8, 0.799996), "≥ 80.0 %  79.9996 %  MISSED"));
    CHECK(holds(row(level, 0.8, 0.79999996), "≥ 80.0 %  <80.0 %  MISSED"));
    CHECK(holds(row(level, 0.8, 0.8004), "≥ 80.0 %  80.0 %  met"));
    CHECK(holds(row(level, 0.8, 0.794), "≥ 80.0 %  79.4 %  MISSED"));
    CHECK(holds(row(asa, 20, 20.3), "≤ 20 s  20.3 s  MISSED"));
    CHECK(holds(row(asa, 86400, 86412), "≤ 24 h  86 412 s  MISSED"));
    CHECK(holds(row(offered, 2000, 2000.25), "≤ 2 000   2 000.2  MISSED"));
}

TEST_CASE("A share of few intervals says of how many, one of many does not") {
    auto results = small_results();
    Metrics& metrics = results.plans[0].queues[0].metrics;
    Estimate share = metrics[3].second;
    share.intervals = 6.25;
    metrics.emplace_back("on_target", share);
    const auto told = [&](bool detail) { return terminal_report(results, {80, false, detail}); };
    CHECK(holds(section(told(false), "Targets"), "voice  On target of 6.2 intervals  ≥ 80.0 %  81.2 %  met "));
    CHECK(widest_line(told(false)) <= 80);
    CHECK(holds(section(told(true), "Every metric: voice"), "± 0.4 pt  76.4 % to 86.0 %, of 6.2 intervals\n"));
    metrics.back().second.intervals = few_intervals;
    CHECK(holds(section(told(false), "Targets"), "voice  Intervals on target "));
    CHECK_FALSE(holds(told(true), "of 20 intervals"));
}

TEST_CASE("Worst days and hours come with the share of seasons in which each was the worst") {
    const auto report = report_at(small_results(), 80);
    CHECK(holds(report, "Fri 27 Nov 2026  voice      800    20.0 %   61.0 %  5 min 10 s   93 %\n"));
    CHECK(holds(report, "Fri 27 Nov 10:00-10:30  voice      120    40.0 %   31.0 %  8 min 30 s   40 %\n"));
}

TEST_CASE("Three worst days a queue, all of them on request") {
    const auto results = season_results({20, 48, 1, 1, false});
    const auto count_of = [](const std::string& text, const std::string& part) {
        std::size_t count = 0;
        for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
        return count;
    };
    const std::string title = "Worst days (share of seasons in which it was the worst day)";
    CHECK(count_of(section(terminal_report(results, {80, false, false}), title), "voice") == 3);
    CHECK(count_of(section(terminal_report(results, {80, false, true}), title), "voice") == 5);
}

TEST_CASE("A scenario without a name begins with what was simulated") {
    auto results = small_results();
    results.scenario.clear();
    CHECK(report_at(results, 80).starts_with("Two days, made by hand\n"));
}

TEST_CASE("Deferred queues are ranked by what waits, and the table says so") {
    auto results = small_results();
    results.queues.push_back({"mail", "deferred", 86400.0});
    results.plans[0].worst_days.push_back({"mail", "2026-11-28", 1, 0.99, 0, 3, 7000, 0.8, "2026-11-28", 4321});
    const auto report = report_at(results, 80);
    CHECK_FALSE(holds(section(report, "Worst days (share of seasons in which it was the worst day)"), "mail"));
    CHECK(holds(section(report, "Most work waiting, by day (share of seasons in which it was the most)"),
                "Sat 28 Nov 2026  mail             4 321        3     80 %"));
}

TEST_CASE("A target for which nothing was measured does not look met") {
    auto results = small_results();
    auto& level = results.plans[0].queues[0].metrics[3].second;
    level.mean = no_value, level.met = {}, level.ci95 = {};
    CHECK(holds(section(report_at(results, 80), "Targets"), "≥ 80.0 %       -  NO VALUE  -"));
}

TEST_CASE("Only what stands in the report is explained below it") {
    CHECK(holds(report_at(small_results(), 80), "5\u00A0% low, 5\u00A0% high: one season in twenty"));
    CHECK(holds(report_at(small_results(), 140), "Seasons: nine in ten"));
    const auto plans = report_at(season_results({3, 48, 1, 2, false}), 80);
    CHECK_FALSE(holds(plans, "5\u00A0% low"));
    CHECK_FALSE(holds(plans, "nine in ten"));
}

TEST_CASE("What matters is told with the value that the bars start from, and with bars where there is room") {
    auto results = small_results();
    SensitivityMetric metric{"voice.service_level", 0.8, {0.79, 0.81}, 0.785, {}};
    metric.inputs = {
        {"drivers.orders.scale",
         "number",
         {"0.84", 0.9, 0.115, {0.1, 0.13}},
         {"1.16", 0.6, -0.185, {-0.2, -0.17}},
         -0.3,
         {-0.33, -0.27},
         {0.62, 0.05}},
        {"events.outage", "event", {"does not happen", 0.785, 0, {0, 0}}, {"happens", 0.785, 0, {0, 0}}, 0, {0, 0}, {}}};
    results.sensitivity = Sensitivity{"baseline", 1000, 40, {metric}};
    const auto narrow = report_at(results, 80), wide = report_at(results, 140);
    CHECK(holds(narrow, "voice.service_level: 80.0 % ± 1.0 pt on average, 78.5 % in the 40 paired seasons"));
    CHECK(holds(narrow, "-30.0 pt ± 3.0 pt"));
    CHECK(holds(narrow, "62 % ± 10 pt"));
    CHECK(holds(narrow, "  1 more input changes nothing here: events.outage\n"));
    CHECK_FALSE(holds(narrow, "\u2588"));
    CHECK(holds(wide, "\u2588|\u2588"));
    const std::string untold = "How much each input explains is not told";
    CHECK_FALSE(holds(narrow, untold));
    for (auto& input : results.sensitivity->metrics[0].inputs) input.first_order = {};
    CHECK(holds(report_at(results, 80), untold));
    for (auto& input : results.sensitivity->metrics[0].inputs) input.kind = "setting";
    CHECK_FALSE(holds(report_at(results, 80), untold));
}

TEST_CASE("Names of metrics are never cut: where they do not fit they stand on lines of their own") {
    auto results = small_results();
    const std::string name = "service_level_by_formula.answered_or_abandoned_within";
    Estimate level;
    level.mean = 0.8, level.p05 = 0.7, level.p95 = 0.9;
    results.plans[0].queues[0].metrics.emplace_back(name, level);
    const auto metrics = section(terminal_report(results, {80, false, true}), "Every metric: voice");
    CHECK(holds(metrics, "\n" + name + "\n "));
    CHECK(holds(metrics, " 80.0 %"));
    CHECK(widest_line(metrics) <= 80);
    CHECK(holds(section(terminal_report(results, {140, false, true}), "Every metric: voice"), "\n" + name + "  "));
}

TEST_CASE("No line is wider than the terminal, with one queue or ten, short names or long") {
    for (const int queues : {1, 3, 10}) {
        const auto results = season_results({20, 48, queues, 2, false});
        for (const std::size_t width : {80, 100, 140}) {
            auto report = report_at(results, width);
            report.erase(0, report.find('\n'));  // the scenario's name is as long as it is
            if (queues < 10) CHECK(widest_line(report) <= width);
        }
        CHECK(widest_line(section(terminal_report(results, {80, false, true}), "Plan before")) <= 80);
    }
}

TEST_CASE("A single replication shows no uncertainty and no explanation of it") {
    auto results = small_results();
    results.replications = 1;
    for (auto* metrics : {&results.plans[0].queues[0].metrics, &results.plans[0].groups[0].metrics, &results.plans[0].total})
        for (auto& [name, estimate] : *metrics) {
            const double mean = estimate.mean;
            estimate = Estimate{};
            estimate.mean = mean;
        }
    const auto report = report_at(results, 80);
    CHECK_FALSE(holds(report, "±"));
    CHECK_FALSE(holds(report, "5 % low"));
    CHECK(holds(report, "1\nreplication of the season"));
}

TEST_CASE("Colour is used only when asked for, and never changes the text") {
    const auto results = small_results();
    const auto plain = terminal_report(results, {80, false, false});
    auto coloured = terminal_report(results, {80, true, false});
    CHECK_FALSE(holds(plain, "\x1b"));
    CHECK(holds(coloured, "\x1b[31mMISSED\x1b[0m"));
    for (auto at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b'))
        coloured.erase(at, coloured.find('m', at) - at + 1);
    CHECK(coloured == plain);
}

TEST_CASE("A name with escape sequences cannot take over the terminal") {
    auto results = small_results();
    results.scenario = "shop\x1b[2J";
    results.notes = {"note \x1b]0;title\x07"};
    results.plans[0].queues[0].name = results.queues[0].name = "vo\x1bice";
    CHECK_FALSE(holds(report_at(results, 80), "\x1b"));
}

TEST_CASE("Columns line up under accents and wide characters; the first column gives way to the width") {
    Table t;
    t.add({{"Rückfrage"}, {"1"}});
    t.add({{"電話"}, {"22"}});
    CHECK(t.text(80, false) == "Rückfrage   1\n電話       22\n");
    Table narrow;
    narrow.add({{"a_name_that_is_far_too_long"}, {"12 345"}});
    CHECK(narrow.text(20, false) == "a_name_that_… 12 345\n");
}
