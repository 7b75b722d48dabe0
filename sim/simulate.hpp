// Replications in parallel, results the same on any number of threads.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "core/demand.hpp"
#include "core/random.hpp"
#include "core/results.hpp"
#include "scenarios/scenario.hpp"
#include "sim/recorder.hpp"

namespace peakline::sim {

struct SimulateOptions {
    int replications = 200;
    int threads = 0;                              // 0: all cores
    std::function<void(int done)> progress = {};  // called from one thread at a time, in order
    int first = 0;                                // number of the first replication
    Keep keep = Keep::everything;
    std::function<Streams(int replication)> streams = {};  // whose draws a replication takes; empty: its own in every family
};

// One plan's replications, with everything that its results and comparisons are made of.
struct Simulation {
    std::unique_ptr<Model> model;
    std::unique_ptr<Recorder> recorder;
    const Scenario* scenario = nullptr;
    SimulateOptions options;  // as it was begun
    double seconds = 0;       // wall
    double core_seconds = 0;  // summed over threads: the simulator itself
};

// Simulates a plan. `baseline` gives the settings that turn offered volumes into needs; scenario and demand must outlive the
// result. Throws InputError for what cannot be simulated, std::logic_error if the books of a replication do not balance.
Simulation simulate(const Scenario& scenario, const Scenario& baseline, const Demand& demand, const SimulateOptions& options);

// Adds this many replications to those that it has; the result is the same as if all had been simulated at once.
void extend(Simulation& simulation, int replications);

// Whether one of the scenario's random events happens in the reported horizon of a replication, for the replications simulated.
std::vector<bool> incidents(const Simulation& simulation);

// The books of single replications, in order, for tests and tools: visits replication r = 0 ... n-1.
void replicate(const Model& model, int replications, int threads, const std::function<void(int, const Books&)>& visit);

// Paired differences of every plan from the baseline, over the replications that both have. The 95 % holds for all plans together
// (Bonferroni over the plans other than the baseline), for each metric by itself.
Comparison compare(const std::vector<const Recorder*>& plans, const std::vector<std::string>& names, std::size_t baseline);

}  // namespace peakline::sim
