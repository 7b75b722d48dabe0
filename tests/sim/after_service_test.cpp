// What follows a contact, worked out by hand from the model's sections 3 and 4.
#include <doctest/doctest.h>

#include "little.hpp"

using namespace simtests;

namespace {

const std::string one = "    agents: {serves: [voice], agents: 1}\n";
const std::string morning = "profile: {by_hour: {\"00-08\": 1, \"08-24\": 0}}";  // a day's volume, all of it before 08:00

// One item in `mail` from the start, an agent for it from 03:00 on.
std::string waiting_item(const std::string& chase, const std::string& voice_keys, int voice_agents) {
    return day(
        "reasons:\n  r: {expected: 0.000001/d, queues: {mail: 100%}}\nqueues:\n"
        "  mail: {medium: deferred, handle_time: 7min, backlog: {items: 1, age: 0s}, chase: {" +
        chase +
        "}}\n"
        "  voice: {handle_time: 60s" +
        voice_keys +
        "}\nstaff:\n  groups:\n"
        "    writers: {serves: [mail], agents: {from: {\"00:00\": 0, \"03:00\": 1}}}\n"
        "    callers: {serves: [voice], agents: " +
        std::to_string(voice_agents) + "}\n");
}

}  // namespace

TEST_CASE("A transfer takes the whole of both handle times and adds its own") {
    // 3660-3760 with the first, 3760-3990 with the second, who needs 200 s and 30 more.
    const Outcome x(fed({{"a", "voice", 1}},
                        "  voice: {handle_time: 100s, transfer: {share: 100%, queues: {second: 100%}, adds: 30s}}\n  second: "
                        "{handle_time: 200s}\n",
                        "    agents: {serves: [voice, second], agents: 1}\n"));
    CHECK(x.queue("voice", Tally::transferred_out) == 1);
    CHECK(x.queue("second", Tally::transferred_in) == 1);
    CHECK(x.queue("second", Tally::offered) == 1);
    CHECK(x.queue("second", Tally::wait_answered) == 0);
    CHECK(x.group("agents", GroupTally::busy) == doctest::Approx(330));
    CHECK(x.reason("a", ReasonTally::resolved) == 1);
}

TEST_CASE("Agents make no transfer to a closed live queue") {
    const Outcome x(fed({{"a", "voice", 1}},
                        "  voice: {handle_time: 100s, transfer: {share: 100%, queues: {second: 100%}}}\n  second: {handle_time: "
                        "200s, hours: {mon-sun: \"08:00-09:00\"}}\n",
                        "    agents: {serves: [voice, second], agents: 1}\n"));
    CHECK(x.queue("voice", Tally::transferred_out) == 0);
    CHECK(x.reason("a", ReasonTally::resolved) == 1);
}

TEST_CASE("Who is not helped comes again, time after time") {
    // Done at 100; again at 700 k, done 100 s later: the 123rd at 86100.
    const Outcome x(
        day("reasons:\n  r: {expected: 0.000001/d, queues: {mail: 100%}, resolved_first_time: 0%}\nqueues:\n"
            "  mail: {medium: deferred, handle_time: 100s, backlog: {items: 1, age: 0s}, repeat: {share: 100%, after: 600s}}\n"
            "staff:\n  groups:\n    agents: {serves: [mail], agents: 1}\n"));
    CHECK(x.queue("mail", Tally::offered) == 123);
    CHECK(x.queue("mail", Tally::repeats) == 123);
    CHECK(x.reason("r", ReasonTally::open) == 1);
    CHECK(x.reason("r", ReasonTally::unresolved) == 0);
}

TEST_CASE("Who is not helped and does not come again is lost") {
    const Outcome x(
        day("reasons:\n  r: {expected: 500/d, queues: {voice: 100%}, resolved_first_time: 0%, " + morning +
            "}\nqueues:\n"
            "  voice: {handle_time: 60s, repeat: {share: 0%}}\nstaff:\n  groups:\n    agents: {serves: [voice], agents: 300}\n"));
    CHECK(x.reason("r", ReasonTally::needs) > 400);
    CHECK(x.reason("r", ReasonTally::unresolved) == x.reason("r", ReasonTally::needs));
    CHECK(x.reason("r", ReasonTally::cases_answered) == x.reason("r", ReasonTally::needs));
    CHECK(x.reason("r", ReasonTally::resolved_first) == 0);
}

