// The event list: a 4-ary implicit heap of small PODs, ordered by time, then kind, then identity (model.md section 7).
#pragma once

#include <cstdint>
#include <vector>

namespace peakline::sim {

// In the order in which things happen at one instant; books, openings and closings come from the model's moments.
enum class EventKind : std::uint8_t { act, act_end, rules, leave, come, service_end, message, slowed_end, patience, timeout, park, own_list, overflow, customer_message, follow_up, arrival, redial };

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
    bool empty() const { return heap_.size() == (hole_ ? 1 : 0); }
    std::size_t size() const { return heap_.size() - (hole_ ? 1 : 0); }
    void clear() {
        heap_.clear();
        hole_ = false;
    }
    // The first event; equal times and kinds: `tie(a, b)` says whether a comes first, by identity.
    template <class Tie>
    const Event& top(const Tie& tie) {
        if (hole_) fill_hole(tie);
        return heap_.front();
    }
    // Leaves a hole at the top, which the next push fills at the cost of one: most events bring forth another.
    template <class Tie>
    void pop(const Tie& tie) {
        if (hole_) fill_hole(tie);
        hole_ = true;
    }
    template <class Tie>
    void push(const Event& event, const Tie& tie) {
        if (hole_) {
            hole_ = false;
            return sink(event, tie);
        }
        heap_.push_back(event);
        rise(heap_.size() - 1, event, tie);
    }

private:
    template <class Tie>
    static bool before(const Event& a, const Event& b, const Tie& tie) {
        bool first = a.time < b.time;
        if (a.time == b.time) [[unlikely]]
            first = a.kind() != b.kind() ? a.kind() < b.kind() : tie(a, b);
        return first;
    }
    template <class Tie>
    void fill_hole(const Tie& tie) {
        hole_ = false;
        const Event last = heap_.back();
        heap_.pop_back();
        if (!heap_.empty()) sink(last, tie);
    }
    // From the top down along the smallest children to a leaf, then up to where the event belongs: it mostly belongs low.
    template <class Tie>
    void sink(const Event& event, const Tie& tie) {
        const std::size_t n = heap_.size();
        std::size_t i = 0;
        for (;;) {
            const std::size_t first = 4 * i + 1;
            std::size_t best = first;
            if (first + 3 < n) {
                const std::size_t left = first + (before(heap_[first + 1], heap_[first], tie) ? 1 : 0);
                const std::size_t right = first + 2 + (before(heap_[first + 3], heap_[first + 2], tie) ? 1 : 0);
                best = before(heap_[right], heap_[left], tie) ? right : left;
            } else {
                if (first >= n) break;
                for (std::size_t child = first + 1; child < n; ++child)
                    if (before(heap_[child], heap_[best], tie)) best = child;
            }
            heap_[i] = heap_[best];
            i = best;
        }
        rise(i, event, tie);
    }
    template <class Tie>
    void rise(std::size_t i, const Event& event, const Tie& tie) {
        while (i > 0) {
            const std::size_t parent = (i - 1) / 4;
            if (!before(event, heap_[parent], tie)) break;
            heap_[i] = heap_[parent];
            i = parent;
        }
        heap_[i] = event;
    }

    std::vector<Event> heap_;
    bool hole_ = false;                  // heap_[0] is gone, its place not filled yet
};

}  // namespace peakline::sim
