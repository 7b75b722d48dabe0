// CSV files that a scenario names: volumes by interval, agents by interval, samples of a quantity.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/civil.hpp"
#include "core/demand.hpp"
#include "core/problem.hpp"

namespace peakline {

struct CsvRow {
    int line = 0;
    std::vector<std::string> cells;
};

// The rows of a file with its delimiter (comma, semicolon or tab, by its first line) and quotes resolved.
struct Csv {
    std::string file;
    std::vector<CsvRow> rows;
};

// What a column of a table stands for: `name` of a driver, reason or group; `grouped_by` the headers that may hold it in a long file.
struct TableQuery {
    std::string name;
    std::vector<std::string> grouped_by;  // {"series", "group", ...}
    bool whole = false;                   // values are people
};

// Files read once, however many plans name them.
class Tables {
public:
    const Csv& csv(const std::filesystem::path& path);  // throws InputError

    // Throws InputError with every bad row (up to 20).
    const TimeTable& table(const std::filesystem::path& path, const TableQuery& query, const Zone& zone);

private:
    std::map<std::string, Csv> files_;
    std::map<std::string, TimeTable> tables_;
};

}  // namespace peakline
