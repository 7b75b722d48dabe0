// `staff`: shifts, groups and the people who join them during the season.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/demand.hpp"
#include "scenarios/amounts.hpp"

namespace peakline {

struct Break {
    double after = 0, after_last = 0;  // from the shift's start; a range spreads the agents
    double lasts = 0;
    bool paid = true;
};

struct Shift {
    std::string name;
    bool enabled = true;
    double start = 0;  // seconds of the day
    double lasts = 0;
    std::vector<Break> breaks;
};

using ShiftCounts = std::vector<std::pair<std::string, double>>;  // shift -> agents
using Roster = DayTable<ShiftCounts>;

struct Cost {
    double per_hour = 0, per_minute = 0, per_contact = 0;  // per_minute: of talking, writing and wrapping up
};

struct Ramp {
    std::vector<double> factors;
    double step = 7 * day_seconds;
};

struct Cohort {
    std::string name;
    bool enabled = true;
    Changing<Roster> roster;
    Date from{};
    std::optional<Date> until;    // last day, included
    std::optional<double> every;  // intake repeats, seconds (whole days)
    int up_to = 1;                // intakes in all
    double training = 0;          // whole days
    std::vector<double> ramp;     // handle-time factor by step
    double step = 7 * day_seconds;
    std::vector<double> errors;  // factor on 1 - resolved_first_time by step
};

struct Stress {
    double above = 1;  // occupancy
    double over = 2 * hour_seconds;
    double handle_time = 1, errors = 1, attrition = 1;
};

struct Group {
    std::string name;
    bool enabled = true;
    std::vector<std::pair<std::string, int>> serves;  // queue -> preference, 1 first; empty map entries do not occur
    std::variant<std::monostate, Changing<Roster>, TimeTable, Quantity>
        staffing;                                // by shift, by interval file as read, or `agents`
    Quantity scale = Distribution::constant(1);  // on the roster, by shift, rounded half up
    Quantity absence = Distribution::constant(0);
    Quantity shrinkage = Distribution::constant(0);
    Quantity handle_time = Distribution::constant(1);  // factor for every queue
    std::vector<std::pair<std::string, Quantity>> handle_time_by_queue;
    Cost cost;
    Cost overtime_cost;
    double overtime_up_to = never;
    bool has_overtime = false;
    std::vector<Cohort> cohorts;
    double attrition = 0;  // hazard per second
    std::optional<Stress> stress;
};

}  // namespace peakline
