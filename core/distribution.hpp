// A random quantity as its author wrote it: family, parameters, and the share that is zero at once.
#pragma once

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

// A quantile function fast enough for the event loop: exact inversion where that is cheap (constant, exponential, uniform,
// weibull, triangular, empirical), else a monotone table of it (lognormal, gamma, erlang, hyperexponential, geometric exact)
// with relative error below 1e-6 in the body and exact tails.
class Sampler {
public:
    Sampler() : Sampler(Distribution::constant(0)) {}
    explicit Sampler(const Distribution& d);
    double operator()(double u) const;   // u in (0, 1)
    double mean() const { return mean_; }

private:
    double inverse(double u) const;      // of the part that is not at once
    Distribution d_;
    double mean_;
    double at_once_, rest_;              // share of zeros; 1 / (1 - at_once)
    double a_ = 0, b_ = 0, c_ = 0;
    std::vector<double> table_;          // cubic-free: values at equal steps of u, tails go to quantile()
};

}  // namespace peakline
