// peakline run: load, forecast, simulate every plan, report.
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include <fmt/format.h>
#include <sys/ioctl.h>

#include "app/run_plans.hpp"
#include "app/verbs.hpp"
#include "core/problem.hpp"
#include "forecast/scenario_demand.hpp"
#include "report/json.hpp"
#include "report/terminal.hpp"
#include "report/write.hpp"
#include "scenarios/load.hpp"
#include "sim/simulate.hpp"

namespace peakline {
namespace {

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::vector<std::pair<std::string, std::string>> settings(const std::vector<std::string>& set) {
    std::vector<std::pair<std::string, std::string>> pairs;
    std::vector<Problem> problems;
    for (const std::string& text : set) {
        const auto equals = text.find('=');
        if (equals == std::string::npos || equals == 0) problems.push_back({{}, "--set", "needs key=value", text, "staff.groups.core.agents=40", {}});
        else pairs.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    if (!problems.empty()) throw InputError(problems);
    return pairs;
}

std::uint64_t parse_seed(const std::string& text) {
    std::uint64_t seed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (error != std::errc{} || end != text.data() + text.size())
        throw InputError(Problem{{}, "--seed", "is not a seed", text, "a whole number from 0 to 18446744073709551615", {}});
    return seed;
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

// How far a plan has come, on a terminal only.
class Progress {
public:
    Progress() : shown_(isatty(STDERR_FILENO) != 0) {}
    void show(const std::string& plan, int done, int of) {
        if (!shown_ || (done < of && seconds_since(last_) < 0.1)) return;
        last_ = Clock::now();
        fmt::print(stderr, "\r\033[K{}: {} of {} seasons", plan, done, of);
        std::fflush(stderr);
    }
    void clear() const {
        if (shown_) fmt::print(stderr, "\r\033[K");
    }

private:
    bool shown_;
    Clock::time_point last_{};
};

std::string interval_text(double seconds) { return fmt::format("{}min", static_cast<int>(seconds / 60)); }

const char* medium_name(Medium medium) {
    switch (medium) {
    case Medium::voice: return "voice";
    case Medium::chat: return "chat";
    case Medium::deferred: return "deferred";
    case Medium::outbound: return "outbound";
    }
    return "";
}

void describe(Results& results, const Scenario& scenario) {
    const TimeAxis axis = scenario.axis();
    results.scenario = scenario.name;
    results.description = scenario.description;
    results.currency = scenario.currency;
    results.scenario_text = text_of(scenario.file);
    results.version = PEAKLINE_VERSION;
    results.seed = scenario.run.seed;
    results.replications = scenario.run.replications;
    results.interval = interval_text(axis.interval());
    results.interval_seconds = axis.interval();
    results.zone = scenario.zone;
    for (int i = 0; i < axis.intervals(); ++i) {
        results.timestamps.push_back(axis.timestamp(i));
        results.day_of_interval.push_back(axis.day_of_interval(i));
    }
    for (int day = 0; day < axis.days(); ++day) results.dates.push_back(to_text(axis.date_of_day(day)));
}

// Queues and groups of all plans: a plan may add some of its own.
void name_rows(Results& results, const std::vector<Plan>& plans) {
    for (const Plan& plan : plans) {
        for (const Queue& queue : plan.scenario.queues)
            if (std::none_of(results.queues.begin(), results.queues.end(), [&](const QueueInfo& info) { return info.name == queue.name; }))
                results.queues.push_back({queue.name, medium_name(queue.medium), queue.target.within});
        for (const Group& group : plan.scenario.groups)
            if (std::find(results.groups.begin(), results.groups.end(), group.name) == results.groups.end()) results.groups.push_back(group.name);
    }
}

// Targets that nothing was measured for are said, and count as missed: nobody should take silence for success.
void note_targets(std::vector<std::string>& notes, const PlanResults& plan, const Scenario& scenario, bool& unmeasured) {
    const auto look = [&](const std::vector<std::pair<std::string, double>>& targets, const Metrics& metrics, const std::string& where) {
        for (const auto& [name, target] : targets) {
            const auto it = std::find_if(metrics.begin(), metrics.end(), [&](const auto& m) { return m.first == name; });
            if (it != metrics.end() && !std::isnan(it->second.mean)) continue;
            notes.push_back(fmt::format("{}: the target {} of {} has no value here and counts as missed", plan.name, name, where));
            unmeasured = true;
        }
    };
    look(scenario.targets, plan.total, "the total");
    for (std::size_t q = 0; q < scenario.queues.size(); ++q) look(scenario.queues[q].target.values, plan.queues[q].metrics, scenario.queues[q].name);
}

bool any_target_missed(const Metrics& metrics) {
    for (const auto& [name, estimate] : metrics)
        if (estimate.target && !std::isnan(estimate.mean) && !sim::meets(name, estimate.mean, *estimate.target)) return true;
    return false;
}

// --check looks at every plan but, where there are several, not at the one that the others are to be better than.
bool missed(const Results& results, std::size_t baseline) {
    for (std::size_t p = 0; p < results.plans.size(); ++p) {
        if (results.plans.size() > 1 && p == baseline) continue;
        if (any_target_missed(results.plans[p].total)) return true;
        for (const auto& queue : results.plans[p].queues)
            if (any_target_missed(queue.metrics)) return true;
    }
    return false;
}

// Contacts that come while nobody answers are easily overlooked: a profile or `closed` may be missing.
void note_closed(std::vector<std::string>& notes, const PlanResults& plan) {
    const auto value = [](const Metrics& metrics, std::string_view name) {
        for (const auto& [metric, estimate] : metrics)
            if (metric == name) return estimate.mean;
        return 0.0;
    };
    for (const auto& reason : plan.reasons) {
        const double closed = value(reason.metrics, "lost.closed"), needs = value(reason.metrics, "needs");
        if (closed > 0.1 * needs)
            notes.push_back(fmt::format("{}: {:.0f} % of the needs for {} came outside opening hours and were lost (see `profile` and `closed`)", plan.name,
                                        100 * closed / needs, reason.name));
    }
}

void print_timings(const Timings& t) {
    fmt::print(stderr,
               "timings: load {:.2f} s, forecast {:.2f} s, simulate {:.2f} s, results {:.2f} s, report {:.2f} s\n"
               "simulator: {:.0f} contacts in {:.2f} core seconds = {:.2f} million contacts a second and core ({} threads)\n",
               t.load, t.forecast, t.simulate, t.summarise, t.report, t.contacts, t.core_seconds, t.contacts / t.core_seconds / 1e6, t.threads);
}

std::size_t terminal_width() {
    if (const char* columns = std::getenv("COLUMNS")) return static_cast<std::size_t>(std::max(0, std::atoi(columns)));
    winsize size{};
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

// An output folder that cannot be used is found out before minutes of simulation.
void check_out(const std::string& out) {
    if (!out.empty() && std::filesystem::exists(out) && !std::filesystem::is_directory(out))
        throw InputError(Problem{{}, "--out", "is not a folder", out, "a folder, made where it is missing", {}});
}

int run(const RunOptions& options) {
    const auto start = Clock::now();
    LoadedScenario loaded = load_scenario(options.scenario, {options.plans, settings(options.set)});
    for (const Problem& warning : loaded.warnings) fmt::print(stderr, "warning: {}\n", warning.text());
    return run_plans(loaded.file, options, seconds_since(start));
}

}  // namespace

int run_plans(ScenarioFile& file, const RunOptions& options, double load_seconds) {
    auto& plans = file.plans;
    for (Plan& plan : plans) {
        if (options.seed) plan.scenario.run.seed = *options.seed;
        if (options.replications) plan.scenario.run.replications = *options.replications;
    }
    const std::size_t baseline = file.baseline;
    Timings timings;
    timings.load = load_seconds;
    auto start = Clock::now();

    Results results;
    describe(results, plans[baseline].scenario);
    name_rows(results, plans);
    const int replications = results.replications;
    // Offered volumes are turned into needs with the baseline's settings, also where the baseline itself is not run.
    const Scenario& offered_settings = file.unselected_baseline ? *file.unselected_baseline : plans[baseline].scenario;
    Progress progress;
    std::vector<ScenarioDemand> demands(plans.size());
    std::vector<sim::Simulation> simulations;
    for (std::size_t p = 0; p < plans.size(); ++p) {
        start = Clock::now();
        demands[p] = scenario_demand(plans[p].scenario, std::min(replications, 1000));
        timings.forecast += seconds_since(start);
        if (p == baseline) results.notes.insert(results.notes.end(), demands[p].notes.begin(), demands[p].notes.end());
        simulations.push_back(sim::simulate(plans[p].scenario, offered_settings, demands[p].demand,
                                            {replications, options.threads, [&](int done) { progress.show(plans[p].name, done, replications); }}));
        timings.simulate += simulations.back().seconds;
        timings.core_seconds += simulations.back().core_seconds;
        timings.contacts += simulations.back().recorder->contacts();
    }
    progress.clear();

    start = Clock::now();
    std::vector<const sim::Recorder*> recorders;
    std::vector<std::string> names;
    for (std::size_t p = 0; p < plans.size(); ++p) {
        results.plans.push_back(simulations[p].recorder->results(plans[p].name));
        results.plans.back().levers = plans[p].levers;
        recorders.push_back(simulations[p].recorder.get());
        names.push_back(plans[p].name);
    }
    if (plans.size() > 1) results.comparison = sim::compare(recorders, names, baseline);
    bool unmeasured = false;
    for (std::size_t p = 0; p < plans.size(); ++p) {
        note_closed(results.notes, results.plans[p]);
        note_targets(results.notes, results.plans[p], plans[p].scenario, unmeasured);
    }
    if (replications < 40) results.notes.push_back("fewer than 40 replications: intervals are rough");
    timings.threads = options.threads > 0 ? options.threads : static_cast<int>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN)));
    timings.summarise = seconds_since(start);
    results.timings = timings;

