#include "decide/seek.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/statistics.hpp"

namespace peakline {
namespace {

constexpr int first_look = 40;
constexpr double look_growth = 1.5;

// The estimate of one step with what is needed for its bounds.
class Sampled {
public:
    void add(const Observations& more) {
        all_.a.insert(all_.a.end(), more.a.begin(), more.a.end());
        all_.b.insert(all_.b.end(), more.b.begin(), more.b.end());
    }
    int replications() const { return static_cast<int>(all_.a.size()); }

    double value(const SeekTarget& target) const {
        if (target.share) return mean_of(hits(target)).value;
        return ratio_of_sums(all_.a, all_.b).measured.value;
    }
    double margin(const SeekTarget& target) const {
        const double v = value(target);
        if (target.share) return v - *target.share;
        return target.floor ? v - target.value : target.value - v;
    }

    // How far the target is passed on average, whatever share of replications is asked for.
    double mean_margin(const SeekTarget& target) const {
        const double v = ratio_of_sums(all_.a, all_.b).measured.value;
        return target.floor ? v - target.value : target.value - v;
    }

    // One-sided on either side, each wrong with this probability. A ratio's bounds are those of E[A - cB], which is 0 at its value.
    Interval bounds(const SeekTarget& target, double error) const {
        const double confidence = 1 - 2 * error;
        if (target.share) {
            const std::vector<double> met = hits(target);
            const auto n = static_cast<double>(std::count_if(met.begin(), met.end(), [](double m) { return !std::isnan(m); }));
            return wilson(mean_of(met).value * n, n, confidence);
        }
        std::vector<double> excess, base;
        for (std::size_t r = 0; r < all_.a.size(); ++r) {
            excess.push_back(all_.a[r] - target.value * all_.b[r]);
            base.push_back(std::isnan(excess.back()) ? no_value : all_.b[r]);
        }
        const Measured m = mean_of(excess, confidence);
        const double scale = std::abs(mean_of(base).value), v = value(target);
        return {v - (m.ci.high - m.value) / scale, v + (m.ci.high - m.value) / scale};
    }

    // What is compared replication by replication between two steps; larger is better.
    std::vector<double> per_replication(const SeekTarget& target) const {
        if (target.share) return hits(target);
        std::vector<double> values = ratio_of_sums(all_.a, all_.b).pseudo_values;
        if (!target.floor)
            for (double& v : values) v = -v;
        return values;
    }

private:
    std::vector<double> hits(const SeekTarget& target) const {
        std::vector<double> met;
        for (std::size_t r = 0; r < all_.a.size(); ++r) {
            const double v = all_.a[r] / all_.b[r];
            met.push_back(std::isnan(v) ? no_value : (target.floor ? v >= target.value : v <= target.value) ? 1 : 0);
        }
        return met;
    }

    Observations all_;
};

class Search {
public:
    Search(const Observe& observe, const SeekTarget& target, const SeekOptions& options)
        : observe_(observe), target_(target), options_(options) {}

    SeekAnswer run() {
        if (bracket()) {
            bisect();
            judge();
            if (answer_.outcome == SeekAnswer::Outcome::found) answer_.monotone = monotone_beyond(answer_.step);
        }
        answer_.steps_searched = static_cast<int>(searched_.size());
        return std::move(answer_);
    }

private:
    const Sampled& sample(long step) {
        const auto [it, fresh] = searched_.try_emplace(step);
        if (fresh) it->second.add(observed(step, 0, options_.search_replications));
        return it->second;
    }
    double margin(long step) {
        const double m = sample(step).margin(target_);
        return std::isnan(m) ? -1 : m;  // nothing measured is no success
    }
    bool meets(long step) { return margin(step) >= 0; }
    bool unmeasured(long step) { return std::isnan(sample(step).mean_margin(target_)); }  // no contacts: neither met nor missed

    Observations observed(long step, int first, int count) {
        answer_.replications += count;
        return observe_(step, first, count);
    }

    // Two steps of which one meets and the other does not; false: there are none, and the answer is ready.
    bool bracket() {
        if (options_.low && options_.high) return bracket_ends(*options_.low, *options_.high);
        const long start = std::clamp(options_.start, options_.lowest, options_.highest);
        const bool wanted = !meets(start);  // look for a step of the other kind
        // The side on which the margin goes the wanted way comes first; both are tried.
        const long up = std::min(start + first_stride(start), options_.highest);
        const double gain = up == start ? 0 : sample(up).mean_margin(target_) - sample(start).mean_margin(target_);
        const bool up_first = wanted ? gain > 0 : gain < 0;  // where nothing changes down is the shorter way
        for (const int way : {up_first ? 1 : -1, up_first ? -1 : 1})
            if (gallop(start, way, wanted)) return true;
        return ends_alike(wanted, start);
    }

    static long first_stride(long start) { return std::max(1L, std::abs(start) / 8); }

    bool bracket_ends(long low, long high) {
        while (low < high && unmeasured(low)) ++low;
        while (low < high && unmeasured(high)) --high;
        const bool low_meets = meets(low), high_meets = meets(high);
        if (low_meets == high_meets) return ends_alike(!low_meets, low);
        good_ = low_meets ? low : high;
        bad_ = low_meets ? high : low;
        return true;
    }

    bool gallop(long start, int way, bool wanted) {
        long from = start;
        for (long length = first_stride(start);; length *= 2) {
            const long to = way > 0 ? std::min(from + length, options_.highest) : std::max(from - length, options_.lowest);
            if (to == from || unmeasured(to)) return false;
            if (meets(to) == wanted) {
                good_ = wanted ? to : from;
                bad_ = wanted ? from : to;
                return true;
            }
            from = to;
        }
    }

