// Short ways to say what is wrong with an input file.
#pragma once

#include <string>
#include <string_view>

#include "core/problem.hpp"

namespace peakline {

inline constexpr std::size_t longest_shown = 200;  // bytes of a file's own text in a message

// Text from a file as it may be shown: control characters would move the reader's cursor.
inline std::string printable(std::string_view text) {
    std::string out;
    for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
    return out;
}

// The same, not longer than a reader bears; cut between characters.
inline std::string shortened(std::string_view text) {
    if (text.size() <= longest_shown) return printable(text);
    std::size_t end = longest_shown;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return printable(text.substr(0, end)) + " ...";
}

inline std::string in_quotes(std::string_view text) { return "'" + std::string(text) + "'"; }

// found and expected may be empty.
inline Problem trouble(Place place, std::string message, std::string found = {}, std::string expected = {}) {
    Problem problem;
    problem.place = std::move(place);
    problem.message = printable(message);
    problem.found = shortened(found);
    problem.expected = printable(expected);
    return problem;
}

}  // namespace peakline
