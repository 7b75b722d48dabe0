// Plans whose true ranking is known: every plan's value in a replication is its mean plus luck that plans share and luck of its own.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "core/random.hpp"
#include "decide/choose.hpp"

namespace peakline {

enum class Luck { normal, skewed };

inline double standard_luck(Luck luck, std::uint64_t seed, std::uint64_t plan, int replication, std::uint64_t what) {
    const auto u = draw({seed, 0, 0, 0}, Family::queueing, {plan, static_cast<std::uint64_t>(replication), what, 0});
    const double z = std::sqrt(-2 * std::log(u[0])) * std::cos(2 * std::numbers::pi * u[1]);
    if (luck == Luck::normal) return z;
    // Lognormal with cv 1, mean 0 and variance 1: skewness 4.
    const double s2 = std::log(2.0);
    return std::exp(std::sqrt(s2) * z - s2 / 2) - 1;
}

struct SyntheticPlans {
    std::vector<double> means;
    std::vector<double> target_means;  // empty: no target; target: at least 0
    Luck luck = Luck::normal;
    double shared = 1;  // standard deviation of what plans have in common
    std::uint64_t seed = 1;
};

// What was drawn at one look stays at the next.
class GrowingPlans {
public:
    explicit GrowingPlans(SyntheticPlans plans) : plans_(std::move(plans)), seen_(plans_.means.size()), shared_() {}

    PlanObservations operator()(std::size_t plan, int n) {
        PlanObservations& seen = seen_[plan];
        if (seen.targets.empty() && !plans_.target_means.empty()) seen.targets.emplace_back();
        for (int r = static_cast<int>(seen.metric.a.size()); r < n; ++r) {
            if (r >= static_cast<int>(shared_.size()))
                shared_.push_back(plans_.shared * standard_luck(Luck::normal, plans_.seed, 1000, r, 0));
            seen.metric.a.push_back(plans_.means[plan] + shared_[static_cast<std::size_t>(r)] +
                                    standard_luck(plans_.luck, plans_.seed, plan, r, 0));
            seen.metric.b.push_back(1);
            if (plans_.target_means.empty()) continue;
            seen.targets[0].a.push_back(plans_.target_means[plan] + standard_luck(plans_.luck, plans_.seed, plan, r, 1));
            seen.targets[0].b.push_back(1);
        }
        return seen;
    }

private:
    SyntheticPlans plans_;
    std::vector<PlanObservations> seen_;
    std::vector<double> shared_;
};

}  // namespace peakline
