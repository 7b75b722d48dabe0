// Formulas against closed forms, identities and independent computations; needs nothing beside the project.
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include <doctest/doctest.h>

#include "staffing/finite.hpp"
#include "staffing/minimal.hpp"
#include "staffing/priority.hpp"

using namespace peakline;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

bool close(double x, double y, double relative = 1e-10) { return std::abs(x - y) <= relative * std::abs(y); }

// M/M/n+M as a plain chain, in long double, from the empty state: an independent way to the same numbers.
struct Chain {
    long double p_wait = 0, queue = 0, busy = 0;
};
Chain impatient_chain(const Servers& s, double mean_patience) {
    long double weight = 1, sum = 0;
    Chain c;
    for (int j = 0; j < 100 * s.servers + 2000; ++j) {
        sum += weight;
        if (j >= s.servers) c.p_wait += weight;
        c.queue += weight * std::max(0, j - s.servers);
        c.busy += weight * std::min(j, s.servers);
        const long double death = std::min(j + 1, s.servers) / static_cast<long double>(s.handle_time) +
                                  std::max(0, j + 1 - s.servers) / static_cast<long double>(mean_patience);
        weight *= s.arrival_rate / death;
    }
    return {c.p_wait / sum, c.queue / sum, c.busy / sum};
}

const std::array<Servers, 7> systems{
    {{1, 0.002, 300}, {3, 0.012, 240}, {10, 0.05, 180}, {10, 0.06, 180}, {40, 0.2, 200}, {100, 0.35, 300}, {100, 0.5, 300}}};

}  // namespace

TEST_CASE("Erlang B has its closed forms for one and two servers and is the sum of its definition for ten") {
    for (const double a : {1e-6, 0.3, 1.0, 7.5, 1e6}) {
        CHECK(close(erlang_b(1, a), a / (1 + a)));
        CHECK(close(erlang_b(2, a), a * a / 2 / (1 + a + a * a / 2)));
    }
    double sum = 0, term = 1;
    for (int j = 1; j <= 10; ++j) sum += term, term *= 7.0 / j;
    CHECK(close(erlang_b(10, 7), term / (sum + term)));
    CHECK(erlang_b(0, 5) == 1);
    CHECK(erlang_b(5, 0) == 0);
    CHECK_THROWS_AS(erlang_b(-1, 1), std::invalid_argument);
    CHECK_THROWS_AS(erlang_b(1, -1), std::invalid_argument);
}

TEST_CASE("Erlang B holds at a million erlangs, where blocking with n = a is sqrt(2 / (pi a))") {
    const double a = 1e6;
    const double b = std::sqrt(2 / (std::acos(-1.0) * a));
    CHECK(close(erlang_b(1000000, a), b / (1 + 2.0 / 3 * b), 1e-5));  // two terms of Jagerman's expansion
}

TEST_CASE("A real number of servers continues Erlang B") {
    for (const int n : {1, 4, 25}) CHECK(close(servers_for_blocking(10, erlang_b(n, 10)), n, 1e-9));
    const double between = servers_for_blocking(10, 0.01);
    CHECK(between > 17);
    CHECK(between < 18);
    CHECK(servers_for_loss(10, 0.01) == 18);
}

TEST_CASE("Erlang C is M/M/1 for one server and follows from Erlang B for more") {
    const ErlangC one = erlang_c({1, 0.8, 1});
    CHECK(close(one.p_wait, 0.8));
    CHECK(close(one.mean_wait, 4));
    CHECK(close(one.wait_above(3), 0.8 * std::exp(-0.2 * 3)));
    CHECK(close(one.service_level(3), 1 - 0.8 * std::exp(-0.2 * 3)));
    for (const Servers& s : systems) {
        const double b = erlang_b(s.servers, s.load()), rho = s.load() / s.servers;
        if (rho >= 1) continue;
        CHECK(close(erlang_c(s).p_wait, b / (1 - rho * (1 - b))));
        CHECK(close(erlang_c(s).mean_queue, erlang_c(s).p_wait * rho / (1 - rho)));
    }
}

TEST_CASE("Without enough servers the delay system has no finite wait") {
    const ErlangC full = erlang_c({10, 10, 1});
    CHECK(full.p_wait == 1);
    CHECK(full.mean_wait == infinity);
    CHECK(full.service_level(1e9) == 0);
}

TEST_CASE("Erlang A agrees with its birth-death chain") {
    for (const Servers& s : systems)
        for (const double patience : {20.0, 300.0, 3000.0}) {
            CAPTURE(s.servers);
            CAPTURE(patience);
            const ImpatientQueue q = ImpatientQueue::erlang_a(s, patience);
            const Chain chain = impatient_chain(s, patience);
            CHECK(close(q.p_wait(), static_cast<double>(chain.p_wait)));
            CHECK(close(q.mean_queue(), static_cast<double>(chain.queue)));
            CHECK(close(q.p_abandon(), static_cast<double>(chain.queue) / (patience * s.arrival_rate)));
            CHECK(close(q.occupancy(), static_cast<double>(chain.busy) / s.servers));
        }
}

