#include "core/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/special_functions/gamma.hpp>

namespace peakline {
namespace {

using Family = Distribution::Family;
namespace bm = boost::math;

// Overflow to infinity and underflow to zero are answers, not errors.
using Policy = bm::policies::policy<bm::policies::overflow_error<bm::policies::ignore_error>,
                                    bm::policies::underflow_error<bm::policies::ignore_error>>;
using Lognormal = bm::lognormal_distribution<double, Policy>;
using Gamma = bm::gamma_distribution<double, Policy>;

// Families by mean and spread; a spread of zero or a mean of zero leaves a constant.
bool degenerate(const Distribution& d) {
    switch (d.family) {
        case Family::exponential:
        case Family::weibull:
        case Family::erlang: return d.mean == 0;
        case Family::lognormal:
        case Family::gamma: return d.mean == 0 || d.shape == 0;
        default: return false;
    }
}

// Mean m and cv c: sigma^2 = ln(1 + c^2), mu = ln m - sigma^2 / 2.
Lognormal lognormal(const Distribution& d) {
    const double variance = std::log1p(d.shape * d.shape);
    return Lognormal(std::log(d.mean) - variance / 2, std::sqrt(variance));
}

Gamma gamma(const Distribution& d) {
    const double stages = d.family == Family::erlang ? d.shape : 1 / (d.shape * d.shape);
    return Gamma(stages, d.mean / stages);
}

double weibull_scale(const Distribution& d) { return d.mean / std::tgamma(1 + 1 / d.shape); }

double hyperexponential_tail(const Distribution& d, double x) {
    double tail = 0;
    for (std::size_t i = 0; i < d.points.size(); ++i) tail += d.weights[i] * (d.points[i] > 0 ? std::exp(-x / d.points[i]) : 0);
    return tail;
}

double hyperexponential_density(const Distribution& d, double x) {
    double density = 0;
    for (std::size_t i = 0; i < d.points.size(); ++i)
        if (d.points[i] > 0) density += d.weights[i] / d.points[i] * std::exp(-x / d.points[i]);
    return density;
}

// Newton's steps from 0. Below the median on the distribution function, which is concave, above it on the logarithm of the
// tail, which is convex: either way a step from the left never passes the root, and small shares keep their digits.
double hyperexponential_quantile(const Distribution& d, double u) {
    double x = 0;
    for (int step = 0; step < 200; ++step) {
        double below = 0;
        for (std::size_t i = 0; i < d.points.size(); ++i)
            below -= d.weights[i] * (d.points[i] > 0 ? std::expm1(-x / d.points[i]) : -1);
        const double slope = hyperexponential_density(d, x);
        if (below >= u || slope <= 0) break;
        const double tail = u < 0.5 ? 1 : hyperexponential_tail(d, x);
        const double next = x + (u < 0.5 ? u - below : std::log(tail / (1 - u)) * tail) / slope;
        if (!(next > x)) break;
        x = next;
    }
    return x;
}

// On 1, 2, ...: P(X <= k) = 1 - (1 - p)^k with p = 1 / mean.
double geometric_cdf(const Distribution& d, double x) {
    if (x < 1) return 0;
    if (d.mean <= 1) return 1;
    return -std::expm1(std::floor(x) * std::log1p(-1 / d.mean));
}

double geometric_quantile(const Distribution& d, double u) {
    if (d.mean <= 1) return 1;
    double k = std::max(1.0, std::ceil(std::log1p(-u) / std::log1p(-1 / d.mean)));
    if (k > 1 && geometric_cdf(d, k - 1) >= u) k -= 1;  // the quotient was rounded up over a whole number
    return k;
}

double triangular_cdf(const Distribution& d, double x) {
    const double a = d.points[0], mode = d.points[1], b = d.points[2];
    if (x < a) return 0;
    if (x >= b) return 1;
    return x < mode ? (x - a) * (x - a) / ((b - a) * (mode - a)) : 1 - (b - x) * (b - x) / ((b - a) * (b - mode));
}

double triangular_quantile(const Distribution& d, double u) {
    const double a = d.points[0], mode = d.points[1], b = d.points[2];
    if (b <= a) return a;
    if (u * (b - a) < mode - a) return std::min(mode, a + std::sqrt(u * (b - a) * (mode - a)));
    return std::max(mode, b - std::sqrt((1 - u) * (b - a) * (b - mode)));
}

// The smallest value of the sample that a share u of it does not exceed.
double empirical_quantile(const Distribution& d, double u) {
    const double n = static_cast<double>(d.points.size());
    const auto rank = static_cast<std::size_t>(std::clamp(std::ceil(u * n), 1.0, n));
    return d.points[rank - 1];
}

double rest_cdf(const Distribution& d, double x) {
    if (degenerate(d)) return x >= d.mean ? 1 : 0;
    switch (d.family) {
        case Family::constant: return x >= d.mean ? 1 : 0;
        case Family::exponential: return x <= 0 ? 0 : -std::expm1(-x / d.mean);
        case Family::lognormal: return x <= 0 ? 0 : std::isinf(x) ? 1 : cdf(lognormal(d), x);
        case Family::gamma:
        case Family::erlang: return x <= 0 ? 0 : std::isinf(x) ? 1 : cdf(gamma(d), x);
        case Family::weibull: return x <= 0 ? 0 : -std::expm1(-std::pow(x / weibull_scale(d), d.shape));
        case Family::hyperexponential: return x < 0 ? 0 : 1 - hyperexponential_tail(d, x);
        case Family::geometric: return geometric_cdf(d, x);
        case Family::uniform:
            return x >= d.points[1] ? 1 : x <= d.points[0] ? 0 : (x - d.points[0]) / (d.points[1] - d.points[0]);
        case Family::triangular: return triangular_cdf(d, x);
        case Family::empirical: {
            const auto above = std::upper_bound(d.points.begin(), d.points.end(), x);
            return static_cast<double>(above - d.points.begin()) / static_cast<double>(d.points.size());
        }
    }
    return 0;
}

// In the upper half through 1 - u, which is exact there, so that the far tail keeps its digits.
double rest_quantile(const Distribution& d, double u) {
    if (degenerate(d)) return d.mean;
    switch (d.family) {
        case Family::constant: return d.mean;
        // Away from 0 the cheaper logarithm is as exact as the grid of u.
        case Family::exponential: return -d.mean * (u > 0x1p-10 ? std::log(1 - u) : std::log1p(-u));
        case Family::lognormal: return u < 0.5 ? quantile(lognormal(d), u) : quantile(complement(lognormal(d), 1 - u));
        case Family::gamma:
        case Family::erlang: return u < 0.5 ? quantile(gamma(d), u) : quantile(complement(gamma(d), 1 - u));
        case Family::weibull: return weibull_scale(d) * std::pow(-std::log1p(-u), 1 / d.shape);
        case Family::hyperexponential: return hyperexponential_quantile(d, u);
        case Family::geometric: return geometric_quantile(d, u);
        case Family::uniform: return d.points[0] + u * (d.points[1] - d.points[0]);
        case Family::triangular: return triangular_quantile(d, u);
        case Family::empirical: return empirical_quantile(d, u);
    }
    return 0;
}

double triangular_density(const Distribution& d, double x) {
    const double a = d.points[0], mode = d.points[1], b = d.points[2];
    if (x < a || x > b || b <= a) return 0;
    return x < mode ? 2 * (x - a) / ((b - a) * (mode - a)) : x > mode ? 2 * (b - x) / ((b - a) * (b - mode)) : 2 / (b - a);
}

double rest_density(const Distribution& d, double x) {
    if (degenerate(d) || (x < 0 && d.family != Family::uniform && d.family != Family::triangular)) return 0;
    switch (d.family) {
        case Family::exponential: return std::exp(-x / d.mean) / d.mean;
        case Family::lognormal: return pdf(lognormal(d), x);
        case Family::gamma:
        case Family::erlang: return pdf(gamma(d), x);
        case Family::weibull: {
            const double scale = weibull_scale(d), power = std::pow(x / scale, d.shape);
            return x > 0 ? d.shape * power / x * std::exp(-power) : d.shape == 1 ? 1 / scale : 0;
        }
        case Family::hyperexponential: return hyperexponential_density(d, x);
        case Family::uniform: return x >= d.points[0] && x <= d.points[1] ? 1 / (d.points[1] - d.points[0]) : 0;
        case Family::triangular: return triangular_density(d, x);
        case Family::constant:
        case Family::geometric:
        case Family::empirical: return 0;
    }
    return 0;
}

}  // namespace

bool Distribution::is_infinite() const { return family == Family::constant && std::isinf(mean); }

double mean(const Distribution& d) { return d.at_once >= 1 ? 0 : (1 - d.at_once) * d.mean; }

double cdf(const Distribution& d, double x) {
    const double zeros = x >= 0 ? d.at_once : 0;
    return d.at_once >= 1 ? zeros : zeros + (1 - d.at_once) * rest_cdf(d, x);
}

double quantile(const Distribution& d, double u) {
    if (u <= d.at_once) return 0;
    const double below_one = 1 - std::numeric_limits<double>::epsilon() / 2;
    return rest_quantile(d, d.at_once > 0 ? std::min((u - d.at_once) / (1 - d.at_once), below_one) : u);
}

double density(const Distribution& d, double x) { return d.at_once >= 1 ? 0 : (1 - d.at_once) * rest_density(d, x); }

}  // namespace peakline
