// From a series on its grid to operating days: which weekdays work, which days and hours are missing, what each day counts.
#pragma once

#include <vector>

#include "forecast/calendar.hpp"
#include "forecast/days.hpp"
#include "forecast/history.hpp"
#include "forecast/profile.hpp"

namespace peakline {

struct HistoryDays {
    OperatingDays days;
    DayMatrix values;               // past days x slots; 0 where nothing is known
    std::vector<bool> whole;        // past days without a gap: may teach profiles
    std::vector<Finding> findings;  // gaps, closed days, days out of the ordinary
};

// Past days: from the series' first day with contacts to the day before `first_ahead`; then `ahead` calendar days.
HistoryDays history_days(const HistorySeries& series, const Calendar& calendar, Date first_ahead, int ahead);

}  // namespace peakline
