// Simulations that grow, begin anywhere, keep headlines only, or take another replication's luck.
#include <doctest/doctest.h>

#include "little.hpp"
#include "sim/simulate.hpp"

using namespace peakline;
using peakline::sim::Keep;

namespace {

const char* const yaml = R"(
time: {start: 2026-11-02, days: 2}
busyness: {gamma: {mean: 1, cv: 20%}}
reasons:
  question: {expected: 300/d, profile: {by_hour: {"08-18": 1}}, queues: {voice: 100%}}
queues:
  voice: {handle_time: {exponential: {mean: 4min}}, patience: {exponential: {mean: 3min}}, target: {service_level: 80%, within: 20s}}
staff:
  groups:
    core: {serves: [voice], agents: 4, cost: 10/h}
events:
  trouble: {random: {every: 3d}, lasts: 4h, do: [{scale: {reason: question, by: 2}}]}
)";

const Scenario& scenario() {
    static const Scenario loaded = simtests::load(yaml);
    return loaded;
}

sim::Simulation play(int replications, int first = 0, Keep keep = Keep::everything, std::function<Streams(int)> streams = {}) {
    static const Demand demand;
    sim::SimulateOptions options;
    options.replications = replications;
    options.first = first;
    options.keep = keep;
    options.streams = std::move(streams);
    return sim::simulate(scenario(), scenario(), demand, options);
}

std::vector<double> values(const sim::Simulation& simulation, const std::string& metric) {
    for (const auto& [name, sample] : simulation.recorder->headline())
        if (name == metric) return sample->values();
    throw std::invalid_argument("no metric " + metric);
}

}  // namespace

TEST_CASE("A simulation that is extended is the same as one played at once") {
    sim::Simulation grown = play(3);
    sim::extend(grown, 4);
    const sim::Simulation whole = play(7);
    CHECK(grown.recorder->replications() == 7);
    for (const char* metric : {"voice.service_level", "voice.asa", "core.occupancy", "total.cost", "total.needs"})
        CHECK(values(grown, metric) == values(whole, metric));
    CHECK(grown.recorder->results("x").days[1].queues[0].metrics[0].second.mean ==
          whole.recorder->results("x").days[1].queues[0].metrics[0].second.mean);
}

TEST_CASE("A simulation that begins later has the later replications, and headlines are the same without the rest") {
    const auto whole = values(play(7), "voice.service_level"), later = values(play(4, 3), "voice.service_level");
    CHECK(std::vector<double>(whole.begin() + 3, whole.end()) == later);
    const sim::Simulation headlines = play(7, 0, Keep::headlines);
    CHECK(values(headlines, "voice.service_level") == whole);
    CHECK(values(headlines, "voice.wait_p90") == values(play(7), "voice.wait_p90"));
    const PlanResults results = headlines.recorder->results("x");
    CHECK(results.days.empty());
    CHECK(results.queues.size() == 1);
}

TEST_CASE("Replications take the luck that their streams name") {
    const auto own = values(play(4), "total.needs");
    const auto swapped = values(play(4, 0, Keep::headlines,
                                     [](int r) {
                                         const auto s = static_cast<std::uint32_t>(r ^ 1);
                                         return Streams{scenario().run.seed, s, s, s};
                                     }),
                                "total.needs");
    CHECK(swapped == std::vector{own[1], own[0], own[3], own[2]});
    // The same events and busyness with other chance: needs differ, but less than between seasons.
    const auto chance = values(play(4, 0, Keep::headlines,
                                    [](int r) {
                                        const auto n = static_cast<std::uint32_t>(r);
                                        return Streams{scenario().run.seed, n, n, n ^ 1};
                                    }),
                               "total.needs");
    CHECK(chance != own);
}

TEST_CASE("Seasons in which a random event happens are told apart, and are the busier ones") {
    const sim::Simulation simulation = play(60, 0, Keep::headlines);
    const std::vector<bool> struck = sim::incidents(simulation);
    const auto needs = values(simulation, "total.needs");
    double with = 0, without = 0, sum_with = 0, sum_without = 0;
    for (std::size_t r = 0; r < struck.size(); ++r)
        (struck[r] ? with : without) += 1, (struck[r] ? sum_with : sum_without) += needs[r];
    CHECK(with > 10);  // 1 - exp(-2 / 3) = .49 of 60
    CHECK(without > 10);
    CHECK(sum_with / with > sum_without / without);
}

TEST_CASE("Differences are over the seasons that both plans have, and the 95 % holds for all plans together") {
    const sim::Simulation base = play(20), longer = play(30, 0, Keep::headlines), other = play(20, 100);
    const auto two = sim::compare({base.recorder.get(), longer.recorder.get()}, {"base", "longer"}, 0);
    for (const auto& [metric, d] : two.plans[0].second)
        if (metric == "total.needs") CHECK(d.difference == 0);
    const auto width = [](const Comparison& c, const std::string& plan) {
        for (const auto& [name, differences] : c.plans)
            if (name == plan)
                for (const auto& [metric, d] : differences)
                    if (metric == "total.needs") return d.ci95.high - d.ci95.low;
        return 0.0;
    };
    const auto one = sim::compare({base.recorder.get(), other.recorder.get()}, {"base", "other"}, 0);
    const auto both =
        sim::compare({base.recorder.get(), other.recorder.get(), longer.recorder.get()}, {"base", "other", "longer"}, 0);
    // Student's 97.5 % and 98.75 % points with 19 degrees of freedom.
    CHECK(width(both, "other") / width(one, "other") == doctest::Approx(2.4334 / 2.0930).epsilon(1e-3));
}
