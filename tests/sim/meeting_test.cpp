// What acts where two parts of the format meet: chats, messages, chases, fading, work that lies there at the start.
#include <map>

#include <doctest/doctest.h>

#include "little.hpp"

using namespace simtests;
using What = peakline::TraceStep::What;

TEST_CASE("What a transfer adds and what self-service saves counts in chats by messages, too") {
    const std::string chat = "  chat: {medium: chat, conversation: {messages: 2, agent_reply: 60s, customer_reply: 120s}}\n";
    const Outcome x(fed({{"a", "voice", 1}},
                        "  voice: {handle_time: 60s, transfer: {share: 100%, queues: {chat: 100%}, adds: 30s}}\n" + chat,
                        "    agents: {serves: [voice, chat], agents: 1}\n"));
    CHECK(x.queue("chat", Tally::handle_time) == doctest::Approx(2 * 60 + 30));
    const auto saving = [&](const std::string& saves) {
        return Outcome(
            day("reasons: {r: {expected: 20/d, queues: {chat: 100%}}}\nself_service: {bot: {before: [chat], contains: 0%, "
                "saves: " +
                saves + "}}\nqueues:\n" + chat + "staff: {groups: {agents: {serves: [chat], agents: 9}}}\n"));
    };
    const Outcome none = saving("0s"), some = saving("70s");
    REQUIRE(none.queue("chat", Tally::handled) > 5);
    CHECK(none.queue("chat", Tally::handle_time) == doctest::Approx(120 * none.queue("chat", Tally::handled)));
    CHECK(some.queue("chat", Tally::handle_time) == doctest::Approx(50 * some.queue("chat", Tally::handled)));
}

TEST_CASE("A free slot is filled while a call that is no dearer to the agent waits") {
    // Two chats from 3610 and 3620, a call waits from 3625 on, a third chat from 3630 on.
    const auto trace = trace_of(fed({{"a", "chat", 3, 10}, {"b", "voice", 1, 25}},
                                    "  chat: {medium: chat, slots: {usual: 2}, handle_time: 100s, slowdown: [1, 1]}\n"
                                    "  voice: {handle_time: 60s}\n",
                                    "    agents: {serves: [chat, voice], agents: 1}\n"));
    const auto chats = times_of(trace, What::taken, "chat"), calls = times_of(trace, What::taken, "voice");
    REQUIRE(chats.size() == 3);
    REQUIRE(calls.size() == 1);
    CHECK(chats[2] == doctest::Approx(3710));
    CHECK(calls[0] == doctest::Approx(3810));
}

TEST_CASE("A chase that joins its item adds the handle time of the queue unless one is given") {
    const auto handled = [](const std::string& more) {
        return Outcome(fed({{"a", "mail", 1}},
                           "  mail: {medium: deferred, handle_time: 100s, chase: {after: 1h, share: 100%, queues: {mail: 100%}, "
                           "up_to: "
                           "1" +
                               more + "}}\n",
                           "    writers: {serves: [mail], agents: {from: {\"00:00\": 0, \"12:00\": 1}}}\n"))
            .queue("mail", Tally::handle_time);
    };
    CHECK(handled("") == doctest::Approx(200));
    CHECK(handled(", handle_time: 30s") == doctest::Approx(130));
    CHECK(handled(", handle_time: 0s") == doctest::Approx(100));
}

TEST_CASE("Who waited already and is lost costs what all lost contacts cost") {
    auto x =
        means_of(day("reasons: {r: {expected: 0.000001/d, queues: {voice: 100%}}}\nqueues: {voice: {handle_time: 1s, patience: "
                     "1min, lost_contact_costs: 4, backlog: {items: 5, age: 1s}}}\n"
                     "staff: {groups: {agents: {serves: [voice], agents: 0}}}\n"));
    CHECK(x["total.cost.lost_contacts"] == doctest::Approx(20));
}

TEST_CASE("A message that is scaled works on nobody whom it does not reach") {
    const Outcome x(
        day("drivers: {orders: {expected: 1000/d}}\nreasons: {r: {per: orders, rate: 100%, queues: {voice: 100%}}}\n"
            "notifications: {push: {about: [r], per: orders, reach: 50%, effect: 90%}}\n"
            "queues: {voice: {handle_time: 1s}}\nstaff: {groups: {agents: {serves: [voice], agents: 90}}}\n"
            "events: {more: {at: 2026-03-02, do: [{scale: {notification: push, by: 3}}]}}\n"));
    CHECK(x.reason("r", ReasonTally::prevented) / x.reason("r", ReasonTally::needs) == doctest::Approx(0.5).epsilon(0.1));
}

