// The seasons of plans and of scenarios that are no plans, played as far as a question needs them; all see the same customers.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "decide/seek.hpp"
#include "forecast/scenario_demand.hpp"
#include "scenarios/scenario.hpp"
#include "sim/simulate.hpp"

namespace peakline {

// How many paths of every forecast the seasons of a run share.
int forecast_paths(const Run& run);

// One scenario being played. It stands still in memory: the simulation refers to the scenario and to its demand.
class Played {
public:
    Played(std::string name, const Scenario& scenario, const Scenario& offered_settings, int paths);
    Played(const Played&) = delete;
    Played& operator=(const Played&) = delete;

    // At least so many replications; what is there already stays.
    void play(int replications, const sim::SimulateOptions& options);
    // Extra seasons of the first `replications`, with other luck (statistics.md, variance split); headlines only.
    sim::Simulation with_streams(int replications, const std::function<Streams(int)>& streams, int threads) const;

    const std::string& name() const { return name_; }
    const Scenario& scenario() const { return scenario_; }
    const ScenarioDemand& demand() const { return demand_; }
    const sim::Simulation& simulation() const { return simulation_; }
    int replications() const { return simulation_.recorder ? simulation_.recorder->replications() : 0; }

    // The first n replications of "voice.service_level" or "total.cost"; NaN throughout where the scenario has no such metric.
    Observations observe(const std::string& metric, int n) const;
    std::vector<Observations> observe(const std::vector<std::string>& metrics, int n) const;
    bool has(const std::string& metric) const;
    bool is_live(const std::string& queue) const;  // voice or chat

    PlanResults results() const;

private:
    std::string name_;
    Scenario scenario_;
    const Scenario& offered_settings_;
    ScenarioDemand demand_;
    sim::Simulation simulation_;
};

// "cost" -> "total.cost".
std::string full_metric(const std::string& metric);
// "voice.service_level" -> "service_level".
std::string short_metric(const std::string& metric);

// What levers, variance and comparisons are told for: service level, abandonment, offered, wait and backlog of every queue, and
// what matters of the total.
std::vector<std::string> headline_metrics(const Played& played);

}  // namespace peakline
