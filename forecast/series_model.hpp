// Everything fitted about one series; what sampling needs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forecast/daily_fit.hpp"
#include "forecast/days.hpp"
#include "forecast/handle_time.hpp"
#include "forecast/profile.hpp"
#include "forecast/pushes.hpp"
#include "forecast/shape.hpp"

namespace peakline {

// A series that has no history to speak of: another one's model at its own size, or what a planner typed.
struct Borrowed {
    std::string like;       // empty: typed volumes alone
    double log_factor = 0;  // of `like`'s volume
    double log_sd = 0;      // how little is known about its size
    std::string in_words;
};

struct SeriesModel {
    std::string name;
    int slots = 1;  // of a day, by the local clock
    Date first;     // first calendar day ahead
    int ahead = 0;  // calendar days ahead
    OperatingDays days;
    std::vector<WeightedFit> fits;
    std::vector<double> innovations;  // standardised, by past operating day
    std::vector<bool> learned;        // days that taught the profile
    Profiles profiles;
    ShapeVariation shape;
    HandleTimeModel handle_time;  // empty without one
    std::vector<PushAhead> pushes;
    std::optional<Borrowed> borrowed;
};

}  // namespace peakline
