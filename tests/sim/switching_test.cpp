// What events and rules take in and out while the season runs: shifts, cohorts, other events and rules.
#include <doctest/doctest.h>

#include "little.hpp"

using namespace simtests;

namespace {

constexpr double hour = 3600;

// Two shifts of ten, 06-14 and 10-18, and a cohort of five who work the early one; hardly any contacts.
Outcome rostered(const std::string& events, const std::string& late = "", const std::string& cohort = "") {
    return Outcome(
        day("reasons: {r: {expected: 0.000001/d, queues: {voice: 100%}}}\nqueues: {voice: {handle_time: 1s}}\n"
            "staff:\n  shifts: {early: {start: \"06:00\", lasts: 8h}, late: {start: \"10:00\", lasts: 8h" +
            late +
            "}}\n  groups:\n    agents:\n      serves: [voice]\n      roster: {mon-sun: {early: 10, late: 10}}\n"
            "      cohorts: {class: {roster: {mon-sun: {early: 5}}, from: 2026-03-01" +
            cohort + "}}\nevents: {" + events + "}\n"));
}

std::vector<double> present(const Outcome& x, int from, int to) {
    std::vector<double> agents;
    for (int h = from; h < to; ++h) agents.push_back(x.group("agents", GroupTally::available, h, h + 1) / hour);
    return agents;
}

// 600 needs an hour of `s` from 09:00 to 15:00 by `extra`; all of them have a contact at once.
Outcome visited(const std::string& events, const std::string& more = "") {
    return Outcome(
        day("reasons: {r: {expected: 100/h, queues: {voice: 100%}}, s: {queues: {voice: 100%}}}\n"
            "queues: {voice: {handle_time: 1s}}\nstaff: {groups: {agents: {serves: [voice], agents: 300}}}\n"
            "events:\n  extra: {at: 2026-03-02 09:00, lasts: 6h, do: [{add: {reason: s, rate: 600/h}}]" +
            more + "}\n" + events));
}

double offered(const Outcome& x, double from, double to) { return x.queue("voice", Tally::offered, from, to); }

}  // namespace

TEST_CASE("An event takes a shift or a cohort out and brings it in, in the midst of its hours and before them") {
    using Agents = std::vector<double>;
    CHECK(present(rostered(""), 9, 15) == Agents{15, 25, 25, 25, 25, 10});
    CHECK(present(rostered("e: {at: 2026-03-02 11:00, lasts: 2h, do: [{disable: late}]}"), 9, 15) ==
          Agents{15, 25, 15, 15, 25, 10});
    CHECK(present(rostered("e: {at: 2026-03-02 08:00, lasts: 4h, do: [{disable: late}]}"), 9, 15) ==
          Agents{15, 15, 15, 25, 25, 10});
    CHECK(present(rostered("e: {at: 2026-03-02 11:00, lasts: 2h, do: [{enable: late}]}", ", enabled: false"), 9, 15) ==
          Agents{15, 15, 25, 25, 15, 0});
    CHECK(present(rostered("e: {at: 2026-03-02 11:00, lasts: 2h, do: [{disable: class}]}"), 9, 15) ==
          Agents{15, 25, 20, 20, 25, 10});
    CHECK(present(rostered("e: {at: 2026-03-02 11:00, lasts: 2h, do: [{disable: early}]}"), 9, 15) ==
          Agents{15, 25, 10, 10, 25, 10});
    CHECK(present(rostered("e: {at: 2026-03-02 07:00, lasts: 4h, do: [{enable: class}]}", "", ", enabled: false"), 6, 12) ==
          Agents{10, 15, 15, 15, 25, 20});
}

TEST_CASE("Who is paid changes with the shift that is taken out") {
    const Outcome all = rostered(""), less = rostered("e: {at: 2026-03-02 11:00, lasts: 2h, do: [{disable: late}]}");
    CHECK(all.group("agents", GroupTally::paid) - less.group("agents", GroupTally::paid) == doctest::Approx(10 * 2 * hour));
}

