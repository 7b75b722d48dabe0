// What a season is made of before anybody calls: who has a need and when, recurring events, rosters that follow the clock.
#include <doctest/doctest.h>

#include "little.hpp"
#include "sim/simulate.hpp"

using namespace peakline;
using namespace simtests;

namespace {

const std::string nobody_calls =
    "reasons: {r: {expected: 0.000001/d, queues: {voice: 100%}}}\nqueues: {voice: {handle_time: 1s}}\n";

}  // namespace

TEST_CASE("People follow a scale that steps within the day, and a number on a line by the interval") {
    const auto on_duty = [](const std::string& agents, double from, double to) {
        return Outcome(day(nobody_calls + "staff: {groups: {agents: {serves: [voice], " + agents + "}}}\n"))
                   .group("agents", GroupTally::on_duty, from, to) /
               (3600 * (to - from));
    };
    const std::string stepped = "agents: 2, scale: {from: {2026-03-02: 1, 2026-03-02 12:15: 3}}";
    CHECK(on_duty(stepped, 0, 12) == doctest::Approx(2));
    CHECK(on_duty(stepped, 12, 12.5) == doctest::Approx(4));
    CHECK(on_duty(stepped, 12.5, 24) == doctest::Approx(6));
    const std::string line = "agents: {through: {2026-03-02: 0, 2026-03-02 12:00: 24}}";
    CHECK(on_duty(line, 6, 6.5) == doctest::Approx(12));
    CHECK(on_duty(line, 12, 24) == doctest::Approx(24));
}

TEST_CASE("A file of fewer than seven days is repeated before it begins, as a list is") {
    // Orders of a Monday and a Tuesday; their contacts come two days later.
    peakline::Scenario scenario =
        load(day("drivers: {o: {expected: [1, 1]}}\nreasons: {r: {per: o, rate: 100%, lag: {2d: 100%}, queues: {mail: 100%}}}\n"
                 "queues: {mail: {medium: deferred, handle_time: 1s}}\nstaff: {groups: {g: {serves: [mail], agents: 9}}}\n",
                 2));
    peakline::TimeTable table;
    table.step = 3600;
    for (int hour = 0; hour < 48; ++hour) {
        table.starts.push_back(scenario.axis().utc_start() + hour * 3600);
        table.values.push_back(hour < 24 ? 100 : 0);
    }
    scenario.drivers[0].volume.expected = peakline::Expected{table};
    const Outcome x(scenario);
    CHECK(x.queue("mail", Tally::offered, 0, 24) == doctest::Approx(2400).epsilon(0.1));
    CHECK(x.queue("mail", Tally::offered, 24, 48) == 0);
}

TEST_CASE("A recurring event of the evening before acts on the first morning, and on orders whose contacts come later") {
    const std::string rest = "queues: {voice: {handle_time: 1s}}\nstaff: {groups: {g: {serves: [voice], agents: 90}}}\n";
    const Outcome night(day("reasons: {r: {expected: 100/h, queues: {voice: 100%}}}\n" + rest +
                                "events: {night: {at: mon-sun 22:00, lasts: 8h, do: [{close: voice}]}}\n",
                            2));
    for (const double midnight : {0, 24}) {
        CHECK(night.queue("voice", Tally::closed, midnight, midnight + 6) > 100);
        CHECK(night.queue("voice", Tally::closed, midnight + 6, midnight + 22) == 0);
    }
    const Outcome later(
        day("drivers: {o: {expected: 100/h}}\n"
            "reasons: {r: {per: o, rate: 100%, lag: {1d: 100%}, queues: {voice: 100%}}}\n" +
                rest + "events: {n: {at: mon-sun 06:00, lasts: 2h, do: [{scale: {driver: o, by: 0}}]}}\n",
            2));
    for (const double midnight : {0, 24}) {
        CHECK(later.queue("voice", Tally::offered, midnight + 6, midnight + 8) == 0);
        CHECK(later.queue("voice", Tally::offered, midnight + 8, midnight + 10) > 100);
    }
    // What lasts to the end begins with the season: twice as many on the first day, four times as many on the second.
    const Outcome always(day("reasons: {r: {expected: 100/h, queues: {voice: 100%}}}\n" + rest +
                                 "events: {more: {at: mon-sun 00:00, do: [{scale: {reason: r, by: 2}}]}}\n",
                             2));
    CHECK(always.queue("voice", Tally::offered, 0, 24) == doctest::Approx(4800).epsilon(0.1));
}

