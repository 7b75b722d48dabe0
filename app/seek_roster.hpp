// What a factor on a roster comes to, since people are whole: shifts worked, with the factor as it is and as it was found.
#pragma once

#include <optional>
#include <string>

#include "scenarios/scenario.hpp"

namespace peakline {

// Shifts worked by a group on the season's reported days, the number of every day and shift rounded half up; absence not taken off.
struct RosterSizes {
    double now = 0, then = 0;
};

// `key` is "staff.groups.NAME.scale"; nothing for any other key, and where the group has no roster by shift.
std::optional<RosterSizes> rosters_of(const Scenario& now, const Scenario& then, const std::string& key);

}  // namespace peakline
