#include <deque>
#include <map>

#include <fmt/format.h>

#include "scenarios/checks.hpp"

namespace peakline {
namespace {

// An event or a rule, and what its `do` takes in (false) or out (true).
struct Switcher {
    Kind kind;
    std::string name;
    std::vector<std::pair<std::size_t, bool>> switches;
};

std::vector<Switcher> switchers(const Scenario& s) {
    std::vector<Switcher> all;
    std::map<std::pair<Kind, std::string>, std::size_t> index;
    const auto add = [&](Kind kind, const auto& things) {
        for (const auto& thing : things) {
            index[{kind, thing.name}] = all.size();
            all.push_back({kind, thing.name, {}});
        }
    };
    const auto link = [&](Kind kind, const auto& things) {
        for (const auto& thing : things)
            for (const Action& action : thing.actions)
                if (const auto to = index.find({action.kind, action.name});
                    to != index.end() && (action.verb == Verb::enable || action.verb == Verb::disable))
                    all[index[{kind, thing.name}]].switches.emplace_back(to->second, action.verb == Verb::disable);
    };
    add(Kind::event, s.events);
    add(Kind::rule, s.rules);
    link(Kind::event, s.events);
    link(Kind::rule, s.rules);
    return all;
}

// The names on a way from `start` back to itself on which it is taken out an odd number of times; empty: there is none.
std::string way_to_its_own_end(const std::vector<Switcher>& all, std::size_t start) {
    using Stop = std::pair<std::size_t, bool>;  // a switcher, and whether it is taken out by now
    std::map<Stop, Stop> from;
    std::deque<Stop> open{{start, false}};
    while (!open.empty()) {
        const Stop stop = open.front();
        open.pop_front();
        for (const auto& [to, out] : all[stop.first].switches) {
            const Stop next{to, stop.second != out};
            if (!from.emplace(next, stop).second) continue;
            open.push_back(next);
        }
    }
    Stop stop{start, true};
    if (!from.contains(stop)) return {};
    std::string way = all[start].name;
    do {
        stop = from.at(stop);
        way = fmt::format("{} -> {}", all[stop.first].name, way);
    } while (stop != Stop{start, false});
    return way;
}

}  // namespace

void check_switching(Reading& reading, const Node& root, const Scenario& scenario) {
    const std::vector<Switcher> all = switchers(scenario);
    for (std::size_t n = 0; n < all.size(); ++n) {
        const std::string way = way_to_its_own_end(all, n);
        if (way.empty()) continue;
        const std::string section = all[n].kind == Kind::event ? "events" : "rules";
        const auto in = reading.at(section), name = reading.at(all[n].name);
        reading.wrong_at(place_of(root, {section, all[n].name, "do"}),
                         "what it does takes it out itself, which takes back what it does", way,
                         "events and rules that do not undo themselves");
        return;  // the others of the circle are the same mistake
    }
}

}  // namespace peakline
