// Conversations by slowdown: each of n open ones proceeds at 1 / slowdown[n], as its own queue says.
#include <algorithm>

#include "sim/engine.hpp"

namespace peakline::sim {

double Engine::slowness(ContactIndex i, std::size_t open) const {
    const std::vector<double>& slowdown = model_.queues[contacts_[i].queue].slowdown;
    return slowdown[std::min(open, slowdown.size()) - 1];
}

// Between two changes the number that runs is what it was at the last one. `still_takes` is what is left at full speed.
void Engine::slow_clock(AgentIndex a) {
    Agent& agent = agents_[a];
    const double past = now_ - agent.slowed_at;
    agent.slowed_at = now_;
    double first = never;
    for (const ContactIndex i : agent.slowed) {
        double& left = contacts_[i].still_takes;
        if (agent.slowed_running > 0) left = std::max(0.0, left - past / slowness(i, agent.slowed_running));
        first = std::min(first, left * slowness(i, agent.slowed.size()));
    }
    agent.slowed_running = agent.slowed.size();
    if (agent.slowed.empty()) return;
    ++agent.chat_timer;
    schedule(now_ + first, EventKind::slowed_end, a, agent.chat_timer);
}

void Engine::slowed_ends(const Event& event) {
    Agent& agent = agents_[event.subject];
    if (!event.is_of(agent.chat_timer)) return;
    slow_clock(event.subject);
    const auto left = [&](ContactIndex i) { return contacts_[i].still_takes * slowness(i, agent.slowed.size()); };
    const auto first = std::min_element(agent.slowed.begin(), agent.slowed.end(), [&](ContactIndex x, ContactIndex y) {
        return left(x) != left(y) ? left(x) < left(y) : identity_before(x, y);
    });
    const ContactIndex i = *first;
    agent.slowed.erase(first);
    ++agent.chat_timer;
    slow_clock(event.subject);
    look_at_work(event.subject);
    end_conversation(i, false);
}

}  // namespace peakline::sim
