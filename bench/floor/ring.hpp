// Three call types, three groups of two skills in a ring (group g serves types g and g + 1), rates and staffings that change
// every half-hour, patience, books by type and half-hour: the floor for a day of several queues. A free agent takes the contact
// that has waited longest, a contact the agent that has been idle longest; when staffing falls idle agents go first, then
// whoever becomes free.
#pragma once

#include <algorithm>
#include <array>
#include <limits>

#include "bench/floor/parts.hpp"

namespace peakline::floor {

inline constexpr int ring_types = 3;
inline constexpr int ring_intervals = 48;
inline constexpr double ring_interval = 1800;

struct RingDay {
    std::array<std::array<double, ring_intervals>, ring_types> rates{};  // per second
    std::array<std::array<int, ring_intervals>, ring_types> agents{};    // by group
    std::array<double, ring_types> handle_time{}, patience{};            // means, exponential, seconds
    double within = 20;
};

using RingBooks = std::array<std::array<Counts, ring_intervals>, ring_types>;  // by the half-hour of joining

class Ring {
public:
    Ring(const RingDay& day, std::uint64_t seed) : day_(day), random_(seed), ends_(4096) {}

    // From midnight, empty, to midnight; the last half-hour's staffing then serves the queues out.
    RingBooks run() {
        for (int interval = 0; interval < ring_intervals; ++interval) {
            open(interval);
            run_until((interval + 1) * ring_interval);
        }
        arrivals_.fill(never);
        while (!ends_.empty()) finish();
        for (int type = 0; type < ring_types; ++type) drop_gone(type, never);
        return books_;
    }

private:
    static constexpr double never = std::numeric_limits<double>::infinity();
    struct Waiting {
        double joined = 0, leaves = 0;
        int interval = 0;
    };
    struct Next {
        int type = -1, interval = 0;
        double joined = 0;
    };
    struct End {
        double time;
        int group;
        bool operator<(const End& other) const { return time < other.time; }
    };

    void open(int interval) {
        interval_ = interval;
        const double start = interval * ring_interval;
        for (int type = 0; type < ring_types; ++type) {  // the rest of a gap is exponential at the new rate
            const double rate = day_.rates[type][interval];
            arrivals_[type] = rate > 0 ? start + random_.exponential(1 / rate) : never;
        }
        for (int group = 0; group < ring_types; ++group) {
            const int change = day_.agents[group][interval] - (interval > 0 ? day_.agents[group][interval - 1] : 0);
            for (int k = 0; k < change; ++k) leaving_[group] > 0 ? void(--leaving_[group]) : come(group, start);
            for (int k = 0; k < -change; ++k) idle_[group].empty() ? void(++leaving_[group]) : void(idle_[group].pop());
        }
    }

    void run_until(double end) {
        for (;;) {
            const auto first = std::min_element(arrivals_.begin(), arrivals_.end());
            const double next_end = ends_.empty() ? never : ends_.top().time;
            if (std::min(*first, next_end) >= end) return;
            if (next_end <= *first)
                finish();
            else
                arrive(static_cast<int>(first - arrivals_.begin()));
        }
    }

    void arrive(int type) {
        const double now = arrivals_[type];
        arrivals_[type] = now + random_.exponential(1 / day_.rates[type][interval_]);
        ++books_[type][interval_].offered;
        const int own = type, other = type > 0 ? type - 1 : ring_types - 1;
        const double since_own = idle_[own].empty() ? never : idle_[own].front();
        const double since_other = idle_[other].empty() ? never : idle_[other].front();
        if (std::min(since_own, since_other) == never) {
            waiting_[type].push({now, now + random_.exponential(day_.patience[type]), interval_});
            return;
        }
        const int group = since_own <= since_other ? own : other;
        idle_[group].pop();
        ends_.push(begin(group, {type, interval_, now}, now));
    }

    void finish() {
        const End end = ends_.top();
        if (leaving_[end.group] > 0) {
            --leaving_[end.group];
            ends_.pop();
        } else if (const Next next = next_for(end.group, end.time); next.type >= 0) {
            ends_.replace_top(begin(end.group, next, end.time));
        } else {
            ends_.pop();
            idle_[end.group].push(end.time);
        }
    }

    void come(int group, double now) {
        if (const Next next = next_for(group, now); next.type >= 0)
            ends_.push(begin(group, next, now));
        else
            idle_[group].push(now);
    }

    // The contact that has waited longest in the group's two queues, taken out of its queue; type -1: none.
    Next next_for(int group, double now) {
        const int own = group, other = group + 1 < ring_types ? group + 1 : 0;
        drop_gone(own, now);
        drop_gone(other, now);
        const double first = waiting_[own].empty() ? never : waiting_[own].front().joined;
        const double second = waiting_[other].empty() ? never : waiting_[other].front().joined;
        if (first == never && second == never) return {};
        const int type = first <= second ? own : other;
        const Waiting contact = waiting_[type].pop();
        return {type, contact.interval, contact.joined};
    }

    End begin(int group, Next next, double now) {
        books_[next.type][next.interval].answer(now - next.joined, day_.within);
        return {now + random_.exponential(day_.handle_time[next.type]), group};
    }

    void drop_gone(int type, double now) {
        while (!waiting_[type].empty() && waiting_[type].front().leaves <= now) {
            const Waiting gone = waiting_[type].pop();
            books_[type][gone.interval].abandon(gone.leaves - gone.joined);
        }
    }

    const RingDay& day_;
    Random random_;
    Heap<End> ends_;
    RingBooks books_{};
    std::array<double, ring_types> arrivals_{};
    std::array<Line<Waiting>, ring_types> waiting_;
    std::array<Line<double>, ring_types> idle_;  // since when, by group
    std::array<int, ring_types> leaving_{};      // agents to go as soon as they are free
    int interval_ = 0;
};

inline RingBooks run_ring(const RingDay& day, std::uint64_t seed) { return Ring(day, seed).run(); }

}  // namespace peakline::floor
