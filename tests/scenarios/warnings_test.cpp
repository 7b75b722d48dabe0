// What is legal and probably not meant: each warning where it belongs, and none where all is well.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "scenarios/load.hpp"
#include "scenarios/quotes.hpp"

using namespace peakline;

namespace {

std::vector<std::string> warnings_of(const std::string& yaml) {
    const auto path = std::filesystem::temp_directory_path() / fmt::format("peakline-warnings-{}.yaml", getpid());
    std::ofstream(path) << yaml;
    std::vector<std::string> texts;
    for (const Problem& warning : load_scenario(path).warnings) texts.push_back(warning.key + ": " + warning.message);
    std::filesystem::remove(path);
    return texts;
}

struct Parts {
    std::string queue = "", reason = "", group = "agents: 5", rest = "", shares = "v: 100%";
};

// Seven days in November with one queue, one reason and one group.
std::vector<std::string> season(const Parts& parts) {
    return warnings_of(fmt::format(R"(time: {{start: 2026-11-02, days: 7}}
reasons:
  r: {{expected: 100/h, queues: {{{}}}{}}}
queues:
  v: {{handle_time: 5min, patience: 3min{}}}
  off: {{handle_time: 5min, patience: 3min, enabled: false}}
staff:
  shifts: {{early: {{start: "08:00", lasts: 9h}}}}
  groups:
    always: {{serves: [v], agents: 1}}
    g: {{serves: [v], {}}}
{})",
                                   parts.shares, parts.reason, parts.queue, parts.group, parts.rest));
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("An ordinary season gives no warning") { CHECK(season({}).empty()); }

TEST_CASE("A group without people gives a warning, unless something brings some") {
    CHECK(season({.group = "agents: 0"}) == Texts{"staff.groups.g.agents: nobody is in this group"});
    CHECK(season({.group = "agents: {from: {2026-11-02: 0, 2026-11-04: 1}}"}).empty());
    CHECK(season({.group = "agents: 3, absence: 100%"}) == Texts{"staff.groups.g.absence: nobody is ever there"});
    CHECK(season({.group = "agents: 3, scale: 0"}) == Texts{"staff.groups.g.scale: nobody is in this group"});
    CHECK(season({.group = "agents: 0, enabled: false"}).empty());
    CHECK(season({.group = "agents: 0", .rest = "events: {more: {at: 2026-11-03, do: [{staff: {group: g, agents: +3}}]}}\n"})
              .empty());
}

TEST_CASE("A factor on a roster that rounding swallows gives a warning with the least that would act") {
    const std::string swallowed =
        ": a factor of 1.05 changes nobody in g: rounded to whole agents, every number of its roster stays as it is; "
        "from 1.072 on one more comes";
    CHECK(season({.group = "agents: 7, scale: 1.05"}) == Texts{"staff.groups.g.scale" + swallowed});
    CHECK(season({.group = "roster: {mon-sun: {early: 7}, sun: {early: 3}}, scale: 1.05"}) ==
          Texts{"staff.groups.g.scale" + swallowed});
    CHECK(season({.group = "agents: 7, scale: 1.072"}).empty());
    CHECK(season({.group = "agents: 7, scale: 0.929"}) == Texts{"staff.groups.g.scale: a factor of 0.929 changes nobody in g: "
                                                                "rounded to whole agents, every number of its roster stays "
                                                                "as it is; below 0.928 one fewer comes"});
    CHECK(season({.group = "agents: 7, scale: 0.928"}).empty());
    CHECK(season({.group = "roster: {mon-sun: {early: 7}, sun: {early: 10}}, scale: 1.05"}).empty());  // ten become eleven
    CHECK(season({.group = "agents: 7, scale: {uniform: [0.99, 1.05]}"}).empty());                     // drawn: nothing is sure
    CHECK(season({.group = "agents: 7", .rest = "events: {e: {at: 2026-11-03, do: [{staff: {group: g, by: 1.05}}]}}\n"}) ==
          Texts{"events.e.do" + swallowed});
    const std::string plans = "plans:\n  base: {}\n  a: {do: [{staff: {group: g, by: 1.05}}]}\n";
    CHECK(season({.group = "agents: 7", .rest = plans}) == Texts{"plans.a.do" + swallowed});
    // Said of the lever alone, not of what is built on it; two such factors together do act.
    CHECK(season({.group = "agents: 7", .rest = plans + "  b: {levers: [a], do: [{close: off}]}\n"}) ==
          Texts{"plans.a.do" + swallowed});
    CHECK(season({.group = "agents: 7", .rest = plans + "  b: {levers: [a], do: [{staff: {group: g, by: 1.05}}]}\n"}) ==
          Texts{"plans.a.do" + swallowed});
}

TEST_CASE("Warnings are of the plans that were chosen and of what they build on") {
    const auto path = std::filesystem::temp_directory_path() / fmt::format("peakline-chosen-{}.yaml", getpid());
    std::ofstream(path) << R"(time: {start: 2026-11-02, days: 7}
baseline: base
reasons: {r: {expected: 100/h, queues: {v: 100%}}}
queues: {v: {handle_time: 5min, patience: 3min}}
staff: {groups: {g: {serves: [v], agents: 7}}}
plans:
  base: {}
  a: {do: [{staff: {group: g, by: 1.01}}]}
  b: {do: [{staff: {group: g, by: 1.02}}]}
  c: {levers: [a]}
)";
    const auto keys = [&](const LoadOptions& options) {
        std::vector<std::string> all;
        for (const Problem& warning : load_scenario(path, options).warnings) all.push_back(warning.key);
        return all;
    };
    CHECK(keys({}) == Texts{"plans.a.do", "plans.b.do"});
    CHECK(keys({{"b"}, {}}) == Texts{"plans.b.do"});
    CHECK(keys({{"c"}, {}}) == Texts{"plans.a.do"});
    CHECK(keys({{"base"}, {}}).empty());
    CHECK(keys({{}, {{"staff.groups.g.agents", "8"}}}).empty());
    CHECK(keys({{"b"}, {{"staff.groups.g.scale", "1.01"}}}) == Texts{"plans.b.do", ""});
    std::filesystem::remove(path);
}

