// What happens to contacts in one queue, worked out by hand from the model's sections 3, 4 and 7.
#include <doctest/doctest.h>

#include "little.hpp"

using namespace simtests;

namespace {

// Three contacts, at 3660, 3720 and 3780 s, for one agent who needs 100 s for each.
const std::vector<Feed> three{{"a", "voice", 3}};
std::string voice(const std::string& keys) { return "  voice: {handle_time: 100s, " + keys + "}\n"; }
const std::string one = "    agents: {serves: [voice], agents: 1}\n";
const std::string nobody_there =
    "    agents: {serves: [voice], roster: {mon-sun: {last: 1}}}\n  shifts: {last: {start: \"23:59\", lasts: 1min}}\n";

}  // namespace

TEST_CASE("Contacts are answered in turn, when the agent is free") {
    // Answered at 3660, 3760 and 3860: waits of 0, 40 and 80 s.
    const Outcome x(fed(three, voice("target: {service_level: 80%, within: 40s}"), one));
    CHECK(x.queue("voice", Tally::offered) == 3);
    CHECK(x.queue("voice", Tally::answered) == 3);
    CHECK(x.queue("voice", Tally::at_once) == 1);
    CHECK(x.queue("voice", Tally::answered_within) == 2);
    CHECK(x.queue("voice", Tally::wait_answered) == 120);
    CHECK(x.queue("voice", Tally::wait_all) == 120);
    CHECK(x.queue("voice", Tally::handle_time) == 300);
    CHECK(x.queue("voice", Tally::backlog_max) == 1);
    CHECK(x.group("agents", GroupTally::busy) == doctest::Approx(300));
    CHECK(x.group("agents", GroupTally::available) == doctest::Approx(86400));
    CHECK(x.reason("a", ReasonTally::backlog) == 3);
    CHECK(x.reason("a", ReasonTally::resolved) == 3);
}

TEST_CASE("Whoever has no patience left when the agent would be free has gone") {
    // The third arrives at 3780 and leaves at 3830, before 3860.
    const Outcome x(fed(three, voice("patience: 50s, short_abandon: 50s, target: {service_level: 80%, within: 49s}"), one));
    CHECK(x.queue("voice", Tally::answered) == 2);
    CHECK(x.queue("voice", Tally::abandoned) == 1);
    CHECK(x.queue("voice", Tally::abandoned_within) == 0);
    CHECK(x.queue("voice", Tally::short_abandons) == 1);
    CHECK(x.queue("voice", Tally::wait_all) == 90);
    CHECK(x.queue("voice", Tally::wait_answered) == 40);
    CHECK(x.reason("a", ReasonTally::abandoned) == 1);
    CHECK(x.reason("a", ReasonTally::resolved) == 2);
}

TEST_CASE("At one instant an end of service comes before the end of patience") {
    // The second would leave at 3760, when the agent is free; the third at 3820, before 3860.
    const Outcome x(fed(three, voice("patience: 40s"), one));
    CHECK(x.queue("voice", Tally::answered) == 2);
    CHECK(x.queue("voice", Tally::abandoned) == 1);
}

TEST_CASE("Nobody abandons while it rings, and ringing is wait and the agent's time") {
    // Taken at 3660, 3770, 3880 and answered 10 s later; the third is taken after 100 s, its patience lasts 105.
    const Outcome x(fed(three, voice("rings: 10s, patience: 105s"), one));
    CHECK(x.queue("voice", Tally::answered) == 3);
    CHECK(x.queue("voice", Tally::wait_answered) == 10 + 60 + 110);
    CHECK(x.queue("voice", Tally::handle_time) == 300);
    CHECK(x.group("agents", GroupTally::busy) == doctest::Approx(330));
}

TEST_CASE("Lines count who waits and who is served; the rest is blocked") {
    const std::vector<Feed> pairs{{"a", "voice", 2}, {"b", "voice", 2}};
    const Outcome x(fed(pairs, voice("lines: 2"), one));
    CHECK(x.queue("voice", Tally::offered) == 2);
    CHECK(x.queue("voice", Tally::blocked) == 2);
    CHECK(x.reason("a", ReasonTally::blocked) + x.reason("b", ReasonTally::blocked) == 2);
    CHECK(x.queue("voice", Tally::wait_answered) == 100);
}

TEST_CASE("A line is free again when the wrap-up ends, not before") {
    // With one line: 3720 is blocked, 3780 finds the line free since 3760.
    const Outcome x(fed(three, voice("lines: 1"), one));
    CHECK(x.queue("voice", Tally::offered) == 2);
    CHECK(x.queue("voice", Tally::blocked) == 1);
}

TEST_CASE("Last in, first out turns the order round") {
    // Arrivals 3660 ... 3840, 150 s each: the first until 3810 has the second and the third behind it.
    const std::vector<Feed> four{{"a", "voice", 3}};
    const std::string queue = "  voice: {handle_time: 150s, order: ORDER, target: {service_level: 80%, within: 40s}}\n";
    auto with = [&](const std::string& order) {
        std::string text = queue;
        return Outcome(fed(four, text.replace(text.find("ORDER"), 5, order), one));
    };
    CHECK(with("lifo").queue("voice", Tally::answered_within) == 2);  // 0, 30 (the third), 240
    CHECK(with("fifo").queue("voice", Tally::answered_within) == 1);  // 0, 90, 180
    CHECK(with("deadline").queue("voice", Tally::answered_within) == 1);
    CHECK(with("lifo").queue("voice", Tally::wait_answered) == 270);
    CHECK(with("fifo").queue("voice", Tally::wait_answered) == 270);
}

