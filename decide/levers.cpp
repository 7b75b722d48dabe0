#include "decide/levers.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "core/random.hpp"

namespace peakline {
namespace {

// A weighted sum of values of subsets; a lever's share is one.
using Weights = std::map<LeverSet, double>;

void add_marginal(Weights& weights, LeverSet without, std::size_t lever, double weight) {
    without[lever] = false;
    weights[without] -= weight;
    without[lever] = true;
    weights[without] += weight;
}

Weights exact_weights(std::size_t levers, std::size_t lever) {
    Weights weights;
    for (std::uint32_t mask = 0; mask < (1u << levers); ++mask) {
        if (mask >> lever & 1) continue;
        LeverSet set(levers);
        std::size_t size = 0;
        for (std::size_t i = 0; i < levers; ++i)
            if (mask >> i & 1) set[i] = true, ++size;
        add_marginal(weights, set, lever, shapley_weight(levers, size));
    }
    return weights;
}

std::vector<std::size_t> permutation(std::size_t levers, std::uint64_t seed, std::uint64_t number) {
    std::vector<std::size_t> order(levers);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = levers; i-- > 1;) {
        const double u = draw({seed, 0, 0, 0}, Family::events, {hash64("levers"), number, i, 0})[0];
        std::swap(order[i], order[static_cast<std::size_t>(u * static_cast<double>(i + 1))]);
    }
    return order;
}

// Marginal effects along an order of levers.
void add_order(std::vector<Weights>& weights, const std::vector<std::size_t>& order, double weight) {
    LeverSet set(order.size());
    for (const std::size_t lever : order) {
        add_marginal(weights[lever], set, lever, weight);
        set[lever] = true;
    }
}

// [draw of orders][lever]; exact: one draw that is the whole sum.
std::vector<std::vector<Weights>> all_weights(std::size_t levers, const LeverOptions& options) {
    std::vector<std::vector<Weights>> draws;
    if (levers <= options.exact_up_to) {
        draws.emplace_back();
        for (std::size_t i = 0; i < levers; ++i) draws.back().push_back(exact_weights(levers, i));
        return draws;
    }
    for (int pair = 0; pair < options.permutation_pairs; ++pair) {
        auto order = permutation(levers, options.seed, static_cast<std::uint64_t>(pair));
        draws.emplace_back(levers);
        add_order(draws.back(), order, 0.5);
        std::reverse(order.begin(), order.end());
        add_order(draws.back(), order, 0.5);
    }
    return draws;
}

// Values of all subsets looked at, of one metric.
class SubsetValues {
public:
    void add(const LeverSet& set, Ratio ratio) { ratios_[set] = std::move(ratio); }
    const Ratio& at(const LeverSet& set) const { return ratios_.at(set); }
    double difference(const LeverSet& set, const LeverSet& base) const {
        return at(set).measured.value - at(base).measured.value;
    }

    // The same sum over the pseudo-values of every replication keeps the pairing.
    Ratio weighted(const Weights& weights) const {
        Ratio sum;
        sum.measured.value = 0;
        sum.pseudo_values.assign(at(weights.begin()->first).pseudo_values.size(), 0.0);
        for (const auto& [set, weight] : weights) {
            const Ratio& ratio = at(set);
            sum.measured.value += weight * ratio.measured.value;
            if (ratio.pseudo_values.size() != sum.pseudo_values.size()) sum.pseudo_values.clear();
            for (std::size_t r = 0; r < sum.pseudo_values.size(); ++r) sum.pseudo_values[r] += weight * ratio.pseudo_values[r];
        }
        return sum;
    }

private:
    std::map<LeverSet, Ratio> ratios_;
};

Measured measured(const Ratio& ratio) {
    const Measured spread = mean_of(ratio.pseudo_values);
    return {ratio.measured.value, spread.se, spread.ci};
}

// Mean over the draws of orders; where they are a sample, their own spread adds to the error.
Measured share_of(const SubsetValues& values, const std::vector<std::vector<Weights>>& draws, std::size_t lever) {
    Weights mean;
    RunningMoments of_draws;
    for (const auto& draw : draws) {
        for (const auto& [set, weight] : draw[lever]) mean[set] += weight / static_cast<double>(draws.size());
        of_draws.add(values.weighted(draw[lever]).measured.value);
    }
    const Ratio sum = values.weighted(mean);
    Measured result = measured(sum);
    if (draws.size() < 2 || std::isnan(result.se)) return result;
    const double factor = (result.ci.high - result.ci.low) / 2 / result.se;
    result.se = std::hypot(result.se, of_draws.standard_error());
    const double half = (std::isfinite(factor) ? factor : student_factor(of_draws.n)) * result.se;
    result.ci = {result.value - half, result.value + half};
    return result;
}

}  // namespace

double shapley_weight(std::size_t levers, std::size_t size) {
    return std::exp(std::lgamma(static_cast<double>(size) + 1) + std::lgamma(static_cast<double>(levers - size)) -
                    std::lgamma(static_cast<double>(levers) + 1));
}

LeverShares share_levers(std::size_t levers, const ObserveLevers& observe, const LeverOptions& options) {
    const auto draws = all_weights(levers, options);
    LeverSet none(levers), all(levers, true);
    std::map<LeverSet, bool> sets{{none, true}, {all, true}};
    for (std::size_t i = 0; i < levers; ++i) {
        LeverSet alone = none, without = all;
        alone[i] = true, without[i] = false;
        sets[alone] = sets[without] = true;
        for (const auto& draw : draws)
            for (const auto& [set, weight] : draw[i]) sets[set] = true;
    }
    const std::size_t metrics = options.tolerances.size();
    LeverShares result;
    result.levers = levers;
    result.exact = levers <= options.exact_up_to;
    std::vector<int> at = looks(options.max);
    if (options.first < options.max) std::erase_if(at, [&](int n) { return n < options.first; });
    for (const int n : at) {
        std::vector<SubsetValues> values(metrics);
        for (const auto& [set, wanted] : sets) {
            const auto seen = observe(set, n);
            for (std::size_t m = 0; m < metrics; ++m) values[m].add(set, ratio_of_sums(seen[m].a, seen[m].b));
        }
        result.replications = n;
        result.narrow = true;
        result.shares.assign(metrics, {});
        result.whole.assign(metrics, {});
        result.none.clear(), result.all.clear();
        for (std::size_t m = 0; m < metrics; ++m) {
            result.whole[m] = measured(values[m].weighted({{all, 1}, {none, -1}}));
            result.none.push_back(values[m].at(none).measured.value);
            result.all.push_back(values[m].at(all).measured.value);
            const double enough = std::max(options.tolerances[m], 0.05 * std::abs(result.whole[m].value));
            for (std::size_t i = 0; i < levers; ++i) {
                LeverSet alone = none, without = all;
                alone[i] = true, without[i] = false;
                const Measured share = share_of(values[m], draws, i);
                result.shares[m].push_back({share, values[m].difference(alone, none), values[m].difference(all, without)});
                if ((share.ci.high - share.ci.low) / 2 > enough) result.narrow = false;
            }
        }
        if (result.narrow) break;
    }
    return result;
}

}  // namespace peakline
