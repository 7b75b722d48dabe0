// What is written and can never matter: nobody writes a roster of last year, a queue without hours or a group of 0 on purpose.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "scenarios/checks.hpp"

namespace peakline {
namespace {

using Path = std::vector<std::string>;

// The season as simulated, and the plan that is looked at.
class IdleParts {
public:
    IdleParts(Reading& reading, const Node& root, const Scenario& scenario, const std::string& plan)
        : reading_(reading), root_(root), s_(scenario), plan_(plan), axis_(scenario.axis()) {
        const int first = axis_.local(axis_.begin()).date - axis_.first_day(),
                  last = axis_.local(axis_.stop() - 1).date - axis_.first_day();
        for (int day = first; day <= last; ++day) dates_.push_back(axis_.date_of_day(day));
        for (const Event& event : s_.events) gather(event.actions);
        for (const Rule& rule : s_.rules) gather(rule.actions);
        gather(s_.actions);
    }

    void warn() {
        for (const Group& group : s_.groups) check(group);
        for (const Event& event : s_.events) check(event);
        for (const Queue& queue : s_.queues) check(queue);
        for (const Reason& reason : s_.reasons) check(reason);
        check_redirects();
    }

private:
    void say(const Path& path, std::string message) {
        reading_.warn(place_of(root_, path), joined_text(path, "."), std::move(message));
    }

    void gather(const std::vector<Action>& actions) {
        for (const Action& action : actions) actions_.push_back(&action);
    }

    bool acted_on(Kind kind, const std::string& name, std::initializer_list<Verb> verbs) const {
        return std::any_of(actions_.begin(), actions_.end(), [&](const Action* a) {
            return a->kind == kind && a->name == name && std::find(verbs.begin(), verbs.end(), a->verb) != verbs.end();
        });
    }

    std::string season() const { return fmt::format("{} to {}", to_text(dates_.front()), to_text(dates_.back())); }

    // ---- people ------------------------------------------------------------------------------------------------------
    void check(const Group& group) {
        if (!group.enabled && !acted_on(Kind::group, group.name, {Verb::enable})) return;
        const Path path{"staff", "groups", group.name};
        const auto below = [&](const std::string& key) {
            Path deeper = path;
            deeper.push_back(key);
            return deeper;
        };
        for (const Cohort& cohort : group.cohorts) check(cohort, below("cohorts"));
        if (acted_on(Kind::group, group.name, {Verb::staff})) return;
        if (const auto* const roster = std::get_if<Changing<Roster>>(&group.staffing)) {
            if (!anybody(*roster))
                say(below("roster"), fmt::format("no shift of this roster is worked by anybody from {}", season()));
        } else if (const auto* const table = std::get_if<TimeTable>(&group.staffing)) {
            if (!anybody(*table)) say(below("roster"), fmt::format("the file has nobody from {}", season()));
        } else if (const auto* const agents = std::get_if<Quantity>(&group.staffing)) {
            if (always(*agents, 0)) say(below("agents"), "nobody is in this group");
        }
        for (const auto& [key, share] : {std::pair{"absence", &group.absence}, std::pair{"shrinkage", &group.shrinkage}})
            if (always(*share, 1)) say(below(key), "nobody is ever there");
        if (always(group.scale, 0)) say(below("scale"), "nobody is in this group");
    }

    void check(const Cohort& cohort, Path path) {
        if (!cohort.enabled && !acted_on(Kind::cohort, cohort.name, {Verb::enable})) return;
        path.push_back(cohort.name);
        const bool late = dates_.back() < cohort.from, gone = cohort.until && *cohort.until < dates_.front();
        if (!late && !gone) return;
        path.push_back(late ? "from" : "until");
        say(path, fmt::format("these people {} the season ({})", late ? "join after" : "are gone before", season()));
    }

    bool anybody(const Changing<Roster>& roster) const {
        return std::any_of(dates_.begin(), dates_.end(), [&](Date date) {
            const ShiftCounts* const counts = roster.at({date, 0}).find(date, axis_.is_holiday(date));
            return counts && std::any_of(counts->begin(), counts->end(), [&](const auto& count) {
                       return count.second > 0 && std::any_of(s_.shifts.begin(), s_.shifts.end(), [&](const Shift& shift) {
                                  return shift.name == count.first &&
                                         (shift.enabled || acted_on(Kind::shift, shift.name, {Verb::enable}));
                              });
                   });
        });
    }

    bool anybody(const TimeTable& table) const {
        for (std::size_t i = 0; i < table.starts.size(); ++i) {
            const double start = axis_.seconds_of_utc(table.starts[i]);
            if (table.values[i] > 0 && start < axis_.stop() && start + table.step > axis_.begin()) return true;
        }
        return false;
    }

