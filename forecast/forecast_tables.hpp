// What is read off the paths: means and quantiles by interval and by day.
#pragma once

#include <array>
#include <vector>

#include "forecast/forecast.hpp"

namespace peakline {

inline constexpr std::array<double, 21> quantile_levels{0.025, 0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50,
                                                        0.55,  0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95, 0.975};

struct Row {
    float mean = 0;
    std::array<float, quantile_levels.size()> quantile{};
};

struct SeriesTables {
    std::vector<Row> intervals;  // [day][slot]
    std::vector<Row> days;
    std::vector<Row> statistical_intervals, statistical_days;  // without the planner's overrides; empty where there are none
};

SeriesTables tables_of(const SeriesPaths& paths, const std::vector<float>& counts);

}  // namespace peakline
