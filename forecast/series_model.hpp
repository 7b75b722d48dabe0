// Everything fitted about one series; what sampling needs.
#pragma once

#include <string>
#include <vector>

#include "forecast/daily_fit.hpp"
#include "forecast/days.hpp"
#include "forecast/handle_time.hpp"
#include "forecast/profile.hpp"
#include "forecast/shape.hpp"

namespace peakline {

struct SeriesModel {
    std::string name;
    int slots = 1;                        // of a day, by the local clock
    Date first;                           // first calendar day ahead
    int ahead = 0;                        // calendar days ahead
    OperatingDays days;
    std::vector<WeightedFit> fits;
    std::vector<double> innovations;      // standardised, by past operating day
    std::vector<bool> learned;            // days that taught the profile
    Profiles profiles;
    ShapeVariation shape;
    HandleTimeModel handle_time;          // empty without one
};

}  // namespace peakline
