#include "sim/needs.hpp"

#include <algorithm>
#include <cmath>

#include "sim/purpose.hpp"

namespace peakline::sim {

// A product of tracks and spells, averaged over a stretch of time exactly (Simpson on every piece between its breaks).
struct Product {
    std::vector<const Track*> tracks;
    std::vector<const Spells*> spells;

    double at(double t) const {
        double value = 1;
        for (const Track* track : tracks) value *= track->at(t);
        for (const Spells* list : spells) value *= factor_of(*list, t);
        return value;
    }
    bool steady(double a, double b) const {
        for (const Track* track : tracks)
            if (!track->constant() && (track->linear || track->piece(a) != track->piece(b - 1e-9))) return false;
        for (const Spells* list : spells)
            for (const Spell& spell : *list)
                if (spell.from < b && spell.fade_end > a && !(spell.from <= a && spell.to >= b)) return false;
        return true;
    }
    double mean(double a, double b) const {
        if (steady(a, b)) return at(a);
        std::vector<double> cuts{a, b};
        for (const Track* track : tracks)
            for (const double start : track->starts)
                if (start > a && start < b) cuts.push_back(start);
        for (const Spells* list : spells)
            for (const Spell& spell : *list)
                for (const double edge : {spell.from, spell.to, spell.fade_end})
                    if (edge > a && edge < b) cuts.push_back(edge);
        std::sort(cuts.begin(), cuts.end());
        double sum = 0;
        for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
            const double from = cuts[i], length = cuts[i + 1] - from;
            // Open ends, since values step at the cuts.
            const double inset = length * 1e-9;
            sum += length / 6 * (at(from + inset) + 4 * at(from + length / 2) + at(from + length - inset));
        }
        return sum / (b - a);
    }
};

namespace {

constexpr double fine = 300;  // seconds: the finest grid, on which numerical integrals go

// Midpoint rule.
template <class F>
double integral(double from, double to, double step, const F& f) {
    double sum = 0;
    for (double t = from; t < to; t += step) {
        const double end = std::min(t + step, to);
        sum += f(t, end) * (end - t);
    }
    return sum;
}

// A volume asked for outside what it covers repeats its first or last week.
double into_range(double t, double first, double last) {
    const double week = 7 * day_seconds;
    if (t < first) t += std::ceil((first - t) / week) * week;
    if (t >= last) t -= (std::floor((t - last) / week) + 1) * week;
    return t;
}

}  // namespace

Needs::Needs(const Model& model, const Season& season, const Streams& streams)
    : model_(model), season_(season), streams_(streams), step_(static_cast<std::uint64_t>(model.axis.interval())),
      breaks_(model.reasons.size()), linear_(model.reasons.size()) {
    const int first = model.axis.interval_of(model.begin);
    first_cell_ = static_cast<std::uint64_t>(model.axis.utc(model.axis.interval_start(first)));
    refresh();
}

