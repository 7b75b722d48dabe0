// What is written by day and by hour: opening times, rosters, factors.
#pragma once

#include "scenarios/quantities.hpp"

namespace peakline {

Value<std::vector<Factors::Hours>> factors_by_hour();  // {"08-12": 1.1}
Value<DayTable<double>> factors_by_day();              // {mon: 1.1, sat-sun: 0.9}
Value<Hours> opening_hours();                          // {mon-fri: "08:00-22:00", holidays: closed}
Value<Changing<Roster>> shift_roster();                // {mon-fri: {early: 40, late: 35}}, may change

}  // namespace peakline
