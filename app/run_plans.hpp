// Simulating plans on the same customers and reporting on them: what `run`, `compare` and `sensitivity` share.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "core/results.hpp"
#include "scenarios/load.hpp"
#include "scenarios/scenario.hpp"
#include "sim/simulate.hpp"

namespace peakline {

// What matters, as asked: metrics (empty: the usual ones), and chosen settings "KEY=LOW..HIGH" beside what is uncertain.
struct MattersAsked {
    std::vector<std::string> metrics, vary;
    bool first_order_always = false;  // else where there are seasons enough for it
};

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
    bool variance = false, levers = false, no_levers = false, sensitivity = false;
};

// --out, --replications, --seed, --threads, --json, --check, --detail, --timings; checked when the command line is complete.
void add_report_options(CLI::App& verb, const std::shared_ptr<RunOptions>& options);

// The words of a command that repeats the run: verb, files, and those of the shared options that results depend on.
std::vector<std::string> repeating_words(const std::string& verb, const std::vector<std::string>& files,
                                         const RunOptions& options);

// Refuses an output folder that is none before minutes of simulation.
void check_out_folder(const std::string& out);

using LeversOf = std::function<PlanLevers(const std::string& plan)>;

// What is simulated, and what is to be found out beside the plans' own results.
struct PlanQuestions {
    ScenarioFile& file;
    std::string command;  // that repeats it
    int threads = 0;
    sim::Keep keep = sim::Keep::everything;
    std::string robust = {};
    bool variance = false;       // asked for; with until: {decide} it comes by itself
    bool quick = false;          // a what-if: shows the difference after a few seasons, and decides nothing
    LeversOf levers_of = {};     // what each lever did is told where this gives a plan's levers
    bool levers_always = false;  // also where it takes more seasons than the plans themselves
    std::optional<MattersAsked> matters = {};
};
Results simulate_plans(const PlanQuestions& questions);

// Simulates every plan of the file, reports as the options say, and gives the exit code. `load_seconds` is for the timings.
int run_plans(ScenarioFile& file, const RunOptions& options, const std::string& command, double load_seconds,
              const LeversOf& levers_of = {});

// Columns of the terminal; 80 where that is not known.
std::size_t terminal_width();

}  // namespace peakline
