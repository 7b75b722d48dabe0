// Money and paid time, worked out by hand from the model's section 8.
#include <doctest/doctest.h>

#include "little.hpp"

using namespace simtests;

namespace {

const std::string nobody_needs = "reasons:\n  r: {expected: 0.000001/d, queues: {voice: 100%}}\n";

}  // namespace

TEST_CASE("Wages: every rostered hour but unpaid breaks, also of those who are absent, away or in training") {
    const auto cost = [](const std::string& keys) {
        return means_of(day(nobody_needs +
                                "queues:\n  voice: {handle_time: 1min}\nstaff:\n  shifts:\n"
                                "    day: {start: \"08:00\", lasts: 9h, breaks: [{after: 3h, lasts: 1h, paid: false}, {after: "
                                "[5h, 6h], lasts: 15min}]}\n  groups:\n"
                                "    agents: {serves: [voice], cost: 12/h, roster: {mon-sun: {day: 4}}" +
                                keys + "}\n",
                            2));
    };
    auto plain = cost("");
    CHECK(plain["agents.paid_hours"] == doctest::Approx(2 * 4 * 8));
    CHECK(plain["total.cost.wages"] == doctest::Approx(2 * 4 * 8 * 12));
    CHECK(plain["total.cost"] == doctest::Approx(2 * 4 * 8 * 12));
    CHECK(cost(", absence: 50%, shrinkage: 30%")["total.cost"] == doctest::Approx(2 * 4 * 8 * 12));
    CHECK(cost(", cohorts: {new: {roster: {mon-sun: {day: 3}}, from: 2026-03-02, training: 1d}}")["total.cost"] ==
          doctest::Approx(2 * 7 * 8 * 12));
}

TEST_CASE("Overtime is work after the shift's end, at its own price, or at the wage where none is given") {
    // The shift ends at 10:00; a contact joins at 9:56 and takes 10 minutes: six minutes over.
    const auto with = [](const std::string& keys) {
        return means_of(fed({{"a", "voice", 1, 60, 35700}}, "  voice: {handle_time: 10min}\n",
                            "    agents: {serves: [voice], roster: {mon-sun: {early: 1}}, cost: 12/h" + keys +
                                "}\n  shifts: {early: {start: \"01:00\", lasts: 9h}}\n"));
    };
    auto priced = with(", overtime: {cost: 20/h}");
    CHECK(priced["agents.overtime"] == doctest::Approx(0.1));
    CHECK(priced["total.cost.overtime"] == doctest::Approx(2));
    CHECK(priced["total.cost.wages"] == doctest::Approx(9 * 12));
    CHECK(priced["agents.cost"] == doctest::Approx(110));
    CHECK(with("")["total.cost.overtime"] == doctest::Approx(1.2));
}

TEST_CASE("Outsourced work is paid by contact and by the minute of talking, not of ringing") {
    auto x = means_of(fed({{"a", "voice", 2}}, "  voice: {handle_time: 90s, rings: 10s}\n",
                          "    agents: {serves: [voice], agents: 1, cost: {per_contact: 1.60, per_minute: 0.5}}\n"));
    CHECK(x["total.cost.outsourcing"] == doctest::Approx(2 * 1.60 + 3 * 0.5));
    CHECK(x["total.cost.wages"] == 0);
    CHECK(x["agents.cost.outsourcing"] == doctest::Approx(4.7));
    // Chats by slowdown are worked on as long as there is one; calls that reach nobody take time and are no contact.
    auto chats = means_of(fed({{"a", "chat", 2}}, "  chat: {medium: chat, slots: {usual: 1}, handle_time: 90s, slowdown: [1]}\n",
                              "    agents: {serves: [chat], agents: 1, cost: {per_contact: 1.60, per_minute: 0.5}}\n"));
    CHECK(chats["total.cost.outsourcing"] == doctest::Approx(2 * 1.60 + 3 * 0.5));
    auto calls =
        means_of(fed({{"a", "out", 1}},
                     "  out: {medium: outbound, handle_time: 90s, connects: 0%, no_answer: 30s, redial: {after: 1h, up_to: 3}}\n",
                     "    agents: {serves: [out], agents: 1, cost: {per_contact: 1.60, per_minute: 0.5}}\n"));
    CHECK(calls["total.cost.outsourcing"] == doctest::Approx(1.5 * 0.5));
}

