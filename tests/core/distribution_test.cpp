// Distributions against their definitions, and the fast tables against the exact quantile.
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <boost/math/quadrature/tanh_sinh.hpp>

#include "core/distribution.hpp"
#include "core/sampler.hpp"

using namespace peakline;
using Shape = Distribution::Family;

namespace {

struct Case {
    std::string name;
    Distribution d;
};

Distribution by_mean(Shape family, double mean, double shape) { return {family, mean, shape, {}, {}, 0}; }

Distribution hyperexponential(std::vector<double> means, std::vector<double> shares) {
    double mean = 0;
    for (std::size_t i = 0; i < means.size(); ++i) mean += means[i] * shares[i];
    return {Shape::hyperexponential, mean, 1, std::move(means), std::move(shares), 0};
}

std::vector<Case> tabled() {
    return {{"lognormal 0.1", by_mean(Shape::lognormal, 360, 0.1)},
            {"lognormal 0.8", by_mean(Shape::lognormal, 360, 0.8)},
            {"lognormal 3", by_mean(Shape::lognormal, 360, 3)},
            {"gamma 0.08", by_mean(Shape::gamma, 1, 0.08)},
            {"gamma 0.7", by_mean(Shape::gamma, 420, 0.7)},
            {"gamma 1", by_mean(Shape::gamma, 420, 1)},
            {"gamma 2", by_mean(Shape::gamma, 420, 2)},
            {"weibull 0.5", by_mean(Shape::weibull, 180, 0.5)},
            {"weibull 0.8", by_mean(Shape::weibull, 180, 0.8)},
            {"weibull 2", by_mean(Shape::weibull, 180, 2)},
            {"erlang 1", by_mean(Shape::erlang, 90, 1)},
            {"erlang 4", by_mean(Shape::erlang, 90, 4)},
            {"hyper", hyperexponential({60, 900}, {0.9, 0.1})},
            {"hyper 3", hyperexponential({1, 60, 6000}, {0.2, 0.5, 0.3})}};
}

std::vector<Case> continuous() {
    std::vector<Case> cases = tabled();
    cases.push_back({"exponential", Distribution::exponential(120)});
    cases.push_back({"uniform", {Shape::uniform, 3, 1, {2, 4}, {}, 0}});
    cases.push_back({"triangular", {Shape::triangular, 10.7 / 3, 1, {2.5, 3.2, 5}, {}, 0}});
    cases.push_back({"triangular at its low end", {Shape::triangular, 4.0 / 3, 1, {1, 1, 2}, {}, 0}});
    cases.push_back({"triangular at its high end", {Shape::triangular, 5.0 / 3, 1, {1, 2, 2}, {}, 0}});
    return cases;
}

// Dense in the middle, by octaves towards both ends.
std::vector<double> shares() {
    std::vector<double> us;
    for (int e = 2; e <= 50; ++e)
        for (const double f : {1.0, 1.3, 1.7}) {
            us.push_back(std::ldexp(f, -e));
            us.push_back(1 - std::ldexp(f, -e));
        }
    for (int i = 1; i < 1000; ++i) us.push_back(i / 1000.0);
    std::sort(us.begin(), us.end());
    return us;
}

}  // namespace

TEST_CASE("The distribution function undoes the quantile") {
    for (const auto& [name, d] : continuous()) {
        CAPTURE(name);
        for (const double u : shares()) {
            CAPTURE(u);
            REQUIRE(cdf(d, quantile(d, u)) == doctest::Approx(u).epsilon(1e-10));
        }
    }
}

TEST_CASE("Means are those of the quantile functions") {
    for (const auto& [name, d] : continuous()) {
        CAPTURE(name);
        boost::math::quadrature::tanh_sinh<double> rule;
        const double lower = rule.integrate([&, &d = d](double u) { return quantile(d, u); }, 0.0, 0.5);
        const double upper = rule.integrate([&, &d = d](double w) { return quantile(d, 1 - w); }, 1e-16, 0.5);
        CHECK(lower + upper == doctest::Approx(mean(d)).epsilon(2e-9));
    }
}

