// Everything that happened in one replication, as it happened: what a person follows a customer or an agent by.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/results.hpp"

namespace peakline {

inline constexpr std::uint16_t no_index = 0xffff;
inline constexpr std::uint32_t nobody_there = 0xffffffffu;

// Who: reason, the interval and the number of the customer in it (model.md section 9); backlog: the n-th item of a queue.
struct CustomerId {
    std::uint16_t reason = 0;
    std::uint16_t backlog_of = no_index;  // queue, for items that were there at the start
    std::int64_t cell = 0;                // UTC start of the interval, seconds since 1970
    std::uint32_t ordinal = 0;
    auto operator<=>(const CustomerId&) const = default;
};

struct TraceStep {
    enum class What : std::uint8_t {
        need,          // the customer has a reason to contact us
        was_there,     // waits since before the start, for `value` seconds
        prevented,     // `other`: the notification
        self_service,  // begins; `other`: which
        contained,
        gave_up,
        passed,      // self-service passes the customer on
        comes_back,  // after containment, at time `value`
        arrives,     // at the queue's door
        closed,
        blocked,
        balked,
        retries,     // after the opening, at time `value`
        sent_on,     // closed: chooses queue `other`
        redirected,  // by an action, to queue `other`
        joins_item,  // a chase joins the waiting item of its case
        offered,     // joins the queue
        at_once,     // an agent was free
        accepts_callback,
        waits,      // takes a place in the line
        taken,      // by `agent`
        answered,   // after `value` seconds of waiting
        no_answer,  // a call that we made was not answered
        reply,      // an agent's message, `value` seconds after what it answers
        parked,
        conversation,    // ends after `value` seconds
        handled,         // ends; `value`: handle time
        abandoned,       // after `value` seconds
        leaves_unseen,   // has left a chat without closing the window: the place stays taken
        place_given_up,  // of somebody who left unseen
        disconnected,    // after `value` seconds
        transferred,     // to queue `other`
        pending,         // sleeps until the answer at time `value`
        redials,
        repeats,
        dials_again,      // at time `value`
        asks_again,       // while the case waits: a chase is planned
        closed_by_chase,  // an item that waits is closed with its chase
        follows_up,       // the answer has come
        resolved,
        lost,       // `other`: the cause (ReasonTally's order: closed, blocked, balked, abandoned, ...)
        open,       // the run ends while the contact waits
        case_open,  // the run ends with the case undecided
        too_late    // a promised call was not made in time
    };
    double time = 0;  // seconds since the scenario's start
    double value = no_value;
    CustomerId customer;
    std::uint32_t episode = 0;           // kind (first, repeat, come back, chase, follow up) x 2^20 + n
    std::uint32_t agent = nobody_there;  // index of Trace::agents
    std::uint16_t attempt = 0, visit = 0;
    std::uint16_t queue = no_index, other = no_index;
    What what = What::need;
};

struct TracedAgent {
    std::uint16_t group = 0, shift = no_index;
    std::uint32_t number = 0;
};

// Busy: holds a contact or conversations; works: talks, writes or wraps up; serves: the queues of `group` from now on (who comes
// serves those of the own group).
struct AgentChange {
    enum class What : std::uint8_t { comes, goes, away, back, busy, free, works, rests, overtime, stays, serves };
    double time = 0;
    std::uint32_t agent = 0;
    What what = What::comes;
    std::uint16_t group = no_index;
};

// So many of a group's people more (or fewer) are paid from `from` on, until `to`; unpaid breaks are spread over a shift.
// `overtime`: they work beyond the roster, whoever of them becomes free first goes.
struct PaidTime {
    double from = 0, to = 0;
    std::uint16_t group = 0;
    double agents = 0;
    bool overtime = false;
};

struct Trace {
    std::vector<TraceStep> steps;  // in the order of time
    std::vector<AgentChange> changes;
    std::vector<TracedAgent> agents;
    std::vector<PaidTime> paid;
    std::vector<std::string> reasons, queues, groups, shifts, notifications, self_services;
};

}  // namespace peakline
