// Quantities that change with the calendar: day keys, steps, lines, and factors by hour and day.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "core/civil.hpp"

namespace peakline {

// A key that names days. The most specific one that matches a date wins:
// a date, a range of dates, holidays, a weekday, a range of weekdays.
struct DayKey {
    enum class Kind : std::uint8_t { date, dates, holidays, weekday, weekdays };
    Kind kind = Kind::weekdays;
    Date first{}, last{};                            // date, dates
    Weekday from = Weekday::mon, to = Weekday::sun;  // weekday, weekdays (may wrap: sat-mon)
    bool matches(Date date, bool holiday) const;
    // Whether a date matches both and neither is the more specific.
    bool rivals(const DayKey& other) const;
    // Of two keys of one kind the narrower is the more specific.
    int days() const {
        if (kind == Kind::dates) return last - first + 1;
        if (kind == Kind::weekdays) return (static_cast<int>(to) - static_cast<int>(from) + 7) % 7 + 1;
        return 1;
    }
};

// Values by day key, in the order written. Nothing matches -> nullptr.
template <class T>
struct DayTable {
    std::vector<std::pair<DayKey, T>> rows;
    bool empty() const { return rows.empty(); }
    const T* find(Date date, bool holiday) const {
        const std::pair<DayKey, T>* best = nullptr;
        for (const auto& row : rows)
            if (row.first.matches(date, holiday) &&
                (!best || row.first.kind < best->first.kind ||
                 (row.first.kind == best->first.kind && row.first.days() < best->first.days())))
                best = &row;
        return best ? &best->second : nullptr;
    }
};

// Factors by time of day and by day, 1 where nothing is said.
struct Factors {
    struct Hours {
        std::int32_t from = 0, to = 0;
        double factor = 1;
    };  // seconds of the day, [from, to)
    std::vector<Hours> by_hour;
    DayTable<double> by_day;
    bool empty() const { return by_hour.empty() && by_day.empty(); }
    double at(LocalTime local, bool holiday) const;
};

// A value of T that holds from certain moments on ("from"), or, for numbers, runs on a line between them ("through").
// Constant: one point. Daily points repeat every day (what holds before the first is the last one);
// dated points hold until the next (before the first the first one holds).
template <class T>
struct Changing {
    struct Point {
        LocalTime at;  // daily: only `second` counts
        T value;
    };
    std::vector<Point> points;  // sorted by `at`, never empty
    bool daily = false;
    bool linear = false;
    Factors factors;  // multiply the value; only where T is numeric or a distribution

    Changing() : points(1) {}
    Changing(T value) : points{Point{{}, std::move(value)}} {}  // NOLINT: a constant is a quantity that does not change
    bool constant() const { return points.size() == 1 && factors.empty(); }
    const T& first() const { return points.front().value; }

    // Index of the point in force (steps).
    std::size_t index_at(LocalTime local) const {
        const auto later = [&](const Point& p) { return daily ? p.at.second > local.second : p.at > local; };
        std::size_t i = 0;
        while (i < points.size() && !later(points[i])) ++i;
        if (i > 0) return i - 1;
        return daily ? points.size() - 1 : 0;
    }
    const T& at(LocalTime local) const { return points[index_at(local)].value; }
};

}  // namespace peakline
