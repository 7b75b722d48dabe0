// M/M/n+M as a plain event program: the floor for one queue whose customers leave. First come, first served: who has left is
// noticed when its turn would have come, which costs less than an event and gives the same counts and waits.
#pragma once

#include "bench/floor/patient.hpp"

namespace peakline::floor {

// From empty until every contact is answered or gone.
inline Counts run_impatient(const SingleQueue& system, std::uint64_t seed) {
    struct Waiting {
        double joined = 0, leaves = 0;
    };
    Random random(seed);
    Heap<double> ends(static_cast<std::size_t>(system.agents));
    Line<Waiting> waiting;
    Counts counts;
    const double gap = 1 / system.arrival_rate;
    double arrival = random.exponential(gap);
    while (counts.answered + counts.abandoned < system.contacts) {
        const bool more = counts.offered < system.contacts;
        if (more && (ends.empty() || arrival < ends.top())) {
            ++counts.offered;
            if (ends.size() < static_cast<std::size_t>(system.agents)) {
                counts.answer(0, system.within);
                ends.push(arrival + random.exponential(system.handle_time));
            } else {
                waiting.push({arrival, arrival + random.exponential(system.patience)});
            }
            arrival += random.exponential(gap);
            continue;
        }
        const double now = ends.top();
        while (!waiting.empty() && waiting.front().leaves <= now) {
            const Waiting gone = waiting.pop();
            counts.abandon(gone.leaves - gone.joined);
        }
        if (waiting.empty()) {
            ends.pop();
        } else {
            counts.answer(now - waiting.pop().joined, system.within);
            ends.replace_top(now + random.exponential(system.handle_time));
        }
    }
    return counts;
}

}  // namespace peakline::floor
