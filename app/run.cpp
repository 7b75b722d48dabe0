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

#include "app/deciding.hpp"
#include "app/run_plans.hpp"
#include "app/tracing.hpp"
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
        if (equals == std::string::npos || equals == 0)
            problems.push_back({{}, "--set", "needs key=value", text, "staff.groups.core.agents=40", {}});
        else
            pairs.emplace_back(text.substr(0, equals), text.substr(equals + 1));
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
            if (std::none_of(results.queues.begin(), results.queues.end(),
                             [&](const QueueInfo& info) { return info.name == queue.name; }))
                results.queues.push_back({queue.name, medium_name(queue.medium), queue.target.within});
        for (const Group& group : plan.scenario.groups)
            if (std::find(results.groups.begin(), results.groups.end(), group.name) == results.groups.end())
                results.groups.push_back(group.name);
    }
}

// Targets that nothing was measured for are said, and count as missed: nobody should take silence for success.
void note_targets(std::vector<std::string>& notes, const PlanResults& plan, const Scenario& scenario, bool& unmeasured) {
    const auto look = [&](const std::vector<std::pair<std::string, double>>& targets, const Metrics& metrics,
                          const std::string& where) {
        for (const auto& [name, target] : targets) {
            const auto it = std::find_if(metrics.begin(), metrics.end(), [&](const auto& m) { return m.first == name; });
            if (it != metrics.end() && !std::isnan(it->second.mean)) continue;
            notes.push_back(
                fmt::format("{}: the target {} of {} has no value here and counts as missed", plan.name, name, where));
            unmeasured = true;
        }
    };
    look(scenario.targets, plan.total, "the total");
    for (std::size_t q = 0; q < scenario.queues.size(); ++q)
        look(scenario.queues[q].target.values, plan.queues[q].metrics, scenario.queues[q].name);
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
            notes.push_back(fmt::format(
                "{}: {:.0f} % of the needs for {} came outside opening hours and were lost (see `profile` and `closed`)",
                plan.name, 100 * closed / needs, reason.name));
    }
}

void print_timings(const Timings& t) {
    fmt::print(stderr,
               "timings: load {:.2f} s, forecast {:.2f} s, simulate {:.2f} s, results {:.2f} s, report {:.2f} s\n"
               "simulator: {:.0f} contacts in {:.2f} core seconds = {:.2f} million contacts a second and core ({} threads)\n",
               t.load, t.forecast, t.simulate, t.summarise, t.report, t.contacts, t.core_seconds,
               t.contacts / t.core_seconds / 1e6, t.threads);
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
    const auto levers = [&](const std::string& plan) {
        return load_levers(options.scenario, plan, {options.plans, settings(options.set)});
    };
    return run_plans(loaded.file, options, seconds_since(start), levers);
}

// How often the seasons are played: as often as told, or until an answer is sure.
void play_all(Plays& plans, std::size_t baseline, const Run& run, Results& results, const Play& play) {
    if (run.until && !run.until->decide.empty()) {
        Best best = decide_best(plans, baseline, *run.until, play);
        results.comparison.emplace().best = std::move(best);
        return;
    }
    if (run.until) {
        results.precision = play_until(plans, *run.until, play);
        return;
    }
    for (auto& plan : plans) play(*plan, run.replications);
}

// Extra seasons for where the uncertainty comes from: of the baseline and the winner, or, asked for without a decision, of every plan.
double split_plans(Results& results, const Plays& plans, std::size_t baseline, int threads) {
    const bool decided = results.comparison && results.comparison->best;
    double contacts = 0;
    for (std::size_t p = 0; p < plans.size(); ++p)
        if (!decided || p == baseline || plans[p]->name() == results.comparison->best->plan)
            contacts += split_uncertainty(results.plans[p], *plans[p], threads);
    return contacts;
}

// What each lever did, for plans made of several; after a decision for the plan chosen.
void add_levers(Results& results, const Plays& plans, std::size_t baseline, const LeversOf& levers_of,
                const Scenario& offered_settings, const Play& play, bool always) {
    int played = 0;
    for (const auto& plan : plans) played += plan->replications();
    for (std::size_t p = 0; p < plans.size(); ++p) {
        if (p == baseline || (results.comparison->best && results.comparison->best->plan != plans[p]->name())) continue;
        const PlanLevers levers = levers_of(plans[p]->name());
        if (levers.names.size() < 2) continue;
        if (const int extra = seasons_for_levers(plans, levers); extra > played && !always) {
            results.notes.push_back(fmt::format("{}: what each of its {} levers did takes {} seasons more: --levers",
                                                plans[p]->name(), levers.names.size(), extra));
            continue;
        }
        try {
            results.comparison->levers.push_back(what_did_it(plans, baseline, p, levers, offered_settings, play));
        } catch (const InputError& error) {
            results.notes.push_back(fmt::format("{}: what each lever did is not told, since they do not all stand alone: {}",
                                                plans[p]->name(),
                                                error.problems().empty() ? "" : error.problems().front().text()));
        }
    }
}

