// Systems with a bounded number of places or customers: M/M/n/K+M, M/M/n/K, Engset, and the finite-source delay system
// (machine repairman). Birth-death chains, weighted outwards from their most likely state, so that nothing overflows.
// Kleinrock (1975), Queueing systems I, chapter 3.
#pragma once

#include <functional>
#include <vector>

#include "staffing/erlang.hpp"

namespace peakline {

// Stationary probabilities of states 0 ... last from birth(j): j -> j+1 and death(j): j -> j-1, rates of one mode
// (birth / death non-increasing).
std::vector<double> birth_death(int last, const std::function<double(int)>& birth, const std::function<double(int)>& death);

// M/M/n/K+M: `places` in service and waiting; mean_patience may be infinite (M/M/n/K).
class FiniteQueue {
public:
    FiniteQueue(const Servers& system, int places, double mean_patience);

    double p_block() const { return states_.back(); }
    double p_wait() const { return p_wait_; }        // all servers busy and let in, of offered
    double p_abandon() const { return p_abandon_; }  // of offered; of admitted: / (1 - p_block)
    double p_served() const { return 1 - p_block() - p_abandon_; }
    double mean_queue() const { return mean_queue_; }
    double mean_wait_admitted() const { return mean_queue_ / (system_.arrival_rate * (1 - p_block())); }
    double occupancy() const { return system_.load() * p_served() / system_.servers; }
    double wait_above(double t) const;     // P(admitted, wait > t), of offered
    double served_within(double t) const;  // P(served, wait <= t), of offered

private:
    // For who finds m waiting: P(a server is free for it only after t), when nobody before t leaves it out of account.
    double turn_after(int waiting, double extra_services, double t) const;

    Servers system_;
    double mean_patience_;
    std::vector<double> states_;
    double p_wait_ = 0, p_abandon_ = 0, mean_queue_ = 0;
};

// Engset: `sources` customers, each idle one calls with rate alpha / handle_time; blocked ones go back to idle.
struct Engset {
    double time_congestion = 0;  // share of time with all servers busy
    double call_congestion = 0;  // share of calls that are blocked
    double carried = 0;          // mean busy servers
};
Engset engset(int servers, int sources, double alpha);

// M/M/n//N: `sources` customers in a loop, each idle one calls with rate idle_rate and waits if all servers are busy.
struct FiniteSource {
    double p_wait = 0;     // of calls
    double mean_wait = 0;  // seconds, of all calls
    double mean_queue = 0, mean_busy = 0;
    double throughput = 0;  // calls per second
};
FiniteSource finite_source(int servers, int sources, double idle_rate, double handle_time);

}  // namespace peakline
