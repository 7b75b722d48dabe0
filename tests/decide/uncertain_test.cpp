// What sensitivity calls uncertain is what the simulator draws once a season: no more, no less.
#include <filesystem>
#include <fstream>
#include <set>

#include <unistd.h>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "core/random.hpp"
#include "scenarios/load.hpp"
#include "scenarios/uncertain.hpp"
#include "sim/model.hpp"

namespace {

using namespace peakline;

constexpr const char* everything_uncertain = R"(peakline: 1
time: {start: 2026-03-02, days: 1}
drivers: {orders: {expected: 1000/d, scale: {uniform: [0.8, 1.2]}}}
reasons:
  ask:
    per: orders
    rate: {uniform: [4%, 6%]}
    scale: {uniform: [0.9, 1.1]}
    queues: {voice: 100%}
    resolved_first_time: {uniform: [70%, 90%]}
    handle_time: {voice: {uniform: [0.9, 1.1]}}
  own: {expected: 100/d, queues: {voice: 100%}}
notifications: {push: {about: [ask], reach: {uniform: [60%, 80%]}, effect: {uniform: [30%, 50%]}, per: orders}}
self_service: {bot: {before: [voice], contains: {uniform: [10%, 20%]}, takes: {exponential: {mean: 1min}}, gives_up: {uniform: [1%, 2%]}}}
queues:
  voice:
    handle_time: {exponential: {mean: 5min}}
    patience: {exponential: {mean: 3min}}
    redial: {share: {uniform: [40%, 60%]}, after: {exponential: {mean: 10min}}, up_to: 3}
staff:
  groups:
    core: {serves: [voice], agents: {uniform: [4, 6]}, absence: {uniform: [2%, 6%]}, shrinkage: {uniform: [5%, 9%]}, handle_time: {uniform: [0.9, 1.1]}}
)";

}  // namespace

TEST_CASE("Every number that a season draws is an input, and every input is drawn") {
    const auto file = std::filesystem::temp_directory_path() / fmt::format("peakline-uncertain-{}.yaml", getpid());
    std::ofstream(file) << everything_uncertain;
    Scenario scenario = load_scenario(file).file.plans.front().scenario;
    std::filesystem::remove(file);
    const Demand none;
    const sim::Model model = sim::compile(scenario, scenario, none);
    std::set<std::uint64_t> drawn, named;
    for (const sim::Number& number : model.numbers)
        if (number.random) drawn.insert(number.name);
    const auto inputs = uncertain_numbers(scenario);
    CHECK(inputs.size() == 14);
    for (const UncertainNumber& input : inputs) {
        CAPTURE(input.key);
        const std::uint64_t name = hash64(input.key), of_all = hash64(input.key + ".");
        CHECK((drawn.contains(name) || drawn.contains(of_all)));
        named.insert(drawn.contains(name) ? name : of_all);
    }
    CHECK(named == drawn);
}

TEST_CASE("Shares are told from factors and counts") {
    const auto file = std::filesystem::temp_directory_path() / fmt::format("peakline-shares-{}.yaml", getpid());
    std::ofstream(file) << everything_uncertain;
    Scenario scenario = load_scenario(file).file.plans.front().scenario;
    std::filesystem::remove(file);
    std::vector<std::string> others;
    for (const UncertainNumber& input : uncertain_numbers(scenario))
        if (!input.share) others.push_back(input.key);
    CHECK(others == std::vector<std::string>{"drivers.orders.scale", "reasons.ask.scale", "reasons.ask.handle_time.voice",
                                             "staff.groups.core.agents", "staff.groups.core.handle_time"});
}

TEST_CASE("An input that is fixed is its quantile at every point, and random no more") {
    Quantity quantity;
    quantity.points = {{{}, Distribution{Distribution::Family::uniform, 1, 1, {0.5, 1.5}, {}, 0}},
                       {{}, Distribution::constant(3)}};
    fix_at(quantity, 0.1);
    CHECK(quantity.points[0].value.is_constant());
    CHECK(quantity.points[0].value.mean == doctest::Approx(0.6));
    CHECK(quantity.points[1].value.mean == 3);
    const Distribution twice = times(Distribution{Distribution::Family::uniform, 1, 1, {0.5, 1.5}, {}, 0}, 2);
    CHECK(quantile(twice, 0.5) == doctest::Approx(2));
}
