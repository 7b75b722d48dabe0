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

TEST_CASE("A chase that joins its item adds the handle time of its reason") {
    const auto handled = [](const std::string& own) {
        return Outcome(
                   day("reasons: {r: {expected: 0.000001/d, queues: {mail: 100%}, handle_time: {mail: " + own +
                       "}}}\nqueues: {mail: {medium: deferred, handle_time: 420s, hours: {mon-sun: \"12:00-24:00\"}, backlog: "
                       "{items: 1, age: 0s}, chase: {after: 4h, share: 100%, queues: {mail: 100%}, up_to: 1}}}\n"
                       "staff: {groups: {a: {serves: [mail], agents: 1}}}\n"))
            .queue("mail", Tally::handle_time);
    };
    CHECK(handled("3min") == doctest::Approx(360));
    CHECK(handled("2") == doctest::Approx(1680));
}

TEST_CASE("A call that is promised keeps what a chase has brought, however often it is dialled") {
    // One in service for 40 minutes; the second accepts the callback after 4, is asked about after 24 and dialled from 40 on.
    const Outcome x(
        fed({{"a", "voice", 1}, {"b", "voice", 1, 120}, {"c", "voice", 1, 400}},
            "  voice: {handle_time: 40min, patience: 3h, chase: {after: 20min, share: 100%, queues: {voice: 100%}, up_to: "
            "1, handle_time: 7min}, callback: {offer_above: 3min, accepts: 100%, within: 30h, connects: {from: "
            "{2026-03-02: 0%, 2026-03-02 03:00: 100%}}, tries: 6}}\n",
            "    agents: {serves: [voice], agents: 1}\n"));
    CHECK(x.queue("voice", Tally::called_back) == 1);
    CHECK(x.queue("voice", Tally::chases) == 2);
    CHECK(x.queue("voice", Tally::handle_time) == doctest::Approx(3 * 2400 + 2 * 420));
}

TEST_CASE("The fastest agent is the one whose own pace it is: newcomers and people lent by other groups") {
    const auto taken_by = [](const peakline::Trace& trace) {
        std::map<std::string, int> taken;
        for (const auto& step : trace.steps)
            if (step.what == What::taken && trace.queues[step.queue] == "voice") {
                const auto& agent = trace.agents[step.agent];
                ++taken[trace.groups[agent.group] + (agent.shift == peakline::no_index ? "" : " " + trace.shifts[agent.shift])];
            }
        return taken;
    };
    const std::string head = "routing: {agent: fastest}\n", voice = "  voice: {handle_time: 1min}\n";
    const std::vector<Feed> feeds = {{"x", "voice", 10, 600}};
    // Calls come every 10 minutes, so that all are idle whenever one comes.
    const auto ramp = taken_by(trace_of(fed(feeds, voice,
                                            "    agents: {serves: [voice], roster: {mon-sun: {s: 1}}, cohorts: {new: {roster: "
                                            "{mon-sun: {s: 1}}, from: 2026-03-02, ramp: [3], step: 30d}}}\n"
                                            "  shifts: {s: {start: \"00:00\", lasts: 24h}}\n",
                                            head)));
    REQUIRE(ramp.size() == 1);
    CHECK(ramp.begin()->second == 10);
    const auto moved =
        taken_by(trace_of(fed(feeds, voice + "  mail: {medium: deferred, handle_time: 1min}\n",
                              "    mild: {serves: [voice], agents: 1, handle_time: 1.5}\n"
                              "    slow: {serves: [mail], agents: 1, handle_time: 3}\n"
                              "    quick: {serves: [voice], agents: 0}\n",
                              head + "events: {help: {at: 2026-03-02 00:00, lasts: 1d, do: [{move: {from: slow, to: "
                                     "quick, agents: 1}}]}}\n")));
    REQUIRE(moved.size() == 1);
    CHECK(moved.begin()->first == "mild");
}

TEST_CASE("A chat in the wrong queue takes a minute there") {
    const auto times = [](const std::string& chat) {
        const Outcome x(
            day("reasons: {r: {expected: 20/d, queues: {chat: 100%}}}\nself_service: {bot: {before: [chat], contains: "
                "0%, misroutes: {chat: {other: 100%}}}}\nqueues:\n  chat: {medium: chat, " +
                chat + "}\n  other: {like: chat}\nstaff: {groups: {a: {serves: [chat, other], agents: 99}}}\n"));
        REQUIRE(x.queue("other", Tally::handled) > 5);
        CHECK(x.queue("other", Tally::transferred_out) == x.queue("other", Tally::handled));
        CHECK(x.queue("other", Tally::handle_time) == doctest::Approx(60 * x.queue("other", Tally::handled)));
        CHECK(x.queue("other", Tally::conversation) == doctest::Approx(60 * x.queue("other", Tally::handled)));
        return x.queue("chat", Tally::handle_time) / x.queue("chat", Tally::handled);
    };
    CHECK(times("conversation: {messages: 10, agent_reply: 70s, customer_reply: 10s}") == doctest::Approx(700));
    CHECK(times("handle_time: 500s, slots: {usual: 2}, slowdown: [1, 1]") == doctest::Approx(500));
}

TEST_CASE("What changes in the midst of a conversation by messages does not change its replies") {
    const auto handled = [](const std::string& reply, const std::string& reason, const std::string& more) {
        const Outcome x(
            day("reasons: {r: {expected: 0.000001/d, queues: {chat: 100%}, handle_time: {chat: " + reason +
                "}}}\nqueues: {chat: {medium: chat, patience: 20h, backlog: {items: 1, age: 1min}, conversation: {messages: 10, "
                "agent_reply: " +
                reply + ", customer_reply: 4min, timeout: 10h}}}\nstaff: {groups: {a: {serves: [chat], agents: 1}}}\n" + more));
        REQUIRE(x.queue("chat", Tally::handled) == 1);
        return x.queue("chat", Tally::handle_time);
    };
    CHECK(handled("1min", "1", "") == doctest::Approx(600));
    CHECK(handled("{from: {\"2026-03-02\": 1min, \"2026-03-02 00:20\": 6min}}", "1", "") == doctest::Approx(600));
    CHECK(handled("1min", "{from: {\"2026-03-02\": 2, \"2026-03-02 00:20\": 6}}", "") == doctest::Approx(1200));
    CHECK(handled("1min", "1", "events: {e: {at: 2026-03-02 00:20, lasts: 5h, do: [{handle_time: {queue: chat, by: 6}}]}}\n") ==
          doctest::Approx(600));
}

TEST_CASE("Conversations by slowdown of two queues go at the pace of each") {
    const auto trace = trace_of(day(
        "reasons: {r: {expected: 0.000001/d, queues: {a: 100%}}, s: {expected: 0.000001/d, queues: {b: 100%}}}\nqueues:\n"
        "  a: {medium: chat, handle_time: 10min, slowdown: [1, 2], slots: {usual: 2}, patience: 10h, backlog: {items: 1, age: "
        "1min}}\n  b: {like: a, slowdown: [1, 1], backlog: {items: 1, age: 0s}}\n"
        "staff: {groups: {g: {serves: [a, b], agents: 1}}}\n"));
    const auto a = times_of(trace, What::conversation, "a"), b = times_of(trace, What::conversation, "b");
    REQUIRE(a.size() == 1);
    REQUIRE(b.size() == 1);
    CHECK(b[0] == doctest::Approx(600));
    CHECK(a[0] == doctest::Approx(900));
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
