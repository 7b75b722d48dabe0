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

struct SineCosine {
    double sine, cosine;
};

// Of 2 pi u, 0 <= u < 1: the nearest quarter turn, then Taylor's series within an eighth of a turn of it, true to the last digits.
// A forecast draws hundreds of millions of them; the library's functions take three times as long.
inline SineCosine sine_cosine_of_turn(double u) {
    const int quarter = static_cast<int>(4 * u + 0.5);
    const double x = (u - 0.25 * quarter) * (2 * std::numbers::pi), y = x * x;
    constexpr std::array<double, 7> odd{-1.0 / 6,        1.0 / 120,        -1.0 / 5040,         1.0 / 362880,
                                        -1.0 / 39916800, 1.0 / 6227020800, -1.0 / 1307674368000};
    constexpr std::array<double, 8> even{-1.0 / 2,       1.0 / 24,        -1.0 / 720,         1.0 / 40320,
                                         -1.0 / 3628800, 1.0 / 479001600, -1.0 / 87178291200, 1.0 / 20922789888000};
    double s = 0, c = 0;
    for (std::size_t i = odd.size(); i-- > 0;) s = (s + odd[i]) * y;
    for (std::size_t i = even.size(); i-- > 0;) c = (c + even[i]) * y;
    s = x + x * s;
    c = 1 + c;
    switch (quarter & 3) {
        case 0: return {s, c};
        case 1: return {c, -s};
        case 2: return {-s, -c};
        default: return {-c, s};
    }
}

// Four independent standard normals (Box and Muller 1958) of path r.
inline std::array<double, 4> normals(std::uint64_t seed, std::uint32_t path, const DrawKey& key) {
    Streams streams;
    streams.seed = seed;
    streams.forecast = path;
    const std::array<double, 4> u = draw(streams, Family::forecast, key);
    const double a = std::sqrt(-2 * std::log(u[0])), b = std::sqrt(-2 * std::log(u[2]));
    const SineCosine s = sine_cosine_of_turn(u[1]), t = sine_cosine_of_turn(u[3]);
    return {a * s.cosine, a * s.sine, b * t.cosine, b * t.sine};
}

inline std::uint64_t purpose(ForecastDraw what, std::uint64_t block = 0) {
    return detail(static_cast<std::uint64_t>(what), block);
}

}  // namespace peakline
