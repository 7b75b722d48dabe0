// Chat: conversations that share an agent, by messages or by slowdown (model.md section 5), and returning to the same agent.
#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/engine.hpp"

namespace peakline::sim {

// ---- who takes a conversation ---------------------------------------------------------------------------------------------

// Conversations at once up to which an agent takes this contact: more for priority above its queue's.
int Engine::slots_of(const Contact& contact) const {
    const QueueModel& m = model_.queues[contact.queue];
    const QueueState& queue = queues_[contact.queue];
    const int usual = queue.slots_usual >= 0 ? queue.slots_usual : static_cast<int>(m.slots_usual.at(now_));
    if (contact.priority <= m.priority + queue.priority) return usual;
    return std::max(usual, queue.slots_priority >= 0 ? queue.slots_priority : static_cast<int>(m.slots_priority.at(now_)));
}

// The agent with the fewest conversations that could take one more; ties: by the policy, then who got the last one longest ago.
AgentIndex Engine::chat_agent(const std::vector<GroupId>& rank, const Contact& contact) const {
    const auto slots = static_cast<std::size_t>(slots_of(contact));
    std::vector<AgentIndex> all;  // of those with fewest, where any of them may be the one
    for (std::size_t open = 1; open < slots; ++open) {
        AgentIndex best = nobody;
        for (const GroupId g : rank) {
            if (open >= groups_[g].chatting.size()) continue;
            for (AgentIndex a = groups_[g].chatting[open].first; a != nobody; a = agents_[a].next) {
                if (prefers_waiting(agents_[a], contact.queue)) continue;
                if (model_.routing.agent == AgentPolicy::random) {
                    all.push_back(a);
                    continue;
                }
                if (best == nobody || goes_before(a, best, contact)) best = a;
                if (!of_different_pace(g)) break;
            }
        }
        if (!all.empty()) return all[static_cast<std::size_t>(any_of_them(contact) * static_cast<double>(all.size()))];
        if (best != nobody) return best;
    }
    return nobody;
}

// Whether a contact waits that the agent prefers to those of this queue: it then takes no more chats.
bool Engine::prefers_waiting(const Agent& agent, QueueId queue) const {
    for (const ServeLevel& level : model_.groups[agent.serves_as].levels) {
        if (std::find(level.queues.begin(), level.queues.end(), queue) != level.queues.end()) return false;
        for (const QueueId id : level.queues)
            if (takes_from(agent, id) || waits_for(agent, id)) return true;
    }
    return false;
}

// Somebody of this queue waits for this agent alone.
bool Engine::waits_for(const Agent& agent, QueueId queue) const {
    return std::any_of(agent.own.begin(), agent.own.end(), [&](ContactIndex i) { return contacts_[i].queue == queue; });
}

// Lists the agent among those who could take one more, by open conversations.
void Engine::list_chat(AgentIndex a) {
    unlist_chat(a);
    Agent& agent = agents_[a];
    if (agent.open == 0 || agent.leaving || agent.owed_away > 0) return;
    auto& lists = groups_[agent.serves_as].chatting;
    const auto n = static_cast<std::size_t>(agent.open);
    if (lists.size() <= n) lists.resize(n + 1, {nobody, nobody});
    agent.listed = agent.open;
    agent.idle_since = now_;
    agent.previous = lists[n].second;
    agent.next = nobody;
    if (lists[n].second != nobody)
        agents_[lists[n].second].next = a;
    else
        lists[n].first = a;
    lists[n].second = a;
}

void Engine::unlist_chat(AgentIndex a) {
    Agent& agent = agents_[a];
    if (agent.listed == 0) return;
    auto& [head, tail] = groups_[agent.serves_as].chatting[static_cast<std::size_t>(agent.listed)];
    if (agent.previous != nobody)
        agents_[agent.previous].next = agent.next;
    else
        head = agent.next;
    if (agent.next != nobody)
        agents_[agent.next].previous = agent.previous;
    else
        tail = agent.previous;
    agent.listed = 0;
}

// Fills the free slots of an agent who has conversations, as long as nothing that it prefers more waits: a call that it would take as
// gladly waits until it is free.
void Engine::take_chats(AgentIndex a) {
    for (bool more = true; more;) {
        more = false;
        if (agents_[a].open == 0 || agents_[a].leaving || agents_[a].owed_away > 0) return;
        const auto& own = agents_[a].own;
        const auto returned = std::find_if(own.begin(), own.end(), [&](ContactIndex i) {
            return model_.queues[contacts_[i].queue].medium == Medium::chat && agents_[a].open < slots_of(contacts_[i]);
        });
        if (returned != own.end()) {
            const ContactIndex i = *returned;
            leave_own_list(i);
            begin_chat(a, i);
            more = true;
            continue;
        }
        for (const ServeLevel& level : model_.groups[agents_[a].serves_as].levels) {
            const QueueId id = best_queue(a, level, Medium::chat);
            if (id != no_id) {
                begin_chat(a, pop_waiting(id));
                more = true;
                break;
            }
            if (const QueueId other = best_queue(a, level); other != no_id && model_.queues[other].medium != Medium::chat) return;
            for (const QueueId other : level.queues)
                if (waits_for(agents_[a], other)) return;
        }
    }
}

// ---- a conversation ----------------------------------------------------------------------------------------------------------

void Engine::hold(AgentIndex a, ContactIndex i) {
    Agent& agent = agents_[a];
    if (agent.state == AgentState::idle) unlink_idle(a);
    agent.state = AgentState::busy;
    if (agent.open == 0) {
        change(groups_[agent.group].busy, +1);
        change(groups_[agent.group].listening, +1);
        note_agent(a, AgentChange::What::busy);
        note_agent(a, AgentChange::What::rests);
    }
    proceed(a);
    ++agent.open;
    contacts_[i].agent = a;
    note(contacts_[i], What::taken);
    contacts_[i].state = ContactState::conversation;
    contacts_[i].parked = false;
    ++contacts_[i].timer;
    list_chat(a);
}

// A slot is free again; without conversations the agent looks around like anybody who has become free.
void Engine::release(AgentIndex a) {
    Agent& agent = agents_[a];
    proceed(a);
    --agent.open;
    plan_slowed_end(a);
    if (agent.open == 0) {
        unlist_chat(a);
        change(groups_[agent.group].busy, -1);
        change(groups_[agent.group].listening, -1);
        note_agent(a, AgentChange::What::free);
        return free_agent(a);
    }
    list_chat(a);
    take_chats(a);
}

// Between messages an agent listens; a conversation by slowdown is work as long as it lasts.
void Engine::look_at_work(AgentIndex a) {
    Agent& agent = agents_[a];
    const bool works = agent.writing != nobody || !agent.slowed.empty();
    if (works == agent.works) return;
    agent.works = works;
    change(groups_[agent.group].listening, works ? -1 : +1);
    note_agent(a, works ? AgentChange::What::works : AgentChange::What::rests);
}

void Engine::begin_chat(AgentIndex a, ContactIndex i) {
    Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[contact.queue];
    const Case& c = cases_[contact.case_index];
    hold(a, i);
    if (m.by_messages || contact.ghost) plan_slowed_end(a);  // of those beside it
    Agent& agent = agents_[a];
    if (contact.ghost) {  // nobody is there any more; it takes a while to find out
        schedule(now_ + m.silent_costs.at(now_, q(key(c, detail(Purpose::handle, contact.episode, contact.attempt)))[2]),
                 EventKind::timeout, i, contact.timer);
        return;
    }
    if (contact.next_chaser != nobody) answer_attached(i, now_);
    if (contact.began > -never) {  // parked, and the customer has written again
        agent.unanswered.push_back(i);
        if (agent.writing == nobody) start_writing(a);
        return;
    }
    count_answered(contact, now_ - contact.joined);
    count_help(contact);
    groups_[agent.group].now[GroupTally::answered] += 1;
    contact.began = now_;
    contact.message_at = contact.joined;
    if (!m.by_messages) {
        contact.handle = work(agent, contact);
        contact.still_takes = contact.handle;
        agent.slowed.push_back(i);
        plan_slowed_end(a);
        return look_at_work(a);
    }
    const auto u = q(key(c, detail(Purpose::handle, contact.episode, 0, conversation_of(contact))));
    contact.messages_left = static_cast<std::uint32_t>(std::max(1.0, std::round(m.messages.at(when_joined(contact), u[0]))));
    if (contact.right_queue != no_id) contact.messages_left = 1;  // who sends it on
    contact.reply_factor *= pace(agent, contact);
    contact.handle = 0;
    agent.unanswered.push_back(i);
    if (agent.writing == nobody) start_writing(a);
}

// The oldest unanswered message first, one reply at a time.
void Engine::start_writing(AgentIndex a) {
    Agent& agent = agents_[a];
    if (agent.unanswered.empty()) return;
    const auto oldest = std::min_element(agent.unanswered.begin(), agent.unanswered.end(), [&](ContactIndex x, ContactIndex y) {
        return contacts_[x].message_at != contacts_[y].message_at ? contacts_[x].message_at < contacts_[y].message_at
                                                                  : identity_before(x, y);
    });
    const ContactIndex i = *oldest;
    agent.unanswered.erase(oldest);
    Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[contact.queue];
    const Case& c = cases_[contact.case_index];
    agent.writing = i;
    look_at_work(a);
    const auto u = q(key(c, detail(Purpose::handle, contact.episode, contact.replies + 1u, conversation_of(contact), 1)));
    double takes = m.agent_reply.at(when_joined(contact), u[0]) * contact.reply_factor;
    takes += std::exchange(contact.extra, 0.0);
    const double saved = std::min(takes, contact.saved);  // the first messages are the shorter ones
    contact.saved -= saved;
    takes -= saved;
    if (contact.right_queue != no_id) takes = misrouted_takes;
    contact.handle += takes;
    schedule(now_ + takes, EventKind::message, a);
}

void Engine::reply_sent(AgentIndex a) {
    Agent& agent = agents_[a];
    const ContactIndex i = agent.writing;
    Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[contact.queue];
    const Case& c = cases_[contact.case_index];
    agent.writing = nobody;
    look_at_work(a);
    QueueCell& own = cell(contact);
    const double took = now_ - contact.message_at;
    note(contact, What::reply, took);
    if (contact.replies++ == 0)
        own[Tally::first_replies] += 1, own[Tally::first_reply] += took;
    else
        own[Tally::replies] += 1, own[Tally::reply] += took;
    if (--contact.messages_left == 0) {
        end_conversation(i, false);
    } else {
        const auto u = q(key(c, detail(Purpose::handle, contact.episode, contact.replies, conversation_of(contact), 2)));
        const bool silent = u[0] < value(m.goes_silent);
        const double next = silent ? m.timeout : m.customer_reply.at(now_, u[1]);
        ++contact.timer;
        if (now_ + next < model_.stop)
            schedule(now_ + next, silent ? EventKind::timeout : EventKind::customer_message, i, contact.timer);
        if (m.parks_after < next) schedule(now_ + m.parks_after, EventKind::park, i, contact.timer);
    }
    if (agents_[a].writing == nobody && agents_[a].open > 0) start_writing(a);
}

void Engine::customer_writes(ContactIndex i) {
    Contact& contact = contacts_[i];
    contact.message_at = now_;
    ++contact.timer;
    const AgentIndex a = contact.agent;
    if (contact.parked) {
        const Agent& agent = agents_[a];
        const bool there = (agent.state == AgentState::idle || agent.open > 0) && !agent.leaving && agent.owed_away <= 0 &&
                           agent.open < slots_of(contact);
        if (there) return begin_chat(a, i);
        const AgentIndex other = find_agent(contact, false);
        if (other != nobody) return begin_chat(other, i);
        return wait(i);  // at its original age, and with patience now
    }
    Agent& agent = agents_[a];
    agent.unanswered.push_back(i);
    if (agent.writing == nobody) start_writing(a);
}

// So long without a message that the slot is free again.
void Engine::park(ContactIndex i) {
    Contact& contact = contacts_[i];
    contact.parked = true;
    note(contact, What::parked);
    cell(contact)[Tally::parked] += 1;
    release(contact.agent);
}

void Engine::end_conversation(ContactIndex i, bool silent) {
    Contact& contact = contacts_[i];
    const AgentIndex a = contact.agent;
    const bool held = !contact.parked;
    if (contact.ghost) {
        note(contact, What::place_given_up);
        free_contact(i);
        return release(a);
    }
    QueueCell& own = cell(contact);
    own[Tally::conversations] += 1;
    own[Tally::conversation] += now_ - contact.began;
    note(contact, What::conversation, now_ - contact.began);
    const GroupState& group = groups_[agents_[a].group];
    errors_ = agents_[a].errors * (group.stressed ? model_.groups[agents_[a].group].stress.errors : 1);
    contact.began = -never;
    contact.parked = false;
    contact.replies = 0;
    ++contact.timer;
    if (silent) {
        queues_[contact.queue].lines_used -= 1;
        own[Tally::handled] += 1;
        own[Tally::handle_time] += contact.handle;
        note(contact, What::handled, contact.handle);
        if (contact.is(Episode::chase))
            after_chase(i);
        else
            free_contact_and_case(i, ReasonTally::silent);
    } else {
        after_service(i);
    }
    if (held) release(a);
}

// ---- leaving without closing the window -----------------------------------------------------------------------------------------

// The place in the queue stays taken by nobody; the customer may try again meanwhile.
bool Engine::leave_silently(ContactIndex i) {
    const Case& c = cases_[contacts_[i].case_index];
    const Contact& gone = contacts_[i];
    if (q(key(c, detail(Purpose::attempt, gone.episode, gone.attempt, gone.visit, 1)))[0] >=
        model_.queues[gone.queue].silent_share)
        return false;
    const ContactIndex g = new_contact(gone.case_index);
    Contact& ghost = contacts_[g];
    const Contact& left = contacts_[i];
    ghost.queue = left.queue;
    ghost.joined = left.joined;
    ghost.first_arrival = left.first_arrival;
    ghost.priority = left.priority;
    ghost.episode = left.episode;
    ghost.attempt = left.attempt;
    ghost.visit = left.visit;
    ghost.ghost = true;
    note(ghost, What::leaves_unseen);
    wait(g);
    try_again(i, Cause::abandoned);
    return true;
}

}  // namespace peakline::sim
