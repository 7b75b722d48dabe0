// The CSV files: wide, one row each plan x queue x interval, day or horizon. Columns: docs/results.md.
#pragma once

#include <string>

#include "core/results.hpp"

namespace peakline {

std::string intervals_csv(const Results& results);  // plan, queue, timestamp, ...
std::string days_csv(const Results& results);       // plan, queue, date, ...
std::string queues_csv(const Results& results);     // plan, queue, ...
std::string groups_csv(const Results& results);     // plan, group, timestamp, agents, busy, occupancy

}  // namespace peakline
