// Opening hours and people, worked out by hand from the model's sections 3 and 5.
#include <doctest/doctest.h>

#include "little.hpp"

using namespace simtests;

namespace {

// Three contacts, at 3660, 3720 and 3780 s; the queue closes at 5400.
const std::vector<Feed> three{{"a", "voice", 3}};
std::string closing(const std::string& keys) {
    return "  voice: {handle_time: 1000s, hours: {mon-sun: \"00:00-01:30\"}, " + keys + "}\n";
}
const std::string one = "    agents: {serves: [voice], agents: 1}\n";

}  // namespace

TEST_CASE("Closing `serve`: who waits is served to the end, in overtime") {
    // 3660-4660, 4660-5660, 5660-6660.
    const Outcome x(fed(three, closing("closing: serve"), one));
    CHECK(x.queue("voice", Tally::answered) == 3);
    CHECK(x.group("agents", GroupTally::overtime) == doctest::Approx(1260));
    CHECK(x.group("agents", GroupTally::paid) == doctest::Approx(5400));
}

TEST_CASE("Closing `serve`: overtime has its limit, and who still waits then is disconnected") {
    const Outcome x(fed(three, closing("closing: serve"),
                        "    agents: {serves: [voice], agents: 1, cost: 10/h, overtime: {cost: 20/h, up_to: 4min}}\n"));
    CHECK(x.queue("voice", Tally::answered) == 2);
    CHECK(x.queue("voice", Tally::disconnected) == 1);
    CHECK(x.group("agents", GroupTally::overtime) == doctest::Approx(260));
    CHECK(x.queue("voice", Tally::wait_all) == doctest::Approx(940 + 5660 - 3780));
    CHECK(x.reason("a", ReasonTally::disconnected) == 1);
}

TEST_CASE("Closing `disconnect`: who waits is disconnected on the spot") {
    const Outcome x(fed(three, closing("closing: disconnect"), one));
    CHECK(x.queue("voice", Tally::answered) == 2);
    CHECK(x.queue("voice", Tally::disconnected) == 1);
    CHECK(x.queue("voice", Tally::wait_all) == doctest::Approx(940 + 5400 - 3780));
    CHECK(x.group("agents", GroupTally::overtime) == doctest::Approx(260));
}

TEST_CASE("Outside hours: retry after the opening if it is soon enough, else elsewhere, else lost") {
    const std::vector<Feed> many{{"a", "voice", 400, 10}};  // from 3610 to 7600
    const auto with = [&](const std::string& closed) {
        return Outcome(fed(many,
                           "  voice: {handle_time: 1s, hours: {mon-sun: \"08:00-24:00\"}" + closed +
                               "}\n  mail: {medium: deferred, handle_time: 1s}\n",
                           "    agents: {serves: [voice, mail], agents: 500}\n"));
    };
    const Outcome lost = with("");
    CHECK(lost.reason("a", ReasonTally::closed) == 400);
    CHECK(lost.queue("voice", Tally::offered) == 0);
    const Outcome retried = with(", closed: {retry: 100%, within: 24h}");
    CHECK(retried.queue("voice", Tally::offered) == 400);
    CHECK(retried.queue("voice", Tally::offered, 0, 8) == 0);
    CHECK(retried.reason("a", ReasonTally::resolved) == 400);
    // Exponential with mean 30 min: 1 - 1/e of them within the first half hour; binomial, five standard errors.
    CHECK(retried.queue("voice", Tally::offered, 8, 8.5) == doctest::Approx(400 * 0.632).epsilon(5 * 0.0241 / 0.632));
    const Outcome late = with(", closed: {retry: 100%, within: 1h}");
    CHECK(late.reason("a", ReasonTally::closed) == 400);
    const Outcome elsewhere = with(", closed: {retry: 60%, within: 1h, queues: {mail: 40%}}");
    CHECK(elsewhere.queue("mail", Tally::offered) == 400);
    const Outcome some = with(", closed: {retry: 0%, within: 1h, queues: {mail: 40%}}");
    CHECK(some.queue("mail", Tally::offered) + some.reason("a", ReasonTally::closed) == 400);
    CHECK(some.queue("mail", Tally::offered) == doctest::Approx(160).epsilon(5 * 0.0245 / 0.4));
}

