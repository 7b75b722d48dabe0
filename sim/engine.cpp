#include "sim/engine.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>

#include <fmt/format.h>

namespace peakline::sim {
namespace {

// Where a known moment stands among the events of the same instant; below 0: before all of them.
int rank_of(Moment::Kind kind) {
    switch (kind) {
        case Moment::Kind::books: return -2;
        case Moment::Kind::open:
        case Moment::Kind::close: return -1;
        case Moment::Kind::roster: return static_cast<int>(EventKind::leave);
        case Moment::Kind::shift:
        case Moment::Kind::shift_end: return static_cast<int>(EventKind::come);
    }
    return 0;
}

}  // namespace

Engine::Engine(const Model& model) : model_(model) {}

void Engine::prepare(const Streams& streams) {
    streams_ = streams;
    season_ = draw_season(model_, streams);
    cases_.clear();
    free_cases_.clear();
    contacts_.clear();
    free_contacts_.clear();
    agents_.clear();
    active_.clear();
    rules_.assign(model_.rules.size(), {});
    seen_.assign(model_.rules.size(), std::vector<Seen>(30));
    minutes_ = 0;
    now_ = model_.begin;
    events_.restart(now_, model_.axis.interval(),
                    model_.axis.interval_of(model_.stop) - model_.axis.interval_of(model_.begin) + 1);
    interval_ = 0;
    const auto queues = model_.queues.size(), groups = model_.groups.size(), reasons = model_.reasons.size();
    queues_.assign(queues, {});
    groups_.assign(groups, {});
    const auto as_written = [this](Kind kind, const auto& things) {
        auto& switches = switches_[static_cast<std::size_t>(kind)];
        switches.clear();
        for (const auto& thing : things) switches.push_back({thing.enabled});
    };
    as_written(Kind::driver, model_.drivers);
    as_written(Kind::reason, model_.reasons);
    as_written(Kind::queue, model_.queues);
    as_written(Kind::notification, model_.notifications);
    as_written(Kind::self_service, model_.self_services);
    as_written(Kind::group, model_.groups);
    as_written(Kind::shift, model_.shifts);
    as_written(Kind::cohort, model_.cohorts);
    as_written(Kind::event, model_.events);
    as_written(Kind::rule, model_.rules);
    occurrences_.assign(model_.events.size(), {});
    effect_factor_.assign(model_.notifications.size(), 1);
    contains_factor_.assign(model_.self_services.size(), 1);
    pending_factor_.assign(reasons, 1);
    sessions_.assign(model_.self_services.size(), 0);
    reason_priority_.assign(reasons, 0);
    books_ = {};
    books_.intervals = model_.axis.intervals();
    books_.days = model_.axis.days();
    books_.queues.assign(queues, std::vector<QueueCell>(static_cast<std::size_t>(books_.intervals), QueueCell{}));
    books_.groups.assign(groups, std::vector<GroupCell>(static_cast<std::size_t>(books_.intervals), GroupCell{}));
    books_.reasons.assign(reasons, std::vector<ReasonCell>(static_cast<std::size_t>(books_.days), ReasonCell{}));
    books_.waits.assign(queues, std::vector<WaitCounts>(static_cast<std::size_t>(books_.days)));
    books_.wait_max.assign(queues, std::vector<double>(static_cast<std::size_t>(books_.days), 0));
    books_.rules.assign(model_.rules.size(), {});
    books_.resolution.assign(reasons, WaitCounts(WaitBins::bins, 0));
    outside_.assign(queues, QueueCell{});
    reasons_outside_.assign(reasons, {});
    for (std::size_t i = 0; i < queues; ++i) {
        const QueueModel& m = model_.queues[i];
        queues_[i].enabled = m.enabled;
        queues_[i].open_by_hours = m.always_open || [&] {
            const auto next = std::upper_bound(m.opens.begin(), m.opens.end(), now_) - m.opens.begin();
            return next > 0 && now_ < m.closes[static_cast<std::size_t>(next) - 1];
        }();
    }
    for (std::size_t g = 0; g < groups; ++g) {
        groups_[g].enabled = model_.groups[g].enabled;
        groups_[g].hazard_at = now_;
        groups_[g].by_shift.resize(model_.shifts.size() + 1);  // the last: by interval
    }
    // Chats that wait may find a slot when there are more of them.
    for (std::size_t i = 0; i < queues; ++i)
        for (const Track* const slots : {&model_.queues[i].slots_usual, &model_.queues[i].slots_priority})
            for (const double at : slots->starts)
                if (at > model_.begin && at < model_.stop) schedule(at, EventKind::overflow, static_cast<std::uint32_t>(i));
    // The first look is after the first people have come.
    if (model_.watches) schedule((std::floor(now_ / minute_seconds) + 1) * minute_seconds, EventKind::rules, 0);
    for (std::size_t h = 0; h < season_.happenings.size(); ++h) {
        const Spell& spell = season_.happenings[h].spell;
        const ActionModel& action = model_.actions[season_.happenings[h].action];
        const double end = may_fade(action) ? spell.fade_end : spell.to;
        if (spell.from >= model_.stop || end < model_.begin || (end == model_.begin && spell.from < end)) continue;
        schedule(std::max(spell.from, model_.begin), EventKind::act, static_cast<std::uint32_t>(h));
        if (end < model_.stop) schedule(end, EventKind::act_end, static_cast<std::uint32_t>(h));
    }
}

Books Engine::run(const Streams& streams, Trace* trace) {
    trace_ = trace;
    prepare(streams);
    loop();
    end_of_run();
    if (trace_) end_trace();
    trace_ = nullptr;
    check_balance();
    return std::move(books_);
}

void Engine::loop() {
    Needs needs(model_, season_, streams_);
    const int first = model_.axis.interval_of(model_.begin);
    const EventLaw law{*this};
    const auto enter_interval = [&](int index) {
        interval_ = index;
        interval_began_ = now_;
        const int reported = first + index;
        reported_ = reported >= 0 && reported < books_.intervals ? reported : -1;
        day_ = reported_ < 0 ? -1 : model_.axis.day_of_interval(reported_);
        if (!active_.empty()) refresh_fading();
        needs.customers(index, now_, needs_now_);
        next_need_ = 0;
        events_.next_interval(law);
    };
    needs_ = &needs;
    enter_interval(0);
    if (model_.begin >= 0)
        for (std::size_t q = 0; q < queues_.size(); ++q) add_backlog(static_cast<QueueId>(q));
    std::size_t next_moment = 0;
    for (;;) {
        const Moment& moment = model_.moments[next_moment];
        const double need_time = next_need_ < needs_now_.size() ? needs_now_[next_need_].time : never;
        const double event_time = events_.next_time(std::min(need_time, moment.time), law);
        if (need_time < event_time && need_time < moment.time) {
            now_ = need_time;
            begin_case(needs_now_[next_need_++]);
            continue;
        }
        if (event_time < moment.time ||
            (event_time == moment.time && static_cast<int>(events_.first().kind()) < rank_of(moment.kind))) {
            now_ = event_time;
            handle(events_.take());
            continue;
        }
        now_ = moment.time;
        ++next_moment;
        if (moment.kind != Moment::Kind::books) {
            handle(moment);
            continue;
        }
        close_books();
        if (next_moment >= model_.moments.size() || moment.time >= model_.stop) break;
        enter_interval(static_cast<int>(moment.index) + 1);
        if (now_ == 0)
            for (std::size_t q = 0; q < queues_.size(); ++q) add_backlog(static_cast<QueueId>(q));
    }
    book_days(needs);
    needs_ = nullptr;
}

// What the rates alone tell: units of every driver and what messages cost, by reported day.
void Engine::book_days(const Needs& needs) {
    books_.units.assign(model_.drivers.size(), {});
    books_.message_cost.assign(static_cast<std::size_t>(books_.days), 0);
    for (int day = 0; day < books_.days; ++day) {
        for (std::size_t d = 0; d < model_.drivers.size(); ++d)
            books_.units[d].push_back(
                needs.units_of_driver(static_cast<std::uint16_t>(d), model_.axis.day_start(day), model_.axis.day_start(day + 1)));
        for (std::size_t n = 0; n < model_.notifications.size(); ++n)
            books_.message_cost[static_cast<std::size_t>(day)] +=
                needs.message_cost_of_day(static_cast<std::uint16_t>(n), day - model_.first_day);
    }
}

void Engine::handle(const Moment& moment) {
    switch (moment.kind) {
        case Moment::Kind::books: return;
        case Moment::Kind::open:
        case Moment::Kind::close: {
            QueueState& queue = queues_[moment.subject];
            const bool was_open = queue.open();
            queue.open_by_hours = moment.kind == Moment::Kind::open;
            set_open(moment.subject, was_open);
            if (!model_.queues[moment.subject].enabled) follow(moment.subject);  // no roster knows the hours of what is out
            return;
        }
        case Moment::Kind::roster: return set_roster(moment.subject);
        case Moment::Kind::shift: return start_shift(moment.subject, moment.index);
        case Moment::Kind::shift_end: return end_shift(moment.subject);
    }
}

// What the event is about has changed since it was scheduled.
bool Engine::is_stale(const Event& event) const {
    switch (event.kind()) {
        case EventKind::patience:
            if (contacts_[event.subject].state != ContactState::waiting) return true;
            [[fallthrough]];
        case EventKind::timeout:
        case EventKind::park:
        case EventKind::customer_message:
        case EventKind::own_list: return !event.is_of(contacts_[event.subject].timer);
        case EventKind::slowed_end: return !event.is_of(agents_[event.subject].chat_timer);
        default: return false;  // known to the verb itself
    }
}

void Engine::handle(const Event& event) {
    if (is_stale(event)) return;
    switch (event.kind()) {
        case EventKind::act: return happens(event.subject, true);
        case EventKind::act_end: return happens(event.subject, false);
        case EventKind::rules: return rule_event(event);
        case EventKind::leave:
        case EventKind::come: return staff_event(event);
        case EventKind::service_end: return finish(event.subject);
        case EventKind::message: return reply_sent(event.subject);
        case EventKind::slowed_end: return slowed_ends(event.subject);
        case EventKind::timeout: return end_conversation(event.subject, true);
        case EventKind::park: return park(event.subject);
        case EventKind::customer_message: return customer_writes(event.subject);
        case EventKind::own_list: leave_own_list(event.subject); return queue_again(event.subject);
        case EventKind::patience: return abandon(event.subject);
        case EventKind::overflow: return serve_waiting(static_cast<QueueId>(event.subject));
        case EventKind::arrival: {
            Contact& contact = contacts_[event.subject];
            if (contact.state == ContactState::self_service) return leave_self_service(event.subject);
            if (contact.state != ContactState::scheduled) return;
            if (contact.chase_kind != 0 && contact.attempt == 0 && !chase_is_due(event.subject)) return;
            return arrive(event.subject);
        }
        case EventKind::redial: return rejoin(event.subject);
        case EventKind::follow_up: return follow_up(event.subject);
    }
}

// Identity of the subjects of two events of one kind at one instant: (name, interval, ordinal), or the agent's group and number.
bool Engine::tie_before(const Event& a, const Event& b) const {
    switch (a.kind()) {
        case EventKind::patience:
        case EventKind::timeout:
        case EventKind::park:
        case EventKind::own_list:
        case EventKind::customer_message:
        case EventKind::arrival:
        case EventKind::follow_up:
        case EventKind::redial: return identity_before(a.subject, b.subject);
        case EventKind::service_end:
        case EventKind::slowed_end:
        case EventKind::message: {
            const Agent &x = agents_[a.subject], &y = agents_[b.subject];
            return std::tie(model_.groups[x.group].name, x.shift, x.number) <
                   std::tie(model_.groups[y.group].name, y.shift, y.number);
        }
        default: return a.subject < b.subject;
    }
}

void Engine::close_books() {
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        close_group_books(static_cast<GroupId>(g));
        look_at_stress(static_cast<GroupId>(g));
        if (reported_ >= 0)
            for (std::size_t k = 0; k < GroupTally::count; ++k)
                books_.groups[g][static_cast<std::size_t>(reported_)][k] += groups_[g].now[k];
        groups_[g].now = {};
    }
    for (std::size_t q = 0; q < queues_.size(); ++q) {
        QueueState& queue = queues_[q];
        if (reported_ >= 0) {
            QueueCell& cell = books_.queues[q][static_cast<std::size_t>(reported_)];
            cell[Tally::backlog] = queue.people();
            cell[Tally::backlog_max] = queue.max_waiting;
            cell[Tally::backlog_age] = queue.people() == 0 ? 0 : now_ - oldest_joined(static_cast<QueueId>(q));
        }
        queue.max_waiting = queue.people();
    }
}

