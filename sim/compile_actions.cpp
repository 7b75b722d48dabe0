#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "sim/compiler.hpp"

namespace peakline::sim {
namespace {

constexpr double longest_reach = 366 * day_seconds;  // of a recurring event whose length is drawn: beyond is nothing anybody sees

// How long before the simulated time an occurrence may lie and still be felt: it lasts, fades, and contacts come after their lag.
// What lasts to the end begins with the simulated time, lest there be one for every day that ever was.
double reach_back(const Event& event, const Model& model) {
    constexpr double almost = 1 - 1e-6;
    const double acts = quantile(event.lasts, almost) + quantile(event.fades, almost);
    return event.lasts.is_infinite() ? 0 : std::min(acts, longest_reach) + (model.begin - model.span.from);
}

// Every moment at which a recurring event ("mon-sun 18:00") begins that is felt in the simulated time. Its occurrences are
// counted from the first simulated day, so that those before it change nobody's draws.
void recur(EventModel& m, const Event& event, const Model& model) {
    const TimeAxis& axis = model.axis;
    const auto& [key, second] = *event.daily;
    const auto day_number = [&](double t) { return axis.local(t).date - axis.first_day(); };
    const int begin = day_number(model.begin), last = day_number(model.stop);
    for (int day = day_number(model.begin - reach_back(event, model)); day <= last; ++day) {
        const Date date = axis.date_of_day(day);
        if (!key.matches(date, axis.is_holiday(date))) continue;
        m.times.push_back(axis.seconds({date, static_cast<std::int32_t>(second)}));
        if (day < begin) --m.first_occurrence;
    }
}

}  // namespace

void Compiler::add_actions(const std::vector<Action>& actions, const std::string& path) {
    for (std::size_t i = 0; i < actions.size(); ++i) {
        const Action& action = actions[i];
        ActionModel m;
        m.verb = action.verb;
        m.kind = action.kind;
        m.by = action.by;
        m.share = action.share;
        m.priority = action.priority;
        m.relative = action.relative;
        m.usual = action.usual.value_or(-1);
        m.priority_slots = action.priority_slots.value_or(-1);
        m.has_agents = action.agents.has_value();
        m.agents = action.agents.value_or(0);
        m.name = hash64(fmt::format("{}.do.{}", path, i));
        if (action.contacts) m.amount = *action.contacts;
        if (action.rate) m.by = action.rate->amount.first(), m.per = action.rate->per;
        const auto& ids = action.kind == Kind::driver         ? drivers
                          : action.kind == Kind::reason       ? reasons
                          : action.kind == Kind::pending      ? reasons
                          : action.kind == Kind::queue        ? queues
                          : action.kind == Kind::notification ? notifications
                          : action.kind == Kind::self_service ? self_services
                          : action.kind == Kind::shift        ? shifts
                          : action.kind == Kind::cohort       ? cohorts
                          : action.kind == Kind::event        ? events
                          : action.kind == Kind::rule         ? rules
                                                              : groups;
        const std::string name = (action.kind == Kind::cohort ? action.to + "." : "") + action.name;
        if (const auto it = ids.find(name); it != ids.end()) m.id = it->second;
        if (action.verb == Verb::redirect) m.to = queues.at(action.to);
        if (action.verb == Verb::move) m.to = groups.at(action.to);
        model.actions.push_back(std::move(m));
    }
}

void Compiler::compile_actions() {
    for (const Event& event : scenario.events) {
        const std::string path = "events." + event.name;
        EventModel m;
        m.name = hash64(event.name);
        m.enabled = event.enabled;
        m.switched = switched(Kind::event, event.name);
        if (event.at) m.times = {model.axis.seconds(*event.at)};
        if (event.daily) recur(m, event, model);
        m.random_every = event.random_every.value_or(0);
        m.chance = event.chance;
        m.lasts = event.lasts;
        m.fades = event.fades;
        m.first_action = static_cast<std::uint16_t>(model.actions.size());
        m.actions = static_cast<std::uint16_t>(event.actions.size());
        add_actions(event.actions, path);
        if (!event.enabled && !m.switched) m.actions = 0;
        model.events.push_back(std::move(m));
    }
    for (const Rule& rule : scenario.rules) {
        RuleModel m;
        m.name = hash64(rule.name);
        m.enabled = rule.enabled;
        if (!rule.queue.empty()) m.queue = queues.at(rule.queue);
        if (!rule.group.empty()) m.group = groups.at(rule.group);
        m.metric = rule.metric;
        m.above = rule.above;
        m.threshold = rule.threshold;
        m.held_for = rule.held_for;
        m.takes = rule.takes;
        m.has_until = rule.until_threshold.has_value();
        m.until_threshold = rule.until_threshold.value_or(0);
        m.until_above = rule.until_above;
        m.until_held_for = rule.until_held_for;
        m.lasts = rule.lasts.value_or(never);
        m.up_to = rule.up_to;
        m.up_to_per = rule.up_to_per;
        m.first_action = static_cast<std::uint16_t>(model.actions.size());
        m.actions = static_cast<std::uint16_t>(rule.actions.size());
        add_actions(rule.actions, "rules." + rule.name);
        model.watches = model.watches || rule.enabled || switched(Kind::rule, rule.name);
        model.rules.push_back(m);
    }
    const std::size_t first = model.actions.size();
    add_actions(scenario.actions, "plan");
    for (std::size_t i = first; i < model.actions.size(); ++i) model.standing_actions.push_back(static_cast<std::uint16_t>(i));
}

void Compiler::compile_moments() {
    const TimeAxis& axis = model.axis;
    auto& moments = model.moments;
    const int first = axis.interval_of(model.begin), last = static_cast<int>(std::ceil(model.stop / axis.interval()));
    for (int i = first; i < last; ++i)
        moments.push_back(
            {std::min(axis.interval_start(i + 1), model.stop), Moment::Kind::books, 0, static_cast<std::uint32_t>(i - first)});
    const auto inside = [&](double t) { return t > model.begin && t < model.stop; };
    for (std::size_t q = 0; q < model.queues.size(); ++q) {
        for (const double t : model.queues[q].opens)
            if (inside(t)) moments.push_back({t, Moment::Kind::open, static_cast<std::uint16_t>(q), 0});
        for (const double t : model.queues[q].closes)
            if (inside(t)) moments.push_back({t, Moment::Kind::close, static_cast<std::uint16_t>(q), 0});
    }
    for (std::size_t g = 0; g < model.groups.size(); ++g) {
        const GroupModel& group = model.groups[g];
        const auto subject = static_cast<std::uint16_t>(g);
        std::set<double> ends;
        for (std::size_t p = 0; p < group.plans.size(); ++p) {
            moments.push_back(
                {std::max(group.plans[p].start, model.begin), Moment::Kind::shift, subject, static_cast<std::uint32_t>(p)});
            ends.insert(group.plans[p].start + model.shifts[group.plans[p].shift].lasts);
        }
        for (const double t : ends)
            if (t < model.stop) moments.push_back({t, Moment::Kind::shift_end, subject, 0});
        if (group.by_shift) continue;
        std::set<double> times{model.begin};
        for (const double t : group.open.starts) times.insert(t);
        const auto look_at = [&](const Track& track) {
            if (!track.constant()) times.insert(track.starts.begin(), track.starts.end());
            for (int i = first; track.linear && i < last; ++i) times.insert(axis.interval_start(i));
        };
        look_at(group.agents_number == no_number ? group.agents : model.numbers[group.agents_number].fixed);
        look_at(model.numbers[group.scale].fixed);
        for (int day = axis.local(model.begin).date - axis.first_day(); axis.day_start(day) < model.stop; ++day)
            times.insert(axis.day_start(day));
        for (const double t : times)
            if (t >= model.begin && t < model.stop) moments.push_back({t, Moment::Kind::roster, subject, 0});
    }
    std::stable_sort(moments.begin(), moments.end(),
                     [](const Moment& a, const Moment& b) { return std::tie(a.time, a.kind) < std::tie(b.time, b.kind); });
}

}  // namespace peakline::sim
