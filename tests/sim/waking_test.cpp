// Nobody waits beside somebody who is free for them: what has to wake whom, and who is left when a queue closes.
#include <string>
#include <tuple>
#include <vector>

#include <doctest/doctest.h>

#include "little.hpp"

using namespace simtests;

namespace {

// Work that lies there at midnight is all there is, but for what follows from it.
std::string only(const std::string& reason, const std::string& queues) {
    return "  " + reason + ": {expected: 0.000001/d, queues: {" + queues + "}}\n";
}

// The agent of the first call works for two hours on mail when it comes again: it waits for that agent, then for any.
std::string returns(const std::string& voice, const std::string& groups) {
    return day(
        "reasons:\n  r: {expected: 0.000001/d, queues: {voice: 100%}, resolved_first_time: {from: {2026-03-02: 0%, "
        "2026-03-02 00:05: 100%}}}\n" +
            only("m", "mail: 100%") + "queues:\n  voice: {handle_time: 60s, backlog: {items: 1, age: 0s}, prefers: [a], " +
            voice + "}\n  mail: {medium: deferred, handle_time: 2h, backlog: {items: 1, age: 0s}}\n" + groups,
        2);
}

const std::string both = "staff: {groups: {a: {serves: [voice, mail], agents: 1}, b: {serves: [voice], agents: 1}}}\n";

}  // namespace

TEST_CASE("Who has waited for the own agent long enough, or whose agent goes, is taken by whoever is idle") {
    const std::string again = "patience: 10h, repeat: {after: 10min, within: 24h, same_agent: true}";
    CHECK(Outcome(returns(again, both)).queue("voice", Tally::wait_answered) == 60);
    // The shift of the own agent ends at 00:12, a minute after the contact has come.
    CHECK(Outcome(
              returns(
                  again + ", target: {within: 10min, service_level: 80%}",
                  "staff:\n  shifts: {early: {start: \"00:00\", lasts: 12min}, late: {start: \"00:02\", lasts: 8h}}\n  groups:\n"
                  "    a: {serves: [voice, mail], roster: {mon-sun: {early: 1}}}\n    b: {serves: [voice], roster: {mon-sun: "
                  "{late: 1}}}\n"))
              .queue("voice", Tally::wait_answered) == 60);
}

TEST_CASE("Who waits for the own agent when the queue closes is served, or cut off, like all others") {
    const std::string late =
        "hours: {mon-sun: \"00:00-01:00\"}, patience: 30h, repeat: {after: 3510s, within: 24h, same_agent: true}";
    const Outcome served(returns(late, both));
    CHECK(served.queue("voice", Tally::answered) == 1);
    CHECK(served.queue("voice", Tally::wait_answered) == 30);
    CHECK(Outcome(returns(late + ", closing: disconnect", both)).queue("voice", Tally::disconnected) == 1);
}

TEST_CASE("A chat is taken when the call that the agent would rather have had is gone") {
    // The call waits from 600 s on and abandons at 1 080, the second chat waits from 900 on.
    const Outcome x(day("reasons:\n" + only("s", "one: 50%, two: 50%") + only("c", "chat: 100%") + only("v", "voice: 100%") +
                        "queues:\n"
                        "  one: {handle_time: 5min, backlog: {items: 1, age: 0s}, patience: 1min, redial: {after: 9min, queues: "
                        "{voice: 100%}, up_to: 2}}\n"
                        "  two: {handle_time: 5min, backlog: {items: 1, age: 0s}, patience: 1min, redial: {after: 14min, "
                        "queues: {chat: 100%}, up_to: 2}}\n"
                        "  voice: {handle_time: 10min, patience: 8min}\n"
                        "  chat: {medium: chat, patience: 10h, backlog: {items: 1, age: 0s}, slots: {usual: 3}, conversation: "
                        "{messages: 2, agent_reply: 1min, customer_reply: 5h, timeout: 10h}}\n"
                        "staff: {groups: {a: {serves: {voice: 1, chat: 2}, agents: 1}, c: {serves: [one, two], agents: 0}}}\n"));
    CHECK(x.queue("voice", Tally::abandoned) == 1);
    CHECK(x.queue("chat", Tally::wait_answered) == 180);
}

