#include "decide/choose.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/statistics.hpp"

namespace peakline {
namespace {

double standard_error(const std::vector<double>& x, const std::vector<double>& y, std::size_t& n) {
    RunningMoments moments;
    for (std::size_t r = 0; r < x.size(); ++r) moments.add(x[r] - y[r]);
    n = moments.n;
    return moments.standard_error();
}

class Chooser {
public:
    Chooser(std::size_t plans, const ObservePlan& observe, const ChooseOptions& options)
        : observe_(observe), options_(options), plans_(plans), looks_(looks(options.max)), alive_(plans, true), ratios_(plans) {
        std::size_t targets = 0;
        for (const auto& of_plan : options_.targets) targets = std::max(targets, of_plan.size());
        const double comparisons = std::max(1.0, static_cast<double>(plans - 1 + targets));
        error_ = (1 - options_.confidence) / (static_cast<double>(looks_.size()) * comparisons);
        choice_.replications_of.assign(plans, 0);
        choice_.dropped_at.assign(plans, std::nullopt);
        choice_.behind.assign(plans, Interval());
        for (std::size_t p = 0; p < plans; ++p) choice_.meets.push_back(targets_of(p).empty() ? Meets::yes : Meets::open);
    }

    Choice run() {
        for (const int n : looks_) {
            look(n);
            if (done()) break;
        }
        finish();
        return std::move(choice_);
    }

private:
    const std::vector<ChooseTarget>& targets_of(std::size_t plan) const {
        static const std::vector<ChooseTarget> none;
        return plan < options_.targets.size() ? options_.targets[plan] : none;
    }

    // A Student variable exceeds it with probability `error_`.
    double one_sided(std::size_t n) const {
        if (factor_.first != n) factor_ = {n, student_factor(n, 1 - 2 * error_)};
        return factor_.second;
    }

    // How much better i is than j, and the half-width of its bounds.
    double lead(std::size_t i, std::size_t j) const {
        const double d = ratios_[i].measured.value - ratios_[j].measured.value;
        return options_.larger_is_better ? d : -d;
    }
    double half_width(std::size_t i, std::size_t j) const {
        std::size_t n = 0;
        const double se = standard_error(ratios_[i].pseudo_values, ratios_[j].pseudo_values, n);
        return n < 2 ? never_ : one_sided(n) * se;
    }
    bool surely_worse(std::size_t i, std::size_t j) const { return lead(i, j) + half_width(i, j) < 0; }

    void drop(std::size_t plan) {
        alive_[plan] = false;
        choice_.dropped_at[plan] = choice_.replications;
    }

    void look(int n) {
        choice_.replications = n;
        for (std::size_t p = 0; p < plans_; ++p) {
            if (!alive_[p]) continue;
            const PlanObservations seen = observe_(p, n);
            choice_.replications_of[p] = n;
            ratios_[p] = ratio_of_sums(seen.metric.a, seen.metric.b);
            judge(p, seen.targets);
        }
        const std::vector<bool> stood = alive_;
        for (std::size_t i = 0; i < plans_; ++i) {
            if (!stood[i]) continue;
            bool out = choice_.meets[i] == Meets::no || ratios_[i].pseudo_values.empty();
            for (std::size_t j = 0; j < plans_ && !out; ++j)
                out = j != i && stood[j] && choice_.meets[j] == Meets::yes && !ratios_[j].pseudo_values.empty() &&
                      surely_worse(i, j);
            if (out) drop(i);
        }
    }

    // A target theta >= c is E[A - c B] >= 0. Once it is judged, a target stays so.
    void judge(std::size_t plan, const std::vector<Observations>& seen) {
        if (choice_.meets[plan] != Meets::open) return;
        const auto& targets = targets_of(plan);
        bool all = true;
        for (std::size_t t = 0; t < targets.size(); ++t) {
            const Meets meets = judged(targets[t], seen[t]);
            if (meets == Meets::no) choice_.meets[plan] = Meets::no;
            all = all && meets == Meets::yes;
        }
        if (all) choice_.meets[plan] = Meets::yes;
    }

