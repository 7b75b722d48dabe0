// The report that a planner reads in the terminal after a run.
#pragma once

#include <cstddef>
#include <string>

#include "core/results.hpp"

namespace peakline {

struct TerminalStyle {
    std::size_t width = 80;  // columns; narrower than 60 is treated as 60
    bool colour = false;     // escape sequences; the caller looks at NO_COLOR and whether a terminal listens
    bool detail = false;     // every metric, reason and period instead of the headlines
};

std::string terminal_report(const Results& results, const TerminalStyle& style);

}  // namespace peakline