TEST_CASE("A follow-up takes the time it is said to take") {
    const Outcome x(day("reasons:\n  r: {expected: 500/d, queues: {voice: 100%}, " + morning +
                        ", pending: {share: 100%, answered_after: 1h, "
                        "follow_up: {queue: mail, handle_time: 3min}}}\nqueues:\n  voice: {handle_time: 60s}\n  mail: {medium: "
                        "deferred, handle_time: 10min}\n"
                        "staff:\n  groups:\n    agents: {serves: [voice, mail], agents: 300}\n"));
    const double needs = x.reason("r", ReasonTally::needs);
    CHECK(needs > 400);
    CHECK(x.queue("mail", Tally::offered) == needs);
    CHECK(x.queue("mail", Tally::follow_ups) == needs);
    CHECK(x.queue("mail", Tally::handle_time) == doctest::Approx(180 * needs));
    CHECK(x.reason("r", ReasonTally::resolved) == needs);
    CHECK(x.reason("r", ReasonTally::resolved_first) == needs);  // the follow-up is not the customer's contact
    CHECK(x.reason("r", ReasonTally::contacts) == needs);
    CHECK(x.reason("r", ReasonTally::resolution_time) == doctest::Approx(needs * (60 + 3600 + 180)));
}

TEST_CASE("Outbound: tries up to the limit, each costing the agent who makes it") {
    const Outcome x(
        day("reasons:\n  r: {expected: 500/d, queues: {calls: 100%}, " + morning +
            "}\nqueues:\n"
            "  calls: {medium: outbound, handle_time: 90s, connects: 0%, no_answer: 30s, redial: {after: 2h, up_to: 3}}\n"
            "staff:\n  groups:\n    agents: {serves: [calls], agents: 300}\n"));
    const double needs = x.reason("r", ReasonTally::needs);
    CHECK(needs > 400);
    CHECK(x.reason("r", ReasonTally::not_reached) == needs);
    CHECK(x.queue("calls", Tally::offered) == needs);
    CHECK(x.queue("calls", Tally::answered) == needs);  // its wait ends with the first try
    CHECK(x.queue("calls", Tally::wait_answered) == 0);
    CHECK(x.group("agents", GroupTally::busy) == doctest::Approx(90 * needs));
    CHECK(x.queue("calls", Tally::by_customers) == 0);
    CHECK(x.reason("r", ReasonTally::contacts) == 0);
}

TEST_CASE("A callback ends the wait and keeps the place in the queue") {
    // 3660-5660, 5660-7660 (3720), 7660-9660 (3780); 3840 hears of 120 s and accepts: called at 9660.
    const std::vector<Feed> four{{"a", "voice", 4}};
    const auto with = [&](const std::string& within) {
        return Outcome(fed(four,
                           "  voice: {handle_time: 2000s, callback: {offer_above: 60s, accepts: 100%, within: " + within +
                               ", connects: 100%, tries: 2}}\n",
                           one));
    };
    const Outcome x = with("2h");
    CHECK(x.queue("voice", Tally::offered) == 4);
    CHECK(x.queue("voice", Tally::called_back) == 1);
    CHECK(x.queue("voice", Tally::answered) == 3);
    CHECK(x.queue("voice", Tally::wait_all) == (5660 - 3720) + (7660 - 3780));
    CHECK(x.group("agents", GroupTally::busy) == doctest::Approx(8000));
    CHECK(x.reason("a", ReasonTally::resolved) == 4);
    const Outcome late = with("1h");
    CHECK(late.reason("a", ReasonTally::not_reached) == 1);
    CHECK(late.group("agents", GroupTally::busy) == doctest::Approx(6000));
}

TEST_CASE("A chase joins the item that waits and adds to its work") {
    // Chases at 1 h and 2 h; all answered at 3 h: 7 min and twice 2 min.
    const Outcome x(waiting_item("after: 1h, share: 100%, queues: {mail: 100%}, up_to: 2, handle_time: 2min", "", 1));
    CHECK(x.queue("mail", Tally::chases) == 2);
    CHECK(x.queue("mail", Tally::offered) == 2);
    CHECK(x.queue("mail", Tally::offered, 1, 1.5) == 1);
    CHECK(x.group("writers", GroupTally::busy) == doctest::Approx(660));
    CHECK(x.group("writers", GroupTally::answered) == 1);
    CHECK(x.reason("r", ReasonTally::resolved) == 1);
    CHECK(x.reason("r", ReasonTally::cases_answered) == 1);
    CHECK(x.reason("r", ReasonTally::resolved_first) == 0);  // three contacts of the customer were answered
}

