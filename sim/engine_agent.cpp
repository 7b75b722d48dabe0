// One agent: comes, takes breaks, is free, goes.
#include <algorithm>

#include "sim/engine.hpp"

namespace peakline::sim {

void Engine::come(AgentIndex a, double leaves_at) {
    Agent& agent = agents_[a];
    GroupState& group = groups_[agent.group];
    if (has_quit(agent.group, agent)) return;
    if (agent.state != AgentState::off) {  // still busy with the last contact of an earlier shift
        if (agent.leaving) stay(a);
        agent.leaves_at = leaves_at;
        return next_timer(a);
    }
    change(group.on_duty, +1);
    note_agent(a, AgentChange::What::comes);
    agent.leaves_at = leaves_at;
    agent.leaving = false;
    agent.owed_away = 0;
    agent.state = AgentState::busy;  // for the moment of looking around
    agent.serves_as = agent.group;
    next_timer(a);
    free_agent(a);
    if (!group.moves.empty()) keep_moves(agent.group);
}

void Engine::stay(AgentIndex a) {
    Agent& agent = agents_[a];
    agent.leaving = false;
    agent.leaves_at = never;
    change(groups_[agent.group].overtime, -1);
    note_agent(a, AgentChange::What::stays);
    next_timer(a);
    if (agent.open > 0) list_chat(a), take_chats(a);
}

void Engine::next_timer(AgentIndex a) {
    Agent& agent = agents_[a];
    double next = agent.leaves_at;
    if (agent.next_away < agent.aways.size()) next = std::min(next, agent.aways[agent.next_away].start);
    ++agent.timer;
    if (next < model_.stop) schedule(std::max(next, now_), EventKind::leave, a, agent.timer);
}

void Engine::staff_event(const Event& event) {
    Agent& agent = agents_[event.subject];
    if (!event.is_of(agent.timer)) return;
    if (event.kind() == EventKind::come) return free_agent(event.subject);
    if (now_ >= agent.leaves_at) return dismiss(event.subject);
    agent.owed_away += agent.aways[agent.next_away++].lasts;
    if (agent.state == AgentState::idle) return go_away(event.subject);
    if (agent.open > 0) list_chat(event.subject);
    next_timer(event.subject);
}

// A break or spell begins, as long as it was meant to be; whatever else has fallen due meanwhile is added.
void Engine::go_away(AgentIndex a) {
    Agent& agent = agents_[a];
    GroupState& group = groups_[agent.group];
    if (agent.state == AgentState::idle) unlink_idle(a);
    if (agent.state != AgentState::away) {
        change(group.away, +1);
        note_agent(a, AgentChange::What::away);
    }
    agent.state = AgentState::away;
    const double back = now_ + agent.owed_away;
    agent.owed_away = 0;
    ++agent.timer;
    if (agent.leaves_at <= back) {
        if (agent.leaves_at < model_.stop) schedule(agent.leaves_at, EventKind::leave, a, agent.timer);
    } else if (back < model_.stop) {
        schedule(back, EventKind::come, a, agent.timer);
    }
}

// The end of the shift, or one agent too many: now if free, else after the contact in hand (overtime).
void Engine::dismiss(AgentIndex a) {
    Agent& agent = agents_[a];
    if (agent.state == AgentState::off || agent.leaving) return;
    if (agent.state != AgentState::busy) return go(a);
    agent.leaving = true;
    agent.leaves_at = now_;
    change(groups_[agent.group].overtime, +1);
    note_agent(a, AgentChange::What::overtime);
    ++agent.timer;
    if (agent.open > 0) list_chat(a);
    give_up_own_list(a);
}

void Engine::go(AgentIndex a) {
    Agent& agent = agents_[a];
    GroupState& group = groups_[agent.group];
    if (agent.state == AgentState::idle) unlink_idle(a);
    if (agent.state == AgentState::away) change(group.away, -1);
    if (agent.leaving) change(group.overtime, -1);
    agent.leaving = false;
    agent.state = AgentState::off;
    ++agent.timer;
    change(group.on_duty, -1);
    note_agent(a, AgentChange::What::goes);
    give_up_own_list(a);
    if (!group.moves.empty()) keep_moves(agent.group);
    for (std::size_t id = 0; id < queues_.size(); ++id) check_draining(static_cast<QueueId>(id));
}

// Nothing in hand: go home, take the break that is due, take the next contact, or be idle.
void Engine::free_agent(AgentIndex a) {
    Agent& agent = agents_[a];
    GroupState& group = groups_[agent.group];
    if (agent.state == AgentState::away) {
        // Back from a break: what fell due during it follows at once.
        while (agent.next_away < agent.aways.size() && agent.aways[agent.next_away].start <= now_)
            agent.owed_away += agent.aways[agent.next_away++].lasts;
        if (agent.owed_away > 0) return go_away(a);
        change(group.away, -1);
        note_agent(a, AgentChange::What::back);
        agent.state = AgentState::busy;
        next_timer(a);
    }
    if (group.owed_leavers > 0 && !agent.leaving) {
        owe_leavers(agent.group, -1);
        dismiss(a);
    }
    if (agent.leaving) {
        if (!look(a)) go(a);
        return;
    }
    if (agent.owed_away > 0) return go_away(a);
    if (!agent.own.empty()) return take_own(a);
    if (!look(a)) make_idle(a);
}

void Engine::make_idle(AgentIndex a) {
    Agent& agent = agents_[a];
    GroupState& group = groups_[agent.serves_as];
    agent.state = AgentState::idle;
    agent.idle_since = now_;
    agent.previous = group.idle_tail;
    agent.next = nobody;
    if (group.idle_tail != nobody)
        agents_[group.idle_tail].next = a;
    else
        group.idle_head = a;
    group.idle_tail = a;
    ++group.idle;
}

void Engine::unlink_idle(AgentIndex a) {
    Agent& agent = agents_[a];
    GroupState& group = groups_[agent.serves_as];
    if (agent.previous != nobody)
        agents_[agent.previous].next = agent.next;
    else
        group.idle_head = agent.next;
    if (agent.next != nobody)
        agents_[agent.next].previous = agent.previous;
    else
        group.idle_tail = agent.previous;
    --group.idle;
}

// Whoever still waits in a closed queue when nobody is left who serves it is disconnected.
void Engine::check_draining(QueueId id) {
    QueueState& queue = queues_[id];
    if (!queue.draining) return;
    if (queue.waiting.empty()) {
        queue.draining = false;
        return;
    }
    const auto is_served_by = [&](std::size_t g) {
        if (!groups_[g].any_moved) return model_.groups[g].serves[id] != 0 && groups_[g].on_duty.now > 0;
        for (const auto& numbered : groups_[g].by_shift)  // some of its people are lent to others
            for (const AgentIndex a : numbered)
                if (agents_[a].state != AgentState::off && model_.groups[agents_[a].serves_as].serves[id] != 0) return true;
        return false;
    };
    for (std::size_t g = 0; g < groups_.size(); ++g)
        if (is_served_by(g)) return;
    disconnect_all(id);
}

}  // namespace peakline::sim