    start = Clock::now();
    if (!options.out.empty()) write_reports(results, options.out);
    if (options.json) {
        std::cout << results_json(results) << '\n';
    } else {
        const char* kind = std::getenv("TERM");
        const bool terminal = isatty(STDOUT_FILENO) != 0 && !(kind && std::string_view(kind) == "dumb");
        std::cout << terminal_report(results, {terminal_width(), terminal && std::getenv("NO_COLOR") == nullptr, options.detail});
        if (!options.out.empty()) std::cout << "\nWritten to " << options.out << ": report.html, results.json, intervals.csv, days.csv, queues.csv, groups.csv\n";
    }
    timings.report = seconds_since(start);
    if (options.timings) print_timings(timings);
    return options.check && (unmeasured || missed(results, baseline)) ? target_missed : done;
}

void add_report_options(CLI::App& verb, const std::shared_ptr<RunOptions>& options) {
    CLI::Option* out = verb.add_option("--out", options->out, "Folder for report.html, results.json and the CSV files");
    verb.add_option("--replications", options->replications, "Seasons to simulate, instead of the scenario's")->check(CLI::Range(1, 100000000));
    verb.add_option("--seed", options->seed_text, "Seed, instead of the scenario's");
    verb.add_option("--threads", options->threads, "Threads (default: all cores); results do not depend on it")->check(CLI::Range(1, 1024));
    verb.add_flag("--json", options->json, "Print results.json instead of the report");
    verb.add_flag("--check", options->check, "Exit with 3 if a target is missed");
    verb.add_flag("--detail", options->detail, "Every metric, reason and period");
    verb.add_flag("--timings", options->timings, "Print where the time went, on stderr");
    verb.parse_complete_callback([options, out] {
        if (!options->seed_text.empty()) options->seed = parse_seed(options->seed_text);
        if (out->count() > 0 && options->out.empty()) throw InputError(Problem{{}, "--out", "is empty", {}, "the name of a folder", {}});
        check_out(options->out);
    });
}

void add_run(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* verb = app.add_subcommand("run", "Simulate a scenario and report what to expect, with ranges");
    verb->add_option("scenario", options->scenario, "Scenario file (YAML)")->required();
    verb->add_option("--plan", options->plans, "Only these plans, separated by commas (the baseline is always run)")->delimiter(',');
    verb->add_option("--set", options->set, "A quick what-if: key=value, compared with the baseline; may be repeated");
    add_report_options(*verb, options);
    verb->footer(R"(
Examples:
  peakline run scenario.yaml                                       every plan, report in the terminal
  peakline run scenario.yaml --out results/                        ... and a page, JSON and CSV files
  peakline run scenario.yaml --plan before,war_room
  peakline run scenario.yaml --set staff.groups.core.agents=45     what if?
  peakline run scenario.yaml --check --json > results.json         for scripts: exit code 3 if a target is missed)");
    verb->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace peakline
