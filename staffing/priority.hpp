// Delay systems with classes of different priority and the same exponential handle time (M/M/n, class 1 first).
// Cobham (1954); Kella and Yechiali (1985); Davis (1966) for the tails.
#pragma once

#include <span>
#include <vector>

#include "staffing/erlang.hpp"

namespace peakline {

// Mean waits, non-preemptive, most urgent class first; infinite from the first class on at which the load is too high.
// p_wait is that of erlang_c with all classes.
std::vector<double> priority_mean_waits(int servers, std::span<const double> arrival_rates, double handle_time);

// Two classes, non-preemptive: P(wait of the class > t). Load of both below the servers.
class TwoClasses {
public:
    TwoClasses(int servers, double arrival_rate_1, double arrival_rate_2, double handle_time);
    double p_wait() const { return p_wait_; }
    double mean_wait_1() const;
    double mean_wait_2() const;
    double wait_above_1(double t) const;
    double wait_above_2(double t) const;

private:
    double p_wait_;
    double service_;         // servers / handle_time
    double urgent_, other_;  // arrival rates
};

// Two classes, preemptive-resume: class 1 does not see class 2. Sojourn is wait, interruptions and service.
struct Preemptive {
    double mean_wait_1 = 0, mean_sojourn_2 = 0;
};
Preemptive preemptive_two_classes(int servers, double arrival_rate_1, double arrival_rate_2, double handle_time);

}  // namespace peakline
