// When the oldest contact of a queue joined, whatever the order of service is. Most contacts join after all others and stand in a
// line; who was there before them (work that lies there at the start, a parked customer who writes again) stands in a heap beside
// it. Who has left is dropped when its turn to be the oldest has come.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace peakline::sim {

struct Arrival {
    double joined = 0;
    std::uint32_t contact = 0;
};

class ByArrival {
public:
    void add(const Arrival& arrival) {
        if (line_.empty() || arrival.joined >= line_.back().joined) return line_.push_back(arrival);
        earlier_.push_back(arrival);
        std::push_heap(earlier_.begin(), earlier_.end(), later);
    }
    // Somebody is there. `gone(arrival)`: no longer.
    template <class Gone>
    double oldest(const Gone& gone) {
        while (head_ < line_.size() && gone(line_[head_])) ++head_;
        while (!earlier_.empty() && gone(earlier_.front())) {
            std::pop_heap(earlier_.begin(), earlier_.end(), later);
            earlier_.pop_back();
        }
        if (head_ > 1024 && 2 * head_ > line_.size()) {
            line_.erase(line_.begin(), line_.begin() + static_cast<std::ptrdiff_t>(head_));
            head_ = 0;
        }
        if (head_ == line_.size()) return earlier_.front().joined;
        return earlier_.empty() ? line_[head_].joined : std::min(line_[head_].joined, earlier_.front().joined);
    }
    void clear() {
        line_.clear();
        earlier_.clear();
        head_ = 0;
    }

private:
    static bool later(const Arrival& a, const Arrival& b) { return a.joined > b.joined; }
    std::vector<Arrival> line_, earlier_;
    std::size_t head_ = 0;  // of the line
};

}  // namespace peakline::sim