TEST_CASE("People are there while a queue that they serve is open: by its hours, by an event, and not while it is out") {
    const auto hours = [](const std::string& mail, const std::string& events, double from = 0, double to = 24) {
        return Outcome(day("reasons: {r: {expected: 0.000001/d, queues: {voice: 100%}}}\n"
                           "queues:\n  voice: {handle_time: 1s, hours: {mon-sun: \"08:00-18:00\"}}\n"
                           "  mail: {medium: deferred, handle_time: 1s" +
                           mail + "}\nstaff: {groups: {a: {serves: [voice, mail], agents: 2}}}\n" + events))
                   .group("a", GroupTally::paid, from, to) /
               3600;
    };
    const std::string out = ", enabled: false";
    CHECK(hours("", "") == doctest::Approx(48));
    CHECK(hours(out, "") == doctest::Approx(20));
    const auto event = [](const std::string& at, const std::string& what) {
        return "events: {e: {at: 2026-03-02 " + at + ", lasts: 4h, do: [{" + what + "}]}}\n";
    };
    CHECK(hours(out, event("18:00", "open: voice")) == doctest::Approx(28));
    CHECK(hours(out, event("20:00", "open: voice"), 20, 24) == doctest::Approx(8));
    CHECK(hours(out, event("09:00", "close: voice")) == doctest::Approx(20));
    CHECK(hours(out, event("02:00", "enable: {queue: mail}")) == doctest::Approx(28));
    const std::string morning = out + ", hours: {mon-sun: \"03:00-05:00\"}";
    CHECK(hours(morning, event("02:00", "enable: {queue: mail}")) == doctest::Approx(24));
}

namespace {

// 1 000 needs in some minutes of `burst`, a message for each, a contact for each message: how many of the reason g came by hours.
Outcome generated(const std::string& g, const std::string& more) {
    return Outcome(
        day("drivers: {o: {expected: {from: {2026-03-02: 0/h, 2026-03-02 10:00: 500/h, 2026-03-02 11:00: 0/h}}}}\n"
            "reasons:\n  r: {expected: 0.000001/d, queues: {voice: 100%}}\n" +
            g +
            "queues: {voice: {handle_time: 1s}, other: {handle_time: 1s}}\n"
            "staff: {groups: {a: {serves: [voice, other], agents: 90}}}\n" +
            more));
}

const std::string burst = "events:\n  e: {at: 2026-03-02 10:10, lasts: 10min, do: [{add: {reason: r, contacts: 1000}}]}\n";
const std::string message =
    "notifications: {n: {about: [r], per: r, reach: 100%, effect: 0%, cost: 1, generates: {reason: g, "
    "rate: 100%}}}\n";

}  // namespace

TEST_CASE("Messages about needs that an event adds within an interval are sent, paid for and answered by as many contacts") {
    const Outcome at_once = generated("  g: {queues: {other: 100%}}\n", message + burst);
    CHECK(at_once.queue("other", Tally::offered) == doctest::Approx(1000).epsilon(0.1));
    CHECK(at_once.queue("other", Tally::offered, 10, 10.5) == at_once.queue("other", Tally::offered));
    CHECK(at_once.books().message_cost[0] == doctest::Approx(1000).epsilon(1e-3));
    const Outcome by_profile =
        generated("  g: {queues: {other: 100%}, profile: {by_hour: {\"00-08\": 0, \"20-24\": 0}}}\n", message + burst);
    CHECK(by_profile.queue("other", Tally::offered) == doctest::Approx(1000).epsilon(0.1));
    // A message that is off for half of that time is sent to half of them.
    const Outcome half =
        generated("  g: {queues: {other: 100%}}\n",
                  message + burst + "  off: {at: 2026-03-02 10:15, lasts: 1h, do: [{disable: {notification: n}}]}\n");
    CHECK(half.books().message_cost[0] == doctest::Approx(500).epsilon(1e-3));
    CHECK(half.queue("other", Tally::offered) == doctest::Approx(500).epsilon(0.15));
}

TEST_CASE("A message costs what it costs at its time") {
    // 24 000 orders a day; messages cost something from noon on.
    const Outcome x(day(
        "drivers: {o: {expected: 1000/h}, p: {expected: 24000/d}}\nreasons: {r: {per: o, rate: 0%, queues: {voice: 100%}}}\n"
        "notifications: {n: {about: [r], per: o, reach: 50%, effect: 0%, cost: {from: {2026-03-02: 0, 2026-03-02 12:00: 1}}}, "
        "m: {about: [r], per: p, reach: 100%, effect: 0%, cost: {value: 1, by_hour: {\"00-18\": 0}}}}\n"
        "queues: {voice: {handle_time: 1s, patience: 1h}}\nstaff: {groups: {agents: {serves: [voice], agents: 1}}}\n"));
    CHECK(x.books().message_cost[0] == doctest::Approx(6000 + 6000));
}

