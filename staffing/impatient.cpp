#include "staffing/impatient.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/log1p.hpp>

namespace peakline {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double negligible = 60;  // e^-60 of the peak, far below double precision even under a polynomial weight

// u + expm1(-u), without cancellation for small u.
double convex_gap(double u) {
    if (std::abs(u) > 0.05) return u + std::expm1(-u);
    double term = u * u / 2, sum = term;
    for (int k = 3; std::abs(term) > 1e-18 * std::abs(sum); ++k) sum += term *= -u / k;
    return sum;
}

// Where arrival_rate x P(R > x) falls to the servers' rate: beyond it v decreases.
double find_peak(const Servers& s, const Patience& patience) {
    const double share = s.servers / s.load();
    if (patience.there(0) <= share) return 0;
    double low = 0, high = s.handle_time;
    while (patience.there(high) > share) {
        low = high;
        high *= 2;
        if (!(high < infinity)) throw std::invalid_argument("patience never ends and the load exceeds the servers");
    }
    for (int step = 0; step < 200 && high - low > 1e-15 * high; ++step) {
        const double middle = (low + high) / 2;
        (patience.there(middle) > share ? low : high) = middle;
    }
    return high;
}

}  // namespace

ImpatientQueue::ImpatientQueue(const Servers& system, const Patience& patience)
    : ImpatientQueue([&] {
          const double peak = find_peak(system, patience), rate = system.servers / system.handle_time;
          const double lambda = system.arrival_rate, at_peak = lambda * patience.waited(peak) - rate * peak;
          const auto exponent = [=, waited = patience.waited](double x) { return lambda * waited(x) - rate * x - at_peak; };
          return ImpatientQueue(system, patience, exponent, peak, at_peak);
      }()) {}

ImpatientQueue ImpatientQueue::erlang_a(const Servers& system, double mean_patience) {
    const double lambda = system.arrival_rate, rate = system.servers / system.handle_time;
    const double ratio = lambda / rate;
    if (ratio <= 1) {
        const auto exponent = [=](double x) {
            return -(rate - lambda) * x - lambda * mean_patience * convex_gap(x / mean_patience);
        };
        return {system, exponential_patience(mean_patience), exponent, 0, 0};
    }
    const double peak = mean_patience * std::log(ratio);
    const double height = -rate * mean_patience * boost::math::log1pmx(ratio - 1);
    const auto exponent = [=](double x) { return -rate * mean_patience * convex_gap((x - peak) / mean_patience); };
    return {system, exponential_patience(mean_patience), exponent, peak, height};
}

ImpatientQueue::ImpatientQueue(const Servers& system, Patience patience, Function exponent, double peak, double height)
    : system_(system), patience_(std::move(patience)), exponent_(std::move(exponent)), peak_(peak) {
    if (system.servers < 1 || !(system.arrival_rate > 0)) throw std::invalid_argument("needs servers >= 1 and arrivals");
    const auto one = [](double) { return 1.0; };
    // pi_(n-1) = 1 / (1/B(n-1) + arrival_rate x J), J the integral of exp(exponent); both terms on the scale of the larger.
    const double relative = system.arrival_rate * integral(one, 0, infinity);
    const double below = inverse_erlang_b(system.servers - 1, system.load()) * std::exp(-height);
    p_wait_ = relative / (below + relative);
    p_no_wait_ = below < infinity ? below / (below + relative) : 1;
    scale_ = system.arrival_rate / (below + relative);

    const auto& p = patience_;
    const double served_late = scale_ * integral(p.there, 0, infinity);
    const double served_wait = scale_ * integral([&](double x) { return x * p.there(x); }, 0, infinity);
    const double abandoned_wait = scale_ * integral([&](double x) { return p.waited(x) - x * p.there(x); }, 0, infinity);
    p_abandon_ = scale_ * integral(p.gone, 0, infinity);
    p_served_ = p_no_wait_ + served_late;
    mean_wait_ = scale_ * integral(p.waited, 0, infinity);
    mean_wait_served_ = served_wait / p_served_;
    mean_wait_abandoned_ = p_abandon_ > 0 ? abandoned_wait / p_abandon_ : std::numeric_limits<double>::quiet_NaN();
    mean_virtual_wait_ = scale_ * integral([](double x) { return x; }, 0, infinity);
}

// The point, from `from` in this direction and not beyond `limit`, at which v has fallen to a negligible share of v(from).
double ImpatientQueue::decays_to(double from, double direction, double limit) const {
    const double start = exponent_(from);
    const auto gone = [&](double x) { return exponent_(x) < start - negligible; };
    double step = system_.handle_time / system_.servers, near = from;
    for (;; step *= 2) {
        const double x = from + direction * step;
        if (direction > 0 ? x >= limit : x <= limit) {
            if (limit == infinity ? false : !gone(limit)) return limit;
            break;
        }
        if (gone(x)) break;
        near = x;
    }
    double far = direction > 0 ? std::min(limit, from + step) : std::max(limit, from - step);
    for (int i = 0; i < 30; ++i) {
        const double middle = (near + far) / 2;
        (gone(middle) ? far : near) = middle;
    }
    return far;
}

// Integral of weight x exp(exponent) over [from, to], on the scale of v(peak) = 1.
double ImpatientQueue::integral(const Function& weight, double from, double to) const {
    const double top = std::clamp(peak_, from, to), height = exponent_(top);
    std::vector<double> cuts{top};
    if (top > from) cuts.push_back(decays_to(top, -1, from));
    if (top < to) cuts.push_back(decays_to(top, 1, to));
    const auto [low, high] = std::minmax_element(cuts.begin(), cuts.end());
    const double first = *low, last = *high;
    for (const double kink : patience_.kinks)
        if (kink > first && kink < last) cuts.push_back(kink);
    // Panels that get finer towards the peak and towards the ends, where a density may start like a power: 30 points on each
    // are exact to double precision for the few e-folds that v changes within it.
    for (const double share : {1e-6, 1e-4, 0.004, 0.02, 0.06, 0.15, 0.3, 0.5, 0.75, 0.95, 0.998}) {
        if (last > top) cuts.push_back(top + share * (last - top));
        if (first < top) cuts.push_back(top - share * (top - first));
    }
    // Patience much shorter than the time in which v falls.
    for (const double means : {0.1, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0})
        if (const double x = from + means * patience_.mean; x > first && x < last) cuts.push_back(x);
    std::sort(cuts.begin(), cuts.end());
    const auto value = [&](double x) { return weight(x) * std::exp(exponent_(x) - height); };
    double sum = 0;
    for (std::size_t i = 1; i < cuts.size(); ++i)
        if (cuts[i] > cuts[i - 1]) sum += boost::math::quadrature::gauss<double, 30>::integrate(value, cuts[i - 1], cuts[i]);
    return sum * std::exp(height);
}

double ImpatientQueue::virtual_wait_above(double t) const {
    return scale_ * integral([](double) { return 1.0; }, t, infinity);
}
double ImpatientQueue::wait_above(double t) const { return patience_.there(t) * virtual_wait_above(t); }
double ImpatientQueue::served_above(double t) const { return scale_ * integral(patience_.there, t, infinity); }
double ImpatientQueue::abandoned_within(double t) const {
    const double before = t > 0 ? scale_ * integral(patience_.gone, 0, t) : 0;
    return before + patience_.gone(t) * virtual_wait_above(t);
}
double ImpatientQueue::served_within(double t) const {
    return p_no_wait_ + (t > 0 ? scale_ * integral(patience_.there, 0, t) : 0);
}

}  // namespace peakline
