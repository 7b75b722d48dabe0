// Returning to the same agent: a contact that waits in that agent's own list.
#include <algorithm>

#include "sim/engine.hpp"

namespace peakline::sim {

namespace {
constexpr double own_list_without_target = 60;  // seconds that a contact waits for its agent
}

// Taken at once if that agent is free, else in its own list for a while; not if it is not on shift, or the queue at rest.
bool Engine::wait_for_agent(ContactIndex i) {
    Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[contact.queue];
    const AgentIndex a = contact.agent;
    Agent& agent = agents_[a];
    if (!queues_[contact.queue].open() || agent.state == AgentState::off || agent.leaving ||
        !model_.groups[agent.serves_as].serves[contact.queue])
        return false;
    count_offered(contact);
    queues_[contact.queue].lines_used += 1;
    const bool chat = m.medium == Medium::chat;
    if (agent.state == AgentState::idle || (chat && agent.open > 0 && agent.owed_away <= 0 && agent.open < slots_of(contact))) {
        begin(a, i);
        return true;
    }
    const double until = std::min(now_ + (m.within >= 0 ? 2 * m.within : own_list_without_target), agent.leaves_at);
    contact.state = ContactState::waiting;
    contact.own_list = true;
    note(contact, What::waits);
    agent.own.push_back(i);
    ++queues_[contact.queue].own_waiting;
    count_waiting(contact.queue, i);
    const double leaves = contact.joined + patience(contact);
    if (leaves < model_.stop) schedule(std::max(leaves, now_), EventKind::patience, i, contact.timer);
    schedule(until, EventKind::own_list, i, contact.timer);
    chase_item(i);
    return true;
}

void Engine::take_own(AgentIndex a) {
    const ContactIndex i = agents_[a].own.front();
    leave_own_list(i);
    begin(a, i);
    if (agents_[a].open > 0) take_chats(a);
}

// Who waited for this agent waits in the queue: whom an agent who helps out elsewhere does not serve, all if it goes.
void Engine::give_up_own_list(AgentIndex a) {
    const bool goes = agents_[a].leaving || agents_[a].state == AgentState::off;
    for (const ContactIndex i : std::vector(agents_[a].own)) {
        if (!goes && model_.groups[agents_[a].serves_as].serves[contacts_[i].queue]) continue;
        leave_own_list(i);
        queue_again(i);
    }
}

void Engine::leave_own_list(ContactIndex i) {
    Contact& contact = contacts_[i];
    ++contact.timer;  // neither the end of its time here nor its patience here is waited for any more
    std::erase(agents_[contact.agent].own, i);
    contact.own_list = false;
    --queues_[contact.queue].own_waiting;
    wake_chats(contact.queue);
}

}  // namespace peakline::sim
