// The workloads that the engine and the plain programs both run.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "bench/floor/impatient.hpp"
#include "bench/floor/patient.hpp"
#include "bench/floor/ring.hpp"

namespace peakline::workloads {

inline constexpr double handle_time = 300;

// One queue, `agents` of them, patience as long as handling on average.
inline floor::SingleQueue single_queue(int agents, double load, std::uint64_t contacts) {
    return {agents, load * agents / handle_time, handle_time, handle_time, 20, contacts};
}

// 20 000 calls on a day with two humps; staffing a little below, at and above the load in turn, so that every half-hour changes.
inline floor::RingDay ring_day(double calls = 20000) {
    floor::RingDay day;
    day.handle_time = {240, 300, 360};
    day.patience = {120, 180, 240};
    const double shares[] = {0.5, 0.3, 0.2};
    std::array<double, floor::ring_intervals> shape{};
    double sum = 0;
    for (int i = 0; i < floor::ring_intervals; ++i) {
        const double hour = (i + 0.5) / 2;
        sum += shape[i] = 0.08 + std::exp(-std::pow((hour - 11) / 2.5, 2)) + 0.7 * std::exp(-std::pow((hour - 18) / 2.5, 2));
    }
    for (int i = 0; i < floor::ring_intervals; ++i) {
        double loads[floor::ring_types];
        for (int type = 0; type < floor::ring_types; ++type) {
            day.rates[type][i] = calls * shares[type] * shape[i] / sum / floor::ring_interval;
            loads[type] = day.rates[type][i] * day.handle_time[type];
        }
        const double cover[] = {0.97, 1.0, 1.06, 1.02};
        for (int group = 0; group < floor::ring_types; ++group) {
            const double load = (loads[group] + loads[(group + 1) % floor::ring_types]) / 2;
            day.agents[group][i] = static_cast<int>(std::ceil(load * cover[(i + group) % 4]));
        }
    }
    return day;
}

}  // namespace peakline::workloads