TEST_CASE("A chase elsewhere may close the item that waits") {
    const Outcome x(waiting_item("after: 1h, share: 100%, queues: {voice: 100%}, up_to: 5, closes: 100%", "", 1));
    CHECK(x.queue("voice", Tally::chases) == 1);
    CHECK(x.group("writers", GroupTally::busy) == 0);
    CHECK(x.reason("r", ReasonTally::resolved) == 1);
    const Outcome open(waiting_item("after: 1h, share: 100%, queues: {voice: 100%}, up_to: 5, closes: 0%", "", 1));
    CHECK(open.queue("voice", Tally::chases) == 2);  // at 1:00 and 2:01; at 3:02 the case is closed
    CHECK(open.group("writers", GroupTally::busy) == doctest::Approx(420));
}

TEST_CASE("Who gave up on a chase asks again") {
    // 1:00, given up at 1:01; 2:01, given up at 2:02; at 3:02 the item is being worked on.
    const Outcome x(waiting_item("after: 1h, share: 100%, queues: {voice: 100%}, up_to: 5", ", patience: 60s", 0));
    CHECK(x.queue("voice", Tally::chases) == 2);
    CHECK(x.queue("voice", Tally::abandoned) == 2);
    CHECK(x.reason("r", ReasonTally::resolved) == 1);
    CHECK(x.reason("r", ReasonTally::abandoned) == 0);
}

TEST_CASE("Who is transferred to another queue of the same agent, who goes on at once, has not waited") {
    const Outcome x(fed({{"a", "voice", 1}},
                        "  voice: {handle_time: 60s, transfer: {share: 100%, queues: {second: 100%}}}\n  second: {handle_time: "
                        "60s}\n",
                        "    agents: {serves: [voice, second], agents: 1}\n"));
    CHECK(x.queue("voice", Tally::at_once) == 1);
    CHECK(x.queue("second", Tally::wait_answered) == 0);
    CHECK(x.queue("second", Tally::at_once) == 1);
}

TEST_CASE("A follow-up by chat or by a promised call is no contact by the customer") {
    const std::string chat = "  chat: {medium: chat, handle_time: 60s}\n";
    CHECK(Outcome(fed({{"a", "chat", 1}}, chat, "    agents: {serves: [chat], agents: 1}\n"))
              .reason("a", ReasonTally::resolved_first) == 1);
    // The second follow-up hears of a wait, accepts to be called, and is.
    CHECK(Outcome(fed({{"a", "voice", 3, 10}}, "  voice: {handle_time: 60s, callback: {offer_above: 0s, accepts: 100%}}\n",
                      "    agents: {serves: [voice], agents: 1}\n"))
              .reason("a", ReasonTally::resolved_first) == 3);
}

TEST_CASE("No two follow-ups of a case are the same") {
    // Not resolved at 60 s, comes again, pending at 720; gives the follow-up up at 1380 and is helped by the bot at 1980, but comes
    // back at 5580 and is pending again.
    const auto trace = trace_of(
        day("reasons:\n  r: {expected: 0.000001/d, queues: {mail: 100%}, resolved_first_time: 0%, pending: {share: {from: "
            "{2026-03-02: "
            "0%, 2026-03-02 00:05: 100%}}, answered_after: 10min, follow_up: {queue: voice}}}\n"
            "self_service: {bot: {before: [voice], contains: 100%, comes_back: {share: 100%, after: 1h}}}\n"
            "queues:\n  mail: {medium: deferred, handle_time: 60s, backlog: {items: 1, age: 0s}, repeat: {after: 10min}}\n"
            "  voice: {handle_time: 60s, patience: 1min, redial: {after: 10min, up_to: 2}}\n"
            "staff: {groups: {a: {serves: [mail], agents: 1}, b: {serves: [voice], agents: {from: {\"00:00\": 0, \"01:00\": "
            "1}}}}}\n"));
    std::vector<std::uint32_t> follow_ups;
    for (const auto& step : trace.steps)
        if (step.what == peakline::TraceStep::What::follows_up) follow_ups.push_back(step.episode & 0xfffffu);
    CHECK(follow_ups == std::vector<std::uint32_t>{2, 3});
}
