#include "core/units.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace peakline {
namespace {

struct TimeUnit {
    std::string_view name;
    double seconds;
};
constexpr std::array<TimeUnit, 4> time_units{{{"d", 86400}, {"h", 3600}, {"min", 60}, {"s", 1}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The text without the underscores between its digits; nothing if an underscore stands elsewhere.
std::optional<std::string> without_underscores(std::string_view text) {
    std::string digits;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_') {
            digits += text[i];
        } else if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1])) {
            return std::nullopt;
        }
    }
    return digits;
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
    if (!text.empty() && text.front() == '+') {
        text.remove_prefix(1);
        if (!text.empty() && text.front() == '-') return std::nullopt;
    }
    const auto digits = without_underscores(text);
    if (!digits || digits->find_first_of("0123456789") == std::string::npos) return std::nullopt;
    double value = 0;
    const char* const end = digits->data() + digits->size();
    const auto [stop, error] = std::from_chars(digits->data(), end, value);
    if (error != std::errc() || stop != end || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<double> parse_duration(std::string_view text) {
    for (const TimeUnit& unit : time_units) {
        if (!text.ends_with(unit.name)) continue;
        const auto number = parse_number(text.substr(0, text.size() - unit.name.size()));
        if (number) return *number * unit.seconds;
    }
    return std::nullopt;
}

std::optional<double> parse_share(std::string_view text) {
    if (!text.ends_with('%')) return std::nullopt;
    const auto number = parse_number(text.substr(0, text.size() - 1));
    return number ? std::optional(*number / 100) : std::nullopt;
}

std::optional<AmountPer> parse_amount_per(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos || slash + 1 == text.size()) return std::nullopt;
    const std::string_view above = text.substr(0, slash), below = text.substr(slash + 1);
    const bool share = above.ends_with('%');
    const auto amount = share ? parse_share(above) : parse_number(above);
    const auto per = is_digit(below.front()) ? parse_duration(below) : parse_duration("1" + std::string(below));
    if (!amount || !per || *per <= 0) return std::nullopt;
    return AmountPer{*amount, *per, share};
}

std::optional<std::int32_t> parse_time_of_day(std::string_view text) {
    std::int32_t seconds = 0, unit = 3600;
    while (true) {
        const auto colon = text.find(':');
        const std::string_view part = text.substr(0, colon);
        const bool first = unit == 3600;
        if (part.empty() || part.size() > 2 || (!first && part.size() != 2) || unit == 0) return std::nullopt;
        std::int32_t value = 0;
        for (const char c : part) {
            if (!is_digit(c)) return std::nullopt;
            value = value * 10 + (c - '0');
        }
        if (value > (first ? 24 : 59)) return std::nullopt;
        seconds += value * unit;
        unit /= 60;
        if (colon == std::string_view::npos) break;
        text.remove_prefix(colon + 1);
    }
    return seconds <= 86400 ? std::optional(seconds) : std::nullopt;
}

std::string duration_text(double seconds) {
    if (std::isinf(seconds)) return "never";
    if (seconds == 0) return "0s";
    for (const TimeUnit& unit : time_units) {
        const double count = seconds / unit.seconds;
        if (count == std::floor(count)) return fmt::format("{:.0f}{}", count, unit.name);
    }
    return fmt::format("{:g}s", seconds);
}

}  // namespace peakline
