// Chat, message by message, worked out by hand from the model's section 5.
#include <doctest/doctest.h>

#include "little.hpp"

using namespace simtests;
using What = peakline::TraceStep::What;

namespace {

// Two replies of a minute each, two minutes of thinking between them: alone, a conversation lasts 240 s.
std::string chat(const std::string& keys, const std::string& conversation = "") {
    return "  chat: {medium: chat, conversation: {messages: 2, agent_reply: 60s, customer_reply: 120s" + conversation + "}" +
           keys + "}\n";
}
const std::string one = "    agents: {serves: [chat], agents: 1}\n";
const std::vector<Feed> two{{"a", "chat", 2, 30}};  // at 3630 and 3660

}  // namespace

TEST_CASE("A conversation alone: the agent writes, the customer thinks, the agent writes") {
    // Joins at 3660, first reply sent 3720, the customer answers 3840, the second is sent 3900.
    const Outcome x(fed({{"a", "chat", 1}}, chat(""), one));
    CHECK(x.queue("chat", Tally::at_once) == 1);
    CHECK(x.queue("chat", Tally::wait_answered) == 0);
    CHECK(x.queue("chat", Tally::first_reply) == 60);
    CHECK(x.queue("chat", Tally::replies) == 1);
    CHECK(x.queue("chat", Tally::reply) == 60);
    CHECK(x.queue("chat", Tally::conversation) == 240);
    CHECK(x.group("agents", GroupTally::busy) == doctest::Approx(240));
    CHECK(x.group("agents", GroupTally::work) == doctest::Approx(120));
    CHECK(x.reason("a", ReasonTally::resolved) == 1);
}

TEST_CASE("One reply at a time, the oldest unanswered message first") {
    // First replies 3630-3690 and 3690-3750; the customers answer at 3810 and 3870: second replies 3810-3870 and 3870-3930.
    const Outcome x(fed(two, chat(", slots: {usual: 2}"), one));
    CHECK(x.queue("chat", Tally::at_once) == 2);
    CHECK(x.queue("chat", Tally::first_reply) == 60 + 90);
    CHECK(x.queue("chat", Tally::reply) == 60 + 60);
    CHECK(x.queue("chat", Tally::conversation) == 240 + 270);
    CHECK(x.group("agents", GroupTally::busy) == doctest::Approx(300));
    CHECK(x.group("agents", GroupTally::work) == doctest::Approx(240));
    // Three of them at 3630, 3640 and 3650; thinking 50 s: the first answers at 3740, when the second is being written to, and is
    // older than the third's reply, but the third's own message is older still.
    const auto trace = trace_of(fed(
        {{"a", "chat", 3, 10}},
        "  chat: {medium: chat, slots: {usual: 3}, conversation: {messages: 2, agent_reply: 60s, customer_reply: 50s}}\n", one));
    CHECK(times_of(trace, What::reply, "chat") == std::vector<double>{3670, 3730, 3790, 3850, 3910, 3970});
    CHECK(times_of(trace, What::handled, "chat") == std::vector<double>{3850, 3910, 3970});
}

TEST_CASE("As many conversations as slots; more for contacts whose priority exceeds their queue's") {
    // The second comes at 3720, when the first has the only place until 3900.
    const std::vector<Feed> feeds{{"a", "chat", 1}, {"b", "chat", 1, 120}};
    const auto waited = [&](const std::string& slots, const std::string& more) {
        return Outcome(fed(feeds, chat(", slots: " + slots), one, more)).queue("chat", Tally::wait_answered);
    };
    const std::string important = "baseline: p\nplans: {p: {do: [{priority: {reason: b, by: +1}}]}}\n";
    CHECK(waited("{usual: 1}", "") == 180);
    CHECK(waited("{usual: 2}", "") == 0);
    CHECK(waited("{usual: 1, priority: 2}", "") == 180);
    CHECK(waited("{usual: 1, priority: 2}", important) == 0);
    CHECK(waited("{usual: 1, priority: 1}", important) == 180);
    // A priority of the queue itself raises everybody: nobody exceeds it.
    CHECK(Outcome(fed(feeds, chat(", slots: {usual: 1, priority: 2}, priority: 3"), one)).queue("chat", Tally::wait_answered) ==
          180);
    // By an event, from 02:00 on: too late here.
    CHECK(waited("{usual: 1}", "events: {e: {at: 2026-03-02 01:00, lasts: 1h, do: [{slots: {queue: chat, usual: 2}}]}}\n") == 0);
    CHECK(waited("{usual: 1}", "events: {e: {at: 2026-03-02 02:00, lasts: 1h, do: [{slots: {queue: chat, usual: 2}}]}}\n") ==
          180);
}

