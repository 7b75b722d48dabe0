#pragma once

#include <algorithm>
#include <vector>

#include "sim/season.hpp"

namespace peakline::sim {

// A product of tracks and spells, averaged over a stretch of time exactly (Simpson on every piece between its breaks).
struct Product {
    std::vector<const Track*> tracks;
    std::vector<const Spells*> spells;

    double at(double t) const {
        double value = 1;
        for (const Track* track : tracks) value *= track->at(t);
        for (const Spells* list : spells) value *= factor_of(*list, t);
        return value;
    }
    bool steady(double a, double b) const {
        for (const Track* track : tracks)
            if (!track->constant() && (track->linear || track->piece(a) != track->piece(b - 1e-9))) return false;
        for (const Spells* list : spells)
            for (const Spell& spell : *list)
                if (spell.from < b && spell.ends() > a && !(spell.from <= a && spell.full_until() >= b)) return false;
        return true;
    }
    double mean(double a, double b) const {
        if (steady(a, b)) return at(a);
        std::vector<double> cuts{a, b};
        for (const Track* track : tracks)
            for (const double start : track->starts)
                if (start > a && start < b) cuts.push_back(start);
        for (const Spells* list : spells)
            for (const Spell& spell : *list)
                for (const double edge : spell.edges())
                    if (edge > a && edge < b) cuts.push_back(edge);
        std::sort(cuts.begin(), cuts.end());
        double sum = 0;
        for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
            const double from = cuts[i], length = cuts[i + 1] - from;
            // Open ends, since values step at the cuts.
            const double inset = length * 1e-9;
            sum += length / 6 * (at(from + inset) + 4 * at(from + length / 2) + at(from + length - inset));
        }
        return sum / (b - a);
    }
};

}  // namespace peakline::sim
