// Slips of size in `do`: the numbers of the file are checked as they are read, what actions make of them here.
#include <algorithm>

#include <fmt/format.h>

#include "scenarios/checks.hpp"
#include "scenarios/values.hpp"

namespace peakline {
namespace {

constexpr double most_contacts = 2e9;  // of one season; beyond is a slip, and could not be simulated

double most(const Quantity& quantity) {
    double value = 0;
    for (const auto& point : quantity.points) value = std::max(value, mean(point.value));
    return value;
}

double most(const Changing<Roster>& roster) {
    double value = 0;
    for (const auto& point : roster.points)
        for (const auto& [key, counts] : point.value.rows) {
            double day = 0;
            for (const auto& [shift, agents] : counts) day += agents;
            value = std::max(value, day);
        }
    return value;
}

// Most people that the group has at once, as written.
double most_people(const Group& group) {
    double value = 0;
    if (const auto* const roster = std::get_if<Changing<Roster>>(&group.staffing)) value = most(*roster);
    if (const auto* const agents = std::get_if<Quantity>(&group.staffing)) value = most(*agents);
    if (const auto* const table = std::get_if<TimeTable>(&group.staffing))
        for (const double agents : table->values) value = std::max(value, agents);
    return value * most(group.scale);
}

double season_days(const Scenario& s) { return s.time.days + (s.time.warm_up + s.time.cool_down) / day_seconds; }

// Units or contacts of the whole season, as far as they are written here and not in a history.
double volume(const Volume& volume, const Quantity& scale, const Scenario& s) {
    if (!volume.expected) return 0;
    double sum = 0;
    if (const Rate* const rate = std::get_if<Rate>(&volume.expected->value))
        sum = most(rate->amount) / rate->per * day_seconds * season_days(s);
    if (const auto* const list = std::get_if<std::vector<double>>(&volume.expected->value))
        for (const double day : *list) sum += day;
    if (const auto* const table = std::get_if<TimeTable>(&volume.expected->value))
        for (const double value : table->values) sum += value;
    return sum * most(scale);
}

template <class T>
const T* named_thing(const std::vector<T>& things, const std::string& name) {
    const auto it = std::find_if(things.begin(), things.end(), [&](const T& t) { return t.name == name; });
    return it == things.end() ? nullptr : &*it;
}

double contacts(const Reason& reason, const Scenario& s) {
    const Driver* const driver = named_thing(s.drivers, reason.per);
    const double units = driver ? volume(driver->volume, driver->scale, s) * most(reason.rate)
                                : volume(reason.volume, Distribution::constant(1), s);
    return units * most(reason.scale);
}

// Contacts of the season if the action held throughout.
double contacts_with(const Action& a, const Scenario& s) {
    if (a.contacts) return *a.contacts;
    if (a.rate) return most(a.rate->amount) / a.rate->per * day_seconds * season_days(s);
    if (a.verb != Verb::scale) return 0;
    double sum = 0;
    for (const Reason& reason : s.reasons)
        if ((a.kind == Kind::reason && reason.name == a.name) || (a.kind == Kind::driver && reason.per == a.name) ||
            a.kind == Kind::queue)
            sum += contacts(reason, s);
    return sum * mean(a.by);
}

double people_with(const Action& a, const Scenario& s) {
    const Group* const group = named_thing(s.groups, a.name);
    if (a.verb != Verb::staff || !group) return 0;
    if (!a.agents) return most_people(*group) * mean(a.by);
    return a.relative ? most_people(*group) + *a.agents : *a.agents;
}

}  // namespace

void check_size(Reading& reading, const Node& item, const Action& action, const Scenario& scenario) {
    const auto say = [&](std::string message, double found, double limit) {
        reading.wrong_at(item.place(), std::move(message), fmt::format("{:.10g}", found), fmt::format("at most {:.0f}", limit));
    };
    if (const double people = people_with(action, scenario); !(people <= most_agents))
        say(fmt::format("more agents in {} than can be simulated", action.name), people, most_agents);
    if (const double sum = contacts_with(action, scenario); !(sum <= most_contacts))
        say("more contacts in the season than can be simulated", sum, most_contacts);
}

}  // namespace peakline
