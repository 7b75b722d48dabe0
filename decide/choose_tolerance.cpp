#include "decide/choose_tolerance.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace peakline {
namespace {

template <std::size_t n>
bool one_of(const std::array<std::string_view, n>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 8> shares{"service_level", "on_target", "worst_interval", "abandonment",
                                                 "waited",        "occupancy", "work_share",     "fcr"};
constexpr std::array<std::string_view, 10> times{"asa",      "wait_mean",   "wait_p50", "wait_p90",    "wait_p95",
                                                 "wait_max", "first_reply", "reply",    "handle_time", "conversation"};

}  // namespace

bool is_share(std::string_view metric) {
    return one_of(shares, metric) || metric.starts_with("service_level_by_formula") || metric == "all_targets_met";
}

double usual_tolerance(std::string_view metric, const ToleranceBasis& basis) {
    if (metric == "abandonment") return 0.002;
    if (metric == "all_targets_met") return 0.05;
    if (is_share(metric)) return basis.against_target ? 0.01 : 0.005;
    if (one_of(times, metric)) return std::max(1.0, 0.05 * basis.within.value_or(0));
    if (metric.starts_with("backlog"))
        return std::max(0.5, 0.01 * basis.target.value_or(std::isnan(basis.baseline) ? 0 : std::abs(basis.baseline)));
    const double size = std::isnan(basis.baseline) ? basis.target.value_or(0) : std::abs(basis.baseline);
    return 0.005 * size;
}

}  // namespace peakline