TEST_CASE("A chat waits for a place, not for an older chat that needs more room") {
    const std::string slow = "conversation: {messages: 2, agent_reply: 1min, customer_reply: 5h, timeout: 10h}}\n";
    const Outcome two(day("reasons:\n" + only("c", "one: 100%") + only("d", "three: 100%") +
                          "queues:\n  one: {medium: chat, patience: 20h, backlog: {items: 2, age: 1min}, slots: {usual: 1}, " +
                          slow + "  three: {medium: chat, patience: 20h, backlog: {items: 2, age: 0s}, slots: {usual: 3}, " +
                          slow + "staff: {groups: {a: {serves: [one, three], agents: 1}}}\n"));
    CHECK(two.group("a", GroupTally::answered, 0, 1) == 3);
    // From 01:00 on there are two places.
    const Outcome step(day("reasons:\n" + only("v", "chat: 100%") +
                           "queues:\n  chat: {medium: chat, patience: 20h, backlog: {items: 2, age: 0s}, slots: {from: "
                           "{2026-03-02: {usual: 1}, 2026-03-02 01:00: {usual: 2}}}, " +
                           slow + "staff: {groups: {a: {serves: [chat], agents: 1}}}\n"));
    CHECK(step.group("a", GroupTally::answered, 0, 1) == 1);
    CHECK(step.group("a", GroupTally::answered, 1, 1.5) == 1);
}

TEST_CASE("Who helps out takes whoever stands in front and is due, and live work before deferred") {
    // Last in, first out: the newcomer of 540 s is taken at 600; the one who has waited since midnight has been due since 570.
    const auto lifo = times_of(
        trace_of(
            day("reasons:\n" + only("r", "voice: 100%") + only("s", "pre: 100%") +
                "queues:\n  pre: {handle_time: 5min, backlog: {items: 1, age: 0s}, patience: 1min, redial: {after: 8min, queues: "
                "{voice: 100%}, up_to: 2}}\n"
                "  voice: {handle_time: 10min, order: lifo, backlog: {items: 2, age: 0s}, patience: 10h, overflow: {after: 570s, "
                "groups: [b]}}\n"
                "staff: {groups: {a: {serves: [voice], agents: 1}, b: {serves: [voice], agents: 1}, c: {serves: [pre], agents: "
                "0}}}\n")),
        peakline::TraceStep::What::taken, "voice");
    CHECK(lifo == std::vector<double>{0, 600, 600});
    const Outcome deferred(
        day("reasons:\n" + only("v", "voice: 100%") + only("m", "mail: 100%") +
            "queues:\n  voice: {handle_time: 2h, backlog: {items: 3, age: 0s}, patience: 20h, overflow: {after: 1min, groups: "
            "[b]}}\n"
            "  mail: {medium: deferred, handle_time: 10min, backlog: {items: 8, age: 0s}}\n"
            "staff: {groups: {a: {serves: [voice], agents: 1}, b: {serves: [mail], agents: 1}}}\n"));
    CHECK(deferred.group("b", GroupTally::answered, 0, 2) == 2);  // a mail, then a call of two hours
}

TEST_CASE("Whoever leaves when free stays for a queue that is served to its end, and that is overtime") {
    const std::string four = "reasons:\n" + only("r", "voice: 100%") +
                             "queues: {voice: {hours: {mon-sun: \"00:00-01:00\"}, handle_time: 40min, patience: 10h, backlog: "
                             "{items: 4, age: 0s}}}\nstaff: {groups: {a: {serves: [voice], agents: 1}}}\n";
    for (const char* const fewer : {"first_free", "idle_first", "named"}) {
        INFO(fewer);
        const Outcome x(day(four + "routing: {when_fewer: " + fewer + "}\n"));
        CHECK(x.queue("voice", Tally::old_answered) == 4);
        CHECK(x.group("a", GroupTally::overtime) == 4 * 2400 - 3600);
        CHECK(x.group("a", GroupTally::paid) == 3600);
    }
}

TEST_CASE("Callers whom an event shuts out try again after the next opening") {
    const Outcome x(
        day("reasons: {r: {expected: 480/d, queues: {voice: 100%}, profile: {by_hour: {\"0-8\": 0, \"18-24\": 0}}}}\n"
            "queues: {voice: {hours: {mon-sun: \"08:00-18:00\"}, handle_time: 1s, closed: {retry: 100%, within: 24h}}}\n"
            "staff: {groups: {a: {serves: [voice], agents: 2}}}\n"
            "events: {e: {at: 2026-03-02 10:00, lasts: 2h, do: [{close: voice}]}}\n",
            2));
    CHECK(x.queue("voice", Tally::closed) > 50);
    CHECK(x.reason("r", ReasonTally::closed) == 0);
    CHECK(x.reason("r", ReasonTally::resolved) == x.reason("r", ReasonTally::needs));
}

