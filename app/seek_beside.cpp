#include "app/seek_beside.hpp"

#include <algorithm>

#include "app/deciding.hpp"

namespace peakline {
namespace {

constexpr double worth_saying = 0.001;  // of the callers are blocked

Measured measured(const sim::Recorder& seasons, const std::string& metric) {
    for (const auto& [name, sample] : seasons.headline())
        if (name == metric) return ratio_of_sums(sample->a, sample->b).measured;
    return {};
}

bool enabled(const Scenario& scenario, const std::string& metric) {
    return std::none_of(scenario.queues.begin(), scenario.queues.end(),
                        [&](const Queue& queue) { return !queue.enabled && metric.starts_with(queue.name + "."); });
}

}  // namespace

Beside beside_answer(const Scenario& scenario, const sim::Recorder& seasons, const std::string& metric, double target) {
    Beside beside;
    for (const auto& [name, wanted] : targets_of(scenario))
        if (enabled(scenario, name) && !(name == metric && wanted.value == target))
            beside.targets.push_back({name, wanted.value, wanted.floor, measured(seasons, name)});
    for (const Queue& queue : scenario.queues) {
        const double blocked = measured(seasons, queue.name + ".blocked").value,
                     joined = measured(seasons, queue.name + ".offered").value;
        if (const double share = blocked / (blocked + joined); share > worth_saying)
            beside.blocked.push_back({queue.name, share});
    }
    return beside;
}

}  // namespace peakline
