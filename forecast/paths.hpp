// Whole futures of one series: expected counts by day and slot, as correlated as its days, slots and sister queues are.
#pragma once

#include <cstdint>
#include <vector>

#include "forecast/drivers.hpp"
#include "forecast/joint_draws.hpp"
#include "forecast/series_model.hpp"

namespace peakline {

struct SeriesPaths {
    int paths = 0, days = 0, slots = 1;  // calendar days ahead, 0 where the series does not work
    std::vector<float> rate;             // [path][day][slot]: expected count of the slot
    const float* path(int r) const { return rate.data() + static_cast<std::size_t>(r) * days * slots; }
    float* path(int r) { return rate.data() + static_cast<std::size_t>(r) * days * slots; }
    // The first `count` paths, the others dropped.
    void keep(int count) {
        if (count >= paths) return;
        paths = count;
        rate.resize(static_cast<std::size_t>(paths) * days * slots);
    }
};

inline constexpr double largest_log = 20;  // of a day's volume, half a milliard contacts: a path is held there

struct PathRequest {
    std::uint64_t seed = 1;
    int series = 0;  // row of the joint draws
    Date first;      // first calendar day ahead
    int days = 0;
    int from = 0, to = 0;                                // paths [from, to)
    const std::vector<DriverFuture>* drivers = nullptr;  // that are forecast themselves
};

SeriesPaths sample_paths(const SeriesModel& model, const JointDraws& draws, const PathRequest& request);

// Counts of path `r` as they could be seen: Poisson about its rates. [day][slot]
void sample_counts(const SeriesModel& model, const SeriesPaths& paths, const PathRequest& request, int r, float* counts);

}  // namespace peakline
