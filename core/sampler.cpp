// The tables behind Sampler. Quantiles bend most near 0 and 1, so each half of (0, 1) is divided by octaves of w = u or 1 - u
// (the exponent of the floating-point number) and each octave into equal steps (the first bits of its mantissa): a step is
// found by a shift, without a search. In a step runs Hermite's cubic through the exact values and slopes, limited as in
// Fritsch and Carlson, "Monotone piecewise cubic interpolation", SIAM J. Numer. Anal. 17 (1980), so that it is monotone.
#include "core/sampler.hpp"

namespace peakline {
namespace {

constexpr int octaves = 15;                    // 2^-16 ... 2^-1
constexpr int fewest_bits = 3, most_bits = 9;  // steps an octave: 8 ... 512
constexpr double tolerance = 1e-7;             // relative

// w at which step `index` begins.
double step_start(std::size_t index, int bits) {
    using namespace sampler_grid;
    return std::bit_cast<double>((lowest_exponent << mantissa_bits) +
                                 (static_cast<std::uint64_t>(index) << (mantissa_bits - bits)));
}

// The exact quantile (upper half: negated) and its slope in w at the start of a step.
struct Knot {
    double w, value, slope;
};

struct KnotMaker {
    const Distribution& d;
    double sign;
    Knot at(double w) const {
        const double x = quantile(d, sign < 0 ? 1 - w : w), dense = density(d, x);
        return {w, sign * x, dense > 0 && std::isfinite(dense) ? 1 / dense : 0};
    }
    std::vector<Knot> every(std::size_t stride, std::size_t first, int bits) const {
        std::vector<Knot> knots;
        const std::size_t last = static_cast<std::size_t>(octaves) << bits;
        for (std::size_t index = first; index <= last; index += stride) knots.push_back(at(step_start(index, bits)));
        return knots;
    }
};

struct Cubic {
    double c0, c1, c2, c3;
};

Cubic cubic_between(const Knot& from, const Knot& to) {
    const double width = to.w - from.w, rise = to.value - from.value;
    const double m0 = std::min(from.slope * width, 3 * rise), m1 = std::min(to.slope * width, 3 * rise);
    return {from.value, m0, 3 * rise - 2 * m0 - m1, m0 + m1 - 2 * rise};
}

// An error is largest half way.
bool fine_enough(const std::vector<Knot>& knots, const std::vector<Knot>& halfway, double mean) {
    for (std::size_t i = 0; i < halfway.size(); ++i) {
        const Cubic c = cubic_between(knots[i], knots[i + 1]);
        const double value = c.c0 + 0.5 * (c.c1 + 0.5 * (c.c2 + 0.5 * c.c3));
        if (std::abs(value - halfway[i].value) > tolerance * std::abs(halfway[i].value) + 1e-12 * mean) return false;
    }
    return true;
}

}  // namespace

void Sampler::Table::build(const Distribution& d) {
    bits = fewest_bits;
    const KnotMaker maker{d, sign};
    std::vector<Knot> knots = maker.every(1, 0, bits);
    while (bits < most_bits) {
        // The middles of these steps are the odd starts of the next finer ones.
        const std::vector<Knot> halfway = maker.every(2, 1, bits + 1);
        if (fine_enough(knots, halfway, d.mean)) break;
        std::vector<Knot> finer;
        for (std::size_t i = 0; i < halfway.size(); ++i) {
            finer.push_back(knots[i]);
            finer.push_back(halfway[i]);
        }
        finer.push_back(knots.back());
        knots = std::move(finer);
        ++bits;
    }
    for (std::size_t i = 0; i + 1 < knots.size(); ++i) {
        const Cubic c = cubic_between(knots[i], knots[i + 1]);
        steps.push_back({c.c0, c.c1, c.c2, c.c3});
    }
    // w = 1/2 begins one step more, whose bound is itself.
    steps.insert(steps.end(), 2, Step{knots.back().value, 0, 0, 0});
}

Sampler::Sampler(const Distribution& d)
    : d_(d), mean_(peakline::mean(d)), at_once_(d.at_once), rest_(d.at_once < 1 ? 1 / (1 - d.at_once) : 1) {
    using Family = Distribution::Family;
    d_.at_once = 0;
    switch (d_.family) {
        case Family::constant: way_ = Way::constant; break;
        case Family::exponential: way_ = d_.mean > 0 ? Way::exponential : Way::exact; break;
        case Family::lognormal:
        case Family::gamma: way_ = d_.mean > 0 && d_.shape > 0 ? Way::tabled : Way::exact; break;
        case Family::weibull:
        case Family::erlang:
        case Family::hyperexponential: way_ = d_.mean > 0 ? Way::tabled : Way::exact; break;
        case Family::geometric:
        case Family::uniform:
        case Family::triangular:
        case Family::empirical: break;
    }
    if (way_ != Way::tabled) return;
    halves_[1].sign = -1;
    for (Table& half : halves_) half.build(d_);
}

// The outer tails, and families that need no table.
double Sampler::rarely(double v) const {
    if (way_ != Way::tabled) return quantile(d_, v);
    const Table& half = halves_[v >= 0.5];
    const double end = half.sign * half.steps.front().c0, exact = quantile(d_, v);
    return v < 0.5 ? std::min(exact, end) : std::max(exact, end);
}

}  // namespace peakline
