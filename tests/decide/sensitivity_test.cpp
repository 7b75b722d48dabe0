// First-order indices and swings of functions whose own are known in closed form.
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

#include <doctest/doctest.h>

#include "core/random.hpp"
#include "decide/sensitivity.hpp"

namespace {

using namespace peakline;

std::array<double, 4> uniforms(std::uint64_t seed, int replication) {
    return draw({seed, 0, static_cast<std::uint32_t>(replication), 0}, Family::events, {7, 0, 0, 0});
}

struct Sampled {
    std::array<std::vector<double>, 4> inputs;
    std::vector<double> output;
};

template <class F>
Sampled sampled(std::uint64_t seed, int n, const F& f) {
    Sampled s;
    for (int r = 0; r < n; ++r) {
        const auto u = uniforms(seed, r);
        for (std::size_t i = 0; i < 4; ++i) s.inputs[i].push_back(u[i]);
        s.output.push_back(f(u));
    }
    return s;
}

double ishigami(const std::array<double, 4>& u) {
    const auto x = [&](std::size_t i) { return std::numbers::pi * (2 * u[i] - 1); };
    return std::sin(x(0)) + 7 * std::pow(std::sin(x(1)), 2) + 0.1 * std::pow(x(2), 4) * std::sin(x(0));
}

}  // namespace

TEST_CASE("First-order indices of the Ishigami function") {
    // Saltelli et al. (2008), with a = 7 and b = 0.1.
    const Sampled s = sampled(3, 20000, ishigami);
    const double exact[] = {0.31390, 0.44241, 0, 0};
    for (std::size_t i = 0; i < 4; ++i) {
        CAPTURE(i);
        const FirstOrder index = first_order(s.inputs[i], s.output);
        CHECK(std::abs(index.index - exact[i]) < 4 * index.error + 0.002);
        CHECK(index.error > 0);
        CHECK(index.error < 0.03);
    }
}

TEST_CASE("First-order indices of a sum are the shares of its variance") {
    const Sampled s = sampled(4, 4000, [](const auto& u) { return 4 * u[0] + 2 * u[1] + u[2] + u[3]; });
    const double exact[] = {16.0 / 22, 4.0 / 22, 1.0 / 22, 1.0 / 22};
    for (std::size_t i = 0; i < 4; ++i) CHECK(std::abs(first_order(s.inputs[i], s.output).index - exact[i]) < 0.05);
}

TEST_CASE("The error of an index is that which repetitions show, of few seasons too") {
    for (const int n : {60, 200, 1000})
        for (const std::size_t input : {std::size_t{1}, std::size_t{3}}) {  // explains much; explains nothing
            CAPTURE(n);
            CAPTURE(input);
            RunningMoments index, error;
            for (std::uint64_t seed = 0; seed < 200; ++seed) {
                const Sampled s = sampled(100 + seed, n, ishigami);
                const FirstOrder first = first_order(s.inputs[input], s.output);
                index.add(first.index);
                error.add(first.error);
            }
            const double spread = std::sqrt(index.variance());
            CHECK(error.mean() > 0.8 * spread);
            CHECK(error.mean() < 1.25 * spread);
            if (n == 1000) CHECK(std::abs(index.mean() - (input == 1 ? 0.44241 : 0)) < 0.013);
        }
}

TEST_CASE("An input with few values has its index too") {
    // Happens in 30 % of seasons and adds 2 to a uniform: variance 4 x 0.21 of 4 x 0.21 + 1/12.
    const Sampled s = sampled(9, 5000, [](const auto& u) { return (u[0] < 0.3 ? 2 : 0) + u[1]; });
    std::vector<double> happens;
    for (const double u : s.inputs[0]) happens.push_back(u < 0.3 ? 1 : 0);
    CHECK(first_order(happens, s.output).index == doctest::Approx(0.84 / (0.84 + 1.0 / 12)).epsilon(0.03));
}

TEST_CASE("What does not vary has no index, nor have two replications") {
    const Sampled s = sampled(5, 1000, [](const auto&) { return 3.0; });
    CHECK(std::isnan(first_order(s.inputs[0], s.output).index));
    const Sampled few = sampled(5, 2, ishigami);
    CHECK(std::isnan(first_order(few.inputs[0], few.output).index));
    std::vector<double> gap = s.inputs[0];
    gap[3] = no_value;
    std::vector<double> same(gap.begin(), gap.end());
    CHECK(first_order(gap, same).index > 0.99);  // a pair without a value is left out
}

TEST_CASE("The tornado of a linear model has its slopes") {
    // y = 10 + 5 x1 - 2 x2 + noise, over 1; x at 0.1 and 0.9 of a uniform.
    const auto model = [](double x1, double x2, double noise) { return 10 + 5 * x1 - 2 * x2 + noise; };
    const auto run = [&](std::optional<double> x1, std::optional<double> x2) {
        std::vector<double> a, b;
        for (int r = 0; r < 40; ++r) {
            const auto u = uniforms(1, r);
            a.push_back(model(x1.value_or(u[0]), x2.value_or(u[1]), u[2]));
            b.push_back(1);
        }
        return ratio_of_sums(a, b);
    };
    const Ratio as_is = run({}, {});
    const std::vector<Swing> bars{swing_of(as_is, run({}, 0.1), run({}, 0.9)), swing_of(as_is, run(0.1, {}), run(0.9, {}))};
    CHECK(bars[1].swing.value == doctest::Approx(5 * 0.8));
    CHECK(bars[0].swing.value == doctest::Approx(-2 * 0.8));
    CHECK(bars[1].swing.ci.high - bars[1].swing.ci.low < 1e-9);  // paired: the noise is the same
    CHECK(bars[1].from_high.value - bars[1].from_low.value == doctest::Approx(4.0));
    CHECK(bars[1].low < as_is.measured.value);
    CHECK(bars[1].high > as_is.measured.value);
    CHECK(widest_first(bars) == std::vector<std::size_t>{1, 0});
}

TEST_CASE("A bar whose ends are both worse than the middle is as long as the longer way") {
    const std::vector<double> ones(40, 1.0), low(40, 3.0), middle(40, 5.0), high(40, 2.5);
    const Swing bar = swing_of(ratio_of_sums(middle, ones), ratio_of_sums(low, ones), ratio_of_sums(high, ones));
    CHECK(bar.reach == doctest::Approx(2.5));
    CHECK(bar.swing.value == doctest::Approx(-0.5));
}
