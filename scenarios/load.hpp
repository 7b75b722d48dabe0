// Reading a scenario file: YAML with places, checks of every key, `like` and `extends`, plans worked out.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/problem.hpp"
#include "scenarios/scenario.hpp"

namespace peakline {

struct LoadOptions {
    std::vector<std::string> plans;                        // only these; empty: all
    std::vector<std::pair<std::string, std::string>> set;  // --set key=value: an unnamed plan on the baseline
    std::string set_on = {};                               // ... or on this plan
};

struct LoadedScenario {
    ScenarioFile file;
    std::vector<Problem> warnings;
};

// Throws InputError with every mistake of the file (and of what it extends), in the order of the text.
LoadedScenario load_scenario(const std::filesystem::path& path, const LoadOptions& options = {});

// What a plan is made of, for telling what each part did: the plans that it builds on, in its order, and itself last where it sets
// or does something of its own; parts that the baseline has, too, are not among them.
struct PlanLevers {
    std::vector<std::string> names;
    bool from_baseline = true;                                        // without any of them the scenario is the baseline's
    std::function<Scenario(const std::vector<bool>& on)> scenario;    // InputError where these do not stand without the others
    std::function<std::string(const std::vector<bool>& on)> same_as;  // the file's plan that is the same scenario, or ""
};
PlanLevers load_levers(const std::filesystem::path& path, const std::string& plan, const LoadOptions& options = {});

// JSON Schema (draft 2020-12) of the format, from the same tables as the loader.
std::string scenario_schema();

}  // namespace peakline
