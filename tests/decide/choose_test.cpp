#include <algorithm>
#include <functional>
#include <numeric>

#include <doctest/doctest.h>

#include "decide/choose_robust.hpp"
#include "decide/choose_tolerance.hpp"
#include "decide/choose_variance.hpp"
#include "decide/difference_cost.hpp"
#include "synthetic.hpp"

using namespace peakline;

namespace {

constexpr double tolerance = 0.4;         // in standard deviations of a plan's own luck
constexpr double narrow_tolerance = 0.1;  // for plans spread out
constexpr int runs = 1000;

struct Tried {
    int good = 0;                           // within tolerance of the best
    double seasons = 0, equal_seasons = 0;  // as played; if every plan had been played to the last look
};

Tried try_plans(SyntheticPlans plans, double enough) {
    Tried tried;
    const double best = *std::max_element(plans.means.begin(), plans.means.end());
    for (int run = 0; run < runs; ++run) {
        plans.seed = static_cast<std::uint64_t>(run) + 1;
        GrowingPlans growing(plans);
        ChooseOptions options;
        options.tolerance = enough;
        const Choice choice = choose_plan(plans.means.size(), std::ref(growing), options);
        if (choice.best && plans.means[*choice.best] >= best - enough) ++tried.good;
        tried.seasons += std::accumulate(choice.replications_of.begin(), choice.replications_of.end(), 0.0);
        tried.equal_seasons += static_cast<double>(choice.replications) * static_cast<double>(plans.means.size());
    }
    return tried;
}

SyntheticPlans spread() {
    SyntheticPlans plans;
    plans.means = {-1.2, 0, -0.6, -0.15, -1.8, -2.4};
    return plans;
}

SyntheticPlans slippage() {
    SyntheticPlans plans;
    plans.means = {0, 1.1 * tolerance, 0, 0, 0, 0};
    return plans;
}

Observations constant(const std::vector<double>& values) { return {values, std::vector<double>(values.size(), 1)}; }

}  // namespace

TEST_CASE("Among plans spread out a good one is chosen in at least 927 of 1 000 runs, with fewer seasons than equal allocation") {
    const Tried tried = try_plans(spread(), narrow_tolerance);
    CHECK(tried.good >= 927);
    CHECK(tried.seasons < 0.6 * tried.equal_seasons);
}

TEST_CASE("One plan a little better than equal others is chosen in at least 927 of 1 000 runs") {
    CHECK(try_plans(slippage(), tolerance).good >= 927);
}

TEST_CASE("Skewed luck does not mislead: a good plan in at least 927 of 1 000 runs") {
    SyntheticPlans apart = spread(), close = slippage();
    apart.luck = close.luck = Luck::skewed;
    CHECK(try_plans(apart, narrow_tolerance).good >= 927);
    CHECK(try_plans(close, tolerance).good >= 927);
}

TEST_CASE(
    "Subject to a target the best plan that meets it is chosen in at least 927 of 1 000 runs, and none that misses it by the "
    "tolerance") {
    SyntheticPlans plans;
    plans.means = {1.5, 1, 0.5, 0};
    plans.target_means = {-0.6, 0.5, 0.6, 1};  // the best plan by far misses the target
    for (const Luck luck : {Luck::normal, Luck::skewed}) {
        plans.luck = luck;
        int good = 0;
        for (int run = 0; run < runs; ++run) {
            plans.seed = static_cast<std::uint64_t>(run) + 1;
            GrowingPlans growing(plans);
            ChooseOptions options;
            options.tolerance = tolerance;
            options.targets.assign(4, {ChooseTarget{0, true, 0.3}});
            const Choice choice = choose_plan(4, std::ref(growing), options);
            good += choice.best && *choice.best == 1 && choice.meets[0] == Meets::no ? 1 : 0;
        }
        CHECK(good >= 927);
    }
}

TEST_CASE("Where every plan misses the target, none is chosen") {
    SyntheticPlans plans;
    plans.means = {0, 1};
    plans.target_means = {-1, -1};
    GrowingPlans growing(plans);
    ChooseOptions options;
    options.tolerance = tolerance;
    options.targets.assign(2, {ChooseTarget{0, true, 0.3}});
    const Choice choice = choose_plan(2, std::ref(growing), options);
    CHECK_FALSE(choice.best.has_value());
    CHECK(choice.not_separated.empty());
    CHECK(choice.meets == std::vector{Meets::no, Meets::no});
}

TEST_CASE("A target that nothing was measured for is missed") {
    ChooseOptions options;
    options.targets = {{ChooseTarget{0.8, true, 0.01}}};
    const auto observe = [](std::size_t, int n) {
        const auto size = static_cast<std::size_t>(n);
        return PlanObservations{constant(std::vector<double>(size, 1.0)), {constant(std::vector<double>(size, no_value))}};
    };
    const Choice choice = choose_plan(1, observe, options);
    CHECK_FALSE(choice.best.has_value());
    CHECK(choice.meets[0] == Meets::no);
}