TEST_CASE("An event that is taken out stops acting at once, and goes on when it is back in time") {
    const Outcome all = visited(""), none = visited("", ", enabled: false");
    CHECK(offered(all, 11, 12) > 600);
    CHECK(offered(none, 9, 15) < 750);
    const Outcome paused = visited("  stop: {at: 2026-03-02 11:00, lasts: 1h, do: [{disable: extra}]}\n");
    CHECK(offered(paused, 9, 11) == offered(all, 9, 11));
    CHECK(offered(paused, 11, 12) == offered(none, 11, 12));
    CHECK(offered(paused, 12, 24) == offered(all, 12, 24));
    const Outcome cut = visited("  stop: {at: 2026-03-02 11:00, lasts: 1d, do: [{disable: extra}]}\n");
    CHECK(offered(cut, 9, 11) == offered(all, 9, 11));
    CHECK(offered(cut, 11, 24) == offered(none, 11, 24));
    const Outcome never = visited("  stop: {at: 2026-03-02 08:00, lasts: 8h, do: [{disable: extra}]}\n");
    CHECK(offered(never, 0, 24) == offered(none, 0, 24));
    const Outcome late = visited("  go: {at: 2026-03-02 10:00, lasts: 2h, do: [{enable: extra}]}\n", ", enabled: false");
    CHECK(offered(late, 0, 10) == offered(none, 0, 10));
    CHECK(offered(late, 10, 12) == offered(all, 10, 12));
    CHECK(offered(late, 12, 24) == offered(none, 12, 24));
}

TEST_CASE("An event that could be taken out and is not changes nothing at all") {
    const Outcome all = visited(""), watched = visited("  stop: {at: 2026-03-02 20:00, lasts: 1h, do: [{disable: extra}]}\n");
    for (std::size_t tally = 0; tally < Tally::count; ++tally) CHECK(watched.queue("voice", tally) == all.queue("voice", tally));
}

TEST_CASE("What an event takes out comes back with the event that took it out") {
    const std::string text =
        "reasons: {r: {expected: 100/h, queues: {voice: 100%}}}\nqueues: {voice: {handle_time: 1s}}\n"
        "staff: {groups: {agents: {serves: [voice], agents: 300}}}\n"
        "events:\n  strike: {at: 2026-03-02 06:00, lasts: 6h, do: [{disable: r}]}\n";
    const Outcome all(day(text));
    CHECK(offered(all, 6, 12) == 0);
    const Outcome pause(day(text + "  deal: {at: 2026-03-02 08:00, lasts: 2h, do: [{disable: strike}]}\n"));
    CHECK(offered(pause, 6, 8) == 0);
    CHECK(offered(pause, 8, 10) > 100);
    CHECK(offered(pause, 10, 12) == 0);
    CHECK(offered(pause, 12, 24) == offered(all, 12, 24));
}

TEST_CASE("A fading event that is taken out comes back as strong as it would be by then") {
    const std::string fading = ", lasts: 1h, fades: 10h";
    const auto staffed = [&](const std::string& more) {
        return rostered("call: {at: 2026-03-02 06:00" + fading + ", do: [{staff: {group: agents, agents: +10}}]}" + more);
    };
    const Outcome all = staffed(""), paused = staffed(", stop: {at: 2026-03-02 08:00, lasts: 2h, do: [{disable: call}]}");
    CHECK(present(paused, 8, 10) == std::vector<double>{15, 15});
    CHECK(present(paused, 6, 8) == present(all, 6, 8));
    CHECK(present(paused, 10, 18) == present(all, 10, 18));
}

