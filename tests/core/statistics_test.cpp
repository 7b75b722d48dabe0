#include "core/statistics.hpp"

#include <array>
#include <random>

#include <doctest/doctest.h>

using namespace peakline;

namespace {

bool near(double x, double y, double tolerance = 1e-12) { return std::abs(x - y) <= tolerance * std::max(1.0, std::abs(y)); }
bool covers(Interval interval, double x) { return interval.low <= x && x <= interval.high; }

}  // namespace

TEST_CASE("A mean has the Student interval of a textbook example") {
    const std::vector<double> values{1, 2, 3, 4, 5};
    const Measured m = mean_of(values);
    CHECK(near(m.value, 3));
    CHECK(near(m.se, std::sqrt(2.5 / 5)));
    CHECK(near(m.ci.high - 3, 2.7764451051977987 * m.se, 1e-10));
    CHECK(near(3 - m.ci.low, 2.7764451051977987 * m.se, 1e-10));
}

TEST_CASE("Too few values give no interval, equal ones an interval of width 0, missing ones are skipped") {
    CHECK(std::isnan(mean_of({}).value));
    const std::vector<double> one{7}, equal{4, 4, 4}, gap{1, no_value, 3};
    CHECK(mean_of(one).value == 7);
    CHECK(std::isnan(mean_of(one).se));
    CHECK(std::isnan(mean_of(one).ci.low));
    CHECK(mean_of(equal).ci.low == 4);
    CHECK(mean_of(equal).ci.high == 4);
    CHECK(mean_of(gap).value == 2);
}

TEST_CASE("Pseudo-values of a ratio are those of the definition") {
    const std::vector<double> a{8, 9, 5, 12}, b{10, 11, 9, 13};
    const Ratio ratio = ratio_of_sums(a, b);
    CHECK(near(ratio.measured.value, 34.0 / 43));
    REQUIRE(ratio.pseudo_values.size() == 4);
    for (std::size_t r = 0; r < 4; ++r) CHECK(near(ratio.pseudo_values[r], 4 * 34.0 / 43 - 3 * (34 - a[r]) / (43 - b[r])));
    const Measured of_pseudo = mean_of(ratio.pseudo_values);
    CHECK(near(ratio.measured.se, of_pseudo.se));
    CHECK(near(ratio.measured.ci.low, of_pseudo.ci.low));
}

TEST_CASE("A ratio without a denominator has no value, and one that rests on a single replication has no error") {
    const std::vector<double> zero{0, 0, 0}, a{3, 0, 0}, b{4, 0, 0};
    CHECK(std::isnan(ratio_of_sums(zero, zero).measured.value));
    const Ratio single = ratio_of_sums(a, b);
    CHECK(single.measured.value == 0.75);
    CHECK(std::isnan(single.measured.se));
    CHECK(single.pseudo_values.empty());
    const std::vector<double> with_gap_a{3, no_value, 5}, with_gap_b{4, 1, 5};
    const Ratio gap = ratio_of_sums(with_gap_a, with_gap_b);
    CHECK(near(gap.measured.value, 8.0 / 9));
    CHECK(std::isnan(gap.pseudo_values[1]));
}

TEST_CASE("The interval of a share stays within 0 and 1 and holds the share") {
    const std::vector<double> a{100, 99, 100, 80}, b{100, 100, 100, 100};
    const Measured plain = ratio_of_sums(a, b).measured, share = ratio_of_sums(a, b, RatioScale::share).measured;
    CHECK(plain.ci.high > 1);
    CHECK(share.ci.high < 1);
    CHECK(share.ci.low > 0);
    CHECK(covers(share.ci, share.value));
    const Measured all = ratio_of_sums(b, b, RatioScale::share).measured;
    CHECK(all.ci.low == 1);
    CHECK(all.ci.high == 1);
}

TEST_CASE("A paired difference uses the pairs") {
    const std::vector<double> plan{11, 22, 33}, base{10, 20, 30};
    const Measured d = paired_difference(plan, base);
    CHECK(near(d.value, 2));
    CHECK(near(d.se, std::sqrt(1.0 / 3)));

    const std::vector<double> a{8, 16, 9}, c{9, 18, 10}, b{10, 20, 11};
    const Measured of_ratios = paired_difference(ratio_of_sums(c, b), ratio_of_sums(a, b));
    CHECK(near(of_ratios.value, 37.0 / 41 - 33.0 / 41));
    CHECK(of_ratios.se < ratio_of_sums(a, b).measured.se);
    CHECK(share_better(plan, base, true) == 1);
    CHECK(share_better(plan, base, false) == 0);
    CHECK(share_better(plan, plan, true) == 0.5);
}

TEST_CASE("Fieller's interval refuses a denominator that may be 0") {
    const std::vector<double> cost{10, 12, 11, 9, 13, 11}, gain{2, 2.2, 1.9, 2.1, 2.3, 2.0}, noise{-1, 1, -2, 2, 0.5, -0.4};
    const auto clear = fieller(cost, gain);
    REQUIRE(clear);
    CHECK(near(clear->value, 11 / (12.5 / 6)));
    CHECK(covers(clear->ci, clear->value));
    // Both ends solve (x - q y)^2 = t^2 var(x - q y).
    for (const double q : {clear->ci.low, clear->ci.high}) {
        std::vector<double> rest(6);
        for (std::size_t r = 0; r < 6; ++r) rest[r] = cost[r] - q * gain[r];
        const Measured m = mean_of(rest);
        CHECK(std::min(std::abs(m.ci.low), std::abs(m.ci.high)) < 1e-9);
    }
    CHECK_FALSE(fieller(cost, noise));
}

