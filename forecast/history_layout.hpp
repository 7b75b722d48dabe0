// Which column of a history means what.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forecast/cell_values.hpp"

namespace peakline {

enum class HandleTimeKind { none, mean_seconds, mean_minutes, total_seconds };

struct HistoryLayout {
    std::string name;  // "long", "wide", "Amazon Connect" ...
    bool header = true;
    int skipped = 0;  // lines of preamble before the header
    int timestamp = 0;
    int clock = -1;                        // a column with the time of day, where the date stands alone
    std::vector<int> series;               // columns whose texts name the series; empty: wide, or one series
    std::vector<int> parts;                // columns that split a series into rows that are added (skill, language)
    int optional_part = -1;                // of `series`: named only where a queue has several (channel)
    std::vector<int> values;               // one; wide: one a series
    std::vector<std::string> value_names;  // of the values, wide
    int handle_time = -1;
    int handled = -1;  // contacts behind a total handle time
    HandleTimeKind handle_time_kind = HandleTimeKind::none;
    std::vector<int> clock_columns;  // wide by time of day: a row a day, a column a slot
    std::vector<std::int32_t> clocks;
    std::vector<std::string> ignored;  // names of columns that are not used
    std::optional<DateOrder> order;    // from a mapping
    std::optional<DecimalMark> mark;
    std::optional<char> delimiter;
    std::size_t cells = 0;  // of the header
};

// What the mapping file says (YAML; docs/forecasting.md); column names, not numbers.
struct HistoryMapping {
    std::string file;
    std::vector<std::string> timestamp, series, parts;
    std::string value, handle_time;
    HandleTimeKind handle_time_kind = HandleTimeKind::mean_seconds;
    std::optional<DateOrder> order;
    std::optional<DecimalMark> mark;
    std::optional<char> delimiter;
    std::optional<std::string> zone;
};
HistoryMapping read_mapping(const std::string& path);

// Decides from the header, if there is one, and the first rows. Throws InputError with the columns found.
HistoryLayout find_layout(const std::string& file, std::string_view text, char delimiter,
                          const std::optional<HistoryMapping>& mapping);

}  // namespace peakline
