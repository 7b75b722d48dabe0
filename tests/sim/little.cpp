#include "little.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <unistd.h>

#include "scenarios/load.hpp"
#include "sim/simulate.hpp"
#include "sim/trace.hpp"

namespace simtests {

using namespace peakline;

namespace {

template <class T>
std::vector<std::string> names_of(const std::vector<T>& things) {
    std::vector<std::string> names;
    for (const T& thing : things) names.push_back(thing.name);
    return names;
}

std::size_t index_of(const std::vector<std::string>& names, const std::string& name) {
    const auto it = std::find(names.begin(), names.end(), name);
    if (it == names.end()) throw std::invalid_argument("nothing is called " + name);
    return static_cast<std::size_t>(it - names.begin());
}

template <class Cells>
double sum(const Cells& cells, std::size_t tally, double from, double to, double interval) {
    double total = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const double start = static_cast<double>(i) * interval;
        if (start >= from * hour_seconds && start < to * hour_seconds) total += cells[i][tally];
    }
    return total;
}

}  // namespace

Scenario load(const std::string& yaml, const std::string& plan) {
    static std::atomic<int> number = 0;
    const auto path = std::filesystem::temp_directory_path() / fmt::format("peakline-sim-{}-{}.yaml", getpid(), number++);
    std::ofstream(path) << yaml;
    ScenarioFile file;
    try {
        file = load_scenario(path).file;
    } catch (...) {
        std::filesystem::remove(path);
        throw;
    }
    std::filesystem::remove(path);
    if (plan.empty()) return file.plans[file.baseline].scenario;
    for (Plan& each : file.plans)
        if (each.name == plan) return each.scenario;
    throw std::invalid_argument("no plan is called " + plan);
}

std::vector<Books> books_of(const Scenario& scenario, int replications, int threads) {
    const Demand demand;
    const sim::Model model = sim::compile(scenario, scenario, demand);
    std::vector<Books> all;
    sim::replicate(model, replications, threads, [&](int, const Books& books) { all.push_back(books); });
    return all;
}

PlanResults results_of(const std::string& yaml, int replications) {
    const Scenario scenario = load(yaml);
    const Demand demand;
    sim::SimulateOptions options;
    options.replications = replications, options.threads = 1;
    return sim::simulate(scenario, scenario, demand, options).recorder->results("plan");
}

std::map<std::string, double> means_of(const std::string& yaml, int replications) {
    const PlanResults results = results_of(yaml, replications);
    std::map<std::string, double> means;
    const auto add = [&](const std::string& name, const Metrics& metrics) {
        for (const auto& [metric, value] : metrics) means[name + "." + metric] = value.mean;
    };
    add("total", results.total);
    for (const auto* rows : {&results.queues, &results.groups, &results.reasons})
        for (const NamedMetrics& row : *rows) add(row.name, row.metrics);
    return means;
}

Trace trace_of(const std::string& yaml, int replication) {
    const Scenario scenario = load(yaml);
    const Demand demand;
    return sim::trace_replication(scenario, scenario, demand, replication).trace;
}

std::vector<double> times_of(const Trace& trace, TraceStep::What what, const std::string& queue, const std::string& reason) {
    std::vector<double> times;
    for (const TraceStep& step : trace.steps)
        if (step.what == what && step.queue != no_index && trace.queues[step.queue] == queue &&
            (reason.empty() || trace.reasons[step.customer.reason] == reason))
            times.push_back(step.time);
    return times;
}

Outcome::Outcome(const Scenario& scenario, int replication)
    : queues_(names_of(scenario.queues)), groups_(names_of(scenario.groups)), reasons_(names_of(scenario.reasons)),
      interval_(scenario.axis().interval()), books_(books_of(scenario, replication + 1).back()) {}

double Outcome::queue(const std::string& name, std::size_t tally) const { return queue(name, tally, -never, never); }
double Outcome::queue(const std::string& name, std::size_t tally, double from, double to) const {
    return sum(books_.queues[index_of(queues_, name)], tally, from, to, interval_);
}
double Outcome::group(const std::string& name, std::size_t tally) const { return group(name, tally, -never, never); }
double Outcome::group(const std::string& name, std::size_t tally, double from, double to) const {
    return sum(books_.groups[index_of(groups_, name)], tally, from, to, interval_);
}
double Outcome::reason(const std::string& name, std::size_t tally) const {
    return books_.reason(index_of(reasons_, name))[tally];
}

void replace_all(std::string& text, const std::string& what, const std::string& with) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
        text.replace(at, what.size(), with);
}

std::string day(const std::string& body, int days) {
    return fmt::format("peakline: 1\nname: little\ntime: {{start: 2026-03-02, days: {}}}\n{}", days, body);
}

std::string fed(const std::vector<Feed>& feeds, const std::string& queues, const std::string& groups, const std::string& more,
                int days, const std::string& reasons) {
    std::string all_reasons = "reasons:\n", all_queues = "queues:\n", all_groups = "staff:\n  groups:\n";
    for (const Feed& feed : feeds) {
        all_reasons += fmt::format(
            "  {0}: {{expected: 0.000001/d, queues: {{feed_{0}: 100%}}, pending: {{share: 100%, answered_after: {1}s, "
            "follow_up: {{queue: {2}}}}}}}\n",
            feed.name, feed.later, feed.queue);
        all_queues += fmt::format("  feed_{}: {{medium: deferred, handle_time: {}s, backlog: {{items: {}, age: 0s}}}}\n",
                                  feed.name, feed.every, feed.items);
        all_groups += fmt::format("    feeder_{0}: {{serves: [feed_{0}], agents: 1}}\n", feed.name);
    }
    return day(more + all_reasons + reasons + all_queues + queues + all_groups + groups, days);
}

}  // namespace simtests
