// Details of the model that a scenario by the book seldom shows.
#include <map>

#include <doctest/doctest.h>

#include "little.hpp"

using namespace simtests;
using What = peakline::TraceStep::What;

TEST_CASE("Each queue chases by its own definition") {
    // An hour in the first; then 47 hours until Wednesday in the second: asked after 7, 13 and 19 hours, never after 24.
    const auto trace = trace_of(day(
        "reasons: {r: {expected: 0.000001/d, queues: {first: 100%}}}\nqueues:\n"
        "  first: {medium: deferred, handle_time: 1h, backlog: {items: 1, age: 0s}, transfer: {share: 100%, queues: {second: "
        "100%}}, chase: {after: 24h, share: 100%, queues: {voice: 100%}, up_to: 3}}\n"
        "  second: {medium: deferred, handle_time: 1h, hours: {wed: \"00:00-24:00\"}, chase: {after: 6h, share: 100%, queues: "
        "{voice: 100%}, up_to: 3}}\n"
        "  voice: {handle_time: 0s}\n"
        "staff: {groups: {a: {serves: [first, voice], agents: 2}, b: {serves: [second], agents: 1}}}\n",
        3));
    const auto asked = times_of(trace, What::arrives, "voice");
    REQUIRE(asked.size() == 3);
    for (std::size_t n = 0; n < 3; ++n) CHECK(asked[n] == doctest::Approx(3600 * (7.0 + 6.0 * static_cast<double>(n))));
}

TEST_CASE("A repeat that waits is chased again, by the same decision") {
    const std::string text = day(
        "reasons: {r: {expected: 0.000001/d, queues: {mail: 100%}, resolved_first_time: {from: {2026-03-02: 0%, 2026-03-03: "
        "100%}}}}\nqueues:\n"
        "  mail: {medium: deferred, handle_time: 1min, hours: {mon: \"12:00-24:00\", wed: \"00:00-24:00\"}, repeat: {after: 1h}, "
        "backlog: {items: 40, age: 0s}, chase: {after: 10h, share: 50%, queues: {voice: 100%}, up_to: 1}}\n"
        "  voice: {handle_time: 0s}\n"
        "staff: {groups: {a: {serves: [mail, voice], agents: 100}}}\n",
        3);
    // All are asked about after 10 hours, or not at all; those who repeat after closing are asked about once more.
    const auto trace = trace_of(text);
    std::map<peakline::CustomerId, int> first, second;
    std::map<peakline::CustomerId, double> waits_again;
    for (const auto& step : trace.steps) {
        if (step.what == What::waits && step.time > 1) waits_again[step.customer] = step.time;
        if (step.what == What::arrives && trace.queues[step.queue] == "voice")
            ++(step.time < 11 * 3600 ? first : second)[step.customer];
    }
    CHECK(first.size() > 8);
    CHECK(first.size() < 32);
    int both = 0;
    for (const auto& [customer, time] : waits_again) {
        CHECK(second.count(customer) == first.count(customer));
        both += static_cast<int>(second.count(customer));
    }
    CHECK(both > 0);
}
