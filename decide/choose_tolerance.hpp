// Differences that are not worth arguing about, by metric.
#pragma once

#include <optional>
#include <string_view>

#include "core/results.hpp"

namespace peakline {

struct ToleranceBasis {
    double baseline = no_value;         // the metric's value there
    std::optional<double> within = {};  // seconds, of the service level's wait
    std::optional<double> target = {};  // of the metric
    bool against_target = false;        // for judging a target, not for comparing plans
};

// In the metric's unit. `metric` without its queue: "service_level".
double usual_tolerance(std::string_view metric, const ToleranceBasis& basis);

bool is_share(std::string_view metric);  // measured from 0 to 1

}  // namespace peakline