TEST_CASE("What began before the season fades within it: answers of third parties, redirections") {
    // 11 times as long at midnight, 9 times after two of ten hours: 3700 s become 9.25 hours.
    const Outcome pending(
        fed({{"a", "voice", 1, 7200, 3700}}, "  voice: {handle_time: 1s}\n", "    agents: {serves: [voice], agents: 1}\n",
            "events: {slow: {at: 2026-03-01 22:00, lasts: 2h, fades: 10h, do: [{scale: {pending: a, by: 11}}]}}\n"));
    CHECK(pending.queue("voice", Tally::offered, 11, 11.5) == 1);
    const Outcome sent(
        day("reasons: {r: {expected: 600/h, queues: {a: 100%}}}\nqueues: {a: {handle_time: 1s}, b: {handle_time: 1s}}\n"
            "staff: {groups: {agents: {serves: [a, b], agents: 90}}}\n"
            "events: {move: {at: 2026-03-02 08:00, lasts: 2h, fades: 4h, do: [{redirect: {from: a, to: b, share: "
            "100%}}]}}\n"));
    const auto share = [&](double from) {
        return sent.queue("a", Tally::redirected, from, from + 0.5) / sent.queue("a", Tally::offered, from, from + 0.5);
    };
    CHECK(share(9) == 1);
    CHECK(share(12) == doctest::Approx(0.5).epsilon(0.2));
    CHECK(share(14) == 0);
}

TEST_CASE("A duration on a line grows between its points") {
    const Outcome x(fed({{"a", "voice", 1, 60, 9 * 3600 - 60}},
                        "  voice: {handle_time: {through: {\"06:00\": 10s, \"12:00\": 40s}}}\n",
                        "    agents: {serves: [voice], agents: 1}\n"));
    CHECK(x.queue("voice", Tally::handle_time) == doctest::Approx(25));
}

TEST_CASE("A number of people that an event sets holds for its time and does not fade") {
    const Outcome x(
        day("reasons: {r: {expected: 0.000001/d, queues: {voice: 100%}}}\nqueues: {voice: {handle_time: 1s}}\n"
            "staff: {groups: {agents: {serves: [voice], agents: 10}}}\n"
            "events: {e: {at: 2026-03-02 08:00, lasts: 2h, fades: 4h, do: [{staff: {group: agents, agents: 80}}]}}\n"));
    CHECK(x.group("agents", GroupTally::on_duty, 9, 10) == doctest::Approx(80 * 3600));
    CHECK(x.group("agents", GroupTally::on_duty, 10, 11) == doctest::Approx(10 * 3600));
}

TEST_CASE("A closed queue is served to its end by people who are lent to it") {
    // The call of 09:59 finds the lent agent busy with the one before; the queue's own group has gone home at nine.
    const auto with = [](const std::string& agents) {
        return Outcome(fed(
            {{"a", "voice", 2, 20, 10 * 3600 - 60}},
            "  voice: {handle_time: 10min, hours: {mon-sun: \"00:00-10:00\"}, closing: serve}\n  mail: {medium: deferred, "
            "handle_time: 1min}\n",
            "    own: {serves: [voice], agents: {from: {\"00:00\": 1, \"09:00\": 0}}}\n    others: {serves: [mail], agents: " +
                agents + "}\n",
            "events: {help: {at: 2026-03-02 08:00, lasts: 6h, do: [{move: {from: others, to: own, agents: 1}}]}}\n"));
    };
    CHECK(with("1").queue("voice", Tally::answered) == 2);
    CHECK(with("1").queue("voice", Tally::disconnected) == 0);
    CHECK(with("0").queue("voice", Tally::disconnected) == 2);
}

TEST_CASE("What self-service saves is saved once, by the agent who has the contact first") {
    const Outcome x(
        day("reasons: {r: {expected: 20/d, queues: {voice: 100%}}}\nself_service: {bot: {before: [voice], contains: 0%, saves: "
            "20s}}\n"
            "queues: {voice: {handle_time: 180s, transfer: {share: 100%, queues: {second: 100%}}}, second: {handle_time: 230s}}\n"
            "staff: {groups: {agents: {serves: [voice, second], agents: 9}}}\n"));
    REQUIRE(x.queue("second", Tally::handled) > 5);
    CHECK(x.queue("voice", Tally::handle_time) == doctest::Approx(160 * x.queue("voice", Tally::handled)));
    CHECK(x.queue("second", Tally::handle_time) == doctest::Approx(230 * x.queue("second", Tally::handled)));
}

TEST_CASE("A conversation is the customer's, whichever attempt gets through") {
    // Half of those who come at night try again in the morning; with the door open all day they write just as much.
    const auto messages = [](const std::string& hours) {
        const auto trace =
            trace_of(day("reasons: {r: {expected: 200/d, profile: {by_hour: {\"00-06\": 1, \"06-24\": 0}}, queues: {chat: "
                         "100%}}}\nqueues: {chat: {medium: chat, " +
                         hours +
                         "conversation: {messages: {geometric: {mean: 4}}, agent_reply: 10s, customer_reply: 10s}}}\n"
                         "staff: {groups: {agents: {serves: [chat], agents: 400}}}\n"));
        std::map<peakline::CustomerId, int> replies;
        for (const auto& step : trace.steps)
            if (step.what == What::reply) ++replies[step.customer];
        return replies;
    };
    const auto at_once = messages(""),
               later = messages("hours: {mon-sun: \"08:00-24:00\"}, closed: {retry: 100%, within: 24h}, ");
    REQUIRE(later.size() > 100);
    CHECK(later == at_once);
}

