// A growing array whose elements stay where they are: verbs that make new contacts hold references to old ones. The first
// elements, most often all, are found without a look at a table of blocks.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace peakline::sim {

template <class T>
class Pool {
public:
    std::size_t size() const { return size_; }
    T& operator[](std::size_t i) { return i < first_size ? first_[i] : (*blocks_[(i - first_size) >> bits])[i & mask]; }
    const T& operator[](std::size_t i) const {
        return i < first_size ? first_[i] : (*blocks_[(i - first_size) >> bits])[i & mask];
    }
    void push_back(T value) {
        if (size_ >= first_size && (size_ - first_size) >> bits == blocks_.size()) blocks_.push_back(std::make_unique<Block>());
        (*this)[size_++] = std::move(value);
    }
    void clear() { size_ = 0; }  // keeps the memory for the next replication

private:
    static constexpr std::size_t bits = 9, mask = (std::size_t{1} << bits) - 1, first_size = 4096;
    using Block = std::array<T, mask + 1>;
    std::unique_ptr<T[]> first_ = std::make_unique<T[]>(first_size);
    std::vector<std::unique_ptr<Block>> blocks_;
    std::size_t size_ = 0;
};

}  // namespace peakline::sim
