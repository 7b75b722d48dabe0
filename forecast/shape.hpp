// How a day's profile wanders from its weekday's: a few common factors (a morning rush, a late evening) and independent slots.
#pragma once

#include <vector>

#include <Eigen/Core>

#include "forecast/days.hpp"
#include "forecast/profile.hpp"

namespace peakline {

struct ShapeVariation {
    Eigen::MatrixXd factors;      // slots x factors, columns scaled by their standard deviation
    Eigen::VectorXd independent;  // standard deviation by slot
};

// From the relative residuals of the last 120 learning days less what Poisson counting explains, shrunk to the diagonal.
ShapeVariation fit_shape(const OperatingDays& days, const DayMatrix& values, const std::vector<bool>& learn,
                         const Profiles& profiles);

}  // namespace peakline