    Meets judged(const ChooseTarget& target, const Observations& seen) const {
        RunningMoments margin, denominator;
        RatioSums sums;
        for (std::size_t r = 0; r < seen.a.size(); ++r) {
            sums.add(seen.a[r], seen.b[r]);
            margin.add(seen.a[r] - target.value * seen.b[r]);
            if (!std::isnan(seen.a[r])) denominator.add(seen.b[r]);
        }
        if (margin.n < 2 || !(denominator.mean() > 0))
            return Meets::no;  // nothing was measured: nobody should take silence for success
        const double sign = target.floor ? 1 : -1;
        const double above = sign * (sums.ratio() - target.value);
        const double half = one_sided(margin.n) * margin.standard_error() / denominator.mean();
        const bool yes = above - half > -target.tolerance, no = above + half < target.tolerance;
        if (yes && no) return above >= 0 ? Meets::yes : Meets::no;
        return yes ? Meets::yes : no ? Meets::no : Meets::open;
    }

    // The most that a survivor may be better than the leader.
    double most_behind(std::size_t leader) const {
        double most = -never_;
        for (std::size_t i = 0; i < plans_; ++i)
            if (alive_[i] && i != leader) most = std::max(most, lead(i, leader) + half_width(i, leader));
        return most;
    }

    bool done() {
        std::optional<std::size_t> leader;
        double least = never_;
        bool any = false;
        for (std::size_t l = 0; l < plans_; ++l) {
            any = any || alive_[l];
            if (!alive_[l] || choice_.meets[l] != Meets::yes) continue;
            const double behind = most_behind(l);
            if (!leader || behind < least) leader = l, least = behind;
        }
        if (leader) choice_.best = leader;
        choice_.separated = !any || (leader && least <= options_.tolerance);
        return choice_.separated;
    }

    void finish() {
        if (!choice_.separated) best_guess();
        if (!choice_.best) {
            for (std::size_t i = 0; i < plans_; ++i)
                if (alive_[i]) choice_.not_separated.push_back(i);
            return;
        }
        for (std::size_t i = 0; i < plans_; ++i) {
            if (!alive_[i] || i == *choice_.best) continue;
            const double behind = lead(*choice_.best, i), half = half_width(i, *choice_.best);
            choice_.behind[i] = {behind - half, behind + half};
            if (!choice_.separated && half - behind > options_.tolerance) choice_.not_separated.push_back(i);
        }
    }

    // At `max`: the best estimate among those that meet the targets surely, else among those whose targets are open.
    void best_guess() {
        choice_.best.reset();
        for (const Meets meets : {Meets::yes, Meets::open})
            for (std::size_t i = 0; i < plans_ && (!choice_.best || choice_.meets[*choice_.best] == meets); ++i)
                if (alive_[i] && choice_.meets[i] == meets && (!choice_.best || lead(i, *choice_.best) > 0)) choice_.best = i;
    }

    static constexpr double never_ = std::numeric_limits<double>::infinity();
    const ObservePlan& observe_;
    const ChooseOptions& options_;
    std::size_t plans_;
    std::vector<int> looks_;
    double error_;
    mutable std::pair<std::size_t, double> factor_{0, 0};  // the last one, which pairs of plans share
    std::vector<bool> alive_;
    std::vector<Ratio> ratios_;
    Choice choice_;
};

}  // namespace

Choice choose_plan(std::size_t plans, const ObservePlan& observe, const ChooseOptions& options) {
    return Chooser(plans, observe, options).run();
}

Narrowed replicate_until(double half_width, int max, const std::function<double(int)>& wide) {
    Narrowed result;
    for (const int n : looks(max)) {
        result = {n, wide(n), false};
        result.done = result.half_width <= half_width;
        if (result.done) break;
    }
    return result;
}

}  // namespace peakline
