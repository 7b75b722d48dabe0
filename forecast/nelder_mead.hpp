// Minimisation without derivatives for a handful of smooth parameters (Nelder and Mead 1965, usual coefficients).
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <utility>
#include <vector>

namespace peakline {

// At most `evaluations` calls from a simplex at `start` with edges of length `step`; the best point found.
template <std::size_t N>
std::array<double, N> nelder_mead(const std::function<double(const std::array<double, N>&)>& f, std::array<double, N> start,
                                  double step, int evaluations) {
    using Point = std::array<double, N>;
    using Vertex = std::pair<double, Point>;
    const auto value = [&](const Point& p) {
        --evaluations;
        return Vertex{f(p), p};
    };
    const auto less = [](const Vertex& a, const Vertex& b) { return a.first < b.first; };
    std::vector<Vertex> simplex{value(start)};
    for (std::size_t i = 0; i < N; ++i) {
        Point p = start;
        p[i] += step;
        simplex.push_back(value(p));
    }
    while (evaluations > 0) {
        std::stable_sort(simplex.begin(), simplex.end(), less);
        Point centre{};
        for (std::size_t v = 0; v < N; ++v)
            for (std::size_t i = 0; i < N; ++i) centre[i] += simplex[v].second[i] / N;
        const Point worst = simplex[N].second;
        const auto along = [&](double t) {
            Point p;
            for (std::size_t i = 0; i < N; ++i) p[i] = centre[i] + t * (worst[i] - centre[i]);
            return p;
        };
        const Vertex reflected = value(along(-1));
        if (reflected.first < simplex[0].first) {
            simplex[N] = std::min(reflected, value(along(-2)), less);
        } else if (reflected.first < simplex[N - 1].first) {
            simplex[N] = reflected;
        } else {
            const bool outside = reflected.first < simplex[N].first;
            const Vertex contracted = value(along(outside ? -0.5 : 0.5));
            if (contracted.first < (outside ? reflected.first : simplex[N].first)) {
                simplex[N] = contracted;
            } else {
                for (std::size_t v = 1; v <= N; ++v) {
                    Point p;
                    for (std::size_t i = 0; i < N; ++i) p[i] = 0.5 * (simplex[0].second[i] + simplex[v].second[i]);
                    simplex[v] = value(p);
                }
            }
        }
    }
    return std::min_element(simplex.begin(), simplex.end(), less)->second;
}

}  // namespace peakline
