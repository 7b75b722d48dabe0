#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "sim/compiler.hpp"

namespace peakline::sim {
namespace {

// 1 while any of the queues that the group serves is open by its hours.
Track open_track(const std::vector<const QueueModel*>& queues, Span span) {
    std::set<double> starts{span.from};
    for (const QueueModel* queue : queues) {
        starts.insert(queue->opens.begin(), queue->opens.end());
        starts.insert(queue->closes.begin(), queue->closes.end());
    }
    Track track;
    track.starts.clear();
    track.from.clear();
    for (const double t : starts) {
        const bool open = std::any_of(queues.begin(), queues.end(), [&](const QueueModel* queue) {
            if (queue->always_open) return true;
            const auto next = std::upper_bound(queue->opens.begin(), queue->opens.end(), t) - queue->opens.begin();
            return next > 0 && t < queue->closes[static_cast<std::size_t>(next - 1)];
        });
        if (!track.from.empty() && track.from.back() == (open ? 1.0 : 0.0)) continue;
        track.starts.push_back(std::max(t, span.from));
        track.from.push_back(open ? 1 : 0);
    }
    track.to = track.from;
    return track;
}

Track table_track(const TimeTable& table, const TimeAxis& axis, Span span) {
    Track track;
    track.starts = {span.from};
    track.from = {0};
    for (std::size_t i = 0; i < table.starts.size(); ++i) {
        const double start = axis.seconds_of_utc(table.starts[i]), end = start + table.step;
        if (track.starts.back() < start)
            track.starts.push_back(start), track.from.push_back(table.values[i]);
        else
            track.from.back() = table.values[i];
        const bool gap = i + 1 == table.starts.size() || axis.seconds_of_utc(table.starts[i + 1]) > end;
        if (gap) track.starts.push_back(end), track.from.push_back(0);
    }
    track.to = track.from;
    return track;
}

std::vector<GroupModel::ShiftPlan> shift_plans(const Changing<Roster>& roster, const Compiler& c) {
    std::vector<GroupModel::ShiftPlan> plans;
    const TimeAxis& axis = c.model.axis;
    double longest = 0;  // who has begun before the first simulated day may still be there
    for (const ShiftModel& shift : c.model.shifts) longest = std::max(longest, shift.lasts);
    const int first = axis.local(c.model.begin - longest).date - axis.first_day(),
              last = axis.local(c.model.stop).date - axis.first_day();
    for (int day = first; day <= last; ++day) {
        const Date date = axis.date_of_day(day);
        const ShiftCounts* counts = roster.at({date, 0}).find(date, axis.is_holiday(date));
        if (!counts) continue;
        for (const auto& [name, agents] : *counts) {
            const std::uint16_t shift = c.shifts.at(name);
            const ShiftModel& model = c.model.shifts[shift];
            const double start = axis.seconds({date, static_cast<std::int32_t>(model.start)});
            if ((model.enabled || c.switched(Kind::shift, name)) && start + model.lasts > c.model.begin && start < c.model.stop)
                plans.push_back({start, shift, day, agents});
        }
    }
    return plans;
}

// A cohort's intakes join as shifts of their own: the same hours, people of their own numbers, slower at first.
void add_cohort(Compiler& c, GroupModel& group, const std::string& group_name, const Cohort& cohort) {
    const TimeAxis& axis = c.model.axis;
    const int last = axis.local(c.model.stop).date - axis.first_day(),
              training = static_cast<int>(cohort.training / day_seconds + 0.5);
    for (int intake = 0; intake < (cohort.every ? cohort.up_to : 1); ++intake) {
        const int joins =
            cohort.from - axis.first_day() + (cohort.every ? intake * static_cast<int>(*cohort.every / day_seconds + 0.5) : 0);
        if (joins > last || c.model.shifts.size() > 60000) break;
        const std::uint64_t name = hash64(hash64(group_name + "." + cohort.name), static_cast<std::uint64_t>(intake));
        std::map<std::uint16_t, std::uint16_t> own;  // shift -> the intake's copy of it
        for (int day = joins; day <= last; ++day) {
            const Date date = axis.date_of_day(day);
            if (cohort.until && date > *cohort.until) break;
            const ShiftCounts* counts = cohort.roster.at({date, 0}).find(date, axis.is_holiday(date));
            if (!counts) continue;
            const double worked = (day - joins - training) * day_seconds;
            const auto step = static_cast<std::size_t>(std::max(0.0, worked / cohort.step));
            const auto at = [&](const std::vector<double>& factors) {
                return factors.empty() ? 1 : factors[std::min(step, factors.size() - 1)];
            };
            for (const auto& [shift_name, agents] : *counts) {
                const std::uint16_t shift = c.shifts.at(shift_name);
                if (!own.contains(shift)) {
                    own[shift] = static_cast<std::uint16_t>(c.model.shifts.size());
                    ShiftModel copy = c.model.shifts[shift];
                    copy.name = hash64(name, copy.name);
                    copy.joins = axis.day_start(joins);
                    copy.cohort = c.cohorts.at(group_name + "." + cohort.name);
                    copy.title = fmt::format("{} of {} {}", shift_name, cohort.name, intake + 1);
                    c.model.shifts.push_back(std::move(copy));
                }
                const ShiftModel& model = c.model.shifts[own[shift]];
                const double start = axis.seconds({date, static_cast<std::int32_t>(model.start)});
                const bool may_be = model.enabled || c.switched(Kind::shift, shift_name);
                if (!may_be || start + model.lasts <= c.model.begin || start >= c.model.stop) continue;
                group.plans.push_back(
                    {start, own[shift], day, agents, at(cohort.ramp), at(cohort.errors), day < joins + training});
            }
        }
    }
}

}  // namespace

void Compiler::compile_staff() {
    for (const Shift& shift : scenario.shifts) {
        ShiftModel m;
        m.name = hash64(shift.name);
        m.enabled = shift.enabled;
        m.start = shift.start;
        m.lasts = shift.lasts;
        m.breaks = shift.breaks;
        m.written_as = shifts.at(shift.name);
        m.title = shift.name;
        for (const Break& pause : shift.breaks)
            if (!pause.paid) m.unpaid += pause.lasts;
        model.shifts.push_back(std::move(m));
    }
    for (const Group& group : scenario.groups) {
        const std::string path = "staff.groups." + group.name;
        GroupModel g;
        g.name = hash64(group.name);
        g.enabled = group.enabled;
        g.scale = number(group.scale, path + ".scale");
        g.absence = number(group.absence, path + ".absence");
        g.shrinkage = number(group.shrinkage, path + ".shrinkage");
        g.handle_time = number(group.handle_time, path + ".handle_time");
        g.handle_time_by_queue.assign(scenario.queues.size(), no_number);
        for (const auto& [queue, factor] : group.handle_time_by_queue)
            g.handle_time_by_queue[queues.at(queue)] = number(factor, path + ".handle_time." + queue);
        g.serves.assign(scenario.queues.size(), 0);
        std::set<std::pair<bool, int>> keys;  // not live, preference
        for (const auto& [queue, preference] : group.serves) keys.insert({!model.queues[queues.at(queue)].live, preference});
        std::vector<const QueueModel*> served;
        for (const auto& [later, preference] : keys) {
            ServeLevel level{!later, preference, {}};
            for (const auto& [queue, own] : group.serves)
                if (own == preference && model.queues[queues.at(queue)].live == !later) level.queues.push_back(queues.at(queue));
            g.levels.push_back(std::move(level));
        }
        for (const auto& [queue, preference] : group.serves) {
            const QueueModel& m = model.queues[queues.at(queue)];
            g.serves[queues.at(queue)] = 1;
            if (m.enabled) served.push_back(&m);
        }
        g.skills = static_cast<int>(group.serves.size());
        g.open = open_track(served, model.span);
        if (const auto* roster = std::get_if<Changing<Roster>>(&group.staffing)) {
            g.by_shift = true;
            g.plans = shift_plans(*roster, *this);
        } else if (const auto* table = std::get_if<TimeTable>(&group.staffing)) {
            g.agents = table_track(*table, model.axis, model.span);
            g.agents_number = no_number;
            g.open = Track(1);
        } else if (const auto* agents = std::get_if<Quantity>(&group.staffing)) {
            g.agents_number = number(*agents, path + ".agents");
        } else {
            g.agents_number = constant(0);
        }
        g.cost = group.cost;
        g.overtime_cost = group.has_overtime ? group.overtime_cost : group.cost;
        g.overtime_up_to = group.overtime_up_to;
        g.attrition = group.attrition;
        g.has_stress = group.stress.has_value();
        if (g.has_stress) g.stress = *group.stress;
        g.has_cohorts = !group.cohorts.empty();
        for (const Cohort& cohort : group.cohorts) {
            model.cohorts.push_back({cohort.enabled, groups.at(group.name)});  // in the order of `cohorts`
            if (cohort.enabled || switched(Kind::cohort, group.name + "." + cohort.name))
                add_cohort(*this, g, group.name, cohort);
        }
        std::stable_sort(g.plans.begin(), g.plans.end(), [](const auto& a, const auto& b) { return a.start < b.start; });
        model.groups.push_back(std::move(g));
    }
    for (std::size_t q = 0; q < scenario.queues.size(); ++q) {
        const Queue& queue = scenario.queues[q];
        QueueModel& m = model.queues[q];
        std::set<GroupId> placed;
        std::vector<GroupId> rest;
        for (const std::string& name : queue.overflow_groups) {
            placed.insert(groups.at(name));
            m.overflow_ranks.push_back({groups.at(name)});
            model.groups[groups.at(name)].serves[q] = 2;  // only after overflow_after
        }
        for (const std::string& name : queue.prefers)
            if (placed.insert(groups.at(name)).second) m.ranks.push_back({groups.at(name)});
        for (std::size_t g = 0; g < model.groups.size(); ++g)
            if (model.groups[g].serves[q] == 1 && placed.insert(static_cast<GroupId>(g)).second)
                rest.push_back(static_cast<GroupId>(g));
        if (!rest.empty()) m.ranks.push_back(rest);
        std::erase_if(m.ranks, [&](const auto& rank) { return rank.size() == 1 && model.groups[rank[0]].serves[q] != 1; });
        // A group that helps out without serving the queue otherwise looks at it last.
        for (const std::string& name : queue.overflow_groups) {
            GroupModel& g = model.groups[groups.at(name)];
            const bool listed = std::any_of(g.levels.begin(), g.levels.end(), [&](const ServeLevel& level) {
                return std::count(level.queues.begin(), level.queues.end(), static_cast<QueueId>(q)) > 0;
            });
            if (listed) continue;
            const auto last = m.live
                                  ? std::find_if(g.levels.begin(), g.levels.end(), [](const auto& level) { return !level.live; })
                                  : g.levels.end();  // live before deferred
            g.levels.insert(last, {m.live, 1 << 20, {static_cast<QueueId>(q)}});
        }
    }
    for (const GroupModel& g : model.groups)
        for (std::size_t later = 1; later < g.levels.size(); ++later)
            for (const QueueId chat : g.levels[later].queues)
                for (std::size_t level = 0; level < later && model.queues[chat].medium == Medium::chat; ++level)
                    for (const QueueId id : g.levels[level].queues)
                        if (auto& held = model.queues[id].holds_back; std::count(held.begin(), held.end(), chat) == 0)
                            held.push_back(chat);
}

}  // namespace peakline::sim
