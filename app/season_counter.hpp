// How far long simulations have come, on a terminal only.
#pragma once

#include <chrono>
#include <string>

namespace peakline {

class SeasonCounter {
public:
    SeasonCounter();
    void show(int more, const std::string& what);          // "what: 320 seasons so far", over all that was shown
    void show(const std::string& what, int done, int of);  // "what: 12 of 40 seasons"
    void clear() const;

private:
    void print(const std::string& text);

    bool shown_;
    int seasons_ = 0;
    std::chrono::steady_clock::time_point last_{};
};

}  // namespace peakline