TEST_CASE("A new conversation goes to the agent with fewest") {
    // Four conversations for two agents with four places each: two and two, so that first replies come at 60, 60, then behind one.
    const Outcome x(fed({{"a", "chat", 4, 1}}, chat(", slots: {usual: 4}"), "    agents: {serves: [chat], agents: 2}\n"));
    // At 3601-3604: agent 1 writes 3601-3661, 3661-3721; agent 2 writes 3602-3662, 3662-3722.
    CHECK(x.queue("chat", Tally::first_reply) == 60 + 60 + 118 + 118);
}

TEST_CASE("Who goes silent is waited for until the timeout, and is lost") {
    const Outcome x(fed({{"a", "chat", 1}}, chat("", ", goes_silent: 100%, timeout: 5min"), one));
    CHECK(x.queue("chat", Tally::first_reply) == 60);
    CHECK(x.queue("chat", Tally::replies) == 0);
    CHECK(x.group("agents", GroupTally::busy) == doctest::Approx(360));
    CHECK(x.group("agents", GroupTally::work) == doctest::Approx(60));
    CHECK(x.reason("a", ReasonTally::silent) == 1);
    CHECK(x.reason("a", ReasonTally::resolved) == 0);
}

TEST_CASE("A messenger's conversation gives its place back while nothing is said, and takes one of the same agent again") {
    // First replies 3720; parked at 3900, when the second is taken: replied to at 3960, parked at 4140. Answers at 4320 and 4560.
    const std::vector<Feed> feeds{{"a", "chat", 1}, {"b", "chat", 1, 120}};
    const Outcome x(
        fed(feeds,
            "  chat: {medium: chat, conversation: {messages: 2, agent_reply: 60s, customer_reply: 10min, parks_after: 3min}}\n",
            one));
    CHECK(x.queue("chat", Tally::parked) == 2);
    CHECK(x.queue("chat", Tally::wait_answered) == 180);
    CHECK(x.queue("chat", Tally::first_reply) == 60 + 240);
    CHECK(x.queue("chat", Tally::reply) == 60 + 60);
    CHECK(x.queue("chat", Tally::conversation) == 720 + 720);
    CHECK(x.group("agents", GroupTally::busy) == doctest::Approx(240 + 240 + 60 + 60));
}

TEST_CASE("Who leaves a chat without closing the window keeps the place and costs a slot") {
    // a has the place until 3900; b gives up unseen at 3820, costs 120 s from 3900 on; c comes at 3960.
    const std::vector<Feed> feeds{{"a", "chat", 1}, {"b", "chat", 1, 120}, {"c", "chat", 1, 360}};
    const auto with = [&](const std::string& silent) { return Outcome(fed(feeds, chat(", patience: 100s" + silent), one)); };
    const Outcome x = with(", silent_abandon: {share: 100%, costs: 2min}");
    CHECK(x.queue("chat", Tally::abandoned) == 1);
    CHECK(x.queue("chat", Tally::answered) == 2);
    CHECK(x.queue("chat", Tally::wait_answered) == 60);
    CHECK(x.group("agents", GroupTally::busy) == doctest::Approx(240 + 120 + 240));
    const Outcome seen = with("");
    CHECK(seen.queue("chat", Tally::abandoned) == 1);
    CHECK(seen.queue("chat", Tally::wait_answered) == 0);
    CHECK(seen.group("agents", GroupTally::busy) == doctest::Approx(480));
}