TEST_CASE("Quantiles are of type 8") {
    // R: quantile(c(1, 2, 4, 8, 16), c(.05, .25, .5, .75, .9), type = 8)
    const std::vector<double> values{16, 1, no_value, 4, 8, 2};
    const std::array<double, 5> shares{0.05, 0.25, 0.5, 0.75, 0.9};
    const std::vector<double> q = quantiles(values, shares);
    CHECK(near(q[0], 1));
    CHECK(near(q[1], 1 + 2.0 / 3));
    CHECK(near(q[2], 4));
    CHECK(near(q[3], 8 + 8.0 / 3));
    CHECK(near(q[4], 16));
    CHECK(std::isnan(quantile_of({}, 0.5)));
    CHECK(quantile_of({3}, 0.05) == 3);
}

TEST_CASE("The rank interval of a median has the ranks of the binomial table") {
    std::vector<double> values(10);
    for (std::size_t i = 0; i < 10; ++i) values[i] = static_cast<double>(i + 1);
    const Interval median = quantile_interval(values, 0.5);  // ranks 2 and 9: 97.9 %
    CHECK(median.low == 2);
    CHECK(median.high == 9);
    const Interval tail = quantile_interval(values, 0.95);
    CHECK(std::isnan(tail.high));
    CHECK(tail.low < 10);
}

TEST_CASE("Wilson's interval of 9 in 10 is the published one, and of 0 in 10 starts at 0") {
    const Interval nine = wilson(9, 10);
    CHECK(near(nine.low, 0.5958, 1e-4));
    CHECK(near(nine.high, 0.9821, 1e-4));
    CHECK(wilson(0, 10).low == 0);
    CHECK(wilson(10, 10).high == 1);
    CHECK(near(wilson(0, 10).high, 0.2775, 1e-4));
    CHECK(std::isnan(wilson(0, 0).low));
}

TEST_CASE("The p-value is Student's, and values without spread agree only with themselves") {
    const std::vector<double> values{1, 2, 3, 4, 5}, equal{2, 2, 2};
    CHECK(near(student_p(values, 3), 1));
    CHECK(near(student_p(values, 3 - 2.7764451051977987 * std::sqrt(0.5)), 0.05, 1e-9));
    CHECK(student_p(equal, 2) == 1);
    CHECK(student_p(equal, 2.1) == 0);
    CHECK_FALSE(agrees(equal, 2.1));
    CHECK(std::isnan(student_p({}, 1)));
}

TEST_CASE("Running moments merge to those of the whole") {
    RunningMoments left, right, whole;
    for (int i = 0; i < 7; ++i) left.add(i * i), whole.add(i * i);
    for (int i = 7; i < 20; ++i) right.add(i * i), whole.add(i * i);
    left.merge(right);
    CHECK(left.n == whole.n);
    CHECK(near(left.mean(), whole.mean()));
    CHECK(near(left.variance(), whole.variance()));
    CHECK(std::isnan(RunningMoments{}.mean()));
}

TEST_CASE("Running sums give the ratio's standard error by the delta method") {
    std::mt19937_64 random(3);
    std::poisson_distribution<int> contacts(400);
    RatioSums sums;
    std::vector<double> a, b;
    for (int r = 0; r < 300; ++r) {
        const int n = contacts(random);
        b.push_back(n);
        a.push_back(std::binomial_distribution<int>(n, 0.8)(random));
        sums.add(a.back(), b.back());
    }
    const Ratio jackknife = ratio_of_sums(a, b);
    CHECK(near(sums.ratio(), jackknife.measured.value));
    CHECK(near(sums.standard_error(), jackknife.measured.se, 2e-3 * jackknife.measured.se));
    CHECK(near(sums.standard_error(), std::sqrt(0.8 * 0.2 / (300 * 400)), 3e-4));
    CHECK(std::isnan(RatioSums{}.ratio()));
    CHECK(std::isnan(RatioSums{}.standard_error()));
}

TEST_CASE("95 % intervals cover 95 % of the time") {
    // 2 000 studies of 40 replications each, days whose volume varies by 25 %; between 1 860 and 1 936 intervals must hold the truth.
    std::mt19937_64 random(20);
    std::gamma_distribution<double> busy(16, 1.0 / 16);
    int mean_hits = 0, ratio_hits = 0, share_hits = 0, median_hits = 0;
    std::vector<double> a(40), b(40);
    for (int study = 0; study < 2000; ++study) {
        for (std::size_t r = 0; r < 40; ++r) {
            const int n = std::poisson_distribution<int>(200 * busy(random))(random);
            b[r] = n;
            a[r] = std::binomial_distribution<int>(n, 0.8)(random);
        }
        mean_hits += covers(mean_of(b).ci, 200);
        ratio_hits += covers(ratio_of_sums(a, b).measured.ci, 0.8);
        share_hits += covers(ratio_of_sums(a, b, RatioScale::share).measured.ci, 0.8);
        median_hits += covers(quantile_interval(b, 0.5), 196);  // median of the gamma-Poisson mixture
    }
    CHECK((mean_hits >= 1860 && mean_hits <= 1936));
    CHECK((ratio_hits >= 1860 && ratio_hits <= 1936));
    CHECK((share_hits >= 1860 && share_hits <= 1936));
    CHECK(median_hits >= 1860);  // at least: ranks are whole numbers
}
