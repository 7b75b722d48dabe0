// Short ways to say what is wrong with an input file.
#pragma once

#include <string>
#include <string_view>

#include "core/problem.hpp"

namespace peakline {

// Text from a file as it may be shown: control characters would move the reader's cursor.
inline std::string printable(std::string_view text) {
    std::string out;
    for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
    return out;
}

// found and expected may be empty.
inline Problem trouble(Place place, std::string message, std::string found = {}, std::string expected = {}) {
    Problem problem;
    problem.place = std::move(place);
    problem.message = printable(message);
    problem.found = printable(found);
    problem.expected = printable(expected);
    return problem;
}

}  // namespace peakline
