// What waits since before the start, what is promised a call, and who asks again: worked out by hand (model sections 3 and 4).
#include <cmath>

#include <doctest/doctest.h>

#include "little.hpp"

using namespace peakline;
using namespace simtests;
using What = TraceStep::What;

namespace {

std::string backlog(const std::string& mail, const std::string& agents, const std::string& more = "") {
    return day(
        "reasons:\n  r: {expected: 0.000001/d, queues: {mail: 100%}}\nqueues:\n  mail: {medium: deferred, handle_time: 7min, " +
        mail + "}\n" + more + "staff:\n  groups:\n    writers: {serves: [mail], agents: " + agents + "}\n");
}

}  // namespace

TEST_CASE("Items that are there at the start have their age: patience, waits, chases and deadlines count from then") {
    // Ten hours old, patience of twelve: they go at 2:00, before anybody comes.
    const Outcome gone(backlog("patience: 12h, backlog: {items: 3, age: 10h}", "{from: {\"00:00\": 0, \"03:00\": 1}}"));
    CHECK(gone.queue("mail", Tally::old) == 3);
    CHECK(gone.queue("mail", Tally::old_abandoned) == 3);
    CHECK(gone.queue("mail", Tally::offered) == 0);
    CHECK(gone.queue("mail", Tally::abandoned) == 0);
    CHECK(gone.reason("r", ReasonTally::abandoned) == 3);
    CHECK(gone.queue("mail", Tally::backlog, 1, 1.5) == 3);
    CHECK(gone.queue("mail", Tally::backlog, 2, 2.5) == 0);
    const Trace trace = trace_of(backlog("patience: 12h, backlog: {items: 1, age: 10h}", "0"));
    CHECK(times_of(trace, What::abandoned, "mail") == std::vector<double>{2 * 3600});
    // The oldest is 10 h and half an hour old when the first interval's books are closed.
    CHECK(gone.queue("mail", Tally::backlog_age, 0, 0.5) == doctest::Approx(10.5 * 3600));
    // A chase 12 h after joining, that is at 2:00.
    const Trace chased =
        trace_of(backlog("backlog: {items: 1, age: 10h}, chase: {after: 12h, share: 100%, queues: {mail: 100%}}", "0"));
    CHECK(times_of(chased, What::arrives, "mail") == std::vector<double>{2 * 3600});
}

TEST_CASE("The patience of items that are still there is drawn given that they are") {
    // Memoryless: after an hour 1 - 1/e of them have gone, whatever their age; five standard deviations of the binomial.
    for (const std::string age : {"0h", "5h"}) {
        const Outcome x(backlog("patience: {exponential: {mean: 1h}}, backlog: {items: 1000, age: " + age + "}", "0"));
        CHECK(std::abs(x.queue("mail", Tally::backlog, 0.5, 1) - 1000 / std::exp(1.0)) < 5 * std::sqrt(1000 * 0.368 * 0.632));
    }
    // Uniform between 0 and 10 h at an age of 5 h: uniform over the next five.
    const Outcome x(backlog("patience: {uniform: [0h, 10h]}, backlog: {items: 1000, age: 5h}", "0"));
    CHECK(std::abs(x.queue("mail", Tally::backlog, 0.5, 1) - 800) < 5 * std::sqrt(1000 * 0.2 * 0.8));
    CHECK(x.queue("mail", Tally::backlog, 4.5, 5) == 0);
}

TEST_CASE("By deadline, the older item of a slow promise may come after the younger one of a quick one") {
    // first: 20 h old, due within 24 h, at 4:00; second: new, due within an hour.
    const auto order = [](const std::string& contact) {
        const Trace trace = trace_of(
            day("reasons:\n  r: {expected: 0.000001/d, queues: {mail: 50%, forms: 50%}}\nqueues:\n"
                "  mail: {medium: deferred, handle_time: 7min, target: {within: 24h}, backlog: {items: 1, age: 20h}}\n"
                "  forms: {medium: deferred, handle_time: 7min, target: {within: 1h}, backlog: {items: 1, age: 0h}}\n"
                "routing: {contact: " +
                contact +
                "}\nstaff:\n  groups:\n    writers: {serves: [mail, forms], agents: {from: {\"00:00\": 0, \"00:30\": 1}}}\n"));
        return times_of(trace, What::taken, "mail").at(0) < times_of(trace, What::taken, "forms").at(0);
    };
    CHECK_FALSE(order("deadline"));
    CHECK(order("longest_wait"));
}

