// Who waits in a queue, in the order of service. Most contacts join behind all others: these stand in a line, from which one
// leaves in front at once and elsewhere by leaving a gap. Who belongs before somebody who is there already (higher priority,
// older first arrival, last in first out) stands in an indexed 4-ary heap beside it; the first of the two is served first.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace peakline::sim {

// A waiting contact with what its place depends on: priority, then key, then identity (see `Law`).
struct QueueEntry {
    double key = 0;
    std::int32_t priority = 0;
    std::uint32_t contact = 0;
};

// `Law` says who is served first, before(a, b), and notes where a contact stands: place(contact, place).
class WaitingLine {
public:
    bool empty() const { return size() == 0; }
    std::size_t size() const { return in_line_ + heap_.size(); }

    // Not empty.
    template <class Law>
    const QueueEntry& first(const Law& law) const {
        if (in_line_ == 0) return heap_.front();
        if (heap_.empty() || law.before(line_[head_], heap_.front())) return line_[head_];
        return heap_.front();
    }
    // Of a line in which nobody stands but in the heap (see push): any place below size().
    const QueueEntry& in_heap(std::size_t place) const { return heap_[place]; }

    // `may_line_up`: false keeps all in the heap, so that a place can be chosen at random.
    template <class Law>
    void push(const QueueEntry& entry, bool may_line_up, const Law& law) {
        if (may_line_up && (in_line_ == 0 || !law.before(entry, line_.back()))) {
            if (in_line_ == 0) clear_line();
            law.place(entry.contact, static_cast<std::uint32_t>(passed_ + line_.size()) | lined_up);
            line_.push_back(entry);
            ++in_line_;
            return;
        }
        heap_.push_back(entry);
        rise(heap_.size() - 1, entry, law);
    }

    template <class Law>
    void remove(std::uint32_t place, const Law& law) {
        if ((place & lined_up) == 0) return remove_from_heap(place, law);
        --in_line_;
        line_[((place & ~lined_up) - passed_) & ~lined_up].contact = gap;
        if (in_line_ == 0) return clear_line();
        while (line_[head_].contact == gap) ++head_;
        while (line_.back().contact == gap) line_.pop_back();
        if (head_ < 1024 || 2 * head_ < line_.size()) return;
        line_.erase(line_.begin(), line_.begin() + static_cast<std::ptrdiff_t>(head_));
        passed_ = (passed_ + static_cast<std::uint32_t>(head_)) & ~lined_up;
        head_ = 0;
    }

private:
    static constexpr std::uint32_t lined_up = 0x80000000u, gap = 0xffffffffu;

    void clear_line() {
        passed_ = (passed_ + static_cast<std::uint32_t>(line_.size())) & ~lined_up;
        line_.clear();
        head_ = 0;
    }
    template <class Law>
    void rise(std::size_t place, const QueueEntry& entry, const Law& law) {
        while (place > 0) {
            const std::size_t parent = (place - 1) / 4;
            if (!law.before(entry, heap_[parent])) break;
            set(place, heap_[parent], law);
            place = parent;
        }
        set(place, entry, law);
    }
    template <class Law>
    void remove_from_heap(std::size_t place, const Law& law) {
        const QueueEntry last = heap_.back();
        heap_.pop_back();
        const std::size_t n = heap_.size();
        if (place == n) return;
        // The last entry fills the hole and moves down, then up, to where it belongs.
        for (;;) {
            const std::size_t first = 4 * place + 1;
            if (first >= n) break;
            std::size_t best = first;
            for (std::size_t child = first + 1; child < std::min(first + 4, n); ++child)
                if (law.before(heap_[child], heap_[best])) best = child;
            if (!law.before(heap_[best], last)) break;
            set(place, heap_[best], law);
            place = best;
        }
        rise(place, last, law);
    }
    template <class Law>
    void set(std::size_t place, const QueueEntry& entry, const Law& law) {
        heap_[place] = entry;
        law.place(entry.contact, static_cast<std::uint32_t>(place));
    }

    std::vector<QueueEntry> line_;  // [head_, end): the line, with gaps; first and last are no gaps
    std::vector<QueueEntry> heap_;
    std::size_t head_ = 0, in_line_ = 0;
    std::uint32_t passed_ = 0;  // entries dropped in front of line_: places are counted from the first ever
};

}  // namespace peakline::sim
