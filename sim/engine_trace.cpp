// What is written down where a trace is asked for.
#include <algorithm>

#include "sim/engine.hpp"

namespace peakline::sim {

void Engine::write_down(const Contact* contact, const Case& c, What what, double number, std::uint16_t other) {
    TraceStep step;
    step.time = now_;
    step.value = number;
    step.customer.reason = c.reason;
    step.customer.ordinal = c.ordinal;
    if (c.backlog)
        step.customer.backlog_of = c.backlog_of;
    else
        step.customer.cell = static_cast<std::int64_t>(c.cell);
    step.what = what;
    step.other = other;
    if (contact) {
        step.episode = contact->episode;
        step.attempt = contact->attempt;
        step.visit = contact->visit;
        step.queue = contact->queue;
        step.agent = contact->agent;
    }
    trace_->steps.push_back(step);
}

// Who the agents were; a call that rings was written down with the time at which it will be picked up.
void Engine::end_trace() {
    std::stable_sort(trace_->changes.begin(), trace_->changes.end(),
                     [](const AgentChange& a, const AgentChange& b) { return a.time < b.time; });
    for (std::size_t a = 0; a < agents_.size(); ++a)
        trace_->agents.push_back({agents_[a].group, agents_[a].shift, agents_[a].number});
}

}  // namespace peakline::sim
