// Cases and the contacts that carry them: how they begin, choose, and end.
#include <algorithm>
#include <cmath>

#include "sim/engine.hpp"

namespace peakline::sim {

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
    c.day = day_;
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
        if (!is_on(Kind::notification, n)) continue;
        const double share = value(notification.reach) * std::min(1.0, value(notification.effect) * effect_factor_[n]);
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
        if (c.day >= 0) ++books_.resolution[c.reason][static_cast<std::size_t>(WaitBins::bin(now_ - c.since))];
    } else if (c.contacts > 0 && c.answered == 0) {
        counts[ReasonTally::unreached] += 1;
        counts[ReasonTally::unreached_attempts] += c.contacts;
    }
    c.alive = false;
    if (c.contacts_alive == 0) free_cases_.push_back(case_index);
}

// Sums over the reasons up to each: of those that choose the queue, by their needs of the first day; where these have none, by
// their shares; of a queue that others are transferred to, all reasons alike.
std::vector<double> Engine::backlog_weights(QueueId queue) const {
    const auto sums = [&](const auto& weight) {
        std::vector<double> result;
        double total = 0;
        for (std::size_t r = 0; r < model_.reasons.size(); ++r) {
            double share = 0;
            for (const auto& option : model_.reasons[r].queues.at(now_))
                if (option.id == queue) share = option.share;
            result.push_back(total += model_.reasons[r].enabled ? weight(static_cast<ReasonId>(r), share) : 0);
        }
        return result;
    };
    std::vector<double> result = sums(
        [&](ReasonId reason, double share) { return share > 0 ? share * needs_->needs_of_day(reason, model_.day_of(now_)) : 0; });
    if (result.back() <= 0) result = sums([](ReasonId, double share) { return share; });
    if (result.back() <= 0) result = sums([&](ReasonId reason, double) { return model_.reasons[reason].outbound ? 0.0 : 1.0; });
    if (result.back() <= 0) result = std::vector<double>(1, 1.0);
    return result;
}

// What is there at the start joined `age` ago; its patience is drawn given that it is still there.
void Engine::add_backlog(QueueId queue) {
    const QueueModel& m = model_.queues[queue];
    const auto items = static_cast<std::uint32_t>(m.backlog_items + 0.5);
    if (items == 0) return;
    const std::vector<double> weights = backlog_weights(queue);
    const double total = weights.back();
    const std::uint64_t name = hash64(m.name, hash64("backlog"));
    for (std::uint32_t n = 0; n < items; ++n) {
        const auto u = q({name, 0, n, detail(Purpose::backlog)});
        const std::uint32_t index = take_case(cases_, free_cases_);
        Case& c = cases_[index];
        c.reason = static_cast<ReasonId>(std::upper_bound(weights.begin(), weights.end() - 1, u[0] * total) - weights.begin());
        c.cell = name;
        c.ordinal = n;
        c.alive = c.backlog = true;
        c.day = 0;
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

// What becomes of the contact becomes of its case; a chase ends without consequence for the case.
void Engine::free_contact_and_case(ContactIndex i, std::uint8_t outcome) {
    if (contacts_[i].is(Episode::chase))
        next_chase(contacts_[i]);
    else
        close_case(contacts_[i].case_index, outcome);
    free_contact(i);
}

}  // namespace peakline::sim
