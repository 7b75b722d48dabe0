#include <numeric>

#include <doctest/doctest.h>

#include "decide/levers.hpp"
#include "synthetic.hpp"

using namespace peakline;

namespace {

// Value of a set of levers; every replication has luck that all sets share, and some of its own.
Observations play(double value, const LeverSet& on, int n, double own) {
    Observations seen;
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < on.size(); ++i) mask |= std::uint64_t{on[i]} << i;
    for (int r = 0; r < n; ++r) {
        seen.a.push_back(value + standard_luck(Luck::normal, 3, 1 << 20, r, 0) +
                         (own > 0 ? own * standard_luck(Luck::normal, 3, mask, r, 1) : 0));
        seen.b.push_back(1);
    }
    return seen;
}

double sum_of(const std::vector<LeverShare>& shares) {
    return std::accumulate(shares.begin(), shares.end(), 0.0,
                           [](double sum, const LeverShare& s) { return sum + s.share.value; });
}

}  // namespace

TEST_CASE("Three levers with a known interaction: shares, alone and removed worked out by hand") {
    // v = 4 a + 2 b + 1 c + 6 a b: the interaction is shared equally, so a has 7, b 5, c 1 of 13.
    const auto observe = [](const LeverSet& on, int n) {
        return std::vector{play(4 * on[0] + 2 * on[1] + 1 * on[2] + 6 * (on[0] && on[1]), on, n, 0)};
    };
    LeverOptions options;
    options.tolerances = {0.1};
    const LeverShares result = share_levers(3, observe, options);
    const auto& shares = result.shares[0];
    CHECK(result.exact);
    CHECK(result.replications == 40);
    CHECK(shares[0].share.value == doctest::Approx(7));
    CHECK(shares[1].share.value == doctest::Approx(5));
    CHECK(shares[2].share.value == doctest::Approx(1));
    CHECK(shares[0].alone == doctest::Approx(4));
    CHECK(shares[0].removed == doctest::Approx(10));
    CHECK(shares[1].alone == doctest::Approx(2));
    CHECK(shares[1].removed == doctest::Approx(8));
    CHECK(shares[2].alone == doctest::Approx(1));
    CHECK(result.whole[0].value == doctest::Approx(13));
    CHECK(sum_of(shares) == doctest::Approx(13));
    CHECK(result.all[0] - result.none[0] == doctest::Approx(13));   // of the same seasons
    CHECK(shares[0].share.se == doctest::Approx(0).epsilon(1e-9));  // shared luck cancels
}

TEST_CASE("Shares add up to the whole and replications are added until they are narrow") {
    const auto observe = [](const LeverSet& on, int n) { return std::vector{play(1.0 * on[0] + 2.0 * on[1], on, n, 1.0)}; };
    LeverOptions options;
    options.tolerances = {0.15};
    const LeverShares result = share_levers(2, observe, options);
    CHECK(result.narrow);
    CHECK(result.replications > 40);
    for (const LeverShare& share : result.shares[0]) CHECK((share.share.ci.high - share.share.ci.low) / 2 <= 0.15 + 1e-9);
    CHECK(sum_of(result.shares[0]) == doctest::Approx(result.whole[0].value));
    CHECK(result.all.size() == 1);  // of the last look alone
    CHECK(result.none[0] + sum_of(result.shares[0]) == doctest::Approx(result.all[0]));
    options.max = 40;
    CHECK_FALSE(share_levers(2, observe, options).narrow);
}

TEST_CASE("The intervals of a share cover its true value as often as they say") {
    int covered = 0;
    const int tries = 400;
    for (int t = 0; t < tries; ++t) {
        const auto observe = [&](const LeverSet& on, int n) {
            Observations seen;
            const std::uint64_t mask = std::uint64_t{on[0]} | std::uint64_t{on[1]} << 1;
            for (int r = 0; r < n; ++r) {
                seen.a.push_back(1.0 * on[0] + 2.0 * on[1] +
                                 standard_luck(Luck::normal, static_cast<std::uint64_t>(t), mask, r, 7));
                seen.b.push_back(1);
            }
            return std::vector{seen};
        };
        LeverOptions options;
        options.tolerances = {1e9};
        const LeverShares result = share_levers(2, observe, options);
        const Interval ci = result.shares[0][0].share.ci;
        covered += ci.low <= 1 && 1 <= ci.high ? 1 : 0;
    }
    CHECK(covered >= 361);  // 380 expected; 361 is 4.4 standard deviations below
    CHECK(covered <= 398);
}

TEST_CASE(
    "Beyond eight levers orders are sampled with their reverses: additive effects come out exactly, pairs within the error") {
    const std::size_t levers = 10;
    int subsets = 0;
    const auto observe = [&](const LeverSet& on, int n) {
        ++subsets;
        double value = 0;
        for (std::size_t i = 0; i < levers; ++i) value += on[i] ? static_cast<double>(i + 1) : 0;
        if (on[0] && on[9]) value += 4;
        return std::vector{play(value, on, n, 0)};
    };
    LeverOptions options;
    options.tolerances = {100};
    const LeverShares result = share_levers(levers, observe, options);
    CHECK_FALSE(result.exact);
    CHECK(subsets < 512);
    for (std::size_t i = 1; i < 9; ++i) CHECK(result.shares[0][i].share.value == doctest::Approx(static_cast<double>(i + 1)));
    // A pair met in an order and in its reverse gives each half of it.
    CHECK(result.shares[0][0].share.value == doctest::Approx(3));
    CHECK(result.shares[0][9].share.value == doctest::Approx(12));
    CHECK(sum_of(result.shares[0]) == doctest::Approx(result.whole[0].value));
}

TEST_CASE("Weights of Shapley add up to one over all subsets without a lever") {
    for (const std::size_t levers : {1u, 2u, 5u, 8u}) {
        double sum = 0, subsets = 1;
        for (std::size_t size = 0; size < levers; ++size) {
            sum += subsets * shapley_weight(levers, size);
            subsets = subsets * static_cast<double>(levers - 1 - size) / static_cast<double>(size + 1);
        }
        CHECK(sum == doctest::Approx(1));
    }
}
