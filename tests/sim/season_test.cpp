// What a season is made of before anybody calls: who has a need and when, recurring events, rosters that follow the clock.
#include <doctest/doctest.h>

#include "little.hpp"

using namespace simtests;

namespace {

const std::string nobody_calls =
    "reasons: {r: {expected: 0.000001/d, queues: {voice: 100%}}}\nqueues: {voice: {handle_time: 1s}}\n";

}  // namespace

TEST_CASE("People follow a scale that steps within the day, and a number on a line by the interval") {
    const auto on_duty = [](const std::string& agents, double from, double to) {
        return Outcome(day(nobody_calls + "staff: {groups: {agents: {serves: [voice], " + agents + "}}}\n"))
                   .group("agents", GroupTally::on_duty, from, to) /
               (3600 * (to - from));
    };
    const std::string stepped = "agents: 2, scale: {from: {2026-03-02: 1, 2026-03-02 12:15: 3}}";
    CHECK(on_duty(stepped, 0, 12) == doctest::Approx(2));
    CHECK(on_duty(stepped, 12, 12.5) == doctest::Approx(4));
    CHECK(on_duty(stepped, 12.5, 24) == doctest::Approx(6));
    const std::string line = "agents: {through: {2026-03-02: 0, 2026-03-02 12:00: 24}}";
    CHECK(on_duty(line, 6, 6.5) == doctest::Approx(12));
    CHECK(on_duty(line, 12, 24) == doctest::Approx(24));
}
