// The ways in which a planner names days and times: dates, clock times, day keys, hours of the day.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/changing.hpp"
#include "core/civil.hpp"

namespace peakline {

// "2026-11-27", "2026-11-27 10:00", "2026-11-27T10:00:30", with "+01:00" or "Z": an instant, not a local reading.
struct Timestamp {
    LocalTime local;
    std::optional<std::int64_t> utc;  // where an offset was given
    bool date_only = false;
};
std::optional<Timestamp> parse_timestamp(std::string_view text);

// "mon", "monday", "sat-sun", "2026-12-31", "2026-12-24..2026-12-26", "holidays".
std::optional<DayKey> parse_day_key(std::string_view text);
inline constexpr const char* day_key_expected = "mon, mon-fri, 2026-12-31, 2026-12-24..2026-12-26 or holidays";

// "08-12", "12:00-24", "22:00-06:00" -> seconds of the day; the second is larger than 86400 where it passes midnight.
std::optional<std::pair<std::int32_t, std::int32_t>> parse_hours(std::string_view text);

// Looks like a calendar date: so a message can say "no such day" where 2026-02-30 stands.
bool looks_like_date(std::string_view text);

}  // namespace peakline
