// The compiler's own state, shared by the files that compile one part of a scenario each.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/problem.hpp"
#include "sim/model.hpp"

namespace peakline::sim {

struct Compiler {
    const Scenario& scenario;
    const Scenario& baseline;
    const Demand& demand;
    Model& model;
    std::map<std::string, std::uint16_t> drivers, reasons, queues, groups, shifts, notifications, self_services, events, rules,
        cohorts;                                             // by "group.cohort"
    std::set<std::pair<Kind, std::string>> may_be_switched;  // shifts, cohorts, events, rules, by an event or a rule

    Compiler(const Scenario& s, const Scenario& b, const Demand& d, Model& m);

    NumberId number(const Quantity& quantity, const std::string& path);
    NumberId constant(double value);
    Duration duration(const Quantity& quantity) const { return compile_duration(quantity, model.axis, model.span); }
    Choice choice(const ChangingShares& shares, const std::map<std::string, std::uint16_t>& ids) const;
    std::vector<Choice::Option> options(const Shares& shares, const std::map<std::string, std::uint16_t>& ids) const;
    ChaseModel chase(const Chase& chase, std::uint64_t name, const std::string& path);

    bool switched(Kind kind, const std::string& name) const { return may_be_switched.contains({kind, name}); }
    void compile_names();
    void compile_demand();      // drivers, reasons
    void compile_breaks();      // moments at which a reason's rate may step
    void compile_deflection();  // notifications, self-service
    void compile_queues();
    void compile_staff();
    void compile_actions();  // events, rules, a plan's `do`
    void compile_moments();
    void add_actions(const std::vector<Action>& actions, const std::string& path);
};

// Times at which a queue opens and closes over the span; empty hours: always open.
struct OpeningTimes {
    std::vector<double> opens, closes;
};
OpeningTimes opening_times(const Hours& hours, const TimeAxis& axis, Span span);

}  // namespace peakline::sim
