// A quote that a planner forgot to close: YAML reads on to the next one, however far it is, and complains there or not at all.
#pragma once

#include <optional>
#include <string_view>

namespace peakline {

struct OpenQuote {
    int line = 0, column = 0;  // where it begins, from 1
    char mark = '"';
};

// The first quoted text that never ends, or that runs over lines into the middle of another value.
std::optional<OpenQuote> find_open_quote(std::string_view text);

}  // namespace peakline
