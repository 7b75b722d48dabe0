// Conversations by slowdown: each proceeds at 1 / slowdown[n] of its own queue while its agent has n open, of all queues together.
#include <algorithm>
#include <utility>

#include "sim/engine.hpp"

namespace peakline::sim {

double Engine::slowness(ContactIndex i, int open) const {
    const std::vector<double>& slowdown = model_.queues[contacts_[i].queue].slowdown;
    return slowdown[std::min(static_cast<std::size_t>(open), slowdown.size()) - 1];
}

// Brings what is left, at full speed, up to now: before any change of how many there are.
void Engine::proceed(AgentIndex a) {
    Agent& agent = agents_[a];
    const double past = now_ - std::exchange(agent.slowed_at, now_);
    for (const ContactIndex i : agent.slowed) {
        double& left = contacts_[i].still_takes;
        left = std::max(0.0, left - past / slowness(i, agent.open));
    }
}

void Engine::plan_slowed_end(AgentIndex a) {
    Agent& agent = agents_[a];
    ++agent.chat_timer;
    double first = never;
    for (const ContactIndex i : agent.slowed) first = std::min(first, contacts_[i].still_takes * slowness(i, agent.open));
    if (now_ + first < model_.stop) schedule(now_ + first, EventKind::slowed_end, a, agent.chat_timer);
}

void Engine::slowed_ends(AgentIndex a) {
    Agent& agent = agents_[a];
    proceed(a);
    const auto left = [&](ContactIndex i) { return contacts_[i].still_takes * slowness(i, agent.open); };
    const auto first = std::min_element(agent.slowed.begin(), agent.slowed.end(), [&](ContactIndex x, ContactIndex y) {
        return left(x) != left(y) ? left(x) < left(y) : identity_before(x, y);
    });
    const ContactIndex i = *first;
    agent.slowed.erase(first);
    look_at_work(a);
    end_conversation(i, false);
}

}  // namespace peakline::sim
