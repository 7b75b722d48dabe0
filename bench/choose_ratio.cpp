// Choosing a plan: repeated confidence intervals with elimination (decide/choose) beside KN and equal allocation, on synthetic plans whose
// ranking is known. Kim and Nelson (2001), A fully sequential procedure for indifference-zone selection in simulation.
#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <string>

#include <fmt/format.h>

#include "core/statistics.hpp"
#include "tests/decide/synthetic.hpp"

using namespace peakline;

namespace {

constexpr int runs = 1000, first_stage = 40, max = 5000;
constexpr double error = 0.05;

struct Outcome {
    std::size_t chosen = 0;
    double seasons = 0;
};

Outcome ours(GrowingPlans& plans, std::size_t k, double tolerance, double& equal) {
    ChooseOptions options;
    options.tolerance = tolerance;
    options.max = max;
    const Choice choice = choose_plan(k, std::ref(plans), options);
    equal = static_cast<double>(choice.replications) * static_cast<double>(k);
    return {*choice.best, std::accumulate(choice.replications_of.begin(), choice.replications_of.end(), 0.0)};
}

// KN with c = 1 and a first stage of as many replications as our first look.
Outcome kim_nelson(GrowingPlans& plans, std::size_t k, double tolerance) {
    const double n0 = first_stage;
    const double eta = 0.5 * (std::pow(2 * error / static_cast<double>(k - 1), -2 / (n0 - 1)) - 1), h2 = 2 * eta * (n0 - 1);
    std::vector<PlanObservations> seen;
    for (std::size_t p = 0; p < k; ++p) seen.push_back(plans(p, max));
    std::vector<std::vector<double>> variance(k, std::vector<double>(k));
    for (std::size_t i = 0; i < k; ++i)
        for (std::size_t j = 0; j < k; ++j) {
            RunningMoments d;
            for (std::size_t r = 0; r < first_stage; ++r) d.add(seen[i].metric.a[r] - seen[j].metric.a[r]);
            variance[i][j] = d.variance();
        }
    std::vector<bool> alive(k, true);
    std::vector<double> sums(k, 0.0);
    Outcome outcome;
    for (std::size_t r = 0; r < max; ++r) {
        for (std::size_t p = 0; p < k; ++p)
            if (alive[p]) sums[p] += seen[p].metric.a[r], outcome.seasons += 1;
        if (r + 1 < first_stage) continue;
        const auto n = static_cast<double>(r + 1);
        const std::vector<bool> stood = alive;
        for (std::size_t i = 0; i < k; ++i)
            for (std::size_t j = 0; j < k; ++j) {
                if (i == j || !stood[i] || !stood[j]) continue;
                const double w = std::max(0.0, tolerance / (2 * n) * (h2 * variance[i][j] / (tolerance * tolerance) - n));
                if (sums[i] / n < sums[j] / n - w) alive[i] = false;
            }
        if (std::count(alive.begin(), alive.end(), true) == 1) break;
    }
    double best = -1e300;
    for (std::size_t p = 0; p < k; ++p)
        if (alive[p] && sums[p] > best) best = sums[p], outcome.chosen = p;
    return outcome;
}

void compare(const std::string& name, SyntheticPlans plans, double tolerance) {
    const double best = *std::max_element(plans.means.begin(), plans.means.end());
    int good_ours = 0, good_kn = 0;
    double seasons_ours = 0, seasons_kn = 0, seasons_equal = 0;
    for (int run = 0; run < runs; ++run) {
        plans.seed = static_cast<std::uint64_t>(run) + 1;
        GrowingPlans growing(plans);
        double equal = 0;
        const Outcome a = ours(growing, plans.means.size(), tolerance, equal),
                      b = kim_nelson(growing, plans.means.size(), tolerance);
        good_ours += plans.means[a.chosen] >= best - tolerance ? 1 : 0;
        good_kn += plans.means[b.chosen] >= best - tolerance ? 1 : 0;
        seasons_ours += a.seasons, seasons_kn += b.seasons, seasons_equal += equal;
    }
    fmt::print("{:<22} {:>6.3f} {:>9.0f}   {:>6.3f} {:>9.0f}   {:>9.0f}\n", name, good_ours / double{runs}, seasons_ours / runs,
               good_kn / double{runs}, seasons_kn / runs, seasons_equal / runs);
}

}  // namespace

int main() {
    fmt::print(
        "{} runs each; right: the plan chosen is within the tolerance of the best; seasons: played in all, mean of the runs\n",
        runs);
    fmt::print("{:<22} {:>16}   {:>16}   {:>9}\n{:<22} {:>6} {:>9}   {:>6} {:>9}   {:>9}\n", "", "elimination", "KN", "equal", "",
               "right", "seasons", "right", "seasons", "seasons");
    for (const Luck luck : {Luck::normal, Luck::skewed}) {
        const std::string kind = luck == Luck::normal ? "" : ", skewed";
        SyntheticPlans spread, slippage, pair;
        spread.means = {-1.2, 0, -0.6, -0.15, -1.8, -2.4};
        slippage.means = {0, 0.44, 0, 0, 0, 0};
        pair.means = {0, 0.22};
        spread.luck = slippage.luck = pair.luck = luck;
        compare("spread" + kind, spread, 0.1);
        compare("slippage" + kind, slippage, 0.4);
        compare("a close pair" + kind, pair, 0.2);
    }
}
