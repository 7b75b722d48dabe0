// People and the calendar: shares of time away, who leaves, rules with an end, and days of 23 and 25 hours (model sections 5 to 7).
#include <cmath>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "core/statistics.hpp"
#include "little.hpp"

using namespace peakline;
using namespace simtests;
using What = TraceStep::What;

namespace {

const std::string idle = "reasons:\n  r: {expected: 0.000001/d, queues: {voice: 100%}}\nqueues:\n  voice: {handle_time: 1min}\n";

// Sums of a tally over a group's intervals, by replication.
std::vector<double> sums(const std::vector<Books>& all, std::size_t tally) {
    std::vector<double> values;
    for (const Books& books : all) {
        values.push_back(0);
        for (const auto& cell : books.groups[0]) values.back() += cell[tally];
    }
    return values;
}

void check_share(const std::vector<double>& a, const std::vector<double>& b, double exact, double se) {
    const Ratio ratio = ratio_of_sums(a, b);
    INFO("simulated " << ratio.measured.value << " +- " << ratio.measured.se << ", expected " << exact);
    CHECK(agrees(ratio.pseudo_values, exact));
    CHECK(ratio.measured.se < se);
}

std::string on(const std::string& zone, const std::string& date, const std::string& body) {
    return fmt::format("peakline: 1\nname: clocks\ntime: {{zone: {}, start: {}, days: 1}}\n{}", zone, date, body);
}

}  // namespace

namespace {

void check_shares(const std::string& roster) {
    const auto with = [&](const std::string& people) {
        return books_of(
            load(day(idle + "staff:\n  shifts: {day: {start: \"08:00\", lasts: 8h}}\n  groups:\n    agents: {serves: [voice], " +
                         roster + people + "}\n",
                     2)),
            100);
    };
    const auto full = with(""), away = with(", shrinkage: 20%"), absent = with(", absence: 10%"),
               both = with(", absence: 10%, shrinkage: 20%");
    const auto planned = sums(full, GroupTally::on_duty);
    check_share(sums(away, GroupTally::available), planned, 0.8, 3e-3);
    check_share(sums(absent, GroupTally::available), planned, 0.9, 4e-3);
    check_share(sums(both, GroupTally::available), planned, 0.72, 4e-3);
    CHECK(sums(both, GroupTally::paid) == sums(full, GroupTally::paid));
}

}  // namespace

TEST_CASE("Absence and shrinkage take the share of a shift that they are said to take") {
    check_shares("roster: {mon-sun: {day: 40}}");
}

TEST_CASE("Absence and shrinkage take the share of time that they are said to take of a number of agents, on every day") {
    check_shares("agents: 60");
}

TEST_CASE("Spells away last ten minutes on average") {
    const Trace trace = trace_of(day(idle + "staff:\n  shifts: {day: {start: \"08:00\", lasts: 8h}}\n  groups:\n    agents: "
                                            "{serves: [voice], shrinkage: 10%, roster: {mon-sun: {day: 400}}}\n"));
    // Those cut short by the shift's end are left out, with as many of the others that begin as late.
    std::vector<double> since(trace.agents.size(), no_value), spells;
    for (const AgentChange& change : trace.changes) {
        if (change.what == AgentChange::What::away) since[change.agent] = change.time;
        if (change.what == AgentChange::What::back && since[change.agent] < 14 * 3600)
            spells.push_back(change.time - since[change.agent]);
    }
    CHECK(spells.size() > 1200);
    INFO("spells of " << mean_of(spells).value);
    CHECK(agrees(spells, 600));
}

TEST_CASE("People leave at the rate said: exp(-hazard) of them are left") {
    // 60 % in 30 days; on day k after k days of it (by the shift's time of day).
    const auto all = books_of(load(day(idle + "staff:\n  shifts: {day: {start: \"00:00\", lasts: 1h}}\n  groups:\n    agents: "
                                              "{serves: [voice], attrition: 60%/30d, roster: {mon-sun: {day: 100}}}\n",
                                       20)),
                              100);
    std::vector<double> first, last;
    for (const Books& books : all) {
        first.push_back(books.groups[0][0][GroupTally::available]);
        last.push_back(books.groups[0][19 * 48][GroupTally::available]);
    }
    CHECK(mean_of(first).value == doctest::Approx(100 * 1800).epsilon(0.002));
    std::vector<double> left;
    for (const double seconds : last) left.push_back(seconds / (100 * 1800));
    INFO(mean_of(left).value << " left");
    CHECK(agrees(left, std::exp(-0.6 / 30 * 19)));
    CHECK(mean_of(left).se < 0.006);
}

