// The filter's short cuts give what the long way gives.
#include <cmath>

#include <doctest/doctest.h>

#include "forecast/daily_filter.hpp"
#include "forecast/normal.hpp"
#include "tests/forecast/made.hpp"

using namespace peakline;
using namespace peakline::testing;

namespace {

constexpr int days = 120, burn = 14;

// A level, `weekdays` and a day-to-day term; the last column, where there is one, is a step from `step` on.
SparseRows rows(int weekdays, int step = -1) {
    SparseRows out;
    out.columns = weekdays + 2 + (step >= 0 ? 1 : 0);
    for (int t = 0; t < days; ++t) {
        out.add(0, 1);
        for (int w = 0; w < weekdays; ++w) out.add(1 + w, (t % weekdays == w ? 1.0 : 0.0) - 1.0 / weekdays);
        out.add(weekdays + 1, 1);
        if (step >= 0) out.add(weekdays + 2, t >= step ? 1 : 0);
        out.end_row();
    }
    return out;
}

Observations observed() {
    Observations out;
    for (int t = 0; t < days; ++t) {
        const double outlier = t == 50 ? 3 : 0, shift = t >= 100 ? 0.3 : 0;
        out.y.push_back(t == 70 ? std::nan("") : 0.1 * noise("y", t) + outlier + shift);
        out.variance.push_back(0.002);
        out.clip.push_back(2.5);
    }
    return out;
}

StateSpace space(int columns) {
    StateSpace out;
    out.autoregressive = columns - 1;
    out.phi = 0.6;
    for (int j = 0; j < columns; ++j) {
        out.process_variance.push_back(j == 0 ? 0.0004 : 0.00002);
        out.prior_variance.push_back(j == 0 ? 4 : 0.1);
    }
    return out;
}

}  // namespace

TEST_CASE("A search sees the likelihood that the filter records, for any number of states") {
    const Observations y = observed();
    for (const int weekdays : {1, 5, 6, 7, 12}) {
        const SparseRows z = rows(weekdays);
        const StateSpace model = space(z.columns);
        CHECK(log_likelihood({z, y, burn}, model) == doctest::Approx(filter({z, y, burn}, model).log_likelihood).epsilon(1e-10));
    }
}

TEST_CASE("A step searched for from a shared past gains what a filter with the step in its rows gains") {
    const Observations y = observed();
    constexpr double variance = 0.12;
    constexpr int first = 92;
    for (const int weekdays : {5, 7, 12}) {
        const SparseRows plain = rows(weekdays);
        const StateSpace model = space(plain.columns);
        const std::vector<double> gains = gains_by_step({plain, y, burn}, model, first, variance);
        REQUIRE(gains.size() == days - first);
        const double base = filter({plain, y, burn}, model).log_likelihood;
        StateSpace stepped = model;
        stepped.prior_variance.push_back(variance);
        stepped.process_variance.push_back(0);
        for (int day = first; day < days; ++day) {
            const SparseRows with = rows(weekdays, day);
            CHECK(gains[static_cast<std::size_t>(day - first)] ==
                  doctest::Approx(filter({with, y, burn}, stepped).log_likelihood - base).epsilon(1e-9));
        }
    }
}

TEST_CASE("Sine and cosine of a turn are the library's") {
    for (int i = 0; i < 4096; ++i) {
        const double u = (i + 0.37) / 4096;
        const SineCosine of = sine_cosine_of_turn(u);
        CHECK(std::abs(of.sine - std::sin(2 * std::numbers::pi * u)) < 2e-15);
        CHECK(std::abs(of.cosine - std::cos(2 * std::numbers::pi * u)) < 2e-15);
    }
    CHECK(sine_cosine_of_turn(0.25).sine == 1);
    CHECK(sine_cosine_of_turn(0.999999).cosine == doctest::Approx(1));
}
