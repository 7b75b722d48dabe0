// Quantities that change, compiled: pieces over the simulated span in seconds, found without any calendar.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/changing.hpp"
#include "core/distribution.hpp"
#include "core/sampler.hpp"
#include "scenarios/scenario.hpp"

namespace peakline::sim {

// The part of time that a run may ask about: from before the warm-up (lags reach back) to the end of the cool-down.
struct Span {
    double from = 0, to = 0;
};

// A number over time: on piece i, [starts[i], starts[i+1]), it runs on a line from from[i] to to[i].
struct Track {
    std::vector<double> starts{0};
    std::vector<double> from{0};
    std::vector<double> to{0};
    bool linear = false;

    Track() = default;
    explicit Track(double value) : from{value}, to{value} {}
    bool constant() const { return starts.size() == 1 && !linear; }
    std::size_t piece(double t) const {
        const auto it = std::upper_bound(starts.begin() + 1, starts.end(), t);
        return static_cast<std::size_t>(it - starts.begin()) - 1;
    }
    double at(double t) const {
        if (constant()) return from[0];
        const std::size_t i = piece(t);
        if (!linear || from[i] == to[i] || i + 1 == starts.size()) return from[i];
        const double x = (t - starts[i]) / (starts[i + 1] - starts[i]);
        return from[i] + x * (to[i] - from[i]);
    }
};

// A number as written: constant, or drawn once a replication (one u for all pieces, so that it moves as a whole).
struct Number {
    Track fixed;  // when nothing is random
    bool random = false;
    std::uint64_t name = 0;              // hash of the key path, keys the draw
    std::vector<Distribution> from, to;  // random: by piece
    std::vector<double> factor;
    Track resolve(double u) const;
};

// A duration over time: a sampler by piece and a factor on it. Drawn per customer.
struct Duration {
    std::vector<double> starts{0};
    std::vector<Sampler> samplers{Sampler(Distribution::constant(0))};
    std::vector<double> factors{1};
    bool zero = true;           // always exactly 0
    bool infinite = false;      // always never
    std::optional<Track> line;  // where constants stand on a line

    double at(double t, double u) const {
        if (line) return line->at(t);
        const std::size_t i = piece(t);
        return samplers[i](u) * factors[i];
    }
    double mean_at(double t) const {
        if (line) return line->at(t);
        const std::size_t i = piece(t);
        return samplers[i].mean() * factors[i];
    }
    bool certain() const { return starts.size() == 1 && certain_; }
    void set_certain(bool certain) { certain_ = certain; }

private:
    std::size_t piece(double t) const {
        if (starts.size() == 1) return 0;
        return static_cast<std::size_t>(std::upper_bound(starts.begin() + 1, starts.end(), t) - starts.begin()) - 1;
    }
    bool certain_ = true;
};

// Shares among things known by index, by piece.
struct Choice {
    struct Option {
        std::uint16_t id;
        double share;
        std::uint64_t name;
    };
    std::vector<double> starts{0};
    std::vector<std::vector<Option>> options{{}};
    bool empty() const { return starts.size() == 1 && options[0].empty(); }
    std::span<const Option> at(double t) const {
        if (starts.size() == 1) return options[0];
        return options[static_cast<std::size_t>(std::upper_bound(starts.begin() + 1, starts.end(), t) - starts.begin()) - 1];
    }
};

// Moments in seconds at which a changing quantity takes a new piece, within the span; the first is span.from.
template <class T>
std::vector<double> piece_starts(const Changing<T>& changing, const TimeAxis& axis, Span span);

Number compile_number(const Quantity& quantity, const TimeAxis& axis, Span span, std::uint64_t name);
Duration compile_duration(const Quantity& quantity, const TimeAxis& axis, Span span);
// Factors alone, as a track (weights of a profile).
Track compile_factors(const Factors& factors, const TimeAxis& axis, Span span);
// Weights that repeat every ordinary week: mean over the week of the factor, holidays left out.
double weekly_mean(const Factors& factors);

}  // namespace peakline::sim
