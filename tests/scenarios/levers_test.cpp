// A plan taken apart: the scenarios under some of its levers.
#include <fstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "scenarios/load.hpp"
#include "tests/scratch.hpp"

using namespace peakline;

namespace {

std::string file_with(const std::string& plans) {
    static int number = 0;
    const auto path = testing::scratch_file(fmt::format("levers-{}.yaml", number++));
    std::ofstream(path) << R"(
time: {start: 2026-11-02, days: 2}
reasons:
  question: {expected: 300/d, queues: {voice: 100%}}
queues:
  voice: {handle_time: 4min, patience: 3min}
staff:
  groups:
    core: {serves: [voice], agents: 4}
)" << plans;
    return path.string();
}

const char* const war_room = R"(
baseline: before
plans:
  before: {}
  quick: {set: {queues.voice.handle_time: 3min}}
  many: {set: {staff.groups.core.agents: 9}}
  both: {levers: [quick, many]}
  war_room: {levers: [quick, many], set: {queues.voice.lines: 7}}
)";

double handle_time(const Scenario& s) { return mean(s.queues[0].handle_time->points[0].value); }

}  // namespace

TEST_CASE("A plan's levers are what it builds on and, last, what it does itself") {
    const std::string path = file_with(war_room);
    const PlanLevers levers = load_levers(path, "war_room");
    CHECK(levers.names == std::vector<std::string>{"quick", "many", "war_room"});
    CHECK(levers.from_baseline);
    CHECK(load_levers(path, "both").names == std::vector<std::string>{"quick", "many"});
    CHECK(load_levers(path, "before").names.empty());
}

TEST_CASE("The scenario under some levers has just what they set") {
    const PlanLevers levers = load_levers(file_with(war_room), "war_room");
    const Scenario none = levers.scenario({false, false, false}), quick = levers.scenario({true, false, false}),
                   own = levers.scenario({false, false, true});
    CHECK(handle_time(none) == 240);
    CHECK(none.queues[0].lines == never);
    CHECK(handle_time(quick) == 180);
    CHECK(quick.queues[0].lines == never);
    CHECK(handle_time(own) == 240);
    CHECK(own.queues[0].lines == 7);
}

TEST_CASE("Levers that together are a plan of the file are known by its name") {
    const PlanLevers levers = load_levers(file_with(war_room), "war_room");
    CHECK(levers.same_as({false, false, false}) == "before");
    CHECK(levers.same_as({true, false, false}) == "quick");
    CHECK(levers.same_as({true, true, false}) == "both");
    CHECK(levers.same_as({true, true, true}) == "war_room");
    CHECK(levers.same_as({true, false, true}).empty());
}

TEST_CASE("What the baseline has, too, is no lever and stays") {
    const PlanLevers levers = load_levers(file_with(R"(
baseline: quick
plans:
  quick: {set: {queues.voice.handle_time: 3min}}
  many: {set: {staff.groups.core.agents: 9}}
  war_room: {levers: [quick, many], do: [{close: voice}]}
)"),
                                          "war_room");
    CHECK(levers.names == std::vector<std::string>{"many", "war_room"});
    CHECK(levers.from_baseline);
    CHECK(handle_time(levers.scenario({false, false})) == 180);
    CHECK(levers.same_as({false, false}) == "quick");
    const PlanLevers elsewhere = load_levers(file_with(R"(
baseline: slow
plans:
  slow: {set: {queues.voice.handle_time: 9min}}
  war_room: {set: {staff.groups.core.agents: 9}}
)"),
                                             "war_room");
    CHECK_FALSE(elsewhere.from_baseline);
}

TEST_CASE("Levers that need each other are refused when they stand alone") {
    const PlanLevers levers = load_levers(file_with(R"(
plans:
  written: {set: {queues.mail: {medium: deferred, handle_time: 5min}, staff.groups.core.serves: [voice, mail]}}
  moved: {levers: [written], set: {reasons.question.queues: {mail: 100%}}}
)"),
                                          "moved");
    CHECK(levers.names == std::vector<std::string>{"written", "moved"});
    CHECK_NOTHROW(levers.scenario({true, false}));
    CHECK_THROWS_AS(levers.scenario({false, true}), InputError);
}
