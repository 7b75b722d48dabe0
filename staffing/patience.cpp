#include "staffing/patience.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <boost/math/special_functions/gamma.hpp>

namespace peakline {

namespace {

double normal_below(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }

}  // namespace

Patience exponential_patience(double mean) {
    return {[=](double x) { return -std::expm1(-x / mean); },
            [=](double x) { return std::exp(-x / mean); },
            [=](double x) { return -mean * std::expm1(-x / mean); },
            mean,
            {}};
}

Patience deterministic_patience(double value) {
    return {[=](double x) { return x >= value ? 1.0 : 0.0; },
            [=](double x) { return x >= value ? 0.0 : 1.0; },
            [=](double x) { return std::min(x, value); },
            value,
            {value}};
}

Patience uniform_patience(double low, double high) {
    const double width = high - low;
    const auto gone = [=](double x) { return std::clamp((x - low) / width, 0.0, 1.0); };
    const auto waited = [=](double x) {
        const double inside = std::clamp(x - low, 0.0, width);
        return std::min(x, low) + inside - inside * inside / (2 * width);
    };
    return {gone, [=](double x) { return std::clamp((high - x) / width, 0.0, 1.0); }, waited, (low + high) / 2, {low, high}};
}

Patience gamma_patience(double mean, double shape) {
    const double scale = mean / shape;
    const auto there = [=](double x) { return boost::math::gamma_q(shape, x / scale); };
    const auto waited = [=](double x) { return mean * boost::math::gamma_p(shape + 1, x / scale) + x * there(x); };
    return {[=](double x) { return boost::math::gamma_p(shape, x / scale); }, there, waited, mean, {}};
}

Patience weibull_patience(double mean, double shape) {
    const double scale = mean / std::tgamma(1 + 1 / shape);
    const auto power = [=](double x) { return std::pow(x / scale, shape); };
    const auto waited = [=](double x) {  // E[R; R <= x] is an incomplete gamma function of the hazard
        return mean * boost::math::gamma_p(1 + 1 / shape, power(x)) + x * std::exp(-power(x));
    };
    return {[=](double x) { return -std::expm1(-power(x)); }, [=](double x) { return std::exp(-power(x)); }, waited, mean, {}};
}

Patience lognormal_patience(double mean, double cv) {
    const double sigma = std::sqrt(std::log1p(cv * cv)), mu = std::log(mean) - sigma * sigma / 2;
    const auto z = [=](double x) { return (std::log(x) - mu) / sigma; };
    const auto gone = [=](double x) { return x > 0 ? normal_below(z(x)) : 0.0; };
    const auto there = [=](double x) { return x > 0 ? normal_below(-z(x)) : 1.0; };
    const auto waited = [=](double x) { return x > 0 ? mean * normal_below(z(x) - sigma) + x * there(x) : 0.0; };
    return {gone, there, waited, mean, {}};
}

Patience hyperexponential_patience(std::span<const double> shares, std::span<const double> means) {
    const std::vector<double> p(shares.begin(), shares.end()), m(means.begin(), means.end());
    const auto sum = [p, m](auto term) {
        double total = 0;
        for (std::size_t i = 0; i < p.size(); ++i) total += p[i] * term(m[i]);
        return total;
    };
    return {[sum](double x) { return sum([x](double mean) { return -std::expm1(-x / mean); }); },
            [sum](double x) { return sum([x](double mean) { return std::exp(-x / mean); }); },
            [sum](double x) { return sum([x](double mean) { return -mean * std::expm1(-x / mean); }); },
            sum([](double mean) { return mean; }),
            {}};
}

Patience balking_patience(double share, Patience rest) {
    Patience result;
    result.gone = [share, f = rest.gone](double x) { return share + (1 - share) * f(x); };
    result.there = [share, f = rest.there](double x) { return (1 - share) * f(x); };
    result.waited = [share, f = rest.waited](double x) { return (1 - share) * f(x); };
    result.mean = (1 - share) * rest.mean;
    result.kinks = std::move(rest.kinks);
    return result;
}

Patience patience_of(const Distribution& d) {
    using Family = Distribution::Family;
    const auto plain = [&]() -> Patience {
        switch (d.family) {
            case Family::constant: return deterministic_patience(d.mean);
            case Family::exponential: return exponential_patience(d.mean);
            case Family::lognormal: return lognormal_patience(d.mean, d.shape);
            case Family::gamma: return gamma_patience(d.mean, 1 / (d.shape * d.shape));
            case Family::erlang: return gamma_patience(d.mean, d.shape);
            case Family::weibull: return weibull_patience(d.mean, d.shape);
            case Family::hyperexponential: return hyperexponential_patience(d.weights, d.points);
            case Family::uniform: return uniform_patience(d.points.at(0), d.points.at(1));
            case Family::geometric:
            case Family::triangular:
            case Family::empirical: break;
        }
        throw std::invalid_argument("no formula for this family of patience");
    };
    return d.at_once > 0 ? balking_patience(d.at_once, plain()) : plain();
}

}  // namespace peakline
