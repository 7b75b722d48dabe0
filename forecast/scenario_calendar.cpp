#include "forecast/scenario_calendar.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace peakline {
namespace {

constexpr double longest_event = 400;  // days; an event without an end reaches past every horizon

bool acts_on(const Event& event, const std::string& series) {
    return std::any_of(event.actions.begin(), event.actions.end(), [&](const Action& a) {
        return a.name == series &&
               (a.verb == Verb::add || (a.verb == Verb::scale && (a.kind == Kind::driver || a.kind == Kind::reason)));
    });
}

struct Days {
    Date first, last;
};

Days days_of(const Event& event) {
    const double lasts = mean(event.lasts) + mean(event.fades);
    const double days = std::isfinite(lasts) ? std::min((event.at->second + lasts) / day_seconds, longest_event) : longest_event;
    return {event.at->date, event.at->date + std::max(0, static_cast<int>(std::ceil(days)) - 1)};
}

// How the days of an event of the scenario are forecast, in words.
void tell(const Event& event, const std::string& series, Date start, std::vector<std::string>& notes) {
    const auto [first, last] = days_of(event);
    const std::string span = first == last ? to_text(first) : fmt::format("{} to {}", to_text(first), to_text(last));
    if (first < start)
        notes.push_back(fmt::format("{}: the history's days of {} ({}) do not teach the usual level", series, event.name, span));
    if (last >= start)
        notes.push_back(fmt::format("{}: {} acts on {}; the forecast is of those days without it", series, event.name, span));
}

}  // namespace

Calendar holidays_of(const Scenario& scenario) {
    Calendar calendar;
    for (const Date date : scenario.time.holidays) calendar.days[date].names = {"holiday"};
    return calendar;
}

Calendar calendar_with_events(const Scenario& scenario, const std::vector<std::string>& series, Date end,
                              std::vector<std::string>& notes) {
    Calendar calendar = holidays_of(scenario);
    for (const Event& event : scenario.events)
        for (const std::string& name : series) {
            if (!event.enabled || !acts_on(event, name)) continue;
            if (event.daily)
                notes.push_back(fmt::format(
                    "{}: {} comes again and again on top of the forecast; where the history holds it already it counts twice",
                    name, event.name));
            if (event.daily || !event.at) continue;
            const auto [first, last] = days_of(event);
            for (Date d = first; d <= last && d < end; d = d + 1)
                calendar.of_series.push_back({name, d, event.name, d >= scenario.time.start});
            tell(event, name, scenario.time.start, notes);
        }
    return calendar;
}

}  // namespace peakline
