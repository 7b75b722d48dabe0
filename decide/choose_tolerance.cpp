#include "decide/choose_tolerance.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

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

std::string tolerance_in_words(std::string_view metric, double tolerance) {
    std::string name(metric);
    std::replace(name.begin(), name.end(), '_', ' ');
    if (is_share(metric)) {
        const double points = 100 * tolerance;
        return fmt::format("{:.3g} point{} of {}", points, points == 1 ? "" : "s", name);
    }
    if (one_of(times, metric) || metric.starts_with("resolution_time")) return fmt::format("{:.3g} s of {}", tolerance, name);
    if (metric == "contact_rate") return fmt::format("{:.2g} points of {}", 100 * tolerance, name);
    return tolerance >= 1000 ? fmt::format("{:.0f} of {}", tolerance, name) : fmt::format("{:.3g} of {}", tolerance, name);
}

}  // namespace peakline
