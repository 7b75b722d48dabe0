#include "core/civil.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

#include <date/tz.h>
#include <fmt/format.h>

#include "core/problem.hpp"

namespace peakline {
namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr std::int32_t seconds_a_day = 86400;

std::chrono::sys_days sys_days_of(Date date) { return std::chrono::sys_days(days(date.days)); }

// "07" -> 7; digits only.
std::optional<int> digits(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.front() == '-') return std::nullopt;
    return value;
}

// The name itself may hold a slip, or only its last part was written ("Berlin").
std::string nearest_zone(std::string_view name) {
    std::vector<std::string> names;
    for (const date::time_zone& zone : date::get_tzdb().zones) names.push_back(zone.name());
    const std::string nearest = nearest_name(name, names);
    if (!nearest.empty()) return nearest;
    std::vector<std::string> cities;
    for (const std::string& full : names) cities.push_back(full.substr(full.rfind('/') + 1));
    const std::string city = nearest_name(name.substr(name.rfind('/') + 1), cities);
    const auto found = std::find(cities.begin(), cities.end(), city);
    return city.empty() ? city : names[static_cast<std::size_t>(std::distance(cities.begin(), found))];
}

const date::time_zone* find_zone(std::string_view name) {
    try {
        return date::locate_zone(name);
    } catch (const std::runtime_error&) {
        Problem problem;
        problem.message = "unknown time zone";
        problem.found = fmt::format("'{}'", name);
        problem.expected = "a name of the time zone database such as Europe/Berlin";
        problem.nearest = nearest_zone(name);
        throw InputError(problem);
    }
}

}  // namespace

// ---- dates -------------------------------------------------------------------------------------------------------
Weekday weekday_of(Date date) { return static_cast<Weekday>(std::chrono::weekday(sys_days_of(date)).iso_encoding() - 1); }

YearMonthDay year_month_day(Date date) {
    const std::chrono::year_month_day ymd(sys_days_of(date));
    return {static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day())};
}

Date make_date(int year, unsigned month, unsigned day) {
    const std::chrono::year_month_day ymd{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    return {static_cast<std::int32_t>(std::chrono::sys_days(ymd).time_since_epoch().count())};
}

std::string to_text(Date date) {
    const auto [year, month, day] = year_month_day(date);
    return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2)), day = digits(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    const unsigned m = static_cast<unsigned>(*month), d = static_cast<unsigned>(*day);
    if (!std::chrono::year_month_day{std::chrono::year(*year), std::chrono::month(m), std::chrono::day(d)}.ok())
        return std::nullopt;
    return make_date(*year, m, d);
}

// ---- zones -------------------------------------------------------------------------------------------------------
Zone::Zone(std::string_view name) : name_(name), zone_(find_zone(name)) {}

std::int64_t Zone::to_utc(LocalTime local) const {
    const date::local_seconds reading{days(local.date.days) + seconds(local.second)};
    const date::local_info info = zone_->get_info(reading);
    // In the missing hour the first period's end is the change; in the doubled one the first period is the earlier.
    if (info.result == date::local_info::nonexistent) return info.first.end.time_since_epoch().count();
    return (reading.time_since_epoch() - info.first.offset).count();
}

std::int32_t Zone::offset(std::int64_t utc) const {
    return static_cast<std::int32_t>(zone_->get_info(date::sys_seconds(seconds(utc))).offset.count());
}

LocalTime Zone::to_local(std::int64_t utc) const {
    const std::int64_t reading = utc + offset(utc);
    const auto day = std::chrono::floor<days>(seconds(reading));
    return {{static_cast<std::int32_t>(day.count())}, static_cast<std::int32_t>(reading - day.count() * seconds_a_day)};
}

std::string Zone::to_text(std::int64_t utc) const {
    const LocalTime local = to_local(utc);
    const std::int32_t east = offset(utc), minutes = std::abs(east) / 60, second = local.second;
    return fmt::format("{}T{:02}:{:02}:{:02}{}{:02}:{:02}", peakline::to_text(local.date), second / 3600, second / 60 % 60,
                       second % 60, east < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

// ---- the axis ----------------------------------------------------------------------------------------------------
TimeAxis::TimeAxis(Zone zone, Shape shape) : zone_(std::move(zone)), shape_(std::move(shape)) {
    std::sort(shape_.holidays.begin(), shape_.holidays.end());
    utc_start_ = zone_.to_utc({shape_.start, 0});
    for (int day = 0; day <= shape_.days; ++day) day_starts_.push_back(seconds({shape_.start + day, 0}));
    intervals_ = static_cast<int>(std::ceil(end() / shape_.interval));
    // An interval belongs to the day on which it starts.
    int day = 0;
    for (int interval = 0; interval < intervals_; ++interval) {
        while (day + 1 < shape_.days && interval_start(interval) >= day_starts_[day + 1]) ++day;
        day_of_interval_.push_back(day);
    }
}

int TimeAxis::interval_of(double t) const { return static_cast<int>(std::floor(t / shape_.interval)); }

int TimeAxis::day_of_interval(int interval) const { return day_of_interval_.at(interval); }

double TimeAxis::day_start(int day) const {
    if (day >= 0 && day <= shape_.days) return day_starts_[day];
    return seconds({shape_.start + day, 0});
}

bool TimeAxis::is_holiday(Date date) const { return std::binary_search(shape_.holidays.begin(), shape_.holidays.end(), date); }

std::int64_t TimeAxis::utc(double t) const { return utc_start_ + static_cast<std::int64_t>(std::floor(t)); }

LocalTime TimeAxis::local(double t) const { return zone_.to_local(utc(t)); }

double TimeAxis::seconds(LocalTime local) const { return seconds_of_utc(zone_.to_utc(local)); }

}  // namespace peakline
