#include <algorithm>
#include <cmath>

#include "sim/compiler.hpp"

namespace peakline::sim {
namespace {

bool infinite(const Quantity& quantity) {
    return std::all_of(quantity.points.begin(), quantity.points.end(), [](const auto& p) { return p.value.is_infinite(); });
}

Track slots_track(const Changing<Slots>& slots, const Model& model, int Slots::*member) {
    Track track;
    track.starts = slots.constant() ? std::vector<double>{model.span.from} : piece_starts(slots, model.axis, model.span);
    track.from.clear();
    for (const double start : track.starts)
        track.from.push_back((slots.constant() ? slots.first() : slots.at(model.axis.local(start))).*member);
    track.to = track.from;
    return track;
}

void compile_chat(Compiler& c, const Queue& queue, const std::string& path, QueueModel& q) {
    q.slots_usual = slots_track(queue.slots, c.model, &Slots::usual);
    q.slots_priority = slots_track(queue.slots, c.model, &Slots::priority);
    q.silent_share = queue.silent_share;
    q.silent_costs = c.duration(queue.silent_costs);
    q.by_messages = queue.conversation.has_value();
    q.slowdown = queue.slowdown.empty() ? std::vector<double>{1} : queue.slowdown;
    if (!q.by_messages) return;
    q.messages = c.duration(queue.conversation->messages);
    q.agent_reply = c.duration(queue.conversation->agent_reply);
    q.customer_reply = c.duration(queue.conversation->customer_reply);
    q.goes_silent = c.number(queue.conversation->goes_silent, path + ".conversation.goes_silent");
    q.timeout = queue.conversation->timeout;
    q.parks_after = queue.conversation->parks_after;
}

}  // namespace

// Openings that touch are one; a queue without hours is always open.
OpeningTimes opening_times(const Hours& hours, const TimeAxis& axis, Span span) {
    std::vector<std::pair<double, double>> open;
    const int first = axis.local(span.from).date - axis.first_day() - 1, last = axis.local(span.to).date - axis.first_day();
    const auto instant = [&](int day, double second) {
        const int extra = static_cast<int>(second / day_seconds);
        const auto rest = static_cast<std::int32_t>(second - extra * day_seconds);
        return rest == 0 ? axis.day_start(day + extra) : axis.seconds({axis.date_of_day(day + extra), rest});
    };
    for (int day = first; day <= last; ++day) {
        const Date date = axis.date_of_day(day);
        if (const auto* openings = hours.find(date, axis.is_holiday(date)))
            for (const Opening& opening : *openings) open.emplace_back(instant(day, opening.from), instant(day, opening.to));
    }
    std::sort(open.begin(), open.end());
    OpeningTimes times;
    for (const auto& [from, to] : open) {
        if (!times.closes.empty() && from <= times.closes.back())
            times.closes.back() = std::max(times.closes.back(), to);
        else
            times.opens.push_back(from), times.closes.push_back(to);
    }
    return times;
}

void Compiler::compile_queues() {
    for (const Queue& queue : scenario.queues) {
        const std::string path = "queues." + queue.name;
        QueueModel q;
        q.name = hash64(queue.name);
        q.title = queue.name;
        q.enabled = queue.enabled;
        q.medium = queue.medium;
        q.live = queue.medium == Medium::voice || queue.medium == Medium::chat;
        q.always_open = queue.hours.empty();
        if (!q.always_open) {
            auto times = opening_times(queue.hours, model.axis, model.span);
            q.opens = std::move(times.opens);
            q.closes = std::move(times.closes);
        }
        if (queue.closed) {
            q.has_closed = true;
            q.retry = number(queue.closed->retry, path + ".closed.retry");
            q.retry_within = queue.closed->within;
            q.closed_queues = choice(queue.closed->queues, queues);
        }
        if (queue.handle_time) q.handle_time = duration(*queue.handle_time);
        q.rings = duration(queue.rings);
        q.patience = duration(queue.patience);
        q.patience.infinite = infinite(queue.patience);
        q.patience_as_written = queue.patience.first();
        if (queue.balks) {
            q.balks = true;
            q.balk_length = queue.balks->when_longer_than.value_or(never);
            q.balk_wait = queue.balks->when_wait_above.value_or(never);
            q.balk_share = number(queue.balks->share, path + ".balks.share");
        }
        q.lines = queue.lines;
        if (queue.redial) {
            q.has_redial = true;
            q.redial_share = number(queue.redial->share, path + ".redial.share");
            q.redial_after = duration(queue.redial->after);
            q.redial_up_to = queue.redial->up_to;
            q.redial_queues = choice(queue.redial->queues, queues);
        }
        q.repeat_share = number(queue.repeat.share, path + ".repeat.share");
        q.repeat_after = duration(queue.repeat.after);
        q.repeat_within = queue.repeat.within;
        q.repeat_same_agent = queue.repeat.same_agent;
        q.repeat_priority = queue.repeat.priority;
        if (queue.transfer) {
            q.has_transfer = true;
            const NumberId general = number(queue.transfer->share, path + ".transfer.share");
            q.transfer_share.assign(scenario.reasons.size(), general);
            for (const auto& [reason, share] : queue.transfer->by_reason)
                q.transfer_share[reasons.at(reason)] = number(share, path + ".transfer.share." + reason);
            q.transfer_queues = choice(queue.transfer->queues, queues);
            q.transfer_adds = duration(queue.transfer->adds);
        }
        q.within = queue.target.within.value_or(QueueModel::no_within);
        q.short_abandon = queue.short_abandon;
        q.formula = queue.service_level_counts;
        q.disconnects = queue.closing == Closing::disconnect;
        q.order = queue.order;
        q.priority = queue.priority;
        q.lost_cost = number(queue.lost_contact_costs, path + ".lost_contact_costs");
        q.overflow_after = queue.overflow_after;
        q.connects = number(queue.connects, path + ".connects");
        q.no_answer = duration(queue.no_answer);
        if (queue.backlog) q.backlog_items = queue.backlog->items, q.backlog_age = duration(queue.backlog->age);
        if (queue.medium == Medium::chat) compile_chat(*this, queue, path, q);
        if (queue.callback) {
            q.has_callback = true;
            q.callback_above = queue.callback->offer_above;
            q.callback_accepts = number(queue.callback->accepts, path + ".callback.accepts");
            q.callback_connects = number(queue.callback->connects, path + ".callback.connects");
            q.callback_within = queue.callback->within;
            q.callback_tries = queue.callback->tries;
        }
        q.has_chase = queue.chase.has_value();
        if (q.has_chase) q.chase = chase(*queue.chase, q.name, path + ".chase");
        model.queues.push_back(std::move(q));
    }
}

}  // namespace peakline::sim