TEST_CASE("A queue that is disabled takes nothing, mail and transfers among it") {
    const Outcome x(
        day("reasons: {r: {expected: 100/d, queues: {mail: 50%, voice: 50%}}}\n"
            "queues:\n  voice: {handle_time: 1min, transfer: {share: 50%, queues: {mail: 100%}}}\n"
            "  mail: {medium: deferred, handle_time: 1min, enabled: false}\n"
            "staff: {groups: {a: {serves: [voice, mail], agents: 2}}}\n"));
    CHECK(x.queue("voice", Tally::transferred_out) == 0);
    CHECK(x.queue("mail", Tally::closed) > 20);
    CHECK(x.reason("r", ReasonTally::closed) == x.queue("mail", Tally::closed));
    CHECK(x.reason("r", ReasonTally::open) == 0);
}

TEST_CASE("What lies there at the start is there, even if nobody has a need on the first day") {
    const auto there = [](const std::string& reason, const std::string& queues) {
        return Outcome(day("reasons: {r: " + reason + "}\nqueues: {" + queues +
                               "mail: {medium: deferred, handle_time: 1min, backlog: {items: 42, age: 1d}}}\n"
                               "staff: {groups: {a: {serves: [mail" +
                               (queues.empty() ? "" : ", voice") + "], agents: 1}}}\n",
                           3))
            .queue("mail", Tally::old_answered);
    };
    CHECK(there("{expected: [0, 100, 100], queues: {mail: 100%}}", "") == 42);
    CHECK(there("{expected: 0.000001/d, queues: {voice: 100%}}",
                "voice: {handle_time: 1s, transfer: {share: 100%, queues: {mail: 100%}}}, ") == 42);
}

TEST_CASE("Work that was there at the start and is passed on counts as gone from one queue and come to the other") {
    const Outcome x(
        day("reasons:\n" + only("r", "voice: 100%") +
            "queues:\n  voice: {handle_time: 1min, transfer: {share: 100%, queues: {mail: 100%}}, backlog: {items: 7, "
            "age: 0s}}\n  mail: {medium: deferred, handle_time: 1min}\n"
            "staff: {groups: {a: {serves: [voice, mail], agents: 1}}}\n"));
    CHECK(x.queue("voice", Tally::transferred_out) == 7);
    CHECK(x.queue("mail", Tally::transferred_in) == 7);
}

TEST_CASE("Who was sent wrong and finds the right queue closed has had no help") {
    const Outcome x(
        day("reasons: {r: {expected: 200/d, queues: {sales: 100%}, profile: {by_hour: {\"0-24\": 1}}}}\n"
            "self_service: {ivr: {before: [sales], contains: 0%, misroutes: {sales: {service: 100%}}}}\n"
            "queues:\n  sales: {hours: {mon-sun: \"23:00-24:00\"}, handle_time: 10min}\n"
            "  service: {handle_time: 10min, repeat: {share: 0%}}\n"
            "staff: {groups: {a: {serves: [sales, service], agents: 20}}}\n"));
    CHECK(x.reason("r", ReasonTally::unresolved) > 150);
    CHECK(x.reason("r", ReasonTally::resolved) <= x.queue("sales", Tally::answered));
}

TEST_CASE("Fewer people by an event are taken from the shift begun last, then from the one before it") {
    const Outcome x(day("reasons:\n" + only("r", "voice: 100%") +
                        "queues: {voice: {handle_time: 1min}}\n"
                        "staff:\n  shifts: {long: {start: \"00:00\", lasts: 12h}, short: {start: \"06:00\", lasts: 4h}}\n"
                        "  groups: {g: {serves: [voice], roster: {mon-sun: {long: 5, short: 2}}}}\n"
                        "events: {e: {at: 2026-03-02 08:00, lasts: 1h, do: [{staff: {group: g, agents: -3}}]}}\n"));
    CHECK(x.group("g", GroupTally::on_duty, 7, 8) == 7 * 3600);
    CHECK(x.group("g", GroupTally::on_duty, 8, 9) == 4 * 3600);
    CHECK(x.group("g", GroupTally::on_duty, 9, 10) == 7 * 3600);
}

