#include "sim/track.hpp"

#include <cmath>
#include <set>

namespace peakline::sim {
namespace {

int first_day(const TimeAxis& axis, Span span) { return axis.local(span.from).date - axis.first_day(); }
int last_day(const TimeAxis& axis, Span span) { return axis.local(span.to).date - axis.first_day(); }

void add_factor_starts(const Factors& factors, const TimeAxis& axis, Span span, std::set<double>& starts) {
    if (factors.empty()) return;
    for (int day = first_day(axis, span); day <= last_day(axis, span); ++day) {
        const Date date = axis.date_of_day(day);
        if (!factors.by_day.empty()) starts.insert(axis.day_start(day));
        for (const auto& hours : factors.by_hour) {
            starts.insert(axis.seconds({date, hours.from}));
            starts.insert(hours.to >= 86400 ? axis.day_start(day + 1) : axis.seconds({date, hours.to}));
        }
    }
}

std::vector<double> within_span(const std::set<double>& starts, Span span) {
    std::vector<double> kept{span.from};
    for (const double start : starts)
        if (start > span.from && start < span.to) kept.push_back(start);
    return kept;
}

double factor_at(const Factors& factors, const TimeAxis& axis, double t) {
    if (factors.empty()) return 1;
    const LocalTime local = axis.local(t);
    return factors.at(local, axis.is_holiday(local.date));
}

// Value of a "through" quantity at t; daily points are joined within the day.
double through_value(const Quantity& quantity, const TimeAxis& axis, double t) {
    const LocalTime local = axis.local(t);
    const auto position = [&](const LocalTime& at) { return quantity.daily ? static_cast<double>(at.second) : axis.seconds(at); };
    const double x = quantity.daily ? static_cast<double>(local.second) + (t - std::floor(t)) : t;
    const auto& points = quantity.points;
    if (x <= position(points.front().at)) return points.front().value.mean;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const double a = position(points[i - 1].at), b = position(points[i].at);
        if (x < b) return points[i - 1].value.mean + (x - a) / (b - a) * (points[i].value.mean - points[i - 1].value.mean);
    }
    return points.back().value.mean;
}

}  // namespace

template <class T>
std::vector<double> piece_starts(const Changing<T>& changing, const TimeAxis& axis, Span span) {
    std::set<double> starts;
    if (changing.points.size() > 1) {
        if (changing.daily) {
            for (int day = first_day(axis, span); day <= last_day(axis, span); ++day)
                for (const auto& point : changing.points) starts.insert(axis.seconds({axis.date_of_day(day), point.at.second}));
            if (changing.linear)  // the line ends with the day
                for (int day = first_day(axis, span); day <= last_day(axis, span); ++day) starts.insert(axis.day_start(day));
        } else {
            for (const auto& point : changing.points) starts.insert(axis.seconds(point.at));
        }
    }
    add_factor_starts(changing.factors, axis, span, starts);
    return within_span(starts, span);
}

template std::vector<double> piece_starts(const Changing<Distribution>&, const TimeAxis&, Span);
template std::vector<double> piece_starts(const Changing<Shares>&, const TimeAxis&, Span);
template std::vector<double> piece_starts(const Changing<Slots>&, const TimeAxis&, Span);
template std::vector<double> piece_starts(const Changing<Roster>&, const TimeAxis&, Span);

Track Number::resolve(double u) const {
    Track track = fixed;
    for (std::size_t i = 0; i < from.size(); ++i) {
        track.from[i] = quantile(from[i], u) * factor[i];
        track.to[i] = quantile(to[i], u) * factor[i];
    }
    return track;
}

Number compile_number(const Quantity& quantity, const TimeAxis& axis, Span span, std::uint64_t name) {
    Number number;
    number.name = name;
    for (const auto& point : quantity.points) number.random = number.random || !point.value.is_constant();
    if (quantity.constant() && !number.random) {
        number.fixed = Track(quantity.first().mean);
        return number;
    }
    Track& track = number.fixed;
    track.starts = quantity.constant() ? std::vector<double>{span.from} : piece_starts(quantity, axis, span);
    track.linear = quantity.linear && quantity.points.size() > 1;
    track.from.clear();
    track.to.clear();
    for (std::size_t i = 0; i < track.starts.size(); ++i) {
        const double start = track.starts[i];
        const double end = i + 1 < track.starts.size() ? track.starts[i + 1] : span.to;
        const double factor = factor_at(quantity.factors, axis, start);
        const Distribution& value = quantity.at(axis.local(start));
        if (track.linear) {
            // Just inside the end, so that a daily line does not run into the next day.
            track.from.push_back(through_value(quantity, axis, start) * factor);
            track.to.push_back(through_value(quantity, axis, end - 1e-6) * factor);
        } else {
            track.from.push_back(number.random ? 0 : value.mean * factor);
            track.to.push_back(track.from.back());
        }
        if (number.random) {
            number.from.push_back(value);
            number.to.push_back(value);
            number.factor.push_back(factor);
        }
    }
    return number;
}

Duration compile_duration(const Quantity& quantity, const TimeAxis& axis, Span span) {
    Duration duration;
    const bool constant = quantity.constant();
    duration.starts = constant ? std::vector<double>{span.from} : piece_starts(quantity, axis, span);
    duration.samplers.clear();
    duration.factors.clear();
    duration.infinite = true;
    bool certain = true;
    for (const double start : duration.starts) {
        Distribution value = constant ? quantity.first() : quantity.at(axis.local(start));
        if (quantity.linear && quantity.points.size() > 1) value = Distribution::constant(through_value(quantity, axis, start));
        duration.samplers.emplace_back(value);
        duration.factors.push_back(factor_at(quantity.factors, axis, start));
        duration.zero = duration.zero && value.is_constant() && value.mean == 0;
        duration.infinite = duration.infinite && value.is_infinite();
        certain = certain && value.is_constant();
    }
    if (quantity.linear && quantity.points.size() > 1) duration.line = compile_number(quantity, axis, span, 0).fixed;
    duration.set_certain(certain);
    return duration;
}

Track compile_factors(const Factors& factors, const TimeAxis& axis, Span span) {
    std::set<double> starts;
    add_factor_starts(factors, axis, span, starts);
    Track track;
    track.starts = within_span(starts, span);
    track.from.clear();
    for (const double start : track.starts) track.from.push_back(factor_at(factors, axis, start));
    track.to = track.from;
    return track;
}

double weekly_mean(const Factors& factors) {
    double sum = 0;
    const Date monday = make_date(2024, 1, 1);
    for (int day = 0; day < 7; ++day) {
        std::set<int> cuts{0, 86400};
        for (const auto& hours : factors.by_hour) cuts.insert({hours.from, std::min(hours.to, 86400)});
        for (auto it = cuts.begin(); std::next(it) != cuts.end(); ++it)
            sum += factors.at({monday + day, *it}, false) * (*std::next(it) - *it);
    }
    return sum / (7 * day_seconds);
}

}  // namespace peakline::sim
