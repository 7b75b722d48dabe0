// Events, rules and deflection: runs whose outcome is certain whatever is drawn (model sections 2 and 6).
#include <cmath>

#include <doctest/doctest.h>

#include "little.hpp"

using namespace simtests;

namespace {

// About 1000 needs in the first eight hours, nothing afterwards; enough people that nobody waits.
std::string deflected(const std::string& reason_keys, const std::string& deflection, const std::string& voice_keys = "") {
    return day("reasons:\n  r: {expected: 1000/d, queues: {voice: 100%}, profile: {by_hour: {\"00-08\": 1, \"08-24\": 0}}" +
               reason_keys + "}\n" + deflection + "queues:\n  voice: {handle_time: 100s" + voice_keys +
               "}\n  other: {handle_time: 100s}\n"
               "staff:\n  groups:\n    agents: {serves: [voice], agents: 300}\n    others: {serves: [other], agents: 300}\n");
}

}  // namespace

TEST_CASE("Whom a notification reaches and convinces has no contact; what still comes is harder") {
    const Outcome all(deflected("", "notifications: {push: {about: [r], per: r, reach: 100%, effect: 100%}}\n"));
    CHECK(all.reason("r", ReasonTally::needs) > 800);
    CHECK(all.reason("r", ReasonTally::prevented) == all.reason("r", ReasonTally::needs));
    CHECK(all.queue("voice", Tally::offered) == 0);
    const Outcome half(
        deflected("", "notifications: {push: {about: [r], per: r, reach: 100%, effect: 50%, leaves_harder: 20%}}\n"));
    CHECK(half.queue("voice", Tally::handled) == half.reason("r", ReasonTally::needs) - half.reason("r", ReasonTally::prevented));
    CHECK(half.queue("voice", Tally::handle_time) == doctest::Approx(110 * half.queue("voice", Tally::handled)));
}

TEST_CASE("Self-service: contained, given up, passed on with time saved, or past a full one at once") {
    const auto with = [](const std::string& keys) {
        return Outcome(deflected("", "self_service: {bot: {before: [voice], " + keys + "}}\n"));
    };
    const Outcome contained = with("contains: 100%, takes: 1min");
    CHECK(contained.reason("r", ReasonTally::contained) == contained.reason("r", ReasonTally::needs));
    const Outcome gone = with("contains: 0%, gives_up: 100%");
    CHECK(gone.reason("r", ReasonTally::gave_up) == gone.reason("r", ReasonTally::needs));
    const Outcome passed = with("contains: 0%, takes: 10min, saves: 20s, cost: 0.5");
    CHECK(passed.queue("voice", Tally::offered) == passed.reason("r", ReasonTally::needs));
    CHECK(passed.queue("voice", Tally::handle_time) == doctest::Approx(80 * passed.queue("voice", Tally::handled)));
    CHECK(passed.queue("voice", Tally::self_service_cost) == doctest::Approx(0.5 * passed.reason("r", ReasonTally::needs)));
    const Outcome full = with("contains: 100%, takes: 1min, sessions: 1");
    CHECK(full.reason("r", ReasonTally::contained) < full.reason("r", ReasonTally::needs));
}

TEST_CASE("The contained who come back go straight to an agent and count as no longer contained") {
    const Outcome x(
        deflected("", "self_service: {bot: {before: [voice], contains: 100%, comes_back: {share: 100%, after: 4h}}}\n"));
    CHECK(x.reason("r", ReasonTally::contained) == 0);
    CHECK(x.queue("voice", Tally::offered) == x.reason("r", ReasonTally::needs));
    CHECK(x.queue("voice", Tally::offered, 0, 4) == 0);
    CHECK(x.reason("r", ReasonTally::resolved) == x.reason("r", ReasonTally::needs));
}

