// scale: {queue: ...}: more or fewer of those who choose this queue, and nobody else's customers change.
#include <cmath>

#include <doctest/doctest.h>

#include "little.hpp"

using namespace simtests;

namespace {

Outcome with(const std::string& rest) {
    return Outcome(
        day("reasons:\n  r: {expected: 2000/d, queues: {v: 50%, w: 50%}}\n"
            "queues:\n  v: {handle_time: 60s, patience: never}\n  w: {handle_time: 60s, patience: never}\n"
            "staff: {groups: {g: {serves: [v, w], agents: 100}}}\n" +
            rest));
}

std::string event(const std::string& by, const std::string& when = "at: 2026-03-02, lasts: 1d") {
    return "events: {e: {" + when + ", do: [{scale: {queue: v, by: " + by + "}}]}}\n";
}

}  // namespace

TEST_CASE("A queue's volume is scaled; the other queue keeps its very customers") {
    const Outcome plain = with(""), twice = with(event("2")), half = with(event("0.5")), none = with(event("0")),
                  same = with(event("1"));
    const double v = plain.queue("v", Tally::offered), w = plain.queue("w", Tally::offered);
    CHECK(v > 900);
    for (const Outcome* other : {&twice, &half, &none, &same}) CHECK(other->queue("w", Tally::offered) == w);
    CHECK(same.queue("v", Tally::offered) == v);
    CHECK(none.queue("v", Tally::offered) == 0);
    CHECK(std::abs(twice.queue("v", Tally::offered) - 2 * v) < 5 * std::sqrt(2 * v));
    CHECK(std::abs(half.queue("v", Tally::offered) - v / 2) < 5 * std::sqrt(v / 2));
    CHECK(twice.reason("r", ReasonTally::needs) == twice.queue("v", Tally::offered) + w);
}

TEST_CASE("A queue's volume is scaled from its instant on, fades, and by a rule at once") {
    const Outcome plain = with(""), late = with(event("0", "at: 2026-03-02 12:10, lasts: 1d"));
    CHECK(late.queue("v", Tally::offered, 0, 12) == plain.queue("v", Tally::offered, 0, 12));
    CHECK(late.queue("v", Tally::offered, 12.5, 24) == 0);
    CHECK(late.queue("v", Tally::offered, 12, 12.5) > 0);
    const Outcome fading = with(event("0", "at: 2026-03-02, lasts: 6h, fades: 12h"));
    CHECK(fading.queue("v", Tally::offered, 0, 6) == 0);
    const double mid = fading.queue("v", Tally::offered, 6, 18), full = plain.queue("v", Tally::offered, 6, 18);
    CHECK(mid > 0.3 * full);
    CHECK(mid < 0.7 * full);
    CHECK(fading.queue("v", Tally::offered, 18, 24) == plain.queue("v", Tally::offered, 18, 24));
    const Outcome ruled =
        with("rules: {r1: {when: {group: g, metric: agents_free, above: 0}, takes: 370min, do: [{scale: {queue: v, by: 0}}]}}\n");
    CHECK(ruled.queue("v", Tally::offered, 0, 6) == plain.queue("v", Tally::offered, 0, 6));
    CHECK(ruled.queue("v", Tally::offered, 6, 6.5) < plain.queue("v", Tally::offered, 6, 6.5));
    CHECK(ruled.queue("v", Tally::offered, 6.5, 24) == 0);
    CHECK(ruled.queue("w", Tally::offered) == plain.queue("w", Tally::offered));
}

TEST_CASE("Messages per need of a reason that another reason's messages cause, in any order of the file") {
    const Outcome x(
        day("reasons:\n  c: {queues: {v: 100%}, profile: {by_hour: {\"00-24\": 1}}}\n  b: {queues: {v: 100%}, profile: {by_hour: "
            "{\"00-24\": 1}}}\n"
            "  a: {expected: 1000/d, queues: {v: 100%}}\n"
            "notifications:\n  n2: {about: [b], per: b, reach: 100%, effect: 0%, generates: {reason: c, rate: 100%}}\n"
            "  n1: {about: [a], per: a, reach: 100%, effect: 0%, generates: {reason: b, rate: 100%}}\n"
            "queues:\n  v: {handle_time: 10s, patience: never}\nstaff: {groups: {g: {serves: [v], agents: 100}}}\n"));
    CHECK(x.reason("b", ReasonTally::needs) > 800);
    CHECK(x.reason("c", ReasonTally::needs) > 800);
}
