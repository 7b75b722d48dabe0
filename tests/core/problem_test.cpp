// Messages about mistakes in an input.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/problem.hpp"

using namespace peakline;

TEST_CASE("A problem says where, what, what was found, what is expected and the nearest name") {
    Problem problem;
    problem.place = {"scenario.yaml", 12, 5};
    problem.key = "queues.voice.patiance";
    problem.message = "unknown key";
    problem.found = "'patiance'";
    problem.expected = "a key of a queue";
    problem.nearest = "patience";
    CHECK(problem.text() ==
          "scenario.yaml:12:5: queues.voice.patiance: unknown key (found 'patiance', expected a key of a queue); did you mean "
          "'patience'?");
}

TEST_CASE("A problem leaves out what it does not know") {
    CHECK(Problem{{"a.yaml"}, "", "empty file", "", "", ""}.text() == "a.yaml: empty file");
    CHECK(Problem{{"a.yaml", 3}, "time", "missing", "", "", ""}.text() == "a.yaml:3: time: missing");
    CHECK(Problem{{}, "", "no unit", "5", "", ""}.text() == "no unit (found 5)");
    CHECK(Problem{{}, "", "no unit", "", "5min", ""}.text() == "no unit (expected 5min)");
}

TEST_CASE("An input error carries every problem and says them line by line") {
    const InputError error(
        {Problem{{"a.yaml", 1, 2}, "x", "first", "", "", ""}, Problem{{"a.yaml", 9, 1}, "y", "second", "", "", ""}});
    CHECK(error.problems().size() == 2);
    CHECK(std::string(error.what()) == "a.yaml:1:2: x: first\na.yaml:9:1: y: second");
}

TEST_CASE("The nearest name forgives a slip") {
    const std::vector<std::string> keys = {"patience", "handle_time", "priority", "prefers", "lines", "redial"};
    CHECK(nearest_name("patiance", keys) == "patience");  // changed
    CHECK(nearest_name("pateince", keys) == "patience");  // swapped
    CHECK(nearest_name("patince", keys) == "patience");   // left out
    CHECK(nearest_name("redials", keys) == "redial");     // added
    CHECK(nearest_name("Handle_Time", keys) == "handle_time");
    CHECK(nearest_name("handletime", keys) == "handle_time");
}

TEST_CASE("The nearest name is the nearest, and among equals the first") {
    const std::vector<std::string> names = {"chat", "chats", "that"};
    CHECK(nearest_name("chatz", names) == "chat");
    CHECK(nearest_name("thaat", names) == "that");
}

TEST_CASE("A swap of neighbours counts as one slip") {
    // Two slips are too many for four letters.
    const std::vector<std::string> names = {"mail"};
    CHECK(nearest_name("mial", names) == "mail");
    CHECK(nearest_name("mlla", names).empty());
}

TEST_CASE("Another word has no nearest name") {
    const std::vector<std::string> keys = {"patience", "handle_time", "a"};
    CHECK(nearest_name("overflow", keys).empty());
    CHECK(nearest_name("b", keys).empty());
    CHECK(nearest_name("", keys).empty());
    CHECK(nearest_name("patience", {}).empty());
}