TEST_CASE("The misrouted cost a minute in the wrong queue and are sent on") {
    const Outcome x(deflected("", "self_service: {bot: {before: [voice], contains: 0%, misroutes: {voice: {other: 100%}}}}\n"));
    const double needs = x.reason("r", ReasonTally::needs);
    CHECK(x.queue("other", Tally::answered) == needs);
    CHECK(x.queue("other", Tally::transferred_out) == needs);
    CHECK(x.queue("voice", Tally::transferred_in) == needs);
    CHECK(x.group("others", GroupTally::busy) == doctest::Approx(60 * needs));
    CHECK(x.group("agents", GroupTally::busy) == doctest::Approx(100 * needs));
    CHECK(x.reason("r", ReasonTally::resolved_first) == needs);
}

TEST_CASE("What an event adds is spread over its length and its fading, also past the end of the run") {
    const auto mean = [](const std::string& event) {
        const auto all = books_of(load(day("reasons:\n  r: {queues: {voice: 100%}}\n  s: {expected: 1/d, queues: {voice: "
                                           "100%}}\nqueues:\n  voice: {handle_time: 1s, patience: 1s}\n"
                                           "staff:\n  groups:\n    agents: {serves: [voice], agents: 1}\nevents: {e: {" +
                                           event + ", do: [{add: {reason: r, contacts: 1000}}]}}\n")),
                                  20);
        double needs = 0;
        for (const Books& books : all) needs += books.reason(0)[ReasonTally::needs] / 20;
        return needs;
    };
    const double five_errors = 5 * 7.1;  // of the mean of 20 Poisson numbers of 1000
    CHECK(std::abs(mean("at: 2026-03-02 06:00, lasts: 2h, fades: 4h") - 1000) < five_errors);
    CHECK(std::abs(mean("at: 2026-03-02 00:00, lasts: 10d") - 100) < five_errors / 3);
    CHECK(std::abs(mean("at: 2026-03-02 22:00, lasts: 2h, fades: 4h") - 500) < five_errors);
    // What is over at once adds nothing.
    CHECK(mean("at: 2026-03-02 06:00, lasts: {exponential: {mean: 1h}, at_once: 100%}") == 0);
    CHECK(std::abs(mean("at: 2026-03-02 06:00, lasts: {exponential: {mean: 1h}, at_once: 100%}, fades: 4h") - 1000) <
          five_errors);
}

TEST_CASE("A rate that an event adds at random is drawn once an occurrence") {
    // Between 100 and 300 an hour for four hours: needs of a day spread as the rate does, 400 to 1200.
    const auto all = books_of(load(day("reasons:\n  r: {queues: {voice: 100%}}\n  s: {expected: 1/d, queues: {voice: 100%}}\n"
                                       "queues:\n  voice: {handle_time: 1s, patience: 1s}\n"
                                       "staff:\n  groups:\n    agents: {serves: [voice], agents: 1}\n"
                                       "events: {e: {at: 2026-03-02 06:00, lasts: 4h, do: [{add: {reason: r, rate: {uniform: "
                                       "[100/h, 300/h]}}}]}}\n")),
                              200);
    double sum = 0, squares = 0;
    for (const Books& books : all) sum += books.reason(0)[ReasonTally::needs] / 200;
    for (const Books& books : all) squares += std::pow(books.reason(0)[ReasonTally::needs] - sum, 2) / 199;
    const double sd = std::sqrt(800 * 800 / 12.0 + 800);  // of the uniform rate and of Poisson's numbers
    CHECK(std::abs(sum - 800) < 5 * sd / std::sqrt(200));
    CHECK(std::sqrt(squares) == doctest::Approx(sd).epsilon(0.15));
}

