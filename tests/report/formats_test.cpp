#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "made_results.hpp"
#include "report/csv.hpp"
#include "report/json.hpp"
#include "report/page.hpp"
#include "report/sensitivity.hpp"

using namespace peakline;
using nlohmann::json;

namespace {

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

}  // namespace

TEST_CASE("What matters stands whole in results.json and sensitivity.csv, and the run can be repeated by its command") {
    auto results = small_results();
    SensitivityMetric metric{"voice.service_level", 0.8, {0.79, 0.81}, 0.785, {}};
    metric.inputs = {
        {"a, b", "number", {"1", 0.9, 0.115, {0.1, 0.13}}, {"2", 0.6, -0.185, {-0.2, -0.17}}, -0.3, {-0.33, -0.27}, {0.62, 0.05}},
        {"agents", "setting", {"3", 0.7, -0.085, {}}, {"4", no_value, no_value, {}}, no_value, {}, {}}};
    results.sensitivity = Sensitivity{"baseline", 1000, 40, {metric}};
    const auto whole = json::parse(results_json(results));
    CHECK(whole["command"] == "peakline run shop.yaml --seed 7");
    CHECK(whole["scenario_file"] == "shop.yaml");
    CHECK(whole["sensitivity"]["plan"] == "baseline");
    CHECK(whole["sensitivity"]["paired_replications"] == 40);
    const auto& told = whole["sensitivity"]["metrics"]["voice.service_level"];
    CHECK(told["paired_mean"] == 0.785);
    CHECK(told["inputs"][0]["low"]["difference"] == 0.115);
    CHECK(told["inputs"][0]["first_order"]["index"] == 0.62);
    CHECK_FALSE(told["inputs"][1].contains("first_order"));
    CHECK(told["inputs"][1]["high"]["value"].is_null());
    CHECK(sensitivity_csv(*results.sensitivity) ==
          "metric,input,kind,low_at,high_at,low,high,change,change_ci95_low,change_ci95_high,first_order,first_order_error\n"
          "voice.service_level,\"a, b\",number,1,2,0.9,0.6,-0.3,-0.33,-0.27,0.62,0.05\n"
          "voice.service_level,agents,setting,3,4,0.7,,,,,,\n");
    CHECK(results_json(small_results()).find("sensitivity") == std::string::npos);
}

TEST_CASE("results.json has the names and the nesting that other programs read") {
    const auto out = json::parse(results_json(small_results()));
    CHECK(out["peakline"] == 1);
    CHECK(out["scenario"] == "Small shop");
    CHECK(out["seed"] == 7);
    CHECK(out["replications"] == 200);
    CHECK(out["interval"] == "30min");
    const auto& plan = out["plans"]["baseline"];
    CHECK(plan["total"]["contact_rate"]["mean"] == 0.0142);
    CHECK(plan["queues"]["voice"]["offered"]["ci95"] == json::array({1214.25, 1254.25}));
    CHECK(plan["groups"]["core"]["paid_hours"]["mean"] == 4321);
    CHECK(plan["reasons"]["order_status"]["prevented"]["mean"] == 200);
    CHECK(plan["days"][0]["date"] == "2026-11-27");
    CHECK(plan["days"][0]["queues"]["voice"]["asa"]["mean"] == 200);
    CHECK(plan["months"].is_array());
    CHECK(plan["weeks"].is_array());
    CHECK(plan["variance"]["voice.service_level"]["forecast"] == json::array({0.6, 0.14}));
    CHECK_FALSE(out.contains("comparison"));
}

TEST_CASE("results.json gives every number in full and null where there is none") {
    const auto out = json::parse(results_json(small_results()));
    const auto& voice = out["plans"]["baseline"]["queues"]["voice"];
    CHECK(voice["service_level"]["mean"].get<double>() == 0.8123456789012345);
    CHECK(voice["wait_p90"]["mean"].is_null());
    CHECK(voice["wait_p90"]["ci95"].is_null());
    CHECK(voice["wait_p90"]["p95"].is_null());
    CHECK(out["plans"]["baseline"]["days"][1]["queues"]["voice"]["service_level"]["mean"].is_null());
}

TEST_CASE("results.json tells target, chance and its interval only where the scenario sets a target") {
    const auto out = json::parse(results_json(small_results()));
    const auto& voice = out["plans"]["baseline"]["queues"]["voice"];
    CHECK(voice["service_level"]["target"] == 0.8);
    CHECK(voice["service_level"]["met"] == 0.23);
    CHECK(voice["service_level"]["met_ci95"] == json::array({0.18, 0.29}));
    CHECK_FALSE(voice["offered"].contains("target"));
    CHECK(out["plans"]["baseline"]["all_targets"]["met"] == 0.12);
}

