#include "report/packed_column.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

namespace peakline {

namespace {

constexpr std::int64_t base = 91, one_character = 67, two_characters = 18, three_characters = 3, whole = 88, none = 89,
                       again = 90;
constexpr std::int64_t largest = base * base * base * base * base / 2 - 1;

// ! to ~ without the quotation mark, the backslash and the opening angle bracket.
char letter(std::int64_t digit) {
    char c = static_cast<char>('!' + digit);
    if (c >= '"') ++c;
    if (c >= '<') ++c;
    if (c >= '\\') ++c;
    return c;
}

void append_digits(std::string& out, std::int64_t number, int digits) {
    for (std::int64_t power = static_cast<std::int64_t>(std::llround(std::pow(base, digits - 1))); power > 0; power /= base)
        out += letter(number / power % base);
}

std::int64_t folded(std::int64_t step) { return step < 0 ? -2 * step - 1 : 2 * step; }

void append_value(std::string& out, std::int64_t value, std::int64_t before) {
    std::int64_t step = folded(value - before);
    if (step < one_character) return append_digits(out, step, 1);
    step -= one_character;
    if (step < two_characters * base) return append_digits(out, one_character * base + step, 2);
    step -= two_characters * base;
    if (step < three_characters * base * base)
        return append_digits(out, (one_character + two_characters) * base * base + step, 3);
    out += letter(whole);
    append_digits(out, folded(value), 5);
}

}  // namespace

std::string packed_column(std::size_t size, int scale, const std::function<double(std::size_t)>& value_at) {
    std::string out = std::to_string(scale) + ":";
    std::int64_t before = 0, repeats = 0;
    std::optional<double> last;
    const auto end_run = [&] {
        for (; repeats > 0; repeats -= std::min(repeats, base)) {
            out += letter(again);
            out += letter(std::min(repeats, base) - 1);
        }
    };
    for (std::size_t i = 0; i < size; ++i) {
        const double scaled = std::round(value_at(i) * scale);
        const double value = std::isfinite(scaled) ? std::clamp(scaled, -1.0 * largest, 1.0 * largest) : std::nan("");
        if (last && (value == *last || (std::isnan(value) && std::isnan(*last)))) {
            ++repeats;
            continue;
        }
        end_run();
        if (std::isnan(value))
            out += letter(none);
        else {
            append_value(out, static_cast<std::int64_t>(value), before);
            before = static_cast<std::int64_t>(value);
        }
        last = value;
    }
    end_run();
    return out;
}

}  // namespace peakline
