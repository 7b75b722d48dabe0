// peakline run: load, forecast, simulate every plan, report.
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <iostream>

#include <fmt/format.h>
#include <sys/ioctl.h>

#include "app/questions.hpp"
#include "app/run_frame.hpp"
#include "app/run_notes.hpp"
#include "app/run_plans.hpp"
#include "app/tracing.hpp"
#include "app/verbs.hpp"
#include "core/problem.hpp"
#include "report/json.hpp"
#include "report/terminal.hpp"
#include "report/write.hpp"

namespace peakline {
namespace {

std::vector<std::pair<std::string, std::string>> settings(const std::vector<std::string>& set) {
    std::vector<std::pair<std::string, std::string>> pairs;
    std::vector<Problem> problems;
    for (const std::string& text : set) {
        const auto equals = text.find('=');
        if (equals == std::string::npos || equals == 0)
            problems.push_back({{}, "--set", "needs key=value", text, "staff.groups.core.agents=40", {}});
        else
            pairs.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    if (!problems.empty()) throw InputError(problems);
    return pairs;
}

void print_timings(const Timings& t) {
    fmt::print(stderr,
               "timings: load {:.2f} s, forecast {:.2f} s, simulate {:.2f} s, results {:.2f} s, report {:.2f} s\n"
               "simulator: {:.0f} contacts in {:.2f} core seconds = {:.2f} million contacts a second and core ({} threads)\n",
               t.load, t.forecast, t.simulate, t.summarise, t.report, t.contacts, t.core_seconds,
               t.contacts / t.core_seconds / 1e6, t.threads);
}

void show(const Results& results, const RunOptions& options) {
    if (options.json) {
        std::cout << results_json(results) << '\n';
        return;
    }
    const char* kind = std::getenv("TERM");
    const bool terminal = isatty(STDOUT_FILENO) != 0 && !(kind && std::string_view(kind) == "dumb");
    std::cout << terminal_report(results, {terminal_width(), terminal && std::getenv("NO_COLOR") == nullptr, options.detail});
    if (!options.out.empty()) std::cout << "\nWritten to " << options.out << ": " << report_files(results) << "\n";
}

int run(const RunOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    const LoadOptions how{options.plans, settings(options.set)};
    LoadedScenario loaded = load_scenario(options.scenario, how);
    for (const Problem& warning : loaded.warnings) fmt::print(stderr, "warning: {}\n", warning.text());
    LeversOf levers_of;
    if (!options.no_levers) levers_of = [&](const std::string& plan) { return load_levers(options.scenario, plan, how); };
    return run_plans(loaded.file, options, command_text(repeating_words("run", {options.scenario}, options)),
                     std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), levers_of);
}

}  // namespace

std::size_t terminal_width() {
    if (const char* columns = std::getenv("COLUMNS")) return static_cast<std::size_t>(std::max(0, std::atoi(columns)));
    winsize size{};
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

int run_plans(ScenarioFile& file, const RunOptions& options, const std::string& command, double load_seconds,
              const LeversOf& levers_of) {
    for (Plan& plan : file.plans) {
        if (options.seed) plan.scenario.run.seed = *options.seed;
        if (options.replications) plan.scenario.run.replications = *options.replications, plan.scenario.run.until.reset();
    }
    PlanQuestions questions{file, command, options.threads};
    questions.robust = options.robust;
    questions.variance = options.variance;
    questions.quick = !options.set.empty();
    // Of several plans the terminal shows no days and intervals unless asked.
    if (file.plans.size() > 1 && options.out.empty() && !options.json && !options.detail) questions.keep = sim::Keep::headlines;
    questions.levers_of = levers_of;
    questions.levers_always = options.levers;
    if (options.sensitivity) questions.matters.emplace();
    Results results = simulate_plans(questions);
    results.scenario_file = shown_path(options.scenario);
    if (!options.set.empty())
        results.notes.insert(results.notes.begin(),
                             fmt::format("set is {} with {}", file.plans[file.baseline].name, fmt::join(options.set, ", ")));
    results.timings.load = load_seconds;
    const auto start = std::chrono::steady_clock::now();
    if (!options.out.empty()) write_reports(results, options.out);
    if (!options.trace.empty()) write_traces(file, 1, options.trace);
    show(results, options);
    results.timings.report = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (options.timings) print_timings(results.timings);
    const std::vector<std::string> missed = options.check ? missed_targets(results, file) : std::vector<std::string>{};
    for (const std::string& target : missed) fmt::print(stderr, "target missed by {}\n", target);
    return missed.empty() ? done : target_missed;
}

void check_out_folder(const std::string& out) {
    if (!out.empty() && std::filesystem::exists(out) && !std::filesystem::is_directory(out))
        throw InputError(Problem{{}, "--out", "is not a folder", out, "a folder, made where it is missing", {}});
}

void add_report_options(CLI::App& verb, const std::shared_ptr<RunOptions>& options) {
    CLI::Option* out = verb.add_option("--out", options->out, "Folder for report.html, results.json and the CSV files");
    verb.add_option("--replications", options->replications, "Seasons to simulate, instead of the scenario's")
        ->check(CLI::Range(1, 100000000));
    verb.add_option("--seed", options->seed_text, "Seed, instead of the scenario's");
    CLI::Option* trace =
        verb.add_option("--trace", options->trace,
                        "Folder for contacts.csv, agents.csv and paid.csv: everything that happens in the first season");
    verb.add_option("--threads", options->threads, "Threads (default: all cores); results do not depend on it")
        ->check(CLI::Range(1, 1024));
    verb.add_flag("--json", options->json, "Print results.json instead of the report");
    verb.add_flag("--check", options->check,
                  "Exit with 3 if a target is missed (of several plans: by one that is compared, not by the baseline)");
    verb.add_flag("--detail", options->detail, "Every metric, reason and period");
    verb.add_flag("--timings", options->timings, "Print where the time went, on stderr");
    verb.parse_complete_callback([options, out, trace] {
        if (!options->seed_text.empty()) options->seed = parse_seed(options->seed_text);
        for (const CLI::Option* folder : {out, trace})
            if (folder->count() > 0 && folder->as<std::string>().empty())
                throw InputError(Problem{{}, folder->get_name(), "is empty", {}, "the name of a folder", {}});
        check_out_folder(options->out);
    });
}

// Threads and formats change no result.
std::vector<std::string> repeating_words(const std::string& verb, const std::vector<std::string>& files,
                                         const RunOptions& options) {
    std::vector<std::string> words{"peakline", verb};
    for (const std::string& file : files) words.push_back(shown_path(file));
    const auto add = [&](const char* option, const std::string& value) { words.insert(words.end(), {option, value}); };
    if (!options.plans.empty()) add("--plan", fmt::format("{}", fmt::join(options.plans, ",")));
    for (const std::string& set : options.set) add("--set", set);
    if (options.replications) add("--replications", std::to_string(*options.replications));
    if (options.seed) add("--seed", std::to_string(*options.seed));
    if (!options.robust.empty()) words.push_back(options.robust == "auto" ? "--robust" : "--robust=" + options.robust);
    if (options.variance) words.emplace_back("--variance");
    if (options.levers) words.emplace_back("--levers");
    if (options.no_levers) words.emplace_back("--no-levers");
    if (options.sensitivity) words.emplace_back("--sensitivity");
    return words;
}

void add_run(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* verb = app.add_subcommand("run", "Simulate a scenario and report what to expect, with ranges");
    verb->add_option("scenario", options->scenario, "Scenario file (YAML)")->required();
    verb->add_option("--plan", options->plans,
                     "Only these plans, separated by commas; without the baseline among them the first takes its place")
        ->delimiter(',');
    verb->add_option(
        "--set", options->set,
        "A quick what-if: key=value, compared with the baseline; may be repeated. Where the scenario decides between "
        "plans it plays 20 seasons and decides nothing");
    add_report_options(*verb, options);
    verb->add_flag("--robust{auto}", options->robust,
                   "How the plans stand low, high and disturbed seasons; --robust=QUEUE.METRIC by another metric");
    verb->add_flag("--variance", options->variance,
                   "Where the uncertainty comes from: forecast, events, chance (extra seasons; always with until: decide)");
    verb->add_flag(
        "--sensitivity", options->sensitivity,
        "What matters: each uncertain input at its low and its high end (80 extra seasons an input), for the plan chosen, "
        "else the baseline");
    CLI::Option* levers =
        verb->add_flag("--levers", options->levers,
                       "What each lever of a plan did, also where that takes more extra seasons than the plans themselves");
    verb->add_flag("--no-levers", options->no_levers, "Leave that out")->excludes(levers);
    verb->footer(R"(
Examples:
  peakline run scenario.yaml                                       every plan, report in the terminal
  peakline run scenario.yaml --out results/                        ... and a page, JSON and CSV files
  peakline run scenario.yaml --plan before,war_room
  peakline run scenario.yaml --set staff.groups.core.agents=45     what if?
  peakline run scenario.yaml --sensitivity --out results/          which uncertain input moves the result most
  peakline run scenario.yaml --trace season/                       contacts.csv, agents.csv: who met whom when
  peakline run scenario.yaml --check --json > results.json         for scripts: exit code 3 if a target is missed)");
    verb->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace peakline
