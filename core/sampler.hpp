// A quantile function fast enough for the event loop.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/distribution.hpp"

namespace peakline {

// The grid of the tables: octaves of w from 2^-16 to 1/2, each in 2^bits equal steps.
namespace sampler_grid {
inline constexpr double lowest_w = 0x1p-16;
inline constexpr int mantissa_bits = 52;
inline constexpr std::uint64_t lowest_exponent = 1023 - 16;
}  // namespace sampler_grid

// Exact inversion where that is cheap (constant, exponential, geometric, uniform, triangular, empirical); else a table of the
// quantile that is monotone in u, refined until its relative error is below 1e-7, with the exact quantile in the outer tails
// (u or 1 - u below 2^-16).
class Sampler {
public:
    Sampler() : Sampler(Distribution::constant(0)) {}
    explicit Sampler(const Distribution& d);
    double operator()(double u) const {  // u in (0, 1), monotone in u
        if (u <= at_once_) return 0;
        return inverse(at_once_ > 0 ? std::min((u - at_once_) * rest_, below_one) : u);
    }
    double mean() const { return mean_; }

private:
    static constexpr double below_one = 1 - 0x1p-53;
    // Half of (0, 1) by w = u (lower) or 1 - u (upper), from 2^-16 to 1/2; every octave holds 2^bits equal steps.
    struct Table {
        struct Step {
            double c0 = 0, c1 = 0, c2 = 0, c3 = 0;
        };                        // the cubic in the fraction of the step
        std::vector<Step> steps;  // upper: of the negated quantile, so that both halves rise with w
        int bits = 0;
        double sign = 1;  // -1: upper
        void build(const Distribution& d);
        double at(double w) const {
            using namespace sampler_grid;
            const std::uint64_t pattern = std::bit_cast<std::uint64_t>(w);
            const int shift = mantissa_bits - bits;
            const std::size_t index = (pattern >> shift) - (lowest_exponent << bits);
            const std::uint64_t fraction = pattern << (64 - shift) >> (64 - mantissa_bits);
            const double t = std::bit_cast<double>(std::uint64_t{1023} << mantissa_bits | fraction) - 1;
            const Step& s = steps[index];
            const double value = s.c0 + t * (s.c1 + t * (s.c2 + t * s.c3));
            return sign * std::min(value, steps[index + 1].c0);  // rounding must not step over the next start
        }
    };
    enum class Way : std::uint8_t { constant, exponential, tabled, exact };

    double inverse(double v) const {  // of the part that is not at once
        if (way_ == Way::constant) return d_.mean;
        if (way_ == Way::exponential && v > 0x1p-10) return -d_.mean * std::log(1 - v);
        // No branch on the half: it would be guessed wrongly every other time.
        const Table& half = halves_[v >= 0.5];
        const double w = std::min(v, 1 - v);
        return way_ == Way::tabled && w >= sampler_grid::lowest_w ? half.at(w) : rarely(v);
    }
    double rarely(double v) const;

    Distribution d_;  // of that part
    double mean_;
    double at_once_, rest_;  // share of zeros; 1 / (1 - at_once)
    Way way_ = Way::exact;
    std::array<Table, 2> halves_;  // lower, upper
};

}  // namespace peakline
