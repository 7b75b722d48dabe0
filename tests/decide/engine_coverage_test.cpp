// The whole way from a scenario to its intervals: those that say 95 % cover in 95 of 100 runs. What they should cover is the mean
// of all runs together, which is known 45 times as well as one run knows it.
#include <cmath>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "scenarios/load.hpp"
#include "sim/simulate.hpp"
#include "tests/scratch.hpp"

#include <fstream>

using namespace peakline;

namespace {

// Two hours of a small voice queue with callers who try again and busier and quieter days; one plan has an agent more.
ScenarioFile small_centre() {
    const auto path = testing::scratch_file("covered.yaml");
    std::ofstream(path) << R"(peakline: 1
time: {start: 2026-03-02, days: 1, interval: 60min}
busyness: {gamma: {mean: 1, cv: 10%}}
reasons: {ask: {expected: 200/d, profile: {by_hour: {"00-02": 1, "02-24": 0}}, queues: {voice: 100%}}}
queues:
  voice: {handle_time: {exponential: {mean: 4min}}, patience: {exponential: {mean: 3min}}, redial: {share: 30%, after: 5min, up_to: 3},
          target: {service_level: 80%, within: 20s}}
staff: {groups: {core: {serves: [voice], agents: 7}}}
baseline: as_is
plans: {as_is: {}, more: {set: {staff.groups.core.agents: 8}}}
)";
    return load_scenario(path).file;
}

struct Said {
    double value;
    Interval interval;
};

}  // namespace

TEST_CASE("Intervals of simulated plans and of their paired differences cover as often as they say") {
    const bool thorough = std::getenv("PEAKLINE_LONG") != nullptr;
    const int seeds = thorough ? 2000 : 200, least = thorough ? 1860 : 177, most = thorough ? 1936 : 200;
    ScenarioFile file = small_centre();
    const Demand none;
    sim::SimulateOptions options;
    options.replications = 200;
    options.keep = sim::Keep::headlines;
    std::map<std::string, std::vector<Said>> all;
    for (int seed = 1; seed <= seeds; ++seed) {
        std::vector<sim::Simulation> runs;
        for (Plan& plan : file.plans) {
            plan.scenario.run.seed = static_cast<std::uint64_t>(seed);
            runs.push_back(sim::simulate(plan.scenario, file.plans[file.baseline].scenario, none, options));
        }
        const PlanResults results = runs[file.baseline].recorder->results("as_is");
        const Comparison comparison =
            sim::compare({runs[0].recorder.get(), runs[1].recorder.get()}, {"as_is", "more"}, file.baseline);
        for (const std::string name : {"service_level", "abandonment", "wait_mean"}) {
            for (const auto& [metric, estimate] : results.queues[0].metrics)
                if (metric == name) all[name].push_back({estimate.mean, estimate.ci95});
            for (const auto& [plan, differences] : comparison.plans)
                for (const auto& [metric, d] : differences)
                    if (plan == "more" && metric == "voice." + name) all["more " + name].push_back({d.difference, d.ci95});
        }
    }
    REQUIRE(all.size() == 6);
    for (const auto& [what, said] : all) {
        REQUIRE(said.size() == static_cast<std::size_t>(seeds));
        double truth = 0;
        for (const Said& one : said) truth += one.value / seeds;
        int covered = 0;
        for (const Said& one : said) covered += one.interval.low <= truth && truth <= one.interval.high ? 1 : 0;
        MESSAGE(what << ": " << truth << ", covered " << covered << " of " << seeds);
        CHECK(covered >= least);
        CHECK(covered <= most);
    }
}
