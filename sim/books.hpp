// What one replication counts: tallies by queue and interval, by group and interval, by reason; wait histograms by queue and day.
// A contact belongs to the interval in which it joined; states of queues and groups go by the clock.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace peakline::sim {

struct Tally {
    enum : std::uint8_t {
        offered, answered, answered_within, abandoned, abandoned_within, short_abandons, balked, blocked, disconnected, redirected, called_back,
        transferred_in, transferred_out, redials, repeats, chases, parked, open, open_early, at_once, wait_answered, wait_all, handled, handle_time,
        first_replies, first_reply, replies, reply, conversations, conversation, by_customers, follow_ups, closed, lost_cost, self_service_cost,
        backlog, backlog_max, backlog_age,   // by the clock, at the interval's end (maximum: within it)
        count
    };
};
using QueueCell = std::array<double, Tally::count>;

struct GroupTally {
    enum : std::uint8_t { on_duty, available, busy, work, paid, overtime, answered, outsourcing, wages, overtime_wages, count };
};
using GroupCell = std::array<double, GroupTally::count>;

struct ReasonTally {
    enum : std::uint8_t {
        needs, backlog, prevented, contained, resolved, closed, blocked, balked, abandoned, disconnected, gave_up, silent, unresolved, not_reached,
        open, messages, message_cost, contacts, cases_answered, resolved_first, unreached, unreached_attempts, cases, resolution_time, count
    };
};
using ReasonCell = std::array<double, ReasonTally::count>;

// Waits in bins of 1 % width, from 10 ms on; bin 0 is no wait at all.
struct WaitBins {
    static constexpr int bins = 2400;
    static constexpr double smallest = 0.01;
    static int bin(double wait) {
        if (wait <= 0) return 0;
        const double x = std::log(wait / smallest) * (1 / 0.00995033085316808285);
        return x < 0 ? 1 : x >= bins - 3 ? bins - 1 : static_cast<int>(x) + 2;
    }
    // Middle of a bin, geometrically.
    static double value(int bin) { return bin == 0 ? 0 : bin == 1 ? smallest / 2 : smallest * std::exp((bin - 1.5) * 0.00995033085316808285); }
};
using WaitCounts = std::vector<std::uint32_t>;

struct Books {
    int intervals = 0, days = 0;
    std::vector<std::vector<QueueCell>> queues;      // [queue][reported interval]
    std::vector<std::vector<GroupCell>> groups;      // [group][reported interval]
    std::vector<ReasonCell> reasons;                 // of needs in the reported horizon
    std::vector<ReasonCell> reasons_all;             // of the whole run: must balance
    std::vector<std::vector<WaitCounts>> waits;      // [queue][day]
    std::vector<double> wait_max;                    // [queue] of the answered
    WaitCounts resolution;                           // need to resolved, all reasons
    std::vector<std::vector<double>> units;          // [driver][reported day]
    std::vector<double> message_cost;                // [reported day]
    double contacts = 0;                             // simulated, warm-up included
};

}  // namespace peakline::sim
