// Queues whose customers leave: Erlang A (M/M/n+M) and M/M/n+G. The virtual wait V (of a customer who would never leave) has
// an atom at 0 and the density v(x) = arrival_rate pi_(n-1) exp(arrival_rate E[min(R, x)] - n x / handle_time).
// Baccelli and Hebuterne (1981); Zeltyn and Mandelbaum (2005). Every measure is an integral of v; the exponent is concave, so
// each integral is taken around its peak, on a scale of its own, to about 1e-12 relative.
#pragma once

#include <functional>

#include "staffing/erlang.hpp"
#include "staffing/patience.hpp"

namespace peakline {

class ImpatientQueue {
public:
    // M/M/n+G. Servers >= 1. Patience that never ends needs load < servers.
    ImpatientQueue(const Servers& system, const Patience& patience);
    // M/M/n+M with an exponent that stays exact for any ratio of patience to handle time and any number of servers.
    static ImpatientQueue erlang_a(const Servers& system, double mean_patience);

    double p_wait() const { return p_wait_; }        // all servers busy on arrival
    double p_abandon() const { return p_abandon_; }  // those who leave at once included
    double p_served() const { return p_served_; }
    double mean_wait() const { return mean_wait_; }  // of all, E[min(V, R)], seconds
    double mean_wait_served() const { return mean_wait_served_; }
    double mean_wait_abandoned() const { return mean_wait_abandoned_; }
    double mean_virtual_wait() const { return mean_virtual_wait_; }
    double mean_queue() const { return mean_wait_ * system_.arrival_rate; }
    double occupancy() const { return system_.load() * p_served_ / system_.servers; }

    // t >= 0 seconds; all of offered
    double wait_above(double t) const;          // P(min(V, R) > t)
    double virtual_wait_above(double t) const;  // P(V > t)
    double abandoned_within(double t) const;    // P(R <= t, R < V)
    double served_above(double t) const;        // P(served, V > t)
    double served_within(double t) const;       // P(served, V <= t): service level over offered

    // The other service levels: over the answered, with abandonments within t as met, and with them left out.
    double service_level_of_answered(double t) const { return served_within(t) / p_served_; }
    double service_level_with_abandoned_within(double t) const { return 1 - wait_above(t); }
    double service_level_less_early_abandons(double t) const { return served_within(t) / (1 - abandoned_within(t)); }

private:
    using Function = Patience::Function;
    ImpatientQueue(const Servers& system, Patience patience, Function exponent, double peak, double height);
    double integral(const Function& weight, double from, double to) const;
    double decays_to(double from, double direction, double limit) const;

    Servers system_;
    Patience patience_;
    Function exponent_;  // exponent of v less its value at the peak
    double peak_;        // where v is largest, seconds
    double scale_ = 0;   // v(peak)
    double p_wait_ = 0, p_no_wait_ = 0, p_abandon_ = 0, p_served_ = 0;
    double mean_wait_ = 0, mean_wait_served_ = 0, mean_wait_abandoned_ = 0, mean_virtual_wait_ = 0;
};

}  // namespace peakline
