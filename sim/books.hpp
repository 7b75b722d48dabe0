// What one replication counts: tallies by queue and interval, by group and interval, by reason; wait histograms by queue and day.
// A contact belongs to the interval in which it joined; states of queues and groups go by the clock.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

namespace peakline::sim {

struct Tally {
    enum : std::uint8_t {
        offered,  // first what every contact counts: neighbours in memory
        answered,
        answered_within,
        at_once,
        by_customers,
        wait_answered,
        wait_all,
        handled,
        handle_time,
        abandoned,
        abandoned_within,
        short_abandons,
        balked,
        blocked,
        disconnected,
        redirected,
        called_back,
        transferred_in,
        transferred_out,
        redials,
        repeats,
        chases,
        parked,
        open,
        open_early,
        first_replies,
        first_reply,
        replies,
        reply,
        conversations,
        conversation,
        follow_ups,
        closed,
        lost_cost,
        self_service_cost,
        old,
        old_answered,
        old_abandoned,
        old_disconnected,
        old_open,
        backlog,
        backlog_max,
        backlog_age,  // by the clock, at the interval's end (maximum: within it)
        count
    };
};
using QueueCell = std::array<double, Tally::count>;

struct GroupTally {
    enum : std::uint8_t { on_duty, available, busy, work, paid, overtime, answered, count };
};
using GroupCell = std::array<double, GroupTally::count>;

struct ReasonTally {
    enum : std::uint8_t {
        needs,
        backlog,
        prevented,
        contained,
        resolved,
        closed,
        blocked,
        balked,
        abandoned,
        disconnected,
        gave_up,
        silent,
        unresolved,
        not_reached,
        open,
        contacts,
        cases_answered,
        resolved_first,
        unreached,
        unreached_attempts,
        cases,
        resolution_time,
        by_customers,
        count
    };
};
using ReasonCell = std::array<double, ReasonTally::count>;

// Waits in 128 equal bins an octave (0.8 % wide at most), read off the bits of the number; bin 0 is no wait at all, bin 1 below 8 ms.
struct WaitBins {
    static constexpr int bins = 2 + 128 * 34;  // up to 2^27 s, four years
    static constexpr int per_octave_bits = 7, first_octave = -7;
    static int bin(double wait) {
        if (wait <= 0) return 0;
        const auto steps = static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(wait) >> (52 - per_octave_bits)) -
                           (static_cast<std::int64_t>(1023 + first_octave) << per_octave_bits);
        return steps < 0 ? 1 : steps >= bins - 2 ? bins - 1 : static_cast<int>(steps) + 2;
    }
    // Middle of a bin.
    static double value(int bin) {
        if (bin == 0) return 0;
        if (bin == 1) return std::ldexp(0.5, first_octave);
        const int step = bin - 2;
        return std::ldexp(1 + ((step & 127) + 0.5) / 128, first_octave + (step >> per_octave_bits));
    }
};
using WaitCounts = std::vector<std::uint32_t>;

// A rule in the reported horizon: how often it began to act, and how long what it did was in force.
struct RuleTally {
    double acted = 0, seconds = 0;
    bool operator==(const RuleTally&) const = default;
};

struct Books {
    int intervals = 0, days = 0;
    std::vector<std::vector<QueueCell>> queues;    // [queue][reported interval]
    std::vector<std::vector<GroupCell>> groups;    // [group][reported interval]
    std::vector<std::vector<ReasonCell>> reasons;  // [reason][day on which the need arose]; by_customers: on which they joined
    std::vector<std::vector<WaitCounts>> waits;    // [queue][day]
    std::vector<std::vector<double>> wait_max;     // [queue][day] of the answered
    std::vector<WaitCounts> resolution;            // [reason] need to resolved
    std::vector<RuleTally> rules;                  // [rule]
    std::vector<std::vector<double>> units;        // [driver][reported day]
    std::vector<double> message_cost;              // [reported day]
    double contacts = 0;                           // simulated, warm-up included

    // Of all reported days.
    ReasonCell reason(std::size_t index) const {
        ReasonCell sum{};
        for (const ReasonCell& day : reasons[index])
            for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += day[k];
        return sum;
    }
};

}  // namespace peakline::sim