TEST_CASE("A target not to be passed is judged from the other side") {
    for (const double value : {0.02, 0.09}) {
        ChooseOptions options;
        options.targets = {{ChooseTarget{0.05, false, 0.002}}};
        const auto observe = [&](std::size_t, int n) {
            std::vector<double> seen;
            for (int r = 0; r < n; ++r) seen.push_back(value + (r % 2 == 0 ? 0.001 : -0.001));
            return PlanObservations{constant(seen), {constant(seen)}};
        };
        CHECK(choose_plan(1, observe, options).meets[0] == (value < 0.05 ? Meets::yes : Meets::no));
    }
}

TEST_CASE("At the most replications the plans not separated are named") {
    SyntheticPlans plans;
    plans.means = {0, 0.05, -3};
    GrowingPlans growing(plans);
    ChooseOptions options;
    options.tolerance = 0.001;
    options.max = 100;
    const Choice choice = choose_plan(3, std::ref(growing), options);
    CHECK_FALSE(choice.separated);
    CHECK(choice.replications == 100);
    REQUIRE(choice.best.has_value());
    CHECK(choice.not_separated == std::vector<std::size_t>{1 - *choice.best});
    CHECK(choice.dropped_at[2] == 40);
    CHECK(choice.replications_of[2] == 40);
}

TEST_CASE("Equal plans are settled at the first look, one plan too, and smaller can be better") {
    const auto observe = [](std::size_t plan, int n) {
        std::vector<double> seen;
        for (int r = 0; r < n; ++r) seen.push_back(static_cast<double>(r % 5) + (plan == 2 ? 1 : 0));
        return PlanObservations{constant(seen), {}};
    };
    ChooseOptions options;
    CHECK(choose_plan(2, observe, options).replications == 40);
    CHECK(choose_plan(1, observe, options).best == std::size_t{0});
    CHECK(choose_plan(3, observe, options).best == std::size_t{2});
    options.larger_is_better = false;
    CHECK(choose_plan(3, observe, options).best == std::size_t{0});
}

TEST_CASE("A plan without a value is left out") {
    const auto observe = [](std::size_t plan, int n) {
        return PlanObservations{constant(std::vector<double>(static_cast<std::size_t>(n), plan == 0 ? no_value : 1.0)), {}};
    };
    const Choice choice = choose_plan(2, observe, {});
    CHECK(choice.best == std::size_t{1});
    CHECK(choice.dropped_at[0] == 40);
}

TEST_CASE("Replicating until a half-width stops at the first look that is narrow enough, or at the most") {
    const auto wide = [](int n) { return 10 / std::sqrt(static_cast<double>(n)); };
    const Narrowed enough = replicate_until(1, 5000, wide);
    CHECK(enough.done);
    CHECK(enough.replications == 135);  // 40, 60, 90, 135: the first with 10 / sqrt n <= 1
    const Narrowed never_enough = replicate_until(0.01, 100, wide);
    CHECK_FALSE(never_enough.done);
    CHECK(never_enough.replications == 100);
}

TEST_CASE("Tolerances are those that planners do not argue about") {
    CHECK(usual_tolerance("service_level", {}) == 0.005);
    CHECK(usual_tolerance("service_level", {no_value, {}, {}, true}) == 0.01);
    CHECK(usual_tolerance("abandonment", {}) == 0.002);
    CHECK(usual_tolerance("asa", {no_value, 20.0, {}, false}) == 1);
    CHECK(usual_tolerance("asa", {no_value, 60.0, {}, false}) == 3);
    CHECK(usual_tolerance("cost", {200000, {}, {}, false}) == 1000);
    CHECK(usual_tolerance("backlog", {100, {}, 2000.0, false}) == 20);
}

TEST_CASE("The split of a variance whose parts are known is found within its errors") {
    // Y = 3 F + 2 E + Q + E F / 2 with standard normal F, E, Q: forecast 9 / 14.25, events (with E F) 4.25 / 14.25, queueing 1 / 14.25.
    const auto value = [](int f, int e, int q) {
        const auto luck = [](std::uint64_t what, int r) { return standard_luck(Luck::normal, 5, what, r, 0); };
        return 3 * luck(1, f) + 2 * luck(2, e) + luck(3, q) + luck(1, f) * luck(2, e) / 2;
    };
    const std::array known{9 / 14.25, 4.25 / 14.25, 1 / 14.25};
    for (const int n : {200, 4000}) {
        const int m = n == 200 ? variance_pairs(n) : n / 2;
        std::vector<double> own, queueing, luck;
        for (int r = 0; r < n; ++r) own.push_back(value(r, r, r));
        for (int r = 0; r < m; ++r) {
            queueing.push_back(value(r, r, r ^ 1));
            luck.push_back(value(r, r ^ 1, r ^ 1));
        }
        const VarianceSplit split = split_variance(own, queueing, luck);
        double sum = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(std::abs(split.shares[i].share - known[i]) < 3 * split.shares[i].error);
            CHECK(split.shares[i].error < (n == 200 ? 0.25 : 0.05));
            sum += split.shares[i].share;
        }
        if (!split.clipped) CHECK(sum == doctest::Approx(1));
    }
}

