#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/engine.hpp"

namespace peakline::sim {
namespace {

constexpr double mean_spell = 10 * minute_seconds;  // away, shrinkage (model.md section 5)
constexpr int most_spells = 400;                    // in one shift: a guard, not a limit that is met

// Spreads the agents of a shift evenly over a range without knowing how many they are.
double spread(std::uint32_t number) { return std::fmod((number + 0.5) * 0.6180339887498949, 1.0); }

int rounded(double agents) { return static_cast<int>(std::floor(std::clamp(agents, 0.0, 1e6) + 0.5)); }

}  // namespace

// What the group did in the interval that ends now.
void Engine::close_group_books(GroupId g) {
    GroupState& group = groups_[g];
    const double length = now_ - interval_began_;
    const double on_duty = group.on_duty.close(length), busy = group.busy.close(length),
                 available = on_duty - group.away.close(length);
    group.now[GroupTally::on_duty] += on_duty;
    group.now[GroupTally::available] += available;
    group.now[GroupTally::busy] += busy;
    group.now[GroupTally::work] += busy - group.listening.close(length);
    group.now[GroupTally::overtime] += group.overtime.close(length);
    group.now[GroupTally::paid] += group.paid.close(length);
    group.clock.busy += busy;
    group.clock.available += available;
}

AgentIndex Engine::agent_of(GroupId g, std::uint16_t shift, std::uint32_t number) {
    auto& numbered = groups_[g].by_shift[shift == no_id ? model_.shifts.size() : shift];
    while (numbered.size() <= number) {
        Agent agent;
        agent.group = agent.serves_as = g;
        agent.shift = shift;
        agent.number = static_cast<std::uint32_t>(numbered.size());
        if (model_.groups[g].attrition > 0) {
            // Gone once the hazard since joining exceeds an Exp(1) of the agent's own; a cohort's hazard starts when it joins.
            const std::uint64_t name =
                shift == no_id ? model_.groups[g].name : hash64(model_.groups[g].name, model_.shifts[shift].name);
            const double before = shift == no_id || model_.shifts[shift].joins < model_.begin ? 0 : hazard_of(g);
            agent.quits = before - std::log(q({name, 0, agent.number, detail(Purpose::leaving)})[0]);
        }
        numbered.push_back(static_cast<AgentIndex>(agents_.size()));
        agents_.push_back(std::move(agent));
    }
    return numbered[number];
}

bool Engine::absent(GroupId g, std::uint16_t shift, std::uint32_t number, int day) const {
    const double share = value(model_.groups[g].absence);
    if (share <= 0) return false;
    const std::uint64_t name = shift == no_id ? model_.groups[g].name : hash64(model_.groups[g].name, model_.shifts[shift].name);
    return q({name, static_cast<std::uint64_t>(model_.axis.date_of_day(day).days), number, detail(Purpose::absence)})[0] < share;
}

// Of a roster by interval: absent today, or gone for good.
bool Engine::missing(GroupId g, std::uint32_t number, int day) {
    return absent(g, no_id, number, day) || (model_.groups[g].attrition > 0 && has_quit(g, agents_[agent_of(g, no_id, number)]));
}

int Engine::planned_agents(GroupId g, double base) const {
    const GroupState& group = groups_[g];
    if (!group.enabled) return 0;
    const double agents = group.staff_set >= 0 ? group.staff_set : base * value(model_.groups[g].scale);
    return rounded(agents * group.staff_factor + group.staff_more);
}

// Neither the shift nor the cohort whose people work it is taken out.
bool Engine::is_in(GroupId g, const RunningShift& running) const {
    const ShiftModel& shift = model_.shifts[model_.groups[g].plans[running.plan].shift];
    return is_on(Kind::shift, shift.written_as) && (shift.cohort == no_id || is_on(Kind::cohort, shift.cohort));
}

// How many people every running shift should have. "agents: 40" is shared out in proportion; "+8" come in the shift begun last,
// the first named of several; "-3" go from it, then from the one begun before it. They are no cohort's people.
std::vector<int> Engine::planned_by_shift(GroupId g) const {
    const GroupState& group = groups_[g];
    std::vector<int> targets;
    std::vector<std::size_t> latest;  // shifts whose people are no cohort's, the one begun last first
    double written = 0, set = 0;
    int given = 0;
    const auto plan_of = [&](std::size_t r) -> const GroupModel::ShiftPlan& {
        return model_.groups[g].plans[group.running[r].plan];
    };
    for (std::size_t r = 0; r < group.running.size(); ++r) {
        if (group.running[r].end <= now_ || !is_in(g, group.running[r])) continue;
        written += plan_of(r).agents;
        if (model_.shifts[plan_of(r).shift].cohort == no_id) latest.push_back(r);
    }
    std::stable_sort(latest.begin(), latest.end(), [&](auto a, auto b) { return plan_of(a).start > plan_of(b).start; });
    for (std::size_t r = 0; r < group.running.size(); ++r) {
        const double base = plan_of(r).agents;
        if (group.running[r].end <= now_ || !group.enabled || !is_in(g, group.running[r])) {
            targets.push_back(group.running[r].end <= now_ ? group.running[r].agents : 0);
            continue;
        }
        int target = rounded(base * value(model_.groups[g].scale) * group.staff_factor);
        if (group.staff_set >= 0) {
            set += written > 0 ? base / written * group.staff_set * group.staff_factor : 0;
            target = rounded(set) - given;
            given += target;
        }
        targets.push_back(std::max(0, target));
    }
    int more = group.enabled ? static_cast<int>(std::lround(group.staff_more)) : 0;
    for (const std::size_t r : latest) {
        const int before = std::exchange(targets[r], std::max(0, targets[r] + more));
        more -= targets[r] - before;
        if (more >= 0) break;
    }
    return targets;
}

// ---- rosters by shift -------------------------------------------------------------------------------------------------

void Engine::start_shift(GroupId g, std::uint32_t p) {
    GroupState& group = groups_[g];
    std::erase_if(group.running, [&](const RunningShift& running) { return running.end <= now_; });
    const auto& plan = model_.groups[g].plans[p];
    group.running.push_back({p, 0, plan.start + model_.shifts[plan.shift].lasts});
    restaff(g);
}

// How many more or fewer by an event, or how many in all, is from now on those of the shifts that go on.
void Engine::end_shift(GroupId g) {
    if (groups_[g].staff_set >= 0 || groups_[g].staff_more != 0) restaff(g);
}

// Brings every running shift to the number it should now have: people come and go by number.
void Engine::restaff(GroupId g) {
    if (!model_.groups[g].by_shift) set_roster(g);
    const std::vector<int> targets = planned_by_shift(g);
    for (std::size_t r = 0; r < groups_[g].running.size(); ++r) {
        RunningShift& running = groups_[g].running[r];
        if (running.end <= now_) continue;
        const auto& plan = model_.groups[g].plans[running.plan];
        const int target = targets[r], before = running.agents;
        running.agents = target;
        pay_shift(g, running, target - before);
        for (int number = before; number < target; ++number) {
            const auto n = static_cast<std::uint32_t>(number);
            if (absent(g, plan.shift, n, plan.day)) continue;
            const AgentIndex a = agent_of(g, plan.shift, n);
            if (agents_[a].state == AgentState::off || plan.start == now_) {  // else kept after all, and all is planned already
                agents_[a].owed_away = 0;
                plan_aways(a, plan.start, running.end, plan.day);
            }
            agents_[a].ramp = plan.ramp;
            agents_[a].errors = plan.errors;
            if (!plan.training) come(a, running.end);
        }
        for (int number = before - 1; number >= target; --number)
            dismiss(agent_of(g, plan.shift, static_cast<std::uint32_t>(number)));
    }
}

// Paid time goes by the clock: spread over the intervals that the rest of the shift touches, absence and paid breaks included.
void Engine::pay_shift(GroupId g, const RunningShift& running, int agents) {
    const auto& shift = model_.shifts[model_.groups[g].plans[running.plan].shift];
    const double rate = agents * (shift.lasts - shift.unpaid) / shift.lasts;
    if (trace_ && agents != 0) trace_->paid.push_back({now_, running.end, g, rate, false});
    const double from = std::max(0.0, now_), to = std::min(running.end, model_.axis.end());
    for (double t = from; t < to;) {
        const int interval = model_.axis.interval_of(t);
        const double end = std::min(to, model_.axis.interval_start(interval + 1));
        if (interval == reported_)
            groups_[g].now[GroupTally::paid] += rate * (end - t);
        else
            books_.groups[g][static_cast<std::size_t>(interval)][GroupTally::paid] += rate * (end - t);
        t = end;
    }
}

// Breaks and spells of shrinkage over [from, to): a schedule of the agent's own, kept whatever the work is.
void Engine::plan_aways(AgentIndex a, double from, double to, int day) {
    Agent& agent = agents_[a];
    agent.aways.clear();
    agent.next_away = 0;
    if (agent.shift != no_id)
        for (const Break& pause : model_.shifts[agent.shift].breaks)
            agent.aways.push_back({from + pause.after + (pause.after_last - pause.after) * spread(agent.number), pause.lasts});
    const double share = value(model_.groups[agent.group].shrinkage);
    if (share > 0) {
        const std::uint64_t name = agent.shift == no_id
                                       ? model_.groups[agent.group].name
                                       : hash64(model_.groups[agent.group].name, model_.shifts[agent.shift].name);
        const DrawKey base{name, static_cast<std::uint64_t>(model_.axis.date_of_day(day).days), agent.number, 0};
        const std::size_t breaks = agent.aways.size();
        const double present = mean_spell * (1 - share) / share;
        double t = from;
        for (int n = 0; n < most_spells && t < to; ++n) {
            DrawKey k = base;
            k.detail = detail(Purpose::spells, static_cast<std::uint64_t>(n));
            const auto u = q(k);
            // The schedule is stationary: it may begin inside a spell.
            const bool begins_away = n == 0 && u[2] < share;
            double away = t - (begins_away ? 0 : present * std::log(u[0]));
            const double lasts = -mean_spell * std::log(u[1]);
            for (std::size_t b = 0; b < breaks; ++b)  // a spell that would fall into a break follows it
                if (away >= agent.aways[b].start && away < agent.aways[b].start + agent.aways[b].lasts)
                    away = agent.aways[b].start + agent.aways[b].lasts;
            if (away < to) agent.aways.push_back({away, std::min(lasts, to - away)});
            t = away + lasts;
        }
        std::sort(agent.aways.begin(), agent.aways.end(), [](const Away& x, const Away& y) { return x.start < y.start; });
    }
    // What is over is left out; what has begun goes on for the rest of its length.
    std::erase_if(agent.aways, [&](const Away& away) { return away.start + away.lasts <= now_; });
    for (Away& away : agent.aways)
        if (away.start < now_) away.lasts -= now_ - away.start, away.start = now_;
}

// Policy first_free: so many more (or fewer) leave as soon as they are free; what they work until then is overtime.
void Engine::owe_leavers(GroupId g, int more) {
    groups_[g].owed_leavers += more;
    change(groups_[g].overtime, more);
    if (trace_) trace_->paid.push_back({now_, model_.stop, g, static_cast<double>(more), true});
}

// ---- rosters by interval ------------------------------------------------------------------------------------------------

// Something has opened one of its queues, or brought it in.
bool Engine::serves_out_of_hours(GroupId g) const {
    for (std::size_t q = 0; q < queues_.size(); ++q)
        if (model_.groups[g].serves[q] == 1 && queues_[q].open()) return true;
    return false;
}

// People who are there while a queue is open follow what opens it or brings it in; what closes it sends nobody home in its hours.
void Engine::follow(QueueId queue) {
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        const GroupModel& m = model_.groups[g];
        if (!m.by_shift && m.serves[queue] == 1 && m.open.at(now_) == 0) restaff(static_cast<GroupId>(g));
    }
}