    // Every step looked at is alike: `wanted` was never seen. If fresh replications see it all the same, the edge lies beside the
    // step: true, and it is judged with its neighbours.
    bool ends_alike(bool wanted, long step) {
        long best = step, worst = step;  // of those that were measured
        for (const auto& [other, at] : searched_) {
            if (at.mean_margin(target_) > sample(best).mean_margin(target_)) best = other;
            if (at.mean_margin(target_) < sample(worst).mean_margin(target_)) worst = other;
        }
        answer_.outcome = wanted ? SeekAnswer::Outcome::met_nowhere : SeekAnswer::Outcome::met_everywhere;
        answer_.step = wanted ? best : step;
        answer_.at = test(answer_.step);
        answer_.sure = answer_.at.sure;
        good_ = answer_.step;
        bad_ = best > worst ? good_ - 1 : good_ + 1;
        return answer_.at.meets == wanted;
    }

    void bisect() {
        while (std::abs(good_ - bad_) > 1) {
            const long middle = bad_ + (good_ - bad_) / 2;
            (meets(middle) ? good_ : bad_) = middle;
        }
        answer_.direction = good_ > bad_ ? 1 : -1;
    }

    // Fresh replications, numbered after those of the search, for this step alone or with those it has already.
    StepTest test(long step) {
        const auto known =
            std::find_if(answer_.tests.begin(), answer_.tests.end(), [&](const StepTest& t) { return t.step == step; });
        if (known != answer_.tests.end()) return *known;
        const std::vector<int> at = looks(options_.max_replications);
        const double error = (1 - options_.confidence) / (static_cast<double>(at.size()) * options_.tests);
        Sampled sampled;
        StepTest result;
        result.step = step;
        for (const int n : at) {
            const int have = sampled.replications();
            sampled.add(observed(step, options_.search_replications + have, n - have));
            if (decide(result, sampled, error)) break;
        }
        answer_.tests.push_back(result);
        return result;
    }

    // Meets if surely no worse than the target less the tolerance, misses if surely no better than it and the tolerance.
    bool decide(StepTest& result, const Sampled& sampled, double error) const {
        result.replications = sampled.replications();
        result.value = sampled.value(target_);
        result.margin = sampled.margin(target_);
        result.bounds = sampled.bounds(target_, error);
        const double goal = target_.share ? *target_.share : target_.value;
        const bool larger = target_.share || target_.floor;
        const double worst = larger ? result.bounds.low - goal : goal - result.bounds.high;
        const double best = larger ? result.bounds.high - goal : goal - result.bounds.low;
        const bool good = worst > -target_.tolerance, bad = best < target_.tolerance;
        result.sure = good || bad;
        result.meets = good != bad ? good : result.margin >= 0;
        return result.sure;
    }

    long clamped(long step) const {
        const long low = options_.low ? *options_.low : options_.lowest, high = options_.high ? *options_.high : options_.highest;
        return std::clamp(step, low, high);
    }

    // The step found must meet, the one before it must miss; where the search was wrong, on in growing strides and back by halves.
    void judge() {
        const int way = answer_.direction;
        std::optional<StepTest> good, bad;
        long stride = 1;
        for (long step = good_;;) {
            const StepTest now = test(step);
            (now.meets ? good : bad) = now;
            if (good && bad) break;
            const long next = clamped(now.meets ? step - way * stride : step + way * stride);
            if (next == step) break;
            step = next;
            if (answer_.tests.size() > 1) stride *= 2;
        }
        while (good && bad && std::abs(good->step - bad->step) > 1) {
            const StepTest now = test(bad->step + (good->step - bad->step) / 2);
            (now.meets ? good : bad) = now;
        }
        finish(good, bad);
    }

    void finish(const std::optional<StepTest>& good, const std::optional<StepTest>& bad) {
        using enum SeekAnswer::Outcome;
        answer_.outcome = good && bad ? found : good ? met_everywhere : met_nowhere;
        answer_.at = good ? *good : *bad;
        answer_.step = answer_.at.step;
        if (good && bad) answer_.before = bad;
        answer_.sure = answer_.at.sure && (!answer_.before || answer_.before->sure) &&
                       answer_.tests.size() <= static_cast<std::size_t>(options_.tests);
    }

    // On the sample function: a step further on may not be surely worse than the one before it.
    bool monotone_beyond(long step) {
        const int way = answer_.direction;
        long before = step;
        for (int further = 1; further <= 2; ++further) {
            const long next = clamped(step + way * further);
            if (next == before) break;
            const Measured m = paired_difference(sample(next).per_replication(target_), sample(before).per_replication(target_));
            if (m.ci.high < 0 || (meets(step) && margin(next) < -target_.tolerance)) return false;
            before = next;
        }
        return true;
    }

    const Observe& observe_;
    const SeekTarget& target_;
    const SeekOptions& options_;
    std::map<long, Sampled> searched_;
    long good_ = 0, bad_ = 0;
    SeekAnswer answer_;
};

}  // namespace

std::vector<int> looks(int max) {
    std::vector<int> at;
    for (double n = first_look; n < max; n *= look_growth) at.push_back(static_cast<int>(std::ceil(n)));
    at.push_back(std::max(max, 2));
    return at;
}

SeekAnswer seek(const Observe& observe, const SeekTarget& target, const SeekOptions& options) {
    return Search(observe, target, options).run();
}

}  // namespace peakline
