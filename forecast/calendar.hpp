// What a planner knows about days: closures, holidays and events by name, and days that behave like a certain weekday.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/civil.hpp"
#include "core/problem.hpp"
#include "forecast/named_table.hpp"

namespace peakline {

struct CalendarDay {
    bool closed = false;
    std::vector<std::string> names;  // holidays and events; an effect is learned for each name
    std::optional<Weekday> like;     // replaces the weekday, for volume and profile
};

// What is known about a name beyond its dates.
struct EventPlan {
    std::optional<UncertainFactor> effect;  // the planner's; past occasions mend it
    int before = 1, after = 1;              // working days about it with effects of their own
    bool spread_wide = false;               // `before` or `after` was written: larger effects are believed
};

// Something that makes people call at a time of day: full strength while it lasts, then falling linearly to nothing.
struct Push {
    std::string name, series;  // series: empty: every one
    Date date;
    double at = 0, lasts = 0, fades = 0;      // seconds
    std::optional<UncertainFactor> contacts;  // log of how many in all; none: learned
    Place place;
};

// A name that holds for one series only; or, with `removes`, all names taken off that day of it.
struct SeriesDay {
    std::string series;
    Date date;
    std::string name;
    bool removes = false;
};

struct Calendar {
    std::map<Date, CalendarDay> days;
    std::map<std::string, EventPlan> plans;  // by name
    std::vector<Push> pushes;
    std::vector<SeriesDay> of_series;
    const CalendarDay* find(Date date) const {
        const auto at = days.find(date);
        return at == days.end() ? nullptr : &at->second;
    }
};

// The calendar as one series sees it.
Calendar calendar_of(const Calendar& calendar, const std::string& series);

// CSV: date, name[, like][, effect][, before][, after][, at][, lasts][, fades][, contacts][, series]; a date may be a span of days; several
// rows for a date add up. Throws InputError with every row that cannot be read.
Calendar read_calendar(const std::filesystem::path& path);

// Adds what another calendar says.
void add_calendar(Calendar& to, const Calendar& more);

}  // namespace peakline