TEST_CASE("A break waits for the contact in hand and keeps its length") {
    // Contacts at 08:20 and 08:41, 20 min each; the break is due at 08:30, begins at 08:40, ends at 08:55.
    const Outcome x(fed({{"a", "voice", 2, 1260, 28740}}, "  voice: {handle_time: 20min}\n",
                        "    agents: {serves: [voice], roster: {mon-sun: {day: 1}}}\n"
                        "  shifts: {day: {start: \"08:00\", lasts: 2h, breaks: [{after: 30min, lasts: 15min, paid: false}]}}\n"));
    CHECK(x.queue("voice", Tally::answered) == 2);
    CHECK(x.queue("voice", Tally::wait_answered) == doctest::Approx(14 * 60));
    CHECK(x.group("agents", GroupTally::available) == doctest::Approx(105 * 60));
    CHECK(x.group("agents", GroupTally::paid) == doctest::Approx(105 * 60));
    CHECK(x.group("agents", GroupTally::overtime) == 0);
}

TEST_CASE("A shift ends after the contact in hand; nobody is taken after it") {
    // Contacts at 08:50 and 08:55, 20 min each; the shift ends at 09:00.
    const Outcome x(
        fed({{"a", "voice", 2, 300, 31500}}, "  voice: {handle_time: 20min}\n",
            "    agents: {serves: [voice], roster: {mon-sun: {day: 1}}}\n  shifts: {day: {start: \"08:00\", lasts: 1h}}\n"));
    CHECK(x.queue("voice", Tally::answered) == 1);
    CHECK(x.queue("voice", Tally::open) == 1);
    CHECK(x.group("agents", GroupTally::overtime) == doctest::Approx(600));
    CHECK(x.group("agents", GroupTally::busy) == doctest::Approx(1200));
    CHECK(x.group("agents", GroupTally::paid) == doctest::Approx(3600));
}

TEST_CASE("A shift that began before the start is worked to its end, however long it lasts") {
    const Outcome x(
        day("reasons: {r: {expected: 0.000001/d, queues: {voice: 100%}}}\nqueues: {voice: {handle_time: 1min}}\n"
            "staff: {shifts: {duty: {start: \"20:00\", lasts: 40h}}, groups: {agents: {serves: [voice], roster: "
            "{2026-02-28: {duty: 1}}}}}\n"));
    CHECK(x.group("agents", GroupTally::on_duty) == 12 * 3600);
    CHECK(x.group("agents", GroupTally::paid) == doctest::Approx(12 * 3600));
}

TEST_CASE("When a roster by interval falls, the three rules send different people home") {
    // Two agents until 02:00, one afterwards. 3300 s of service: the first agent until 6960, the second until 7300.
    const auto with = [](const std::string& rule, const std::string& handle) {
        return Outcome(fed({{"a", "voice", 2, 340, 3320}, {"b", "voice", 1, 10, 7690}},
                           "  voice: {handle_time: " + handle + "}\n",
                           "    agents: {serves: [voice], agents: {from: {\"00:00\": 2, \"02:00\": 1}}}\n",
                           "routing: {when_fewer: " + rule + "}\n"));
    };
    CHECK(with("idle_first", "3300s").group("agents", GroupTally::overtime) == 0);
    CHECK(with("named", "3300s").group("agents", GroupTally::overtime) == doctest::Approx(100));
    // 4000 s: until 7660 and 8000; one more contact at 7700.
    const Outcome idle = with("idle_first", "4000s"), free = with("first_free", "4000s");
    CHECK(idle.queue("voice", Tally::wait_answered) == 0);
    CHECK(idle.group("agents", GroupTally::overtime) == doctest::Approx(800));
    CHECK(free.queue("voice", Tally::wait_answered) == doctest::Approx(300));
}

