// Drivers whose files end before the forecast does: they are forecast first, and their paths move the volumes.
#pragma once

#include <vector>

#include "forecast/drivers.hpp"
#include "forecast/joint_draws.hpp"
#include "forecast/series_fit.hpp"

namespace peakline {

struct DriverModel {
    SeriesModel model;
    std::vector<float> middle;  // of its own forecast, by day
};

// Lengthens the drivers by the middle of their own forecasts; tells those that were, and those that could not be.
std::vector<DriverModel> fit_drivers(std::vector<HistorySeries>& drivers, const Calendar& calendar, Horizon horizon,
                                     std::vector<Finding>& findings);

// `row`: of the driver in the draws.
DriverFuture future_of(const DriverModel& driver, const JointDraws& draws, int row, std::uint64_t seed);

}  // namespace peakline
