// What a planner knows about days: closures, holidays and events by name, and days that behave like a certain weekday.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/civil.hpp"

namespace peakline {

struct CalendarDay {
    bool closed = false;
    std::vector<std::string> names;      // holidays and events; an effect is learned for each name
    std::optional<Weekday> like;         // replaces the weekday, for volume and profile
};

struct Calendar {
    std::map<Date, CalendarDay> days;
    const CalendarDay* find(Date date) const {
        const auto at = days.find(date);
        return at == days.end() ? nullptr : &at->second;
    }
};

// CSV: date, name[, like]; several rows for a date add up. Throws InputError with every row that cannot be read.
Calendar read_calendar(const std::filesystem::path& path);

}  // namespace peakline
