// peakline explain: one customer's story in words, from one simulated season.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include <fmt/format.h>

#include "app/plan_runs.hpp"
#include "app/questions.hpp"
#include "app/tracing.hpp"
#include "app/verbs.hpp"
#include "core/problem.hpp"
#include "forecast/scenario_demand.hpp"
#include "report/trace.hpp"
#include "report/write.hpp"
#include "scenarios/load.hpp"
#include "sim/trace.hpp"

namespace peakline {
namespace {

constexpr const char* examples = R"(
Without --customer it names some customers worth looking at: the longest wait, the most contacts, the longest way to an answer.
contacts.csv of `peakline run scenario.yaml --trace DIR` lists all of them.

Examples:
  peakline explain scenario.yaml
  peakline explain scenario.yaml --customer order_status/2026-11-27T10:00Z/3
  peakline explain scenario.yaml --customer email/backlog/17 --plan war_room --season 5
)";

struct Options {
    std::string scenario, customer, plan, seed_text;
    int season = 1;
};

int explain(const Options& options) {
    LoadedScenario loaded =
        load_scenario(options.scenario, {options.plan.empty() ? std::vector<std::string>() : std::vector{options.plan}, {}});
    auto& plans = loaded.file.plans;
    if (!options.seed_text.empty())
        for (Plan& plan : plans) plan.scenario.run.seed = parse_seed(options.seed_text);
    const auto wanted = std::find_if(plans.begin(), plans.end(), [&](const Plan& plan) { return plan.name == options.plan; });
    const Plan& plan = wanted != plans.end() ? *wanted : plans[loaded.file.baseline];
    const Trace trace = trace_season(loaded.file, plan, options.season);
    if (options.customer.empty()) {
        const auto remarkable = remarkable_customers(trace);
        fmt::print("Season {} of plan {}: {}\n", options.season, plan.name,
                   remarkable.empty() ? "nobody contacts us" : "customers worth looking at");
        for (const auto& [why, customer] : remarkable) fmt::print("  --customer {}   {}\n", customer_text(customer, trace), why);
        return done;
    }
    const auto customer = find_customer(options.customer, trace);
    if (!customer) {
        const auto remarkable = remarkable_customers(trace);
        throw InputError(Problem{{},
                                 "--customer",
                                 fmt::format("is nobody in season {} of plan {}", options.season, plan.name),
                                 options.customer,
                                 "a customer as in contacts.csv" +
                                     (remarkable.empty() ? "" : ", such as " + customer_text(remarkable[0].second, trace)),
                                 {}});
    }
    std::cout << fmt::format("Plan {}, season {}\n", plan.name, options.season)
              << customer_story(*customer, trace, plan.scenario.axis());
    return done;
}

}  // namespace

Trace trace_season(const ScenarioFile& file, const Plan& plan, int number) {
    const ScenarioDemand demand = scenario_demand(plan.scenario, forecast_paths(file.plans[file.baseline].scenario.run));
    return sim::trace_replication(plan.scenario, file.offered_settings(), demand.demand, number - 1).trace;
}

void write_traces(const ScenarioFile& file, int number, const std::string& folder) {
    for (const Plan& plan : file.plans) {
        const Trace trace = trace_season(file, plan, number);
        const TimeAxis axis = plan.scenario.axis();
        std::string below = plan.name;  // one folder below, whatever the plan is called
        for (char& c : below)
            if (c == '/' || c == '\\' || static_cast<unsigned char>(c) < ' ') c = '_';
        if (below == "." || below == "..") below = "_" + below;
        write_files(file.plans.size() == 1 ? std::filesystem::path(folder) : std::filesystem::path(folder) / below,
                    {{"contacts.csv", contacts_csv(trace, axis)},
                     {"agents.csv", agents_csv(trace, axis)},
                     {"paid.csv", paid_csv(trace, axis)}});
    }
}

void add_explain(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<Options>();
    CLI::App* verb = app.add_subcommand("explain", "Tell what happened to one customer of a simulated season");
    verb->add_option("scenario", options->scenario, "Scenario file (YAML)")->required();
    verb->add_option("--customer", options->customer, "Reason, interval (UTC) and number, as in contacts.csv");
    verb->add_option("--plan", options->plan, "Plan (default: the baseline)");
    verb->add_option("--seed", options->seed_text, "Seed, instead of the scenario's");
    verb->add_option("--season", options->season, "Which season (default: the first)")->check(CLI::Range(1, 100000000));
    verb->footer(examples);
    verb->callback([options, &exit_code] { exit_code = explain(*options); });
}

}  // namespace peakline
