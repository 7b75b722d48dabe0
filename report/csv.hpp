// The CSV files: wide, one row each plan x queue x interval, day or horizon. Columns: docs/results.md.
#pragma once

#include <string>
#include <string_view>

#include "core/results.hpp"

namespace peakline {

std::string intervals_csv(const Results& results);  // plan, queue, timestamp, ...
std::string days_csv(const Results& results);       // plan, queue, date, ...
std::string queues_csv(const Results& results);     // plan, queue, ...
std::string groups_csv(const Results& results);     // plan, group, timestamp, agents, busy, occupancy

// Cells: quoted where they must be (RFC 4180); numbers so that they read back the same, nothing where there is no value.
std::string csv_text(std::string_view text);
std::string csv_number(double value);

}  // namespace peakline
