// The report of several plans: which one, by how much, which targets, what did it.
#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "made_results.hpp"
#include "told.hpp"

using namespace peakline;
using namespace peakline::testing;

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
    const std::string title = "Targets (share of seasons that meet each; *: missed on average)";
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
chat: Service level ≥ 80.0 %  35 % *  no value       -
chat: Service level ≥ 85.0 %       -         -   >99 %
In every season of every plan: voice: Service level ≥ 80.0 %
)");
}

TEST_CASE("A target that is a share of few intervals says so beside several plans, too") {
    auto results = season_results({3, 48, 1, 2, false});
    for (std::size_t p = 0; p < 2; ++p) {
        Estimate few;
        few.mean = 0.5, few.target = 0.6, few.met = 0.3, few.intervals = p == 0 ? 12 : 5;
        results.plans[p].queues[0].metrics.emplace_back("on_target", few);
    }
    const std::string title = "Targets (share of seasons that meet each; *: missed on average)";
    const std::string words = "voice: Intervals on target is a share of 5 intervals a season";
    CHECK(holds(section(report_at(results, 200), title), words));
    for (auto& plan : results.plans) plan.queues[0].metrics.back().second.intervals = 500;
    CHECK_FALSE(holds(report_at(results, 200), "Intervals on target is a share"));
}

TEST_CASE("Names of plans are not cut where heads over two lines leave room for them") {
    auto results = season_results({3, 48, 3, 2, false});
    results.plans[1].name = "better_first_time_ones_and_more_of_it";
    const auto plans = section(report_at(results, 80), "Plans");
    CHECK(holds(plans, "better_first_time_ones_and_more_of_it "));
    CHECK(widest_line(plans) <= 80);
    CHECK_FALSE(holds(plans, "voice: Service level "));
}

TEST_CASE("Names of plans are not cut beside other seasons: heads break, and what does not fit goes on below") {
    auto results = season_results({3, 48, 1, 2, false});
    const Robustness::Cell behind{1234567, 123456, {}};
    Robustness seasons{"total.cost", {"more_staff_early", "more_staff_later"}, {}, {123456, 123456}};
    for (const char* season : {"as planned", "low", "middle", "high"})
        seasons.columns.push_back({season, "", 13, {behind, behind}});
    results.comparison->robustness = seasons;
    const auto text = report_at(results, 80);
    const auto told = text.substr(text.find("(behind the best plan)"));
    CHECK(holds(told, "\nmore_staff_early  1 234 567"));
    CHECK_FALSE(holds(told, "more_st\u2026"));
    CHECK(widest_line(told) <= 80);
}

TEST_CASE("The best plan of a kind of seasons is nothing behind, and reads so") {
    auto results = season_results({3, 48, 1, 2, false});
    results.comparison->robustness =
        Robustness{"voice.service_level",
                   {"before", "war_room"},
                   {{"low", "the third with 980 to 1034 needs", 13, {{0.9, 0.02, {}}, {0.92, 0, {}}}}},
                   {0.02, 0}};
    const auto seasons = section(report_at(results, 80), "Other seasons: voice: Service level (behind the best plan)");
    CHECK(holds(seasons, "92.0 %       0.0 pt"));
    CHECK(holds(seasons, "low: the third with 980 to 1 034 needs (13 seasons)"));
    CHECK(holds(seasons, "90.0 % (2.0 pt)       2.0 pt"));
}

TEST_CASE("A metric of everything says over which queues it is where there are several") {
    auto results = season_results({3, 48, 3, 2, false});
    const LeverEffect some{0.08, 0.004, 0.09, 0.07};
    const std::vector<std::pair<std::string, LeverEffect>> effects = {
        {"total.service_level", some}, {"total.offered", some}, {"total.cost", some}};
    results.comparison->levers = {
        {"war_room",
         "before",
         40,
         true,
         {{"pushes", effects}},
         {{"total.service_level", {0.08, {}}}, {"total.offered", {0.08, {}}}, {"total.cost", {0.08, {}}}}}};
    const auto told = terminal_report(results, {80, false, true});
    for (const char* name : {"\nlive queues: Service level ", "\nall queues: Offered ", "\nCost, EUR "}) CHECK(holds(told, name));
}