TEST_CASE("Stress is of what holds an agent, be it ringing, and in chat of what is worked on") {
    // Ringing is half of each contact: busy all the time, talking half of it.
    const auto handle_time = [](const std::string& above) {
        const Outcome x(
            day("reasons: {r: {expected: 200/h, queues: {voice: 100%}}}\n"
                "queues: {voice: {handle_time: 60s, rings: 60s, patience: 1h}}\n"
                "staff: {groups: {agents: {serves: [voice], agents: 2, stress: {above: " +
                above + ", over: 1h, handle_time: 2}}}}\n"));
        return x.queue("voice", Tally::handle_time, 12, 13) / x.queue("voice", Tally::handled, 12, 13);
    };
    CHECK(handle_time("80%") == doctest::Approx(120));
    CHECK(handle_time("100%") == doctest::Approx(60));
}

TEST_CASE("Who dials again, is helped by self-service and comes back begins anew: a come-back is no redial") {
    const Outcome x(
        day("reasons: {r: {expected: 30/d, queues: {voice: 100%}}}\n"
            "self_service: {bot: {before: [second], contains: 100%, comes_back: {share: 100%, after: 10min}}}\n"
            "queues:\n  voice: {handle_time: 1s, patience: 0s, redial: {share: 100%, after: 1min, up_to: 2, queues: "
            "{second: 100%}}}\n  second: {handle_time: 1s}\n"
            "staff: {groups: {agents: {serves: [voice, second], agents: {from: {\"00:00\": 0, \"12:00\": 1}}}}}\n"));
    CHECK(x.queue("second", Tally::answered) > 10);
    CHECK(x.queue("second", Tally::redials) == 0);
}

TEST_CASE("Who is sent on to a queue that is closed and calls again after its opening has tried twice") {
    const Outcome x(
        day("reasons: {r: {expected: 50/d, queues: {a: 100%}}}\n"
            "queues:\n  a: {handle_time: 1s}\n"
            "  b: {handle_time: 1s, hours: {mon-sun: \"08:00-18:00\"}, closed: {retry: 100%, within: 3d}}\n"
            "staff: {groups: {agents: {serves: [a, b], agents: 9}}}\n"
            "events: {move: {at: 2026-03-01 08:00, lasts: 2d, do: [{redirect: {from: a, to: b, share: 100%}}]}}\n",
            2));
    REQUIRE(x.queue("b", Tally::closed) > 10);
    CHECK(x.reason("r", ReasonTally::contacts) ==
          x.queue("a", Tally::offered) + x.queue("b", Tally::closed) - x.reason("r", ReasonTally::open));
}

TEST_CASE("Who was sent to the wrong queue and comes to the right one, since the wrong one is closed or redirects, is there") {
    const auto calls = [](const std::string& other, const std::string& more) {
        return Outcome(
            day("reasons: {r: {expected: 100/d, queues: {sales: 100%}}}\n"
                "self_service: {ivr: {before: [sales], contains: 0%, misroutes: {sales: {service: 100%}}}}\n"
                "queues:\n  sales: {handle_time: 10min}\n  service: {handle_time: 10min" +
                other + "}\nstaff: {groups: {a: {serves: [sales, service], agents: 60}}}\n" + more));
    };
    const Outcome closed = calls(", hours: {sun: \"08:00-09:00\"}, closed: {queues: {sales: 100%}}", "");
    REQUIRE(closed.queue("sales", Tally::handled) > 50);
    CHECK(closed.queue("sales", Tally::transferred_in) == 0);
    CHECK(closed.queue("sales", Tally::handle_time) == doctest::Approx(600 * closed.queue("sales", Tally::handled)));
    const Outcome sent = calls("", "events: {e: {at: 2026-03-02, do: [{redirect: {from: service, to: sales, share: 100%}}]}}\n");
    REQUIRE(sent.queue("sales", Tally::handled) > 50);
    CHECK(sent.queue("sales", Tally::transferred_out) == 0);
    CHECK(sent.queue("sales", Tally::handle_time) == doctest::Approx(600 * sent.queue("sales", Tally::handled)));
}

TEST_CASE("Who was sent to the wrong queue and is called back from there takes a minute of an agent there") {
    const Outcome x(
        day("reasons: {r: {expected: 100/d, queues: {sales: 100%}, profile: {by_hour: {\"0-8\": 1, \"8-24\": 0}}}}\n"
            "self_service: {ivr: {before: [sales], contains: 0%, misroutes: {sales: {service: 100%}}}}\n"
            "queues:\n  sales: {handle_time: 10min}\n"
            "  service: {handle_time: 10min, callback: {offer_above: 0s, accepts: 100%}}\n"
            "staff: {groups: {a: {serves: [sales], agents: 60}, b: {serves: [service], agents: {from: {\"00:00\": 0, \"09:00\": "
            "1}}}}}\n"));
    REQUIRE(x.queue("service", Tally::called_back) > 50);
    CHECK(x.queue("service", Tally::handle_time) == 60 * x.queue("service", Tally::handled));
}
