// Reads the tables of exact values, where they are present beside the project.
#pragma once

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace reference {

using Row = std::map<std::string, std::string>;

inline std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (const char c : line) {
        if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            cells.emplace_back();
        else if (c != '\r')
            cells.back() += c;
    }
    return cells;
}

// Rows of references/NAME, empty where the file is not there.
inline std::vector<Row> rows(const std::string& name) {
    std::ifstream in(std::filesystem::path(PEAKLINE_SHARED_DIR) / "references" / name);
    std::vector<Row> result;
    std::string line;
    if (!std::getline(in, line)) return result;
    const std::vector<std::string> header = split(line);
    while (std::getline(in, line)) {
        const std::vector<std::string> cells = split(line);
        Row row;
        for (std::size_t i = 0; i < header.size() && i < cells.size(); ++i) row[header[i]] = cells[i];
        result.push_back(row);
    }
    return result;
}

inline double number(const std::string& text) {
    if (text == "inf") return std::numeric_limits<double>::infinity();
    const double x = std::strtod(text.c_str(), nullptr);
    return std::abs(x) < 1e-300 ? 0 : x;
}
inline double number(const Row& row, const std::string& column) { return number(row.at(column)); }

inline bool close(double found, double expected, double relative) {
    if (std::abs(expected) < 1e-300) return std::abs(found) < 1e-299;
    return std::abs(found - expected) <= relative * std::abs(expected);
}

}  // namespace reference
