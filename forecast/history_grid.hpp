// The rows of a history on the grid of their intervals: duplicates settled, clock changes known, skills and languages added up.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "forecast/history.hpp"
#include "forecast/history_rows.hpp"

namespace peakline {

// One series by interval.
struct GridTable {
    std::string name, file;
    std::int64_t first_day = 0;
    int days = 0, slots = 1;
    std::vector<float> value, contacts, seconds;  // contacts and their handle time seconds, for the mean
    bool has_handle_time = false;
};

// Leaves out the rows of a few days that lie more than a year apart from all others: slips in a year, which would make a history of
// decades without contacts.
void leave_out_lone_dates(HistoryRows& rows);

// Takes the rows; `step` in seconds.
std::vector<GridTable> make_tables(HistoryRows& rows, const ReadOptions& options, std::int64_t step);

std::int64_t second_of_day(std::int64_t local);
std::int64_t day_of(std::int64_t local);

}  // namespace peakline
