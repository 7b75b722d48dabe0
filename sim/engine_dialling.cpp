// Calls that we make: outbound work, and callbacks that were promised.
#include "sim/engine.hpp"

namespace peakline::sim {

namespace {
constexpr double between_tries = 30 * minute_seconds;  // of a callback (model.md section 3)
}  // namespace

// One dialling attempt: its first ends the item's wait; whom it does not reach is dialled again.
double Engine::begin_try(Contact& contact, const Agent& agent) {
    const QueueModel& m = model_.queues[contact.queue];
    const Case& c = cases_[contact.case_index];
    if (!contact.tried) count_answered(contact, now_ - contact.joined);
    contact.tried = true;
    const auto u = q(key(c, detail(Purpose::connect, contact.episode, contact.attempt)));
    contact.reached = u[0] < value(m.connects);
    return contact.reached ? contact.handle * pace(agent, contact) : m.no_answer.at(now_, u[1]);
}

void Engine::dial_again(ContactIndex i) {
    Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[contact.queue];
    const auto u = q(key(cases_[contact.case_index], detail(Purpose::attempt, contact.episode, contact.attempt, contact.visit)));
    if (!m.has_redial || contact.attempt + 1 >= m.redial_up_to || u[2] >= value(m.redial_share))
        return lose(i, Cause::not_reached);
    ++contact.attempt;
    ++contact.timer;
    contact.state = ContactState::scheduled;
    const double at = now_ + m.redial_after.at(now_, u[3]);
    note(contact, What::dials_again, at);
    schedule(at, EventKind::redial, i);
}

// A callback: reached with its share.
bool Engine::call_back(ContactIndex i) {
    Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[contact.queue];
    const auto u =
        q(key(cases_[contact.case_index], detail(Purpose::connect, contact.episode, contact.attempt, contact.tries, 2)));
    contact.reached = u[0] < value(m.callback_connects);
    ++contact.tries;
    return contact.reached;
}

void Engine::call_later(ContactIndex i) {
    Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[contact.queue];
    if (contact.tries >= m.callback_tries || now_ + between_tries - contact.accepted > m.callback_within)
        return lose(i, Cause::not_reached);
    ++contact.timer;
    contact.state = ContactState::scheduled;
    note(contact, What::dials_again, now_ + between_tries);
    schedule(now_ + between_tries, EventKind::redial, i);
}

// The time to dial again has come: the item is work again, its wait has long ended.
void Engine::rejoin(ContactIndex i) {
    Contact& contact = contacts_[i];
    if (!contact.promised()) queues_[contact.queue].lines_used += 1;
    set_handle(i);
    queue_again(i);
}

}  // namespace peakline::sim
