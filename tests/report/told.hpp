// What the tests of the terminal report look at in it.
#pragma once

#include <algorithm>
#include <sstream>
#include <string>

#include "report/terminal.hpp"
#include "report/text.hpp"

namespace peakline::testing {

inline std::string report_at(const Results& results, std::size_t width) {
    return terminal_report(results, {width, false, false});
}
inline bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// The section that begins with `title`, up to the next blank line.
inline std::string section(const std::string& report, const std::string& title) {
    const auto start = report.find("\n" + title + "\n");
    return start == std::string::npos ? "" : report.substr(start, report.find("\n\n", start + 1) - start) + "\n";
}

inline std::size_t widest_line(const std::string& text) {
    std::istringstream in(text);
    std::size_t widest = 0;
    for (std::string line; std::getline(in, line);) widest = std::max(widest, display_width(line));
    return widest;
}

}  // namespace peakline::testing
