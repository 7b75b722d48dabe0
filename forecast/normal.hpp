// Keyed standard normal draws.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "core/random.hpp"

namespace peakline {

// What a draw of the forecaster is for; part of its key.
enum class ForecastDraw : std::uint8_t {
    shared = 1,
    state = 2,
    shape_factor = 3,
    shape_slot = 4,
    counting = 5,
    handle_time = 6,
    size = 7,
    push = 8
};

// Four independent standard normals (Box and Muller 1958) of path r.
inline std::array<double, 4> normals(std::uint64_t seed, std::uint32_t path, const DrawKey& key) {
    Streams streams;
    streams.seed = seed;
    streams.forecast = path;
    const std::array<double, 4> u = draw(streams, Family::forecast, key);
    const double a = std::sqrt(-2 * std::log(u[0])), b = std::sqrt(-2 * std::log(u[2]));
    const double s = 2 * std::numbers::pi * u[1], t = 2 * std::numbers::pi * u[3];
    return {a * std::cos(s), a * std::sin(s), b * std::cos(t), b * std::sin(t)};
}

inline std::uint64_t purpose(ForecastDraw what, std::uint64_t block = 0) {
    return detail(static_cast<std::uint64_t>(what), block);
}

}  // namespace peakline
