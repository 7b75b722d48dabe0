// Seek with the simulator behind it, against the exact number of agents of an M/M/n+M queue.
#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "core/demand.hpp"
#include "decide/seek.hpp"
#include "scenarios/load.hpp"
#include "sim/simulate.hpp"
#include "staffing/erlang.hpp"
#include "staffing/minimal.hpp"

namespace {

using namespace peakline;

constexpr double rate = 240, handle = 240, patience = 180, within = 20;  // an hour; seconds

// One queue that never closes, from empty: six hours of warm-up, two days counted.
Scenario erlang_a(int agents) {
    const auto file = std::filesystem::temp_directory_path() / fmt::format("peakline-seek-{}.yaml", agents);
    std::ofstream(file) << fmt::format(R"(peakline: 1
time: {{start: 2026-03-02, days: 2, warm_up: 6h}}
reasons: {{ask: {{expected: {}/h, queues: {{voice: 100%}}}}}}
queues: {{voice: {{handle_time: {{exponential: {{mean: {}s}}}}, patience: {{exponential: {{mean: {}s}}}}, target: {{service_level: 80%, within: {}s}}}}}}
staff: {{groups: {{core: {{serves: [voice], agents: {}}}}}}}
)",
                                       rate, handle, patience, within, agents);
    Scenario scenario = load_scenario(file).file.plans.front().scenario;
    std::filesystem::remove(file);
    return scenario;
}

Observations simulated(int agents, int first, int count) {
    const Scenario scenario = erlang_a(agents);
    const Demand none;
    sim::SimulateOptions options;
    options.first = first;
    options.replications = count;
    options.keep = sim::Keep::headlines;
    const sim::Simulation simulation = sim::simulate(scenario, scenario, none, options);
    for (const auto& [name, sample] : simulation.recorder->headline())
        if (name == "voice.service_level") return {sample->a, sample->b};
    return {};
}

}  // namespace

TEST_CASE("Seek finds the number of agents that Erlang A asks for") {
    const Traffic traffic{rate / 3600, handle, patience};
    StaffingTarget exact;
    exact.service_level = 0.8;
    exact.within = within;
    const int agents = servers_for(traffic, exact);
    const auto level = [&](int n) {
        return ImpatientQueue::erlang_a({n, traffic.arrival_rate, handle}, patience).served_within(within);
    };
    const SeekTarget target{0.8, true, {}, 0.005};
    REQUIRE(level(agents) - 0.8 > target.tolerance);  // so that no other answer is right
    REQUIRE(0.8 - level(agents - 1) > target.tolerance);

    const Observe observe = [](long step, int first, int count) { return simulated(static_cast<int>(step), first, count); };
    SeekOptions options;
    options.start = 12;
    options.lowest = 1;
    options.highest = 100;
    const SeekAnswer answer = seek(observe, target, options);
    CHECK(answer.step == agents);
    CHECK(answer.sure);
    CHECK(answer.monotone);
    CHECK(answer.at.value == doctest::Approx(level(agents)).epsilon(0.02));
    CHECK(answer.at.bounds.low < level(agents));
    CHECK(answer.at.bounds.high > level(agents));
    REQUIRE(answer.before);
    CHECK(answer.before->value == doctest::Approx(level(agents - 1)).epsilon(0.02));
}