TEST_CASE("An event takes a reason out and brings it back") {
    const std::string body =
        "queues: {voice: {handle_time: 1s, patience: 1s}}\nstaff: {groups: {agents: {serves: [voice], agents: 100}}}\n";
    const Outcome off(day("reasons: {r: {expected: 50/h, queues: {voice: 100%}}}\n" + body +
                          "events: {e: {at: 2026-03-02 06:00, lasts: 6h, do: [{disable: r}]}}\n"));
    CHECK(off.queue("voice", Tally::offered, 6, 12) == 0);
    CHECK(off.queue("voice", Tally::offered, 0, 6) > 200);
    CHECK(off.queue("voice", Tally::offered, 12, 24) > 400);
    const Outcome on(
        day("reasons: {r: {expected: 50/h, enabled: false, queues: {voice: 100%}}, s: {expected: 0.000001/d, queues: {voice: "
            "100%}}}\n" +
            body + "events: {e: {at: 2026-03-02 06:00, lasts: 6h, do: [{enable: r}]}}\n"));
    CHECK(on.queue("voice", Tally::offered, 6, 12) > 200);
    CHECK(on.queue("voice", Tally::offered) == on.queue("voice", Tally::offered, 6, 12));
}

TEST_CASE("A rule sees, waits as long as it must, needs its time, and acts") {
    // One contact at 3660 and nobody for it. Seen above 5 min at 4020, held 10 min at 4620, acted upon 45 min later at 7320.
    const auto with = [](const std::string& takes) {
        return Outcome(fed({{"a", "voice", 1}}, "  voice: {handle_time: 60s}\n",
                           "    core: {serves: [voice], agents: 0}\n    helpers: {serves: [voice], agents: 5, enabled: false}\n",
                           "rules: {call: {when: {queue: voice, metric: longest_wait, above: 5min, for: 10min}, takes: " + takes +
                               ", do: [{enable: helpers}], lasts: 4h}}\n"));
    };
    const Outcome late = with("45min");
    CHECK(late.queue("voice", Tally::wait_answered) == 3660);
    CHECK(late.books().rules == std::vector{peakline::sim::RuleTally{1, 4 * 3600}});
    CHECK(with("0s").queue("voice", Tally::wait_answered) == 960);
    CHECK(with("90s").queue("voice", Tally::wait_answered) == 1050);
    CHECK(with("23h").books().rules == std::vector{peakline::sim::RuleTally{}});
}

TEST_CASE("Moved people serve the other group's queues at their own pace, and go back") {
    // A mover (factor 2) helps from 02:00 to 04:00: the contact at 3660 waits until then, the one at 5:00 for ever.
    const Outcome x(
        fed({{"a", "voice", 1}, {"b", "voice", 1, 60, 17940}},
            "  voice: {handle_time: 100s}\n  mail: {medium: deferred, handle_time: 60s}\n",
            "    core: {serves: [voice], agents: 0}\n    writers: {serves: [mail], agents: 1, handle_time: 2}\n",
            "events: {help: {at: 2026-03-02 02:00, lasts: 2h, do: [{move: {from: writers, to: core, agents: 1}}]}}\n"));
    CHECK(x.queue("voice", Tally::answered) == 1);
    CHECK(x.queue("voice", Tally::wait_answered) == doctest::Approx(7200 - 3660));
    CHECK(x.queue("voice", Tally::handle_time) == doctest::Approx(200));
    CHECK(x.group("writers", GroupTally::busy) == doctest::Approx(200));
}

TEST_CASE("A change of staff by an event holds for its length") {
    const Outcome x(
        day("reasons: {r: {expected: 0.000001/d, queues: {voice: 100%}}}\nqueues: {voice: {handle_time: 1s}}\n"
            "staff:\n  shifts: {early: {start: \"06:00\", lasts: 8h}, late: {start: \"10:00\", lasts: 8h}}\n  groups:\n"
            "    agents: {serves: [voice], roster: {mon-sun: {early: 10, late: 10}}}\n"
            "events: {e: {at: 2026-03-02 11:00, lasts: 1h, do: [{staff: {group: agents, agents: +8}}]}}\n"));
    CHECK(x.group("agents", GroupTally::available, 10, 11) == doctest::Approx(20 * 3600));
    CHECK(x.group("agents", GroupTally::available, 11, 12) == doctest::Approx(28 * 3600));
    CHECK(x.group("agents", GroupTally::available, 12, 13) == doctest::Approx(20 * 3600));
}