TEST_CASE("Demand that fades is gone while its event is out, and comes back as strong as it would be by then") {
    for (const std::string effect : {"{add: {reason: s, rate: 600/h}}", "{scale: {driver: d, by: 4}}",
                                     "{scale: {reason: r, by: 4}}", "{scale: {queue: voice, by: 4}}"}) {
        INFO(effect);
        const auto with = [&](const std::string& more) {
            return Outcome(
                day("drivers: {d: {expected: 300/h}}\nreasons: {r: {expected: 300/h, queues: {voice: 100%}}, "
                    "s: {queues: {voice: 100%}}, t: {per: d, rate: 100%, queues: {voice: 100%}}}\n"
                    "queues: {voice: {handle_time: 1s}}\nstaff: {groups: {agents: {serves: [voice], agents: 300}}}\n"
                    "events:\n  extra: {at: 2026-03-02 09:00, lasts: 1h, fades: 10h, do: [" +
                    effect + "]" + more));
        };
        const auto out = [&](const std::string& lasts) {
            return with("}\n  stop: {at: 2026-03-02 12:00, lasts: " + lasts + ", do: [{disable: extra}]}\n");
        };
        const Outcome all = with("}\n"), none = with(", enabled: false}\n"), cut = out("1d"), paused = out("2h");
        CHECK(offered(all, 12, 14) > offered(none, 12, 14) + 200);
        CHECK(offered(all, 14, 15) > offered(none, 14, 15) + 100);
        for (const Outcome* x : {&cut, &paused}) {
            CHECK(offered(*x, 0, 12) == offered(all, 0, 12));
            CHECK(offered(*x, 12, 14) == offered(none, 12, 14));
        }
        CHECK(offered(cut, 14, 24) == offered(none, 14, 24));
        CHECK(offered(paused, 14, 24) == offered(all, 14, 24));
    }
}

TEST_CASE("What a rule does to demand ends with the rule, and with no other") {
    // Both rules act a minute after the start, when the item that nobody can serve has waited long enough.
    const auto with = [](const std::string& rules) {
        return Outcome(
            day("reasons: {r: {expected: 300/h, queues: {voice: 100%}}, m: {expected: 0.000001/d, queues: {mail: 100%}}}\n"
                "queues: {voice: {handle_time: 1s}, mail: {medium: deferred, handle_time: 1s, backlog: {items: 1, age: 1h}}}\n"
                "staff: {groups: {agents: {serves: [voice], agents: 300}, nobody: {serves: [mail], agents: 0}}}\n"
                "rules: {" +
                rules + "}\n"));
    };
    const std::string when = "when: {queue: mail, metric: waiting, above: 0}, up_to: 1/d";
    for (const std::string thing : {"queue: voice", "reason: r"}) {
        INFO(thing);
        const std::string act = when + ", do: [{scale: {" + thing + ", by: 2}}], lasts: ";
        const Outcome none = with(""), brief = with("b: {" + act + "2h}"), lasting = with("l: {" + act + "4h}"),
                      both = with("b: {" + act + "2h}, l: {" + act + "4h}");
        CHECK(offered(brief, 0, 2) > 1.8 * offered(none, 0, 2));
        CHECK(offered(brief, 2.25, 24) == offered(none, 2.25, 24));
        CHECK(offered(both, 0, 2) > 3.5 * offered(none, 0, 2));
        CHECK(offered(both, 2.25, 24) == offered(lasting, 2.25, 24));
        CHECK(offered(lasting, 2.25, 4) > 1.8 * offered(none, 2.25, 4));
    }
}

TEST_CASE("A rule that is taken out ends what it does; one that is brought in begins to watch") {
    // The contact of 3660 is seen at 3720 by the rule that calls the helper, unless the rule is out.
    const auto with = [](const std::string& rule, const std::string& event) {
        return Outcome(fed({{"a", "voice", 1}}, "  voice: {handle_time: 60s}\n",
                           "    core: {serves: [voice], agents: 0}\n    helpers: {serves: [voice], agents: 1, enabled: false}\n",
                           "rules: {call: {when: {queue: voice, metric: longest_wait, above: 30s}, do: [{enable: helpers}]" +
                               rule + "}}\nevents: {e: {" + event + "}}\n"));
    };
    const Outcome out = with("", "at: 2026-03-02 02:00, lasts: 1h, do: [{disable: call}]");
    CHECK(out.queue("voice", Tally::wait_answered) == 60);
    CHECK(out.group("helpers", GroupTally::available) == doctest::Approx(7200 - 3720));
    CHECK(out.books().rules == std::vector{peakline::sim::RuleTally{1, 7200 - 3720}});
    const Outcome in = with(", enabled: false", "at: 2026-03-02 02:00, lasts: 1h, do: [{enable: call}]");
    CHECK(in.queue("voice", Tally::wait_answered) == 7200 - 3660);
    CHECK(in.group("helpers", GroupTally::available) == doctest::Approx(3600));
    const Outcome to_the_end = with("", "at: 2026-03-01, do: [{disable: core}]");
    CHECK(to_the_end.books().rules == std::vector{peakline::sim::RuleTally{1, 86400 - 3720}});
    const Outcome reacting = with(", takes: 2h", "at: 2026-03-02 02:00, lasts: 1h, do: [{disable: call}]");
    CHECK(reacting.queue("voice", Tally::wait_answered) == 5 * hour - 3660);  // seen anew at 03:00, acted upon at 05:00
}