double Needs::volume_rate(const VolumeModel& volume, double t) const {
    switch (volume.form) {
        case VolumeModel::Form::none: return 0;
        case VolumeModel::Form::rate: return season_.value(volume.amount, t) / volume.per;
        case VolumeModel::Form::days: {
            const auto day = static_cast<std::size_t>(model_.day_of(t));
            return volume_day(volume, static_cast<int>(day)) / (model_.day_starts[day + 1] - model_.day_starts[day]);
        }
        case VolumeModel::Form::table: {
            const TimeTable& table = *volume.table;
            const double utc =
                into_range(t + static_cast<double>(model_.axis.utc_start()), static_cast<double>(table.starts.front()),
                           static_cast<double>(table.starts.back()) + table.step);
            const auto next = std::upper_bound(table.starts.begin(), table.starts.end(), utc,
                                               [](double x, std::int64_t s) { return x < static_cast<double>(s); });
            if (next == table.starts.begin()) return 0;
            const auto i = static_cast<std::size_t>(next - table.starts.begin()) - 1;
            return utc < static_cast<double>(table.starts[i]) + table.step ? table.values[i] / table.step : 0;
        }
        case VolumeModel::Form::paths: {
            const VolumePaths& paths = *volume.paths;
            const double utc = into_range(t + static_cast<double>(model_.axis.utc_start()),
                                          static_cast<double>(paths.edges.front()), static_cast<double>(paths.edges.back()));
            const auto next = std::upper_bound(paths.edges.begin(), paths.edges.end(), utc,
                                               [](double x, std::int64_t e) { return x < static_cast<double>(e); });
            const auto i = std::clamp<std::ptrdiff_t>(next - paths.edges.begin() - 1, 0,
                                                      static_cast<std::ptrdiff_t>(paths.edges.size()) - 2);
            const auto k = static_cast<std::size_t>(i);
            return static_cast<double>(paths.paths[season_.path % paths.paths.size()][k]) /
                   static_cast<double>(paths.edges[k + 1] - paths.edges[k]);
        }
    }
    return 0;
}

// Units of a whole day, without scales.
double Needs::volume_day(const VolumeModel& volume, int day) const {
    const double a = model_.day_starts[static_cast<std::size_t>(day)], b = model_.day_starts[static_cast<std::size_t>(day) + 1];
    if (volume.form == VolumeModel::Form::days) {
        const int size = static_cast<int>(volume.days.size()), index = model_.first_day + day;
        if (index >= 0 && index < size) return volume.days[static_cast<std::size_t>(index)];
        const int week = std::min(7, size);
        return volume
            .days[static_cast<std::size_t>(index < 0 ? ((index % week) + week) % week : size - week + (index - size) % week)];
    }
    if (volume.form == VolumeModel::Form::rate && volume.daily) {
        const Product amount{{season_.numbers[volume.amount]}, {}};
        return amount.mean(a, b) * day_seconds / volume.per;
    }
    if (volume.daily) return volume_rate(volume, a + 1) * (b - a);
    return 0;
}

double Needs::unit_rate(std::uint16_t driver, double t) const {
    const DriverModel& d = model_.drivers[driver];
    const double busy = d.volume.busy ? season_.busyness[static_cast<std::size_t>(model_.day_of(t))] : 1;
    return volume_rate(d.volume, t) * busy * season_.value(d.scale, t) * factor_of(season_.driver_scales[driver], t) *
           factor_of(season_.driver_gates[driver], t);
}

double Needs::units_of_driver(std::uint16_t driver, double from, double to) const {
    const DriverModel& d = model_.drivers[driver];
    double units = 0;
    for (int day = model_.day_of(from); day <= model_.day_of(to - 1e-9); ++day) {
        const double a = std::max(from, model_.day_starts[static_cast<std::size_t>(day)]);
        const double b = std::min(to, model_.day_starts[static_cast<std::size_t>(day) + 1]);
        const Product product{{season_.numbers[d.scale]}, {&season_.driver_scales[driver], &season_.driver_gates[driver]}};
        const double busy = d.volume.busy ? season_.busyness[static_cast<std::size_t>(day)] : 1;
        if (d.volume.daily) {
            const double length =
                model_.day_starts[static_cast<std::size_t>(day) + 1] - model_.day_starts[static_cast<std::size_t>(day)];
            units += volume_day(d.volume, day) * busy * product.mean(a, b) * (b - a) / length;
        } else {
            units += integral(a, b, fine, [&](double t, double end) { return unit_rate(driver, (t + end) / 2); });
        }
    }
    return units;
}

