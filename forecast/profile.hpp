// When in the day the volume comes: shares of the day's total by slot, for each weekday.
#pragma once

#include <array>
#include <vector>

#include <Eigen/Core>

#include "forecast/days.hpp"

namespace peakline {

using DayMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;  // days x slots

struct ProfileSettings {
    double half_life = 0;  // operating days after which a day counts half
    double pooling = 0;    // mean days of the all-days profile mixed into each weekday's
    double bandwidth = 0;  // slots, of the smoothing of log shares
};

struct Profiles {
    ProfileSettings settings;
    std::array<Eigen::VectorXd, 7> shares;  // by weekday; each sums to 1
};

// `values`: past days x slots; `learn` says which days may teach. Settings by multinomial deviance over the last four weeks.
Profiles fit_profiles(const OperatingDays& days, const DayMatrix& values, const std::vector<bool>& learn);

}  // namespace peakline