// The metric by which plans are held against bad seasons: as asked, else what was decided by, else the first service level.
std::string robust_metric(const RunOptions& options, const Results& results, const Played& baseline) {
    if (options.robust != "auto") {
        const std::string metric = full_metric(options.robust);
        std::vector<std::string> names;
        for (const auto& [name, sample] : baseline.simulation().recorder->headline()) names.push_back(name);
        if (!baseline.has(metric))
            throw InputError(Problem{{},
                                     "--robust",
                                     "there is no metric of this name",
                                     options.robust,
                                     "QUEUE.METRIC or a metric of the total",
                                     nearest_name(metric, names)});
        return metric;
    }
    if (results.comparison->best) return results.comparison->best->metric;
    for (const Queue& queue : baseline.scenario().queues)
        if (queue.target.within && (queue.medium == Medium::voice || queue.medium == Medium::chat))
            return queue.name + ".service_level";
    return "total.cost";
}

}  // namespace

int run_plans(ScenarioFile& file, const RunOptions& options, double load_seconds, const LeversOf& levers_of) {
    auto& plans = file.plans;
    for (Plan& plan : plans) {
        if (options.seed) plan.scenario.run.seed = *options.seed;
        if (options.replications) plan.scenario.run.replications = *options.replications, plan.scenario.run.until.reset();
    }
    const std::size_t baseline = file.baseline;
    const Run run = plans[baseline].scenario.run;
    Timings timings;
    timings.load = load_seconds;
    auto start = Clock::now();

    Results results;
    describe(results, plans[baseline].scenario);
    name_rows(results, plans);
    // Offered volumes are turned into needs with the baseline's settings, also where the baseline itself is not run.
    const Scenario& offered_settings = file.unselected_baseline ? *file.unselected_baseline : plans[baseline].scenario;
    Progress progress;
    Plays plays;
    for (const Plan& plan : plans)
        plays.push_back(std::make_unique<Played>(plan.name, plan.scenario, offered_settings,
                                                 std::min(run.until ? run.until->max : run.replications, 1000)));
    timings.forecast = seconds_since(start);
    const auto& notes = plays[baseline]->demand().notes;
    results.notes.insert(results.notes.end(), notes.begin(), notes.end());

    const auto play_with = [&](sim::Keep keep) {
        return [&, keep](Played& played, int replications) {
            const auto began = Clock::now();
            sim::SimulateOptions how;
            how.threads = options.threads;
            how.keep = keep;
            const double contacts = played.replications() > 0 ? played.simulation().recorder->contacts() : 0,
                         core = played.simulation().core_seconds;
            how.progress = [&progress, &played, of = replications](int done) { progress.show(played.name(), done, of); };
            played.play(replications, how);
            timings.contacts += played.simulation().recorder->contacts() - contacts;
            timings.core_seconds += played.simulation().core_seconds - core;
            timings.simulate += seconds_since(began);
        };
    };
    play_all(plays, baseline, run, results, play_with(sim::Keep::everything));

    start = Clock::now();
    const double simulated = timings.simulate;
    std::vector<const sim::Recorder*> recorders;
    std::vector<std::string> names;
    for (std::size_t p = 0; p < plans.size(); ++p) {
        results.plans.push_back(plays[p]->simulation().recorder->results(plans[p].name));
        results.plans.back().levers = plans[p].levers;
        recorders.push_back(plays[p]->simulation().recorder.get());
        names.push_back(plans[p].name);
    }
    results.replications = 0;
    for (const PlanResults& plan : results.plans) results.replications = std::max(results.replications, plan.replications);
    const int replications = results.replications;
    if (plans.size() > 1) {
        Comparison comparison = sim::compare(recorders, names, baseline);
        if (results.comparison) comparison.best = std::move(results.comparison->best);
        results.comparison = std::move(comparison);
        add_point_costs(*results.comparison, plays, baseline);
        if (!options.robust.empty())
            results.comparison->robustness = robust(plays, baseline, robust_metric(options, results, *plays[baseline]));
        if (levers_of && !options.no_levers)
            add_levers(results, plays, baseline, levers_of, offered_settings, play_with(sim::Keep::headlines), options.levers);
    } else if (results.comparison) {
        results.notes.push_back(results.comparison->best->verdict);
        results.comparison.reset();
    }
    // A quick what-if is to be quick: it tells where the spread comes from only when asked.
    if (options.variance || (run.until && !run.until->decide.empty() && options.set.empty())) {
        const auto began = Clock::now();
        timings.contacts += split_plans(results, plays, baseline, options.threads);
        timings.simulate += seconds_since(began);
    }
    progress.clear();
    bool unmeasured = false;
    for (std::size_t p = 0; p < plans.size(); ++p) {
        note_closed(results.notes, results.plans[p]);
        note_targets(results.notes, results.plans[p], plans[p].scenario, unmeasured);
    }
    if (run.until && replications < run.until->max && results.precision && results.precision->done)
        results.notes.push_back(fmt::format("{} replications were enough for a half-width of {:.3g} of {}", replications,
                                            results.precision->wanted, results.precision->metric));
    if (results.precision && !results.precision->done)
        results.notes.push_back(fmt::format("after {} replications the half-width of {} is {:.3g}, not yet {:.3g}", replications,
                                            results.precision->metric, results.precision->reached, results.precision->wanted));
    if (replications < 40) results.notes.push_back("fewer than 40 replications: intervals are rough");
    timings.threads = options.threads > 0 ? options.threads : static_cast<int>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN)));
    timings.summarise = seconds_since(start) - (timings.simulate - simulated);
    results.timings = timings;

    start = Clock::now();
    if (!options.out.empty()) write_reports(results, options.out);
    if (!options.trace.empty()) write_traces(file, 1, options.trace);
    if (options.json) {
        std::cout << results_json(results) << '\n';
    } else {
        const char* kind = std::getenv("TERM");
        const bool terminal = isatty(STDOUT_FILENO) != 0 && !(kind && std::string_view(kind) == "dumb");
        std::cout << terminal_report(results, {terminal_width(), terminal && std::getenv("NO_COLOR") == nullptr, options.detail});
        if (!options.out.empty())
            std::cout << "\nWritten to " << options.out
                      << ": report.html, results.json, intervals.csv, days.csv, queues.csv, groups.csv\n";
    }
    timings.report = seconds_since(start);
    if (options.timings) print_timings(timings);
    return options.check && (unmeasured || missed(results, baseline)) ? target_missed : done;
}

