#include "app/plan_runs.hpp"

#include <algorithm>
#include <array>

namespace peakline {

int forecast_paths(const Run& run) {
    constexpr int most = 1000;
    return std::clamp(run.until ? run.until->max : run.replications, 1, most);
}

Played::Played(std::string name, const Scenario& scenario, const Scenario& offered_settings, int paths)
    : name_(std::move(name)), scenario_(scenario), offered_settings_(offered_settings),
      demand_(scenario_demand(scenario_, paths)) {}

void Played::play(int replications, const sim::SimulateOptions& options) {
    if (simulation_.recorder) {
        if (replications > this->replications()) sim::extend(simulation_, replications - this->replications());
        return;
    }
    sim::SimulateOptions begin = options;
    begin.replications = replications;
    simulation_ = sim::simulate(scenario_, offered_settings_, demand_.demand, begin);
}

sim::Simulation Played::with_streams(int replications, const std::function<Streams(int)>& streams, int threads) const {
    sim::SimulateOptions options;
    options.replications = replications;
    options.threads = threads;
    options.keep = sim::Keep::headlines;
    options.streams = streams;
    return sim::simulate(scenario_, offered_settings_, demand_.demand, options);
}

std::vector<Observations> Played::observe(const std::vector<std::string>& metrics, int n) const {
    const auto headline = simulation_.recorder->headline();
    std::vector<Observations> result;
    for (const std::string& metric : metrics) {
        const auto found =
            std::find_if(headline.begin(), headline.end(), [&](const auto& entry) { return entry.first == metric; });
        Observations& seen = result.emplace_back();
        if (found == headline.end()) {
            seen.a.assign(static_cast<std::size_t>(n), no_value);
            seen.b.assign(static_cast<std::size_t>(n), 1);
            continue;
        }
        seen.a.assign(found->second->a.begin(), found->second->a.begin() + n);
        seen.b.assign(found->second->b.begin(), found->second->b.begin() + n);
    }
    return result;
}

Observations Played::observe(const std::string& metric, int n) const {
    return std::move(observe(std::vector{metric}, n).front());
}

bool Played::has(const std::string& metric) const {
    const auto headline = simulation_.recorder->headline();
    return std::any_of(headline.begin(), headline.end(), [&](const auto& entry) { return entry.first == metric; });
}

bool Played::is_live(const std::string& queue) const {
    return std::any_of(scenario_.queues.begin(), scenario_.queues.end(), [&](const Queue& q) {
        return q.name == queue && (q.medium == Medium::voice || q.medium == Medium::chat);
    });
}

PlanResults Played::results() const { return simulation_.recorder->results(name_); }

std::string full_metric(const std::string& metric) { return metric.find('.') == std::string::npos ? "total." + metric : metric; }
std::string short_metric(const std::string& metric) { return metric.substr(metric.find('.') + 1); }

std::vector<std::string> headline_metrics(const Played& played) {
    static constexpr std::array of_queue{"offered", "service_level", "abandonment", "asa", "backlog"};
    static constexpr std::array of_total{"offered",    "service_level", "abandonment",  "asa", "backlog",   "redials",
                                         "repeats",    "chases",        "contact_rate", "fcr", "occupancy", "cost",
                                         "paid_hours", "prevented",     "contained",    "lost"};
    std::vector<std::string> metrics;
    for (const Queue& queue : played.scenario().queues)
        for (const char* metric : of_queue)
            if (played.has(queue.name + "." + metric)) metrics.push_back(queue.name + "." + metric);
    for (const char* metric : of_total)
        if (played.has(std::string("total.") + metric)) metrics.push_back(std::string("total.") + metric);
    return metrics;
}

}  // namespace peakline
