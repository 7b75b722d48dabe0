// Several conversations an agent: by slowdown against a birth-death chain, by messages against a closed queueing network.
#include <string>

#include <doctest/doctest.h>

#include "core/problem.hpp"
#include "exact.hpp"
#include "staffing/finite.hpp"
#include "system.hpp"

using namespace oracles;
using peakline::Quantity;

namespace {

Scenario chat_scenario(int agents, int slots, double per_hour, double patience, int days) {
    Scenario scenario = empty_scenario(days, 12, 4);
    peakline::Queue& chat = add_queue(scenario, "chat", Distribution::constant(0), Distribution::exponential(patience));
    chat.medium = peakline::Medium::chat;
    chat.handle_time.reset();
    chat.slots = peakline::Changing<peakline::Slots>(peakline::Slots{slots, slots});
    add_reason(scenario, "question", "chat", per_hour);
    add_group(scenario, "agents", agents, {{"chat", 1}});
    return scenario;
}

}  // namespace

TEST_CASE("Chat by slowdown is its birth-death chain") {
    struct Case {
        int agents;
        double handle_time, per_hour, patience;
        std::vector<double> speed;
    };  // speed: of k conversations together
    for (const Case& c :
         {Case{5, 400, 60, 300, {1, 1.6, 2.0}}, {10, 480, 120, 600, {1, 1.5}}, {8, 500, 110, 180, {1, 1.75, 2.2}}}) {
        INFO(c.agents << " agents");
        SlowdownChat exact_chat{c.agents, {}, c.per_hour / 3600, c.patience, 80};
        Scenario scenario = chat_scenario(c.agents, static_cast<int>(c.speed.size()), c.per_hour, c.patience, 8);
        scenario.queues[0].handle_time = Quantity(Distribution::exponential(c.handle_time));
        for (std::size_t k = 0; k < c.speed.size(); ++k) {
            exact_chat.completion.push_back(c.speed[k] / c.handle_time);
            scenario.queues[0].slowdown.push_back(static_cast<double>(k + 1) / c.speed[k]);
        }
        const SlowdownValues exact = solve_slowdown(exact_chat);
        const auto study = run(scenario);
        const auto& chat = study.queues[0];
        check_ratio("waited", chat, waited, offered, exact.p_wait, 4e-3);
        check_ratio("abandoned", chat, abandoned, offered, exact.p_abandon, 2e-3);
        check_ratio("mean wait", chat, wait_all, offered, exact.mean_wait, 0.02 * exact.mean_wait + 0.1);
        check_occupancy("share of time with a conversation", study.groups[0], exact.share_busy, 2e-3);
        const double answered_per_second = exact_chat.arrival_rate * (1 - exact.p_abandon);
        check_ratio(
            "conversation", chat, [](const QueueCell& k) { return k[Tally::conversation]; },
            [](const QueueCell& k) { return k[Tally::conversations]; }, exact.mean_open / answered_per_second, 6);
    }
}

TEST_CASE("Chat by messages, always full, is a closed network: agents write, customers think") {
    // So many customers wait that every place is taken again at once. An agent with K conversations is the single server of a
    // machine repairman with K machines: a reply is the last one with probability 1 / messages, and then the next customer's first
    // message is there already, so that the customer leaves the agent for a think time with probability 1 - 1 / messages only.
    for (const auto& [slots, messages, reply, think] :
         {std::tuple{3, 5.0, 60.0, 120.0}, {4, 8.0, 30.0, 150.0}, {2, 4.0, 45.0, 45.0}}) {
        INFO(slots << " places an agent");
        const int agents = 3;
        Scenario scenario = chat_scenario(agents, slots, 400, 600, 4);
        scenario.queues[0].conversation =
            peakline::Conversation{Quantity(geometric(messages)), Quantity(Distribution::exponential(reply)),
                                   Quantity(Distribution::exponential(think)), Distribution::constant(0)};
        const double last = 1 / messages;
        const peakline::FiniteSource loop = peakline::finite_source(1, slots, 1 / think, reply / (1 - last));
        const double ended_per_hour = loop.mean_busy / reply * last * 3600 * agents;
        const auto study = run(scenario);
        const auto& chat = study.queues[0];
        const double hours = 24.0 * scenario.time.days;
        check_mean(
            "answered an hour", chat, [&](const QueueCell& c) { return answered(c) / hours; }, ended_per_hour,
            0.01 * ended_per_hour);
        check_ratio(
            "conversation", chat, [](const QueueCell& c) { return c[Tally::conversation]; },
            [](const QueueCell& c) { return c[Tally::conversations]; }, slots * agents / ended_per_hour * 3600, 10);
        std::vector<double> work;
        for (const GroupCell& c : study.groups[0]) work.push_back(c[GroupTally::work] / c[GroupTally::available]);
        INFO("work share " << peakline::mean_of(work).value << ", exact " << loop.mean_busy);
        CHECK(peakline::agrees(work, loop.mean_busy));
    }
}
