#include <algorithm>
#include <cmath>

#include "sim/engine.hpp"

namespace peakline::sim {

namespace {
constexpr double retry_spread = 30 * minute_seconds;  // after an opening (model.md section 3)
constexpr int most_hops = 8;                          // closed queues that send people to each other
}  // namespace

// ---- joining a queue -----------------------------------------------------------------------------------------------

void Engine::count_offered(Contact& contact) {
    QueueCell& own = cell(contact);
    books_.contacts += 1;
    own[Tally::offered] += 1;
    note(contact, What::offered);
    if (contact.transfer) {
        own[Tally::transferred_in] += 1;
        return;
    }
    if (contact.attempt > 0)
        own[Tally::redials] += 1;
    else if (contact.is(Episode::repeat))
        own[Tally::repeats] += 1;
    if (contact.is(Episode::chase)) own[Tally::chases] += 1;
    if (contact.is(Episode::follow_up)) own[Tally::follow_ups] += 1;
    if (!by_customer(contact)) return;
    own[Tally::by_customers] += 1;
    Case& c = cases_[contact.case_index];
    if (day_ >= 0) books_.reasons[c.reason][static_cast<std::size_t>(day_)][ReasonTally::by_customers] += 1;
    count_attempt(c);
}

// Not what goes on inside the house: transfers, redirections, follow-ups and our own calls.
bool Engine::by_customer(const Contact& contact) const {
    return !contact.transfer && !contact.redirected && !contact.is(Episode::follow_up) &&
           model_.queues[contact.queue].medium != Medium::outbound;
}

// A customer has tried to get through, whatever comes of it.
void Engine::count_attempt(Case& c) {
    if (c.contacts++ == 0) count(c, ReasonTally::cases);
    count(c, ReasonTally::contacts);
}

void Engine::join(ContactIndex i) {
    Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[contact.queue];
    QueueState& queue = queues_[contact.queue];
    Case& c = cases_[contact.case_index];
    contact.joined = now_;
    contact.cell = reported_;
    if (!contact.transfer && !contact.redirected) contact.first_arrival = now_;
    if (!contact.transfer) {
        contact.priority = static_cast<std::int16_t>(
            std::clamp(m.priority + queue.priority + reason_priority_[c.reason] + contact.bonus, -32000, 32000));
    }
    note(contact, What::arrives);
    if (!queue.enabled || (m.live && !queue.open())) return turned_away(i);
    if (queue.lines_used >= m.lines) {
        note(contact, What::blocked);
        cell(contact)[Tally::blocked] += 1;
        if (by_customer(contact)) count_attempt(c);
        return try_again(i, Cause::blocked);
    }
    if (contact.is(Episode::chase) && attach(i)) return;
    set_handle(i);
    if (!queue.redirects.empty())
        if (const QueueId to = redirected(contact); to != no_id) {
            count_offered(contact);
            cell(contact)[Tally::redirected] += 1;
            note(contact, What::redirected, no_value, to);
            sent_to(contact, to);
            contact.redirected = true;
            ++contact.visit;
            contact.draw_anew();
            if (contact.visit < most_hops) return join(i);
            return lose(i, Cause::closed);
        }
    if (contact.agent != nobody && !contact.transfer && wait_for_agent(i)) return;
    contact.agent = nobody;
    const AgentIndex agent = find_agent(contact, m.overflow_after <= 0);
    if (agent != nobody) {
        count_offered(contact);
        queue.lines_used += 1;
        return begin(agent, i);
    }
    if (m.balks) {
        const double expected = queue.waiting.empty() ? 0 : now_ - first_waiting(contact.queue).joined;
        const bool deterred = static_cast<double>(queue.waiting.size()) > m.balk_length || expected > m.balk_wait;
        if (deterred &&
            q(key(c, detail(Purpose::attempt, contact.episode, contact.attempt, contact.visit)))[1] < value(m.balk_share)) {
            cell(contact)[Tally::balked] += 1;
            note(contact, What::balked);
            if (by_customer(contact)) count_attempt(c);
            return try_again(i, Cause::balked);
        }
    }
    count_offered(contact);
    if (m.has_callback && !contact.is(Episode::chase) && !contact.transfer && accepts_callback(contact)) {
        cell(contact)[Tally::called_back] += 1;
        note(contact, What::accepts_callback);
        contact.accepted = now_;
        return wait(i);
    }
    queue.lines_used += 1;
    wait(i);
}

// A callback is offered when the expected wait is long; who accepts keeps the place in the queue and hangs up.
bool Engine::accepts_callback(const Contact& contact) const {
    const QueueModel& m = model_.queues[contact.queue];
    const double expected = queues_[contact.queue].waiting.empty() ? 0 : now_ - first_waiting(contact.queue).joined;
    if (expected <= m.callback_above) return false;
    return q(key(cases_[contact.case_index], detail(Purpose::connect, contact.episode, contact.attempt, contact.visit, 1)))[0] <
           value(m.callback_accepts);
}

// Handle time as of joining: the customer's draw x factors of reason and queue, harder by what deflection left over.
void Engine::set_handle(ContactIndex i) {
    Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[contact.queue];
    const Case& c = cases_[contact.case_index];
    const ReasonModel& reason = model_.reasons[c.reason];
    if (contact.u_handle < 0)
        contact.u_handle = q(key(c, detail(Purpose::handle, contact.episode, 0, contact.transfer ? contact.visit : 0)))[0];
    const auto& own = reason.handle_time[contact.queue];
    contact.handle = (own.replaces ? own.duration : m.handle_time).at(now_, contact.u_handle);
    if (contact.is(Episode::follow_up) && reason.has_follow_up_handle_time)
        contact.handle = reason.follow_up_handle_time.at(now_, contact.u_handle);
    double factor = harder(c, contact.queue);
    if (own.factor != no_number) factor *= value(own.factor);
    contact.handle *= factor;
    contact.reply_factor = factor;
    contact.handle += contact.extra;
    contact.handle = std::max(0.0, contact.handle - contact.saved);
}

double Engine::harder(const Case& c, QueueId queue) {
    double factor = 1;
    for (const std::uint16_t n : model_.reasons[c.reason].notifications) {
        const NotificationModel& notification = model_.notifications[n];
        const double harder = value(notification.leaves_harder);
        if (harder == 0 || !is_on(Kind::notification, n)) continue;
        factor *= 1 + harder * value(notification.reach) * std::min(1.0, value(notification.effect) * effect_factor_[n]);
    }
    for (const std::uint16_t s : model_.self_service_before[queue]) {
        const SelfServiceModel& service = model_.self_services[s];
        const double harder = value(service.leaves_harder);
        if (harder == 0 || !is_on(Kind::self_service, s)) continue;
        factor *= 1 + harder * std::min(1.0, value(service.contains[c.reason]) * contains_factor_[s]);
    }
    return factor;
}

double Engine::patience(Contact& contact) {
    const QueueModel& m = model_.queues[contact.queue];
    if (m.patience.infinite) return never;
    if (contact.u_patience < 0) {
        const auto u =
            q(key(cases_[contact.case_index], detail(Purpose::attempt, contact.episode, contact.attempt, contact.visit)));
        contact.u_patience = u[0];
        contact.u_redial = u[2];
        contact.u_after = u[3];
    }
    return m.patience.at(now_, contact.u_patience);
}

void Engine::wait(ContactIndex i) {
    Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[contact.queue];
    contact.state = ContactState::waiting;
    note(contact, What::waits);
    push_waiting(contact.queue, i);
    chase_item(i);
    if (!contact.tried && contact.began == -never && !contact.ghost) {
        const double leaves = contact.promised() ? contact.accepted + m.callback_within : contact.joined + patience(contact);
        if (leaves < model_.stop) schedule(std::max(leaves, now_), EventKind::patience, i, contact.timer);
    }
    if (m.overflow_after < never) schedule(contact.joined + m.overflow_after, EventKind::overflow, contact.queue);
}

// Outside hours: come back after the opening, go elsewhere, or be lost.
void Engine::turned_away(ContactIndex i) {
    Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[contact.queue];
    const Case& c = cases_[contact.case_index];
    cell(contact)[Tally::closed] += 1;
    note(contact, What::closed);
    if (!m.has_closed || contact.visit >= most_hops) return lose(i, Cause::closed);
    const auto what = detail(Purpose::closed, contact.episode, contact.attempt, contact.visit);
    const auto u = q(key(c, m.name, what));
    const double retry = value(m.retry);
    const auto options = m.closed_queues.at(now_);
    double elsewhere = 0;
    for (const auto& option : options) elsewhere += option.share;
    ++contact.visit;
    contact.draw_anew();
    if (u[0] < retry) {
        const auto next = std::upper_bound(m.opens.begin(), m.opens.end(), now_);
        if (next != m.opens.end() && *next - now_ <= m.retry_within) {
            contact.state = ContactState::scheduled;
            contact.redirected = false;  // comes as a caller of its own, past self-service once more
            contact.stage = 0;
            contact.saved = 0;
            const double at = *next - retry_spread * std::log(u[1]);
            note(contact, What::retries, at);
            return schedule(at, EventKind::arrival, i);
        }
        if (options.empty()) return lose(i, Cause::closed);
    } else if (u[0] >= retry + elsewhere) {
        return lose(i, Cause::closed);
    }
    const QueueId to = choose(c, options, detail(Purpose::choice, contact.episode, contact.attempt, contact.visit, 1));
    note(contact, What::sent_on, no_value, to);
    sent_to(contact, to);
    contact.stage = 0;
    arrive(i);
}

// ---- leaving unserved ------------------------------------------------------------------------------------------------

void Engine::count_abandoned(const Contact& contact) {
    const QueueModel& m = model_.queues[contact.queue];
    const double waited = now_ - contact.joined;
    queues_[contact.queue].clock.abandoned += 1;
    note(contact, What::abandoned, waited);
    if (contact.backlog) {
        at_start(contact.queue)[Tally::old_abandoned] += 1;
        return;
    }
    QueueCell& own = cell(contact);
    own[Tally::abandoned] += 1;
    own[Tally::wait_all] += waited;
    if (waited <= m.within) own[Tally::abandoned_within] += 1;
    if (m.short_abandon > 0 && waited <= m.short_abandon) own[Tally::short_abandons] += 1;
}

void Engine::abandon(ContactIndex i) {
    Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[contact.queue];
    const QueueId queue = contact.queue;
    const bool draining = queues_[queue].draining;
    if (contact.own_list)
        leave_own_list(i);
    else
        remove_waiting(contact.queue, i);
    if (contact.promised()) {
        note(contact, What::too_late);
        return lose(i, Cause::not_reached);
    }
    count_abandoned(contact);
    queues_[contact.queue].lines_used -= 1;
    if (contact.next_chaser != nobody) abandon_attached(i);
    if (m.silent_share > 0 && leave_silently(i)) {
        queues_[queue].draining = draining;
        return;
    }
    try_again(i, Cause::abandoned);
}

void Engine::disconnect_all(QueueId queue) {
    queues_[queue].draining = false;
    while (!queues_[queue].waiting.empty()) {
        const ContactIndex i = pop_waiting(queue);
        Contact& contact = contacts_[i];
        if (contact.ghost) {
            note(contact, What::place_given_up);
            free_contact(i);
            continue;
        }
        if (contact.next_chaser != nobody) abandon_attached(i);
        note(contact, What::disconnected, now_ - contact.joined);
        if (contact.began > -never) {  // was answered long ago: the conversation is cut off
            queues_[queue].lines_used -= 1;
            lose(i, Cause::disconnected);
            continue;
        }
        QueueCell& own = cell(contact);
        if (contact.backlog) {
            at_start(queue)[Tally::old_disconnected] += 1;
        } else {
            own[Tally::disconnected] += 1;
            own[Tally::wait_all] += now_ - contact.joined;
        }
        queues_[queue].lines_used -= 1;
        try_again(i, Cause::disconnected);
    }
}

void Engine::try_again(ContactIndex i, Cause cause) {
    Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[contact.queue];
    Case& c = cases_[contact.case_index];
    if (!m.has_redial || !m.live || contact.attempt + 1 >= m.redial_up_to) return lose(i, cause);
    if (contact.u_redial < 0) {
        const auto u = q(key(c, detail(Purpose::attempt, contact.episode, contact.attempt, contact.visit)));
        contact.u_redial = u[2];
        contact.u_after = u[3];
    }
    if (contact.u_redial >= value(m.redial_share)) return lose(i, cause);
    const double after = m.redial_after.zero ? 0 : m.redial_after.at(now_, contact.u_after);
    note(contact, What::redials, now_ + after);
    const auto options = m.redial_queues.at(now_);
    if (!options.empty())
        contact.queue = choose(c, options, detail(Purpose::choice, contact.episode, contact.attempt, contact.visit, 2));
    ++contact.attempt;
    ++contact.timer;
    contact.straight = contact.is(Episode::come_back);
    come_later(i, now_ + after);
}

// The customer hangs up and comes once more: nothing of this way through the house is left.
void Engine::come_later(ContactIndex i, double at) {
    Contact& contact = contacts_[i];
    contact.visit = 0;
    contact.stage = 0;
    contact.transfer = contact.tried = contact.backlog = contact.redirected = false;
    contact.right_queue = no_id;
    contact.draw_anew();
    contact.saved = contact.extra = 0;
    contact.state = ContactState::scheduled;
    schedule(at, EventKind::arrival, i);
}

void Engine::lose(ContactIndex i, Cause cause) {
    const Contact& contact = contacts_[i];
    if (contact.next_chaser != nobody) abandon_attached(i);
    if (!contact.is(Episode::chase))
        (contact.backlog ? at_start(contact.queue) : cell(contact))[Tally::lost_cost] +=
            value(model_.queues[contact.queue].lost_cost);
    free_contact_and_case(i, static_cast<std::uint8_t>(ReasonTally::closed + static_cast<int>(cause)));
}

}  // namespace peakline::sim