void add_report_options(CLI::App& verb, const std::shared_ptr<RunOptions>& options) {
    CLI::Option* out = verb.add_option("--out", options->out, "Folder for report.html, results.json and the CSV files");
    verb.add_option("--replications", options->replications, "Seasons to simulate, instead of the scenario's")
        ->check(CLI::Range(1, 100000000));
    verb.add_option("--seed", options->seed_text, "Seed, instead of the scenario's");
    verb.add_option("--trace", options->trace,
                    "Folder for contacts.csv and agents.csv: everything that happens in the first season");
    verb.add_option("--threads", options->threads, "Threads (default: all cores); results do not depend on it")
        ->check(CLI::Range(1, 1024));
    verb.add_flag("--json", options->json, "Print results.json instead of the report");
    verb.add_flag("--check", options->check, "Exit with 3 if a target is missed");
    verb.add_flag("--detail", options->detail, "Every metric, reason and period");
    verb.add_flag("--timings", options->timings, "Print where the time went, on stderr");
    verb.parse_complete_callback([options, out] {
        if (!options->seed_text.empty()) options->seed = parse_seed(options->seed_text);
        if (out->count() > 0 && options->out.empty())
            throw InputError(Problem{{}, "--out", "is empty", {}, "the name of a folder", {}});
        check_out(options->out);
    });
}

void add_run(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* verb = app.add_subcommand("run", "Simulate a scenario and report what to expect, with ranges");
    verb->add_option("scenario", options->scenario, "Scenario file (YAML)")->required();
    verb->add_option("--plan", options->plans, "Only these plans, separated by commas (the baseline is always run)")
        ->delimiter(',');
    verb->add_option("--set", options->set, "A quick what-if: key=value, compared with the baseline; may be repeated");
    add_report_options(*verb, options);
    verb->add_flag("--robust{auto}", options->robust,
                   "How the plans stand low, high and disturbed seasons; --robust=QUEUE.METRIC by another metric");
    verb->add_flag("--variance", options->variance,
                   "Where the uncertainty comes from: forecast, events, chance (extra seasons; always with until: decide)");
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
  peakline run scenario.yaml --trace season/                       contacts.csv, agents.csv: who met whom when
  peakline run scenario.yaml --check --json > results.json         for scripts: exit code 3 if a target is missed)");
    verb->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace peakline