TEST_CASE("What an event says of a group's people holds when one of its shifts ends and another goes on") {
    const auto there = [](const std::string& agents, double from) {
        return Outcome(day("reasons:\n" + only("r", "mail: 100%") +
                           "queues: {mail: {medium: deferred, handle_time: 1min}}\n"
                           "staff: {shifts: {long: {start: \"06:00\", lasts: 12h}, short: {start: \"08:00\", lasts: 4h}}, "
                           "groups: {g: "
                           "{serves: [mail], roster: {mon-sun: {long: 3, short: 3}}}}}\n"
                           "events: {e: {at: 2026-03-02 10:00, lasts: 5h, do: [{staff: {group: g, agents: " +
                           agents + "}}]}}\n"))
                   .group("g", GroupTally::on_duty, from, from + 1) /
               3600;
    };
    for (const auto& [agents, both, one] :
         {std::tuple("4", 4, 4), std::tuple("+2", 8, 5), std::tuple("-2", 4, 1), std::tuple("+0", 6, 3)}) {
        CHECK(there(agents, 9) == 6);
        CHECK(there(agents, 11) == both);
        CHECK(there(agents, 12) == one);
        CHECK(there(agents, 15) == 3);
    }
}

TEST_CASE("Who is marked to leave and kept after all has breaks and spells as before") {
    // Ten people, one while they are busy with mails of 45 minutes from 06:00 on, ten again from 06:30 on.
    const Outcome x(day("reasons:\n" + only("r", "mail: 100%") +
                        "queues: {mail: {medium: deferred, handle_time: 45min, backlog: {items: 900, age: 0s}}}\n"
                        "routing: {when_fewer: named}\n"
                        "staff: {groups: {a: {serves: [mail], shrinkage: 25%, agents: {from: {\"00:00\": 10, \"06:00\": 1, "
                        "\"06:30\": 10}}}}}\n"));
    const double away = 1 - x.group("a", GroupTally::available, 8, 24) / x.group("a", GroupTally::on_duty, 8, 24);
    CHECK(away > 0.15);
    // One on a shift, with a break at 09:00, busy until 10:30, who was to go from 09:10 to 09:20.
    const Outcome y(day("reasons:\n" + only("r", "mail: 100%") +
                        "queues: {mail: {medium: deferred, handle_time: 150min, backlog: {items: 900, age: 0s}}}\n"
                        "staff: {shifts: {d: {start: \"08:00\", lasts: 8h, breaks: [{after: 1h, lasts: 30min}]}}, groups: {a: "
                        "{serves: [mail], roster: {mon-sun: {d: 1}}}}}\n"
                        "events: {fewer: {at: 2026-03-02 09:10, lasts: 10min, do: [{staff: {group: a, agents: -1}}]}}\n"));
    CHECK(y.group("a", GroupTally::available, 10.5, 12) == 3600);
    CHECK(y.group("a", GroupTally::available, 10, 16) == 5.5 * 3600);
}

TEST_CASE("A promised call for which nobody was free before closing waits for the opening") {
    // Accepted at 600 s, behind four calls of 40 minutes for two agents, who stay until 01:20.
    const auto taken = times_of(
        trace_of(
            day("reasons:\n" + only("r", "voice: 100%") + only("s", "pre: 100%") +
                    "queues:\n  pre: {handle_time: 5min, backlog: {items: 1, age: 0s}, patience: 1min, redial: {after: 9min, "
                    "queues: {voice: 100%}, up_to: 2}}\n"
                    "  voice: {hours: {mon-sun: \"00:00-01:00\"}, handle_time: 40min, backlog: {items: 4, age: 0s}, "
                    "callback: {offer_above: 3min, accepts: 100%, within: 30h}}\n"
                    "staff: {groups: {a: {serves: [voice], agents: 2}, c: {serves: [pre], agents: 0}}}\n",
                2)),
        peakline::TraceStep::What::taken, "voice");
    CHECK(taken == std::vector<double>{0, 0, 2400, 2400, 86400});
}

