#include <tuple>

#include "sim/engine.hpp"

namespace peakline::sim {

bool Engine::identity_before(ContactIndex a, ContactIndex b) const {
    const Case &x = cases_[contacts_[a].case_index], &y = cases_[contacts_[b].case_index];
    return std::tie(model_.reasons[x.reason].name, x.cell, x.ordinal, contacts_[a].episode) <
           std::tie(model_.reasons[y.reason].name, y.cell, y.ordinal, contacts_[b].episode);
}

struct Engine::ServiceOrder {
    const Engine& engine;
    bool before(const QueueEntry& a, const QueueEntry& b) const {
        if (a.priority != b.priority) return a.priority > b.priority;
        if (a.key != b.key) return a.key < b.key;
        return engine.identity_before(a.contact, b.contact);
    }
};

struct Engine::ServiceLaw : ServiceOrder {
    Pool<Contact>& contacts;
    void place(ContactIndex contact, std::uint32_t place) const { contacts[contact].place = place; }
};

// One more waits, in the queue's line or for an agent of its own.
void Engine::count_waiting(QueueId id, ContactIndex i) {
    QueueState& queue = queues_[id];
    if (queue.people() == 1) queue.by_arrival.clear();
    queue.by_arrival.add({contacts_[i].joined, i});
    queue.max_waiting = std::max(queue.max_waiting, queue.people());
}

// Whom we have promised to call waits beside the line of a closed queue, for its opening.
void Engine::push_waiting(QueueId id, ContactIndex i) {
    QueueState& queue = queues_[id];
    const bool promised = contacts_[i].promised();
    if (promised) queue.promised.push_back(i);
    if (!promised || queue.open()) line_up(id, i);
    count_waiting(id, i);
}

void Engine::line_up(QueueId id, ContactIndex i) {
    QueueState& queue = queues_[id];
    const Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[id];
    double key = contact.first_arrival;
    if (m.order == Order::lifo) key = -key;
    if (m.order == Order::deadline && m.within >= 0) key += m.within;
    queue.waiting.push({key, contact.priority, i}, m.order != Order::random, ServiceLaw{{*this}, contacts_});
}

void Engine::remove_waiting(QueueId id, ContactIndex i) {
    QueueState& queue = queues_[id];
    if (!contacts_[i].promised()) return leave_line(id, i);
    std::erase(queue.promised, i);
    if (queue.open()) leave_line(id, i);
}

void Engine::leave_line(QueueId id, ContactIndex i) {
    QueueState& queue = queues_[id];
    queue.waiting.remove(contacts_[i].place, ServiceLaw{{*this}, contacts_});
    if (queue.waiting.empty()) queue.draining = false;
    const QueueModel& m = model_.queues[id];
    // One who came before this one and whom others could have taken meanwhile may stand in front now.
    if (m.overflow_after < never && !queue.waiting.empty() && first_waiting(id).joined < contacts_[i].joined &&
        overflow_due(first_waiting(id)))
        schedule(now_, EventKind::overflow, id);
    if (queue.waiting.empty()) wake_chats(id);
}

// Agents who were kept from chats by those who waited here take chats again.
void Engine::wake_chats(QueueId id) {
    for (const QueueId chat : model_.queues[id].holds_back)
        if (!queues_[chat].waiting.empty()) schedule(now_, EventKind::overflow, chat);
}

const QueueEntry& Engine::first_entry(QueueId id) const { return queues_[id].waiting.first(ServiceOrder{*this}); }

ContactIndex Engine::pop_waiting(QueueId id) {
    QueueState& queue = queues_[id];
    QueueEntry chosen = first_entry(id);
    if (model_.queues[id].order == Order::random) {  // among those of the highest priority
        const std::int32_t highest = chosen.priority;
        std::uint64_t n = 0;
        do {
            const auto u = q({model_.queues[id].name, n++, static_cast<std::uint64_t>(queue.served), detail(Purpose::routing)});
            chosen = queue.waiting.in_heap(static_cast<std::size_t>(u[0] * static_cast<double>(queue.waiting.size())));
        } while (chosen.priority != highest);
    }
    const ContactIndex contact = chosen.contact;
    queue.served += 1;
    remove_waiting(id, contact);
    return contact;
}

// When the oldest of those who wait joined: not the first to be served, where priority or order say otherwise.
double Engine::oldest_joined(QueueId id) {
    return queues_[id].by_arrival.oldest([&](const Arrival& arrival) {
        const Contact& contact = contacts_[arrival.contact];
        return contact.state != ContactState::waiting || contact.queue != id || contact.joined != arrival.joined;
    });
}

}  // namespace peakline::sim