TEST_CASE("Priority goes before arrival") {
    // a: 3660, 3720, 3780; b: 3750. At 3760 b is taken first where it has priority: waits 0, 10; else a's second: 40.
    const std::vector<Feed> feeds{{"a", "voice", 3}, {"b", "voice", 1, 150}};
    const std::string queue = voice("target: {service_level: 80%, within: 15s}");
    CHECK(Outcome(fed(feeds, queue, one)).queue("voice", Tally::answered_within) == 1);
    const std::string plan = "baseline: p\nplans: {p: {do: [{priority: {reason: b, by: +1}}]}}\n";
    CHECK(Outcome(fed(feeds, queue, one, plan)).queue("voice", Tally::answered_within) == 2);
}

TEST_CASE("A redial comes after its delay, up to the attempts allowed") {
    // Nobody answers: attempts at 3660, 4290 and 4920, each given up after 30 s.
    const Outcome x(fed({{"a", "voice", 1}}, voice("patience: 30s, redial: {after: 600s, up_to: 3}"), nobody_there));
    CHECK(x.queue("voice", Tally::offered) == 3);
    CHECK(x.queue("voice", Tally::redials) == 2);
    CHECK(x.queue("voice", Tally::abandoned) == 3);
    CHECK(x.queue("voice", Tally::offered, 1, 1.5) == 3);
    CHECK(x.queue("voice", Tally::wait_all) == 90);
    CHECK(x.reason("a", ReasonTally::abandoned) == 1);
}

TEST_CASE("Redials go where they are sent, and there meet that queue's rules") {
    const std::string queues = voice("patience: 30s, redial: {after: 600s, up_to: 5, queues: {second: 100%}}") +
                               "  second: {handle_time: 10s, patience: 20s, redial: {after: 60s, up_to: 3}}\n";
    std::string groups = nobody_there;
    groups.replace(groups.find("[voice]"), 7, "[voice, second]");
    const Outcome x(fed({{"a", "voice", 1}}, queues, groups));
    CHECK(x.queue("voice", Tally::offered) == 1);
    CHECK(x.queue("second", Tally::offered) == 2);
    CHECK(x.queue("second", Tally::redials) == 2);
    CHECK(x.reason("a", ReasonTally::abandoned) == 1);
}

TEST_CASE("Blocked customers redial too") {
    // 3720 is blocked, comes again at 3820 when the first has gone (3760) and the third is served (3780 to 3880): blocked again, gone.
    const Outcome x(fed(three, voice("lines: 1, redial: {after: 100s, up_to: 2}"), one));
    CHECK(x.queue("voice", Tally::blocked) == 2);
    CHECK(x.queue("voice", Tally::offered) == 2);
    CHECK(x.reason("a", ReasonTally::blocked) == 1);
    CHECK(x.reason("a", ReasonTally::resolved) == 2);
}

TEST_CASE("Who finds too many waiting balks") {
    // 3660 is served, 3720 waits (nobody before it), 3780 finds one waiting.
    const Outcome x(fed(three, voice("balks: {when_longer_than: 0, share: 100%}"), one));
    CHECK(x.queue("voice", Tally::balked) == 0);  // 3720 taken at 3760
    const Outcome y(fed({{"a", "voice", 4}}, "  voice: {handle_time: 150s, balks: {when_longer_than: 0, share: 100%}}\n", one));
    CHECK(y.queue("voice", Tally::balked) == 1);  // 3780 finds 3720 waiting; 3840 finds nobody
    CHECK(y.queue("voice", Tally::offered) == 3);
    CHECK(y.reason("a", ReasonTally::balked) == 1);
}

TEST_CASE("Who hears of a long wait balks: the wait so far of the first in the queue") {
    // 3780 finds the first waiting for 60 s, 3840 for 120 s.
    const Outcome x(fed({{"a", "voice", 4}}, "  voice: {handle_time: 300s, balks: {when_wait_above: 60s, share: 100%}}\n", one));
    CHECK(x.queue("voice", Tally::balked) == 1);
    CHECK(x.queue("voice", Tally::offered) == 3);
}

TEST_CASE("Who has nobody to serve them is open at the end") {
    const Outcome x(fed(three, voice("target: {service_level: 80%, within: 20s}"), nobody_there));
    CHECK(x.queue("voice", Tally::offered) == 3);
    CHECK(x.queue("voice", Tally::answered) == 1);  // in the last minute of the day
    CHECK(x.queue("voice", Tally::open) == 2);
    CHECK(x.queue("voice", Tally::open_early) == 0);
    CHECK(x.queue("voice", Tally::backlog, 23.5, 24) == 2);
    CHECK(x.queue("voice", Tally::backlog_age, 23.5, 24) == 86400 - 3720);
    CHECK(x.reason("a", ReasonTally::open) == 3);  // one is still being talked to
}
