#include "scenarios/checks.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "core/random.hpp"
#include "scenarios/metrics.hpp"

namespace peakline {
namespace {

using Path = std::vector<std::string>;

void complain(Reading& reading, const Node& root, const Path& path, std::string message, std::string expected) {
    std::vector<std::unique_ptr<Reading::Scope>> scopes;
    for (const std::string& part : path) scopes.push_back(std::make_unique<Reading::Scope>(reading, part));
    reading.wrong_at(place_of(root, path), std::move(message), "", std::move(expected));
    while (!scopes.empty()) scopes.pop_back();
}

template <class T>
const T* named_thing(const std::vector<T>& things, std::string_view name) {
    const auto it = std::find_if(things.begin(), things.end(), [&](const T& t) { return t.name == name; });
    return it == things.end() ? nullptr : &*it;
}

// Who is in play: enabled, or brought in by something that may happen.
std::set<std::string> groups_in_play(const Scenario& s) {
    std::set<std::string> names;
    for (const Group& group : s.groups)
        if (group.enabled) names.insert(group.name);
    const auto look = [&](const std::vector<Action>& actions) {
        for (const Action& a : actions)
            if (a.verb == Verb::enable && a.kind == Kind::group) names.insert(a.name);
    };
    for (const Event& event : s.events) look(event.actions);
    for (const Rule& rule : s.rules) look(rule.actions);
    look(s.actions);
    return names;
}

// A copy in a circle or of nothing: said already.
bool is_unresolved(Reading& reading, const Node& root, const std::string& queue) {
    const Node* const queues = root.find("queues");
    if (!queues || !queues->find(queue) || !queues->find(queue)->find("like")) return false;
    const auto section = reading.at("queues");
    const auto name = reading.at(queue);
    return reading.spoiled();
}

void check_queues_served(Reading& reading, const Node& root, const Scenario& s) {
    if (!reading.sound("staff") || !root.find("staff")) return;
    const auto in_play = groups_in_play(s);
    for (const Queue& queue : s.queues) {
        if (!queue.enabled || is_unresolved(reading, root, queue.name) || !reading.sound("queues." + queue.name)) continue;
        const bool served = std::any_of(s.groups.begin(), s.groups.end(), [&](const Group& group) {
            return in_play.contains(group.name) &&
                   std::any_of(group.serves.begin(), group.serves.end(),
                               [&](const auto& served_one) { return served_one.first == queue.name; });
        });
        if (!served)
            complain(reading, root, {"queues", queue.name}, "no group serves this queue",
                     fmt::format("serves: [{}] in an enabled group", queue.name));
    }
}

void check_something_happens(Reading& reading, const Node& root, const Scenario& s) {
    if (root.find("reasons") && reading.sound("reasons") && reading.sound("drivers")) {
        const bool volume = std::any_of(s.reasons.begin(), s.reasons.end(), [&](const Reason& reason) {
            const Driver* const driver = named_thing(s.drivers, reason.per);
            return reason.enabled && (reason.volume.any() || (driver && driver->enabled));
        });
        if (!volume)
            complain(reading, root, {"reasons"}, "no reason has a volume", "per and rate, or one of history, forecast, expected");
    }
    if (root.find("queues") && reading.sound("queues") &&
        std::none_of(s.queues.begin(), s.queues.end(), [](const Queue& q) { return q.enabled; }))
        complain(reading, root, {"queues"}, "there is no enabled queue", "one queue");
}

// Every intake of a cohort works its shifts under numbers of its own; only so many can be told apart.
void check_intakes(Reading& reading, const Node& root, const Scenario& s) {
    constexpr double most = 60000;
    double intakes = 0;
    const Date last = s.time.start + (s.time.days + static_cast<int>(s.time.cool_down / day_seconds));
    for (const Group& group : s.groups)
        for (const Cohort& cohort : group.cohorts) {
            std::set<std::string> shifts;
            for (const auto& point : cohort.roster.points)
                for (const auto& [key, counts] : point.value.rows)
                    for (const auto& [shift, agents] : counts) shifts.insert(shift);
            const double by_then = cohort.every ? std::floor((last - cohort.from) / (*cohort.every / day_seconds)) + 1 : 1;
            intakes += std::clamp<double>(by_then, 0, cohort.up_to) * static_cast<double>(shifts.size());
            if (intakes <= most) continue;
            return complain(reading, root, {"staff", "groups", group.name, "cohorts", cohort.name, "up_to"},
                            fmt::format("{:.0f} intakes x shifts in all cohorts until the end", intakes),
                            fmt::format("at most {:.0f}; a cohort may stand for several intakes", most));
        }
}

// Messages per need of a reason that cause that reason again would never end.
class MessageCircles {
public:
    MessageCircles(Reading& reading, const Node& root, const Scenario& s) : reading_(reading), root_(root), s_(s) {}
    void check() {
        for (const Reason& reason : s_.reasons) visit(reason.name);
    }

private:
    void visit(const std::string& reason) {
        if (done_.contains(reason)) return;
        chain_.push_back(reason);
        for (const Notification& n : s_.notifications) {
            if (n.per != reason || n.generates.empty() || !reading_.names.has(Kind::reason, n.per)) continue;
            const auto back = std::find(chain_.begin(), chain_.end(), n.generates);
            if (back == chain_.end()) {
                visit(n.generates);
                continue;
            }
            std::string circle;
            for (auto it = back; it != chain_.end(); ++it) circle += *it + " -> ";
            complain(reading_, root_, {"notifications", n.name, "per"},
                     fmt::format("messages and contacts cause each other in a circle: {}{}", circle, n.generates),
                     "a driver, or a reason that these messages do not cause");
        }
        chain_.pop_back();
        done_.insert(reason);
    }

