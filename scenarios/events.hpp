// `events` and `rules`: what can happen, what is done when somebody sees it, and the one vocabulary of actions (`do`) of both and
// of plans.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/amounts.hpp"

namespace peakline {

enum class Verb : std::uint8_t { scale, add, handle_time, enable, disable, close, open, redirect, staff, move, priority, slots };
enum class Kind : std::uint8_t {
    none,
    driver,
    reason,
    queue,
    notification,
    self_service,
    pending,
    group,
    shift,
    event,
    rule,
    cohort
};

// One row of the `do` vocabulary; which members count depends on the verb. enable and disable: `kind` is what `name` is (any but
// none and pending), a cohort's group is `to`. What a plan does so to shifts, cohorts, events and rules is in `enabled` of the
// thing itself, never among the scenario's actions.
struct Action {
    Verb verb = Verb::scale;
    Kind kind = Kind::none;  // what `name` is
    std::string name;
    std::string to;                               // redirect, move: the other queue or group; cohort: its group is `to`
    Distribution by = Distribution::constant(1);  // scale, handle_time, staff by
    double share = 0;                             // redirect
    std::optional<double> contacts;               // add: in all
    std::optional<Rate> rate;                     // add: per time
    std::optional<double> agents;                 // staff: to this many, or by so many; move
    bool relative = false;                        // staff: agents is a change ("+8")
    int priority = 0;                             // priority by
    std::optional<int> usual, priority_slots;     // slots
};

struct Event {
    std::string name;
    bool enabled = true;
    std::optional<LocalTime> at;                      // once
    std::optional<std::pair<DayKey, double>> daily;   // "mon-sun 18:00": on those days at that second
    std::optional<double> random_every;               // mean gap, seconds
    Distribution chance = Distribution::constant(1);  // share, once an occurrence
    Distribution lasts = Distribution::constant(never);
    Distribution fades = Distribution::constant(0);
    std::vector<Action> actions;
};

enum class Watched : std::uint8_t { longest_wait, waiting, service_level, abandonment, agents_free, occupancy };

struct Rule {
    std::string name;
    bool enabled = true;
    std::string queue, group;  // one of them
    Watched metric = Watched::longest_wait;
    bool above = true;  // else below
    double threshold = 0;
    double held_for = 0;  // `for`
    double takes = 0;
    std::vector<Action> actions;
    std::optional<double> until_threshold;  // until: {below or above, for}
    bool until_above = false;
    double until_held_for = 0;
    std::optional<double> lasts;  // or lasts
    double up_to = never;         // times per up_to_per seconds
    double up_to_per = day_seconds;
};

}  // namespace peakline
