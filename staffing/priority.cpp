#include "staffing/priority.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <stdexcept>

#include <boost/math/quadrature/gauss.hpp>

namespace peakline {

std::vector<double> priority_mean_waits(int servers, std::span<const double> arrival_rates, double handle_time) {
    const double all = std::accumulate(arrival_rates.begin(), arrival_rates.end(), 0.0);
    const double service = servers / handle_time;
    const double p_wait = erlang_c({servers, all, handle_time}).p_wait;
    std::vector<double> waits;
    double before = 0;
    for (const double rate : arrival_rates) {
        const double after = before + rate;
        waits.push_back(after < service ? p_wait * service / ((service - before) * (service - after))
                                        : std::numeric_limits<double>::infinity());
        before = after;
    }
    return waits;
}

TwoClasses::TwoClasses(int servers, double arrival_rate_1, double arrival_rate_2, double handle_time)
    : p_wait_(erlang_c({servers, arrival_rate_1 + arrival_rate_2, handle_time}).p_wait), service_(servers / handle_time),
      urgent_(arrival_rate_1), other_(arrival_rate_2) {
    if (!(urgent_ >= 0 && other_ > 0 && urgent_ + other_ < service_))
        throw std::invalid_argument("two classes need a load below the servers");
}

double TwoClasses::mean_wait_1() const { return p_wait_ / (service_ - urgent_); }
double TwoClasses::mean_wait_2() const { return p_wait_ * service_ / ((service_ - urgent_) * (service_ - urgent_ - other_)); }
double TwoClasses::wait_above_1(double t) const { return p_wait_ * std::exp(-(service_ - urgent_) * t); }

// Who waits in class 2 finds an exponential backlog of rate delta = service - lambda, which urgent arrivals prolong:
// E exp(-sW) = delta / (delta + y(s)), y^2 + (service - urgent - s) y - s service = 0. Its only singularities are a cut
// [-(a+b)^2, -(a-b)^2], a = sqrt service, b = sqrt urgent, and a pole at -delta other/lambda when lambda > ab, so that the tail
// is a mixture of exponentials over the cut and one more at the pole.
double TwoClasses::wait_above_2(double t) const {
    const double lambda = urgent_ + other_, delta = service_ - lambda;
    const double product = std::sqrt(service_ * urgent_);
    double tail = 0;
    if (lambda > product)
        tail = (1 - urgent_ * service_ / (lambda * lambda)) * lambda / other_ * std::exp(-delta * other_ / lambda * t);
    if (urgent_ > 0) {
        const double half = 2 * product;
        const double slowest = std::pow(std::sqrt(service_) - std::sqrt(urgent_), 2);
        // The denominator lambda r - delta other, written so that it stays exact where the pole meets the cut.
        const double gap = std::pow(lambda - product, 2);
        const auto weight = [&](double angle) {
            const double above = half * 2 * std::pow(std::sin(angle / 2), 2);  // r - slowest
            const double r = slowest + above;
            const double width = half * std::sin(angle);
            return delta * width * width / ((gap + lambda * above) * r) * std::exp(-r * t);
        };
        double cut = 0;
        // Halving panels towards 0, where the exponential and a pole beside the cut do whatever is narrow.
        double high = std::numbers::pi;
        for (int panel = 0; panel < 30; ++panel, high /= 2)
            cut += boost::math::quadrature::gauss<double, 30>::integrate(weight, panel < 29 ? high / 2 : 0, high);
        tail += cut / (2 * std::numbers::pi);
    }
    return p_wait_ * tail;
}

Preemptive preemptive_two_classes(int servers, double arrival_rate_1, double arrival_rate_2, double handle_time) {
    const Servers first{servers, arrival_rate_1, handle_time}, both{servers, arrival_rate_1 + arrival_rate_2, handle_time};
    const ErlangC alone = erlang_c(first), all = erlang_c(both);
    // The number in the system is that of one class; what is not class 1 is class 2 (Little).
    const double second = all.mean_queue + both.load() - (alone.mean_queue + first.load());
    return {alone.mean_wait, second / arrival_rate_2};
}

}  // namespace peakline
