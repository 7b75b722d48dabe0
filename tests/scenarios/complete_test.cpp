// The fixture that uses every key: each arrives as the right typed value.
#include <doctest/doctest.h>

#include <string>

#include "scenarios/load.hpp"

using namespace peakline;

namespace {

const LoadedScenario& loaded() {
    static const LoadedScenario scenario =
        load_scenario(std::string(PEAKLINE_SOURCE_DIR) + "/tests/scenarios/fixtures/complete.yaml");
    return scenario;
}

const Scenario& plan(const std::string& name) {
    for (const Plan& p : loaded().file.plans)
        if (p.name == name) return p.scenario;
    throw std::runtime_error("no plan " + name);
}

template <class T>
const T& thing(const std::vector<T>& things, const std::string& name) {
    for (const T& t : things)
        if (t.name == name) return t;
    throw std::runtime_error("nothing named " + name);
}

}  // namespace

TEST_CASE("Demand arrives typed: volumes, rates, lags, profiles, shares that change") {
    const Scenario& s = plan("before");
    CHECK(s.run.replications == 2000);
    CHECK(s.run.until->half_width == doctest::Approx(0.005));
    CHECK(s.time.interval == 900);
    CHECK(s.time.cool_down == 43200);
    const Rate& users = std::get<Rate>(thing(s.drivers, "users").volume.expected->value);
    CHECK(users.amount.linear);
    CHECK(users.per == 30 * day_seconds);
    CHECK(users.amount.points[1].value.mean == doctest::Approx(60000 * 30));
    const Reason& status = thing(s.reasons, "order_status");
    CHECK(status.rate.points[1].value.mean == doctest::Approx(0.031));
    CHECK(status.lag == std::vector<std::pair<double, double>>{{0, 0.6}, {86400, 0.3}, {129600, 0.1}});
    CHECK(status.profile.weights.by_hour.front().factor == doctest::Approx(0.2));  // 22-06 wraps over midnight
    CHECK(status.queues.points[1].at.second == 43200);
    CHECK(status.pending->answered_after.first().shape == 1);
    CHECK(thing(s.reasons, "refund").counts == Counts::offered);
    CHECK_FALSE(thing(s.reasons, "refund").handle_time[0].factor);
    CHECK(thing(s.reasons, "refund").handle_time[1].factor);
    CHECK_FALSE(thing(s.reasons, "confirmation").enabled);
    CHECK(thing(s.reasons, "damage").lag == status.lag);
    CHECK_FALSE(thing(s.reasons, "damage").pending.has_value());
}

TEST_CASE("A volume file in local time keeps both readings of the doubled hour") {
    const TimeTable& table = std::get<TimeTable>(thing(plan("before").drivers, "parcels").volume.expected->value);
    REQUIRE(table.starts.size() == 6);
    for (std::size_t i = 1; i < 6; ++i) CHECK(table.starts[i] - table.starts[i - 1] == 1800);
    CHECK(table.values.back() == 15);
}

TEST_CASE("Queues arrive typed, and copies merge key by key") {
    const Scenario& s = plan("before");
    const Queue& voice = thing(s.queues, "voice");
    CHECK(voice.hours.rows[1].second.size() == 2);
    CHECK(voice.hours.rows[1].second[1].to == 26 * 3600);
    CHECK(voice.hours.rows[2].second.empty());
    CHECK(voice.patience.first().at_once == doctest::Approx(0.02));
    CHECK(voice.handle_time->first().mean == doctest::Approx(240));
    CHECK(voice.transfer->by_reason.front().first == "order_status");
    CHECK(voice.repeat.priority == 1);
    CHECK(voice.overflow_after == 90);
    CHECK(voice.service_level_counts == ServiceLevelFormula::offered_less_short_abandons);
    const Queue& chat = thing(s.queues, "chat");
    CHECK(chat.conversation->customer_reply.first().points == std::vector<double>{3600, 7200, 10800});
    CHECK(chat.conversation->parks_after == never);
    const Queue& delivery = thing(s.queues, "delivery");
    CHECK(delivery.conversation->timeout == 180);
    CHECK(delivery.conversation->agent_reply.first().mean == 32);
    CHECK(delivery.slots.first().priority == 4);
    CHECK_FALSE(delivery.transfer.has_value());
    CHECK(thing(s.queues, "slow_chat").slots.first().priority == 3);
    CHECK(thing(s.queues, "slow_chat").slowdown[2] == doctest::Approx(1.35));
    CHECK(thing(s.queues, "email").chase->handle_time->first().mean == 120);
}

TEST_CASE("Staff arrives typed: rosters, files, cohorts, costs") {
    const Scenario& s = plan("before");
    const Group& core = thing(s.groups, "core");
    CHECK(core.attrition == doctest::Approx(0.04 / (30 * day_seconds)));
    CHECK(core.overtime_cost.per_hour == 16);
    CHECK(thing(core.cohorts, "weekly").every == 7 * day_seconds);
    CHECK_FALSE(thing(core.cohorts, "weekly").until.has_value());
    CHECK(thing(core.cohorts, "weekly").ramp == std::vector<double>{1.6, 1.1});
    CHECK(std::get<Changing<Roster>>(core.staffing).first().rows.size() == 4);
    CHECK(std::get<TimeTable>(thing(s.groups, "outsourcer").staffing).values == std::vector<double>{3, 4});
    CHECK(std::get<Quantity>(thing(s.groups, "helpers").staffing).daily);
    CHECK(s.shifts[1].breaks.size() == 2);
    CHECK(s.shifts[1].start == 13 * 3600);
    CHECK(s.shifts[0].breaks[0].after_last == 5 * 3600);
}