    static bool always(const Quantity& quantity, double value) {
        return std::all_of(quantity.points.begin(), quantity.points.end(),
                           [&](const auto& point) { return point.value == Distribution::constant(value); });
    }

    // ---- what happens ------------------------------------------------------------------------------------------------
    void check(const Event& event) {
        if (!event.enabled && !acted_on(Kind::event, event.name, {Verb::enable})) return;
        if (event.lasts == Distribution::constant(0) && event.fades == Distribution::constant(0))
            return say({"events", event.name, "lasts"}, "an event that lasts no time does nothing");
        const Path at{"events", event.name, "at"};
        if (event.daily) {
            const DayKey& key = event.daily->first;
            if (std::none_of(dates_.begin(), dates_.end(), [&](Date date) { return key.matches(date, axis_.is_holiday(date)); }))
                say(at, fmt::format("no such day from {}: it never happens", season()));
        } else if (event.at) {
            const double from = axis_.seconds(*event.at);
            const bool ends = event.lasts.is_constant() && event.fades.is_constant() &&
                              from + event.lasts.mean + event.fades.mean <= axis_.begin();
            if (from >= axis_.stop() || ends) say(at, fmt::format("outside the season ({}): it never happens", season()));
        }
    }

    // ---- queues and where contacts go -----------------------------------------------------------------------------------
    const Queue* queue_named(const std::string& name) const {
        const auto it = std::find_if(s_.queues.begin(), s_.queues.end(), [&](const Queue& q) { return q.name == name; });
        return it == s_.queues.end() ? nullptr : &*it;
    }

    bool in_play(const Queue& queue) const { return queue.enabled || acted_on(Kind::queue, queue.name, {Verb::enable}); }

    void check(const Queue& queue) {
        if (!in_play(queue) || queue.hours.empty() || acted_on(Kind::queue, queue.name, {Verb::open})) return;
        const bool opens = std::any_of(dates_.begin(), dates_.end(), [&](Date date) {
            const auto* const openings = queue.hours.find(date, axis_.is_holiday(date));
            return openings && !openings->empty();
        });
        if (!opens) say({"queues", queue.name, "hours"}, fmt::format("this queue never opens from {}", season()));
    }

    void check(const Reason& reason) {
        if (!reason.enabled) return;
        std::set<std::string> said;
        for (const auto& point : reason.queues.points)
            for (const auto& [name, share] : point.value) {
                const Queue* const queue = queue_named(name);
                if (share > 0 && queue && !in_play(*queue) && said.insert(name).second)
                    say({"reasons", reason.name, "queues"},
                        fmt::format("{:.6g}% go to {}, which is disabled: they are lost", share * 100, name));
            }
    }

    // Whoever is sent round and round is lost in the end.
    void check_redirects() {
        std::set<std::string> done;
        for (const Queue& queue : s_.queues) {
            std::vector<std::string> chain;
            follow(queue.name, chain, done);
        }
    }

    void follow(const std::string& from, std::vector<std::string>& chain, std::set<std::string>& done) {
        if (done.contains(from)) return;
        chain.push_back(from);
        for (const Action* const action : actions_) {
            if (action->verb != Verb::redirect || action->name != from || action->share <= 0) continue;
            const auto back = std::find(chain.begin(), chain.end(), action->to);
            if (back == chain.end()) {
                follow(action->to, chain, done);
                continue;
            }
            std::string circle;
            for (auto it = back; it != chain.end(); ++it) circle += *it + " -> ";
            say(place_of_redirect(*action),
                fmt::format("contacts are redirected in a circle: {}{}; who goes round it is lost in the end", circle,
                            action->to));
        }
        chain.pop_back();
        done.insert(from);
    }

    Path place_of_redirect(const Action& action) const {
        const auto within = [&](const std::vector<Action>& actions) {
            return !actions.empty() && &actions.front() <= &action && &action <= &actions.back();
        };
        for (const Event& event : s_.events)
            if (within(event.actions)) return {"events", event.name, "do"};
        for (const Rule& rule : s_.rules)
            if (within(rule.actions)) return {"rules", rule.name, "do"};
        return {"plans", plan_, "do"};
    }

    Reading& reading_;
    const Node& root_;
    const Scenario& s_;
    const std::string& plan_;
    const TimeAxis axis_;
    std::vector<Date> dates_;             // simulated, warm-up and cool-down included
    std::vector<const Action*> actions_;  // of events, rules and the plan
};

}  // namespace

void warn_of_idle_parts(Reading& reading, const Node& root, const Scenario& scenario, const std::string& plan) {
    IdleParts(reading, root, scenario, plan).warn();
}

}  // namespace peakline
