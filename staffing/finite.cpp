#include "staffing/finite.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

namespace peakline {

std::vector<double> birth_death(int last, const std::function<double(int)>& birth, const std::function<double(int)>& death) {
    int low = 0, high = last;  // the last state that is reached by a step up which is likelier than the step back
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (birth(middle) >= death(middle + 1))
            low = middle + 1;
        else
            high = middle;
    }
    std::vector<double> states(static_cast<std::size_t>(last) + 1);
    states[static_cast<std::size_t>(low)] = 1;
    for (int j = low; j > 0; --j) states[j - 1] = states[j] * death(j) / birth(j - 1);
    for (int j = low; j < last; ++j) states[j + 1] = states[j] * birth(j) / death(j + 1);
    // Small terms first: the sum of a large chain keeps its last digits.
    double sum = 0;
    for (int j = 0; j < low; ++j) sum += states[j];
    double above = 0;
    for (int j = last; j >= low; --j) above += states[j];
    for (double& p : states) p /= sum + above;
    return states;
}

FiniteQueue::FiniteQueue(const Servers& system, int places, double mean_patience)
    : system_(system), mean_patience_(mean_patience) {
    const int n = system.servers;
    if (n < 1 || places < n || !(system.arrival_rate > 0))
        throw std::invalid_argument("a finite queue needs servers >= 1, places >= servers and arrivals");
    const auto birth = [&](int) { return system.arrival_rate; };
    const auto death = [&](int j) { return std::min(j, n) / system.handle_time + std::max(0, j - n) / mean_patience; };
    states_ = birth_death(places, birth, death);
    for (int j = places; j >= n; --j) {
        mean_queue_ += (j - n) * states_[j];
        if (j < places) p_wait_ += states_[j];
    }
    p_abandon_ = mean_queue_ / (mean_patience * system.arrival_rate);
}

// The turn comes after services and departures with rates c + i theta, i = extra ... extra + m, c = n / handle_time: a sum of
// exponentials whose distribution is an incomplete beta function (Renyi's spacings), gamma for theta = 0.
double FiniteQueue::turn_after(int waiting, double extra_services, double t) const {
    if (t <= 0) return 1;
    const double c = system_.servers / system_.handle_time;
    if (std::isinf(mean_patience_)) return boost::math::gamma_q(waiting + 1.0, c * t);
    return boost::math::ibeta(c * mean_patience_ + extra_services, waiting + 1.0, std::exp(-t / mean_patience_));
}

double FiniteQueue::wait_above(double t) const {
    double sum = 0;
    const int n = system_.servers;
    for (int j = static_cast<int>(states_.size()) - 2; j >= n; --j) sum += states_[j] * turn_after(j - n, 0, t);
    return std::isinf(mean_patience_) ? sum : sum * std::exp(-t / mean_patience_);
}

double FiniteQueue::served_within(double t) const {
    const int n = system_.servers, places = static_cast<int>(states_.size()) - 1;
    const double c = n / system_.handle_time;
    double sum = std::accumulate(states_.begin(), states_.begin() + std::min(n, places), 0.0);
    for (int j = n; j < places; ++j) {
        const double served = c / (c + (j - n + 1) / mean_patience_);
        // Given that it is served, its own patience adds theta to every rate.
        sum += states_[j] * served * (1 - turn_after(j - n, 1, t));
    }
    return sum;
}

Engset engset(int servers, int sources, double alpha) {
    if (servers < 1 || sources < 1 || !(alpha > 0)) throw std::invalid_argument("Engset needs servers, sources and traffic");
    const auto chain = [&](int population) {
        return birth_death(
            std::min(servers, population), [=](int j) { return (population - j) * alpha; },
            [](int j) { return static_cast<double>(j); });
    };
    const std::vector<double> states = chain(sources);
    Engset result;
    for (std::size_t j = 0; j < states.size(); ++j) result.carried += static_cast<double>(j) * states[j];
    if (sources < servers) return result;
    result.time_congestion = states.back();
    if (sources > servers) result.call_congestion = chain(sources - 1).back();  // a caller sees the system without itself
    return result;
}

FiniteSource finite_source(int servers, int sources, double idle_rate, double handle_time) {
    if (servers < 1 || sources < 1 || !(idle_rate > 0)) throw std::invalid_argument("needs servers, sources and calls");
    const auto chain = [&](int population) {
        return birth_death(
            population, [=](int j) { return (population - j) * idle_rate; },
            [=](int j) { return std::min(j, servers) / handle_time; });
    };
    FiniteSource result;
    const std::vector<double> states = chain(sources);
    for (int j = 0; j <= sources; ++j) {
        result.mean_queue += std::max(0, j - servers) * states[j];
        result.mean_busy += std::min(j, servers) * states[j];
    }
    result.throughput = result.mean_busy / handle_time;
    result.mean_wait = result.mean_queue / result.throughput;
    const std::vector<double> seen = chain(sources - 1);
    for (std::size_t j = static_cast<std::size_t>(servers); j < seen.size(); ++j) result.p_wait += seen[j];
    return result;
}

}  // namespace peakline
