// A trace tells everything: all that a season counts, its waits, and what happened to a customer.
#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "core/statistics.hpp"
#include "little.hpp"
#include "random_scenario.hpp"
#include "recount.hpp"
#include "report/trace.hpp"
#include "sim/metrics.hpp"
#include "sim/trace.hpp"

using namespace peakline;
using namespace simtests;

namespace {

constexpr std::array<std::size_t, 40> queue_tallies{Tally::short_abandons,
                                                    Tally::backlog_age,
                                                    Tally::open_early,
                                                    Tally::lost_cost,
                                                    Tally::offered,
                                                    Tally::answered,
                                                    Tally::answered_within,
                                                    Tally::abandoned,
                                                    Tally::abandoned_within,
                                                    Tally::balked,
                                                    Tally::blocked,
                                                    Tally::disconnected,
                                                    Tally::redirected,
                                                    Tally::called_back,
                                                    Tally::transferred_in,
                                                    Tally::transferred_out,
                                                    Tally::redials,
                                                    Tally::repeats,
                                                    Tally::chases,
                                                    Tally::parked,
                                                    Tally::open,
                                                    Tally::at_once,
                                                    Tally::wait_answered,
                                                    Tally::wait_all,
                                                    Tally::handled,
                                                    Tally::handle_time,
                                                    Tally::first_replies,
                                                    Tally::first_reply,
                                                    Tally::replies,
                                                    Tally::reply,
                                                    Tally::conversations,
                                                    Tally::conversation,
                                                    Tally::follow_ups,
                                                    Tally::closed,
                                                    Tally::old,
                                                    Tally::old_answered,
                                                    Tally::old_abandoned,
                                                    Tally::old_disconnected,
                                                    Tally::old_open,
                                                    Tally::backlog};

// Every tally of the first season; how much was compared.
double count_anew(const Scenario& scenario, std::uint32_t seed) {
    double compared = 0;
    const auto [trace, books] = sim::trace_replication(scenario, scenario, Demand{}, 0);
    Recount recount(scenario, trace);
    for (std::size_t q = 0; q < scenario.queues.size(); ++q)
        for (std::size_t i = 0; i < books.queues[q].size(); ++i)
            for (const std::size_t tally : queue_tallies) {
                const double mine = recount.queues.at(scenario.queues[q].name)[i][tally], theirs = books.queues[q][i][tally];
                compared += theirs;
                INFO("seed " << seed << ", queue " << scenario.queues[q].name << ", interval " << i << ", tally " << tally);
                REQUIRE(mine == doctest::Approx(theirs).epsilon(1e-9));
            }
    for (std::size_t r = 0; r < scenario.reasons.size(); ++r)
        for (std::size_t tally = 0; tally < ReasonTally::count; ++tally) {
            const std::string& name = scenario.reasons[r].name;
            for (std::size_t day = 0; day < books.reasons[r].size(); ++day) {
                INFO("seed " << seed << ", reason " << name << ", tally " << tally << ", day " << day);
                const double mine = recount.reasons.at(name)[day][tally], theirs = books.reasons[r][day][tally];
                CHECK(std::abs(mine - theirs) <= recount.unsure[name][day][tally] + 1e-9 * theirs);
            }
        }
    for (std::size_t q = 0; q < scenario.queues.size(); ++q)
        for (std::size_t i = 0; i < books.queues[q].size(); ++i) {
            const std::string& name = scenario.queues[q].name;
            INFO("seed " << seed << ", queue " << name << ", interval " << i);
            CHECK(books.queues[q][i][Tally::backlog_max] <= recount.queues.at(name)[i][Tally::backlog_max]);
            CHECK(books.queues[q][i][Tally::backlog_max] >= recount.longest_settled[name][i]);
        }
    for (std::size_t g = 0; g < scenario.groups.size(); ++g)
        for (std::size_t i = 0; i < books.groups[g].size(); ++i)
            for (const std::size_t tally :
                 {GroupTally::on_duty, GroupTally::available, GroupTally::busy, GroupTally::overtime, GroupTally::paid}) {
                INFO("seed " << seed << ", group " << scenario.groups[g].name << ", interval " << i << ", tally " << tally);
                REQUIRE(recount.groups.at(scenario.groups[g].name)[i][tally] ==
                        doctest::Approx(books.groups[g][i][tally]).epsilon(1e-9));
            }
    for (std::size_t g = 0; g < scenario.groups.size(); ++g) {
        const std::string& name = scenario.groups[g].name;
        INFO("seed " << seed << ", group " << name);
        const auto total = [&](const std::vector<sim::GroupCell>& cells, std::size_t tally) {
            double sum = 0;
            for (const sim::GroupCell& cell : cells) sum += cell[tally];
            return sum;
        };
        const double taken = total(recount.groups.at(name), GroupTally::answered);
        const double answered = total(books.groups[g], GroupTally::answered);
        CHECK(answered >= taken);
        CHECK(answered <= taken + recount.unknown[name]);
        CHECK(total(recount.groups.at(name), GroupTally::work) ==
              doctest::Approx(total(books.groups[g], GroupTally::work)).epsilon(1e-9));
    }
    double spent = 0;
    for (const Cells& cells : books.queues)
        for (const sim::QueueCell& cell : cells) spent += cell[Tally::self_service_cost];
    const double price = scenario.self_services.empty() ? 0 : mean(scenario.self_services[0].cost.first());
    INFO("seed " << seed);
    CHECK(spent == doctest::Approx(price * recount.sessions));
    return compared;
}

}  // namespace

