#include <algorithm>
#include <utility>

#include "sim/engine.hpp"

namespace peakline::sim {

// ---- a contact looks for an agent --------------------------------------------------------------------------------

AgentIndex Engine::find_agent(const Contact& contact, bool overflow) const {
    const QueueModel& m = model_.queues[contact.queue];
    const QueueState& queue = queues_[contact.queue];
    if (!queue.open() && (!queue.draining || contact.promised())) return nobody;  // a promised call waits for the opening
    for (const auto& rank : m.ranks)
        if (const AgentIndex agent = best_idle(rank, contact); agent != nobody) return agent;
    if (overflow)
        for (const auto& rank : m.overflow_ranks)
            if (const AgentIndex agent = best_idle(rank, contact); agent != nobody) return agent;
    return nobody;
}

AgentIndex Engine::best_idle(const std::vector<GroupId>& rank, const Contact& contact) const {
    if (model_.queues[contact.queue].medium == Medium::chat) {
        bool idle = false;
        for (const GroupId g : rank) idle = idle || groups_[g].idle > 0;
        if (!idle) return chat_agent(rank, contact);  // else who has no conversation has fewest
    }
    if (rank.size() == 1 && model_.routing.agent != AgentPolicy::random) return first_idle(rank[0], contact);
    if (model_.routing.agent == AgentPolicy::random) {
        int idle = 0;
        for (const GroupId g : rank) idle += groups_[g].idle;
        if (idle == 0) return nobody;
        int skip = static_cast<int>(any_of_them(contact) * idle);
        for (const GroupId g : rank) {
            if (skip >= groups_[g].idle) {
                skip -= groups_[g].idle;
                continue;
            }
            AgentIndex agent = groups_[g].idle_head;
            while (skip-- > 0) agent = agents_[agent].next;
            return agent;
        }
    }
    AgentIndex best = nobody;
    for (const GroupId g : rank)
        if (const AgentIndex first = first_idle(g, contact);
            first != nobody && (best == nobody || goes_before(first, best, contact)))
            best = first;
    return best;
}

// Who is idle longest, unless the fastest is asked for among people of different pace.
AgentIndex Engine::first_idle(GroupId g, const Contact& contact) const {
    AgentIndex best = groups_[g].idle_head;
    if (best == nobody || !of_different_pace(g)) return best;
    for (AgentIndex a = agents_[best].next; a != nobody; a = agents_[a].next)
        if (goes_before(a, best, contact)) best = a;
    return best;
}

bool Engine::of_different_pace(GroupId g) const {
    return model_.routing.agent == AgentPolicy::fastest && (model_.groups[g].has_cohorts || groups_[g].lent_to);
}

// Policy `random`: where in the line of those who could take it.
double Engine::any_of_them(const Contact& contact) const {
    return q(key(cases_[contact.case_index], detail(Purpose::routing, contact.episode, contact.attempt, contact.visit)))[1];
}

// By the policy, then who has been idle longer.
bool Engine::goes_before(AgentIndex a, AgentIndex b, const Contact& contact) const {
    const auto measure = [&](AgentIndex agent) {
        const GroupId group = agents_[agent].serves_as;
        if (model_.routing.agent == AgentPolicy::least_skilled) return static_cast<double>(model_.groups[group].skills);
        if (model_.routing.agent != AgentPolicy::fastest) return 0.0;
        return handle_factor(agents_[agent].group, contact.queue) * agents_[agent].ramp;
    };
    const double x = measure(a), y = measure(b);
    return x != y ? x < y : agents_[a].idle_since < agents_[b].idle_since;
}

double Engine::handle_factor(GroupId g, QueueId queue) const {
    const NumberId own = model_.groups[g].handle_time_by_queue[queue];
    return value(own == no_number ? model_.groups[g].handle_time : own);
}

// Of the agent (skill, ramp, stress) and of actions, as of the start of service.
double Engine::pace(const Agent& agent, const Contact& contact) const {
    const GroupState& group = groups_[agent.group];
    const double stress = group.stressed ? model_.groups[agent.group].stress.handle_time : 1;
    return handle_factor(agent.group, contact.queue) * agent.ramp * stress * group.handle_factor *
           queues_[contact.queue].handle_factor;
}

// ---- an agent looks for a contact --------------------------------------------------------------------------------

bool Engine::takes_from(const Agent& agent, QueueId id) const {
    const QueueState& queue = queues_[id];
    if (queue.waiting.empty()) return false;
    if (agent.leaving) {  // stays for a queue that closed in the shift
        if (!queue.draining || agent.leaves_at < queue.closed_at) return false;
        if (now_ - agent.leaves_at >= model_.groups[agent.group].overtime_up_to) return false;
    }
    if (!queue.open() && !queue.draining) return false;
    if (model_.groups[agent.serves_as].serves[id] == 2) return overflow_due(first_waiting(id));
    return true;
}

QueueId Engine::best_queue(AgentIndex index, const ServeLevel& level, std::optional<Medium> only) const {
    const Agent& agent = agents_[index];
    QueueId best = no_id;
    for (const QueueId id : level.queues) {
        if ((only && model_.queues[id].medium != *only) || !takes_from(agent, id)) continue;
        if (only == Medium::chat && agent.open >= slots_of(first_waiting(id))) continue;
        if (best == no_id) {
            best = id;
            continue;
        }
        const QueueEntry &a = first_entry(id), &b = first_entry(best);
        const Contact &x = contacts_[a.contact], &y = contacts_[b.contact];
        if (model_.routing.contact == ContactPolicy::priority_then_wait && a.priority != b.priority) {
            if (a.priority > b.priority) best = id;
            continue;
        }
        double p = x.first_arrival, o = y.first_arrival;
        if (model_.routing.contact == ContactPolicy::deadline) {
            const double in_a = model_.queues[id].within, in_b = model_.queues[best].within;
            if ((in_a >= 0) != (in_b >= 0)) {
                if (in_a >= 0) best = id;
                continue;
            }
            if (in_a >= 0) p += in_a, o += in_b;
        }
        if (p < o || (p == o && identity_before(a.contact, b.contact))) best = id;
    }
    return best;
}

bool Engine::look(AgentIndex agent) {
    for (const ServeLevel& level : model_.groups[agents_[agent].serves_as].levels)
        if (const QueueId id = best_queue(agent, level); id != no_id) {
            begin(agent, pop_waiting(id));
            if (agents_[agent].open > 0) take_chats(agent);
            return true;
        }
    return false;
}

// Waiting contacts meet idle agents: after an opening, or when something has changed for both.
void Engine::serve_waiting(QueueId id) {
    QueueState& queue = queues_[id];
    while (!queue.waiting.empty()) {
        const Contact& first = first_waiting(id);
        const AgentIndex agent = find_agent(first, overflow_due(first));
        if (agent == nobody) return;
        begin(agent, pop_waiting(id));
    }
}

// ---- service --------------------------------------------------------------------------------------------------------

void Engine::begin(AgentIndex a, ContactIndex i) {
    Agent& agent = agents_[a];
    Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[contact.queue];
    GroupState& group = groups_[agent.group];
    const Case& c = cases_[contact.case_index];
    if (m.medium == Medium::chat) return begin_chat(a, i);
    if (agent.state == AgentState::idle) unlink_idle(a);
    agent.state = AgentState::busy;
    agent.contact = i;
    change(group.busy, +1);
    contact.agent = a;
    note(contact, What::taken);
    note_agent(a, AgentChange::What::busy);
    contact.state = ContactState::in_service;
    ++contact.timer;
    const double rings =
        m.rings.zero ? 0 : m.rings.at(now_, m.rings.certain() ? 0.5 : q(key(c, detail(Purpose::handle, contact.episode)))[1]);
    double takes = 0;
    if (contact.promised()) {
        takes = call_back(i) ? work(agent, contact) : (m.no_answer.zero ? 0 : m.no_answer.mean_at(now_));
        if (contact.reached) count_help(contact);
    } else if (m.medium == Medium::outbound) {
        takes = begin_try(contact, agent);
    } else {
        takes = work(agent, contact);
        count_answered(contact, now_ + rings - contact.joined);
        count_help(contact);
    }
    const bool dials = contact.promised() || m.medium == Medium::outbound;
    if (contact.next_chaser != nobody && (!dials || contact.reached)) answer_attached(i, now_ + rings);
    group.now[GroupTally::answered] += !dials || contact.reached ? 1 : 0;
    group.now[GroupTally::work] -= rings;  // picking up is no work yet
    if (rings > 0) note_ringing(a, rings);
    contact.handle = takes;
    schedule(now_ + rings + takes, EventKind::service_end, a);
}

// Answered after this wait; what was there at the start is answered too, but in no service level and no wait.
void Engine::count_answered(Contact& contact, double waited) {
    const bool at_once = now_ == contact.joined;  // also by the agent who has just transferred it
    if (at_once) note(contact, What::at_once);
    note(contact, What::answered, waited);
    Seen& clock = queues_[contact.queue].clock;
    const bool in_time = waited <= model_.queues[contact.queue].within;
    clock.answered += 1;
    clock.within += in_time ? 1 : 0;
    if (contact.backlog) {
        at_start(contact.queue)[Tally::old_answered] += 1;
        return;
    }
    QueueCell& own = cell(contact);
    own[Tally::answered] += 1;
    own[Tally::at_once] += at_once ? 1 : 0;
    own[Tally::wait_answered] += waited;
    own[Tally::wait_all] += waited;
    own[Tally::answered_within] += in_time ? 1 : 0;
    note_wait(contact, waited);
}

// A contact by the customer has been answered: no transfer, follow-up or call of our own.
void Engine::count_help(const Contact& contact) {
    if (contact.transfer || contact.is(Episode::follow_up) || model_.queues[contact.queue].medium == Medium::outbound) return;
    Case& c = cases_[contact.case_index];
    if (c.answered++ == 0) count(c, ReasonTally::cases_answered);
}

void Engine::note_wait(const Contact& contact, double waited) {
    if (contact.cell < 0) return;
    const auto day = static_cast<std::size_t>(contact.cell == reported_ ? day_ : model_.axis.day_of_interval(contact.cell));
    WaitCounts& counts = books_.waits[contact.queue][day];
    if (counts.empty()) counts.assign(WaitBins::bins, 0);
    ++counts[static_cast<std::size_t>(WaitBins::bin(waited))];
    books_.wait_max[contact.queue][day] = std::max(books_.wait_max[contact.queue][day], waited);
}

void Engine::finish(AgentIndex a) {
    Agent& agent = agents_[a];
    const ContactIndex i = agent.contact;
    change(groups_[agent.group].busy, -1);
    agent.contact = nobody;
    note_agent(a, AgentChange::What::free);
    // Whose work it was decides how well it was done.
    const GroupState& group = groups_[agents_[a].group];
    errors_ = agents_[a].errors * (group.stressed ? model_.groups[agents_[a].group].stress.errors : 1);
    after_service(i);
    free_agent(a);
}

void Engine::after_service(ContactIndex i) {
    Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[contact.queue];
    Case& c = cases_[contact.case_index];
    const ReasonModel& reason = model_.reasons[c.reason];
    if (contact.promised()) {
        if (!contact.reached) {
            note(contact, What::no_answer);
            return call_later(i);
        }
    } else {
        queues_[contact.queue].lines_used -= 1;
    }
    if (m.medium == Medium::outbound && !contact.reached) {
        note(contact, What::no_answer);
        return dial_again(i);
    }
    note(contact, What::handled, contact.handle);
    // Handle times belong to the interval of joining; those of the initial backlog to the one in which they end.
    const std::int32_t own = contact.backlog ? reported_ : contact.cell;
    QueueCell& counts = own < 0 ? outside_[contact.queue] : books_.queues[contact.queue][static_cast<std::size_t>(own)];
    counts[Tally::handled] += 1;
    counts[Tally::handle_time] += contact.handle;
    const bool misrouted = contact.right_queue != no_id;
    if (misrouted) {
        const QueueId to = std::exchange(contact.right_queue, no_id);
        if (takes_transfers(to)) return transfer(i, to, 0);
    }
    // Who was sent wrong and cannot be sent on has had no help here.
    const double resolved = value(reason.resolved);
    const bool certain = !m.has_transfer && !reason.has_pending && resolved >= 1 && errors_ == 1 && !misrouted;
    const auto u =
        certain ? std::array<double, 4>{} : q(key(c, detail(Purpose::outcome, contact.episode, contact.attempt, contact.visit)));
    if (m.has_transfer && !contact.transfer && !misrouted && u[0] < value(m.transfer_share[c.reason])) {
        const QueueId to =
            choose(c, m.transfer_queues.at(now_), detail(Purpose::choice, contact.episode, contact.attempt, contact.visit, 3));
        if (takes_transfers(to))
            return transfer(
                i, to,
                m.transfer_adds.zero ? 0 : m.transfer_adds.at(now_, q(key(c, detail(Purpose::handle, contact.episode, 1)))[0]));
    }
    if (contact.is(Episode::chase)) return after_chase(i);
    if (contact.is(Episode::follow_up)) return free_contact_and_case(i, ReasonTally::resolved);
    if (reason.has_pending && !misrouted && u[1] < value(reason.pending_share)) return set_pending(i);
    if (!misrouted && u[2] < (errors_ == 1 ? resolved : std::max(0.0, 1 - (1 - resolved) * errors_)))
        return free_contact_and_case(i, ReasonTally::resolved);
    if (u[3] >= value(m.repeat_share)) return free_contact_and_case(i, ReasonTally::unresolved);
    const double after = m.repeat_after.at(now_, q(key(c, detail(Purpose::delays, contact.episode)))[0]);
    note(contact, What::repeats, now_ + after);
    const QueueId queue = contact.queue;
    const std::uint32_t case_index = contact.case_index, timer = contact.timer;
    const AgentIndex same = m.repeat_same_agent && after <= m.repeat_within ? contact.agent : nobody;
    contact = {};
    contact.agent = same;
    contact.timer = timer + 1;
    contact.case_index = case_index;
    contact.queue = queue;
    contact.episode = Episode::of(Episode::repeat, ++c.repeats);
    contact.returned_after = after;
    if (after <= m.repeat_within) contact.bonus = static_cast<std::int16_t>(m.repeat_priority);
    contact.state = ContactState::scheduled;
    schedule(now_ + after, EventKind::arrival, i);
}

void Engine::transfer(ContactIndex i, QueueId to, double extra) {
    Contact& contact = contacts_[i];
    (contact.backlog ? at_start(contact.queue) : cell(contact))[Tally::transferred_out] += 1;
    note(contact, What::transferred, no_value, to);
    contact.queue = to;
    contact.transfer = true;
    contact.straight = true;
    ++contact.visit;
    ++contact.timer;
    contact.u_handle = -1;
    contact.draw_anew();
    contact.extra = extra;
    contact.saved = 0;  // by the agent who has had it
    contact.backlog = false;
    contact.accepted = -never;  // called and on the line: from now on a contact like any other
    contact.tried = contact.reached = false;
    contact.tries = 0;
    join(i);
}

// Back in its queue: an idle agent takes it, else it waits at its old place.
void Engine::queue_again(ContactIndex i) {
    const Contact& contact = contacts_[i];
    const AgentIndex agent = find_agent(contact, overflow_due(contact));
    if (agent != nobody) return begin(agent, i);
    wait(i);
}

}  // namespace peakline::sim
