// The event list: a calendar queue (Brown, "Calendar queues", Comm. ACM 31 (1988)) of small PODs, ordered by time, then kind, then
// identity (model.md section 7). The current interval is divided into slots, about six for every event expected; only the slot
// whose turn has come is sorted. What is due in later intervals waits unsorted by interval. So an event costs the same
// however many there are.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace peakline::sim {

// In the order in which things happen at one instant; books, openings and closings come from the model's moments.
enum class EventKind : std::uint8_t {
    act,
    act_end,
    rules,
    leave,
    come,
    service_end,
    message,
    slowed_end,
    patience,
    timeout,
    park,
    own_list,
    overflow,
    customer_message,
    follow_up,
    arrival,
    redial
};

struct Event {
    double time;
    std::uint32_t kind_version;  // kind in the upper 8 bits; version in the lower 24
    std::uint32_t subject;       // contact, agent, queue or happening
    EventKind kind() const { return static_cast<EventKind>(kind_version >> 24); }
    // Whether it was scheduled when its subject had this timer.
    bool is_of(std::uint32_t timer) const { return ((kind_version ^ timer) & 0xffffffu) == 0; }
};

inline std::uint32_t pack(EventKind kind, std::uint32_t version) {
    return static_cast<std::uint32_t>(kind) << 24 | (version & 0xffffffu);
}

// `Law` decides what time and kind leave open, tie(a, b): a before b; and whether an event will have no effect any more, stale(event):
// such events may be dropped unseen, and may be given all the same.
class EventList {
public:
    static constexpr double no_time = std::numeric_limits<double>::infinity();

    // Empties the list. Time is divided into `intervals` of `length` from `start` on; what is due later still never happens.
    void restart(double start, double length, int intervals) {
        start_ = start;
        length_ = length;
        interval_ = -1;
        end_ = start;
        later_.assign(static_cast<std::size_t>(intervals), none);
        nodes_.clear();
        unused_ = none;
        current_.clear();
        waiting_ = taken_ = 0;
    }
    // Time enters the next interval. All events before it have been taken; about as many as in the last one are to come.
    template <class Law>
    void next_interval(const Law& law) {
        begin_ = end_;
        end_ = start_ + length_ * (++interval_ + 1);
        std::size_t slots = 64;
        while (slots < 6 * taken_ && slots < most_slots) slots *= 2;
        taken_ = 0;
        slots_.assign(slots, none);
        used_.assign(slots / 64, 0);
        per_second_ = static_cast<double>(slots) / length_;
        slot_ = 0;
        for (std::uint32_t n = later_[static_cast<std::size_t>(interval_)]; n != none;) {
            const Node node = nodes_[n];
            give_back(n);
            if (!law.stale(node.event)) push(node.event, law);
            n = node.next;
        }
    }
    // Not before the last event that was taken.
    template <class Law>
    void push(const Event& event, const Law& law) {
        if (event.time >= end_) return push_later(event);
        const std::size_t slot = slot_of(event.time);
        if (slot <= slot_) return insert(event, law);
        link(slots_[slot], event);
        used_[slot / 64] |= std::uint64_t{1} << (slot % 64);
        ++waiting_;
    }
    // When the first event of the interval happens, or no_time if that is after `limit`: slots beyond it stay unsorted.
    template <class Law>
    double next_time(double limit, const Law& law) {
        while (current_.empty())
            if (!turn_to_slot(slot_of(limit), law)) return no_time;
        return current_.back().time;
    }
    // After next_time() has told that there is one.
    const Event& first() const { return current_.back(); }
    Event take() {
        const Event event = current_.back();
        current_.pop_back();
        ++taken_;
        return event;
    }

private:
    static constexpr std::uint32_t none = 0xffffffffu;
    static constexpr std::size_t most_slots = std::size_t{1} << 16;
    struct Node {
        Event event;
        std::uint32_t next;
    };

    template <class Law>
    static bool before(const Event& a, const Event& b, const Law& law) {
        if (a.time != b.time) return a.time < b.time;
        return a.kind() != b.kind() ? a.kind() < b.kind() : law.tie(a, b);
    }
    std::size_t slot_of(double time) const {
        return std::min(slots_.size() - 1, static_cast<std::size_t>(std::max(0.0, time - begin_) * per_second_));
    }
    void push_later(const Event& event) {
        const double intervals = (event.time - start_) / length_;
        if (!(intervals < static_cast<double>(later_.size()))) return;
        link(later_[std::max(static_cast<std::size_t>(intervals), static_cast<std::size_t>(interval_ + 1))], event);
    }
    void link(std::uint32_t& head, const Event& event) {
        std::uint32_t n = unused_;
        if (n == none) {
            n = static_cast<std::uint32_t>(nodes_.size());
            nodes_.push_back({event, head});
        } else {
            unused_ = nodes_[n].next;
            nodes_[n] = {event, head};
        }
        head = n;
    }
    void give_back(std::uint32_t n) {
        nodes_[n].next = unused_;
        unused_ = n;
    }
    // Into the slot whose turn it is (or one that was passed over because it was empty): sorted, the first at the back.
    template <class Law>
    void insert(const Event& event, const Law& law) {
        const auto later = [&](const Event& a, const Event& b) { return before(b, a, law); };
        auto at = current_.end();
        for (int step = 0; step < 8 && at != current_.begin() && !later(*(at - 1), event); ++step) --at;
        // Thousands at one instant (all agents come at nine) are not passed one by one.
        if (at != current_.begin() && !later(*(at - 1), event)) at = std::lower_bound(current_.begin(), at, event, later);
        current_.insert(at, event);
    }
    // The next slot with events is the current one, unless it comes after `last`.
    template <class Law>
    bool turn_to_slot(std::size_t last, const Law& law) {
        if (waiting_ == 0) return false;
        std::size_t word = slot_ / 64;
        while (used_[word] == 0) ++word;
        const std::size_t slot = word * 64 + static_cast<std::size_t>(std::countr_zero(used_[word]));
        if (slot > last) return false;
        used_[word] &= used_[word] - 1;
        slot_ = slot;
        for (std::uint32_t n = slots_[slot]; n != none;) {
            const Node node = nodes_[n];
            give_back(n);
            --waiting_;
            if (!law.stale(node.event)) current_.push_back(node.event);
            n = node.next;
        }
        if (current_.size() > 1)
            std::sort(current_.begin(), current_.end(), [&](const Event& a, const Event& b) { return before(b, a, law); });
        return true;
    }

    double start_ = 0, length_ = 1;                // of the first interval; of each
    int interval_ = -1;                            // current
    double begin_ = 0, end_ = 0, per_second_ = 0;  // of the current interval
    std::vector<std::uint32_t> slots_, later_;     // first node of each slot; of each later interval
    std::vector<std::uint64_t> used_;              // bit by slot: it has events
    std::size_t slot_ = 0;                         // the slot in current_
    std::size_t waiting_ = 0;                      // events in later slots of the interval
    std::size_t taken_ = 0;                        // in this interval
    std::vector<Event> current_;
    std::vector<Node> nodes_;
    std::uint32_t unused_ = none;
};

}  // namespace peakline::sim