TEST_CASE("Seasons are played twice more only where there are enough, an even number, at most half of them") {
    CHECK(variance_pairs(39) == 0);
    CHECK(variance_pairs(40) == 20);
    CHECK(variance_pairs(90) == 44);
    CHECK(variance_pairs(200) == 64);
}

TEST_CASE("A part that cannot be is shown as 0 and said so") {
    const std::vector<double> own{1, 2, 3, 4}, same = own, far{4, 3, 2, 1};
    const VarianceSplit split = split_variance(own, same, far);
    CHECK(split.clipped);
    CHECK(split.shares[0].share == 0);
    CHECK(split.shares[2].share == 0);
}

TEST_CASE("What a point costs is the ratio of the differences; not determined where the gain may be none") {
    std::vector<double> cost, base_cost, level, base_level, none;
    for (int r = 0; r < 100; ++r) {
        const double luck = standard_luck(Luck::normal, 9, 0, r, 0), more = standard_luck(Luck::normal, 9, 1, r, 0);
        base_cost.push_back(1000 + 50 * luck);
        cost.push_back(1200 + 50 * luck + more);
        base_level.push_back(0.7 - 0.01 * luck);
        level.push_back(0.75 - 0.01 * luck + 0.001 * more);
        none.push_back(0.7 - 0.01 * luck + 0.05 * more);
    }
    const std::vector<double> ones(100, 1);
    const auto ratio = [&](const std::vector<double>& values) { return ratio_of_sums(values, ones); };
    const PointCost known = cost_of_a_point(ratio(cost), ratio(base_cost), ratio(level), ratio(base_level), 0.01);
    CHECK(known.cost == doctest::Approx(40).epsilon(0.02));
    CHECK(known.ci95.low < 40);
    CHECK(known.ci95.high > 40);
    CHECK(std::isnan(cost_of_a_point(ratio(cost), ratio(base_cost), ratio(none), ratio(base_level), 0.01).cost));
}

TEST_CASE("Robustness: the best plan of every kind of season has no regret, and the steady plan the smallest largest one") {
    std::vector<double> needs;
    Observations eager, steady;
    std::vector<bool> incident;
    for (int r = 0; r < 60; ++r) {
        needs.push_back(1000 + (r * 37) % 60);
        const bool high = needs.back() >= 1040;
        eager.a.push_back(high ? 0.5 : 0.9), eager.b.push_back(1);
        steady.a.push_back(0.8), steady.b.push_back(1);
        incident.push_back(r % 10 == 0);
    }
    const Robustness table = robustness(std::vector{eager, steady}, needs, incident, true);
    REQUIRE(table.columns.size() == 4);
    CHECK(table.columns[0].season == "low");
    CHECK(table.columns[0].plans[0].regret == 0);
    CHECK(table.columns[0].plans[1].regret == doctest::Approx(0.1));
    CHECK(table.columns[2].season == "high");
    CHECK(table.columns[2].replications == 20);
    CHECK(table.columns[2].plans[0].regret == doctest::Approx(0.3));
    CHECK(table.columns[3].season == "incident");
    CHECK(table.columns[3].replications == 6);
    CHECK(table.largest_regret[0] == doctest::Approx(0.3));
    CHECK(table.largest_regret[1] == doctest::Approx(0.1));
}

TEST_CASE("Robustness: a plan that misses its target in a kind of season is named there, and others are not held against it") {
    std::vector<double> needs;
    Observations cheap, dear, level_of_cheap, level_of_dear;
    for (int r = 0; r < 60; ++r) {
        needs.push_back(r);
        cheap.a.push_back(100), dear.a.push_back(150);
        level_of_cheap.a.push_back(r >= 40 ? 0.5 : 0.9), level_of_dear.a.push_back(0.9);
        for (Observations* seen : {&cheap, &dear, &level_of_cheap, &level_of_dear}) seen->b.push_back(1);
    }
    const std::vector<PlanTargets> targets{{"cheap", {{"voice.service_level", 0.8, true, level_of_cheap}}},
                                           {"dear", {{"voice.service_level", 0.8, true, level_of_dear}}}};
    const std::vector<bool> quiet(60, false);
    const Robustness table = robustness(std::vector{cheap, dear}, needs, quiet, false, targets);
    REQUIRE(table.columns.size() == 3);
    CHECK(table.columns[0].plans[0].regret == 0);
    CHECK(table.columns[0].plans[1].regret == doctest::Approx(50));
    CHECK(table.columns[0].meaning.find("not ranked") == std::string::npos);
    CHECK(table.columns[2].plans[0].value == 100);
    CHECK(std::isnan(table.columns[2].plans[0].regret));
    CHECK(table.columns[2].plans[1].regret == 0);
    CHECK(table.columns[2].meaning ==
          "the third with the most needs, 40 to 59 needs; not ranked, for missing targets there: cheap (voice.service_level)");
    CHECK(std::isnan(table.largest_regret[0]));
    CHECK(table.largest_regret[1] == doctest::Approx(50));
    CHECK(robustness(std::vector{cheap, dear}, needs, quiet, false).largest_regret[0] == 0);
}
