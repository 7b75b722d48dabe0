#include "sim/trace.hpp"

#include "sim/engine.hpp"

namespace peakline::sim {
namespace {

template <class Thing>
std::vector<std::string> names_of(const std::vector<Thing>& things) {
    std::vector<std::string> names;
    for (const Thing& thing : things) names.push_back(thing.name);
    return names;
}

}  // namespace

Traced trace_replication(const Scenario& scenario, const Scenario& baseline, const Demand& demand, int replication) {
    const Model model = compile(scenario, baseline, demand);
    const auto r = static_cast<std::uint32_t>(replication);
    Traced traced;
    traced.books = Engine(model).run({model.seed, r, r, r}, &traced.trace);
    traced.trace.reasons = names_of(scenario.reasons);
    traced.trace.queues = names_of(scenario.queues);
    traced.trace.groups = names_of(scenario.groups);
    traced.trace.notifications = names_of(scenario.notifications);
    traced.trace.self_services = names_of(scenario.self_services);
    for (const ShiftModel& shift : model.shifts) traced.trace.shifts.push_back(shift.title);
    return traced;
}

}  // namespace peakline::sim
