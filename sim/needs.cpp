#include "sim/needs.hpp"

#include <algorithm>
#include <cmath>

#include "sim/product.hpp"
#include "sim/purpose.hpp"

namespace peakline::sim {

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

}  // namespace

Needs::Needs(const Model& model, const Season& season, const Streams& streams)
    : model_(model), season_(season), streams_(streams), step_(static_cast<std::uint64_t>(model.axis.interval())),
      breaks_(model.reasons.size()), edges_(model.reasons.size()), linear_(model.reasons.size()) {
    const int first = model.axis.interval_of(model.begin);
    first_cell_ = static_cast<std::uint64_t>(model.axis.utc(model.axis.interval_start(first)));
    refresh();
}

// A volume asked for outside what it covers repeats its first or last seven days, or as many as it has.
double Needs::into_range(double t, std::int64_t first_utc, std::int64_t last_utc) const {
    const double first = model_.axis.seconds_of_utc(first_utc), last = model_.axis.seconds_of_utc(last_utc);
    if (t >= first && t < last) return t;
    const int week = repeated_days(last - first);
    const double length = week * day_seconds;
    const double weeks = t < first ? std::ceil((first - t) / length) : -(std::floor((t - last) / length) + 1);
    return model_.shift_days(t, static_cast<int>(weeks) * week);
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
            const double utc = into_range(t, table.starts.front(), table.starts.back() + static_cast<std::int64_t>(table.step)) +
                               static_cast<double>(model_.axis.utc_start());
            const auto next = std::upper_bound(table.starts.begin(), table.starts.end(), utc,
                                               [](double x, std::int64_t s) { return x < static_cast<double>(s); });
            if (next == table.starts.begin()) return 0;
            const auto i = static_cast<std::size_t>(next - table.starts.begin()) - 1;
            return utc < static_cast<double>(table.starts[i]) + table.step ? table.values[i] / table.step : 0;
        }
        case VolumeModel::Form::paths: {
            const VolumePaths& paths = *volume.paths;
            const double utc =
                into_range(t, paths.edges.front(), paths.edges.back()) + static_cast<double>(model_.axis.utc_start());
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

double Needs::units_of_driver(std::uint16_t driver, double from, double to) const { return units_with(driver, from, to, {}); }

// Units, each of which counts as much as `also` says at its time.
double Needs::units_with(std::uint16_t driver, double from, double to, const Product& also) const {
    const DriverModel& d = model_.drivers[driver];
    Product product = also;
    product.tracks.push_back(season_.numbers[d.scale]);
    product.spells.push_back(&season_.driver_scales[driver]);
    product.spells.push_back(&season_.driver_gates[driver]);
    double units = 0;
    for (int day = model_.day_of(from); day <= model_.day_of(to - 1e-9); ++day) {
        const double a = std::max(from, model_.day_starts[static_cast<std::size_t>(day)]);
        const double b = std::min(to, model_.day_starts[static_cast<std::size_t>(day) + 1]);
        const double busy = d.volume.busy ? season_.busyness[static_cast<std::size_t>(day)] : 1;
        const double length =
            model_.day_starts[static_cast<std::size_t>(day) + 1] - model_.day_starts[static_cast<std::size_t>(day)];
        units += busy * (d.volume.daily ? volume_day(d.volume, day) * product.mean(a, b) * (b - a) / length
                                        : integral_of_volume(d.volume, product, a, b));
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

// What the messages sent for the units of one day cost, each as much as one costs then.
double Needs::message_cost_of_day(std::uint16_t n, int day) const {
    const Track& cost = *season_.numbers[model_.notifications[n].cost];
    return cost.constant() && cost.from[0] == 0 ? 0 : messages_with(n, day, cost);
}

// Messages sent for the units of one day: units x reach, while it is on; each counts as much as `each` says at its time.
double Needs::messages_with(std::uint16_t n, int day, const Track& each) const {
    const NotificationModel& m = model_.notifications[n];
    const double a = model_.day_starts[static_cast<std::size_t>(day)], b = model_.day_starts[static_cast<std::size_t>(day) + 1];
    const Product product{{season_.numbers[m.reach], &each}, {&season_.notification_gates[n]}};
    if (m.per_driver != no_id) return units_with(m.per_driver, a, b, product);
    return m.per_reason != no_id ? needs_with(m.per_reason, a, b, product) : 0;
}

// Contacts that the messages of a notification cause, by the day of the unit.
double Needs::generated_of_day(ReasonId reason, int day) const {
    double needs = 0;
    for (const std::uint16_t n : model_.reasons[reason].generated_by)
        if (model_.notifications[n].per_reason != reason)
            needs += messages_with(n, day, *season_.numbers[model_.notifications[n].generates_rate]);
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

double Needs::integral_of_volume(const VolumeModel& volume, Product product, double from, double to) const {
    if (volume.form == VolumeModel::Form::rate) {  // exact, whatever steps off the grid
        product.tracks.push_back(season_.numbers[volume.amount]);
        return product.mean(from, to) * (to - from) / volume.per;
    }
    return integral(from, to, fine,
                    [&](double t, double end) { return volume_rate(volume, (t + end) / 2) * product.mean(t, end); });
}

double Needs::needs_of_day(ReasonId reason, int day) const {
    return needs_with(reason, model_.day_starts[static_cast<std::size_t>(day)],
                      model_.day_starts[static_cast<std::size_t>(day) + 1], {});
}

// Needs, each of which counts as much as `also` says at its time: between breaks and the grid a rate is even or runs on a curve.
double Needs::needs_with(ReasonId reason, double from, double to, const Product& also) const {
    std::vector<double> cuts{from, to};
    const auto add = [&](double t) {
        if (t > from && t < to) cuts.push_back(t);
    };
    for (int i = model_.axis.interval_of(from); model_.axis.interval_start(i) < to; ++i) add(model_.axis.interval_start(i));
    const auto& breaks = breaks_[reason];
    for (auto it = std::upper_bound(breaks.begin(), breaks.end(), from); it != breaks.end() && *it < to; ++it) add(*it);
    for (const Track* track : also.tracks)
        for (const double start : track->starts) add(start);
    for (const Spells* spells : also.spells)
        for (const Spell& spell : *spells)
            for (const double edge : spell.edges()) add(edge);
    std::sort(cuts.begin(), cuts.end());
    double sum = 0;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        const double a = cuts[i], length = cuts[i + 1] - a, inset = length * 1e-9;
        if (length <= 0) continue;
        double mean = rate(reason, a + length / 2);
        if (linear_[reason]) mean = (rate(reason, a + inset) + 4 * mean + rate(reason, a + length - inset)) / 6;  // Simpson
        sum += length * mean * also.mean(a, a + length);
    }
    return sum;
}

void Needs::refresh() {
    by_queue_ = std::any_of(season_.queue_scales.begin(), season_.queue_scales.end(), [](const Spells& s) { return !s.empty(); });
    day_needs_.assign(model_.reasons.size(), {});
    filled_.assign(model_.reasons.size(), 0);
    for (std::size_t i = 0; i < model_.reasons.size(); ++i) work_out(static_cast<ReasonId>(i));
}

// After those of the reasons whose messages cause it (never in a circle).
void Needs::work_out(ReasonId reason) {
    const ReasonModel& r = model_.reasons[reason];
    if (filled_[reason]) return;
    filled_[reason] = 1;
    for (const std::uint16_t n : r.generated_by)
        if (model_.notifications[n].per_reason != no_id) work_out(model_.notifications[n].per_reason);
    if (r.by_day) day_needs_[reason] = days_of(reason);
    find_breaks(reason);
}

// Needs of every day, where they are known by day.
std::vector<double> Needs::days_of(ReasonId reason) const {
    const ReasonModel& r = model_.reasons[reason];
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
    return total;
}

}  // namespace peakline::sim