void Engine::set_roster(GroupId g) {
    GroupState& group = groups_[g];
    const GroupModel& m = model_.groups[g];
    const double open = m.open.at(now_) > 0 || serves_out_of_hours(g) ? 1 : 0;
    const int planned = planned_agents(g, (m.agents_number == no_number ? m.agents.at(now_) : value(m.agents_number)) * open);
    const int day_index = model_.day_of(now_), day = model_.first_day + day_index;
    const bool midnight = now_ == model_.day_starts[static_cast<std::size_t>(day_index)];
    const double tomorrow = model_.day_starts[static_cast<std::size_t>(day_index) + 1];
    if (trace_ && planned != group.paid.now) trace_->paid.push_back({now_, model_.stop, g, planned - group.paid.now, false});
    change(group.paid, planned - group.paid.now);
    int target = 0;
    for (int n = 0; n < planned; ++n) target += missing(g, static_cast<std::uint32_t>(n), day) ? 0 : 1;
    auto& numbered = group.by_shift.back();
    int present = -group.owed_leavers;
    for (const AgentIndex a : numbered) {
        if (agents_[a].state != AgentState::off && !agents_[a].leaving && has_quit(g, agents_[a])) dismiss(a);
        present += agents_[a].state != AgentState::off && !agents_[a].leaving ? 1 : 0;
    }
    for (std::size_t n = numbered.size(); n-- > 0 && present > target && model_.routing.when_fewer == WhenFewer::named;)
        if (Agent& agent = agents_[numbered[n]]; agent.state != AgentState::off && !agent.leaving)
            dismiss(numbered[n]), --present;
    for (std::size_t n = numbered.size(); n-- > 0 && present > target;)
        if (Agent& agent = agents_[numbered[n]]; agent.state == AgentState::idle || agent.state == AgentState::away)
            dismiss(numbered[n]), --present;
    if (present > target && model_.routing.when_fewer == WhenFewer::first_free) {
        owe_leavers(g, present - target);
        present = target;
    }
    for (std::size_t n = numbered.size(); n-- > 0 && present > target;)
        if (Agent& agent = agents_[numbered[n]]; agent.state == AgentState::busy && !agent.leaving)
            dismiss(numbered[n]), --present;
    while (present < target && group.owed_leavers > 0) owe_leavers(g, -1), ++present;
    for (std::size_t n = 0; n < numbered.size() && present < target; ++n)
        if (Agent& agent = agents_[numbered[n]]; agent.leaving) stay(numbered[n]), ++present;
    if (midnight && value(m.shrinkage) > 0)
        for (const AgentIndex a : numbered)
            if (agents_[a].state != AgentState::off) {
                plan_aways(a, now_, tomorrow, day);
                if (agents_[a].state != AgentState::away) next_timer(a);  // who is away looks at the new day when coming back
            }
    for (std::uint32_t n = 0; present < target && n < static_cast<std::uint32_t>(planned); ++n) {
        const AgentIndex a = agent_of(g, no_id, n);
        if (agents_[a].state != AgentState::off || missing(g, n, day)) continue;
        plan_aways(a, model_.day_starts[static_cast<std::size_t>(day_index)], tomorrow, day);
        come(a, never);
        ++present;
    }
}

}  // namespace peakline::sim
