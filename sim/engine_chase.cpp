// Cases that wait, in a queue or for a third party, and their customers who ask again meanwhile (model.md section 4).
#include "sim/engine.hpp"

namespace peakline::sim {

namespace {
constexpr std::uint8_t of_waiting = 1, of_pending = 2;
}

// `share` decides once per case and definition whether its customer asks, by a draw that is the same in every wait; the first time
// is `after` from the beginning of the wait. A new wait begins anew; one that goes on (after a call that reached nobody, or when its
// agent has gone) is not chased twice.
void Engine::start_chasing(std::uint32_t case_index, std::uint8_t kind, double from) {
    Case& c = cases_[case_index];
    if (kind == of_waiting && c.chased && c.chased_since == from) return;
    c.chased = false;
    const std::uint16_t round = ++c.chase_round;
    const QueueId waits_in = contacts_[c.item].queue;
    const ChaseModel& chase = kind == of_waiting ? model_.queues[waits_in].chase : model_.reasons[c.reason].chase;
    const auto u = q(key(c, chase.name, detail(Purpose::delays, kind)));
    if (chase.up_to < 1 || u[0] >= value(chase.share)) return;
    const auto of_round = [&](unsigned block) {
        return q(key(c, chase.name, detail(Purpose::delays, kind, round, 0, block)))[0];
    };
    double due = from + chase.after.at(now_, round == 1 ? u[1] : of_round(2));
    int left = chase.up_to - 1;
    // Of an item that has waited since before the start, what was asked before then is past.
    for (int n = 0; due < now_ && left >= 0; ++n, --left) due += chase.every.at(now_, of_round(3u + static_cast<unsigned>(n)));
    if (left < 0 || due >= model_.stop) return;
    c.chased = true;
    c.chased_since = kind == of_waiting ? from : never;
    note(c, What::asks_again);
    plan_chase(case_index, kind, static_cast<std::uint8_t>(std::min(left, 255)), waits_in, due);
}

// `left`: how many more may follow it.
void Engine::plan_chase(std::uint32_t case_index, std::uint8_t kind, std::uint8_t left, QueueId waits_in, double due) {
    const ContactIndex i = new_contact(case_index);
    Contact& contact = contacts_[i];
    contact.chase_kind = kind;
    contact.chase_left = left;
    contact.chase_round = cases_[case_index].chase_round;
    contact.queue = waits_in;  // whose definition it is, until it chooses where to go
    contact.state = ContactState::scheduled;
    schedule(due, EventKind::arrival, i);
}

// A case waits, unless it is another contact that does, or a conversation that has been answered.
void Engine::chase_item(ContactIndex i) {
    const Contact& contact = contacts_[i];
    if (model_.queues[contact.queue].has_chase && !contact.is(Episode::chase) && !contact.ghost && contact.began == -never &&
        cases_[contact.case_index].item == i)
        start_chasing(contact.case_index, of_waiting, contact.joined);
}

// None starts once the case is closed, or no longer waits for what the customer asks about.
bool Engine::chase_is_due(ContactIndex i) {
    Contact& contact = contacts_[i];
    if (contact.episode != 0) return true;  // on its way already: back from self-service, or closed hours
    Case& c = cases_[contact.case_index];
    const bool in_time = c.alive && contact.chase_round == c.chase_round;
    const bool waits = in_time && (contact.chase_kind == of_pending ? c.pending
                                                                    : contacts_[c.item].state == ContactState::waiting &&
                                                                          contacts_[c.item].queue == contact.queue);
    if (!waits) {
        if (in_time) c.chased = false;  // if this wait goes on, it is chased again
        free_contact(i);
        return false;
    }
    const ChaseModel& chase =
        contact.chase_kind == of_waiting ? model_.queues[contact.queue].chase : model_.reasons[c.reason].chase;
    contact.chase_definition = contact.queue;
    contact.episode = Episode::of(Episode::chase, ++c.chases);
    contact.queue = choose(c, chase.queues.at(now_), detail(Purpose::choice, contact.episode));
    return true;
}

// The next one, from the end of the last.
void Engine::next_chase(const Contact& done) {
    const Case& c = cases_[done.case_index];
    if (!c.alive || done.chase_left == 0 || done.chase_round != c.chase_round) return;
    const ChaseModel& chase =
        done.chase_kind == of_waiting ? model_.queues[done.chase_definition].chase : model_.reasons[c.reason].chase;
    const double due = now_ + chase.every.at(now_, q(key(c, chase.name, detail(Purpose::delays, done.episode, 1)))[0]);
    if (due >= model_.stop) return;
    plan_chase(done.case_index, done.chase_kind, static_cast<std::uint8_t>(done.chase_left - 1), done.chase_definition, due);
}

// The work that a chase brings to the item that it joins: kept apart, since a call that is dialled again has its own time anew.
double Engine::work_of_chase(ContactIndex i) {
    const Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[contact.queue];
    const Case& c = cases_[contact.case_index];
    if (m.has_chase && m.chase.has_handle_time)
        return m.chase.handle_time.zero ? 0
                                        : m.chase.handle_time.at(now_, q(key(c, detail(Purpose::handle, contact.episode)))[0]);
    if (m.by_messages && m.handle_time.zero) return 0;
    set_handle(i);
    return contacts_[i].handle;
}

// A chase that reaches the queue where its case waits joins that item.
bool Engine::attach(ContactIndex i) {
    Contact& contact = contacts_[i];
    const Case& c = cases_[contact.case_index];
    if (!c.alive || c.item == nobody || c.item == i) return false;
    Contact& item = contacts_[c.item];
    if (item.state != ContactState::waiting || item.queue != contact.queue) return false;
    count_offered(contact);
    const double adds = work_of_chase(i);
    item.extra += adds;
    item.handle += adds;
    contact.state = ContactState::attached;
    note(contact, What::joins_item);
    contact.next_chaser = item.next_chaser;
    item.next_chaser = i;
    next_chase(contact);
    return true;
}

void Engine::answer_attached(ContactIndex item, double answered_at) {
    for (ContactIndex i = contacts_[item].next_chaser; i != nobody;) {
        Contact& chaser = contacts_[i];
        count_answered(chaser, answered_at - chaser.joined);
        count_help(chaser);
        const ContactIndex next = chaser.next_chaser;
        free_contact(i);
        i = next;
    }
    contacts_[item].next_chaser = nobody;
}

void Engine::abandon_attached(ContactIndex item) {
    for (ContactIndex i = contacts_[item].next_chaser; i != nobody;) {
        Contact& chaser = contacts_[i];
        count_abandoned(chaser);
        const ContactIndex next = chaser.next_chaser;
        free_contact(i);
        i = next;
    }
    contacts_[item].next_chaser = nobody;
}

// A chase answered elsewhere does not resolve the case, but may close the waiting item: then that counts as answered now.
void Engine::after_chase(ContactIndex i) {
    Contact& contact = contacts_[i];
    Case& c = cases_[contact.case_index];
    const ContactIndex waiting =
        c.alive && c.item != nobody && contacts_[c.item].state == ContactState::waiting ? c.item : nobody;
    if (contact.chase_kind == of_waiting && waiting != nobody) {
        const ChaseModel& chase = model_.queues[contact.chase_definition].chase;
        const auto u = q(key(c, chase.name, detail(Purpose::delays, contact.episode, 2)));
        if (u[0] < value(chase.closes)) {
            Contact& item = contacts_[waiting];
            if (item.own_list)
                leave_own_list(waiting);
            else
                remove_waiting(item.queue, waiting);
            if (!item.promised()) queues_[item.queue].lines_used -= 1;
            note(item, What::closed_by_chase);
            const bool decided = item.promised() || item.tried || item.began > -never;  // counted when it was
            if (!decided) {
                count_answered(item, now_ - item.joined);
                count_help(item);
            }
            answer_attached(waiting, now_);
            free_contact_and_case(waiting, ReasonTally::resolved);
            return free_contact(i);
        }
    }
    next_chase(contacts_[i]);
    free_contact(i);
}

// The answer needs somebody else: the case sleeps until it comes, then becomes work again.
void Engine::set_pending(ContactIndex i) {
    Contact& contact = contacts_[i];
    Case& c = cases_[contact.case_index];
    const ReasonModel& reason = model_.reasons[c.reason];
    const auto u = q(key(c, detail(Purpose::delays, contact.episode, 0, 0, 1)));
    const double answer = reason.answered_after.at(now_, u[0]) * pending_factor_[c.reason];
    c.pending = true;
    note(contact, What::pending, now_ + answer);
    const std::uint32_t case_index = contact.case_index, timer = contact.timer;
    contact = {};
    contact.timer = timer + 1;
    contact.case_index = case_index;
    contact.queue = reason.follow_up_queue;
    contact.episode = Episode::of(Episode::follow_up, 1u + c.repeats + c.come_backs);  // of each of these one may follow
    contact.straight = true;
    contact.state = ContactState::scheduled;
    c.item = i;
    schedule(now_ + answer, EventKind::follow_up, i);
    if (reason.has_chase) start_chasing(case_index, of_pending, now_);
}

void Engine::follow_up(ContactIndex i) {
    cases_[contacts_[i].case_index].pending = false;
    note(contacts_[i], What::follows_up);
    join(i);
}

}  // namespace peakline::sim