// Units x contact rate of the units of one day, whenever their contacts come.
double Needs::driver_needs_of_day(ReasonId reason, int day) const {
    const ReasonModel& r = model_.reasons[reason];
    const DriverModel& d = model_.drivers[r.driver];
    const double a = model_.day_starts[static_cast<std::size_t>(day)], b = model_.day_starts[static_cast<std::size_t>(day) + 1];
    const double busy = d.volume.busy ? season_.busyness[static_cast<std::size_t>(day)] : 1;
    const Product product{{season_.numbers[d.scale], season_.numbers[r.rate]},
                          {&season_.driver_scales[r.driver], &season_.driver_gates[r.driver]}};
    if (d.volume.daily) return volume_day(d.volume, day) * busy * product.mean(a, b);
    return integral_of_volume(d.volume, product, a, b) * busy;  // the driver has a time of its own, the reason a profile
}

// Messages sent for the units of one day: units x reach, while it is on.
double Needs::messages_of_day(std::uint16_t n, int day) const {
    const NotificationModel& m = model_.notifications[n];
    const double a = model_.day_starts[static_cast<std::size_t>(day)], b = model_.day_starts[static_cast<std::size_t>(day) + 1];
    const Product product{{season_.numbers[m.reach]}, {&season_.notification_gates[n]}};
    if (m.per_driver != no_id) return units_of_driver(m.per_driver, a, b) * product.mean(a, b);
    return m.per_reason != no_id ? needs_of_day(m.per_reason, day) * product.mean(a, b) : 0;
}

// Contacts that the messages of a notification cause, by the day of the unit.
double Needs::generated_of_day(ReasonId reason, int day) const {
    double needs = 0;
    const double a = model_.day_starts[static_cast<std::size_t>(day)], b = model_.day_starts[static_cast<std::size_t>(day) + 1];
    for (const std::uint16_t n : model_.reasons[reason].generated_by)
        if (model_.notifications[n].per_reason != reason)
            needs += messages_of_day(n, day) * Product{{season_.numbers[model_.notifications[n].generates_rate]}, {}}.mean(a, b);
    return needs;
}

double Needs::own_needs_of_day(ReasonId reason, int day) const {
    const ReasonModel& r = model_.reasons[reason];
    if (r.volume.form == VolumeModel::Form::none) return 0;
    const double a = model_.day_starts[static_cast<std::size_t>(day)], b = model_.day_starts[static_cast<std::size_t>(day) + 1];
    const double busy = r.volume.busy ? season_.busyness[static_cast<std::size_t>(day)] : 1;
    const Product product{{&r.needs_per_offered}, {}};
    if (r.volume.daily) return volume_day(r.volume, day) * busy * product.mean(a, b);
    return integral_of_volume(r.volume, product, a, b) * busy;
}

double Needs::integral_of_volume(const VolumeModel& volume, const Product& product, double from, double to) const {
    return integral(from, to, fine,
                    [&](double t, double end) { return volume_rate(volume, (t + end) / 2) * product.mean(t, end); });
}

double Needs::needs_of_day(ReasonId reason, int day) const {
    const double a = model_.day_starts[static_cast<std::size_t>(day)], b = model_.day_starts[static_cast<std::size_t>(day) + 1];
    return integral(a, b, std::min(1800.0, model_.axis.interval()),
                    [&](double t, double end) { return rate(reason, (t + end) / 2); });
}

void Needs::refresh() {
    queue_scales_.clear();
    for (const Happening& happening : season_.happenings) {
        const ActionModel& action = model_.actions[happening.action];
        if (action.verb != Verb::scale || action.kind != Kind::queue) continue;
        queue_scales_.resize(model_.queues.size());
        queue_scales_[action.id].push_back(happening.spell);
    }
    day_needs_.assign(model_.reasons.size(), {});
    filled_.assign(model_.reasons.size(), 0);
    for (std::size_t i = 0; i < model_.reasons.size(); ++i) fill_days(static_cast<ReasonId>(i));
    for (std::size_t i = 0; i < model_.reasons.size(); ++i) find_breaks(static_cast<ReasonId>(i));
}

