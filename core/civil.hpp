// Civil time: the only place that knows zones and clock changes (Howard Hinnant's date/tz).
// Inside the program time is seconds since the scenario's start, as double.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace date {
class time_zone;
}

namespace peakline {

inline constexpr double minute_seconds = 60;
inline constexpr double hour_seconds = 3600;
inline constexpr double day_seconds = 86400;

// A calendar date as days since 1970-01-01, civil (no zone).
struct Date {
    std::int32_t days = 0;
    auto operator<=>(const Date&) const = default;
    Date operator+(int n) const { return {days + n}; }
    int operator-(Date other) const { return days - other.days; }
};

enum class Weekday : std::uint8_t { mon, tue, wed, thu, fri, sat, sun };

Weekday weekday_of(Date date);
std::string to_text(Date date);                         // "2026-11-27"
std::optional<Date> parse_date(std::string_view text);  // "2026-11-27", checked against the calendar
Date make_date(int year, unsigned month, unsigned day);
struct YearMonthDay {
    int year;
    unsigned month, day;
};
YearMonthDay year_month_day(Date date);

// A local clock reading; second counts from local midnight as the clock shows it (0 ... 86399).
struct LocalTime {
    Date date;
    std::int32_t second = 0;
    auto operator<=>(const LocalTime&) const = default;
};

class Zone {
public:
    // Throws InputError with the nearest zone name.
    explicit Zone(std::string_view name);
    const std::string& name() const { return name_; }

    // UTC seconds since 1970 of a local reading; in the missing hour the instant of the change,
    // in the doubled hour the first of the two.
    std::int64_t to_utc(LocalTime local) const;
    LocalTime to_local(std::int64_t utc) const;
    std::int32_t offset(std::int64_t utc) const;  // seconds east of UTC
    std::string to_text(std::int64_t utc) const;  // "2026-10-25T02:30:00+01:00"

private:
    std::string name_;
    const date::time_zone* zone_;
};

// The reported horizon on its grid, with the simulated margins before (negative times) and after it.
// Intervals are half-open [start, end); interval 0 starts at time 0; interval_of(t) is the one answer to "which interval".
class TimeAxis {
public:
    struct Shape {
        Date start;
        int days = 1;
        double interval = 1800;
        double warm_up = 0;
        double cool_down = 0;
        std::vector<Date> holidays;
    };
    TimeAxis(Zone zone, Shape shape);

    const Zone& zone() const { return zone_; }
    double interval() const { return shape_.interval; }
    double begin() const { return -shape_.warm_up; }          // first simulated second
    double end() const { return day_starts_.back(); }         // end of the reported horizon
    double stop() const { return end() + shape_.cool_down; }  // last simulated second
    int intervals() const { return intervals_; }              // reported ones
    int days() const { return shape_.days; }                  // reported ones
    int interval_of(double t) const;                          // floor; negative in the warm-up
    double interval_start(int interval) const { return interval * shape_.interval; }
    int day_of_interval(int interval) const;  // index of the reported day, 0 ... days-1

    Date first_day() const { return shape_.start; }
    Date date_of_day(int day) const { return shape_.start + day; }
    double day_start(int day) const;  // seconds of local midnight; any day, also outside the horizon
    bool is_holiday(Date date) const;

    std::int64_t utc(double t) const;  // UTC seconds since 1970, floor
    std::int64_t utc_start() const { return utc_start_; }
    LocalTime local(double t) const;
    double seconds(LocalTime local) const;  // since the scenario's start
    double seconds_of_utc(std::int64_t utc) const { return static_cast<double>(utc - utc_start_); }
    std::string timestamp(int interval) const { return zone_.to_text(utc(interval_start(interval))); }

private:
    Zone zone_;
    Shape shape_;
    std::int64_t utc_start_;
    int intervals_;
    std::vector<double> day_starts_;  // days + 1 local midnights
    std::vector<int> day_of_interval_;
};

}  // namespace peakline
