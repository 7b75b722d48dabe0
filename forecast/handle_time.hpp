// How long a contact takes, by weekday and time of day, about a slowly moving level.
#pragma once

#include <array>
#include <vector>

#include <Eigen/Core>

#include "core/civil.hpp"
#include "forecast/history.hpp"

namespace peakline {

struct HandleTimeModel {
    bool known = false;
    double level = 0;                 // mean log seconds of late
    std::array<double, 7> weekday{};  // added on that weekday
    Eigen::VectorXd slot;             // added in that slot
    double spread = 0;                // standard deviation of an interval's log mean about the model

    double seconds(int day_of_week, int at) const;  // expected mean of the interval
};

// Nothing known where the history has no handle times. `first_ahead`: later values are not looked at.
HandleTimeModel fit_handle_time(const HistorySeries& series, Date first_ahead);

}  // namespace peakline
