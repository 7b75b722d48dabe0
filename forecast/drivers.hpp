// Drivers: something known ahead, or forecast first, that moves the volume.
#pragma once

#include <string>
#include <vector>

#include "forecast/days.hpp"
#include "forecast/history.hpp"

namespace peakline {

// Each driver's log, raw and as a weekly mean, and whether it is not known.
std::vector<DailyRegressor> driver_regressors(const std::vector<HistorySeries>& drivers, const OperatingDays& days);

// Names of the regressors that a driver's paths move.
std::string driver_term(const std::string& driver);
std::string driver_week_term(const std::string& driver);

// The days of a driver that its file does not hold, as its own forecast has them: how far each path is from the middle one.
struct DriverFuture {
    std::string name;
    Date first;  // first day that is forecast
    int days = 0;
    std::vector<float> log_off;  // [path][day]
    double at(int path, Date date) const {
        const int day = date - first;
        return day < 0 || day >= days ? 0 : log_off[static_cast<std::size_t>(path) * days + day];
    }
    // Centred mean over a week, as the regressor has it.
    double week(int path, Date date) const;
};

// A driver by the day, its rows followed by the middle of its forecast; NaN where that is closed.
HistorySeries continued(const HistorySeries& driver, Date first, const std::vector<float>& middle);

// The first day behind the last row with a value.
Date first_unknown(const HistorySeries& driver);

}  // namespace peakline
