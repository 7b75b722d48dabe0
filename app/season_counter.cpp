#include "app/season_counter.hpp"

#include <unistd.h>

#include <cstdio>

#include <fmt/format.h>

namespace peakline {

SeasonCounter::SeasonCounter() : shown_(isatty(STDERR_FILENO) != 0) {}

void SeasonCounter::show(int more, const std::string& what) {
    seasons_ += more;
    print(fmt::format("{}: {} seasons so far", what, seasons_));
}

void SeasonCounter::show(const std::string& what, int done, int of) {
    const auto now = std::chrono::steady_clock::now();
    if (!shown_ || (done < of && now - last_ < std::chrono::milliseconds(100))) return;
    last_ = now;
    print(fmt::format("{}: {} of {} seasons", what, done, of));
}

void SeasonCounter::clear() const {
    if (shown_) fmt::print(stderr, "\r\033[K");
}

void SeasonCounter::print(const std::string& text) {
    if (!shown_) return;
    fmt::print(stderr, "\r\033[K{}", text);
    std::fflush(stderr);
}

}  // namespace peakline