TEST_CASE("A chase that is given up costs nothing as long as its case is not lost") {
    // The item lies in mail and nobody works there; each hour the customer calls, waits a minute and gives up.
    auto x = means_of(fed({{"a", "mail", 1}},
                          "  mail: {medium: deferred, handle_time: 1min, chase: {after: 1h, every: 1h, share: 100%, queues: "
                          "{voice: 100%}, up_to: 3}}\n  voice: {handle_time: 1min, patience: 1min, lost_contact_costs: 4}\n",
                          "    agents: {serves: [voice], agents: 0}\n    writers: {serves: [mail], agents: 0}\n"));
    CHECK(x["voice.abandoned"] == 3);
    CHECK(x["total.cost.lost_contacts"] == 0);
}

TEST_CASE(
    "Messages cost by units and reach, whether they prevent anything or not; self-service by session; lost contacts by the queue "
    "that lost them") {
    const std::string rest =
        "queues:\n  voice: {handle_time: 1s, lost_contact_costs: 4.00, patience: 1min}\nstaff:\n  groups:\n    agents: {serves: "
        "[voice], agents: ";
    auto messages = means_of(day("drivers: {orders: {expected: 1000/d}}\n" + nobody_needs +
                                     "notifications: {push: {about: [r], per: orders, reach: 70%, effect: 0%, cost: 0.002}}\n" +
                                     rest + "1}\n",
                                 3));
    CHECK(messages["total.cost.messages"] == doctest::Approx(3 * 1.4));
    CHECK(messages["total.cost"] == doctest::Approx(3 * 1.4));
    const std::string calls = "reasons:\n  r: {expected: 500/d, queues: {voice: 100%}}\n";
    auto off =
        means_of(day("drivers: {orders: {expected: 1000/d}}\n" + nobody_needs +
                     "notifications: {push: {about: [r], per: orders, reach: 70%, effect: 0%, cost: 0.002, enabled: false}}\n" +
                     rest + "1}\n"));
    CHECK(off["total.cost.messages"] == 0);
    auto bot = means_of(day(calls + "self_service: {bot: {before: [voice], contains: 100%, cost: 0.25}}\n" + rest + "1}\n"));
    CHECK(bot["r.contained"] > 400);
    CHECK(bot["total.cost.self_service"] == doctest::Approx(0.25 * bot["r.contained"]));
    auto lost = means_of(day(calls + rest + "0}\n"));
    CHECK(lost["r.lost"] > 400);
    CHECK(lost["total.cost.lost_contacts"] == doctest::Approx(4 * lost["r.lost"]));
    CHECK(lost["total.cost"] == doctest::Approx(4 * lost["r.lost"]));
}

TEST_CASE("The total is the sum of its six parts, and of its days") {
    const std::string text =
        day("drivers: {orders: {expected: 1000/d}}\nreasons:\n  r: {per: orders, rate: 60%, queues: {voice: "
            "100%}}\nnotifications: {push: {about: [r], per: orders, reach: 70%, effect: 10%, cost: 0.01}}\n"
            "self_service: {bot: {before: [voice], contains: 20%, cost: 0.25}}\nqueues:\n  voice: {handle_time: {exponential: "
            "{mean: 5min}}, patience: 2min, lost_contact_costs: 4}\n"
            "staff:\n  shifts: {day: {start: \"08:00\", lasts: 9h}}\n  groups:\n    core: {serves: [voice], roster: {mon-sun: "
            "{day: 1}}, cost: 12/h, overtime: {cost: 20/h}}\n"
            "    others: {serves: [voice], agents: 1, cost: {per_contact: 2, per_minute: 0.1}}\n",
            3);
    const peakline::PlanResults results = results_of(text, 3);
    const auto value = [](const peakline::Metrics& metrics, const std::string& name) {
        for (const auto& [metric, estimate] : metrics)
            if (metric == name) return estimate.mean;
        throw std::invalid_argument("no metric " + name);
    };
    double sum = 0, days = 0;
    for (const char* part :
         {"cost.wages", "cost.overtime", "cost.outsourcing", "cost.messages", "cost.self_service", "cost.lost_contacts"}) {
        CHECK(value(results.total, part) > 0);
        sum += value(results.total, part);
    }
    CHECK(value(results.total, "cost") == doctest::Approx(sum));
    REQUIRE(results.days.size() == 3);
    for (const peakline::Period& period : results.days) days += value(period.total, "cost");
    CHECK(days == doctest::Approx(sum));
}