TEST_CASE("A backlog's items are of the reasons that choose the queue, in proportion to their needs") {
    const Outcome x(
        day("reasons:\n  a: {expected: 0.000003/d, queues: {mail: 100%}}\n  b: {expected: 0.000002/d, queues: {mail: 50%, other: "
            "50%}}\n  c: {expected: 0.000009/d, queues: {other: 100%}}\n"
            "queues:\n  mail: {medium: deferred, handle_time: 1s, backlog: {items: 1000, age: 0h}}\n  other: {handle_time: 1s, "
            "patience: 1s}\n"
            "staff:\n  groups:\n    writers: {serves: [mail, other], agents: 1}\n"));
    CHECK(x.reason("a", ReasonTally::backlog) + x.reason("b", ReasonTally::backlog) == 1000);
    CHECK(std::abs(x.reason("a", ReasonTally::backlog) - 750) < 5 * std::sqrt(1000 * 0.75 * 0.25));
    CHECK(x.reason("c", ReasonTally::backlog) == 0);
}

TEST_CASE("A promised call that reaches nobody is tried again half an hour later, as often and as long as said") {
    // 3660-5660, 5660-7660 (3720), 7660-9660 (3780); 3840 accepts a call: tried at 9660, 11460, 13260.
    const auto tries = [](const std::string& within, int times, const std::string& connects) {
        const std::string text =
            fed({{"a", "voice", 4}},
                "  voice: {handle_time: 2000s, callback: {offer_above: 60s, accepts: 100%, within: " + within +
                    ", connects: " + connects + ", tries: " + std::to_string(times) + "}}\n",
                "    agents: {serves: [voice], agents: 1}\n");
        const Outcome x(text);
        CHECK(x.queue("voice", Tally::called_back) == 1);
        CHECK(x.reason("a", ReasonTally::resolved) + x.reason("a", ReasonTally::not_reached) == 4);
        CHECK(x.reason("a", ReasonTally::not_reached) == (connects == "0%" ? 1 : 0));
        return times_of(trace_of(text), What::no_answer, "voice");
    };
    using Times = std::vector<double>;
    CHECK(tries("10h", 1, "0%") == Times{9660});
    CHECK(tries("10h", 2, "0%") == Times{9660, 11460});
    CHECK(tries("10h", 3, "0%") == Times{9660, 11460, 13260});
    CHECK(tries("2h", 3, "0%") == Times{9660});  // until 3840 + 7200 = 11040
    CHECK(tries("10h", 3, "100%") == Times{});
}

TEST_CASE("Chases come every so often, up to their number, and stop when the case is closed") {
    // The item waits until 3:00.
    const auto chases = [](const std::string& keys) {
        return times_of(
            trace_of(backlog("backlog: {items: 1, age: 0s}, chase: {after: 1h, share: 100%, queues: {mail: 100%}, " + keys + "}",
                             "{from: {\"00:00\": 0, \"03:00\": 1}}")),
            What::arrives, "mail");
    };
    using Times = std::vector<double>;
    CHECK(chases("every: 30min, up_to: 9") == Times{3600, 5400, 7200, 9000});
    CHECK(chases("every: 30min, up_to: 2") == Times{3600, 5400});
    CHECK(chases("up_to: 9") == Times{3600, 7200});
    CHECK(chases("every: 10min") == Times{3600});
}

TEST_CASE("While a third party is asked, the customer may ask again; afterwards not") {
    // One contact at 3660, done at 3720; the answer at 3720 + 5 h, the follow-up done ten minutes later. Chases every two hours.
    const std::string reason =
        "  p: {expected: 0.000001/d, queues: {mail: 100%}, pending: {share: 100%, answered_after: 5h, follow_up: {queue: mail, "
        "handle_time: 10min}, "
        "chase: {after: 2h, share: 100%, queues: {voice: 100%}, up_to: 9}}}\n";
    const auto with = [&](double share) {
        std::string text = day(
            "reasons:\n" + reason +
            "queues:\n  mail: {medium: deferred, handle_time: 60s, backlog: {items: 1, age: 0s}}\n  voice: {handle_time: 100s}\n"
            "staff:\n  groups:\n    agents: {serves: [mail, voice], agents: 1}\n");
        if (share == 0) text.replace(text.find("share: 100%, queues: {voice"), 11, "share: 0%");
        return trace_of(text);
    };
    const Trace trace = with(1);
    // Done at 60; chases at 7260 and, 7200 after the end of that at 7360, at 14560; the answer at 18060, resolved at 18660.
    CHECK(times_of(trace, What::arrives, "voice") == std::vector<double>{7260, 14560});
    CHECK(times_of(trace, What::arrives, "mail") == std::vector<double>{18060});
    CHECK(times_of(with(0), What::arrives, "voice").empty());
    double resolved = 0;
    for (const TraceStep& step : trace.steps) resolved += step.what == What::resolved ? step.time : 0;
    CHECK(resolved == 18660);
}

