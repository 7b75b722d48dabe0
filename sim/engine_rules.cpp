// What the war room does when it sees something, and the people it moves (model.md section 6).
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/results.hpp"
#include "sim/engine.hpp"

namespace peakline::sim {

namespace {
constexpr std::size_t window = 30;  // minutes that service_level, abandonment and occupancy look back
}

// ---- rules -----------------------------------------------------------------------------------------------------------

Seen Engine::seen_now(const RuleModel& rule) {
    if (rule.queue != no_id) return queues_[rule.queue].clock;
    const GroupState& group = groups_[rule.group];
    const double since = now_ - interval_began_;
    Seen seen = group.clock;
    seen.busy += group.busy.seconds(since);
    seen.available += group.on_duty.seconds(since) - group.away.seconds(since);
    return seen;
}

// What an operations lead sees at this minute; no_value where there is nothing to see.
double Engine::watched(const RuleModel& rule) {
    const std::size_t r = static_cast<std::size_t>(&rule - model_.rules.data());
    const Seen now = seen_now(rule);
    auto& ring = seen_[r];
    const Seen before = ring[minutes_ % window];
    ring[minutes_ % window] = now;
    switch (rule.metric) {
        case Watched::longest_wait: return queues_[rule.queue].people() == 0 ? 0 : now_ - oldest_joined(rule.queue);
        case Watched::waiting: return queues_[rule.queue].people();
        case Watched::service_level: {
            const double decided = now.answered + now.abandoned - before.answered - before.abandoned;
            return decided > 0 ? (now.within - before.within) / decided : no_value;
        }
        case Watched::abandonment: {
            const double decided = now.answered + now.abandoned - before.answered - before.abandoned;
            return decided > 0 ? (now.abandoned - before.abandoned) / decided : no_value;
        }
        case Watched::agents_free: return groups_[rule.group].idle;
        case Watched::occupancy:
            return now.available > before.available ? (now.busy - before.busy) / (now.available - before.available) : no_value;
    }
    return no_value;
}

// Every full minute a look at the wall board; what a rule has decided happens at its own time.
void Engine::rule_event(const Event& event) {
    if (event.subject == 0) return look_at_rules();
    const std::size_t r = event.subject - 1;
    if (!event.is_of(rules_[r].timer)) return;
    if (rules_[r].phase == RuleState::Phase::reacting) return start_rule(r);
    if (rules_[r].phase == RuleState::Phase::acting) end_rule(r);
}

void Engine::look_at_rules() {
    ++minutes_;
    for (std::size_t r = 0; r < model_.rules.size(); ++r) {
        const RuleModel& rule = model_.rules[r];
        RuleState& state = rules_[r];
        const double value = watched(rule);
        if (!is_on(Kind::rule, r)) continue;
        if (state.phase == RuleState::Phase::acting) {
            const bool over = rule.has_until && (rule.until_above ? value > rule.until_threshold : value < rule.until_threshold);
            if (!over)
                state.since = never;
            else if (state.since == never)
                state.since = now_;
            if (over && now_ - state.since >= rule.until_held_for) end_rule(r);
        } else if (state.phase == RuleState::Phase::watching) {
            const bool holds = rule.above ? value > rule.threshold : value < rule.threshold;
            if (!holds)
                state.since = never;
            else if (state.since == never)
                state.since = now_;
            if (!holds || now_ - state.since < rule.held_for) continue;
            // Of whole days: calendar days, today's among them.
            const double days = rule.up_to_per / day_seconds;
            std::erase_if(state.times, [&](double t) {
                return days == std::floor(days) ? model_.day_of(now_) - model_.day_of(t) >= days : t <= now_ - rule.up_to_per;
            });
            if (static_cast<double>(state.times.size()) >= rule.up_to) continue;
            state.times.push_back(now_);
            state.phase = RuleState::Phase::reacting;
            if (rule.takes <= 0)
                start_rule(r);
            else
                schedule(now_ + rule.takes, EventKind::rules, static_cast<std::uint32_t>(r + 1), ++state.timer);
        }
    }
    if (now_ + minute_seconds < model_.stop) schedule(now_ + minute_seconds, EventKind::rules, 0);
}

void Engine::start_rule(std::size_t r) {
    const RuleModel& rule = model_.rules[r];
    RuleState& state = rules_[r];
    state.phase = RuleState::Phase::acting;
    state.since = never;
    state.acting_since = now_;
    if (reported_ >= 0) books_.rules[r].acted += 1;
    ++state.timer;
    if (now_ + rule.lasts < model_.stop)
        schedule(now_ + rule.lasts, EventKind::rules, static_cast<std::uint32_t>(r + 1), state.timer);
    // Over which contacts that it adds in all are spread; nobody knows how long `until` will be.
    const double seconds = rule.lasts < never ? rule.lasts : rule.has_until ? day_seconds : model_.stop - now_;
    for (std::uint16_t a = rule.first_action; a < rule.first_action + rule.actions; ++a) {
        const ActionModel& action = model_.actions[a];
        const auto strength = draw(streams_, Family::events, {action.name, 1, state.occurrence, detail(Purpose::strength)})[0];
        const double value = drawn_value(action, strength, seconds);
        state.happenings.push_back(begin_action(a, {now_, model_.span.to, model_.span.to, value}));
    }
    ++state.occurrence;
}

// Its time in force, as far as it lies in the reported horizon.
void Engine::book_rule(std::size_t r) {
    if (rules_[r].phase != RuleState::Phase::acting) return;
    const double from = std::max(0.0, rules_[r].acting_since), to = std::min(now_, model_.axis.end());
    books_.rules[r].seconds += std::max(0.0, to - from);
}

void Engine::end_rule(std::size_t r) {
    RuleState& state = rules_[r];
    book_rule(r);
    state.phase = RuleState::Phase::watching;
    state.since = never;
    ++state.timer;
    for (const std::uint32_t index : std::exchange(state.happenings, {})) end_action(index);
}

// A rule that is taken out ends what it does; one that is brought in begins to watch.
void Engine::switch_rule(std::uint16_t r) {
    if (!is_on(Kind::rule, r)) end_rule(r);
}

// Rates have changed: the customers of the rest of this interval are those who exist under the new rates.
void Engine::demand_changed() {
    put_into_demand(season_, model_);
    needs_->refresh();
    needs_->customers(interval_, now_, needs_now_);
    next_need_ = 0;
}

// ---- agents who help out elsewhere --------------------------------------------------------------------------------------

void Engine::serve_as(AgentIndex a, GroupId group) {
    Agent& agent = agents_[a];
    if (agent.serves_as == group) return;
    const bool idle = agent.state == AgentState::idle;
    if (idle) unlink_idle(a);
    unlist_chat(a);
    agent.serves_as = group;
    note_agent(a, AgentChange::What::serves, group);
    if (group != agent.group) groups_[group].lent_to = true;
    give_up_own_list(a);
    if (agent.open > 0) list_chat(a), take_chats(a);
    if (!idle) return;
    agent.state = AgentState::busy;
    if (!look(a)) make_idle(a);
}

void Engine::change_moves(GroupId from) {
    GroupState& group = groups_[from];
    std::vector<std::pair<GroupId, int>> moves;
    for (const std::uint32_t index : active_) {
        const ActionModel& a = model_.actions[season_.happenings[index].action];
        if (a.verb == Verb::move && a.id == from) moves.emplace_back(a.to, static_cast<int>(a.agents + 0.5));
    }
    group.moves = std::move(moves);
    keep_moves(from);
    for (std::size_t id = 0; id < queues_.size(); ++id) check_draining(static_cast<QueueId>(id));
}

// As many as asked for, of those who are on shift: the lowest numbers, idle ones first; the rest serve their own group.
void Engine::keep_moves(GroupId from) {
    if (groups_[from].moves.empty() && !groups_[from].any_moved) return;
    std::vector<AgentIndex> present;
    for (const auto& numbered : groups_[from].by_shift)
        for (const AgentIndex a : numbered)
            if (agents_[a].state != AgentState::off) present.push_back(a);
    std::stable_sort(present.begin(), present.end(), [&](AgentIndex x, AgentIndex y) {
        const bool moved_x = agents_[x].serves_as != from, moved_y = agents_[y].serves_as != from;
        if (moved_x != moved_y) return moved_x;  // who helps already goes on helping
        return (agents_[x].state == AgentState::idle) > (agents_[y].state == AgentState::idle);
    });
    std::size_t next = 0;
    for (const auto& [to, agents] : groups_[from].moves)
        for (int n = 0; n < agents && next < present.size(); ++n) serve_as(present[next++], to);
    groups_[from].any_moved = next > 0;
    for (; next < present.size(); ++next) serve_as(present[next], from);
}

// ---- stress and attrition ---------------------------------------------------------------------------------------------

// On interval boundaries: how busy the group was over the last `over` of staffed time.
void Engine::look_at_stress(GroupId g) {
    GroupState& group = groups_[g];
    const GroupModel& m = model_.groups[g];
    if (m.attrition > 0) hazard_of(g);
    if (!m.has_stress) return;
    const bool chats = std::any_of(m.levels.begin(), m.levels.end(), [&](const ServeLevel& level) {
        return std::any_of(level.queues.begin(), level.queues.end(),
                           [&](QueueId id) { return model_.queues[id].medium == Medium::chat; });
    });
    if (group.now[GroupTally::available] > 0)
        group.recent.emplace_back(group.now[chats ? GroupTally::work : GroupTally::busy], group.now[GroupTally::available]);
    const auto most = static_cast<std::size_t>(std::max(1.0, m.stress.over / model_.axis.interval() + 0.5));
    if (group.recent.size() > most) group.recent.erase(group.recent.begin());
    double busy = 0, available = 0;
    for (const auto& [b, a] : group.recent) busy += b, available += a;
    group.stressed = available > 0 && busy / available > m.stress.above;
}

// The hazard integrated so far; stress multiplies it while it lasts.
double Engine::hazard_of(GroupId g) {
    GroupState& group = groups_[g];
    const GroupModel& m = model_.groups[g];
    group.hazard += (now_ - group.hazard_at) * m.attrition * (group.stressed ? m.stress.attrition : 1);
    group.hazard_at = now_;
    return group.hazard;
}

bool Engine::has_quit(GroupId g, const Agent& agent) { return model_.groups[g].attrition > 0 && hazard_of(g) >= agent.quits; }

}  // namespace peakline::sim