TEST_CASE("results.json holds the comparison of plans, paired differences by plan and metric") {
    const auto out = json::parse(results_json(season_results({3, 48, 3, 2, false})));
    CHECK(out["comparison"]["baseline"] == "before");
    const auto& level = out["comparison"]["plans"]["war_room"]["voice.service_level"];
    CHECK(level["difference"] == 0.12);
    CHECK(level["ci95"] == json::array({0.118, 0.122}));
    CHECK(level["better"] == 0.99);
}

TEST_CASE("results.json calls no plan better by a count of which neither direction is better") {
    auto results = season_results({3, 48, 1, 2, false});
    auto& differences = results.comparison->plans[0].second;
    for (const char* key : {"voice.answered", "total.resolved", "total.paid_hours", "total.unreached"})
        differences.emplace_back(key, Difference{-400, {-410, -390}, 0.97});
    const auto plan = json::parse(results_json(results))["comparison"]["plans"]["war_room"];
    for (const char* key : {"voice.offered", "voice.answered", "total.resolved", "total.paid_hours"})
        CHECK(plan[key]["better"].is_null());
    CHECK(plan["voice.answered"]["difference"] == -400);
    CHECK(plan["total.unreached"]["better"] == 0.97);
}

TEST_CASE("results.json holds what each lever did, the best plan, costs of a point and robustness where they are known") {
    auto results = season_results({3, 48, 1, 2, false});
    CHECK_FALSE(json::parse(results_json(results))["comparison"].contains("best"));
    Comparison& c = *results.comparison;
    c.best = Best{"war_room",
                  "voice.service_level",
                  true,
                  0.95,
                  0.005,
                  "0.5 points of service level",
                  90,
                  {"before"},
                  {{"before", 90}, {"war_room", 90}},
                  {},
                  {{"war_room", "meets"}},
                  "So."};
    c.levers = {{"war_room",
                 "before",
                 40,
                 true,
                 {{"pushes", {{"voice.service_level", {0.04, 0.002, 0.05, 0.03}}}}},
                 {{"voice.service_level", {0.04, {0.03, 0.05}, 0.7, 0.74}}}}};
    c.point_costs = {{"war_room", {{"voice.service_level", {40, {35, 46}}}, {"voice.abandonment", {}}}}};
    c.robustness = Robustness{
        "voice.service_level", {"before", "war_room"}, {{"low", "quiet", 13, {{0.9, 0.02, {}}, {0.92, 0, {}}}}}, {0.02, 0}};
    results.precision = Precision{"voice.service_level", 0.01, 0.008, 60, true};
    const auto out = json::parse(results_json(results));
    const auto& comparison = out["comparison"];
    CHECK(comparison["best"]["plan"] == "war_room");
    CHECK(comparison["best"]["not_separated"] == json::array({"before"}));
    CHECK(comparison["best"]["replications_by_plan"]["before"] == 90);
    CHECK(comparison["best"]["targets"]["war_room"] == "meets");
    const auto& effect = comparison["levers"]["war_room"]["pushes"]["voice.service_level"];
    CHECK(effect["share"] == json::array({0.04, 0.002}));
    CHECK(effect["alone"] == 0.05);
    CHECK(effect["removed"] == 0.03);
    const auto& whole = comparison["levers_about"]["war_room"]["whole"]["voice.service_level"];
    CHECK(whole["difference"] == 0.04);
    CHECK(whole["from"] == 0.7);
    CHECK(whole["to"] == 0.74);
    CHECK(comparison["cost_of_a_point"]["war_room"]["voice.service_level"]["cost"] == 40);
    CHECK(comparison["cost_of_a_point"]["war_room"]["voice.abandonment"]["cost"].is_null());
    CHECK(comparison["robustness"]["seasons"]["low"]["plans"]["before"]["regret"] == 0.02);
    CHECK(comparison["robustness"]["largest_regret"]["war_room"] == 0);
    CHECK(out["until"]["reached"] == 0.008);
}

TEST_CASE("How many intervals a share of intervals is of stands beside it in results.json, and nowhere else") {
    auto results = small_results();
    auto& metrics = results.plans[0].queues[0].metrics;
    metrics.emplace_back("on_target", metrics[3].second);
    metrics.back().second.intervals = 6.25;
    const auto voice = json::parse(results_json(results))["plans"]["baseline"]["queues"]["voice"];
    CHECK(voice["on_target"]["intervals"] == 6.25);
    CHECK_FALSE(voice["service_level"].contains("intervals"));
}

