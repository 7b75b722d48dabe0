// What the forecast of a scenario's histories knows about days: the scenario's holidays and events.
#pragma once

#include <string>
#include <vector>

#include "forecast/calendar.hpp"
#include "scenarios/scenario.hpp"

namespace peakline {

Calendar holidays_of(const Scenario& scenario);

// The same with the days until `end` on which an event of the scenario acts on one of the series: past ones teach an effect of their own,
// not the level; on those ahead the event adds its effect itself, so the forecast is of the day without it and without the holiday that
// stands for it. Says in `notes` which days these are.
Calendar calendar_with_events(const Scenario& scenario, const std::vector<std::string>& series, Date end,
                              std::vector<std::string>& notes);

}  // namespace peakline