TEST_CASE("Units are counted exactly, whatever begins and ends off the grid") {
    const auto units = [](const std::string& expected) {
        return Outcome(day("drivers: {o: {expected: " + expected +
                           "}}\nreasons: {r: {per: o, rate: 0%, queues: {voice: 100%}}}\nqueues: {voice: {handle_time: 1s, "
                           "patience: 1h}}\nstaff: {groups: {agents: {serves: [voice], agents: 1}}}\nevents: {e: {at: 2026-03-02 "
                           "10:03, lasts: 4min, do: [{scale: {driver: o, by: 31}}]}}\n"))
            .books()
            .units[0][0];
    };
    CHECK(units("60/h") == doctest::Approx(24 * 60 + 30 * 4));
    CHECK(units("{from: {2026-03-02: 0/h, 2026-03-02 10:04: 60/h, 2026-03-02 10:05: 0/h}}") == doctest::Approx(31));
}

TEST_CASE("Volumes counted where they arrive become the same needs under every plan") {
    const std::string text =
        day("reasons: {r: {expected: 40000/d, counts: offered, first_contacts: 90%, queues: {voice: 50%, chat: 50%}}}\n"
            "self_service: {bot: {before: [chat], contains: 50%, takes: 10s}}\n"
            "queues: {voice: {handle_time: 1s, patience: 1h}, chat: {medium: chat, handle_time: 1s, slowdown: [1], patience: 1h, "
            "slots: {usual: 1}}}\nstaff: {groups: {agents: {serves: [voice, chat], agents: 10}}}\nbaseline: now\n"
            "plans: {now: {}, other: {set: {reasons.r.queues: {chat: 100%}, reasons.r.first_contacts: 50%}}}\n");
    const auto needs = [&](const std::string& plan) {
        const Demand demand;
        double sum = 0;
        sim::replicate(sim::compile(load(text, plan), load(text), demand), 1, 1,
                       [&](int, const Books& books) { sum += books.reason(0)[ReasonTally::needs]; });
        return sum;
    };
    CHECK(needs("now") == doctest::Approx(40000 * 0.9 / (0.5 + 0.5 * 0.5)).epsilon(0.02));
    CHECK(needs("other") == needs("now"));
}

TEST_CASE("A day's volume is spread over the hours past midnight only where the day before, a holiday or not, has them") {
    std::string text =
        day("reasons: {r: {expected: 2000/d, queues: {voice: 100%}}}\nqueues: {voice: {handle_time: 1s, patience: 1h, hours: "
            "{mon-sun: \"10:00-02:00\", holidays: closed}}}\nstaff: {groups: {agents: {serves: [voice], agents: 10}}}\n",
            3);
    replace_all(text, "days: 3", "days: 3, holidays: [2026-03-03]");
    const Outcome x(text);
    CHECK(x.queue("voice", Tally::closed, 48, 72) == 0);
    CHECK(x.queue("voice", Tally::offered, 48, 72) == doctest::Approx(2000).epsilon(0.1));
}

TEST_CASE("Contacts that messages bring come by their lag after the need, off the grid, too") {
    const auto quarters = [](const Outcome& x) {  // shares of the half-hours from 10:00 on
        std::vector<double> shares;
        for (const double from : {10.0, 10.5, 11.0, 11.5})
            shares.push_back(x.queue("other", Tally::offered, from, from + 0.5) / x.queue("other", Tally::offered));
        return shares;
    };
    // Orders from ten to eleven, messages for each of their contacts, answers 15 minutes after: from 10:15 to 11:15.
    const std::string lagged = "  g: {queues: {other: 100%}, lag: {15min: 100%}}\n";
    for (const std::string& source :
         {std::string("  s: {per: o, rate: 100%, queues: {voice: 100%}}\n"),
          std::string("  s: {expected: {from: {2026-03-02: 0/h, 2026-03-02 10:00: 500/h, 2026-03-02 11:00: 0/h}}, queues: "
                      "{voice: 100%}}\n")}) {
        const auto shares = quarters(
            generated(lagged + source,
                      "notifications: {n: {about: [s], per: s, reach: 100%, effect: 0%, generates: {reason: g, rate: 100%}}}\n"));
        CHECK(shares[0] == doctest::Approx(0.25).epsilon(0.05));
        CHECK(shares[1] == doctest::Approx(0.5).epsilon(0.05));
        CHECK(shares[2] == doctest::Approx(0.25).epsilon(0.05));
        CHECK(shares[3] == 0);
    }
    // A driver that an event takes out at 10:20: its last answers come at 10:35.
    const Outcome x = generated(lagged,
                                "notifications: {n: {about: [r], per: o, reach: 100%, effect: 0%, generates: {reason: "
                                "g, rate: 100%}}}\nevents: {e: {at: 2026-03-02 10:20, lasts: 2h, do: [{disable: "
                                "{driver: o}}]}}\n");
    CHECK(x.queue("other", Tally::offered) == doctest::Approx(500.0 / 3).epsilon(0.2));
    CHECK(x.queue("other", Tally::offered, 10, 10.5) == doctest::Approx(125).epsilon(0.2));
    CHECK(x.queue("other", Tally::offered, 10.5, 11) == doctest::Approx(500.0 / 12).epsilon(0.4));
}
