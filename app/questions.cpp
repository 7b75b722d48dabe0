#include "app/questions.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "app/plan_runs.hpp"
#include "core/problem.hpp"

namespace peakline {
namespace {

const std::string set_option = "--set";

}  // namespace

std::uint64_t parse_seed(const std::string& text) {
    std::uint64_t seed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (error != std::errc{} || end != text.data() + text.size())
        throw InputError(Problem{{}, "--seed", "is not a seed", text, "a whole number from 0 to 18446744073709551615", {}});
    return seed;
}

void add_subject_options(CLI::App& verb, SubjectOptions& options) {
    verb.add_option("scenario", options.scenario, "Scenario file (YAML)")->required();
    verb.add_option("--plan", options.plan, "The plan to ask about; without it the baseline");
    verb.add_option("--seed", options.seed_text, "Seed, instead of the scenario's");
    verb.add_option("--threads", options.threads, "Threads (default: all cores); results do not depend on it")
        ->check(CLI::Range(1, 1024));
}

Subject load_subject(const SubjectOptions& options) {
    LoadedScenario loaded =
        load_scenario(options.scenario, {options.plan.empty() ? std::vector<std::string>() : std::vector{options.plan}, {}});
    for (const Problem& warning : loaded.warnings) fmt::print(stderr, "warning: {}\n", warning.text());
    Subject subject;
    subject.file = options.scenario;
    subject.threads = options.threads;
    const Plan& plan = loaded.file.plans[loaded.file.baseline];  // the only one where one was named
    subject.plan = plan.name;
    subject.scenario = plan.scenario;
    subject.baseline = loaded.file.offered_settings();
    if (!options.seed_text.empty()) subject.scenario.run.seed = parse_seed(options.seed_text);
    subject.demand = scenario_demand(subject.scenario, most_paths);
    return subject;
}

Scenario with_settings(const Subject& subject, const std::vector<std::pair<std::string, std::string>>& set,
                       const std::string& option) {
    try {
        LoadedScenario loaded = load_scenario(subject.file, {{}, set, subject.plan});
        Scenario scenario = std::move(loaded.file.plans.back().scenario);
        scenario.run.seed = subject.scenario.run.seed;
        return scenario;
    } catch (const InputError& error) {
        std::vector<Problem> problems = error.problems();
        const std::string in_plan = "in plan set: ";  // the unnamed plan of the loader
        for (Problem& problem : problems) {
            if (problem.place.file.starts_with(set_option)) problem.place.file.replace(0, set_option.size(), option);
            if (problem.message.starts_with(in_plan) && !set.empty())
                problem.message.replace(0, in_plan.size(), fmt::format("with {} at {}: ", set.front().first, set.front().second));
        }
        throw InputError(problems);
    }
}

sim::Simulation simulate_headlines(const Subject& subject, const Scenario& scenario, const Demand& demand, int first,
                                   int replications) {
    sim::SimulateOptions options;
    options.replications = replications;
    options.threads = subject.threads;
    options.first = first;
    options.keep = sim::Keep::headlines;
    return sim::simulate(scenario, subject.baseline, demand, options);
}

std::string metric_of(const sim::Recorder& recorder, const std::string& name, const std::string& option) {
    const std::string full = full_metric(name);
    std::vector<std::string> names;
    for (const auto& [metric, sample] : recorder.headline()) names.push_back(metric);
    for (const std::string& metric : {name, full})
        if (std::find(names.begin(), names.end(), metric) != names.end()) return metric;
    const std::string nearest = nearest_name(full, names);
    throw InputError(
        Problem{{},
                option,
                "there is no metric of this name",
                name,
                nearest.empty() ? "QUEUE.METRIC such as voice.service_level, or a metric of the total such as cost" : "",
                nearest});
}

const sim::Sample& sample_of(const sim::Recorder& recorder, const std::string& metric) {
    for (const auto& [name, sample] : recorder.headline())
        if (name == metric) return *sample;
    throw std::logic_error("no metric " + metric);
}

}  // namespace peakline
