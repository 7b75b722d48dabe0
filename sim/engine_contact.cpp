#include <algorithm>
#include <cmath>

#include "sim/engine.hpp"

namespace peakline::sim {

namespace {
constexpr double retry_spread = 30 * minute_seconds;  // after an opening (model.md section 3)
constexpr int most_hops = 8;                          // closed queues that send people to each other
}  // namespace

// ---- cases and contacts ------------------------------------------------------------------------------------------

static std::uint32_t take_case(Pool<Case>& cases, std::vector<std::uint32_t>& free_cases) {
    if (free_cases.empty()) {
        cases.push_back({});
        return static_cast<std::uint32_t>(cases.size() - 1);
    }
    const std::uint32_t index = free_cases.back();
    free_cases.pop_back();
    cases[index] = {};
    return index;
}

ContactIndex Engine::new_contact(std::uint32_t case_index) {
    ContactIndex index = static_cast<ContactIndex>(contacts_.size());
    if (free_contacts_.empty()) {
        contacts_.push_back({});
    } else {
        index = free_contacts_.back();
        free_contacts_.pop_back();
        const std::uint32_t timer = contacts_[index].timer;
        contacts_[index] = {};
        contacts_[index].timer = timer + 1;  // events about the former occupant are stale
    }
    contacts_[index].case_index = case_index;
    ++cases_[case_index].contacts_alive;
    return index;
}

void Engine::free_contact(ContactIndex contact) {
    Contact& gone = contacts_[contact];
    gone.state = ContactState::free;
    ++gone.timer;
    free_contacts_.push_back(contact);
    Case& c = cases_[gone.case_index];
    if (--c.contacts_alive == 0 && !c.alive) free_cases_.push_back(gone.case_index);
}

void Engine::begin_case(const Need& need) {
    const std::uint32_t index = take_case(cases_, free_cases_);
    Case& c = cases_[index];
    c.cell = needs_->cell(interval_);
    c.ordinal = need.ordinal;
    c.reason = need.reason;
    c.since = now_;
    c.reported = reported_ >= 0;
    c.alive = true;
    ReasonCell& counts = of(c);
    counts[ReasonTally::needs] += 1;
    note(c, What::need);
    const ReasonModel& reason = model_.reasons[need.reason];
    if (!reason.notifications.empty() && prevented(c)) return close_case(index, ReasonTally::prevented);
    const auto options = reason.queues.at(now_);
    if (options.empty()) return close_case(index, ReasonTally::closed);
    const ContactIndex i = new_contact(index);
    c.item = i;
    Contact& contact = contacts_[i];
    contact.queue = choose(c, options, detail(Purpose::choice));
    contact.u_handle = need.u_handle;
    contact.u_patience = need.u_patience;
    arrive(i);
}

bool Engine::prevented(Case& c) {
    for (const std::uint16_t n : model_.reasons[c.reason].notifications) {
        const NotificationModel& notification = model_.notifications[n];
        if (notification_off_[n] > 0 || (!notification.enabled && notification_on_[n] == 0)) continue;
        const double share = value(notification.reach) * value(notification.effect) * effect_factor_[n];
        if (share > 0 && q(key(c, notification.name, detail(Purpose::prevented)))[0] < share) {
            note(c, What::prevented, n);
            return true;
        }
    }
    return false;
}

// The smallest -ln u / share: an option more moves only those who choose it.
QueueId Engine::choose(const Case& c, std::span<const Choice::Option> options, std::uint64_t what) const {
    if (options.size() == 1) return options[0].id;
    double best = never;
    QueueId chosen = options[0].id;
    for (const auto& option : options) {
        const double x = -std::log(q(key(c, option.name, what))[0]) / option.share;
        if (x < best) best = x, chosen = option.id;
    }
    return chosen;
}

void Engine::close_case(std::uint32_t case_index, std::uint8_t outcome) {
    Case& c = cases_[case_index];
    ReasonCell& counts = of(c);
    counts[outcome] += 1;
    if (outcome == ReasonTally::resolved)
        note(c, What::resolved);
    else if (outcome >= ReasonTally::closed)
        note(c, What::lost, outcome - ReasonTally::closed);
    if (outcome == ReasonTally::resolved) {
        if (c.answered == 1) counts[ReasonTally::resolved_first] += 1;
        counts[ReasonTally::resolution_time] += now_ - c.since;
        if (c.reported && !model_.reasons[c.reason].outbound)
            ++books_.resolution[static_cast<std::size_t>(WaitBins::bin(now_ - c.since))];
    } else if (c.contacts > 0 && c.answered == 0) {
        counts[ReasonTally::unreached] += 1;
        counts[ReasonTally::unreached_attempts] += c.contacts;
    }
    c.alive = false;
    if (c.contacts_alive == 0) free_cases_.push_back(case_index);
}

// What is there at the start joined `age` ago; its patience is drawn given that it is still there.
void Engine::add_backlog(QueueId queue) {
    const QueueModel& m = model_.queues[queue];
    const auto items = static_cast<std::uint32_t>(m.backlog_items + 0.5);
    if (items == 0) return;
    std::vector<double> weights;
    double total = 0;
    for (std::size_t r = 0; r < model_.reasons.size(); ++r) {
        double share = 0;
        for (const auto& option : model_.reasons[r].queues.at(now_))
            if (option.id == queue) share = option.share;
        total += share > 0 && model_.reasons[r].enabled
                     ? share * needs_->needs_of_day(static_cast<ReasonId>(r), model_.day_of(now_))
                     : 0;
        weights.push_back(total);
    }
    if (total <= 0) return;
    const std::uint64_t name = hash64(m.name, hash64("backlog"));
    for (std::uint32_t n = 0; n < items; ++n) {
        const auto u = q({name, 0, n, detail(Purpose::backlog)});
        const std::uint32_t index = take_case(cases_, free_cases_);
        Case& c = cases_[index];
        c.reason = static_cast<ReasonId>(std::upper_bound(weights.begin(), weights.end() - 1, u[0] * total) - weights.begin());
        c.cell = name;
        c.ordinal = n;
        c.alive = c.backlog = c.reported = true;
        c.backlog_of = queue;
        const double age = m.backlog_age.at(now_, u[1]);
        c.since = now_ - age;
        count(c, ReasonTally::backlog);
        at_start(queue)[Tally::old] += 1;  // stands on the left of the identity
        const ContactIndex i = new_contact(index);
        c.item = i;
        Contact& contact = contacts_[i];
        contact.queue = queue;
        contact.backlog = true;
        contact.joined = contact.first_arrival = now_ - age;
        contact.u_handle = u[3];
        const double gone = cdf(m.patience_as_written, age);
        contact.u_patience = gone + (1 - gone) * u[2];
        contact.priority = static_cast<std::int16_t>(m.priority + queues_[queue].priority + reason_priority_[c.reason]);
        set_handle(i);
        queues_[queue].lines_used += 1;
        note(contact, What::was_there, age);
        wait(i);
    }
    serve_waiting(queue);
}

// ---- self-service ------------------------------------------------------------------------------------------------

void Engine::arrive(ContactIndex i) {
    Contact& contact = contacts_[i];
    contact.state = ContactState::scheduled;
    if (!contact.straight && contact.stage < model_.self_service_before[contact.queue].size() && enter_self_service(i)) return;
    join(i);
}

bool Engine::enter_self_service(ContactIndex i) {
    Contact& contact = contacts_[i];
    const Case& c = cases_[contact.case_index];
    const auto& line = model_.self_service_before[contact.queue];
    for (; contact.stage < line.size(); ++contact.stage) {
        const std::uint16_t id = line[contact.stage];
        const SelfServiceModel& service = model_.self_services[id];
        const bool on = self_service_off_[id] == 0 && (service.enabled || self_service_on_[id] > 0);
        if (!on || sessions_[id] >= service.sessions) continue;
        if (contact.returned_after >= 0 && contact.returned_after <= service.skip_repeats_within) continue;
        // A service that does nothing to this customer is as if it were not there.
        sessions_[id] += 1;
        if (reported_ >= 0)
            books_.queues[contact.queue][static_cast<std::size_t>(reported_)][Tally::self_service_cost] += value(service.cost);
        contact.state = ContactState::self_service;
        note(contact, What::self_service, no_value, id);
        const double takes =
            service.takes.zero
                ? 0
                : service.takes.at(now_, q(key(c, service.name, detail(Purpose::self_service, contact.episode)))[2]);
        if (takes > 0) {
            schedule(now_ + takes, EventKind::arrival, i);
            return true;
        }
        leave_self_service(i);
        return true;
    }
    return false;
}

// Contained, gave up, or passed on (perhaps to the wrong queue).
void Engine::leave_self_service(ContactIndex i) {
    Contact& contact = contacts_[i];
    Case& c = cases_[contact.case_index];
    const std::uint16_t id = model_.self_service_before[contact.queue][contact.stage];
    const SelfServiceModel& service = model_.self_services[id];
    sessions_[id] -= 1;
    const auto u = q(key(c, service.name, detail(Purpose::self_service, contact.episode)));
    const double contains = value(service.contains[c.reason]) * contains_factor_[id], gives_up = value(service.gives_up);
    if (u[0] < contains) {
        const auto back = q(key(c, service.name, detail(Purpose::self_service, contact.episode, 0, 0, 1)));
        if (is_chase(contact) || back[0] >= value(service.back_share)) {
            note(contact, What::contained, no_value, id);
            free_contact_and_case(i, ReasonTally::contained);
            return;
        }
        note(contact, What::contained, no_value, id);
        const double at = now_ + service.back_after.at(now_, back[1]);
        note(contact, What::comes_back, at);
        contact.episode = Episode::of(Episode::come_back, ++c.come_backs);
        contact.straight = true;
        contact.u_patience = contact.u_handle = contact.u_redial = contact.u_after = -1;
        contact.state = ContactState::scheduled;
        return schedule(at, EventKind::arrival, i);
    }
    // Those who are not contained leave with the stated share; the draw is their own, so that containing more moves nobody else.
    if (gives_up > 0 && u[1] < gives_up) {
        note(contact, What::gave_up, no_value, id);
        return free_contact_and_case(i, ReasonTally::gave_up);
    }
    if (!service.saves.zero) contact.saved += service.saves.at(now_, u[3]);
    for (const auto& misroute : service.misroutes)
        if (misroute.from == contact.queue) {
            double sum = 0;
            const double m = q(key(c, service.name, detail(Purpose::self_service, contact.episode, 0, 0, 2)))[0];
            for (const auto& option : misroute.to)
                if (m < (sum += option.share)) {
                    contact.right_queue = contact.queue;
                    contact.queue = option.id;
                    contact.straight = true;
                    break;
                }
        }
    note(contact, What::passed, no_value, id);
    ++contact.stage;
    arrive(i);
}

// What becomes of the contact becomes of its case; a chase ends without consequence for the case.
void Engine::free_contact_and_case(ContactIndex i, std::uint8_t outcome) {
    if (is_chase(contacts_[i]))
        next_chase(contacts_[i]);
    else
        close_case(contacts_[i].case_index, outcome);
    free_contact(i);
}

// ---- joining a queue -----------------------------------------------------------------------------------------------

void Engine::count_offered(Contact& contact) {
    QueueCell& own = cell(contact);
    Case& c = cases_[contact.case_index];
    books_.contacts += 1;
    own[Tally::offered] += 1;
    note(contact, What::offered);
    if (contact.transfer) {
        own[Tally::transferred_in] += 1;
        return;
    }
    if (contact.attempt > 0)
        own[Tally::redials] += 1;
    else if (contact.episode >> 20 == Episode::repeat)
        own[Tally::repeats] += 1;
    if (is_chase(contact)) own[Tally::chases] += 1;
    if (contact.episode >> 20 == Episode::follow_up) {
        own[Tally::follow_ups] += 1;
        return;
    }
    if (model_.queues[contact.queue].medium == Medium::outbound || contact.redirected) return;
    own[Tally::by_customers] += 1;
    count_attempt(c);
}

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
    if (m.live && !queue.open()) return turned_away(i);
    if (queue.lines_used >= m.lines) {
        note(contact, What::blocked);
        cell(contact)[Tally::blocked] += 1;
        count_attempt(c);
        return try_again(i, Cause::blocked);
    }
    if (is_chase(contact) && attach(i)) return;
    set_handle(i);
    if (!queue.redirects.empty())
        if (const QueueId to = redirected(contact); to != no_id) {
            count_offered(contact);
            cell(contact)[Tally::redirected] += 1;
            note(contact, What::redirected, no_value, to);
            contact.queue = to;
            contact.redirected = true;
            ++contact.visit;
            contact.u_patience = contact.u_redial = contact.u_after = -1;
            if (contact.visit < most_hops) return join(i);
            return lose(i, Cause::closed);
        }
    if (contact.agent != nobody && !contact.transfer && wait_for_agent(i)) return;
    contact.agent = nobody;
    const AgentIndex agent = find_agent(contact, m.overflow_after <= 0);
    if (agent != nobody) {
        count_offered(contact);
        cell(contact)[Tally::at_once] += 1;
        note(contact, What::at_once);
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
            count_attempt(c);
            return try_again(i, Cause::balked);
        }
    }
    count_offered(contact);
    if (m.has_callback && !is_chase(contact) && !contact.transfer && accepts_callback(contact)) {
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
    if (contact.episode >> 20 == Episode::follow_up && reason.has_follow_up_handle_time)
        contact.handle = reason.follow_up_handle_time.at(now_, contact.u_handle);
    if (own.factor != no_number) contact.handle *= value(own.factor);
    contact.handle *= harder(c, contact.queue);
    contact.handle += contact.extra;
    contact.handle = std::max(0.0, contact.handle - contact.saved);
}

