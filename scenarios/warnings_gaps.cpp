// Hours in which a live queue is open and nobody who serves it is on shift: a slip of the roster more often than a plan.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "core/units.hpp"
#include "scenarios/checks.hpp"

namespace peakline {
namespace {

constexpr double shortest_gap = 60;     // seconds
constexpr double most_looked_at = 2e6;  // queues x days: beyond, the first days stand for all
constexpr int most_days = 400;

struct Span {
    double from = 0, to = 0;
};
using Spans = std::vector<Span>;  // in order, apart from each other

Spans united(Spans spans) {
    std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.from < b.from; });
    Spans result;
    for (const Span& span : spans) {
        if (span.to <= span.from) continue;
        if (!result.empty() && span.from <= result.back().to)
            result.back().to = std::max(result.back().to, span.to);
        else
            result.push_back(span);
    }
    return result;
}

// What of `all` no span of `taken` covers.
Spans left_over(const Spans& all, const Spans& taken) {
    Spans result;
    auto next = taken.begin();
    for (const Span& span : all) {
        double from = span.from;
        while (next != taken.end() && next->to <= from) ++next;
        for (auto it = next; it != taken.end() && it->from < span.to; ++it) {
            if (it->from - from >= shortest_gap) result.push_back({from, it->from});
            from = std::max(from, it->to);
        }
        if (span.to - from >= shortest_gap) result.push_back({from, span.to});
    }
    return result;
}

class Gaps {
public:
    Gaps(Reading& reading, const Node& root, const Scenario& scenario)
        : reading_(reading), root_(root), s_(scenario), axis_(scenario.axis()) {
        const double room = most_looked_at / static_cast<double>(std::max<std::size_t>(s_.queues.size(), 1));
        days_ = std::min({axis_.days(), most_days, std::max(7, static_cast<int>(room))});
        for (const Event& event : s_.events) gather(event.actions);
        for (const Rule& rule : s_.rules) gather(rule.actions);
        gather(s_.actions);
        for (std::size_t g = 0; g < s_.groups.size(); ++g) {
            staffed_.push_back(staffed(s_.groups[g]));
            for (const auto& [queue, preference] : s_.groups[g].serves) groups_of_[queue].push_back(g);
            for (const Queue& queue : s_.queues)
                if (std::find(queue.overflow_groups.begin(), queue.overflow_groups.end(), s_.groups[g].name) !=
                    queue.overflow_groups.end())
                    groups_of_[queue.name].push_back(g);
        }
    }

    void warn() {
        for (const Queue& queue : s_.queues)
            if (queue.enabled && (queue.medium == Medium::voice || queue.medium == Medium::chat)) check(queue);
    }

private:
    void gather(const std::vector<Action>& actions) {
        for (const Action& action : actions) actions_.push_back(&action);
    }

    bool acted_on(Kind kind, const std::string& name, std::initializer_list<Verb> verbs) const {
        return std::any_of(actions_.begin(), actions_.end(), [&](const Action* a) {
            const bool meant = a->name == name || ((a->verb == Verb::move || a->kind == Kind::cohort) && a->to == name);
            return meant && (a->kind == kind || a->kind == Kind::cohort) &&
                   std::find(verbs.begin(), verbs.end(), a->verb) != verbs.end();
        });
    }

    double stop() const { return axis_.day_start(days_); }

    Spans open_times(const Queue& queue) const {
        if (queue.hours.empty()) return {{0, stop()}};
        Spans spans;
        for (int day = -1; day < days_; ++day) {
            const Date date = axis_.date_of_day(day);
            const auto* const openings = queue.hours.find(date, axis_.is_holiday(date));
            for (const Opening& opening : openings ? *openings : std::vector<Opening>())
                spans.push_back({std::max(0.0, at(date, opening.from)), std::min(stop(), at(date, opening.to))});
        }
        return united(std::move(spans));
    }

    // Clock times may pass midnight.
    double at(Date date, double second) const {
        const int over = static_cast<int>(second / day_seconds);
        return axis_.seconds({date + over, static_cast<std::int32_t>(second - over * day_seconds)});
    }

    // ---- when anybody of a group is there ------------------------------------------------------------------------------
    Spans staffed(const Group& group) const {
        const Spans always{{0, stop()}};
        if (acted_on(Kind::group, group.name, {Verb::staff, Verb::enable, Verb::move})) return always;  // that depends
        if (!group.enabled) return {};
        Spans spans;
        if (const auto* const roster = std::get_if<Changing<Roster>>(&group.staffing)) {
            for (int day = -1; day < days_; ++day) add_shifts(*roster, axis_.date_of_day(day), spans);
        } else if (const auto* const table = std::get_if<TimeTable>(&group.staffing)) {
            for (std::size_t i = 0; i < table->starts.size(); ++i)
                if (const double from = axis_.seconds_of_utc(table->starts[i]); table->values[i] > 0)
                    spans.push_back({from, from + table->step});
        } else if (const auto* const agents = std::get_if<Quantity>(&group.staffing)) {
            for (int i = 0; i < axis_.intervals() && axis_.interval_start(i) < stop(); ++i)
                if (anybody(*agents, i)) spans.push_back({axis_.interval_start(i), axis_.interval_start(i + 1)});
        }
        for (const Cohort& cohort : group.cohorts) add_cohort(cohort, spans);
        return united(std::move(spans));
    }

