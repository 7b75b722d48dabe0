// From rates to customers: what the rate is at an instant, and who exists under it.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "sim/needs.hpp"
#include "sim/purpose.hpp"

namespace peakline::sim {

// ---- queues whose volume is scaled: the customers who choose them are more or fewer, nobody else's change ----------------------
double Needs::queue_factor(QueueId queue, double t) const { return factor_of(season_.queue_scales[queue], t); }

double Needs::largest_queue_factor(double t) const {
    double largest = 1;
    for (const Spells& scales : season_.queue_scales) largest = std::max(largest, factor_of(scales, t));
    return largest;
}

// The queue that this customer will choose (the same draws as at the time).
QueueId Needs::chosen_queue(ReasonId reason, int index, std::uint32_t ordinal, double t) const {
    const ReasonModel& r = model_.reasons[reason];
    double best = never;
    QueueId chosen = no_id;
    for (const auto& option : r.queues.at(t)) {
        const double u =
            draw(streams_, Family::queueing, {hash64(r.name, option.name), cell(index), ordinal, detail(Purpose::choice)})[0];
        const double x = -std::log(u) / option.share;
        if (chosen == no_id || x < best) best = x, chosen = option.id;
    }
    return chosen;
}

double Needs::rate(ReasonId reason, double t) const {
    double rate = unscaled_rate(reason, t);
    if (!by_queue_ || rate == 0) return rate;
    double factor = 0;
    for (const auto& option : model_.reasons[reason].queues.at(t)) factor += option.share * queue_factor(option.id, t);
    return rate * factor;
}

double Needs::unscaled_rate(ReasonId reason, double t) const {
    const ReasonModel& r = model_.reasons[reason];
    double needs = 0;
    if (r.by_day) {
        needs = day_needs_[reason][static_cast<std::size_t>(model_.day_of(t))] * r.shape.at(t);
    } else {
        if (r.volume.form != VolumeModel::Form::none) {
            const double busy = r.volume.busy ? season_.busyness[static_cast<std::size_t>(model_.day_of(t))] : 1;
            needs += volume_rate(r.volume, t) * busy * r.needs_per_offered.at(t);
        }
        if (r.driver != no_id || !r.generated_by.empty())
            for (const Lag& lag : r.lags) {
                const double unit = model_.shift_days(t, -lag.days) - lag.seconds;
                if (r.driver != no_id) needs += lag.share * unit_rate(r.driver, unit) * season_.value(r.rate, unit);
                for (const std::uint16_t n : r.generated_by) {
                    const NotificationModel& m = model_.notifications[n];
                    const double units = m.per_driver != no_id                             ? unit_rate(m.per_driver, unit)
                                         : m.per_reason != no_id && m.per_reason != reason ? rate(m.per_reason, unit)
                                                                                           : 0;
                    needs += lag.share * units * season_.value(m.reach, unit) * season_.value(m.generates_rate, unit) *
                             factor_of(season_.notification_gates[n], unit);
                }
            }
    }
    needs *= season_.value(r.scale, t) * factor_of(season_.reason_scales[reason], t) * factor_of(season_.reason_gates[reason], t);
    const double on = factor_of(season_.reason_gates[reason], t);
    for (const Spell& add : season_.adds[reason]) needs += on * add.value * add.strength(t);
    return needs;
}

// After those of the reasons whose messages cause it.
void Needs::find_breaks(ReasonId reason) {
    const ReasonModel& r = model_.reasons[reason];
    auto& edges = edges_[reason];
    edges.clear();
    bool linear = r.linear;
    const auto add = [&](const Spells& spells, const Lag& lag) {
        for (const Spell& spell : spells) {
            linear = linear || spell.fades();
            for (const double edge : spell.edges()) edges.push_back(model_.shift_days(edge, lag.days) + lag.seconds);
        }
    };
    add(season_.reason_scales[reason], {});
    add(season_.reason_gates[reason], {});
    add(season_.adds[reason], {});
    for (const Spells& scales : season_.queue_scales) add(scales, {});
    const auto add_driver = [&](std::uint16_t driver, const Lag& lag) {
        if (driver != no_id) add(season_.driver_scales[driver], lag), add(season_.driver_gates[driver], lag);
    };
    if (!r.by_day)
        for (const Lag& lag : r.lags) {
            add_driver(r.driver, lag);
            for (const std::uint16_t n : r.generated_by) {
                const NotificationModel& m = model_.notifications[n];
                add(season_.notification_gates[n], lag);
                add_driver(m.per_driver, lag);
                if (m.per_reason == no_id || m.per_reason == reason) continue;
                linear = linear || linear_[m.per_reason];
                for (const double edge : edges_[m.per_reason]) edges.push_back(model_.shift_days(edge, lag.days) + lag.seconds);
            }
        }
    auto& breaks = breaks_[reason];
    breaks = r.breaks;
    breaks.insert(breaks.end(), edges.begin(), edges.end());
    std::sort(breaks.begin(), breaks.end());
    linear_[reason] = linear;
}

// The unit Poisson process of one reason and interval (model.md section 9): the customers whose height lies below the rate.
void Needs::add_customers(ReasonId reason, int index, double from) {
    const ReasonModel& r = model_.reasons[reason];
    const double length = model_.axis.interval();
    const double start = model_.axis.interval_start(model_.axis.interval_of(model_.begin) + index), end = start + length;
    const auto& breaks = breaks_[reason];
    auto next = std::upper_bound(breaks.begin(), breaks.end(), start);
    bool varied = next != breaks.end() && *next < end;
    const auto highest = [&](double t) { return unscaled_rate(reason, t) * (by_queue_ ? largest_queue_factor(t) : 1); };
    double bound = highest(start) * length;
    if (linear_[reason] || varied) {
        double left = start, most = 0;
        varied = true;
        for (;; ++next) {
            const double right = next != breaks.end() && *next < end ? *next : end;
            if (linear_[reason]) {
                // Between breaks a rate is a polynomial of degree 4 at most; 2.21 is the Lebesgue constant of five equidistant nodes.
                double values[5];
                for (int i = 0; i < 5; ++i)
                    values[i] = highest(left + (right - left) * (i == 0 ? 1e-9 : i == 4 ? 1 - 1e-9 : i / 4.0));
                const double largest = *std::max_element(values, values + 5);
                const bool flat = std::all_of(values, values + 5, [&](double v) { return v == values[0]; });
                most = std::max(most, flat ? largest : 2.21 * largest);
            } else {
                most = std::max(most, highest((left + right) / 2));
            }
            if (right == end) break;
            left = right;
        }
        bound = most * length;
    }
    if (bound <= 0) return;
    const auto rate_for = [&](std::uint32_t k, double t) {
        return unscaled_rate(reason, t) * (by_queue_ ? queue_factor(chosen_queue(reason, index, k, t), t) : 1);
    };
    DrawKey key{r.name, cell(index), 0, detail(Purpose::existence)};
    // A height is the sum of -ln u: it lies below a bound while the product of the u exceeds exp(-bound), so that no logarithm is
    // needed. What the product has lost by rescaling is `passed`.
    double product = 1, passed = 0, least = std::exp(-bound);
    for (std::uint32_t k = 0;; ++k) {
        key.ordinal = k;
        const auto u = draw(streams_, Family::queueing, key);
        product *= u[0];
        if (product < 0x1p-512) {
            product *= 0x1p512;
            passed += 512 * std::numbers::ln2;
            least = std::exp(passed - bound);
        }
        if (product <= least) break;
        const double time = start + u[1] * length;
        if (time < from || ((varied || by_queue_) && product <= std::exp(passed - rate_for(k, time) * length))) continue;
        found_.push_back({time, u[2], u[3], k, reason});
    }
}

void Needs::customers(int index, double from, std::vector<Need>& out) {
    found_.clear();
    for (std::size_t r = 0; r < model_.reasons.size(); ++r) add_customers(static_cast<ReasonId>(r), index, from);
    // Positions are uniform, so that one pass over as many buckets as customers all but sorts them.
    const double start = model_.axis.interval_start(model_.axis.interval_of(model_.begin) + index);
    const std::size_t n = found_.size();
    const double per_second = static_cast<double>(n) / model_.axis.interval();
    const auto bucket = [&](const Need& need) {
        return std::min(n - 1, static_cast<std::size_t>((need.time - start) * per_second));
    };
    buckets_.assign(n + 1, 0);
    for (const Need& need : found_) ++buckets_[bucket(need) + 1];
    for (std::size_t i = 1; i <= n; ++i) buckets_[i] += buckets_[i - 1];
    out.resize(n);
    for (const Need& need : found_) out[buckets_[bucket(need)]++] = need;
    const auto before = [](const Need& a, const Need& b) {
        return std::tie(a.time, a.reason, a.ordinal) < std::tie(b.time, b.reason, b.ordinal);
    };
    for (std::size_t i = 1; i < n; ++i) {
        const Need need = out[i];
        std::size_t j = i;
        for (; j > 0 && before(need, out[j - 1]); --j) out[j] = out[j - 1];
        out[j] = need;
    }
}

}  // namespace peakline::sim
