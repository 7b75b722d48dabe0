// Keyed randomness: a draw is a function of what it is about, never of the order in which it is asked for.
// Philox4x64-10 (Random123; Salmon, Moraes, Dror and Shaw, SC 2011).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <Random123/philox.h>

namespace peakline {

// Where the uncertainty comes from: F forecast paths and driver paths; E busyness, scales, uncertain inputs, random events; Q all else.
enum class Family : std::uint64_t { forecast = 0, events = 1, queueing = 2 };

// FNV-1a, finished by a mixing step; names of one scenario are checked for collisions when they are compiled.
constexpr std::uint64_t hash64(std::string_view text) {
    std::uint64_t h = 0xcbf29ce484222325u;
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    h ^= h >> 32;
    h *= 0xd6e8feb86659fd93u;
    h ^= h >> 32;
    return h;
}

constexpr std::uint64_t hash64(std::uint64_t first, std::uint64_t second) {
    std::uint64_t h = first * 0x9e3779b97f4a7c15u ^ (second + 0x7f4a7c15u + (first << 6) + (first >> 2));
    h ^= h >> 29;
    h *= 0xbf58476d1ce4e5b9u;
    h ^= h >> 32;
    return h;
}

// u in (0, 1), never 0 or 1: the sum of the largest x rounds up to 2^53 and is held below it.
constexpr double unit(std::uint64_t x) {
    const double u = (static_cast<double>(x >> 11) + 0.5) * 0x1.0p-53;
    return u < 1 ? u : 1 - 0x1.0p-53;
}

// The replications of the three families a run is made of; ordinarily all the same (statistics.md, variance split).
struct Streams {
    std::uint64_t seed = 1;
    std::uint32_t forecast = 0, events = 0, queueing = 0;
    std::uint64_t of(Family family) const {
        return family == Family::forecast ? forecast : family == Family::events ? events : queueing;
    }
};

struct DrawKey {
    std::uint64_t name = 0;     // hash of a name, or of two
    std::uint64_t cell = 0;     // UTC start of the interval, or a date
    std::uint64_t ordinal = 0;  // customer, agent, occurrence
    std::uint64_t detail = 0;   // purpose, episode, attempt, block (see detail())
};

// purpose 8 bits, block 8, visit 8, attempt 16, episode 24.
constexpr std::uint64_t detail(std::uint64_t purpose, std::uint64_t episode = 0, std::uint64_t attempt = 0,
                               std::uint64_t visit = 0, std::uint64_t block = 0) {
    return purpose | block << 8 | visit << 16 | attempt << 24 | episode << 40;
}

// One block: four independent uniforms on (0, 1).
inline std::array<double, 4> draw(const Streams& streams, Family family, const DrawKey& key) {
    const philox4x64_ctr_t counter{{key.name, key.cell, key.ordinal, key.detail}};
    const philox4x64_key_t k{{streams.seed, streams.of(family) << 2 | static_cast<std::uint64_t>(family)}};
    const auto x = philox4x64(counter, k);
    return {unit(x[0]), unit(x[1]), unit(x[2]), unit(x[3])};
}

}  // namespace peakline