    Reading& reading_;
    const Node& root_;
    const Scenario& s_;
    std::vector<std::string> chain_;
    std::set<std::string> done_;
};

Path path_of(Kind kind, const std::string& name) {
    switch (kind) {
        case Kind::group: return {"staff", "groups", name};
        case Kind::shift: return {"staff", "shifts", name};
        case Kind::self_service: return {"self_service", name};
        case Kind::cohort: return {"staff", "groups"};
        default: return {std::string(kind_text(kind)) + "s", name};
    }
}

// Draws are keyed by hashes of names: two names with one hash would share their draws.
void check_hashes(Reading& reading, const Node& root) {
    std::map<std::uint64_t, std::string> seen;
    for (const auto& [kind, names] : reading.names.all)
        for (const std::string& name : names) {
            const auto [it, fresh] = seen.emplace(hash64(name), name);
            if (!fresh && it->second != name)
                complain(reading, root, path_of(kind, name),
                         fmt::format("the name collides with {} in the hash that keys random draws", it->second), "another name");
        }
}

void add_keys(Names& names, Kind kind, const Node* section) {
    if (!section) return;
    for (const Entry& entry : section->entries) names.all[kind].push_back(entry.key.text);
}

// Until a metric is sure that has no value would be for ever.
void check_until(Reading& reading, const Node& root, const Scenario& s) {
    if (!s.run.until || !reading.sound("queues") || !reading.sound("targets") || !reading.sound("run")) return;
    for (const auto& [key, metric] : {std::pair{"metric", s.run.until->metric}, std::pair{"decide", s.run.until->decide}})
        if (std::string why = metric.empty() ? "" : why_no_value(s, metric); !why.empty())
            complain(reading, root, {"run", "until", key}, std::move(why), "a metric that is measured in this scenario");
    const bool targets = !s.targets.empty() ||
                         std::any_of(s.queues.begin(), s.queues.end(), [](const Queue& q) { return !q.target.values.empty(); });
    if (s.run.until->subject_to_targets && !targets)
        complain(reading, root, {"run", "until", "subject_to"}, "there are no targets", "targets, or a target of a queue");
}

// A target that is never measured could neither be met nor missed.
void check_targets(Reading& reading, const Node& root, const Scenario& s) {
    const bool sound = reading.sound("queues") && reading.sound("drivers");
    for (const Queue& queue : s.queues) {
        if (!reading.sound("queues." + queue.name)) continue;
        for (const auto& [metric, value] : queue.target.values)
            if (std::string why = why_no_value(s, queue.name + "." + metric); !why.empty())
                complain(reading, root, {"queues", queue.name, "target", metric}, std::move(why),
                         "a metric that is measured in this queue");
    }
    for (const auto& [metric, value] : s.targets)
        if (std::string why = !sound ? "" : why_no_value(s, metric); !why.empty())
            complain(reading, root, {"targets", metric}, std::move(why), "a metric that is measured in this scenario");
}

// "total.service_level" is that of all queues together.
void check_total(Reading& reading, const Node& root, const Scenario& s) {
    for (const Queue& queue : s.queues)
        if (queue.name == "total")
            complain(reading, root, {"queues", queue.name}, "total means all queues together", "another name");
    for (const Group& group : s.groups)
        if (group.name == "total")
            complain(reading, root, {"staff", "groups", group.name}, "total means all groups together", "another name");
}

// The simulator numbers actions; only so many can be told apart.
void check_number_of_actions(Reading& reading, const Node& root, const Scenario& s) {
    constexpr std::size_t most = 60000;
    std::size_t actions = s.actions.size();
    for (const Event& event : s.events) actions += event.actions.size();
    for (const Rule& rule : s.rules) actions += rule.actions.size();
    if (std::max({actions, s.events.size(), s.rules.size()}) > most)
        complain(reading, root, {s.rules.size() > s.events.size() ? "rules" : "events"},
                 fmt::format("{} actions in all events, rules and the plan", actions), fmt::format("at most {}", most));
}

// Actions of events and rules; those of plans are looked at as they are laid over the scenario.
void check_sizes(Reading& reading, const Node& root, const Scenario& s) {
    const auto check = [&](const char* section, const auto& things) {
        const Node* const map = root.find(section);
        if (!map || map->entries.size() != things.size()) return;
        for (std::size_t t = 0; t < things.size(); ++t) {  // both in the order of the text
            const auto& thing = things[t];
            const Node* const list = map->entries[t].value.find("do");
            if (!list || list->items.size() != thing.actions.size()) continue;
            const auto scope = reading.at(section), name = reading.at(thing.name), key = reading.at("do");
            for (std::size_t i = 0; i < thing.actions.size(); ++i) check_size(reading, list->items[i], thing.actions[i], s);
        }
    };
    for (const char* const read : {"time", "drivers", "reasons", "staff"})
        if (!reading.sound(read)) return;
    check("events", s.events);
    check("rules", s.rules);
    constexpr double most_occurrences = 100'000;
    for (const Event& event : s.events) {
        const double occurrences = event.random_every ? s.time.days * day_seconds / *event.random_every : 0;
        if (occurrences <= most_occurrences) continue;
        const auto section = reading.at("events"), name = reading.at(event.name), key = reading.at("random");
        const Node* const map = root.find("events");
        const Node* const node = map ? map->find(event.name) : nullptr;
        if (const Node* const random = node ? node->find("random") : nullptr)
            reading.wrong_at(random->place(), "more occurrences in the season than can be simulated",
                             fmt::format("{:.10g}", occurrences), fmt::format("at most {:.0f}", most_occurrences));
    }
}

}  // namespace

Place place_of(const Node& root, const Path& path) {
    const Node* node = &root;
    Place place = root.place();
    for (const std::string& part : path) {
        const Entry* const entry = node->entry(part);
        if (!entry) break;
        place = entry->key.place();
        node = &entry->value;
    }
    return place;
}

Names names_of_tree(const Node& root) {
    Names names;
    add_keys(names, Kind::driver, root.find("drivers"));
    add_keys(names, Kind::reason, root.find("reasons"));
    add_keys(names, Kind::notification, root.find("notifications"));
    add_keys(names, Kind::self_service, root.find("self_service"));
    add_keys(names, Kind::queue, root.find("queues"));
    add_keys(names, Kind::event, root.find("events"));
    add_keys(names, Kind::rule, root.find("rules"));
    if (const Node* const reasons = root.find("reasons"))
        for (const Entry& entry : reasons->entries)
            if (entry.value.find("pending")) names.all[Kind::pending].push_back(entry.key.text);
    const Node* const staff = root.find("staff");
    if (!staff) return names;
    add_keys(names, Kind::shift, staff->find("shifts"));
    const Node* const groups = staff->find("groups");
    add_keys(names, Kind::group, groups);
    if (!groups) return names;
    for (const Entry& group : groups->entries) {
        const Node* const cohorts = group.value.find("cohorts");
        if (!cohorts) continue;
        for (const Entry& cohort : cohorts->entries) {
            auto& of_groups = names.groups_of_cohort[cohort.key.text];
            if (of_groups.empty()) names.all[Kind::cohort].push_back(cohort.key.text);
            of_groups.push_back(group.key.text);
        }
    }
    return names;
}

void check_whole(Reading& reading, const Node& root, const Scenario& scenario) {
    check_hashes(reading, root);
    check_something_happens(reading, root, scenario);
    check_queues_served(reading, root, scenario);
    if (reading.sound("staff") && reading.sound("time")) check_intakes(reading, root, scenario);
    if (reading.sound("notifications")) MessageCircles(reading, root, scenario).check();
    check_total(reading, root, scenario);
    check_number_of_actions(reading, root, scenario);
    check_sizes(reading, root, scenario);
    if (reading.sound("events") && reading.sound("rules")) check_switching(reading, root, scenario);
    check_until(reading, root, scenario);
    check_targets(reading, root, scenario);
}

}  // namespace peakline