TEST_CASE("A profile that names its hours and leaves the others as heavy gives a warning") {
    const std::string flat =
        "reasons.r.profile: all weights are 1, and hours that are not named weigh 1, too: contacts come evenly around the clock; "
        "give the hours without contacts 0";
    const auto with_profile = [](const std::string& profile) {
        return warnings_of(fmt::format(R"(time: {{start: 2026-11-02, days: 7}}
reasons: {{r: {{expected: 1000/d, queues: {{v: 100%}}, profile: {}}}}}
queues: {{v: {{handle_time: 5min, patience: 3min}}}}
staff: {{groups: {{g: {{serves: [v], agents: 5}}}}}}
)",
                                       profile));
    };
    CHECK(with_profile(R"({by_hour: {"08-18": 1}})") == Texts{flat});
    CHECK(with_profile(R"({by_hour: {"08-18": 1}, by_day: {sun: 1}})") == Texts{flat});
    CHECK(with_profile(R"({by_hour: {"00-08": 0, "08-18": 1, "18-24": 0}})").empty());
    CHECK(with_profile(R"({by_day: {sun: 0}})").empty());
}

TEST_CASE("A preference of mail before calls gives a warning, as whoever waits on the line comes first") {
    const auto serving = [](const std::string& serves) {
        return warnings_of(fmt::format(R"(time: {{start: 2026-11-02, days: 7}}
reasons: {{r: {{expected: 100/h, queues: {{v: 50%, m: 50%}}}}}}
queues: {{v: {{handle_time: 5min, patience: 3min}}, m: {{medium: deferred, handle_time: 5min}}}}
staff: {{groups: {{g: {{serves: {}, agents: 50}}}}}}
)",
                                       serves));
    };
    CHECK(
        serving("{v: 2, m: 1}") ==
        Texts{"staff.groups.g.serves: m before v changes nothing: calls and chats that wait are always taken before other work"});
    CHECK(serving("{v: 1, m: 2}").empty());
    CHECK(serving("{v: 1, m: 1}").empty());
    CHECK(serving("[m, v]").empty());
}

TEST_CASE("A roster outside the season gives a warning") {
    CHECK(season({.group = "roster: {2025-11-01..2025-11-30: {early: 4}}"}) ==
          Texts{"staff.groups.g.roster: no shift of this roster is worked by anybody from 2026-11-02 to 2026-11-08"});
    CHECK(season({.group = "roster: {sun: {early: 4}}"}).empty());
    const auto file = std::filesystem::temp_directory_path() / fmt::format("peakline-roster-{}.csv", getpid());
    std::ofstream(file) << "timestamp,agents\n2020-11-02 08:00,4\n2020-11-02 08:30,4\n";
    CHECK(season({.group = "roster: " + file.string()}) ==
          Texts{"staff.groups.g.roster: the file has nobody from 2026-11-02 to 2026-11-08"});
    std::ofstream(file) << "timestamp,agents\n2020-11-02 08:00,4\n2026-11-02 08:30,4\n";
    CHECK(season({.group = "roster: " + file.string()}).empty());
    std::filesystem::remove(file);
}

