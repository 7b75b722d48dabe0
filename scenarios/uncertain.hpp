// Which numbers of a scenario are uncertain: written as distributions and drawn once a season. Durations and the like that are drawn
// for every customer are not among them.
#pragma once

#include <string>
#include <vector>

#include "scenarios/scenario.hpp"

namespace peakline {

struct UncertainNumber {
    std::string key;               // "drivers.orders.scale"; keys its draw, too
    Quantity* quantity = nullptr;  // in the scenario that was asked
    bool share = false;            // people read it as per cent
};

// In the order of the format.
std::vector<UncertainNumber> uncertain_numbers(Scenario& scenario);

// The quantity as it is where its draw is u: every random point at that quantile.
void fix_at(Quantity& quantity, double u);

// Every value of it times the factor.
Distribution times(Distribution d, double factor);

}  // namespace peakline
