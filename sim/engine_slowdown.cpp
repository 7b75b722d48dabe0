// Conversations by slowdown: one virtual clock an agent, which runs at 1 / slowdown[open conversations].
#include <algorithm>

#include "sim/engine.hpp"

namespace peakline::sim {

void Engine::slow_clock(AgentIndex a) {
    Agent& agent = agents_[a];
    if (agent.slowed.empty()) {
        agent.virtual_at = now_;
        return;
    }
    const std::vector<double>& slowdown = model_.queues[contacts_[agent.slowed.front()].queue].slowdown;
    const auto n = std::min(agent.slowed.size(), slowdown.size());
    // Between two changes the number that runs is what it was at the last one.
    const double factor =
        slowdown[(agent.virtual_running > 0 ? std::min<std::size_t>(agent.virtual_running, slowdown.size()) : n) - 1];
    if (agent.virtual_running > 0) agent.virtual_now += (now_ - agent.virtual_at) / factor;
    agent.virtual_at = now_;
    agent.virtual_running = agent.slowed.size();
    double first = never;
    for (const ContactIndex i : agent.slowed) first = std::min(first, contacts_[i].virtual_end);
    ++agent.chat_timer;
    schedule(now_ + std::max(0.0, first - agent.virtual_now) * slowdown[n - 1], EventKind::slowed_end, a, agent.chat_timer);
}

void Engine::slowed_ends(const Event& event) {
    Agent& agent = agents_[event.subject];
    if (!event.is_of(agent.chat_timer)) return;
    const auto first = std::min_element(agent.slowed.begin(), agent.slowed.end(), [&](ContactIndex x, ContactIndex y) {
        return contacts_[x].virtual_end != contacts_[y].virtual_end ? contacts_[x].virtual_end < contacts_[y].virtual_end
                                                                    : identity_before(x, y);
    });
    const ContactIndex i = *first;
    slow_clock(event.subject);
    agent.virtual_now = contacts_[i].virtual_end;  // exactly, whatever rounding did to the event's time
    agent.slowed.erase(std::find(agent.slowed.begin(), agent.slowed.end(), i));
    agent.virtual_running = agent.slowed.size();
    ++agent.chat_timer;
    if (!agent.slowed.empty()) slow_clock(event.subject);
    look_at_work(event.subject);
    end_conversation(i, false);
}

}  // namespace peakline::sim