TEST_CASE("A cohort that is gone before the season or joins after it gives a warning") {
    const auto cohort = [](const std::string& when) {
        return season({.group = "agents: 2, cohorts: {c: {roster: {mon: {early: 1}}, " + when + "}}"});
    };
    CHECK(cohort("from: 2026-11-08").empty());
    CHECK(cohort("from: 2026-11-09") ==
          Texts{"staff.groups.g.cohorts.c.from: these people join after the season (2026-11-02 to 2026-11-08)"});
    CHECK(cohort("from: 2026-01-09, until: 2026-11-02").empty());
    CHECK(cohort("from: 2026-01-09, until: 2026-11-01") ==
          Texts{"staff.groups.g.cohorts.c.until: these people are gone before the season (2026-11-02 to 2026-11-08)"});
}

TEST_CASE("An event that never happens gives a warning") {
    const auto event = [](const std::string& when) {
        return season({.rest = "events: {e: {" + when + ", do: [{close: v}]}}\n"});
    };
    const Texts outside{"events.e.at: outside the season (2026-11-02 to 2026-11-08): it never happens"};
    CHECK(event("at: 2026-11-09") == outside);
    CHECK(event("at: 2026-11-01, lasts: 1d") == outside);
    CHECK(event("at: 2026-11-01, lasts: 1d, fades: 1h").empty());
    CHECK(event("at: 2026-11-01").empty());
    CHECK(event("at: 2026-11-01, lasts: {exponential: {mean: 1h}}").empty());
    CHECK(event("at: 2026-11-04, lasts: 0h") == Texts{"events.e.lasts: an event that lasts no time does nothing"});
    CHECK(event("at: 2026-12-24..2026-12-26 10:00, lasts: 1h") ==
          Texts{"events.e.at: no such day from 2026-11-02 to 2026-11-08: it never happens"});
    CHECK(event("at: holidays 10:00, lasts: 1h").size() == 1);
    CHECK(event("at: 2026-11-09, enabled: false").empty());
}

TEST_CASE("A queue that never opens and a share that goes to a disabled queue give warnings") {
    CHECK(season({.queue = ", hours: {holidays: \"08-12\", mon-sun: closed}"}) ==
          Texts{"queues.v.hours: this queue never opens from 2026-11-02 to 2026-11-08"});
    CHECK(
        season({.queue = ", hours: {holidays: \"08-12\"}", .rest = "events: {e: {at: 2026-11-03, do: [{open: v}]}}\n"}).empty());
    CHECK(season({.queue = ", hours: {wed: \"08-12\"}"}).empty());
    CHECK(season({.shares = "v: 90%, off: 10%"}) == Texts{"reasons.r.queues: 10% go to off, which is disabled: they are lost"});
    CHECK(season({.reason = ", enabled: true", .shares = "v: 100%, off: 0%"}).empty());
}

TEST_CASE("Redirects in a circle give a warning, in one place or over a plan and an event") {
    const auto redirects = [](const std::string& rest) {
        return warnings_of(
            "time: {start: 2026-11-02, days: 7}\nreasons:\n  r: {expected: 100/h, queues: {v: 100%}}\nqueues:\n"
            "  v: {handle_time: 5min, patience: 3min}\n  w: {like: v}\nstaff:\n  groups:\n    g: {serves: [v, w], agents: 5}\n" +
            rest);
    };
    const std::string there = "{redirect: {from: v, to: w, share: 30%}}", back = "{redirect: {from: w, to: v, share: 10%}}";
    CHECK(redirects("events: {e: {at: 2026-11-03, do: [" + there + "]}}\n").empty());
    const std::string said = "contacts are redirected in a circle: v -> w -> v; who goes round it is lost in the end";
    CHECK(redirects("events: {e: {at: 2026-11-03, do: [" + there + ", " + back + "]}}\n") == Texts{"events.e.do: " + said});
    CHECK(redirects("events: {e: {at: 2026-11-03, do: [" + there + "]}}\nplans: {p: {do: [" + back + "]}}\n") ==
          Texts{"plans.p.do: " + said});
}