TEST_CASE("Rostered time is paid, whoever is there") {
    const std::string body =
        "reasons:\n  r: {expected: 0.000001/d, queues: {voice: 100%}}\nqueues:\n  voice: {handle_time: 1min}\nstaff:\n  shifts:\n"
        "    day: {start: \"08:00\", lasts: 9h, breaks: [{after: 3h, lasts: 1h, paid: false}, {after: 5h, lasts: 15min}]}\n  "
        "groups:\n";
    const Outcome x(day(body + "    agents: {serves: [voice], roster: {mon-sun: {day: 3}}, absence: 50%, shrinkage: 20%}\n"));
    CHECK(x.group("agents", GroupTally::paid) == doctest::Approx(3 * 8 * 3600));
    const Outcome scaled(day(body + "    agents: {serves: [voice], roster: {mon-sun: {day: 3}}, scale: 1.5}\n"));
    CHECK(scaled.group("agents", GroupTally::paid) == doctest::Approx(5 * 8 * 3600));  // 4.5 rounds up
    CHECK(scaled.group("agents", GroupTally::available) == doctest::Approx(5 * 7.75 * 3600));
}

TEST_CASE("Groups help out after the time they are asked to wait, whatever the moment of joining") {
    // Nobody but the overflow group: every contact waits exactly 90 s.
    const Outcome x(
        day("reasons:\n  r: {expected: 40/h, queues: {voice: 100%}}\nqueues:\n"
            "  voice: {handle_time: 60s, patience: 1h, overflow: {after: 90s, groups: [helpers]}}\n"
            "staff:\n  groups:\n    core: {serves: [voice], agents: 0}\n    helpers: {serves: [voice], agents: 100}\n"));
    const double answered = x.queue("voice", Tally::answered);
    CHECK(answered > 700);
    CHECK(x.queue("voice", Tally::abandoned) == 0);
    CHECK(x.queue("voice", Tally::wait_answered) == doctest::Approx(90 * answered));
    CHECK(x.queue("voice", Tally::at_once) == 0);
}

TEST_CASE("A cohort is trained, paid, slower at first, and added to the roster") {
    // One day of training, then factor 2 for a day, then 1.
    const std::string text =
        "reasons:\n  r: {expected: 2000/d, queues: {voice: 100%}}\nqueues:\n  voice: {handle_time: 60s, patience: 1s}\n"
        "staff:\n  shifts: {day: {start: \"08:00\", lasts: 8h}}\n  groups:\n    agents:\n      serves: [voice]\n      agents: 0\n"
        "      cohorts: {class: {roster: {mon-sun: {day: 30}}, from: 2026-03-02, training: 1d, ramp: [2, 1], step: 1d}}\n";
    const Outcome x(day(text, 3));
    CHECK(x.group("agents", GroupTally::available, 0, 24) == 0);
    CHECK(x.group("agents", GroupTally::paid, 0, 24) == doctest::Approx(30 * 8 * 3600));
    CHECK(x.queue("voice", Tally::answered, 24, 48) > 500);
    CHECK(x.queue("voice", Tally::handle_time, 24, 48) == doctest::Approx(120 * x.queue("voice", Tally::handled, 24, 48)));
    CHECK(x.queue("voice", Tally::handle_time, 48, 72) == doctest::Approx(60 * x.queue("voice", Tally::handled, 48, 72)));
    std::string more = text;
    more.replace(more.find("agents: 0"), 9, "agents: {from: {\"00:00\": 0, \"09:00\": 10}}");
    const Outcome y(day(more, 3));
    CHECK(y.group("agents", GroupTally::available, 34, 35) == doctest::Approx(40 * 3600));
}

