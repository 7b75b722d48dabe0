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

TEST_CASE("A file of fewer than seven days is repeated before it begins, as a list is") {
    // Orders of a Monday and a Tuesday; their contacts come two days later.
    peakline::Scenario scenario =
        load(day("drivers: {o: {expected: [1, 1]}}\nreasons: {r: {per: o, rate: 100%, lag: {2d: 100%}, queues: {mail: 100%}}}\n"
                 "queues: {mail: {medium: deferred, handle_time: 1s}}\nstaff: {groups: {g: {serves: [mail], agents: 9}}}\n",
                 2));
    peakline::TimeTable table;
    table.step = 3600;
    for (int hour = 0; hour < 48; ++hour) {
        table.starts.push_back(scenario.axis().utc_start() + hour * 3600);
        table.values.push_back(hour < 24 ? 100 : 0);
    }
    scenario.drivers[0].volume.expected = peakline::Expected{table};
    const Outcome x(scenario);
    CHECK(x.queue("mail", Tally::offered, 0, 24) == doctest::Approx(2400).epsilon(0.1));
    CHECK(x.queue("mail", Tally::offered, 24, 48) == 0);
}