TEST_CASE("A rule ends after its time, or when its end condition has held, and acts as often as it may") {
    // Nobody for `voice` but the helper whom the rule calls: it sees the contact of 3660 at 3720 and takes it at once.
    const auto with = [](const std::string& end, const std::vector<Feed>& feeds) {
        return Outcome(
            fed(feeds, "  voice: {handle_time: 60s}\n",
                "    core: {serves: [voice], agents: 0}\n    helpers: {serves: [voice], agents: 1, enabled: false}\n",
                "rules: {call: {when: {queue: voice, metric: longest_wait, above: 30s}, do: [{enable: helpers}]" + end + "}}\n"));
    };
    const std::vector<Feed> once{{"a", "voice", 1}}, twice{{"a", "voice", 1}, {"b", "voice", 1, 60, 19940}};  // 3660, and 20000
    const Outcome lasting = with(", lasts: 30min", once);
    CHECK(lasting.queue("voice", Tally::wait_answered) == 60);
    CHECK(lasting.group("helpers", GroupTally::available) == doctest::Approx(1800));
    CHECK(with("", once).group("helpers", GroupTally::available) == doctest::Approx(86400 - 3720));
    // Nobody waits at 3780 any more; for five minutes until 4080.
    CHECK(with(", until: {below: 10s, for: 5min}", once).group("helpers", GroupTally::available) == doctest::Approx(360));
    CHECK(with(", lasts: 30min", twice).queue("voice", Tally::answered) == 2);
    CHECK(with(", lasts: 30min", twice).group("helpers", GroupTally::available) == doctest::Approx(3600));
    CHECK(with(", lasts: 30min, up_to: 1/d", twice).queue("voice", Tally::answered) == 1);
    CHECK(with(", lasts: 30min, up_to: 2/d", twice).queue("voice", Tally::answered) == 2);
}

TEST_CASE("Contacts that a rule adds come over the time that it lasts, to the end where it has none") {
    const auto needs = [](const std::string& end) {
        return Outcome(
                   day("reasons: {r: {expected: 0.000001/d, queues: {voice: 100%}}}\nqueues: {voice: {handle_time: 1s, patience: "
                       "1h}}\nstaff: {groups: {agents: {serves: [voice], agents: 1}}}\nrules: {more: {when: {group: agents, "
                       "metric: agents_free, above: 0}, do: [{add: {reason: r, contacts: 1000}}], up_to: 1/9d" +
                           end + "}}\n",
                       3))
            .reason("r", ReasonTally::needs);
    };
    CHECK(needs("") == doctest::Approx(1000).epsilon(0.15));
    CHECK(needs(", lasts: 2h") == doctest::Approx(1000).epsilon(0.15));
    CHECK(needs(", until: {below: 0}") == doctest::Approx(3000).epsilon(0.1));
}

TEST_CASE("How often a rule may act in several days is counted over all of them, today among them") {
    const auto acted = [](const std::string& up_to) {
        return Outcome(day(idle +
                               "staff: {groups: {agents: {serves: [voice], agents: 1}}}\n"
                               "rules: {more: {when: {group: agents, metric: agents_free, above: 0}, do: [{staff: {group: "
                               "agents, agents: +1}}], lasts: 30min, up_to: " +
                               up_to + "}}\n",
                           8))
            .books()
            .rules[0]
            .acted;
    };
    CHECK(acted("3/7d") == 6);  // on the first day, and on the eighth
    CHECK(acted("3/d") == 24);
    CHECK(acted("1/36h") == 6);
}

