// What a forecast hands to the simulator: whole futures of a volume, as expected counts per period.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace peakline {

// Joint sample paths of one series. Period i is [edges[i], edges[i+1]) in UTC seconds since 1970; where the series has gaps
// the value is 0. A value is the expected number of units or contacts in that period (the simulator adds the Poisson part).
// Path r of every series of one forecast belongs together.
struct VolumePaths {
    std::vector<std::int64_t> edges;        // periods + 1
    std::vector<std::vector<float>> paths;  // [path][period]
    bool daily = false;                     // periods are whole days: the time of day comes from the profile
};

// When in the week contacts come, from a history: weights by step from Monday 00:00 local on, sum 1.
struct WeekShape {
    double step = 1800;  // seconds, divides a day
    std::vector<double> weights;
};

struct Demand {
    std::map<std::string, VolumePaths> volumes;  // by driver or reason name
    std::map<std::string, WeekShape> profiles;   // by reason name, of reasons with `profile: {history: ...}`
};

// A file of values by interval, as a planner keeps it: a period without a row has none.
struct TimeTable {
    std::vector<std::int64_t> starts;  // UTC seconds since 1970, increasing
    std::vector<double> values;
    double step = 1800;  // length of every period in seconds (days: 86400, to the next local midnight)
};

}  // namespace peakline