TEST_CASE("Opening hours of a live queue in which nobody is on shift give a warning") {
    const auto gaps = [](const std::string& queue, const std::string& group, const std::string& rest = "") {
        return warnings_of(fmt::format(R"(time: {{start: 2026-11-02, days: 7}}
reasons: {{r: {{expected: 100/h, queues: {{v: 100%}}}}}}
queues: {{v: {{handle_time: 5min, patience: 3min, {}}}}}
staff:
  shifts: {{early: {{start: "08:00", lasts: 9h}}, late: {{start: "13:00", lasts: 9h}}, night: {{start: "21:00", lasts: 12h}}}}
  groups: {{g: {{serves: [v], {}}}}}
{})",
                                       queue, group, rest));
    };
    const std::string hours = "hours: {mon-fri: \"08:00-22:00\"}";
    CHECK(gaps(hours, "roster: {mon-fri: {early: 4, late: 4}}").empty());
    CHECK(gaps(hours, "roster: {mon-fri: {early: 4}}") ==
          Texts{"queues.v.hours: nobody who serves v is on shift for 25 h of its opening hours, first from 2026-11-02 17:00 to "
                "2026-11-02 22:00"});
    CHECK(gaps(hours, "roster: {mon-thu: {early: 4, late: 4}}") ==
          Texts{"queues.v.hours: nobody who serves v is on shift for 14 h of its opening hours, first from 2026-11-06 08:00 to "
                "2026-11-06 22:00"});
    // Shifts and opening hours that pass midnight; the first night's hours before the season belong to Sunday's shift.
    CHECK(gaps("hours: {mon-sun: \"21:00-03:00\"}", "roster: {mon-sun: {night: 2}}").empty());
    CHECK(gaps("rings: 5s", "roster: {mon-sun: {night: 2, early: 3}}") ==
          Texts{"queues.v.hours: nobody who serves v is on shift for 28 h of its opening hours, first from 2026-11-02 17:00 to "
                "2026-11-02 21:00"});
    CHECK(gaps("rings: 5s", "agents: 3").empty());
    CHECK(gaps(hours, "agents: {from: {\"08:00\": 4, \"21:00\": 0}}").size() == 1);
    CHECK(
        gaps(hours, "roster: {mon-fri: {early: 4}}, cohorts: {c: {roster: {mon-fri: {late: 1}}, from: 2026-10-30, training: 2d}}")
            .empty());
    CHECK(gaps(hours, "roster: {mon-fri: {early: 4}}, cohorts: {c: {roster: {mon-fri: {late: 1}}, from: 2026-11-03}}").size() ==
          1);
    CHECK(gaps("medium: chat, " + hours, "roster: {mon-fri: {early: 4}}").size() == 1);
    // Mail waits; and what events and rules do to people or hours is not known before.
    CHECK(gaps(hours, "roster: {mon-fri: {early: 4}}",
               "rules: {r: {when: {queue: v, metric: waiting, above: 9}, do: [{staff: {group: "
               "g, agents: +3}}]}}\n")
              .empty());
    CHECK(
        gaps(hours, "roster: {mon-fri: {early: 4}}", "events: {e: {at: mon-sun 17:00, lasts: 5h, do: [{close: v}]}}\n").empty());
}

TEST_CASE("A break that all take at once while nobody else is there gives a warning") {
    const auto gaps = [](const std::string& breaks, const std::string& roster) {
        return warnings_of(fmt::format(R"(time: {{start: 2026-11-02, days: 7}}
reasons: {{r: {{expected: 100/h, queues: {{v: 100%}}}}}}
queues: {{v: {{handle_time: 5min, patience: 3min, hours: {{mon-fri: "08:00-17:00"}}}}}}
staff:
  shifts: {{early: {{start: "08:00", lasts: 9h, breaks: [{}]}}, late: {{start: "11:30", lasts: 9h}}}}
  groups: {{g: {{serves: [v], roster: {}}}}}
)",
                                       breaks, roster));
    };
    const std::string alone = "{mon-fri: {early: 4}}";
    CHECK(gaps("{after: 4h, lasts: 30min}", alone) ==
          Texts{"queues.v.hours: nobody who serves v is on shift and not on a break for 2.5 h of its opening hours, first from "
                "2026-11-02 12:00 to 2026-11-02 12:30 (after: [3h, 5h] spreads the people of a shift over a break's time)"});
    CHECK(gaps("{after: [3h, 5h], lasts: 30min}", alone).empty());
    CHECK(gaps("{after: 4h, lasts: 30min}", "{mon-fri: {early: 4, late: 1}}").empty());
}

TEST_CASE("A forgotten quote is found where it begins, and no other quote is taken for one") {
    const auto place = [](const char* text) {
        const auto quote = find_open_quote(text);
        return quote ? quote->line * 100 + quote->column : 0;
    };
    CHECK(place("a: \"x\nb: \"08:00\"\n") == 104);
    CHECK(place("a: {b: [\"x\", 'y, z]}\n") == 114);
    CHECK(place("a: 'it''s'\nb: \"a \\\" b\"\n") == 0);
    CHECK(place("a: it's\nb: 5\" screen\nc: x  # don't\n") == 0);
    CHECK(place("a: |\n  he said \"no\n  and went\nb: \"x\"\n") == 0);
    CHECK(place("a: |\n  text\nb: \"x\n") == 304);
    CHECK(place("- k: >\n    \"open\n  l: 'x\n") == 306);
    CHECK(place("a: \"two\n  lines\"\nb: 1\n") == 0);
    CHECK(place("\xC3\xA4: \"x\n") == 104);
    CHECK(place("a: Tea, \"black\nb: 1\n") == 0);
    CHECK(place("a: &x \"x\nb: *x\n") == 107);
}
