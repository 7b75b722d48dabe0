// M/M/n+M as plain event programs: floors for one queue whose customers leave. In the first who has left is noticed when its
// turn would have come, which costs less than an event and gives the same counts and waits, but nobody can tell meanwhile how
// many wait. In the second customers leave when they leave, as every program needs that knows its backlog at every moment.
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

// The same with an event for everybody whose patience ends; the event of who was answered before has no effect.
inline Counts run_leaving(const SingleQueue& system, std::uint64_t seed) {
    constexpr std::uint32_t service_end = 0xffffffffu;
    struct Event {
        double time;
        std::uint32_t who;  // who waits, by order of joining; or the end of a service
        bool operator<(const Event& other) const { return time < other.time; }
    };
    struct Waiting {
        double joined = 0;
        bool gone = false;
    };
    Random random(seed);
    Heap<Event> events(4096);
    constexpr std::uint32_t room = 1u << 16;  // more never wait between the first and the last of the line
    std::vector<Waiting> line(room);          // by order of joining
    Counts counts;
    std::uint32_t first = 0, last = 0, waiting = 0;  // who may be next; who joins next; how many wait
    int busy = 0;
    const double gap = 1 / system.arrival_rate;
    double arrival = random.exponential(gap);
    while (counts.answered + counts.abandoned < system.contacts) {
        const bool more = counts.offered < system.contacts;
        if (more && (events.empty() || arrival < events.top().time)) {
            ++counts.offered;
            if (busy < system.agents) {
                ++busy;
                counts.answer(0, system.within);
                events.push({arrival + random.exponential(system.handle_time), service_end});
            } else {
                ++waiting;
                events.push({arrival + random.exponential(system.patience), last});
                line[last++ % room] = {arrival, false};
            }
            arrival += random.exponential(gap);
            continue;
        }
        const Event now = events.top();
        if (now.who != service_end) {
            events.pop();
            Waiting& contact = line[now.who % room];
            if (now.who < first || contact.gone) continue;
            contact.gone = true;
            --waiting;
            counts.abandon(now.time - contact.joined);
        } else if (waiting == 0) {
            events.pop();
            --busy;
        } else {
            while (line[first % room].gone) ++first;
            --waiting;
            counts.answer(now.time - line[first++ % room].joined, system.within);
            events.replace_top({now.time + random.exponential(system.handle_time), service_end});
        }
    }
    return counts;
}

}  // namespace peakline::floor
