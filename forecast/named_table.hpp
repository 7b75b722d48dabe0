// Small tables that a planner types, columns found by their names: calendars, overrides, series without a history.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/civil.hpp"
#include "core/problem.hpp"
#include "forecast/cell_values.hpp"
#include "forecast/delimited.hpp"

namespace peakline {

class NamedTable {
public:
    struct Row {
        int line = 0;
        std::vector<std::string> cells;
    };  // cells in the order of the names wanted; "" where there is none

    // `names`: the columns that mean something. Without a header the columns are `names` in their order if `bare` allows it.
    // Lines that begin with # are skipped. Throws InputError for unknown columns.
    NamedTable(const std::filesystem::path& path, std::vector<std::string> names, bool bare);

    const std::string& file() const { return file_; }
    const std::vector<Row>& rows() const { return rows_; }
    bool has(std::string_view name) const;
    void require(std::string_view name) const;  // throws InputError where the file has no such column
    // Trimmed text of a cell; "" where the file has no such column.
    const std::string& cell(const Row& row, std::string_view name) const;
    Place place(const Row& row, std::string_view name) const;
    // What is wrong with a cell.
    Problem trouble_at(const Row& row, std::string_view name, std::string message, std::string expected) const;

private:
    std::string file_;
    std::vector<std::string> names_;
    std::vector<int> column_;  // of each name in the file; -1: not there
    std::vector<Row> rows_;
};

// "2026-11-27", "27.11.2026 10:00", "2026-11-27..2026-11-29" (both days included); numbers with the year last by `order`.
struct DateSpan {
    Date from, to;
    std::optional<std::int32_t> second;  // of the day, where a time is written
};
std::optional<DateSpan> parse_span(std::string_view text, DateOrder order);

// The order that reads all dates of a column with the year last; the day first where both do.
DateOrder date_order(const NamedTable& table, std::string_view column);

// A count of 0 or more; the decimal mark is plain or a point.
std::optional<double> parse_count(std::string_view text);

// "40 %" -> "40%", as core/units.hpp reads shares and durations.
std::string without_blanks(std::string_view text);

// A factor with its uncertainty on the log scale: "+40 %", "-10%", "x2.5", "2.5", "+40%..+150%", "x2..x4" (8 in 10 lie between).
struct UncertainFactor {
    double log_mean = 0, log_sd = 0;
};
std::optional<UncertainFactor> parse_factor(std::string_view text);

}  // namespace peakline