// Needs of every day, where they are known by day; after those of the reasons whose messages cause it (never in a circle).
void Needs::fill_days(ReasonId reason) {
    const ReasonModel& r = model_.reasons[reason];
    if (filled_[reason]) return;
    filled_[reason] = 1;
    for (const std::uint16_t n : r.generated_by)
        if (model_.notifications[n].per_reason != no_id) fill_days(model_.notifications[n].per_reason);
    if (!r.by_day) return;
    const auto days = static_cast<std::size_t>(model_.days());
    std::vector<double> units(days), total(days);
    for (std::size_t day = 0; day < days; ++day) {
        if (r.driver != no_id) units[day] = driver_needs_of_day(reason, static_cast<int>(day));
        if (!r.generated_by.empty()) units[day] += generated_of_day(reason, static_cast<int>(day));
    }
    for (std::size_t day = 0; day < days; ++day) {
        for (const Lag& lag : r.lags) {
            const double later = lag.seconds / day_seconds;  // part that falls on the next day
            const auto from = static_cast<std::ptrdiff_t>(day) - lag.days;
            if (from >= 0) total[day] += lag.share * (1 - later) * units[static_cast<std::size_t>(from)];
            if (from >= 1) total[day] += lag.share * later * units[static_cast<std::size_t>(from) - 1];
        }
        total[day] += own_needs_of_day(reason, static_cast<int>(day));
    }
    day_needs_[reason] = std::move(total);
}

// ---- queues whose volume is scaled: the customers who choose them are more or fewer, nobody else's change ----------------------
double Needs::queue_factor(QueueId queue, double t) const {
    return queue_scales_.empty() ? 1 : factor_of(queue_scales_[queue], t);
}

double Needs::largest_queue_factor(double t) const {
    double largest = 1;
    for (const Spells& scales : queue_scales_) largest = std::max(largest, factor_of(scales, t));
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
    if (queue_scales_.empty() || rate == 0) return rate;
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

void Needs::find_breaks(ReasonId reason) {
    const ReasonModel& r = model_.reasons[reason];
    auto& breaks = breaks_[reason];
    breaks = r.breaks;
    bool linear = r.linear;
    const auto add = [&](const Spells& spells, const Lag* lag) {
        for (const Spell& spell : spells) {
            linear = linear || spell.fades();
            for (const double edge : {spell.from, spell.to, spell.fade_end})
                breaks.push_back(lag ? model_.shift_days(edge, lag->days) + lag->seconds : edge);
        }
    };
    add(season_.reason_scales[reason], nullptr);
    add(season_.reason_gates[reason], nullptr);
    add(season_.adds[reason], nullptr);
    for (const Spells& scales : queue_scales_) add(scales, nullptr);
    if (!r.by_day)
        for (const Lag& lag : r.lags) {
            if (r.driver != no_id) add(season_.driver_scales[r.driver], &lag), add(season_.driver_gates[r.driver], &lag);
            for (const std::uint16_t n : r.generated_by) {
                add(season_.notification_gates[n], &lag);
                if (model_.notifications[n].per_driver != no_id)
                    add(season_.driver_scales[model_.notifications[n].per_driver], &lag);
                if (model_.notifications[n].per_reason != no_id)
                    add(season_.reason_scales[model_.notifications[n].per_reason], &lag);
            }
        }
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
    const bool by_queue = !queue_scales_.empty();
    const auto highest = [&](double t) { return unscaled_rate(reason, t) * (by_queue ? largest_queue_factor(t) : 1); };
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
        return unscaled_rate(reason, t) * (by_queue ? queue_factor(chosen_queue(reason, index, k, t), t) : 1);
    };
    DrawKey key{r.name, cell(index), 0, detail(Purpose::existence)};
    double height = 0;
    for (std::uint32_t k = 0;; ++k) {
        key.ordinal = k;
        const auto u = draw(streams_, Family::queueing, key);
        height -= std::log(u[0]);
        if (height >= bound) break;
        const double time = start + u[1] * length;
        if (time < from || ((varied || by_queue) && height >= rate_for(k, time) * length)) continue;
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