TEST_CASE("People leave for good: as many as the hazard says, also where the roster is a number of agents") {
    // 30 days at 50 % in 30 days: exp(-0.5) of them are left at the end.
    const auto left = [](const std::string& staffing) {
        const Outcome x(
            day("reasons:\n  r: {expected: 0.000001/d, queues: {voice: 100%}}\nqueues:\n  voice: {handle_time: 60s}\n"
                "staff:\n  shifts: {day: {start: \"08:00\", lasts: 8h}}\n  groups:\n    agents: {serves: [voice], attrition: "
                "50%/30d, " +
                    staffing + "}\n",
                30));
        return x.group("agents", GroupTally::available, 29 * 24 + 10, 29 * 24 + 11) / 3600;
    };
    // 400 x 0.617 after 29 days; standard deviation below 10.
    CHECK(left("roster: {mon-sun: {day: 400}}") == doctest::Approx(247).epsilon(0.2));
    CHECK(left("agents: 400") == doctest::Approx(247).epsilon(0.2));
}

TEST_CASE("Stress makes everybody slower once the time looked at was busy") {
    // One agent, always busy, 600 s each; 1200 s each once stressed, at the latest from the second hour on.
    const Outcome x(
        day("reasons:\n  r: {expected: 0.000001/d, queues: {mail: 100%}}\nqueues:\n"
            "  mail: {medium: deferred, handle_time: 600s, backlog: {items: 500, age: 0s}}\nstaff:\n  groups:\n"
            "    agents: {serves: [mail], agents: 1, stress: {above: 85%, over: 1h, handle_time: 2}}\n"));
    CHECK(x.group("agents", GroupTally::answered) >= 74);
    CHECK(x.group("agents", GroupTally::answered) <= 75);
}

TEST_CASE("Who tries again after the opening goes through self-service once more") {
    const Outcome x(
        day("reasons: {r: {expected: 100/d, queues: {voice: 100%}, profile: {by_hour: {\"0-8\": 1, \"8-24\": 0}}}}\n"
            "self_service: {ivr: {before: [voice], contains: 0%, takes: 30s, saves: 10s, cost: 1}}\n"
            "queues: {voice: {handle_time: 60s, hours: {mon-sun: \"09:00-24:00\"}, closed: {retry: 100%, within: 24h}}}\n"
            "staff: {groups: {a: {serves: [voice], agents: 9}}}\n"));
    const double needs = x.reason("r", ReasonTally::needs);
    REQUIRE(needs > 50);
    CHECK(x.queue("voice", Tally::answered) == needs);
    CHECK(x.queue("voice", Tally::self_service_cost) == 2 * needs);
    CHECK(x.queue("voice", Tally::handle_time) == doctest::Approx(50 * needs));
}

TEST_CASE("Closing `serve`: whose shift was over before the closing finishes the contact in hand and goes") {
    // Three calls of 70 minutes from midnight on; the first agent's shift ends at 00:50, the queue closes at 01:00.
    const Outcome x(day(
        "reasons: {r: {expected: 0.000001/d, queues: {voice: 100%}}}\n"
        "queues: {voice: {handle_time: 70min, patience: 20h, hours: {mon-sun: \"00:00-01:00\"}, backlog: {items: 3, age: 0s}}}\n"
        "staff:\n  shifts: {short: {start: \"00:00\", lasts: 50min}, long: {start: \"00:00\", lasts: 8h}}\n  groups:\n"
        "    a: {serves: [voice], roster: {mon-sun: {short: 1}}}\n    b: {serves: [voice], roster: {mon-sun: {long: 1}}}\n"));
    CHECK(x.group("a", GroupTally::answered) == 1);
    CHECK(x.group("a", GroupTally::overtime) == doctest::Approx(1200));
    CHECK(x.group("b", GroupTally::answered) == 2);
}
