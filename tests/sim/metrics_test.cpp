// Metrics that only come together from books of several kinds: reasons by day, rates by unit of a driver, backlogs that clear.
#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "little.hpp"

using namespace peakline;
using namespace simtests;

TEST_CASE("A reason's days add up to its season, and the reasons' contact rates to that of all") {
    const PlanResults plan = results_of(
        day("drivers: {orders: {expected: 1000/d}}\n"
            "reasons:\n  status: {per: orders, rate: 10%, queues: {voice: 100%}}\n"
            "  damage: {per: orders, rate: 4%, queues: {voice: 100%}}\n  other: {expected: 50/d, queues: {mail: 100%}}\n"
            "queues:\n  voice: {handle_time: 300s, patience: 2min, redial: {share: 50%, after: 5min, up_to: 3}}\n"
            "  mail: {medium: deferred, handle_time: 300s, target: {within: 1d, backlog: 3}}\n"
            "staff: {groups: {agents: {serves: [voice, mail], agents: {from: {\"00:00\": 1}}}}}\n",
            3),
        4);
    const auto mean = [](const Metrics& metrics, const std::string& name) {
        const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const auto& m) { return m.first == name; });
        return found == metrics.end() ? no_value : found->second.mean;
    };
    REQUIRE(plan.days.size() == 3);
    for (std::size_t r = 0; r < 3; ++r)
        for (const char* name : {"needs", "resolved", "lost", "open"}) {
            double sum = 0;
            for (const Period& day : plan.days) sum += mean(day.reasons[r].metrics, name);
            CHECK(sum == doctest::Approx(mean(plan.reasons[r].metrics, name)));
        }
    CHECK(mean(plan.reasons[0].metrics, "needs") > 200);
    const auto rate = [&](std::size_t r) { return mean(plan.reasons[r].metrics, "contact_rate"); };
    CHECK(rate(0) > 0.1);
    CHECK(rate(0) > rate(1));
    CHECK(std::isnan(rate(2)));
    // Orders are 1 000 a day; the third reason's contacts count in the total, too.
    const double others = mean(plan.queues[1].metrics, "offered") / 3000;
    CHECK(mean(plan.total, "contact_rate") == doctest::Approx(rate(0) + rate(1) + others));
    CHECK(mean(plan.groups[0].metrics, "units_per_paid_hour") == doctest::Approx(1000.0 / 24));
    const auto& status = plan.reasons[0].metrics;
    CHECK(mean(status, "resolution_time_p50") < mean(status, "resolution_time"));
    CHECK(mean(status, "resolution_time_p90") > mean(status, "resolution_time"));
}

TEST_CASE("Days to clear come with the share of seasons that clear") {
    const auto seasons = [](const std::string& agents) {
        return means_of(day("reasons: {r: {expected: 10/d, queues: {mail: 100%}}}\n"
                            "queues: {mail: {medium: deferred, handle_time: 1h, backlog: {items: 60, age: 1d}, target: "
                            "{backlog: 8}}}\n"
                            "staff: {groups: {agents: {serves: [mail], agents: " +
                                agents + "}}}\n",
                            4),
                        10);
    };
    auto few = seasons("0"), many = seasons("2");
    CHECK(few["mail.cleared"] == 0);
    CHECK(std::isnan(few["mail.days_to_clear"]));
    CHECK(many["mail.cleared"] == 1);
    CHECK(many["mail.days_to_clear"] > 0);
}
