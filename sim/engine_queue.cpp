#include <tuple>

#include "sim/engine.hpp"

namespace peakline::sim {

bool Engine::identity_before(ContactIndex a, ContactIndex b) const {
    const Case &x = cases_[contacts_[a].case_index], &y = cases_[contacts_[b].case_index];
    return std::tie(model_.reasons[x.reason].name, x.cell, x.ordinal, contacts_[a].episode) <
           std::tie(model_.reasons[y.reason].name, y.cell, y.ordinal, contacts_[b].episode);
}

bool Engine::serves_before(const QueueEntry& a, const QueueEntry& b) const {
    if (a.priority != b.priority) return a.priority > b.priority;
    if (a.key != b.key) return a.key < b.key;
    return identity_before(a.contact, b.contact);
}

void Engine::push_waiting(QueueId id, ContactIndex i) {
    QueueState& queue = queues_[id];
    Contact& contact = contacts_[i];
    const QueueModel& m = model_.queues[id];
    switch (m.order) {
    case Order::fifo:
    case Order::random: contact.order_key = contact.first_arrival; break;
    case Order::lifo: contact.order_key = -contact.first_arrival; break;
    case Order::deadline: contact.order_key = contact.first_arrival + (m.within >= 0 ? m.within : 0); break;
    }
    const QueueEntry entry{contact.order_key, contact.priority, i};
    auto& heap = queue.heap;
    heap.push_back(entry);
    std::size_t place = heap.size() - 1;
    while (place > 0) {
        const std::size_t parent = (place - 1) / 4;
        if (!serves_before(entry, heap[parent])) break;
        heap[place] = heap[parent];
        contacts_[heap[place].contact].place = static_cast<std::uint32_t>(place);
        place = parent;
    }
    heap[place] = entry;
    contact.place = static_cast<std::uint32_t>(place);
    if (m.tracks_oldest) queue.by_arrival.emplace_back(contact.joined, i);
}

void Engine::remove_waiting(QueueId id, std::size_t place) {
    auto& heap = queues_[id].heap;
    const QueueEntry last = heap.back();
    heap.pop_back();
    const std::size_t n = heap.size();
    if (place == n) return;
    // The last entry fills the hole and moves up or down to where it belongs.
    while (place > 0) {
        const std::size_t parent = (place - 1) / 4;
        if (!serves_before(last, heap[parent])) break;
        heap[place] = heap[parent];
        contacts_[heap[place].contact].place = static_cast<std::uint32_t>(place);
        place = parent;
    }
    for (;;) {
        const std::size_t first = 4 * place + 1;
        if (first >= n) break;
        std::size_t best = first;
        for (std::size_t child = first + 1; child < std::min(first + 4, n); ++child)
            if (serves_before(heap[child], heap[best])) best = child;
        if (!serves_before(heap[best], last)) break;
        heap[place] = heap[best];
        contacts_[heap[place].contact].place = static_cast<std::uint32_t>(place);
        place = best;
    }
    heap[place] = last;
    contacts_[last.contact].place = static_cast<std::uint32_t>(place);
}

ContactIndex Engine::pop_waiting(QueueId id) {
    QueueState& queue = queues_[id];
    std::size_t place = 0;
    if (model_.queues[id].order == Order::random && queue.heap.size() > 1) {
        const auto u = q({model_.queues[id].name, 0, static_cast<std::uint64_t>(queue.served), detail(Purpose::routing)});
        place = static_cast<std::size_t>(u[0] * static_cast<double>(queue.heap.size()));
    }
    queue.served += 1;
    const ContactIndex contact = queue.heap[place].contact;
    remove_waiting(id, place);
    return contact;
}

// When the oldest of those who wait joined.
double Engine::oldest_joined(QueueId id) {
    QueueState& queue = queues_[id];
    if (!model_.queues[id].tracks_oldest) return contacts_[queue.heap.front().contact].joined;
    auto& list = queue.by_arrival;
    const auto gone = [&](const std::pair<double, ContactIndex>& entry) {
        const Contact& contact = contacts_[entry.second];
        return contact.state != ContactState::waiting || contact.queue != id || contact.joined != entry.first;
    };
    while (queue.oldest < list.size() && gone(list[queue.oldest])) ++queue.oldest;
    if (queue.oldest > 1024 && 2 * queue.oldest > list.size()) {
        list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(queue.oldest));
        queue.oldest = 0;
    }
    return list[queue.oldest].first;
}

}  // namespace peakline::sim
