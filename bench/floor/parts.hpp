// What every plain program needs: a fast generator, a binary heap of times, a ring of waiting contacts, the counts of a study.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace peakline::floor {

// xoshiro256++ (Blackman and Vigna 2019), seeded by splitmix64.
class Random {
public:
    explicit Random(std::uint64_t seed) {
        for (std::uint64_t& word : state_) {
            std::uint64_t z = seed += 0x9e3779b97f4a7c15u;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
            z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
            word = z ^ (z >> 31);
        }
    }
    double exponential(double mean) { return -mean * std::log(unit()); }

private:
    double unit() { return (static_cast<double>(next() >> 11) + 0.5) * 0x1.0p-53; }
    std::uint64_t next() {
        const auto rotate = [](std::uint64_t x, int k) { return x << k | x >> (64 - k); };
        const std::uint64_t result = rotate(state_[0] + state_[3], 23) + state_[0], shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = rotate(state_[3], 45);
        return result;
    }
    std::uint64_t state_[4];
};

struct Counts {
    std::uint64_t offered = 0, answered = 0, abandoned = 0, answered_within = 0;
    double waits = 0;  // seconds, of answered and abandoned
    void answer(double wait, double within) {
        ++answered;
        answered_within += wait <= within;
        waits += wait;
    }
    void abandon(double wait) {
        ++abandoned;
        waits += wait;
    }
    void add(const Counts& other) {
        offered += other.offered;
        answered += other.answered;
        abandoned += other.abandoned;
        answered_within += other.answered_within;
        waits += other.waits;
    }
};

// Smallest first; T has operator<. Room is reserved once.
template <class T>
class Heap {
public:
    explicit Heap(std::size_t room) { items_.reserve(room); }
    bool empty() const { return items_.empty(); }
    std::size_t size() const { return items_.size(); }
    const T& top() const { return items_.front(); }
    void push(T item) {
        std::size_t i = items_.size();
        items_.push_back(item);
        for (; i > 0 && item < items_[(i - 1) / 2]; i = (i - 1) / 2) items_[i] = items_[(i - 1) / 2];
        items_[i] = item;
    }
    void pop() {
        const T last = items_.back();
        items_.pop_back();
        if (!items_.empty()) replace_top(last);
    }
    void replace_top(T item) {
        const std::size_t n = items_.size();
        std::size_t i = 0;
        for (std::size_t child = 1; child < n; child = 2 * i + 1) {
            child += child + 1 < n && items_[child + 1] < items_[child];
            if (!(items_[child] < item)) break;
            items_[i] = items_[child];
            i = child;
        }
        items_[i] = item;
    }

private:
    std::vector<T> items_;
};

// First in, first out; grows by doubling.
template <class T>
class Line {
public:
    bool empty() const { return first_ == last_; }
    std::size_t size() const { return last_ - first_; }
    const T& front() const { return items_[first_ & mask()]; }
    void push(const T& item) {
        if (size() == items_.size()) grow();
        items_[last_++ & mask()] = item;
    }
    T pop() { return items_[first_++ & mask()]; }

private:
    std::size_t mask() const { return items_.size() - 1; }
    void grow() {
        std::vector<T> larger(items_.size() * 2);
        const std::size_t n = size();
        for (std::size_t i = 0; i < n; ++i) larger[i] = items_[(first_ + i) & mask()];
        items_ = std::move(larger);
        first_ = 0;
        last_ = n;
    }
    std::vector<T> items_ = std::vector<T>(1024);
    std::size_t first_ = 0, last_ = 0;
};

}  // namespace peakline::floor