TEST_CASE("Erlang A with patience as long as handling is an infinite-server system") {
    // Every customer leaves with the same rate, served or waiting: the number present is Poisson(load).
    const Servers s{50, 55.0 / 300, 300};
    const ImpatientQueue q = ImpatientQueue::erlang_a(s, 300);
    double below = 0, weight = std::exp(-55.0);
    for (int j = 0; j < 50; ++j) below += weight, weight *= 55.0 / (j + 1);
    CHECK(close(q.p_wait(), 1 - below));
}

TEST_CASE("The measures of impatient queues fit together") {
    const std::array<double, 2> shares{0.4, 0.6}, means{30, 400};
    const Patience kinds[] = {exponential_patience(150),
                              deterministic_patience(60),
                              uniform_patience(10, 200),
                              gamma_patience(120, 2),
                              gamma_patience(120, 0.7),
                              weibull_patience(90, 1.5),
                              lognormal_patience(100, 1.3),
                              hyperexponential_patience(shares, means),
                              balking_patience(0.15, exponential_patience(200))};
    for (const Servers& s : systems)
        for (const Patience& patience : kinds) {
            const ImpatientQueue q(s, patience);
            CHECK(close(q.p_served() + q.p_abandon(), 1));
            CHECK(close(q.mean_wait(), q.p_served() * q.mean_wait_served() + q.p_abandon() * q.mean_wait_abandoned()));
            for (const double t : {0.0, 5.0, 45.0, 500.0}) {
                CHECK(close(q.served_within(t) + q.served_above(t) + q.p_abandon(), 1));
                // Who has not waited beyond t was served or left by then.
                CHECK(close(q.served_within(t) + q.abandoned_within(t), q.service_level_with_abandoned_within(t), 1e-9));
            }
            CHECK(close(q.virtual_wait_above(0), q.p_wait()));
            // What the servers do not carry has left: flow balance of the stationary state.
            CHECK(q.occupancy() <= 1);
        }
}

TEST_CASE("Deterministic patience with one server has a closed form") {
    // v(x) = lambda p0 e^(-(mu - lambda) x) below the limit; p0 from the whole mass.
    const double lambda = 0.8, mu = 1, limit = 2;
    const ImpatientQueue q({1, lambda, 1 / mu}, deterministic_patience(limit));
    const double rate = mu - lambda, fall = std::exp(-rate * limit);
    const double below = (1 - fall) / rate, above = fall / mu;
    const double p0 = 1 / (1 + lambda * (below + above));
    CHECK(close(q.p_wait(), lambda * p0 * (below + above)));
    CHECK(close(q.p_abandon(), lambda * p0 * above));
    CHECK(close(q.served_within(1), p0 + lambda * p0 * (1 - std::exp(-rate)) / rate));
    CHECK(q.wait_above(limit) == 0);
}

TEST_CASE("Patience functions fit each other") {
    const std::array<double, 2> shares{0.4, 0.6}, means{30, 400};
    for (const Patience& p : {exponential_patience(150), deterministic_patience(60), uniform_patience(10, 200),
                              gamma_patience(120, 2), weibull_patience(90, 1.5), lognormal_patience(100, 1.3),
                              hyperexponential_patience(shares, means), balking_patience(0.15, exponential_patience(200))}) {
        for (const double x : {0.5, 30.0, 100.0, 199.0}) {
            CHECK(close(p.gone(x) + p.there(x), 1));
            double area = 0;  // midpoint rule on P(R > x)
            for (int i = 0; i < 20000; ++i) area += p.there((i + 0.5) * x / 20000) * x / 20000;
            CHECK(close(p.waited(x), area, 1e-4));
        }
        CHECK(close(p.waited(1e7), p.mean, 1e-6));
    }
    Distribution d = Distribution::exponential(200);
    d.at_once = 0.15;
    CHECK(close(patience_of(d).gone(50), balking_patience(0.15, exponential_patience(200)).gone(50)));
    d.family = Distribution::Family::empirical;
    CHECK_THROWS_AS(patience_of(d), std::invalid_argument);
}