TEST_CASE("Every tally can be counted anew from the files of a trace") {
    double compared = 0;
    for (std::uint32_t seed = 1; seed <= random_seasons(25); ++seed) compared += count_anew(load(random_scenario(seed)), seed);
    CHECK(compared > 10000);
}

TEST_CASE("Every tally of a crowded centre can be counted anew") {
    double compared = 0;
    for (std::uint32_t seed = 1; seed <= random_seasons(25); ++seed) compared += count_anew(load(crowded_scenario(seed)), seed);
    CHECK(compared > 10000);
}

TEST_CASE("Every tally of a centre whose people come and go in every way can be counted anew") {
    double compared = 0;
    for (std::uint32_t seed = 1; seed <= random_seasons(25); ++seed) compared += count_anew(load(staffed_scenario(seed)), seed);
    CHECK(compared > 10000);
}

TEST_CASE("Quantiles of waits agree with those of the trace to one per cent") {
    const Scenario scenario = load(random_scenario(3));
    const auto [trace, books] = sim::trace_replication(scenario, scenario, Demand{}, 0);
    std::vector<double> waits;
    for (const TracedContact& contact : contacts_of(trace))
        if (contact.outcome == "answered" && !contact.backlog && scenario.queues[contact.queue].name == "mail")
            waits.push_back(contact.waited);
    const auto mail = static_cast<std::size_t>(
        std::find_if(scenario.queues.begin(), scenario.queues.end(), [](const Queue& q) { return q.name == "mail"; }) -
        scenario.queues.begin());
    sim::WaitCounts counts(sim::WaitBins::bins, 0);
    for (const auto& day : books.waits[mail])
        for (std::size_t bin = 0; bin < day.size(); ++bin) counts[bin] += day[bin];
    REQUIRE(waits.size() > 50);
    std::sort(waits.begin(), waits.end());
    for (const double share : {0.5, 0.9, 0.95}) {
        const double exact = waits[static_cast<std::size_t>(std::ceil(share * static_cast<double>(waits.size()))) - 1];
        CHECK(sim::wait_quantile(counts, share) == doctest::Approx(exact).epsilon(0.01));
    }
}

TEST_CASE("Tracing changes nothing, and a story tells the whole way of a customer") {
    const Scenario scenario = load(random_scenario(7));
    const auto [trace, books] = sim::trace_replication(scenario, scenario, Demand{}, 1);
    CHECK(books.queues == books_of(scenario, 2)[1].queues);
    const auto remarkable = remarkable_customers(trace);
    REQUIRE(!remarkable.empty());
    const std::string name = customer_text(remarkable[0].second, trace);
    CHECK(find_customer(name, trace) == remarkable[0].second);
    CHECK_FALSE(find_customer("nobody/2026-03-02T10:00Z/1", trace));
    const std::string story = customer_story(remarkable[0].second, trace, scenario.axis());
    CHECK(story.find("Customer " + name) == 0);
    CHECK(story.find("after") != std::string::npos);
}

TEST_CASE("A trace tells as which group a lent agent serves") {
    const std::string text =
        day("reasons: {r: {expected: 0.000001/d, queues: {v: 50%, w: 50%}}}\nqueues: {v: {handle_time: 5min}, w: {handle_time: "
            "5min}}\nstaff: {groups: {a: {serves: [v], agents: 1}, b: {serves: [w], agents: 0}}}\n"
            "events: {help: {at: \"2026-03-02 10:00\", lasts: 1h, do: [{move: {from: a, to: b, agents: 1}}]}}\n");
    const Scenario scenario = load(text);
    CHECK(agents_csv(trace_of(text), scenario.axis()) ==
          "agent,group,time,seconds,change,serves\n"
          "a/roster/1,a,2026-03-02T00:00:00+00:00,0,comes,\n"
          "a/roster/1,a,2026-03-02T10:00:00+00:00,36000,serves,b\n"
          "a/roster/1,a,2026-03-02T11:00:00+00:00,39600,serves,a\n");
}