double Engine::harder(const Case& c, QueueId queue) {
    double factor = 1;
    for (const std::uint16_t n : model_.reasons[c.reason].notifications) {
        const NotificationModel& notification = model_.notifications[n];
        if (notification_off_[n] > 0 || (!notification.enabled && notification_on_[n] == 0)) continue;
        factor *=
            1 + value(notification.leaves_harder) * value(notification.reach) * value(notification.effect) * effect_factor_[n];
    }
    for (const std::uint16_t s : model_.self_service_before[queue]) {
        const SelfServiceModel& service = model_.self_services[s];
        if (self_service_off_[s] > 0 || (!service.enabled && self_service_on_[s] == 0)) continue;
        factor *= 1 + value(service.leaves_harder) * std::min(1.0, value(service.contains[c.reason]) * contains_factor_[s]);
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
    QueueState& queue = queues_[contact.queue];
    queue.max_waiting = std::max(queue.max_waiting, static_cast<int>(queue.waiting.size()));
    if (m.has_chase && !is_chase(contact) && !contact.ghost && contact.began == -never && cases_[contact.case_index].item == i)
        start_chasing(contact.case_index, 1, contact.joined);
    if (!contact.tried && !contact.promised() && contact.began == -never && !contact.ghost) {
        const double leaves = contact.joined + patience(contact);
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
    contact.u_patience = contact.u_redial = contact.u_after = -1;
    if (u[0] < retry) {
        const auto next = std::upper_bound(m.opens.begin(), m.opens.end(), now_);
        if (next != m.opens.end() && !queues_[contact.queue].open_by_hours && *next - now_ <= m.retry_within) {
            contact.state = ContactState::scheduled;
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
    contact.queue = to;
    contact.stage = 0;
    arrive(i);
}

// ---- leaving unserved ------------------------------------------------------------------------------------------------

void Engine::abandon(ContactIndex i) {
    Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[contact.queue];
    if (contact.own_list)
        leave_own_list(i);
    else
        remove_waiting(contact.queue, i);
    QueueCell& own = cell(contact);
    const double waited = now_ - contact.joined;
    queues_[contact.queue].clock.abandoned += 1;
    note(contact, What::abandoned, waited);
    if (contact.backlog) {
        at_start(contact.queue)[Tally::old_abandoned] += 1;
    } else {
        own[Tally::abandoned] += 1;
        own[Tally::wait_all] += waited;
        if (waited <= m.within) own[Tally::abandoned_within] += 1;
        if (m.short_abandon > 0 && waited <= m.short_abandon) own[Tally::short_abandons] += 1;
    }
    queues_[contact.queue].lines_used -= 1;
    if (contact.next_chaser != nobody) abandon_attached(i);
    if (m.silent_share > 0 && leave_silently(i)) return;
    try_again(i, Cause::abandoned);
}

void Engine::disconnect_all(QueueId queue) {
    queues_[queue].draining = false;
    std::vector<ContactIndex> called_back;  // nobody is on the line: they wait for the next opening
    while (!queues_[queue].waiting.empty()) {
        const ContactIndex i = pop_waiting(queue);
        Contact& contact = contacts_[i];
        if (contact.ghost) {
            note(contact, What::place_given_up);
            free_contact(i);
            continue;
        }
        if (contact.promised()) {
            called_back.push_back(i);
            continue;
        }
        if (contact.next_chaser != nobody) abandon_attached(i);
        QueueCell& own = cell(contact);
        note(contact, What::disconnected, now_ - contact.joined);
        if (contact.backlog) {
            at_start(queue)[Tally::old_disconnected] += 1;
        } else {
            own[Tally::disconnected] += 1;
            own[Tally::wait_all] += now_ - contact.joined;
        }
        queues_[queue].lines_used -= 1;
        try_again(i, Cause::disconnected);
    }
    for (const ContactIndex i : called_back) push_waiting(queue, i);
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
    contact.visit = 0;
    contact.stage = 0;
    contact.transfer = contact.tried = contact.backlog = contact.redirected = false;
    contact.straight = contact.episode >> 20 == Episode::come_back;
    contact.right_queue = no_id;
    contact.u_patience = contact.u_redial = contact.u_after = -1;
    contact.saved = contact.extra = 0;
    contact.state = ContactState::scheduled;
    schedule(now_ + after, EventKind::arrival, i);
}

void Engine::lose(ContactIndex i, Cause cause) {
    const Contact& contact = contacts_[i];
    cell(contact)[Tally::lost_cost] += value(model_.queues[contact.queue].lost_cost);
    free_contact_and_case(i, static_cast<std::uint8_t>(ReasonTally::closed + static_cast<int>(cause)));
}

}  // namespace peakline::sim