TEST_CASE("A promised call may be transferred: in the other queue it is a contact like any other") {
    // The fourth of four accepts a call; all of them are passed on.
    const Outcome x(fed({{"a", "voice", 4}},
                        "  voice: {handle_time: 2000s, callback: {offer_above: 60s, accepts: 100%, connects: 100%}, transfer: "
                        "{share: 100%, queues: {second: 100%}}}\n  second: {handle_time: 60s}\n",
                        "    agents: {serves: [voice], agents: 1}\n    others: {serves: [second], agents: 1}\n"));
    CHECK(x.queue("voice", Tally::called_back) == 1);
    CHECK(x.queue("second", Tally::offered) == 4);
    CHECK(x.queue("second", Tally::answered) == 4);
    CHECK(x.queue("second", Tally::wait_answered) == 0);
    CHECK(x.reason("a", ReasonTally::resolved) == 4);
}

TEST_CASE("A call may be promised before the start, during warm-up") {
    const Scenario scenario = load(
        "peakline: 1\nname: early\ntime: {start: 2026-03-02, days: 1, warm_up: 6h}\nreasons: {r: {expected: 12/h, queues: "
        "{voice: 100%}}}\n"
        "queues: {voice: {handle_time: {exponential: {mean: 6min}}, callback: {offer_above: 1min, accepts: 50%, within: 2h}}}\n"
        "staff: {groups: {agents: {serves: [voice], agents: 1}}}\n");
    const std::vector<Books> all = books_of(scenario, 3);  // throws where the books do not balance
    double called_back = 0;
    for (const Books& books : all)
        for (const auto& cell : books.queues[0]) called_back += cell[Tally::called_back];
    CHECK(called_back > 50);
}

TEST_CASE("A promised call that nobody makes in time is lost when its time is over") {
    // 3660-5660, 5660-7660 (3720), 7660-9660 (3780); promised at 3840 for one hour: lost at 7440, when everybody is still busy.
    const auto trace = trace_of(fed({{"a", "voice", 4}},
                                    "  voice: {handle_time: 2000s, callback: {offer_above: 60s, accepts: 100%, within: 1h}}\n",
                                    "    agents: {serves: [voice], agents: 1}\n"));
    CHECK(times_of(trace, What::taken, "voice") == std::vector<double>{3660, 5660, 7660});
    std::vector<double> lost;
    for (const auto& step : trace.steps)
        if (step.what == What::lost) lost.push_back(step.time);
    CHECK(lost == std::vector<double>{7440});
}

TEST_CASE("Who waits for the own agent is chased, and mail outside its hours waits for them") {
    const auto with = [](const std::string& mail, const std::string& groups) {
        return day(
            "reasons:\n  r: {expected: 0.000001/d, queues: {mail: 100%}, resolved_first_time: {from: {2026-03-02: 0%, "
            "2026-03-02 00:05: 100%}}}\n  s: {expected: 0.000001/d, queues: {long: 100%}}\nqueues:\n"
            "  mail: {medium: deferred, handle_time: 60s, backlog: {items: 1, age: 0s}, target: {within: 24h}, " +
                mail +
                "}\n  long: {medium: deferred, handle_time: 10h, backlog: {items: 1, age: 0s}}\n  never: {handle_time: 1s}\n" +
                groups,
            2);
    };
    // Comes again at 660 s, asks at 4260, when its agent is at the long work.
    const auto chased =
        trace_of(with("repeat: {after: 10min, within: 24h, same_agent: true}, chase: {after: 1h, share: 100%, queues: "
                      "{mail: 100%}}",
                      "staff: {groups: {a: {serves: {mail: 1, long: 2, never: 3}, agents: 1}}}\n"));
    CHECK(times_of(chased, What::joins_item, "mail") == std::vector<double>{4260});
    // Comes again at 7260 s, when mail is not worked on and its agent has nothing to do.
    const auto trace = trace_of(with("repeat: {after: 2h, within: 24h, same_agent: true}, hours: {mon-sun: \"00:00-01:00\"}",
                                     "staff: {groups: {a: {serves: [mail, never], agents: 1}, b: {serves: [long], "
                                     "agents: 1}}}\n"));
    CHECK(times_of(trace, What::taken, "mail") == std::vector<double>{0, 86400});
}

TEST_CASE("Who asks about a call that we are to make is answered when we reach them, or gives up with it") {
    const auto with = [](const std::string& connects) {
        return Outcome(
            day("reasons:\n  r: {expected: 0.000001/d, queues: {calls: 100%}}\nqueues:\n  calls: {medium: outbound, handle_time: "
                "60s, "
                "backlog: {items: 1, age: 0s}, no_answer: 30s, connects: " +
                connects +
                ", chase: {after: 1h, share: 100%, queues: {calls: 100%}}}\n"
                "staff: {groups: {a: {serves: [calls], agents: {from: {\"00:00\": 0, \"03:00\": 1}}}}}\n"));
    };
    CHECK(with("100%").queue("calls", Tally::answered) == 1);
    CHECK(with("0%").queue("calls", Tally::abandoned) == 1);
}