TEST_CASE("A finite queue with many places is Erlang A, with none to wait in Erlang B, and without patience M/M/1/K") {
    const Servers s{10, 0.06, 180};
    const FiniteQueue wide(s, 400, 120);
    const ImpatientQueue q = ImpatientQueue::erlang_a(s, 120);
    CHECK(close(wide.p_wait(), q.p_wait()));
    CHECK(close(wide.p_abandon(), q.p_abandon()));
    CHECK(close(wide.wait_above(20), q.wait_above(20), 1e-9));
    CHECK(close(wide.served_within(20), q.served_within(20), 1e-9));
    CHECK(close(FiniteQueue(s, 10, 120).p_block(), erlang_b(10, s.load())));
    const double rho = 0.9;
    const FiniteQueue one({1, rho, 1}, 5, infinity);
    CHECK(close(one.p_block(), (1 - rho) * std::pow(rho, 5) / (1 - std::pow(rho, 6))));
    CHECK(one.p_abandon() == 0);
    CHECK(close(one.wait_above(0), one.p_wait()));
    CHECK(close(one.served_within(3) + one.wait_above(3) + one.p_block(), 1));
}

TEST_CASE("Engset and the machine repairman have their closed forms for two customers and one server") {
    const double a = 0.7;  // states 0, 1: weights 1, 2a
    CHECK(close(engset(1, 2, a).time_congestion, 2 * a / (1 + 2 * a)));
    CHECK(close(engset(1, 2, a).call_congestion, a / (1 + a)));
    CHECK(engset(3, 3, a).call_congestion == 0);
    CHECK(close(engset(3, 2, a).carried, 2 * a / (1 + a)));
    const FiniteSource f = finite_source(1, 2, a, 1);  // weights 1, 2a, 2a^2
    const double sum = 1 + 2 * a + 2 * a * a;
    CHECK(close(f.mean_queue, 2 * a * a / sum));
    CHECK(close(f.throughput, (2 * a + 2 * a * a) / sum));
    CHECK(close(f.p_wait, a / (1 + a)));
}

TEST_CASE("Priorities conserve work and their tails have the means that they should") {
    for (const auto& [n, l1, l2] : {std::tuple{1, 0.3, 0.5}, {5, 1.0, 3.5}, {20, 15.0, 3.0}, {10, 6.0, 1.5}}) {
        const TwoClasses two(n, l1, l2, 1);
        const std::array<double, 2> rates{l1, l2};
        const std::vector<double> waits = priority_mean_waits(n, rates, 1);
        CHECK(close(two.mean_wait_1(), waits[0]));
        CHECK(close(two.mean_wait_2(), waits[1]));
        CHECK(close((l1 * waits[0] + l2 * waits[1]) / (l1 + l2), erlang_c({n, l1 + l2, 1}).mean_wait));
        CHECK(close(two.wait_above_2(0), two.p_wait(), 1e-9));
        double area = 0;  // integral of the tail, Simpson's rule in u = log(1 + t)
        const int steps = 4000;
        const double end = std::log1p(60 * waits[1] + 60);
        for (int i = 0; i <= steps; ++i) {
            const double u = end * i / steps;
            area += (i == 0 || i == steps ? 1 : i % 2 ? 4 : 2) * two.wait_above_2(std::expm1(u)) * std::exp(u) * end / steps / 3;
        }
        CHECK(close(area, waits[1], 1e-7));
    }
    const std::array<double, 3> three{0.2, 0.3, 0.6};
    const std::vector<double> waits = priority_mean_waits(1, three, 1);
    CHECK(std::isfinite(waits[1]));
    CHECK(waits[2] == infinity);
}

TEST_CASE("The fewest servers meet the target and one fewer does not") {
    const Traffic patient{0.1, 300, {}}, impatient{0.1, 300, 120.0};
    StaffingTarget level, pressed, lost;
    level.service_level = 0.8;
    pressed.occupancy = 0.8;
    lost.abandonment = 0.03;
    for (const Traffic& traffic : {patient, impatient})
        for (const StaffingTarget& target : {level, pressed}) {
            const int n = servers_for(traffic, target);
            CHECK(meets(traffic, n, target));
            CHECK_FALSE(meets(traffic, n - 1, target));
        }
    const int n = servers_for(impatient, lost);
    CHECK(meets(impatient, n, lost));
    CHECK_FALSE(meets(impatient, n - 1, lost));
    CHECK(erlang_c({35, 0.1, 300}).service_level(20) < 0.8);
    CHECK(servers_for(patient, level) == 36);  // 30 erlangs, 80 % in 20 s, 300 s
    CHECK(servers_for({0, 300, {}}, level) == 0);
    level.service_level = 1.5;
    CHECK_THROWS_AS(servers_for(impatient, level), std::runtime_error);
}

TEST_CASE("The wait of M/G/1 is Pollaczek's") {
    CHECK(close(mg1_mean_wait(0.8, 1, 1), erlang_c({1, 0.8, 1}).mean_wait));
    CHECK(close(mg1_mean_wait(0.8, 1, 0), erlang_c({1, 0.8, 1}).mean_wait / 2));
    CHECK(mg1_mean_wait(1, 1, 1) == infinity);
}
