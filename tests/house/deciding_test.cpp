// Deciding at the shell: what a planner asks of `run` with several plans.
#include <fstream>

#include <doctest/doctest.h>

#include "shell.hpp"
#include "tests/scratch.hpp"

using peakline::testing::quoted;
using peakline::testing::scratch_file;
using peakline::testing::shell;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// A small centre with plans of which one is clearly best; `run` is the value of that key.
std::string file_with(const std::string& run, const std::string& service_level = "80%") {
    static int number = 0;
    const auto path = scratch_file("deciding-" + std::to_string(number++) + ".yaml");
    std::ofstream(path) << "run: " << run << R"(
baseline: before
time: {start: 2026-11-02, days: 2}
busyness: {gamma: {mean: 1, cv: 20%}}
reasons:
  question: {expected: 300/d, profile: {by_hour: {"08-18": 1}}, queues: {voice: 100%}}
queues:
  voice: {handle_time: {exponential: {mean: 4min}}, patience: {exponential: {mean: 3min}}, target: {service_level: )"
                        << service_level << R"(, within: 20s}}
staff: {groups: {core: {serves: [voice], agents: 3, cost: 10/h}}}
plans:
  before: {}
  quicker: {set: {queues.voice.handle_time: {exponential: {mean: 3min}}}}
  more: {set: {staff.groups.core.agents: 6}}
  both: {levers: [quicker, more]}
)";
    return path.string();
}

// The same, with `more` after `before`.
std::string with(const std::string& file, const std::string& before, const std::string& more) {
    std::ifstream in(file);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    text.insert(text.find(before) + before.size(), more);
    in.close();
    std::ofstream(file) << text;
    return file;
}

std::string run(const std::string& file, const std::string& options = "") {
    return shell(quoted(PEAKLINE_PROGRAM) + " run " + quoted(file) + " " + options + " 2>&1").out;
}

}  // namespace

TEST_CASE("run decides by a metric and says how surely, what did it and how many seasons it took") {
    const std::string file = file_with("{seed: 3, until: {decide: voice.service_level}}");
    const std::string report = run(file);
    CHECK(holds(report, "both is best by voice.service_level: 95 % sure"));
    CHECK(holds(report, "out after 40"));
    CHECK(holds(report, "What did it: both against before"));
    const std::string json = run(file, "--json");
    for (const char* part : {"\"best\"", "\"replications_by_plan\"", "\"levers\"", "\"cost_of_a_point\"", "\"queueing\""})
        CHECK(holds(json, part));
}

TEST_CASE("run finds the cheapest plan that meets the targets, or says that none does") {
    const std::string cheapest = "{seed: 3, until: {decide: cost, subject_to: targets}}";
    CHECK(holds(run(file_with(cheapest)), "before is best by cost, among the plans that meet the targets on average: 95 %"));
    CHECK(holds(run(file_with(cheapest, "99%")), "more is best by cost, among the plans that meet the targets on average"));
    CHECK(holds(run(file_with(cheapest), "--plan before"), "before meets the targets on average over the seasons: 95 % sure"));
    CHECK(holds(run(file_with(cheapest, "99%"), "--plan before"), "No plan meets the targets on average over the seasons."));
}

TEST_CASE("run plays until a half-width is reached, or says how far it came") {
    CHECK(holds(run(file_with("{seed: 3, until: {metric: voice.service_level, half_width: 10%}}"), "--no-levers"),
                "were enough for a half-width of 10.0 pt"));
    CHECK(holds(run(file_with("{seed: 3, until: {metric: voice.service_level, half_width: 0.01%, max: 40}}"), "--no-levers"),
                "after 40 replications"));
}

TEST_CASE("--replications overrides until; --robust and --variance add their tables, and a wrong metric is a mistake") {
    const std::string file = file_with("{seed: 3, until: {decide: voice.service_level}}");
    const std::string report = run(file, "--replications 45 --robust --variance --no-levers");
    CHECK(holds(report, "45 replications"));
    CHECK_FALSE(holds(report, "Which plan"));
    CHECK(holds(report, "Other seasons: voice: Service level"));
    CHECK(holds(report, "Where the spread between seasons comes from: both"));
    const auto wrong =
        shell(quoted(PEAKLINE_PROGRAM) + " run " + quoted(file) + " --replications 5 --robust=voice.servic_level 2>&1");
    CHECK(wrong.exit_code == 2);
    CHECK(holds(wrong.out, "service_level"));
}

TEST_CASE("After a decision subject to targets, plans that miss them in a kind of season are named there and not ranked") {
    const std::string file = file_with("{seed: 3, until: {decide: cost, subject_to: targets}}", "99%");
    const std::string words = "not ranked, for missing targets there: before (voice.service_level)";
    CHECK(holds(run(file, "--robust --no-levers | tr '\n' ' '"), words));
    const std::string json = run(file, "--robust --no-levers --json");
    CHECK(holds(json, words));
    CHECK(holds(json, "\"largest_regret\": {\n    \"before\": null"));
    CHECK_FALSE(holds(run(file_with("{seed: 3, until: {decide: cost}}", "99%"), "--robust --no-levers"), "not ranked"));
}

TEST_CASE("Results do not depend on the number of threads, decisions and levers included") {
    const std::string file = file_with("{seed: 3, until: {decide: voice.service_level}}");
    CHECK(run(file, "--json --threads 1") == run(file, "--json --threads 3"));
}

TEST_CASE(
    "Without a decision the first note says what the plans cost against the baseline; where nothing costs, nothing is said") {
    const std::string file = file_with("{seed: 3}"), options = "--replications 5 --no-levers | tr '\\n' ' '";
    // Two days of 24 hours, an agent costs 10 an hour: three more of them 1 440.
    CHECK(holds(run(file, options),
                "Note: cost against before: quicker 0.00 (95 % interval 0.00 to 0.00), more +1 440 (95 % "
                "interval +1 440 to +1 440), both +1 440 "));
    CHECK(holds(run(file, "--replications 5 --no-levers --json"), "\"cost against before: quicker 0.00"));
    std::ifstream in(file);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    text.erase(text.find(", cost: 10/h"), 12);
    std::ofstream(file) << text;
    CHECK_FALSE(holds(run(file, options), "cost against"));
    CHECK_FALSE(holds(run(file_with("{seed: 3, until: {decide: cost}}"), "--no-levers"), "cost against"));
}

TEST_CASE("What is noteworthy of several plans is said once, with the plans it is true of") {
    const std::string options = "--replications 3 --no-levers | tr '\\n' ' '";
    const std::string short_days = with(file_with("{seed: 3}"), "  voice: {", "hours: {mon-sun: \"10:00-18:00\"}, ");
    CHECK(holds(run(short_days, options), "Note: every plan: 67 % of the needs for question came outside opening hours"));
    const std::string closed =
        with(short_days, "set: {staff.groups.core.agents: 6", ", queues.voice.hours: {mon-sun: \"10:00-11:00\"}");
    const std::string report = run(with(closed, "quicker: {", "do: [{close: voice}], "), options);
    CHECK(holds(report, "Note: every plan: 67 to "));
    CHECK(holds(report, "Note: quicker and both: the target service_level of voice has no value here and counts as missed"));
}