// Nothing more happens: whoever waits is open, whoever is being served has been answered but the case stays open.
void Engine::end_of_run() {
    for (std::size_t i = 0; i < contacts_.size(); ++i) {
        const Contact& contact = contacts_[i];
        if ((contact.state != ContactState::waiting && contact.state != ContactState::attached) || contact.promised() ||
            contact.tried || contact.ghost || contact.began > -never)
            continue;
        if (contact.backlog) {
            note(contact, What::open);
            at_start(contact.queue)[Tally::old_open] += 1;
            continue;
        }
        note(contact, What::open);
        QueueCell& own = cell(contact);
        own[Tally::open] += 1;
        if (now_ - contact.joined <= model_.queues[contact.queue].within) own[Tally::open_early] += 1;
    }
    for (std::size_t r = 0; r < rules_.size(); ++r) book_rule(r);
    for (std::size_t i = 0; i < cases_.size(); ++i)
        if (cases_[i].alive) {
            note(cases_[i], What::case_open);
            count(cases_[i], ReasonTally::open);
        }
}

void Engine::check_balance() const {
    for (std::size_t r = 0; r < model_.reasons.size(); ++r) {
        double in = 0, out = 0;
        for (const ReasonCell& cell : {books_.reason(r), reasons_outside_[r]}) {
            in += cell[ReasonTally::needs] + cell[ReasonTally::backlog];
            for (std::size_t tally = ReasonTally::prevented; tally <= ReasonTally::open; ++tally) out += cell[tally];
        }
        if (in != out)
            throw std::logic_error(
                fmt::format("the books of reason {} do not balance in replication {}: {} came, {} are accounted for",
                            model_.reasons[r].title, streams_.queueing, in, out));
    }
    for (std::size_t q = 0; q < model_.queues.size(); ++q) {
        QueueCell sum = outside_[q];
        for (const auto& cell : books_.queues[q])
            for (std::size_t i = 0; i < Tally::backlog; ++i) sum[i] += cell[i];
        sum[Tally::offered] += sum[Tally::old];
        const double out = sum[Tally::old_answered] + sum[Tally::old_abandoned] + sum[Tally::old_disconnected] +
                           sum[Tally::old_open] + sum[Tally::answered] + sum[Tally::abandoned] + sum[Tally::disconnected] +
                           sum[Tally::redirected] + sum[Tally::called_back] + sum[Tally::open];
        if (sum[Tally::offered] != out)
            throw std::logic_error(
                fmt::format("the books of queue {} do not balance in replication {}: {} offered, {} are accounted for",
                            model_.queues[q].title, streams_.queueing, sum[Tally::offered], out));
    }
}

}  // namespace peakline::sim
