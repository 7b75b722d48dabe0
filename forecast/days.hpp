// The operating days of one series: what the daily model sees. Weekdays on which the business never works are not in it, so that
// "the day before" means the previous working day; a closed or missing day of an operating weekday is in it, without a total.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/civil.hpp"
#include "core/results.hpp"
#include "forecast/calendar.hpp"

namespace peakline {

struct OperatingDay {
    Date date;
    int weekday = 0;                 // 0 = Monday; after `like`
    bool closed = false;             // the calendar says so
    std::vector<std::string> names;  // holidays and events of the calendar
    bool replaced = false;           // `like` gave the weekday
    double total = no_value;         // NaN: ahead, closed, missing or not usable
    double planned = 0;              // effect on log volume that the planner gives for its names
    bool ordinary() const { return !closed && names.empty(); }
};

struct OperatingDays {
    std::vector<OperatingDay> days;  // past, then ahead
    int past = 0;
    std::vector<int> week;                   // operating weekdays, ascending
    std::map<std::string, EventPlan> plans;  // of names, where the calendar says more than their dates
    bool rare = false;                       // so few contacts that a day may well have none
    int ahead() const { return static_cast<int>(days.size()) - past; }
    int week_length() const { return static_cast<int>(week.size()); }
    double years() const { return past / (week_length() * 52.2); }
};

// A regressor of the daily model: one value a day, 0 where it says nothing.
struct DailyRegressor {
    std::string name;
    double prior_mean = 0, prior_sd = 0.7;
    std::vector<double> values;  // past + ahead
};

}  // namespace peakline
