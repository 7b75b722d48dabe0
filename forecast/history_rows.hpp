// The rows of history files as they stand, cell problems noted and taken out; not yet on a grid.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "forecast/history.hpp"
#include "forecast/history_layout.hpp"

namespace peakline {

// Everything that can be wrong with a row or a cell.
enum class Damage : std::uint8_t {
    unreadable_time,
    totals_line,
    repeated_header,
    short_row,
    no_value,
    not_a_number,
    negative,
    impossible,
    mixed_decimal_marks,
    no_series_name,
    same_duplicate,
    changed_duplicate,
    out_of_order,
    off_grid,
    doubled_hour,
    missing_hour,
    ambiguous_dates,
    ambiguous_numbers,
    ignored_column,
    preamble,
    lone_date
};

// Collects damage by kind, series and file; becomes findings in words at the end.
class DamageLog {
public:
    void add(Damage damage, const std::string& file, const std::string& series, int line, std::string_view example = {});
    std::vector<Finding> findings() const;

private:
    struct Entry {
        std::vector<int> lines;
        std::string example;
    };
    struct Key {
        Damage damage;
        std::string file, series;
        auto operator<=>(const Key&) const = default;
    };
    std::map<Key, Entry> entries_;
};

struct HistoryRow {
    std::int64_t local;  // seconds since 1970 on the local clock
    float value;         // NaN: the row is there, its value is not usable
    float handle_time;   // mean seconds; NaN: none
    std::int32_t line;
    std::uint16_t file;
    bool second;  // the later pass of a doubled hour, where the file tells
};

// Rows with one meaning: one series, or one skill and language of it.
struct RowGroup {
    std::string name, channel, part;
    std::vector<HistoryRow> rows;
};

struct HistoryRows {
    std::vector<RowGroup> groups;  // in order of appearance
    std::vector<std::string> files;
    std::vector<std::string> read;  // in words
    DamageLog log;
};

HistoryRows read_rows(std::span<const std::filesystem::path> files, const ReadOptions& options);

bool is_totals_word(std::string_view text);

}  // namespace peakline