TEST_CASE(
    "Who is marked to leave and kept after all, or comes back from another group, takes the chats that have come meanwhile") {
    // Alone, in a conversation of an hour from 0 s on; elsewhere from 480 s to 1200 s; the next customer writes at 600 s.
    for (const char* const does : {"{staff: {group: a, agents: -1}}", "{move: {from: a, to: c, agents: 1}}"}) {
        const auto taken = times_of(
            trace_of(
                day("reasons:\n" + only("r", "chat: 100%") + only("s", "pre: 100%") +
                    "queues:\n  pre: {handle_time: 5min, backlog: {items: 1, age: 0s}, patience: 1min, redial: {after: 9min, "
                    "queues: {chat: 100%}, up_to: 2}}\n  other: {handle_time: 5min}\n"
                    "  chat: {medium: chat, handle_time: 1h, slowdown: [1, 1], slots: {usual: 2}, patience: 1h, backlog: "
                    "{items: 1, age: 0s}}\n"
                    "staff: {groups: {a: {serves: [chat], agents: 1}, b: {serves: [pre], agents: 0}, c: {serves: [other], "
                    "agents: 0}}}\n"
                    "events: {few: {at: \"2026-03-02 00:08\", lasts: 12min, do: [" +
                    std::string(does) + "]}}\n")),
            peakline::TraceStep::What::taken, "chat");
        INFO(std::string(does));
        CHECK(taken == std::vector<double>{0, 1200});
    }
}

TEST_CASE("Who waits behind a promised call when the queue closes is served, and the promised call waits for the opening") {
    // Accepted at 600 s; the other comes at 1800 s, when nobody accepts any more, and is served when the agent is free, at 01:20.
    const auto taken = times_of(
        trace_of(
            day("reasons:\n" + only("r", "voice: 100%") + only("s", "one: 50%, two: 50%") +
                    "queues:\n  one: {handle_time: 5min, backlog: {items: 1, age: 0s}, patience: 1min, redial: {after: 9min, "
                    "queues: {voice: 100%}, up_to: 2}}\n"
                    "  two: {handle_time: 5min, backlog: {items: 1, age: 0s}, patience: 1min, redial: {after: 29min, "
                    "queues: {voice: 100%}, up_to: 2}}\n"
                    "  voice: {hours: {mon-sun: \"00:00-01:00\"}, handle_time: 40min, backlog: {items: 2, age: 0s}, "
                    "patience: 10h, callback: {offer_above: 3min, accepts: {from: {2026-03-02: 100%, 2026-03-02 00:20: 0%}}, "
                    "within: 30h}}\n"
                    "staff: {groups: {a: {serves: [voice], agents: 1}, c: {serves: [one, two], agents: 0}}}\n",
                2)),
        peakline::TraceStep::What::taken, "voice");
    CHECK(taken == std::vector<double>{0, 2400, 4800, 86400});
}

TEST_CASE("Who waits for the own agent goes to the others when that agent is one too many") {
    const std::string again = "patience: 10h, repeat: {after: 10min, within: 24h, same_agent: true}, target: {within: 10min}";
    CHECK(Outcome(returns(again,
                          "staff: {groups: {a: {serves: [voice, mail], agents: {from: {\"00:00\": 1, \"00:12\": 0}}}, b: "
                          "{serves: [voice], agents: 1}}}\n"))
              .queue("voice", Tally::wait_answered) == 60);
}

TEST_CASE("Who waits in a closed queue is cut off when the last of those lent to it goes home or back") {
    // The queue's own agent goes at 00:40, the lent one is busy with the second of four calls from 00:30 to 01:10.
    const auto lent = [](const std::string& until, const std::string& others) {
        return Outcome(day(
            "reasons:\n" + only("r", "voice: 100%") + only("m", "mail: 100%") +
            "queues:\n  voice: {hours: {mon-sun: \"00:00-01:00\"}, handle_time: 40min, patience: 10h, backlog: {items: 4, "
            "age: 0s}}\n  mail: {medium: deferred, handle_time: 1min}\n"
            "staff: {groups: {own: {serves: [voice], agents: {from: {\"00:00\": 1, \"00:20\": 0}}}, others: {serves: [mail], " +
            others + "}}}\nevents: {help: {at: 2026-03-02 00:30, lasts: " + until +
            ", do: [{move: {from: others, to: own, agents: 1}}]}}\n"));
    };
    CHECK(lent("40min", "agents: 1").queue("voice", Tally::old_disconnected) == 2);
    CHECK(lent("9h", "agents: {from: {\"00:00\": 1, \"01:05\": 0}}, overtime: {cost: 1/h, up_to: 1min}")
              .queue("voice", Tally::old_disconnected) == 2);
}

