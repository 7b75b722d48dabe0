// A scenario as plain values: what a planner wrote, checked, with names, units resolved (seconds, shares 0..1, money) and
// `like`, `extends` and defaults applied. Every section of the file has its header; here is the whole. No YAML.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/civil.hpp"
#include "scenarios/amounts.hpp"
#include "scenarios/deflection.hpp"
#include "scenarios/demand.hpp"
#include "scenarios/events.hpp"
#include "scenarios/queues.hpp"
#include "scenarios/staff.hpp"

namespace peakline {

struct Until {           // run.until
    std::string metric;  // "voice.service_level"
    double half_width = 0;
    std::string decide;  // metric, or "cost"
    bool subject_to_targets = false;
    std::optional<double> tolerance;
    int max = 5000;
};

struct Run {
    std::uint64_t seed = 1;
    int replications = 200;
    std::optional<Until> until;
};

struct Scenario {
    std::filesystem::path file;
    std::string name, description, currency;
    std::string zone = "UTC";
    TimeAxis::Shape time;
    Run run;
    std::vector<Driver> drivers;
    std::vector<Reason> reasons;
    std::optional<Distribution> busyness;
    std::vector<Notification> notifications;
    std::vector<SelfService> self_services;
    std::vector<Queue> queues;
    Routing routing;
    std::vector<Shift> shifts;
    std::vector<Group> groups;
    std::vector<Event> events;
    std::vector<Rule> rules;
    std::vector<std::pair<std::string, double>> targets;  // of the total, by metric name
    std::vector<Action> actions;                          // a plan's own and its levers' `do`: hold for the whole length

    TimeAxis axis() const { return TimeAxis(Zone(zone), time); }
};

struct Plan {
    std::string name;
    std::vector<std::string> levers;
    Scenario scenario;  // with everything that the plan sets
};

// A file with its plans worked out. Without `plans` there is one plan, `baseline`; with plans and no `baseline:` key the
// scenario as written comes first as `baseline`. plans[baseline] is what the others are compared with.
struct ScenarioFile {
    std::vector<Plan> plans;
    std::size_t baseline = 0;
    // Where only some plans were asked for and the baseline is not among them (then `baseline` is the first of them): its settings,
    // by which volumes that count `offered` are turned into needs.
    std::optional<Scenario> unselected_baseline;

    // What turns offered volumes into needs: the baseline's settings, also where the baseline itself is not run.
    const Scenario& offered_settings() const { return unselected_baseline ? *unselected_baseline : plans[baseline].scenario; }
};

}  // namespace peakline