TEST_CASE("Events and rules arrive typed") {
    const Scenario& s = plan("before");
    CHECK(thing(s.events, "evening_rule").daily->second == 18 * 3600);
    CHECK(thing(s.events, "morning_push").at->second == 10 * 3600);
    const Event& outage = thing(s.events, "worse_outage");
    CHECK(outage.random_every == 30 * day_seconds);
    REQUIRE(outage.actions.size() == 12);
    CHECK(outage.actions[0].kind == Kind::pending);
    CHECK(outage.actions[1].kind == Kind::notification);
    CHECK(outage.actions[7].relative);
    CHECK_FALSE(outage.actions[8].relative);
    const Rule& rule = thing(s.rules, "call_in");
    CHECK(rule.threshold == 300);
    CHECK(rule.until_threshold == 60.0);
    CHECK(rule.up_to == 2);
}

TEST_CASE("A plan's paths replace values, reach into copies, add copies, and levers come first") {
    const Scenario& s = plan("war_room");
    CHECK(thing(s.groups, "outsourcer").enabled);
    CHECK(thing(s.notifications, "shipping_push").reach.first().mean == doctest::Approx(0.9));
    CHECK(thing(s.notifications, "second_push").reach.first().mean == doctest::Approx(0.9));
    CHECK(thing(s.queues, "chat").conversation->timeout == 540);
    CHECK(thing(s.queues, "delivery").conversation->timeout == 180);  // what stands on the copy stands
    CHECK(thing(s.queues, "delivery").patience.first().mean == 420);
    CHECK(thing(s.queues, "chat").patience.first().mean == 240);
    CHECK_FALSE(thing(s.queues, "email").backlog.has_value());
    CHECK_FALSE(thing(s.events, "second").random_every.has_value());
    CHECK(thing(s.events, "second").actions.size() == 12);
    REQUIRE(s.actions.size() == 2);
    CHECK(s.actions[0].verb == Verb::close);
    CHECK(s.actions[1].verb == Verb::staff);
    CHECK(thing(thing(s.groups, "core").cohorts, "weekly").enabled);  // for the whole plan: from the beginning
    CHECK_FALSE(thing(thing(plan("before").groups, "core").cohorts, "weekly").enabled);
    CHECK(thing(s.rules, "relax").enabled);
    CHECK_FALSE(thing(plan("before").rules, "relax").enabled);
    CHECK(thing(s.events, "worse_outage").enabled);
    CHECK(thing(s.shifts, "late").enabled);  // the later one holds
    CHECK(loaded().file.plans[loaded().file.baseline].name == "before");
}

TEST_CASE("Two levers on one path give a warning, and the later wins") {
    CHECK(thing(plan("both").notifications, "shipping_push").reach.first().mean == doctest::Approx(0.5));
    bool warned = false;
    for (const Problem& warning : loaded().warnings)
        warned = warned || warning.message.find("fewer_pushes, wins") != std::string::npos;
    CHECK(warned);
}

TEST_CASE("--set is one more plan, compared with the baseline") {
    const std::string path = std::string(PEAKLINE_SOURCE_DIR) + "/tests/scenarios/fixtures/complete.yaml";
    const LoadedScenario set = load_scenario(path, {{}, {{"queues.voice.lines", "30"}}});
    REQUIRE(set.file.plans.size() == 2);
    CHECK(set.file.plans[0].name == "before");
    CHECK(thing(set.file.plans[1].scenario.queues, "voice").lines == 30);
    CHECK_THROWS_WITH_AS(load_scenario(path, {{}, {{"queues.voice.linse", "30"}}}),
                         "--set queues.voice.linse: unknown key linse; did you mean 'lines'?", InputError);
    CHECK_THROWS_WITH_AS(load_scenario(path, {{}, {{"queues.voice.lines", "many"}}}),
                         "--set queues.voice.lines: cannot be read (found many, expected a whole number, 1 or more)", InputError);
    CHECK_THROWS_WITH_AS(load_scenario(path, {{}, {{"queues.voice.redial", "{after: 5min}"}}}),
                         "--set queues.voice.redial: up_to: required key is missing (expected a whole number, 1 or more)",
                         InputError);
    CHECK_THROWS_WITH_AS(
        load_scenario(path, {{}, {{"staff.groups.helpers.agents", ""}}}),
        "--set staff.groups.helpers.agents: a single value is needed (found nothing, expected a whole number of agents)",
        InputError);
    CHECK_THROWS_WITH_AS(load_scenario(path, {{}, {{"queues.voice.lines", "[1"}, {"queues.voice.rings", "5s"}}}),
                         "--set queues.voice.lines: not YAML: end of sequence flow not found", InputError);
    const LoadedScenario twice =
        load_scenario(path, {{}, {{"queues.voice.lines", "30"}, {"queues.voice.rings", "7s"}, {"queues.voice.lines", "40"}}});
    CHECK(thing(twice.file.plans[1].scenario.queues, "voice").lines == 40);
    const LoadedScenario one = load_scenario(path, {{"war_room"}, {}});
    CHECK(one.file.plans.size() == 1);
    CHECK(one.file.unselected_baseline.has_value());
}
