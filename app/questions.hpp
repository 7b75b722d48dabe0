// What `seek` and `sensitivity` share: a plan with other values laid over it, a metric by name, many short simulations.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/season_counter.hpp"
#include "decide/seek.hpp"
#include "forecast/scenario_demand.hpp"
#include "scenarios/load.hpp"
#include "sim/simulate.hpp"

namespace peakline {

// A plan of a file, with what its simulations need: the settings that turn offered volumes into needs, and the volumes.
struct Subject {
    std::string file, plan;  // plan: as it is called, also where it is the baseline
    Scenario scenario;
    Scenario baseline;
    ScenarioDemand demand;
    int threads = 0;
};

struct SubjectOptions {
    std::string scenario, plan, seed_text;
    int threads = 0;
};
// --seed. Throws InputError.
std::uint64_t parse_seed(const std::string& text);

void add_subject_options(CLI::App& verb, SubjectOptions& options);

inline constexpr int most_paths = 1000;  // of a forecast; replications beyond begin with the first again

// Prints the loader's warnings. An empty plan is the baseline.
Subject load_subject(const SubjectOptions& options);

// The plan with values laid over it, by path. Messages name `option` as their place: "--vary".
Scenario with_settings(const Subject& subject, const std::vector<std::pair<std::string, std::string>>& set,
                       const std::string& option);

// Headlines only. `scenario` and `demand` must outlive the result.
sim::Simulation simulate_headlines(const Subject& subject, const Scenario& scenario, const Demand& demand, int first,
                                   int replications);

// "voice.service_level", "total.cost" (or just "cost"): the name as the results have it. Throws InputError with the nearest.
std::string metric_of(const sim::Recorder& recorder, const std::string& name, const std::string& option);
const sim::Sample& sample_of(const sim::Recorder& recorder, const std::string& metric);

}  // namespace peakline
