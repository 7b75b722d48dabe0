// How figures and days are said.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/civil.hpp"

namespace peakline {

// An effect on log volume as people say it: "+12 %".
std::string in_per_cent(double log_effect);
std::string weekday_name(int weekday);
// A count with thousands apart: "4 210".
std::string spaced(double count);
// "Monday 27 November"
std::string day_name(Date date);
// "(seen twice, 2024: +165 %, 2025: +195 %)": by the year where each year has one, else by the day; the latest four.
std::string occasions_in_words(const std::vector<std::pair<Date, std::string>>& seen);

}  // namespace peakline