TEST_CASE("The density is the slope of the distribution function") {
    for (const auto& [name, d] : continuous()) {
        CAPTURE(name);
        for (const double u : {0.01, 0.2, 0.61, 0.9, 0.99}) {
            const double x = quantile(d, u), h = x * 1e-5;
            CHECK(density(d, x) == doctest::Approx((cdf(d, x + h) - cdf(d, x - h)) / (2 * h)).epsilon(1e-5));
        }
    }
}

TEST_CASE("Quantiles agree with closed forms") {
    CHECK(quantile(Distribution::exponential(60), 1 - std::exp(-2.0)) == doctest::Approx(120).epsilon(1e-12));
    // The median of a lognormal is mean / sqrt(1 + cv^2).
    CHECK(quantile(by_mean(Shape::lognormal, 360, 0.8), 0.5) == doctest::Approx(360 / std::sqrt(1.64)).epsilon(1e-12));
    // A gamma with cv 1, an Erlang with one stage and a Weibull with shape 1 are exponential.
    for (const double u : {1e-9, 0.1, 0.5, 0.999}) {
        const double x = quantile(Distribution::exponential(60), u);
        CHECK(quantile(by_mean(Shape::gamma, 60, 1), u) == doctest::Approx(x).epsilon(1e-12));
        CHECK(quantile(by_mean(Shape::erlang, 60, 1), u) == doctest::Approx(x).epsilon(1e-12));
        CHECK(quantile(by_mean(Shape::weibull, 60, 1), u) == doctest::Approx(x).epsilon(1e-12));
        CHECK(quantile(hyperexponential({60, 60}, {0.3, 0.7}), u) == doctest::Approx(x).epsilon(1e-12));
    }
    CHECK(cdf(by_mean(Shape::erlang, 2, 2), 2) == doctest::Approx(1 - 3 * std::exp(-2.0)).epsilon(1e-12));
    CHECK(quantile({Shape::triangular, 0, 1, {0, 1, 4}, {}, 0}, 0.25) == doctest::Approx(1).epsilon(1e-12));
}

TEST_CASE("The geometric family counts from one with the mean asked for") {
    const Distribution d = by_mean(Shape::geometric, 5, 1);
    CHECK(quantile(d, 1e-12) == 1);
    CHECK(quantile(d, 0.2) == 1);  // P(X = 1) = 1/5
    CHECK(quantile(d, 0.2000001) == 2);
    CHECK(cdf(d, 0.99) == 0);
    CHECK(cdf(d, 1) == doctest::Approx(0.2));
    CHECK(cdf(d, 2.5) == doctest::Approx(0.36));
    double sum = 0;
    for (int k = 0; k < 400; ++k) sum += 1 - cdf(d, k);
    CHECK(sum == doctest::Approx(5).epsilon(1e-10));
    for (int k = 1; k < 60; ++k) {
        CHECK(quantile(d, cdf(d, k)) == k);
        CHECK(quantile(d, cdf(d, k) * (1 + 1e-9)) == k + 1);
    }
    CHECK(quantile(by_mean(Shape::geometric, 1, 1), 0.999) == 1);
}

TEST_CASE("A sample gives its own values in their own shares") {
    const Distribution d{Shape::empirical, 4, 1, {1, 2, 2, 11}, {}, 0};
    CHECK(quantile(d, 0.25) == 1);
    CHECK(quantile(d, 0.26) == 2);
    CHECK(quantile(d, 0.75) == 2);
    CHECK(quantile(d, 0.76) == 11);
    CHECK(quantile(d, 1e-17) == 1);
    CHECK(cdf(d, 0.5) == 0);
    CHECK(cdf(d, 2) == 0.75);
    CHECK(cdf(d, 11) == 1);
}

TEST_CASE("Constants and spreads of zero give one value") {
    for (const double u : {1e-15, 0.5, 1 - 1e-15}) {
        CHECK(quantile(Distribution::constant(180), u) == 180);
        CHECK(quantile(by_mean(Shape::lognormal, 180, 0), u) == 180);
        CHECK(quantile(by_mean(Shape::gamma, 180, 0), u) == 180);
        CHECK(quantile(Distribution::exponential(0), u) == 0);
        CHECK(Sampler(by_mean(Shape::gamma, 180, 0))(u) == 180);
        CHECK(std::isinf(Sampler(Distribution::constant(std::numeric_limits<double>::infinity()))(u)));
    }
    CHECK(Distribution::constant(std::numeric_limits<double>::infinity()).is_infinite());
    CHECK(cdf(Distribution::constant(5), 4.999) == 0);
    CHECK(cdf(Distribution::constant(5), 5) == 1);
}

