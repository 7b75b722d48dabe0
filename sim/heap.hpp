// The event list: a 4-ary implicit heap of small PODs, ordered by time, then kind, then identity (model.md section 7).
#pragma once

#include <cstdint>
#include <vector>

namespace peakline::sim {

// In the order in which things happen at one instant; books, openings and closings come from the model's moments.
enum class EventKind : std::uint8_t { act, act_end, rules, leave, come, service_end, message, patience, overflow, arrival, redial };

struct Event {
    double time;
    std::uint32_t kind_version;      // kind in the upper 8 bits: sorts; version in the lower 24
    std::uint32_t subject;           // contact, agent, queue or happening
    EventKind kind() const { return static_cast<EventKind>(kind_version >> 24); }
    std::uint32_t version() const { return kind_version & 0xffffffu; }
};

inline std::uint32_t pack(EventKind kind, std::uint32_t version) { return static_cast<std::uint32_t>(kind) << 24 | (version & 0xffffffu); }

class EventHeap {
public:
    bool empty() const { return heap_.empty(); }
    const Event& top() const { return heap_.front(); }
    std::size_t size() const { return heap_.size(); }
    void clear() { heap_.clear(); }
    // Equal times and kinds: `tie(a, b)` says whether a comes first, by identity.
    template <class Tie>
    void push(const Event& event, const Tie& tie) {
        heap_.push_back(event);
        std::size_t i = heap_.size() - 1;
        while (i > 0) {
            const std::size_t parent = (i - 1) / 4;
            if (!before(event, heap_[parent], tie)) break;
            heap_[i] = heap_[parent];
            i = parent;
        }
        heap_[i] = event;
    }
    template <class Tie>
    void pop(const Tie& tie) {
        const Event last = heap_.back();
        heap_.pop_back();
        const std::size_t n = heap_.size();
        if (n == 0) return;
        std::size_t i = 0;
        for (;;) {
            const std::size_t first = 4 * i + 1;
            if (first >= n) break;
            std::size_t best = first;
            const std::size_t end = first + 4 < n ? first + 4 : n;
            for (std::size_t child = first + 1; child < end; ++child)
                if (before(heap_[child], heap_[best], tie)) best = child;
            if (!before(heap_[best], last, tie)) break;
            heap_[i] = heap_[best];
            i = best;
        }
        heap_[i] = last;
    }

private:
    template <class Tie>
    static bool before(const Event& a, const Event& b, const Tie& tie) {
        if (a.time != b.time) return a.time < b.time;
        if (a.kind() != b.kind()) return a.kind() < b.kind();
        return tie(a, b);
    }
    std::vector<Event> heap_;
};

}  // namespace peakline::sim
