// Conversations by slowdown: each of n open ones proceeds at 1 / slowdown[n], as its own queue says.
#include <algorithm>
#include <utility>

#include "sim/engine.hpp"

namespace peakline::sim {

double Engine::slowness(ContactIndex i, std::size_t open) const {
    const std::vector<double>& slowdown = model_.queues[contacts_[i].queue].slowdown;
    return slowdown[std::min(open, slowdown.size()) - 1];
}

// Brings what is left, at full speed, up to now: before any change of how many there are.
void Engine::proceed(AgentIndex a) {
    Agent& agent = agents_[a];
    const double past = now_ - std::exchange(agent.slowed_at, now_);
    for (const ContactIndex i : agent.slowed) {
        double& left = contacts_[i].still_takes;
        left = std::max(0.0, left - past / slowness(i, agent.slowed.size()));
    }
}

void Engine::plan_slowed_end(AgentIndex a) {
    Agent& agent = agents_[a];
    ++agent.chat_timer;
    double first = never;
    for (const ContactIndex i : agent.slowed)
        first = std::min(first, contacts_[i].still_takes * slowness(i, agent.slowed.size()));
    if (now_ + first < model_.stop) schedule(now_ + first, EventKind::slowed_end, a, agent.chat_timer);
}

void Engine::slowed_ends(AgentIndex a) {
    Agent& agent = agents_[a];
    proceed(a);
    const auto left = [&](ContactIndex i) { return contacts_[i].still_takes * slowness(i, agent.slowed.size()); };
    const auto first = std::min_element(agent.slowed.begin(), agent.slowed.end(), [&](ContactIndex x, ContactIndex y) {
        return left(x) != left(y) ? left(x) < left(y) : identity_before(x, y);
    });
    const ContactIndex i = *first;
    agent.slowed.erase(first);
    plan_slowed_end(a);
    look_at_work(a);
    end_conversation(i, false);
}

}  // namespace peakline::sim