TEST_CASE("Who is lent out with a conversation open takes chats of the other queue into the free slots") {
    const std::string chat =
        "{medium: chat, patience: 20h, slots: {usual: 2}, backlog: {items: 1, age: 0s}, conversation: "
        "{messages: 2, agent_reply: 1min, customer_reply: 5h, timeout: 10h}}\n";
    const auto trace = trace_of(
        day("reasons:\n" + only("r", "one: 100%") + only("s", "two: 100%") + "queues:\n  one: " + chat + "  two: " + chat +
            "staff: {groups: {a: {serves: [one], agents: 1}, b: {serves: [two], agents: 0}}}\n"
            "events: {help: {at: 2026-03-02 01:00, lasts: 9h, do: [{move: {from: a, to: b, agents: 1}}]}}\n"));
    CHECK(times_of(trace, peakline::TraceStep::What::taken, "two") == std::vector<double>{3600});
}

TEST_CASE("The place of somebody who leaves unseen after closing is served to its end, too") {
    // The agent is busy until 01:30; the other gives up unseen at 01:10 and costs two minutes.
    const auto trace = trace_of(
        day("reasons:\n" + only("r", "chat: 100%") +
                "queues: {chat: {medium: chat, handle_time: 90min, patience: 70min, silent_abandon: {share: 100%, costs: 2min}, "
                "hours: {mon-sun: \"00:00-01:00\"}, backlog: {items: 2, age: 0s}}}\n"
                "staff: {groups: {a: {serves: [chat], agents: 1}}}\n",
            2));
    CHECK(times_of(trace, peakline::TraceStep::What::place_given_up, "chat") == std::vector<double>{5520});
}

TEST_CASE("Who waits for an agent of their own keeps that agent from new chats that are less dear") {
    // Comes again at 660 s and waits until 1860 for the agent, who has had a conversation open since 60; the second chat comes at 900.
    const auto taken = times_of(
        trace_of(day(
            "reasons:\n  r: {expected: 0.000001/d, queues: {voice: 100%}, resolved_first_time: {from: {2026-03-02: 0%, "
            "2026-03-02 00:05: 100%}}}\n" +
            only("c", "chat: 100%") + only("s", "pre: 100%") +
            "queues:\n  voice: {handle_time: 60s, backlog: {items: 1, age: 0s}, prefers: [a], patience: 10h, target: {within: "
            "10min}, repeat: {after: 10min, within: 24h, same_agent: true}}\n"
            "  chat: {medium: chat, patience: 10h, backlog: {items: 1, age: 0s}, slots: {usual: 3}, conversation: {messages: 2, "
            "agent_reply: 1min, customer_reply: 5h, timeout: 10h}}\n"
            "  pre: {handle_time: 5min, backlog: {items: 1, age: 0s}, patience: 1min, redial: {after: 14min, queues: {chat: "
            "100%}, up_to: 2}}\n"
            "staff: {groups: {a: {serves: {voice: 1, chat: 2}, agents: 1}, b: {serves: [voice], agents: 1}, c: {serves: [pre], "
            "agents: 0}}}\n")),
        peakline::TraceStep::What::taken, "chat");
    REQUIRE(taken.size() >= 2);
    CHECK(taken[0] == 60);
    CHECK(taken[1] == 1860);
}

TEST_CASE("Who waits for an agent of their own who is sent to help where nobody answers calls goes to the others") {
    // Waits from 660 s on; the agent goes to help at 900.
    CHECK(Outcome(returns("patience: 10h, repeat: {after: 10min, within: 24h, same_agent: true}, target: {within: 10min}",
                          "staff: {groups: {a: {serves: [voice, mail], agents: 1}, b: {serves: [voice], agents: 1}, c: {serves: "
                          "[mail], agents: 0}}}\nevents: {help: {at: 2026-03-02 00:15, lasts: 9h, do: [{move: {from: a, to: c, "
                          "agents: 1}}]}}\n"))
              .queue("voice", Tally::wait_answered) == 240);
}
