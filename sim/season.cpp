#include "sim/season.hpp"

#include <algorithm>
#include <cmath>

#include "core/results.hpp"
#include "sim/purpose.hpp"

namespace peakline::sim {

double drawn_value(const ActionModel& action, double u, double seconds) {
    const double by = quantile(action.by, u);
    if (action.verb != Verb::add) return by;
    return action.per > 0 ? by / action.per : action.amount / seconds;
}

namespace {

void draw_numbers(Season& season, const Model& model, const Streams& streams) {
    season.drawn.resize(model.numbers.size());
    season.numbers.resize(model.numbers.size());
    for (std::size_t i = 0; i < model.numbers.size(); ++i) {
        season.numbers[i] = &model.fixed[i];
        if (!model.numbers[i].random) continue;
        season.drawn[i] =
            model.numbers[i].resolve(draw(streams, Family::events, {model.numbers[i].name, 0, 0, detail(Purpose::input)})[0]);
        season.numbers[i] = &season.drawn[i];
    }
    for (const Track* track : season.numbers) season.constants.push_back(track->constant() ? track->from[0] : no_value);
}

void draw_busyness(Season& season, const Model& model, const Streams& streams) {
    season.busyness.assign(static_cast<std::size_t>(model.days()), 1.0);
    if (!model.has_busyness) return;
    static constexpr std::uint64_t name = hash64("busyness");
    for (int day = 0; day < model.days(); ++day) {
        const auto date = static_cast<std::uint64_t>(model.axis.date_of_day(model.first_day + day).days);
        season.busyness[static_cast<std::size_t>(day)] =
            quantile(model.busyness, draw(streams, Family::events, {name, date, 0, detail(Purpose::busyness)})[0]);
    }
}

void happen(Season& season, const Model& model, const Streams& streams, std::uint16_t id, double at, std::uint64_t occurrence) {
    const EventModel& event = model.events[id];
    const auto u = draw(streams, Family::events, {event.name, 0, occurrence, detail(Purpose::occurrence)});
    if (u[0] >= mean(event.chance) && !event.chance.is_infinite()) return;
    const double lasts = quantile(event.lasts, u[1]), fades = quantile(event.fades, u[2]);
    const double to = std::min(at + lasts, model.stop + 1), fade_end = lasts == never ? to : std::max(to, at + lasts + fades);
    for (std::uint16_t a = event.first_action; a < event.first_action + event.actions; ++a) {
        const ActionModel& action = model.actions[a];
        const auto strength = draw(streams, Family::events, {action.name, 0, occurrence, detail(Purpose::strength)})[0];
        const double seconds = (lasts < never ? lasts : model.stop - at) + fades / 2;
        season.happenings.push_back({a, {at, to, fade_end, drawn_value(action, strength, seconds)}, event.switched ? id : no_id});
    }
}

void draw_events(Season& season, const Model& model, const Streams& streams) {
    for (std::uint16_t id = 0; id < model.events.size(); ++id) {
        const EventModel& event = model.events[id];
        if (event.actions == 0) continue;
        for (std::size_t n = 0; n < event.times.size(); ++n) happen(season, model, streams, id, event.times[n], n);
        if (event.random_every <= 0) continue;
        double at = model.begin;
        for (std::uint64_t n = 0;; ++n) {
            at -= event.random_every * std::log(draw(streams, Family::events, {event.name, 0, n, detail(Purpose::gap)})[0]);
            if (at >= model.stop) break;
            happen(season, model, streams, id, at, n);
        }
    }
    for (const std::uint16_t a : model.standing_actions) {
        const ActionModel& action = model.actions[a];
        const auto strength = draw(streams, Family::events, {action.name, 0, 0, detail(Purpose::strength)})[0];
        const double seconds = model.axis.end() - model.axis.interval_start(0);
        season.happenings.push_back({a, {model.span.from, model.span.to, model.span.to, drawn_value(action, strength, seconds)}});
    }
    std::stable_sort(season.happenings.begin(), season.happenings.end(),
                     [](const Happening& a, const Happening& b) { return a.spell.from < b.spell.from; });
}

}  // namespace

void apply_to_demand(Season& season, const Model& model, const Happening& happening) {
    const ActionModel& action = model.actions[happening.action];
    if (action.verb == Verb::add) season.adds[action.id].push_back(happening.spell);
    if (action.verb != Verb::scale) return;
    if (action.kind == Kind::driver) season.driver_scales[action.id].push_back(happening.spell);
    if (action.kind == Kind::reason) season.reason_scales[action.id].push_back(happening.spell);
}

static Spells* gates_of(Season& season, const ActionModel& action) {
    if (action.kind == Kind::driver) return &season.driver_gates[action.id];
    if (action.kind == Kind::reason) return &season.reason_gates[action.id];
    return action.kind == Kind::notification ? &season.notification_gates[action.id] : nullptr;
}

// What is off is on over [from, to).
static void open_gate(Spells& gates, double from, double to) {
    Spells kept;
    for (const Spell& gate : gates) {
        if (gate.to <= from || gate.from >= to) {
            kept.push_back(gate);
            continue;
        }
        if (gate.from < from) kept.push_back({gate.from, from, from, 0});
        if (gate.to > to) kept.push_back({to, gate.to, gate.to, 0});
    }
    gates = std::move(kept);
}

// Off over [from, to) between the times at which it is on.
static void close_gate(Spells& gates, double from, double to) { gates.push_back({from, to, to, 0}); }

bool changes_demand(const ActionModel& action) {
    return action.verb == Verb::add || action.kind == Kind::driver || action.kind == Kind::reason ||
           action.kind == Kind::notification;
}

void begin_in_demand(Season& season, const Model& model, const Happening& happening, bool in) {
    apply_to_demand(season, model, happening);
    const ActionModel& action = model.actions[happening.action];
    Spells* gates = gates_of(season, action);
    if (gates && action.verb == Verb::enable && in) open_gate(*gates, happening.spell.from, happening.spell.to);
    if (gates && action.verb == Verb::disable) close_gate(*gates, happening.spell.from, happening.spell.to);
}

void end_in_demand(Season& season, const Model& model, const Happening& happening, double t, bool in) {
    const ActionModel& action = model.actions[happening.action];
    const auto end = [&](Spells& spells) {
        for (Spell& spell : spells)
            if (spell.from == happening.spell.from && spell.to == happening.spell.to && spell.to > t)
                spell.to = spell.fade_end = t;
    };
    if (action.verb == Verb::add) end(season.adds[action.id]);
    if (action.verb == Verb::scale && action.kind == Kind::driver) end(season.driver_scales[action.id]);
    if (action.verb == Verb::scale && action.kind == Kind::reason) end(season.reason_scales[action.id]);
    Spells* gates = gates_of(season, action);
    if (gates && action.verb == Verb::disable) end(*gates);
    if (gates && action.verb == Verb::enable && !in && t < happening.spell.to) close_gate(*gates, t, happening.spell.to);
}

// When each thing that demand depends on is off: as written, and by the events that disable or enable it.
template <class Thing>
std::vector<Spells> gates_for(const std::vector<Thing>& things, Kind kind, const Season& season, const Model& model) {
    std::vector<Spells> all(things.size());
    for (std::size_t n = 0; n < things.size(); ++n) {
        Spells& gates = all[n];
        double off_since = things[n].enabled ? never : model.span.from;
        for (const Happening& happening : season.happenings) {
            const ActionModel& action = model.actions[happening.action];
            if (action.kind != kind || action.id != n || happening.switched_event != no_id) continue;
            if (action.verb == Verb::disable) close_gate(gates, happening.spell.from, happening.spell.to);
            if (action.verb != Verb::enable) continue;
            if (off_since < happening.spell.from) {
                close_gate(gates, off_since, happening.spell.from);
                off_since = happening.spell.to;
            } else if (off_since < never) {
                off_since = std::max(off_since, happening.spell.to);
            }
        }
        if (off_since < model.span.to) close_gate(gates, off_since, model.span.to);
    }
    return all;
}

Season draw_season(const Model& model, const Streams& streams) {
    Season season;
    draw_numbers(season, model, streams);
    draw_busyness(season, model, streams);
    season.path = model.shared_paths > 0 ? streams.forecast % static_cast<std::uint32_t>(model.shared_paths) : 0;
    season.driver_scales.resize(model.drivers.size());
    season.reason_scales.resize(model.reasons.size());
    season.adds.resize(model.reasons.size());
    draw_events(season, model, streams);
    for (const Happening& happening : season.happenings)
        if (happening.switched_event == no_id) apply_to_demand(season, model, happening);
    season.driver_gates = gates_for(model.drivers, Kind::driver, season, model);
    season.reason_gates = gates_for(model.reasons, Kind::reason, season, model);
    season.notification_gates = gates_for(model.notifications, Kind::notification, season, model);
    return season;
}

}  // namespace peakline::sim
