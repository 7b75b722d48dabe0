#include <algorithm>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "made_results.hpp"
#include "report/table.hpp"
#include "report/terminal.hpp"
#include "report/text.hpp"

using namespace peakline;

namespace {

std::string report_at(const Results& results, std::size_t width) { return terminal_report(results, {width, false, false}); }
bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// The section that begins with `title`, up to the next blank line.
std::string section(const std::string& report, const std::string& title) {
    const auto start = report.find("\n" + title + "\n");
    return start == std::string::npos ? "" : report.substr(start, report.find("\n\n", start + 1) - start) + "\n";
}

std::size_t widest_line(const std::string& text) {
    std::istringstream in(text);
    std::size_t widest = 0;
    for (std::string line; std::getline(in, line);) widest = std::max(widest, display_width(line));
    return widest;
}

}  // namespace

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

TEST_CASE("Several plans begin with a table of plans and the difference that matters; queues and the rest come on request") {
    const auto results = season_results({20, 48, 3, 3, false});
    const auto brief = report_at(results, 80);
    CHECK(holds(section(brief, "Plans"), "war_room"));
    CHECK(holds(section(brief, "voice: Service level against before, same customers"),
                "+12.0 pt  +11.8 pt to +12.2 pt  99 % of seasons"));
    CHECK_FALSE(holds(brief, "\nPlan before\n"));
    CHECK(holds(brief, "--detail"));
    const auto report = terminal_report(results, {80, false, true});
    CHECK(report.find("\nPlan before\n") < report.find("\nPlan war_room\n"));
    const auto difference = section(report, "war_room against before, same customers");
    CHECK(holds(difference, "+12.0 pt"));
    CHECK(holds(difference, "+11.8 pt to +12.2 pt"));
    CHECK(holds(difference, "99 % of seasons"));
}

TEST_CASE("Where some plan misses a target, one table has what each plan makes of each; targets never missed share a line") {
    auto results = season_results({3, 48, 2, 3, false});
    const std::string title = "Targets (share of seasons that meet each; missed: on average, too)";
    const auto set = [&](std::size_t plan, std::size_t queue, double target, double mean, double met) {
        auto& metrics = results.plans[plan].queues[queue].metrics;
        const auto level = std::find_if(metrics.begin(), metrics.end(), [](const auto& m) { return m.first == "service_level"; });
        level->second.target = target, level->second.mean = mean, level->second.met = met;
    };
    for (auto& plan : results.plans) {
        for (auto* owners : {&plan.queues, &plan.groups})
            for (auto& owner : *owners)
                for (auto& [name, e] : owner.metrics) e.target = {}, e.met = {};
        for (auto& [name, e] : plan.total) e.target = {}, e.met = {};
    }
    for (const std::size_t plan : {0, 1, 2}) set(plan, 0, 0.8, 0.9, 1), set(plan, 1, 0.8, 0.9, 1);
    CHECK(section(report_at(results, 80), title).empty());  // nothing to tell
    set(0, 1, 0.8, 0.75, 0.35), set(1, 1, 0.8, no_value, 0), set(2, 1, 0.85, 0.86, 0.995);
    CHECK(section(report_at(results, 80), title) == "\n" + title + R"(
                                   before  war_room  plan_2
chat: Service level ≥ 80.0 %  missed 35 %  no value       -
chat: Service level ≥ 85.0 %            -         -   >99 %
In every season of every plan: voice: Service level ≥ 80.0 %
)");
}

TEST_CASE("Twenty plans and ten queues stay within 80 columns: their columns go on below") {
    auto results = season_results({3, 48, 10, 3, false});
    while (results.plans.size() < 20) {
        results.plans.push_back(results.plans.back());
        results.plans.back().name = "plan_number_" + std::to_string(results.plans.size());
    }
    const auto report = report_at(results, 80);
    for (const char* title : {"Service level by queue", "Targets (share of seasons that meet each; missed: on average, too)"}) {
        const auto part = section(report, title);
        CHECK(widest_line(part) <= 80);
        CHECK(widest_line(part) > 50);
    }
    const auto targets = section(report, "Targets (share of seasons that meet each; missed: on average, too)");
    CHECK(holds(targets, "plan_number_20"));
}

TEST_CASE("A plan that changes a metric in no season is said to, instead of better in half of them") {
    auto results = season_results({3, 48, 1, 2, false});
    for (auto& [key, d] : results.comparison->plans[0].second) d = {0, {0, 0}, 0.5};
    const auto report = terminal_report(results, {80, false, true});
    CHECK(holds(section(report, "voice: Service level against before, same customers"), "no season differs"));
    CHECK(holds(section(report, "war_room against before, same customers"), "no season differs"));
    CHECK_FALSE(holds(report, "50 % of seasons"));
}

TEST_CASE("A scenario without a name begins with what was simulated") {
    auto results = small_results();
    results.scenario.clear();
    CHECK(report_at(results, 80).starts_with("Two days, made by hand\n"));
}

