// The workloads of the plain programs as scenarios for the engine.
#pragma once

#include <string>

#include "bench/workloads.hpp"
#include "scenarios/scenario.hpp"

namespace peakline::workloads {

inline Queue voice_queue(const std::string& name, double handle, double patience, double within) {
    Queue queue;
    queue.name = name;
    queue.handle_time = Quantity(Distribution::exponential(handle));
    queue.patience = std::isinf(patience) ? Distribution::constant(never) : Distribution::exponential(patience);
    queue.target.within = within;
    return queue;
}

inline Reason reason_for(const std::string& queue, const Quantity& per_second) {
    Reason reason;
    reason.name = "call_" + queue;
    reason.volume.expected = Expected{Rate{per_second, 1}};
    reason.queues = ChangingShares(Shares{{queue, 1.0}});
    return reason;
}

inline Scenario whole_days(int days) {
    Scenario scenario;
    scenario.name = "workload";
    scenario.time.start = make_date(2026, 3, 2);
    scenario.time.days = days;
    return scenario;
}

// As many whole days as the contacts take.
inline Scenario scenario_of(const floor::SingleQueue& system, bool patient) {
    const double days = static_cast<double>(system.contacts) / system.arrival_rate / day_seconds;
    Scenario scenario = whole_days(std::max(1, static_cast<int>(std::lround(days))));
    scenario.queues.push_back(voice_queue("voice", system.handle_time, patient ? never : system.patience, system.within));
    scenario.reasons.push_back(reason_for("voice", Distribution::constant(system.arrival_rate)));
    Group group;
    group.name = "agents";
    group.serves = {{"voice", 1}};
    group.staffing = Quantity(Distribution::constant(system.agents));
    scenario.groups.push_back(group);
    return scenario;
}

// The same beside each other: `queues` of them, each with agents of its own.
inline Scenario scenario_of(const floor::SingleQueue& system, int queues) {
    Scenario scenario = scenario_of(system, false);
    const Queue queue = scenario.queues[0];
    const Reason reason = scenario.reasons[0];
    const Group group = scenario.groups[0];
    scenario.queues.clear();
    scenario.reasons.clear();
    scenario.groups.clear();
    for (int q = 0; q < queues; ++q) {
        const std::string name = "voice" + std::to_string(q);
        scenario.queues.push_back(queue);
        scenario.queues.back().name = name;
        scenario.reasons.push_back(reason);
        scenario.reasons.back().name = "call_" + name;
        scenario.reasons.back().queues = ChangingShares(Shares{{name, 1.0}});
        scenario.groups.push_back(group);
        scenario.groups.back().name = "agents" + std::to_string(q);
        scenario.groups.back().serves = {{name, 1}};
    }
    return scenario;
}

inline Scenario scenario_of(const floor::RingDay& day) {
    Scenario scenario = whole_days(1);
    scenario.routing.when_fewer = WhenFewer::first_free;
    scenario.routing.contact = ContactPolicy::longest_wait;
    const auto by_half_hours = [](const auto& values) {
        Quantity quantity;
        quantity.daily = true;
        quantity.points.clear();
        for (int i = 0; i < floor::ring_intervals; ++i)
            quantity.points.push_back(
                {{Date{}, static_cast<std::int32_t>(i * floor::ring_interval)}, Distribution::constant(values[i])});
        return quantity;
    };
    for (int type = 0; type < floor::ring_types; ++type) {
        const std::string name(1, static_cast<char>('a' + type));
        scenario.queues.push_back(voice_queue(name, day.handle_time[type], day.patience[type], day.within));
        scenario.reasons.push_back(reason_for(name, by_half_hours(day.rates[type])));
    }
    for (int g = 0; g < floor::ring_types; ++g) {
        Group group;
        group.name = "group_" + scenario.queues[g].name;
        group.serves = {{scenario.queues[g].name, 1}, {scenario.queues[(g + 1) % floor::ring_types].name, 1}};
        group.staffing = by_half_hours(day.agents[g]);
        scenario.groups.push_back(group);
    }
    return scenario;
}

}  // namespace peakline::workloads
