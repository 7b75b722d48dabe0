// What one replication is like before any customer calls: uncertain inputs, busyness, and the events that happen.
// Drawn in families F and E; the engine adds what rules do as it happens.
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "core/random.hpp"
#include "sim/model.hpp"

namespace peakline::sim {

// A factor that holds over [from, to) and fades to 1 by fade_end, unless it is cut off before.
struct Spell {
    double from = 0, to = 0, fade_end = 0;
    double value = 1;  // factor, or contacts a second of an `add`
    double cut = never;
    double strength(double t) const {
        if (t < from || t >= fade_end || t >= cut) return 0;
        return t < to ? 1 : (fade_end - t) / (fade_end - to);
    }
    double factor(double t) const { return 1 + (value - 1) * strength(t); }
    bool fades() const { return fade_end > to; }
    double full_until() const { return std::min(to, cut); }
    double ends() const { return std::min(fade_end, cut); }
    std::array<double, 3> edges() const { return {from, full_until(), ends()}; }
};

using Spells = std::vector<Spell>;
inline double factor_of(const Spells& spells, double t) {
    double factor = 1;
    for (const Spell& spell : spells) factor *= spell.factor(t);
    return factor;
}

// One happening of an action, with what was drawn for it.
struct Happening {
    std::uint16_t action = 0;
    Spell spell;
    std::uint16_t switched_event = no_id;  // the event it belongs to, if that may be taken in or out: the engine sees to it
};

struct Season {
    std::vector<Track> drawn;           // random numbers; empty tracks elsewhere
    std::vector<const Track*> numbers;  // by NumberId
    std::vector<double> constants;      // by NumberId: the value where it never changes, else no_value
    std::vector<double> busyness;       // by day of the span
    std::size_t path = 0;               // of every forecast
    std::vector<Spells> driver_scales, reason_scales, queue_scales, adds;
    std::vector<Spells> driver_gates, reason_gates;  // 0 while it is off
    std::vector<Spells> notification_gates;          // 0 while it is off, for messages whose contacts come later
    std::vector<Happening> happenings;               // of events and of the plan itself, by start; those on demand included

    double value(NumberId id, double t) const {
        const double constant = constants[id];
        return constant == constant ? constant : numbers[id]->at(t);
    }
};

// What an action is worth once u is drawn for it: its factor, or contacts a second, which are `amount` over `seconds` where the
// amount is given in all.
double drawn_value(const ActionModel& action, double u, double seconds);

Season draw_season(const Model& model, const Streams& streams);

// Puts the happenings that change demand where its rates are computed from; other verbs are the engine's. Again whenever one of
// them begins or ends unforeseen.
void put_into_demand(Season& season, const Model& model);
bool changes_demand(const ActionModel& action);
// Whether it fades where its event does: all that has a strength. A number of people that is set holds or does not.
bool may_fade(const ActionModel& action);

}  // namespace peakline::sim