TEST_CASE("Twenty plans and ten queues stay within 80 columns: their columns go on below") {
    auto results = season_results({3, 48, 10, 3, false});
    while (results.plans.size() < 20) {
        results.plans.push_back(results.plans.back());
        results.plans.back().name = "plan_number_" + std::to_string(results.plans.size());
    }
    const auto report = report_at(results, 80);
    for (const char* title : {"Service level by queue", "Targets (share of seasons that meet each; *: missed on average)"}) {
        const auto part = section(report, title);
        CHECK(widest_line(part) <= 80);
        CHECK(widest_line(part) > 50);
    }
    const auto targets = section(report, "Targets (share of seasons that meet each; *: missed on average)");
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

TEST_CASE("No plan is said to be better by a count that has no better direction") {
    auto results = season_results({3, 48, 1, 2, false});
    auto& differences = results.comparison->plans[0].second;
    for (const char* key : {"voice.answered", "total.resolved", "total.needs"})
        differences.emplace_back(key, Difference{-400, {-410, -390}, 0});
    const auto report = section(terminal_report(results, {80, false, true}), "war_room against before, same customers");
    CHECK(holds(report, "voice.answered"));
    CHECK(holds(report, "99 % of seasons"));  // of the service level
    CHECK_FALSE(holds(report, " 0 % of seasons"));
    for (const char* key : {"voice.offered", "voice.answered", "total.resolved", "total.needs"}) {
        const auto row = report.substr(report.find(key), report.find('\n', report.find(key)) - report.find(key));
        CHECK_FALSE(holds(row, "of seasons"));
    }
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
                 {{"voice.service_level", {0.12, {0.118, 0.122}}}}}};
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
voice: Service level     share       ±    alone  on top of the others
pushes                 +8.0 pt  0.8 pt  +9.0 pt               +7.0 pt
people                 +4.0 pt  0.4 pt  +5.0 pt               +3.0 pt
together              +12.0 pt
Shares add up to the whole. Alone: the lever by itself; on top of the others:
what it changes where all other levers are at work already. They differ where
levers interact. 40 seasons.
)");
    const auto costs = section(report, "What a point better costs (voice: Service level)");
    CHECK(holds(costs, "            EUR   95 % interval\n"));
    CHECK(holds(costs, "40.00  35.00 to 46.00"));
    const auto seasons = section(report, "Other seasons: voice: Service level (behind the best plan)");
    CHECK(holds(seasons, "before    90.0 % (2.0 pt)  50.0 % (30.0 pt)      30.0 pt"));
    CHECK(holds(seasons, "high: the busy third (13 seasons)"));
    CHECK(holds(section(report, "Where the spread between seasons comes from: war_room"),
                "60 % ± 27 pt         30 % ± 20 pt  10 % ± 4 pt"));
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
         {{"voice.service_level", {0.08, {}}}, {"total.cost", {0, {}}}, {"voice.abandonment", {1e-6, {}}}}}};
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

TEST_CASE("Plans that are not separated, or of which none meets the targets, are said so") {
    auto results = season_results({3, 48, 1, 2, false});
    results.comparison->best = Best{};
    results.comparison->best->metric = "total.cost";
    results.comparison->best->verdict = "No plan meets the targets on average.";
    results.comparison->best->replications_by_plan = {{"before", 40}, {"war_room", 40}};
    results.comparison->best->targets = {{"before", "misses"}, {"war_room", "misses"}};
    results.comparison->best->dropped_at = {{"before", 40}, {"war_room", 40}};
    const auto report = report_at(results, 80);
    CHECK(holds(section(report, "Which plan"), "No plan meets the targets on average."));
    CHECK(holds(section(report, "Which plan"), "out after 40, misses a target"));
    CHECK_FALSE(holds(report, "On average is over all seasons"));
    results.comparison->best->subject_to_targets = true;
    CHECK(holds(section(report_at(results, 80), "Which plan"),
                "On average is over all seasons: a single one may still miss a target."));
}
