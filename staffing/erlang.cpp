#include "staffing/erlang.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/tools/roots.hpp>

namespace peakline {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

void require_load(double servers, double load) {
    if (!(servers >= 0) || !(load >= 0)) throw std::invalid_argument("Erlang formulas need servers >= 0 and load >= 0");
}

// 1/B for a real number of servers x: integral of e^-t (1 + t/a)^x over t > 0 (Fortet), which is e^a a^-x Gamma(x+1, a).
// Below x = 1 from the incomplete gamma function, then upwards by the recursion.
double inverse_continued(double servers, double load) {
    const double whole = std::floor(servers), rest = servers - whole;
    double inverse = rest == 0 ? 1 : std::exp(load - rest * std::log(load)) * boost::math::tgamma(rest + 1, load);
    for (double n = rest + 1; n <= servers + 0.5; n += 1) inverse = 1 + n / load * inverse;
    return inverse;
}

}  // namespace

double inverse_erlang_b(int servers, double load) {
    require_load(servers, load);
    if (load == 0) return servers == 0 ? 1 : infinity;
    double inverse = 1;
    for (int n = 1; n <= servers && inverse < infinity; ++n) inverse = 1 + n / load * inverse;
    return inverse;
}

double erlang_b(int servers, double load) { return 1 / inverse_erlang_b(servers, load); }

double servers_for_blocking(double load, double blocking) {
    if (!(load > 0) || load > 500 || !(blocking > 0 && blocking < 1))
        throw std::invalid_argument("servers_for_blocking needs a load in (0, 500] and a blocking in (0, 1)");
    const auto excess = [&](double servers) { return std::log(inverse_continued(servers, load)) + std::log(blocking); };
    double high = 1;
    while (excess(high) < 0) high *= 2;
    std::uintmax_t steps = 200;
    const auto bracket =
        boost::math::tools::toms748_solve(excess, 0.0, high, boost::math::tools::eps_tolerance<double>(48), steps);
    return (bracket.first + bracket.second) / 2;
}

double ErlangC::wait_above(double t) const { return p_wait * std::exp(-drain * t); }
double ErlangC::service_level(double t) const { return drain > 0 ? (1 - p_wait) - p_wait * std::expm1(-drain * t) : 1 - p_wait; }

ErlangC erlang_c(const Servers& system) {
    const double n = system.servers, load = system.load();
    require_load(n, load);
    if (load == 0) return {system.servers == 0 ? 1.0 : 0.0, 0, 0, 0, n / system.handle_time};
    if (load >= n) return {1, infinity, infinity, 1, 0};
    // C = B / (1 - rho (1 - B)) = n / (a + (n - a) / B)
    const double p_wait = n / (load + (n - load) * inverse_erlang_b(system.servers, load));
    const double drain = (n - load) / system.handle_time;
    const double mean_wait = p_wait / drain;
    return {p_wait, mean_wait, mean_wait * system.arrival_rate, load / n, drain};
}

double mg1_mean_wait(double arrival_rate, double handle_time, double cv_squared) {
    const double load = arrival_rate * handle_time;
    if (load >= 1) return infinity;
    return load * handle_time * (1 + cv_squared) / (2 * (1 - load));
}

}  // namespace peakline
