// A random quantity as its author wrote it: family, parameters, and the share that is zero at once.
#pragma once

#include <cstdint>
#include <vector>

namespace peakline {

struct Distribution {
    enum class Family : std::uint8_t {
        constant,
        exponential,
        lognormal,
        gamma,
        weibull,
        erlang,
        hyperexponential,
        geometric,
        uniform,
        triangular,
        empirical
    };
    Family family = Family::constant;
    double mean = 0;              // constant: the value; uniform, triangular, hyperexponential, empirical: derived by the maker
    double shape = 1;             // lognormal, gamma: cv; weibull: shape; erlang: stages
    std::vector<double> points;   // uniform: a, b; triangular: a, mode, b; hyperexponential: means; empirical: sorted sample
    std::vector<double> weights;  // hyperexponential: shares (sum 1)
    double at_once = 0;           // share of zeros on top; `mean` is that of the rest

    static Distribution constant(double value) { return {Family::constant, value, 1, {}, {}, 0}; }
    static Distribution exponential(double mean) { return {Family::exponential, mean, 1, {}, {}, 0}; }
    bool is_constant() const { return family == Family::constant && at_once == 0; }
    bool is_infinite() const;  // constant infinity: never
    auto operator<=>(const Distribution&) const = default;
};

// With the share at once. quantile: u in (0, 1), monotone in u; at_once takes the lowest u.
double mean(const Distribution& d);
double cdf(const Distribution& d, double x);
double quantile(const Distribution& d, double u);
// Of a continuous family at x, without the atom of zeros; 0 for the families that have none.
double density(const Distribution& d, double x);

}  // namespace peakline
