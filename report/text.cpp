#include "report/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

#include "core/civil.hpp"

namespace peakline {

namespace {

// Digits in groups of three from the point: "1 234 567.5".
std::string grouped(double value, int decimals) {
    std::string text = fmt::format("{:.{}f}", std::abs(value), decimals);
    const auto point = std::min(text.find('.'), text.size());
    for (auto at = static_cast<std::ptrdiff_t>(point) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), " ");
    const bool zero = text.find_first_not_of("0. ") == std::string::npos;
    return value < 0 && !zero ? "-" + text : text;
}

int decimals_of_count(double value) {
    const double size = std::abs(value);
    if (size >= 10 || std::abs(value - std::round(value)) < 1e-9) return 0;
    return size >= 1 ? 1 : 2;
}

std::string duration(double seconds) {
    const double size = std::abs(seconds);
    const std::string sign = seconds < 0 ? "-" : "";
    const auto two = [&](double whole, double rest, const char* big, const char* small) {
        return rest == 0 ? fmt::format("{}{:.0f} {}", sign, whole, big)
                         : fmt::format("{}{:.0f} {} {:.0f} {}", sign, whole, big, rest, small);
    };
    if (size < 9.95) return fmt::format("{}{:.1f} s", sign, size);
    if (size < 59.5) return fmt::format("{}{:.0f} s", sign, size);
    if (size < 599.5) return two(std::floor(std::round(size) / 60), std::fmod(std::round(size), 60), "min", "s");
    const double minutes = std::round(size / 60);
    if (minutes < 60) return fmt::format("{}{:.0f} min", sign, minutes);
    if (minutes < 2880) return two(std::floor(minutes / 60), std::fmod(minutes, 60), "h", "min");
    return fmt::format("{}{:.1f} d", sign, size / day_seconds);
}

std::string plain(double value, Unit unit) {
    switch (unit) {
        case Unit::count: return grouped(value, decimals_of_count(value));
        case Unit::share: return fmt::format("{:.1f} %", 100 * value);
        case Unit::rate: return fmt::format("{:.2f} %", 100 * value);
        case Unit::seconds: return duration(value);
        case Unit::hours: return grouped(value, std::abs(value) < 10 ? 1 : 0) + " h";
        case Unit::money: return grouped(value, std::abs(value) < 100 ? 2 : 0);
        case Unit::ratio: return grouped(value, std::abs(value) < 100 ? 2 : 0);
    }
    return {};
}

bool is_share(Unit unit) { return unit == Unit::share || unit == Unit::rate; }

// One code point of `text` from `at` on; bytes that are no UTF-8 stand for themselves.
struct CodePoint {
    char32_t value;
    std::size_t bytes;
};

CodePoint code_point(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const unsigned char lead = byte(0);
    const std::size_t bytes = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 0;
    if (bytes <= 1 || at + bytes > text.size()) return {bytes == 1 ? char32_t{lead} : U'\uFFFD', 1};
    char32_t value = lead & (0xFFu >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if (byte(i) >> 6 != 2) return {U'\uFFFD', 1};
        value = value << 6 | (byte(i) & 0x3Fu);
    }
    return {value, bytes};
}

// East Asian wide and emoji blocks (Unicode TR 11), and the common combining blocks.
std::size_t columns_of(char32_t c) {
    struct Block {
        char32_t first, last;
    };
    static constexpr auto none =
        std::to_array<Block>({{0x300, 0x36F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}});
    static constexpr auto wide = std::to_array<Block>({{0x1100, 0x115F},
                                                       {0x2E80, 0x303E},
                                                       {0x3041, 0xA4CF},
                                                       {0xAC00, 0xD7A3},
                                                       {0xF900, 0xFAFF},
                                                       {0xFE30, 0xFE6F},
                                                       {0xFF00, 0xFF60},
                                                       {0xFFE0, 0xFFE6},
                                                       {0x1F300, 0x1FAFF},
                                                       {0x20000, 0x3FFFD}});
    const auto in = [c](const Block& b) { return c >= b.first && c <= b.last; };
    if (std::any_of(none.begin(), none.end(), in)) return 0;
    return std::any_of(wide.begin(), wide.end(), in) ? 2 : 1;
}

bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

std::string value_text(double value, Unit unit) { return std::isfinite(value) ? plain(value, unit) : "-"; }

std::string difference_text(double value, Unit unit) {
    if (!std::isfinite(value)) return "-";
    std::string text = is_share(unit) ? fmt::format("{:.{}f} pt", 100 * value, unit == Unit::rate ? 2 : 1) : plain(value, unit);
    // What rounds to nothing has no sign.
    if (text.find_first_of("123456789") == std::string::npos) return text.front() == '-' ? text.substr(1) : text;
    return text.front() == '-' ? text : "+" + text;
}

std::string half_width_text(const Estimate& estimate, Unit unit) {
    return half_text((estimate.ci95.high - estimate.ci95.low) / 2, unit);
}

std::string few_intervals_text(const Estimate& estimate) {
    if (!(estimate.intervals < few_intervals)) return {};
    const std::string number = value_text(estimate.intervals, Unit::count);
    return fmt::format("of {} interval{}", number, number == "1" ? "" : "s");
}

std::string share_and_error_text(double share, double standard_error) {
    const std::string text = fmt::format("{:.0f} %", std::round(100 * share));
    if (!std::isfinite(standard_error)) return text;
    const double half = half_of_error(standard_error);  // beyond the whole its size says nothing
    return half > 1 ? text + " ± over 100 pt" : fmt::format("{} ± {:.0f} pt", text, 100 * half);
}

std::string half_text(double half, Unit unit) {
    if (!std::isfinite(half)) return {};
    if (!is_share(unit)) return plain(half, unit);
    const int decimals = unit == Unit::rate ? 2 : 1;
    const double smallest = unit == Unit::rate ? 0.01 : 0.1;
    if (half > 0 && 100 * half < smallest / 2) return fmt::format("<{:.{}f} pt", smallest, decimals);
    return fmt::format("{:.{}f} pt", 100 * half, decimals);
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
        text += names[i];
    }
    return text;
}