TEST_CASE("Days of 23 and 25 hours: intervals, elapsed shifts, opening hours by the clock, and a day's volume that stays") {
    const std::string staff =
        "staff:\n  shifts: {early: {start: \"01:00\", lasts: 4h}}\n  groups:\n    agents: {serves: [voice], agents: 1}\n    "
        "team: {serves: [other], roster: {mon-sun: {early: 1}}}\n";
    const std::string body =
        "reasons:\n  r: {expected: 0.000001/d, queues: {voice: 100%}}\nqueues:\n  voice: {handle_time: 1min, hours: {mon-sun: "
        "\"08:00-20:00\"}}\n  other: {handle_time: 1min}\n" +
        staff;
    struct Case {
        const char* date;
        int hours;
    };
    for (const Case& c : {Case{"2026-03-28", 24}, Case{"2026-03-29", 23}, Case{"2026-10-25", 25}}) {
        INFO(c.date);
        const double shift = (c.hours - 24) * 3600.0;  // clocks change at 02:00 or 03:00
        const std::string text = on("Europe/Berlin", c.date, body);
        const Outcome x(text);
        CHECK(x.books().intervals == 2 * c.hours);
        CHECK(x.group("agents", GroupTally::available) == doctest::Approx(12 * 3600));
        CHECK(x.group("team", GroupTally::available) == doctest::Approx(4 * 3600));
        const Trace trace = trace_of(text);
        std::vector<double> moments;
        for (const AgentChange& change : trace.changes)
            if (change.what == AgentChange::What::comes || change.what == AgentChange::What::goes) moments.push_back(change.time);
        std::sort(moments.begin(), moments.end());
        CHECK(moments == std::vector<double>{3600, 5 * 3600, 8 * 3600 + shift, 20 * 3600 + shift});
        // 2400 needs on the day, whatever its length; all between 09:00 and 10:00 by the clock where the profile says so.
        const auto needs = [&](const std::string& profile) {
            const auto all = books_of(load(on("Europe/Berlin", c.date,
                                              "reasons:\n  r: {expected: 2400/d, queues: {voice: 100%}" + profile +
                                                  "}\nqueues:\n  voice: {handle_time: 1s, patience: 1s}\n"
                                                  "staff: {groups: {agents: {serves: [voice], agents: 1}}}\n")),
                                      100);
            std::vector<double> total, nine;
            for (const Books& books : all) {
                total.push_back(books.reason(0)[ReasonTally::needs]);
                nine.push_back(0);
                for (std::size_t i = 0; i < books.queues[0].size(); ++i) {
                    const double start = static_cast<double>(i) * 1800 - shift;
                    if (start >= 9 * 3600 && start < 10 * 3600) nine.back() += books.queues[0][i][Tally::offered];
                }
            }
            CHECK(agrees(total, 2400));
            return mean_of(nine).value;
        };
        CHECK(needs(", profile: {by_hour: {\"00-09\": 0, \"09-10\": 1, \"10-24\": 0}}") == doctest::Approx(2400).epsilon(0.01));
        CHECK(needs(", profile: {by_hour: {\"00-24\": 1}}") == doctest::Approx(2400.0 / c.hours).epsilon(0.03));
    }
}

TEST_CASE("Months and ISO weeks are sums of their days") {
    const PlanResults results = results_of(
        "peakline: 1\nname: turn of the year\ntime: {start: 2026-12-28, days: 10}\nreasons:\n  r: {expected: 200/d, queues: "
        "{voice: 100%}}\n"
        "queues:\n  voice: {handle_time: 5min, patience: 1min, target: {service_level: 80%, within: 20s}}\nstaff: {groups: "
        "{agents: {serves: [voice], agents: 1}}}\n",
        3);
    const auto offered = [](const std::vector<Period>& periods, std::size_t from, std::size_t to) {
        double sum = 0;
        for (std::size_t i = from; i < to; ++i)
            for (const auto& [name, estimate] : periods[i].queues.at(0).metrics) sum += name == "offered" ? estimate.mean : 0;
        return sum;
    };
    REQUIRE(results.days.size() == 10);
    REQUIRE(results.weeks.size() == 2);
    REQUIRE(results.months.size() == 2);
    CHECK(results.weeks[0].label == "2026-W53");
    CHECK(results.weeks[1].label == "2027-W01");
    CHECK(results.months[0].label == "2026-12");
    CHECK(results.months[1].label == "2027-01");
    CHECK(offered(results.months, 0, 1) == doctest::Approx(offered(results.days, 0, 4)));
    CHECK(offered(results.months, 1, 2) == doctest::Approx(offered(results.days, 4, 10)));
    CHECK(offered(results.weeks, 0, 1) == doctest::Approx(offered(results.days, 0, 7)));
    CHECK(offered(results.weeks, 1, 2) == doctest::Approx(offered(results.days, 7, 10)));
    CHECK(offered(results.days, 0, 4) > 500);
}
