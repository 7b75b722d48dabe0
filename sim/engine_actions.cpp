#include <algorithm>

#include "sim/engine.hpp"

namespace peakline::sim {

// Begins or ends one action. What it acts on is computed anew from all actions in force, so that an end restores what was there.
void Engine::act(std::uint32_t index, bool on) {
    const Happening& happening = season_.happenings[index];
    const ActionModel& action = model_.actions[happening.action];
    if (on)
        active_.push_back(index);
    else
        std::erase(active_, index);
    switch (action.verb) {
        case Verb::add: return;  // demand: the season's rates know the spell already
        case Verb::scale:
        case Verb::handle_time:
        case Verb::redirect:
        case Verb::staff: return apply(action);
        case Verb::enable:
        case Verb::disable: return take_in_or_out(action, on);
        case Verb::close:
        case Verb::open: {
            QueueState& queue = queues_[action.id];
            const bool was_open = queue.open();
            (action.verb == Verb::open ? queue.forced_open : queue.forced_closed) += on ? 1 : -1;
            set_open(action.id, was_open);
            return follow(action.id);
        }
        case Verb::priority: {
            int sum = 0;
            for (const std::uint32_t other : active_) {
                const ActionModel& a = model_.actions[season_.happenings[other].action];
                if (a.verb == Verb::priority && a.kind == action.kind && a.id == action.id) sum += a.priority;
            }
            (action.kind == Kind::reason ? reason_priority_[action.id] : queues_[action.id].priority) = sum;
            return;
        }
        case Verb::move: return change_moves(action.id);
        case Verb::slots: return change_slots(action.id);
    }
}

// What may fade: as strong as all that is in force makes it now.
void Engine::apply(const ActionModel& action) {
    switch (action.verb) {
        case Verb::scale:  // of demand: the season's rates know the spell already
            if (action.kind == Kind::notification) effect_factor_[action.id] = active_product(action);
            if (action.kind == Kind::self_service) contains_factor_[action.id] = active_product(action);
            if (action.kind == Kind::pending) pending_factor_[action.id] = active_product(action);
            return;
        case Verb::handle_time:
            if (action.kind == Kind::queue) queues_[action.id].handle_factor = active_product(action);
            if (action.kind == Kind::group) groups_[action.id].handle_factor = active_product(action);
            return;
        case Verb::redirect: {
            auto& redirects = queues_[action.id].redirects;
            redirects.clear();
            for (const std::uint32_t index : active_) {
                const Happening& happening = season_.happenings[index];
                const ActionModel& a = model_.actions[happening.action];
                if (a.verb == Verb::redirect && a.id == action.id)
                    redirects.emplace_back(a.to, a.share * happening.spell.strength(now_));
            }
            return;
        }
        case Verb::staff: return change_staff(action);
        default: return;
    }
}

void Engine::change_slots(QueueId id) {
    QueueState& queue = queues_[id];
    queue.slots_usual = queue.slots_priority = -1;
    for (const std::uint32_t index : active_) {
        const ActionModel& a = model_.actions[season_.happenings[index].action];
        if (a.verb != Verb::slots || a.id != id) continue;
        if (a.usual >= 0) queue.slots_usual = a.usual;
        if (a.priority_slots >= 0) queue.slots_priority = a.priority_slots;
    }
    serve_waiting(id);
}

double Engine::active_product(const ActionModel& action) const {
    double product = 1;
    for (const std::uint32_t index : active_) {
        const Happening& happening = season_.happenings[index];
        const ActionModel& a = model_.actions[happening.action];
        if (a.verb == action.verb && a.kind == action.kind && a.id == action.id) product *= happening.spell.factor(now_);
    }
    return product;
}

void Engine::change_staff(const ActionModel& action) {
    GroupState& group = groups_[action.id];
    group.staff_factor = 1;
    group.staff_more = 0;
    group.staff_set = -1;
    for (const std::uint32_t index : active_) {
        const Happening& happening = season_.happenings[index];
        const ActionModel& a = model_.actions[happening.action];
        if (a.verb != Verb::staff || a.id != action.id) continue;
        if (!a.has_agents)
            group.staff_factor *= happening.spell.factor(now_);
        else if (a.relative)
            group.staff_more += a.agents * happening.spell.strength(now_);
        else
            group.staff_set = a.agents;
    }
    restaff(action.id);
}

// ---- what is taken in and out -------------------------------------------------------------------------------------------

void Engine::take_in_or_out(const ActionModel& action, bool begins) {
    Switch& state = switches_[static_cast<std::size_t>(action.kind)][action.id];
    const bool before = state.on();
    auto& count = action.verb == Verb::enable ? state.brought_in : state.taken_out;
    count = static_cast<std::uint16_t>(begins ? count + 1 : count - 1);
    if (state.on() == before) return;
    switch (action.kind) {
        case Kind::group: groups_[action.id].enabled = state.on(); return restaff(action.id);
        case Kind::queue: {
            QueueState& queue = queues_[action.id];
            const bool was_open = queue.open();
            queue.enabled = state.on();
            set_open(action.id, was_open);
            return follow(action.id);
        }
        case Kind::shift:
            for (std::size_t g = 0; g < groups_.size(); ++g)
                if (model_.groups[g].by_shift) restaff(static_cast<GroupId>(g));
            return;
        case Kind::cohort: return restaff(model_.cohorts[action.id].group);
        case Kind::event: return switch_event(action.id);
        case Kind::rule: return switch_rule(action.id);
        default: return;  // drivers, reasons, messages: the season's gates; self-service: asked when somebody comes
    }
}

// The time of a drawn happening begins or ends. What belongs to an event that is out waits, lest it come in before the end.
void Engine::happens(std::uint32_t index, bool on) {
    const std::uint16_t event = season_.happenings[index].switched_event;
    if (event == no_id) return act(index, on);
    auto& under_way = occurrences_[event];
    if (on) {
        under_way.push_back({index});
        return switch_event(event);
    }
    const auto it = std::find_if(under_way.begin(), under_way.end(), [&](const Occurrence& o) { return o.drawn == index; });
    const std::uint32_t in_force = it->in_force;
    under_way.erase(it);
    if (in_force != nobody) end_action(in_force);
}

// Everything of the event that is under way is in force exactly while the event is in.
void Engine::switch_event(std::uint16_t event) {
    for (std::size_t n = 0; n < occurrences_[event].size(); ++n) {
        const Occurrence occurrence = occurrences_[event][n];
        if (is_on(Kind::event, event) == (occurrence.in_force != nobody)) continue;
        occurrences_[event][n].in_force = nobody;
        if (occurrence.in_force != nobody) {
            end_action(occurrence.in_force);
            continue;
        }
        Happening happening = season_.happenings[occurrence.drawn];
        happening.spell.from = now_;
        occurrences_[event][n].in_force = begin_action(happening.action, happening.spell);
    }
}

// Begins an action at a time that the season did not know.
std::uint32_t Engine::begin_action(std::uint16_t action, const Spell& spell) {
    const auto index = static_cast<std::uint32_t>(season_.happenings.size());
    season_.happenings.push_back({action, spell});
    act(index, true);
    if (changes_demand(model_.actions[action])) demand_changed();
    return index;
}

void Engine::end_action(std::uint32_t index) {
    act(index, false);
    season_.happenings[index].spell.cut = now_;
    if (changes_demand(model_.actions[season_.happenings[index].action])) demand_changed();
}

// A queue has opened or closed. Closing: who waits is served to the end or disconnected (model.md section 3).
void Engine::set_open(QueueId id, bool was_open) {
    QueueState& queue = queues_[id];
    if (queue.open() == was_open) return;
    if (queue.open()) {
        queue.draining = false;
        for (const ContactIndex i : queue.promised) line_up(id, i);
        return serve_waiting(id);
    }
    for (const ContactIndex i : queue.promised) leave_line(id, i);
    for (std::size_t a = 0; a < agents_.size() && queue.own_waiting > 0; ++a)
        for (const ContactIndex i : std::vector(agents_[a].own))
            if (contacts_[i].queue == id) leave_own_list(i), wait(i);
    if (!model_.queues[id].live || queue.waiting.empty()) return;
    if (model_.queues[id].disconnects) return disconnect_all(id);
    queue.draining = true;
    queue.closed_at = now_;
    serve_waiting(id);
    check_draining(id);
}

// Where a new contact is sent instead, by the redirections in force.
QueueId Engine::redirected(const Contact& contact) const {
    for (std::size_t n = 0; n < queues_[contact.queue].redirects.size(); ++n) {
        const auto& [to, share] = queues_[contact.queue].redirects[n];
        const Case& c = cases_[contact.case_index];
        if (q(key(c, model_.queues[to].name, detail(Purpose::choice, contact.episode, contact.attempt, contact.visit, 4)))[0] <
            share)
            return to;
    }
    return no_id;
}

// Strengths that fade are looked at anew in every interval.
void Engine::refresh_fading() {
    const auto fading = active_;
    for (const std::uint32_t index : fading) {
        const Happening& happening = season_.happenings[index];
        if (now_ <= happening.spell.to || !happening.spell.fades()) continue;
        apply(model_.actions[happening.action]);
    }
}

}  // namespace peakline::sim