TEST_CASE("Chat by slowdown: two at a time take twice as long, for as long as they are two") {
    // a alone 3660-3720, both until a's last 40 s have taken 80; b has 60 s left at 3800.
    const Outcome x(
        fed({{"a", "chat", 2}}, "  chat: {medium: chat, slots: {usual: 2}, handle_time: 100s, slowdown: [1, 2]}\n", one));
    CHECK(x.queue("chat", Tally::conversation) == doctest::Approx(140 + 140));
    CHECK(x.group("agents", GroupTally::busy) == doctest::Approx(200));
    CHECK(x.group("agents", GroupTally::work) == doctest::Approx(200));
}

TEST_CASE("An agent with conversations takes no call; conversations open at the shift's end are finished") {
    const std::string queues = chat(", slots: {usual: 2}") + "  voice: {handle_time: 100s}\n";
    const Outcome x(fed({{"a", "chat", 1}, {"b", "voice", 1, 120}}, queues, "    agents: {serves: [chat, voice], agents: 1}\n"));
    CHECK(x.queue("voice", Tally::wait_answered) == 180);
    // The shift ends at 3800, between the two replies.
    const Outcome y(
        fed({{"a", "chat", 1}}, chat(", slots: {usual: 2}"),
            "    agents: {serves: [chat], roster: {mon-sun: {early: 1}}}\n  shifts: {early: {start: \"01:00\", lasts: 200s}}\n"));
    CHECK(y.queue("chat", Tally::conversation) == 240);
    CHECK(y.group("agents", GroupTally::overtime) == doctest::Approx(100));
}

TEST_CASE("A conversation that waits for its agent again when the chat closes is cut off, and counts as answered once") {
    const std::string text =
        "reasons:\n  r: {expected: 300/d, queues: {q: 100%}, profile: {by_hour: {\"00-13\": 0, \"13-18\": 1, \"18-24\": 0}}}\n"
        "queues:\n  q: {medium: chat, hours: {mon-sun: \"13:00-18:00\"}, closing: disconnect, conversation: {messages: 3, "
        "agent_reply: 40s, customer_reply: {exponential: {mean: 24s}}, parks_after: 43s}}\n"
        "staff:\n  shifts: {day: {start: \"08:00\", lasts: 9h}}\n  groups: {g: {serves: [q], roster: {mon-sun: {day: 1}}}}\n";
    double parked = 0, disconnected = 0;
    for (const Books& books : books_of(load(day(text, 2)), 20)) {
        const peakline::sim::QueueCell sum = [&] {
            peakline::sim::QueueCell all{};
            for (const peakline::sim::QueueCell& cell : books.queues[0])
                for (std::size_t t = 0; t < all.size(); ++t) all[t] += cell[t];
            return all;
        }();
        parked += sum[Tally::parked];
        disconnected += sum[Tally::disconnected];
        CHECK(sum[Tally::offered] == sum[Tally::answered] + sum[Tally::abandoned] + sum[Tally::disconnected] + sum[Tally::open]);
    }
    CHECK(parked > 20);
    CHECK(disconnected > 20);
}

TEST_CASE("Chat by slowdown: every conversation that the agent has open counts, those of other queues, too") {
    // The first has 70 of 100 s left when a conversation by messages comes at 3640, which lasts longer.
    const auto trace = trace_of(
        fed({{"a", "slow", 1, 10}, {"b", "chat", 1, 40}},
            "  slow: {medium: chat, slots: {usual: 2}, handle_time: 100s, slowdown: [1, 2]}\n" + chat(", slots: {usual: 2}"),
            "    agents: {serves: [slow, chat], agents: 1}\n"));
    CHECK(times_of(trace, What::handled, "slow") == std::vector<double>{3780});
}
