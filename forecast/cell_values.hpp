// What stands in the cells of a history: moments and numbers, in the notations that planners' files use.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/civil.hpp"

namespace peakline {

enum class DateOrder : std::uint8_t { year_first, day_first, month_first };

struct Stamp {
    std::int64_t local = 0;              // seconds since 1970-01-01 00:00 on the clock as written
    std::optional<std::int32_t> offset;  // seconds east of UTC, where written ("Z", "+02:00")
    bool has_time = false;
};

// "2026-11-27 08:30", "27.11.2026 08:30:00", "11/27/26 8:30 PM", "20261127", "27-Nov-2026", "2026-11-27T08:30:00.000+01:00",
// seconds or milliseconds since 1970. Text after a time ("08:00 - 08:30") is the interval's end and does not matter.
std::optional<Stamp> parse_stamp(std::string_view text, DateOrder order);

// Years that a history may be of; others are slips.
inline constexpr int first_year = 1970, last_year = 2199;

// The year of a date that would be one but for its year, written with four digits.
std::optional<int> odd_year(std::string_view text);

// Seconds of the day: "08:30", "8:30:00", "8:30 PM", "0830".
std::optional<std::int32_t> parse_clock(std::string_view text);

// For a date written in numbers with the year last: whether its first and second number could be a month.
struct OrderEvidence {
    bool day_first = true, month_first = true;
};
std::optional<OrderEvidence> order_evidence(std::string_view text);

enum class DecimalMark : std::uint8_t { point, comma };

// What one number says about its decimal mark by itself: "1,5" and "1.234,5" a comma, "1.5" a point, "1,234" and "12" nothing.
std::optional<DecimalMark> mark_evidence(std::string_view text);

// A cell whose mark is plain is read by it, others by `mark`. "1234", "1.234,5", "1 234", "1'234"; "12%" is none; empty, "-", "NA",
// "null", "n/a" and the like are `absent`.
struct CellNumber {
    std::optional<double> value;
    bool absent = false;
};
CellNumber parse_number(std::string_view text, DecimalMark mark);

}  // namespace peakline
