// Simulating plans on the same customers and reporting on them: what `run` and `compare` share.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "scenarios/load.hpp"
#include "scenarios/scenario.hpp"

namespace peakline {

struct RunOptions {
    std::string scenario;
    std::string out;
    std::string trace;  // folder for contacts.csv and agents.csv of the first season
    std::vector<std::string> plans;
    std::vector<std::string> set;
    std::optional<int> replications;
    std::string seed_text;
    std::optional<std::uint64_t> seed;
    int threads = 0;
    bool json = false, check = false, timings = false, detail = false;
    std::string robust;  // empty: no; "auto": by what was decided by, or the first service level
    bool variance = false, levers = false, no_levers = false;
};

// --out, --replications, --seed, --threads, --json, --check, --detail, --timings; checked when the command line is complete.
void add_report_options(CLI::App& verb, const std::shared_ptr<RunOptions>& options);

// Simulates every plan of the file, reports as the options say, and gives the exit code. `load_seconds` is for the timings.
// What each lever did is told where `levers_of` gives a plan's levers.
using LeversOf = std::function<PlanLevers(const std::string& plan)>;
int run_plans(ScenarioFile& file, const RunOptions& options, double load_seconds, const LeversOf& levers_of = {});

}  // namespace peakline