TEST_CASE("Bytes that are no UTF-8 do not keep results.json or the page from being written") {
    auto results = small_results();
    results.scenario = "caf\xe9";
    CHECK(json::parse(results_json(results))["scenario"] == "caf\xEF\xBF\xBD");
    CHECK(report_page(results).find("caf\xEF\xBF\xBD") != std::string::npos);
}

TEST_CASE("intervals.csv has a row each plan, queue and interval, with spread beside the fan metrics") {
    const auto rows = lines(intervals_csv(small_results()));
    REQUIRE(rows.size() == 5);
    CHECK(rows[0] ==
          "plan,queue,timestamp,offered,offered_p05,offered_p95,offered_se,answered,service_level,service_level_p05,service_"
          "level_p95,service_level_se");
    CHECK(rows[1] == "baseline,voice,2026-11-27T10:00:00+01:00,10,8,12,0.5,9,0.5,0.4,0.6,0.01");
    CHECK(rows[2] == "baseline,voice,2026-11-27T10:30:00+01:00,20.25,15,25,0.75,18,0.1,0,0.2,0.02");
    CHECK(rows[3] == "baseline,voice,2026-11-28T10:00:00+01:00,0,0,0,0,0,,,,");
    CHECK(rows[4] == "baseline,voice,2026-11-28T10:30:00+01:00,1e-07,0,0,0,0,,,,");
}

TEST_CASE("days.csv and queues.csv have the union of all metrics, in one order, with empty cells for what a medium lacks") {
    const auto results = season_results({2, 48, 3, 1, false});
    const auto days = lines(days_csv(results)), queues = lines(queues_csv(results));
    const std::string columns =
        "offered,offered_p05,offered_p95,offered_se,answered,abandoned,service_level,service_level_p05,service_level_p95,service_"
        "level_se,"
        "abandonment,abandonment_p05,abandonment_p95,abandonment_se,asa,asa_p05,asa_p95,asa_se,backlog,backlog_p05,backlog_p95,"
        "backlog_se";
    CHECK(days[0] == "plan,queue,date," + columns);
    CHECK(queues[0] == "plan,queue," + columns);
    CHECK(days.size() == 1 + 3 * 2);
    CHECK(queues.size() == 1 + 3);
    CHECK(days[1].substr(0, 24) == "before,voice,2026-11-16,");
    CHECK(days[5].substr(0, 24) == "before,email,2026-11-16,");
    CHECK(days[5].find(",,,,") != std::string::npos);
    const auto commas = [](const std::string& row) { return std::count(row.begin(), row.end(), ','); };
    for (const auto& row : days) CHECK(commas(row) == commas(days[0]));
}

TEST_CASE("groups.csv has agents, busy and occupancy of every group and interval") {
    const auto rows = lines(groups_csv(small_results()));
    REQUIRE(rows.size() == 5);
    CHECK(rows[0] == "plan,group,timestamp,agents,busy,occupancy");
    CHECK(rows[1] == "baseline,core,2026-11-27T10:00:00+01:00,12,10,0.875");
    CHECK(rows[3] == "baseline,core,2026-11-28T10:00:00+01:00,0,0,");
}

TEST_CASE("Names with commas and quotes stay one field of a CSV file") {
    auto results = small_results();
    results.queues[0].name = results.plans[0].queues[0].name = "voice, \"gold\"";
    CHECK(lines(queues_csv(results))[1].substr(0, 27) == "baseline,\"voice, \"\"gold\"\"\",");
    CHECK(lines(intervals_csv(results))[1].substr(0, 27) == "baseline,\"voice, \"\"gold\"\"\",");
}

TEST_CASE("A name or text that looks like HTML cannot leave its place on the page") {
    auto results = small_results();
    results.scenario = "</title><script>alert(1)</script> & more";
    results.scenario_text = "# </script><!-- <script>";
    const auto page = report_page(results);
    CHECK(page.find("<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; more</title>") != std::string::npos);
    CHECK(page.find("alert(1)</script>") == std::string::npos);
    CHECK(page.find("\\u003c/script>\\u003c!-- \\u003cscript>") != std::string::npos);
}

TEST_CASE("The page holds everything it needs: no address to fetch anything from") {
    const auto page = report_page(small_results());
    CHECK(page.find("@@") == std::string::npos);
    CHECK(page.find("<!-- include") == std::string::npos);
    for (const auto* outside : {"<script src", "rel=\"stylesheet\"", "url(http"}) CHECK(page.find(outside) == std::string::npos);
    CHECK(page.find("@import") == std::string::npos);
    CHECK(page.size() > 1'000'000);
    CHECK(page.size() < 1'400'000);
}
