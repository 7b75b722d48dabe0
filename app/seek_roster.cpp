#include "app/seek_roster.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace peakline {
namespace {

constexpr double rounding = 1e-9;  // 0.95 x 10 is 9.5, whatever binary fractions say

const Group* group_of(const Scenario& scenario, const std::string& key) {
    for (const Group& group : scenario.groups)
        if (key == fmt::format("staff.groups.{}.scale", group.name)) return &group;
    return nullptr;
}

std::optional<double> shifts_worked(const Scenario& scenario, const std::string& key) {
    const Group* const group = group_of(scenario, key);
    const auto* const roster = group ? std::get_if<Changing<Roster>>(&group->staffing) : nullptr;
    if (!roster) return std::nullopt;
    const TimeAxis axis = scenario.axis();
    double sum = 0;
    for (int day = 0; day < axis.days(); ++day) {
        const Date date = axis.date_of_day(day);
        const ShiftCounts* const counts = roster->at({date, 0}).find(date, axis.is_holiday(date));
        for (const auto& [shift, agents] : counts ? *counts : ShiftCounts())
            sum += std::floor(agents * mean(group->scale.at({date, 0})) + 0.5 + rounding);
    }
    return sum;
}

}  // namespace

std::optional<RosterSizes> rosters_of(const Scenario& now, const Scenario& then, const std::string& key) {
    const auto before = shifts_worked(now, key), after = shifts_worked(then, key);
    return before && after ? std::optional(RosterSizes{*before, *after}) : std::nullopt;
}

}  // namespace peakline
