// A random quantity as its author wrote it: family, parameters, and the share that is zero at once.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace peakline {

struct Distribution {
    enum class Family : std::uint8_t {
        constant, exponential, lognormal, gamma, weibull, erlang, hyperexponential, geometric, uniform, triangular, empirical
    };
    Family family = Family::constant;
    double mean = 0;               // constant: the value; uniform, triangular, hyperexponential, empirical: derived by the maker
    double shape = 1;              // lognormal, gamma: cv; weibull: shape; erlang: stages
    std::vector<double> points;    // uniform: a, b; triangular: a, mode, b; hyperexponential: means; empirical: sorted sample
    std::vector<double> weights;   // hyperexponential: shares (sum 1)
    double at_once = 0;            // share of zeros on top; `mean` is that of the rest

    static Distribution constant(double value) { return {Family::constant, value, 1, {}, {}, 0}; }
    static Distribution exponential(double mean) { return {Family::exponential, mean, 1, {}, {}, 0}; }
    bool is_constant() const { return family == Family::constant && at_once == 0; }
    bool is_infinite() const;      // constant infinity: never
    auto operator<=>(const Distribution&) const = default;
};

// With the share at once. quantile: u in (0, 1), monotone in u; at_once takes the lowest u.
double mean(const Distribution& d);
double cdf(const Distribution& d, double x);
double quantile(const Distribution& d, double u);
// Of a continuous family at x, without the atom of zeros; 0 for the families that have none.
double density(const Distribution& d, double x);

// A quantile function fast enough for the event loop. Exact inversion where that is cheap (constant, exponential, geometric,
// uniform, triangular, empirical); else a table of the quantile that is monotone in u, refined until its relative error is
// below 1e-7, with the exact quantile in the outer tails (u or 1 - u below 2^-16).
class Sampler {
public:
    Sampler() : Sampler(Distribution::constant(0)) {}
    explicit Sampler(const Distribution& d);
    double operator()(double u) const;   // u in (0, 1), monotone in u
    double mean() const { return mean_; }

private:
    // Half of (0, 1) by w = u (lower) or 1 - u (upper), from 2^-16 to 1/2; every octave holds 2^bits equal steps.
    struct Table {
        struct Step { double c0 = 0, c1 = 0, c2 = 0, c3 = 0; };  // the cubic in the fraction of the step
        std::vector<Step> steps;         // upper: of the negated quantile, so that both halves rise with w
        int bits = 0;
        double sign = 1;                 // -1: upper
        void build(const Distribution& d);
        double at(double w) const;
    };
    double inverse(double v) const;      // of the part that is not at once
    Distribution d_;                     // of that part
    double mean_;
    double at_once_, rest_;              // share of zeros; 1 / (1 - at_once)
    bool tabled_ = false;
    std::array<Table, 2> halves_;        // lower, upper
};

}  // namespace peakline
