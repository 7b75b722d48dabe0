// Erlang's loss and delay formulas: B (M/M/n/n) and C (M/M/n). Stable for loads from 1e-6 to 1e6: 1/B(n) = 1 + n/a x 1/B(n-1)
// only ever adds positive terms. Cooper (1981), Introduction to queueing theory, chapter 3; Jagerman (1974).
#pragma once

namespace peakline {

// n like servers with exponential handle times and a Poisson stream. Seconds and events per second.
struct Servers {
    int servers = 1;
    double arrival_rate = 0;                                    // per second
    double handle_time = 1;                                     // mean, seconds
    double load() const { return arrival_rate * handle_time; }  // erlangs
};

// Probability that all servers are busy when nobody waits (blocking). Throws std::invalid_argument for negative values.
double erlang_b(int servers, double load);
// 1 / B, which may be infinite where B is below the smallest double.
double inverse_erlang_b(int servers, double load);
// The real number of servers at which this load is blocked with this probability: B continued between whole numbers.
double servers_for_blocking(double load, double blocking);

// The delay system. Load at or above the number of servers: p_wait 1, waits infinite.
struct ErlangC {
    double p_wait = 0;
    double mean_wait = 0;  // ASA, of all
    double mean_queue = 0;
    double occupancy = 0;               // load per server, at most 1
    double drain = 0;                   // rate at which the conditional wait decays: n / handle_time - arrival_rate, at least 0
    double wait_above(double t) const;  // P(W > t), t >= 0
    double service_level(double t) const;  // P(W <= t)
};
ErlangC erlang_c(const Servers& system);

// The wait of M/G/1 (Pollaczek and Khinchine): arrival_rate, mean handle time and its squared coefficient of variation.
double mg1_mean_wait(double arrival_rate, double handle_time, double cv_squared);

}  // namespace peakline
