// M/M/n as a plain event program: the floor for one queue whose customers wait to the end.
#pragma once

#include "bench/floor/parts.hpp"

namespace peakline::floor {

struct SingleQueue {
    int agents = 100;
    double arrival_rate = 1;   // per second
    double handle_time = 300;  // mean, seconds, exponential
    double patience = 300;     // mean, seconds, exponential; not looked at by run_patient
    double within = 20;
    std::uint64_t contacts = 1'000'000;
};

// From empty until the last of the contacts is answered.
inline Counts run_patient(const SingleQueue& system, std::uint64_t seed) {
    Random random(seed);
    Heap<double> ends(static_cast<std::size_t>(system.agents));  // of the contacts in hand
    Line<double> waiting;                                        // by time of joining
    Counts counts;
    const double gap = 1 / system.arrival_rate;
    double arrival = random.exponential(gap);
    while (counts.answered < system.contacts) {
        const bool more = counts.offered < system.contacts;
        if (more && (ends.empty() || arrival < ends.top())) {
            ++counts.offered;
            if (ends.size() < static_cast<std::size_t>(system.agents)) {
                counts.answer(0, system.within);
                ends.push(arrival + random.exponential(system.handle_time));
            } else {
                waiting.push(arrival);
            }
            arrival += random.exponential(gap);
        } else if (waiting.empty()) {
            ends.pop();
        } else {
            const double now = ends.top();
            counts.answer(now - waiting.pop(), system.within);
            ends.replace_top(now + random.exponential(system.handle_time));
        }
    }
    return counts;
}

}  // namespace peakline::floor
