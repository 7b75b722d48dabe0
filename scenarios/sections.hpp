// The tables of the format, a section of the file each. The order of the rows is the order of the reference.
#pragma once

#include "scenarios/metrics.hpp"
#include "scenarios/quantities.hpp"

namespace peakline {

// What plans say, as written: worked out by plans.cpp.
struct PlanText {
    std::string name;
    std::vector<Node> levers;  // scalars
    Node set;                  // a map of paths
    Node actions;              // `do`, a list
};

const Table<Driver>& driver_table();
const Table<Reason>& reason_table();
const Table<Notification>& notification_table();
const Table<SelfService>& self_service_table();
const Table<Queue>& queue_table();
const Table<Chase>& queue_chase_table();
const Table<Chase>& pending_chase_table();
const Table<Shift>& shift_table();
const Table<Group>& group_table();
const Table<Action>& action_table();
const Table<Event>& event_table();
const Table<Rule>& rule_table();
const Table<PlanText>& plan_table();
const Table<Scenario>& scenario_table();

Value<std::vector<Action>> actions();
bool is_planned(Kind kind);  // a plan takes it in or out from the beginning: shifts, cohorts, events, rules

// Rows that many things have.
template <class S>
Field<S> like_row() {
    return {"like", text(), [](S&, std::string&&) {}, "",
            "starts as a copy of the one of this name; what stands here replaces it, `none` removes"};
}
template <class S>
Field<S> enabled_row() {
    return {"enabled", yes_or_no(), &S::enabled, "true", "false takes it out; a plan, event or rule may bring it in"};
}

}  // namespace peakline
