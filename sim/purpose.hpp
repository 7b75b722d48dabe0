// What a draw is for: part of its key (core/random.hpp), so that no two purposes ever share a number.
#pragma once

#include <cstdint>

namespace peakline::sim {

struct Purpose {
    enum : std::uint64_t {
        existence,     // of a customer: height step, position, and of the first contact: handle time, patience
        handle,        // handle time, rings, transfer's extra, follow-up's by (customer, episode)
        attempt,       // patience, balking, redial, redial delay by (customer, episode, attempt, visit)
        outcome,       // transfer, pending, resolved, repeat by (customer, episode, visit)
        delays,        // repeat delay, pending answer, chase, come-back by (customer, episode)
        choice,        // among named things
        prevented,     // by a notification
        self_service,  // contained, gives up, comes back, takes
        closed,        // retry, delay
        backlog,       // reason, age, patience of an item that is there at the start
        connect,       // outbound tries and callbacks
        input,
        busyness,
        occurrence,
        strength,
        gap,  // season
        absence,
        spells,
        leaving,
        breaks,  // staff
        routing  // random order and random agent
    };
};

}  // namespace peakline::sim