TEST_CASE("A rule takes an event out and lets it go on") {
    // More than 20 wait from the extra contacts on: the rule stops them for two hours, then sees them again.
    const Outcome x(
        day("reasons: {r: {expected: 0.000001/d, queues: {voice: 100%}}, s: {queues: {voice: 100%}}}\n"
            "queues: {voice: {handle_time: 1s, patience: 1min}}\nstaff: {groups: {agents: {serves: [voice], agents: 0}}}\n"
            "events: {extra: {at: 2026-03-02 09:00, lasts: 6h, do: [{add: {reason: s, rate: 6000/h}}]}}\n"
            "rules: {stop: {when: {queue: voice, metric: waiting, above: 20}, do: [{disable: extra}], lasts: 2h}}\n"));
    CHECK(offered(x, 9, 9.5) > 60);
    CHECK(offered(x, 9.5, 11) == 0);
    CHECK(offered(x, 11, 11.5) > 60);
}

TEST_CASE("What a rule brings in goes out with it, and stays out while something else takes it out") {
    // The rule sees the contact of 3660 at 3720 and acts until 04:00; r has 1000 needs an hour when it is in.
    const auto with = [](const std::string& more) {
        return Outcome(
            fed({{"a", "voice", 1}}, "  voice: {handle_time: 60s}\n  other: {handle_time: 1s, patience: 1s}\n",
                "    core: {serves: [voice, other], agents: 0}\n",
                "rules: {call: {when: {queue: voice, metric: longest_wait, above: 30s}, do: [{enable: r}], lasts: 10680s, "
                "up_to: 1/d}}\n" +
                    more,
                1, "  r: {expected: 1000/h, enabled: false, queues: {other: 100%}}\n"));
    };
    const Outcome x = with("");
    CHECK(x.queue("other", Tally::offered, 0, 1) == 0);
    CHECK(x.queue("other", Tally::offered, 1.5, 4) > 2000);
    CHECK(x.queue("other", Tally::offered, 4, 24) == 0);
    const Outcome strike = with("events: {e: {at: 2026-03-02 00:30, lasts: 2h, do: [{disable: r}]}}\n");
    CHECK(strike.queue("other", Tally::offered, 0, 2.5) == 0);
    CHECK(strike.queue("other", Tally::offered, 4, 24) == 0);
}

TEST_CASE("An event that may be taken out ends at its own end") {
    const std::string never_out = ", stop: {at: 2026-03-02 20:00, lasts: 1h, do: [{disable: home}]}";
    CHECK(present(rostered("home: {at: 2026-03-02 11:00, lasts: 2h, do: [{disable: late}]}" + never_out), 9, 15) ==
          std::vector<double>{15, 25, 15, 15, 25, 10});
}

TEST_CASE("What an event would have done while it was out is not made up for") {
    // Orders of an hour call two hours later: what is out from 10 to 12 is missed from 12 to 14.
    const auto called = [](const std::string& more) {
        return Outcome(
            day("drivers: {orders: {expected: 200/h}}\n"
                "reasons: {r: {per: orders, rate: 100%, lag: {2h: 100%}, queues: {voice: 100%}}}\n"
                "queues: {voice: {handle_time: 1s}}\nstaff: {groups: {agents: {serves: [voice], agents: 300}}}\n"
                "events:\n  sale: {at: 2026-03-02 08:00, lasts: 8h, do: [{scale: {driver: orders, by: 3}}]}\n" +
                more));
    };
    const Outcome all = called(""), paused = called("  stop: {at: 2026-03-02 10:00, lasts: 2h, do: [{disable: sale}]}\n");
    CHECK(offered(paused, 10, 12) == offered(all, 10, 12));
    CHECK(offered(all, 12, 14) > 1000);
    CHECK(offered(paused, 12, 14) < 600);
    CHECK(offered(paused, 14, 24) == offered(all, 14, 24));
}

