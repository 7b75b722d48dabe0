// Series that move the volume and are known ahead, such as reservations: regressors of the daily model.
#pragma once

#include <vector>

#include "forecast/days.hpp"
#include "forecast/history.hpp"

namespace peakline {

// For each driver its log, raw and as a mean over the seven days about it, centred; and where it is not known for some days, a
// term that says so.
std::vector<DailyRegressor> driver_regressors(const std::vector<HistorySeries>& drivers, const OperatingDays& days);

}  // namespace peakline