std::string tolerance_text(std::string_view metric, double tolerance, std::string_view currency) {
    const MetricInfo info = metric_info(metric);
    std::string name(info.label);
    name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
    std::string size = value_text(tolerance, info.unit);
    if (is_share(info.unit)) size = fmt::format("{:.3g} point{}", 100 * tolerance, tolerance == 0.01 ? "" : "s");
    if (info.unit == Unit::seconds && tolerance < 60) size = fmt::format("{:.3g} s", tolerance);
    if (info.unit == Unit::money && !currency.empty()) size += fmt::format(" {}", currency);
    return size + " of " + name;
}

std::string metric_text(std::string_view key, std::string_view currency) {
    const std::string_view metric = key.substr(key.find('.') + 1);
    const bool total = key.starts_with("total.");
    std::string text(total ? metric : key);
    if (total) std::replace(text.begin(), text.end(), '_', ' ');
    if (metric_info(metric).unit == Unit::money && !currency.empty()) text += fmt::format(", {}", currency);
    return text;
}

std::string chance_text(double share) {
    if (!std::isfinite(share)) return "-";
    if (share > 0 && share < 0.01) return "<1 %";
    if (share > 0.99 && share < 1) return ">99 %";
    return fmt::format("{:.0f} %", std::round(100 * share));  // halves upward, as on the page
}

std::string range_text(double low, double high, Unit unit) {
    if (!std::isfinite(low) || !std::isfinite(high)) return {};
    return value_text(low, unit) + " to " + value_text(high, unit);
}

std::string date_text(std::string_view text) {
    static constexpr std::array days = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    static constexpr std::size_t length = 10;  // of an ISO date
    const auto dash = text.find('-');
    if (dash == std::string_view::npos || dash < 4 || dash - 4 + length > text.size()) return std::string(text);
    const auto at = dash - 4;
    const auto date = parse_date(text.substr(at, length));
    if (!date) return std::string(text);
    const auto civil = year_month_day(*date);
    const std::string weekday = days[static_cast<std::size_t>(weekday_of(*date))];
    const bool named = at == 4 && text.starts_with(weekday + " ");
    return fmt::format("{}{} {} {} {}{}", text.substr(0, named ? 0 : at), weekday, civil.day, months[civil.month - 1], civil.year,
                       text.substr(at + length));
}

std::size_t display_width(std::string_view utf8) {
    std::size_t columns = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto c = code_point(utf8, at);
        columns += columns_of(c.value);
        at += c.bytes;
    }
    return columns;
}

std::string fitted(std::string_view utf8, std::size_t columns) {
    std::string clean;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto c = code_point(utf8, at);
        if (is_control(c.value))
            clean += c.value == '\n' || c.value == '\t' ? " " : "?";
        else if (c.value == U'\uFFFD')
            clean += "\uFFFD";
        else
            clean.append(utf8.substr(at, c.bytes));
        at += c.bytes;
    }
    if (display_width(clean) <= columns) return clean;
    std::string cut;
    std::size_t used = 1;  // the ellipsis
    for (std::size_t at = 0; at < clean.size();) {
        const auto c = code_point(clean, at);
        if (used + columns_of(c.value) > columns) break;
        used += columns_of(c.value);
        cut.append(clean.substr(at, c.bytes));
        at += c.bytes;
    }
    return cut + "…";
}

}  // namespace peakline