TEST_CASE("More people come in the shift begun last of those that are in") {
    const std::string more = "more: {at: 2026-03-02 11:00, lasts: 2h, do: [{staff: {group: agents, agents: +8}}]}";
    CHECK(present(rostered(more), 9, 15) == std::vector<double>{15, 25, 33, 33, 25, 10});
    CHECK(present(rostered(more + ", e: {at: 2026-03-02 10:00, lasts: 5h, do: [{disable: late}]}"), 9, 15) ==
          std::vector<double>{15, 15, 23, 23, 15, 0});
}

TEST_CASE("More people are ordinary people, also where a cohort works the same shift") {
    // 1 ordinary agent and 1 trainee at a third of the pace, all of them always busy: with 8 more, 9 x 60 s to 1 x 180 s.
    const Outcome x(
        day("reasons: {r: {expected: 50000/d, queues: {voice: 100%}}}\n"
            "queues: {voice: {handle_time: 60s, patience: 5min}}\n"
            "staff:\n  shifts: {day: {start: \"00:00\", lasts: 24h}}\n  groups:\n    agents:\n      serves: [voice]\n"
            "      roster: {mon-sun: {day: 1}}\n      cohorts: {class: {roster: {mon-sun: {day: 1}}, from: 2026-03-02, "
            "ramp: [3]}}\n"
            "events: {more: {at: 2026-03-02 00:00, lasts: 2d, do: [{staff: {group: agents, agents: +8}}]}}\n"));
    CHECK(x.queue("voice", Tally::handle_time) / x.queue("voice", Tally::handled) ==
          doctest::Approx(10 / (9 / 60.0 + 1 / 180.0)).epsilon(0.01));
    CHECK(x.group("agents", GroupTally::on_duty) == doctest::Approx(10 * 24 * hour));
}

TEST_CASE("What takes a thing out wins over what brings it in") {
    CHECK(present(rostered("in: {at: 2026-03-02 10:00, lasts: 4h, do: [{enable: late}]}, "
                           "out: {at: 2026-03-02 11:00, lasts: 2h, do: [{disable: late}]}"),
                  9, 15) == std::vector<double>{15, 25, 15, 15, 25, 10});
}

TEST_CASE("A rule that is brought in sees the last half hour and nothing before it") {
    // The only caller gives up at 01:02; the rule watches from 02:00 on.
    const auto with = [](const std::string& from) {
        return Outcome(
                   fed({{"a", "voice", 1}}, "  voice: {handle_time: 60s, patience: 60s}\n",
                       "    core: {serves: [voice], agents: 0}\n    helpers: {serves: [voice], agents: 1, enabled: false}\n",
                       "rules: {call: {when: {queue: voice, metric: abandonment, above: 10%}, do: [{enable: helpers}], enabled: "
                       "false}}\nevents: {e: {at: 2026-03-02 " +
                           from + ", lasts: 1h, do: [{enable: call}]}}\n"))
            .group("helpers", GroupTally::available);
    };
    CHECK(with("02:00") == 0);
    CHECK(with("01:15") > 0);
}

TEST_CASE("A rule first looks when the first people have come, whatever else begins at that moment") {
    const std::string text =
        "reasons: {r: {expected: 500/d, queues: {voice: 100%}}}\nqueues: {voice: {handle_time: 60s, patience: 2min}}\n"
        "staff: {groups: {agents: {serves: [voice], agents: 3}}}\n"
        "rules: {slow: {when: {group: agents, metric: agents_free, below: 1}, do: [{handle_time: {group: agents, "
        "by: 2}}], lasts: 5min}}\nplans: {zero: {do: [{staff: {group: agents, by: 1}}]}}\nbaseline: plain\n";
    const std::string with_plain =
        text.substr(0, text.find("plans: {")) + "plans: {plain: {}, " + text.substr(text.find("plans: {") + 8);
    const Outcome plain(load(day(with_plain), "plain")), zero(load(day(with_plain), "zero"));
    for (std::size_t tally = 0; tally < Tally::count; ++tally) CHECK(plain.queue("voice", tally) == zero.queue("voice", tally));
    CHECK(plain.queue("voice", Tally::handle_time, 0, 0.5) == doctest::Approx(60 * plain.queue("voice", Tally::handled, 0, 0.5)));
}
