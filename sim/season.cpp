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
    if (fade_end <= std::max(at, model.span.from)) return;  // over at once, or long ago
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
        for (std::size_t n = 0; n < event.times.size(); ++n)
            happen(season, model, streams, id, event.times[n], event.first_occurrence + n);
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

// When one thing is off: while anything takes it out, and, where it is written as out, while nothing brings it in.
Spells gates_of(Kind kind, std::size_t id, bool written, const Season& season, const Model& model) {
    Spells off, in;
    for (const Happening& happening : season.happenings) {
        const ActionModel& action = model.actions[happening.action];
        if (action.kind != kind || action.id != id || happening.switched_event != no_id) continue;
        const double from = happening.spell.from, to = happening.spell.full_until();
        if (action.verb == Verb::disable) off.push_back({from, to, to, 0});
        if (action.verb == Verb::enable) in.push_back({from, to, to, 1});
    }
    if (written) return off;
    std::sort(in.begin(), in.end(), [](const Spell& a, const Spell& b) { return a.from < b.from; });
    double since = model.span.from;
    for (const Spell& spell : in) {
        if (since < spell.from) off.push_back({since, spell.from, spell.from, 0});
        since = std::max(since, spell.to);
    }
    if (since < model.span.to) off.push_back({since, model.span.to, model.span.to, 0});
    return off;
}

template <class Thing>
std::vector<Spells> gates_for(const std::vector<Thing>& things, Kind kind, const Season& season, const Model& model) {
    std::vector<Spells> gates;
    for (const Thing& thing : things) gates.push_back(gates_of(kind, gates.size(), thing.enabled, season, model));
    return gates;
}

}  // namespace

bool changes_demand(const ActionModel& action) {
    switch (action.verb) {
        case Verb::add: return true;
        case Verb::scale: return action.kind == Kind::driver || action.kind == Kind::reason || action.kind == Kind::queue;
        case Verb::enable:
        case Verb::disable:
            return action.kind == Kind::driver || action.kind == Kind::reason || action.kind == Kind::notification;
        default: return false;
    }
}

bool may_fade(const ActionModel& action) {
    return action.verb == Verb::scale || action.verb == Verb::add || action.verb == Verb::handle_time ||
           action.verb == Verb::redirect || (action.verb == Verb::staff && (!action.has_agents || action.relative));
}

void put_into_demand(Season& season, const Model& model) {
    season.driver_scales.assign(model.drivers.size(), {});
    season.reason_scales.assign(model.reasons.size(), {});
    season.queue_scales.assign(model.queues.size(), {});
    season.adds.assign(model.reasons.size(), {});
    for (const Happening& happening : season.happenings) {
        if (happening.switched_event != no_id) continue;  // its own happening follows while its event is in
        const ActionModel& action = model.actions[happening.action];
        if (action.verb == Verb::add) season.adds[action.id].push_back(happening.spell);
        if (action.verb != Verb::scale) continue;
        if (action.kind == Kind::driver) season.driver_scales[action.id].push_back(happening.spell);
        if (action.kind == Kind::reason) season.reason_scales[action.id].push_back(happening.spell);
        if (action.kind == Kind::queue) season.queue_scales[action.id].push_back(happening.spell);
    }
    season.driver_gates = gates_for(model.drivers, Kind::driver, season, model);
    season.reason_gates = gates_for(model.reasons, Kind::reason, season, model);
    season.notification_gates = gates_for(model.notifications, Kind::notification, season, model);
}

Season draw_season(const Model& model, const Streams& streams) {
    Season season;
    draw_numbers(season, model, streams);
    draw_busyness(season, model, streams);
    season.path = model.shared_paths > 0 ? streams.forecast % static_cast<std::uint32_t>(model.shared_paths) : 0;
    draw_events(season, model, streams);
    put_into_demand(season, model);
    return season;
}

}  // namespace peakline::sim