TEST_CASE("The best plan, what did it, what it costs, other seasons and where the spread comes from are said") {
    auto results = season_results({3, 48, 1, 2, false});
    Comparison& c = *results.comparison;
    c.best = Best{"war_room",
                  "voice.service_level",
                  false,
                  0.95,
                  0.005,
                  "0.5 points of service level",
                  90,
                  {},
                  {{"before", 40}, {"war_room", 90}},
                  {{"before", 40}},
                  {},
                  "war_room is best by voice.service_level."};
    c.levers = {{"war_room",
                 "before",
                 40,
                 true,
                 {{"pushes", {{"voice.service_level", {0.08, 0.004, 0.09, 0.07}}}},
                  {"people", {{"voice.service_level", {0.04, 0.002, 0.05, 0.03}}}}},
                 {{"voice.service_level", {0.12, {0.118, 0.122}, no_value}}}}};
    c.point_costs = {{"war_room", {{"voice.service_level", {40, {35, 46}}}}}};
    c.robustness = Robustness{"voice.service_level",
                              {"before", "war_room"},
                              {{"low", "the quiet third", 13, {{0.9, 0.02, {}}, {0.92, 0, {}}}},
                               {"high", "the busy third", 13, {{0.5, 0.3, {}}, {0.8, 0, {}}}}},
                              {0.3, 0}};
    for (auto& plan : results.plans)
        plan.variance_pairs = 20, plan.variance["voice.service_level"] = {VarianceShare{0.6, 0.14}, {0.3, 0.1}, {0.1, 0.02}};
    const auto report = report_at(results, 80);
    CHECK(section(report, "Which plan") == R"(
Which plan
war_room is best by voice.service_level.
          seasons played
before                40  out after 40
war_room              90  best
)");
    CHECK(section(report, "What did it: war_room against before") == R"(
What did it: war_room against before
voice: Service level     share       ±    alone  lost without it
pushes                 +8.0 pt  0.8 pt  +9.0 pt          +7.0 pt
people                 +4.0 pt  0.4 pt  +5.0 pt          +3.0 pt
together              +12.0 pt
Shares add up to the whole. Alone: the lever by itself; lost without it: what
the whole plan has and would not have without the lever. They differ where
levers interact. 40 seasons.
)");
    const auto costs = section(report, "What a point better costs (voice: Service level)");
    CHECK(holds(costs, "            EUR   95 % interval\n"));
    CHECK(holds(costs, "40.00  35.00 to 46.00"));
    const auto seasons = section(report, "Other seasons: voice: Service level (behind the best plan)");
    CHECK(holds(seasons, "before    90.0 % (2.0 pt)  50.0 % (30.0 pt)      30.0 pt"));
    CHECK(holds(seasons, "high: the busy third (13 seasons)"));
    CHECK(holds(section(report, "Where the spread between seasons comes from: war_room"),
                "60 % ± 27 pt  30 % ± 20 pt  10 % ± 4 pt"));
}

TEST_CASE("What no lever changes is named in one line instead of tables of zeros") {
    auto results = season_results({3, 48, 1, 2, false});
    const LeverEffect nothing{0, 0, 0, 0}, hardly{1e-6, 1e-5, -1e-6, 0}, some{0.08, 0.004, 0.09, 0.07};
    results.comparison->levers = {
        {"war_room",
         "before",
         40,
         true,
         {{"pushes", {{"voice.service_level", some}, {"total.cost", nothing}, {"voice.abandonment", hardly}}},
          {"people", {{"voice.service_level", nothing}, {"total.cost", nothing}, {"voice.abandonment", nothing}}}},
         {{"voice.service_level", {0.08, {}, 1}}, {"total.cost", {0, {}, 0.5}}, {"voice.abandonment", {1e-6, {}, 0.5}}}}};
    const auto told = [&](bool detail) {
        return section(terminal_report(results, {80, false, detail}), "What did it: war_room against before");
    };
    CHECK(holds(told(false), "\npeople "));  // of a table that says something
    CHECK(holds(told(false), "\nNo lever changes: Cost, EUR.\n"));
    CHECK_FALSE(holds(told(true), "together +0"));
    CHECK(holds(told(true), "\nNo lever changes: Cost, EUR, voice: Abandonment.\n"));
}

TEST_CASE("The table of plans has what decides, each live queue where there is one, and never mail in the share that gives up") {
    const auto heads = [](const Results& results) {
        const auto plans = section(report_at(results, 80), "Plans");
        return plans.substr(7, plans.find('\n', 7) - 7);
    };
    auto results = season_results({3, 48, 1, 2, false});  // voice alone
    CHECK(holds(heads(results), "voice: Service level  voice: Abandonment"));
    CHECK(holds(heads(results), "Cost, EUR"));
    CHECK_FALSE(holds(heads(results), "abandoned"));
    results = season_results({3, 48, 3, 2, false});  // voice, chat, email
    CHECK_FALSE(holds(heads(results), "bandon"));
    const auto report = report_at(results, 80);
    CHECK(holds(section(report, "Service level by queue"), "email"));
    CHECK_FALSE(section(report, "Abandoned by live queue").empty());
    CHECK_FALSE(holds(section(report, "Abandoned by live queue"), "email"));
    results.comparison->best = Best{};
    results.comparison->best->metric = "total.cost";
    CHECK(heads(results).find("Cost") == heads(results).rfind("Cost"));
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
}

TEST_CASE("Plans that are not separated, or of which none meets the targets, are said so") {
    auto results = season_results({3, 48, 1, 2, false});
    results.comparison->best = Best{};
    results.comparison->best->metric = "total.cost";
    results.comparison->best->verdict = "No plan meets the targets.";
    results.comparison->best->replications_by_plan = {{"before", 40}, {"war_room", 40}};
    results.comparison->best->targets = {{"before", "misses"}, {"war_room", "misses"}};
    results.comparison->best->dropped_at = {{"before", 40}, {"war_room", 40}};
    const auto report = report_at(results, 80);
    CHECK(holds(section(report, "Which plan"), "No plan meets the targets."));
    CHECK(holds(section(report, "Which plan"), "out after 40, misses a target"));
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
