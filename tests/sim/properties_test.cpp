// What must hold whatever the scenario: books that balance, the same results on any number of threads, levers at zero strength
// that leave no trace, customers who stay the same when something else changes, and plans that pair.
#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "little.hpp"
#include "random_scenario.hpp"
#include "sim/needs.hpp"
#include "sim/purpose.hpp"

using namespace peakline;
using namespace simtests;

namespace {

bool same(const Books& a, const Books& b) {
    return a.queues == b.queues && a.groups == b.groups && a.reasons == b.reasons && a.waits == b.waits &&
           a.wait_max == b.wait_max && a.resolution == b.resolution && a.units == b.units && a.message_cost == b.message_cost &&
           a.contacts == b.contacts;
}

}  // namespace

TEST_CASE("Random scenarios run, balance, keep people busy for what contacts take, and are the same on any number of threads") {
    for (std::uint32_t seed = 1; seed <= random_seasons(40); ++seed) {
        INFO("seed " << seed);
        std::string text = random_scenario(seed);
        if (seed % 2 == 1) text.replace(text.find("days: 2"), 7, "days: 2, warm_up: 6h, cool_down: 3h");
        const Scenario scenario = load(text);
        std::vector<Books> one, many;
        REQUIRE_NOTHROW(one = books_of(scenario, 3, 1));  // throws where the books do not balance
        for (const int threads : {2, 8}) {
            many = books_of(scenario, 3, threads);
            for (std::size_t r = 0; r < 3; ++r) CHECK(same(one[r], many[r]));
        }
        CHECK_FALSE(same(one[0], one[1]));
        for (const Books& books : one)
            for (const auto& group : books.groups)
                for (const auto& cell : group) {
                    CHECK(cell[GroupTally::busy] <= cell[GroupTally::available] + 1e-6);
                    CHECK(cell[GroupTally::available] <= cell[GroupTally::on_duty] + 1e-6);
                }
    }
}

TEST_CASE("Whoever waits for an agent that goes home stands in the queue once") {
    // Its time in the agent's own list ended after the agent had gone, and it joined the queue a second time.
    std::string text = random_scenario(511);
    text.replace(text.find("days: 2"), 7, "days: 2, warm_up: 6h, cool_down: 3h");
    CHECK_NOTHROW(books_of(load(text), 3));
}

TEST_CASE("A lever at zero strength equals its absence to the last bit") {
    const std::string reasons = "reasons:\n  r: {expected: 60/h, queues: {voice: 100%}}\n";
    const std::string groups =
        "staff:\n  groups:\n    agents: {serves: [voice], agents: 5GROUP}\n    spare: {serves: [voice, other], agents: 0}\n";
    const auto with = [&](const std::string& more, const std::string& voice = "", const std::string& group = "") {
        std::string people = groups;
        people.replace(people.find("GROUP"), 5, group);
        return books_of(
            load(day(more + reasons +
                     "queues:\n  voice: {handle_time: {exponential: {mean: 5min}}, patience: {exponential: {mean: 2min}}" +
                     voice + "}\n  other: {handle_time: 1min, patience: 1min}\n" + people)),
            2);
    };
    const auto plain = with("");
    const std::vector<std::vector<Books>> nothing{
        with("notifications: {push: {about: [r], per: r, reach: 0%, effect: 50%, leaves_harder: 20%}}\n"),
        with("notifications: {push: {about: [r], per: r, reach: 50%, effect: 0%, leaves_harder: 20%}}\n"),
        with("self_service: {bot: {before: [voice], contains: 0%}}\n"),
        with("events: {e: {at: 2026-03-02 10:00, lasts: 3h, do: [{scale: {reason: r, by: 1}}]}}\n"),
        with("events: {e: {at: 2026-03-02 10:00, lasts: 3h, do: [{handle_time: {queue: voice, by: 1}}]}}\n"),
        with("events: {e: {at: 2026-03-02 10:00, lasts: 3h, do: [{redirect: {from: voice, to: other, share: 0%}}]}}\n"),
        with("events: {e: {at: 2026-03-02 10:00, lasts: 3h, do: [{staff: {group: agents, agents: +0}}]}}\n"),
        with("events: {e: {at: 2026-03-02 10:00, lasts: 3h, do: [{move: {from: agents, to: spare, agents: 0}}]}}\n"),
        with("events: {e: {at: 2026-03-02 10:00, lasts: 3h, do: [{add: {reason: r, contacts: 0}}]}}\n"),
        with("events: {e: {at: 2026-03-02 10:00, lasts: 3h, chance: 0%, do: [{close: voice}]}}\n"),
        with("busyness: {gamma: {mean: 1, cv: 0%}}\n"),
        with("", ", redial: {share: 0%, after: 5min, up_to: 3}"),
        with("", ", balks: {when_longer_than: 0, share: 0%}"),
        with("", ", transfer: {share: 0%, queues: {other: 100%}}"),
        with("", ", callback: {offer_above: 10s, accepts: 0%, within: 2h, connects: 100%, tries: 1}"),
        with("", ", rings: 0s"),
        with("", "", ", absence: 0%, shrinkage: 0%, handle_time: 1"),
    };
    for (std::size_t i = 0; i < nothing.size(); ++i) {
        INFO("lever " << i);
        for (std::size_t r = 0; r < 2; ++r) CHECK(same(plain[r], nothing[i][r]));
    }
}