    void add_shifts(const Changing<Roster>& roster, Date date, Spans& spans) const {
        const ShiftCounts* const counts = roster.at({date, 0}).find(date, axis_.is_holiday(date));
        for (const auto& [name, agents] : counts ? *counts : ShiftCounts())
            for (const Shift& shift : s_.shifts)
                if (shift.name == name && agents > 0 && (shift.enabled || acted_on(Kind::shift, name, {Verb::enable})))
                    add_shift(shift, at(date, shift.start), spans);
    }

    // Less the breaks that all its people take at once.
    void add_shift(const Shift& shift, double start, Spans& spans) const {
        Spans away;
        for (const Break& one : shift.breaks)
            if (one.after == one.after_last) away.push_back({start + one.after, start + one.after + one.lasts});
        const Spans there = left_over({{start, start + shift.lasts}}, united(std::move(away)));
        spans.insert(spans.end(), there.begin(), there.end());
    }

    void add_cohort(const Cohort& cohort, Spans& spans) const {
        if (!cohort.enabled) return;
        const Date first = cohort.from + static_cast<int>(cohort.training / day_seconds);
        for (int day = -1; day < days_; ++day)
            if (const Date date = axis_.date_of_day(day); first <= date && (!cohort.until || date <= *cohort.until))
                add_shifts(cohort.roster, date, spans);
    }

    // At either end of the interval.
    bool anybody(const Quantity& agents, int interval) const {
        const double ends[] = {axis_.interval_start(interval), axis_.interval_start(interval + 1) - 1};
        return std::any_of(std::begin(ends), std::end(ends), [&](double t) {
            const LocalTime local = axis_.local(t);
            if (agents.factors.at(local, axis_.is_holiday(local.date)) <= 0) return false;
            const auto i = agents.index_at(local);
            const bool rises = agents.linear && i + 1 < agents.points.size() && mean(agents.points[i + 1].value) > 0;
            return rises || mean(agents.points[i].value) > 0;
        });
    }

    // ---- a queue's gaps ------------------------------------------------------------------------------------------------
    void check(const Queue& queue) {
        if (acted_on(Kind::queue, queue.name, {Verb::open, Verb::close, Verb::disable})) return;
        Spans there;
        const auto groups = groups_of_.find(queue.name);
        if (groups == groups_of_.end()) return;
        for (const std::size_t g : groups->second) there.insert(there.end(), staffed_[g].begin(), staffed_[g].end());
        there = united(std::move(there));
        if (there.empty()) return;  // nobody ever: said of the groups
        const Spans gaps = left_over(open_times(queue), there);
        if (gaps.empty()) return;
        double seconds = 0;
        for (const Span& gap : gaps) seconds += gap.to - gap.from;
        const std::vector<std::string> path{"queues", queue.name, "hours"};
        const bool breaks = std::any_of(s_.shifts.begin(), s_.shifts.end(), [](const Shift& shift) {
            return std::any_of(shift.breaks.begin(), shift.breaks.end(), [](const Break& b) { return b.after == b.after_last; });
        });
        reading_.warn(
            place_of(root_, path), joined_text(path, "."),
            fmt::format("nobody who serves {} is on shift{} for {} h of its opening hours{}, first from {} to {}{}", queue.name,
                        breaks ? " and not on a break" : "", std::max(0.1, std::round(seconds / hour_seconds * 10) / 10),
                        days_ < axis_.days() ? fmt::format(" in the first {} days", days_) : "", text(gaps.front().from),
                        text(gaps.front().to),
                        breaks ? " (after: [3h, 5h] spreads the people of a shift over a break's time)" : ""));
    }

    std::string text(double t) const {
        const LocalTime local = axis_.local(t);
        return fmt::format("{} {:02}:{:02}", to_text(local.date), local.second / 3600, local.second / 60 % 60);
    }

    Reading& reading_;
    const Node& root_;
    const Scenario& s_;
    const TimeAxis axis_;
    int days_ = 0;                                               // looked at
    std::vector<const Action*> actions_;                         // of events, rules and the plan
    std::vector<Spans> staffed_;                                 // by group
    std::map<std::string, std::vector<std::size_t>> groups_of_;  // who serves a queue or helps it
};

}  // namespace

void warn_of_gaps(Reading& reading, const Node& root, const Scenario& scenario) { Gaps(reading, root, scenario).warn(); }

}  // namespace peakline