TEST_CASE("The share at once takes the lowest draws and scales the rest") {
    for (auto [name, d] : continuous()) {
        CAPTURE(name);
        const Distribution rest = d;
        d.at_once = 0.02;
        const Sampler sampler(d);
        CHECK(mean(d) == doctest::Approx(0.98 * mean(rest)));
        CHECK(sampler.mean() == mean(d));
        for (const double u : {1e-9, 0.01, 0.02}) {
            CHECK(quantile(d, u) == 0);
            CHECK(sampler(u) == 0);
        }
        CHECK(quantile(d, 0.51) == doctest::Approx(quantile(rest, 0.5)).epsilon(1e-12));
        CHECK(sampler(0.51) == doctest::Approx(quantile(rest, 0.5)).epsilon(1e-7));
        CHECK(cdf(d, quantile(rest, 0.5)) == doctest::Approx(0.51).epsilon(1e-12));
        CHECK(cdf(d, 0) == doctest::Approx(0.02));
        CHECK(std::isfinite(sampler(1 - 0x1.0p-54)));
    }
    Distribution all = Distribution::constant(std::numeric_limits<double>::infinity());
    all.at_once = 1;
    CHECK(mean(all) == 0);
    CHECK(Sampler(all)(0.999) == 0);
}

TEST_CASE("Tables are within a millionth of the exact quantile, and exact in the outer tails") {
    for (const auto& [name, d] : continuous()) {
        CAPTURE(name);
        const Sampler sampler(d);
        double worst = 0;
        const auto check = [&, &d = d](double u) { worst = std::max(worst, std::abs(sampler(u) / quantile(d, u) - 1)); };
        for (int i = 1; i < 20011; ++i) check(i / 20011.0);
        for (const double u : shares()) check(u);
        CHECK(worst < 2e-7);
        for (const double u : {1e-5, 1e-12, 1 - 1e-5, 1 - 1e-12}) CHECK(sampler(u) == quantile(d, u));
    }
}

TEST_CASE("Samplers never fall as the draw rises") {
    std::vector<Case> cases = continuous();
    cases.push_back({"geometric", by_mean(Shape::geometric, 5, 1)});
    cases.push_back({"empirical", {Shape::empirical, 4, 1, {1, 2, 2, 11}, {}, 0}});
    for (auto [name, d] : cases) {
        for (const double at_once : {0.0, 0.1}) {
            CAPTURE(name);
            d.at_once = at_once;
            const Sampler sampler(d);
            std::vector<double> us = shares();
            for (int i = 1; i < 60000; ++i) us.push_back(i / 60000.0);
            // Both sides of every joint of the tables.
            for (int e = 1; e <= 17; ++e)
                for (int step = 0; step < 64; ++step)
                    for (const double edge : {std::ldexp(1 + step / 64.0, -e - 1), 1 - std::ldexp(1 + step / 64.0, -e - 1)})
                        for (const double u : {std::nextafter(edge, 0), edge, std::nextafter(edge, 1)}) us.push_back(u);
            std::sort(us.begin(), us.end());
            double last = 0, last_u = 0;
            for (const double u : us) {
                const double x = sampler(u);
                // One unit in the last place may be lost to the rounding of the exact quantile outside the tables.
                REQUIRE_MESSAGE(x >= last * (1 - 1e-15), u, " after ", last_u);
                last = std::max(x, last);
                last_u = u;
            }
        }
    }
}

TEST_CASE("The mean of a sampler's values is the mean") {
    for (const auto& [name, d] : continuous()) {
        CAPTURE(name);
        const Sampler sampler(d);
        double sum = 0;
        const int n = 1 << 18;
        for (int i = 0; i < n; ++i) sum += sampler((i + 0.5) / n);
        CHECK(sum / n == doctest::Approx(mean(d)).epsilon(2e-3));
    }
}