TEST_CASE("More demand keeps every customer, and a reason more changes nobody else's needs") {
    const auto customers = [](const std::string& more, double per_hour, const char* name) {
        const Scenario scenario = load(day(fmt::format(
            "reasons:\n{}  r: {{expected: {}/h, queues: {{voice: 100%}}}}\nqueues:\n  voice: {{handle_time: 1s, patience: 1s}}\n"
            "staff: {{groups: {{agents: {{serves: [voice], agents: 1}}}}}}\n",
            more, per_hour)));
        const Demand demand;
        const sim::Model model = sim::compile(scenario, scenario, demand);
        const Streams streams{model.seed, 0, 0, 0};
        const sim::Season season = sim::draw_season(model, streams);
        sim::Needs needs(model, season, streams);
        std::vector<std::tuple<int, std::uint32_t, double>> found;  // interval, ordinal, time
        std::vector<sim::Need> now;
        for (int i = 0; i < 48; ++i) {
            needs.customers(i, model.begin + 1800.0 * i, now);
            for (const sim::Need& need : now)
                if (scenario.reasons[need.reason].name == name) found.emplace_back(i, need.ordinal, need.time);
        }
        std::sort(found.begin(), found.end());
        return found;
    };
    const auto base = customers("", 100, "r"), more = customers("", 110, "r"),
               beside = customers("  a: {expected: 50/h, queues: {voice: 100%}}\n", 100, "r");
    CHECK(base.size() > 2100);
    CHECK(more.size() > base.size());
    CHECK(std::includes(more.begin(), more.end(), base.begin(), base.end()));
    CHECK(base == beside);
}

TEST_CASE("Whom 60 % reach prevents, 70 % prevents too") {
    const auto prevented = [](int reach) {
        return Outcome(
            day(fmt::format("reasons:\n  r: {{expected: 100/h, queues: {{voice: 100%}}}}\nnotifications: {{push: {{about: [r], "
                            "per: r, reach: {}%, effect: 50%}}}}\n"
                            "queues:\n  voice: {{handle_time: 1s, patience: 1s}}\nstaff: {{groups: {{agents: {{serves: [voice], "
                            "agents: 50}}}}}}\n",
                            reach)));
    };
    const Outcome less = prevented(60), more = prevented(70);
    CHECK(less.reason("r", ReasonTally::needs) == more.reason("r", ReasonTally::needs));
    CHECK(less.reason("r", ReasonTally::prevented) < more.reason("r", ReasonTally::prevented));
    for (int h = 0; h < 24; ++h)
        CHECK(less.queue("voice", Tally::offered, h, h + 1) >= more.queue("voice", Tally::offered, h, h + 1));
}

TEST_CASE("More agents never make a first-come queue wait longer") {
    const auto waited = [](int agents) {
        return Outcome(day(fmt::format("reasons:\n  r: {{expected: 60/h, queues: {{voice: 100%}}}}\nqueues:\n  voice: "
                                       "{{handle_time: {{lognormal: {{mean: 5min, cv: 1}}}}}}\n"
                                       "staff: {{groups: {{agents: {{serves: [voice], agents: {}}}}}}}\n",
                                       agents)))
            .queue("voice", Tally::wait_all);
    };
    double before = waited(5);
    for (int agents = 6; agents <= 10; ++agents) {
        const double now = waited(agents);
        CHECK(now <= before);
        before = now;
    }
}

TEST_CASE("Plans that differ by one agent in twenty pair") {
    // 20 agents, load 1.1, 12 h; the variance of the paired difference beside that of plans with different customers.
    const auto results = [](int agents, int seed) {
        return books_of(
            load(day(fmt::format("run: {{seed: {}}}\nreasons:\n  r: {{expected: {{value: 264/h, by_hour: {{\"00-12\": 1, "
                                 "\"12-24\": 0}}}}, queues: {{voice: 100%}}}}\n"
                                 "queues:\n  voice: {{handle_time: {{exponential: {{mean: 5min}}}}, patience: {{exponential: "
                                 "{{mean: 3min}}}}, redial: {{share: 50%, after: 10min, up_to: 10}}}}\n"
                                 "staff: {{groups: {{agents: {{serves: [voice], agents: {}}}}}}}\n",
                                 seed, agents))),
            100);
    };
    const auto plan = results(20, 1), other = results(21, 1), apart = results(21, 2);
    const auto variance = [&](const std::vector<Books>& a, const std::vector<Books>& b, auto value) {
        std::vector<double> d;
        for (std::size_t r = 0; r < a.size(); ++r) d.push_back(value(a[r]) - value(b[r]));
        double mean = 0, squares = 0;
        for (const double x : d) mean += x / static_cast<double>(d.size());
        for (const double x : d) squares += (x - mean) * (x - mean);
        return squares / static_cast<double>(d.size() - 1);
    };
    const auto sum = [](const Books& books, std::size_t tally) {
        double total = 0;
        for (const auto& cell : books.queues[0]) total += cell[tally];
        return total;
    };
    const auto ratio = [&](auto value) { return variance(plan, apart, value) / variance(plan, other, value); };
    const double offered = ratio([&](const Books& b) { return sum(b, Tally::offered); });
    const double abandonment = ratio([&](const Books& b) { return sum(b, Tally::abandoned) / sum(b, Tally::offered); });
    const double wait = ratio([&](const Books& b) { return sum(b, Tally::wait_all) / sum(b, Tally::offered); });
    MESSAGE("variance ratios: offered " << offered << ", abandonment " << abandonment << ", wait_mean " << wait);
    CHECK(offered >= 20);
    CHECK(abandonment >= 20);
    CHECK(wait >= 20);
}
