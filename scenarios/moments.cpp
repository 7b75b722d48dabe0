#include "scenarios/moments.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/units.hpp"

namespace peakline {
namespace {

constexpr std::array<std::string_view, 7> short_days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<std::string_view, 7> long_days{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

std::optional<Weekday> parse_weekday(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    for (std::size_t i = 0; i < short_days.size(); ++i)
        if (lower == short_days[i] || lower == long_days[i]) return static_cast<Weekday>(i);
    return std::nullopt;
}

// "+01:00", "-0530", "+02" -> seconds east of UTC.
std::optional<std::int32_t> parse_offset(std::string_view text) {
    if (text == "Z" || text == "z") return 0;
    if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    std::string clock(text.substr(1));
    if (clock.size() == 4 && clock.find(':') == std::string::npos) clock.insert(2, ":");
    const auto seconds = parse_time_of_day(clock);
    if (!seconds || *seconds > 15 * 3600) return std::nullopt;
    return text[0] == '-' ? -*seconds : *seconds;
}

}  // namespace

bool looks_like_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    return std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) == 8;
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
    Timestamp moment;
    const auto date = parse_date(text.substr(0, 10));
    if (!date || text.size() < 10) return std::nullopt;
    moment.local.date = *date;
    if (text.size() == 10) {
        moment.date_only = true;
        return moment;
    }
    if (text[10] != ' ' && text[10] != 'T') return std::nullopt;
    std::string_view clock = text.substr(11);
    const auto offset_at = clock.find_first_of("+-Zz");
    std::optional<std::int32_t> offset;
    if (offset_at != std::string_view::npos) {
        offset = parse_offset(clock.substr(offset_at));
        if (!offset) return std::nullopt;
        clock = clock.substr(0, offset_at);
    }
    if (const auto dot = clock.find('.'); dot != std::string_view::npos) clock = clock.substr(0, dot);
    const auto seconds = clock.find(':') == std::string_view::npos ? std::nullopt : parse_time_of_day(clock);
    if (!seconds || *seconds == 86400) return std::nullopt;
    moment.local.second = *seconds;
    if (offset) moment.utc = static_cast<std::int64_t>(date->days) * 86400 + *seconds - *offset;
    return moment;
}

std::optional<DayKey> parse_day_key(std::string_view text) {
    DayKey key;
    if (text == "holidays") {
        key.kind = DayKey::Kind::holidays;
        return key;
    }
    if (const auto dots = text.find(".."); dots != std::string_view::npos) {
        const auto first = parse_date(text.substr(0, dots)), last = parse_date(text.substr(dots + 2));
        if (!first || !last || *last < *first) return std::nullopt;
        key.kind = DayKey::Kind::dates;
        key.first = *first;
        key.last = *last;
        return key;
    }
    if (const auto date = parse_date(text)) {
        key.kind = DayKey::Kind::date;
        key.first = key.last = *date;
        return key;
    }
    const auto dash = text.find('-');
    const auto from = parse_weekday(text.substr(0, dash));
    const auto to = dash == std::string_view::npos ? from : parse_weekday(text.substr(dash + 1));
    if (!from || !to) return std::nullopt;
    key.kind = dash == std::string_view::npos ? DayKey::Kind::weekday : DayKey::Kind::weekdays;
    key.from = *from;
    key.to = *to;
    return key;
}

std::optional<std::pair<std::int32_t, std::int32_t>> parse_hours(std::string_view text) {
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto trim = [](std::string_view part) {
        while (part.starts_with(' ')) part.remove_prefix(1);
        while (part.ends_with(' ')) part.remove_suffix(1);
        return part;
    };
    const auto from = parse_time_of_day(trim(text.substr(0, dash)));
    auto to = parse_time_of_day(trim(text.substr(dash + 1)));
    if (!from || !to || *from == *to || *from == 86400) return std::nullopt;
    if (*to < *from) *to += 86400;
    return std::pair{*from, *to};
}

}  // namespace peakline
