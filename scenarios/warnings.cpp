// What is legal and probably not meant.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "scenarios/checks.hpp"

namespace peakline {
namespace {

void warn_patience(Reading& reading, const Node& root, const Scenario& s) {
    for (const Queue& queue : s.queues)
        if (queue.enabled && queue.medium == Medium::voice && queue.patience.constant() && queue.patience.first().is_infinite())
            reading.warn(
                place_of(root, {"queues", queue.name}), "queues." + queue.name + ".patience",
                "callers wait for ever; a voice queue usually has a patience such as {lognormal: {mean: 5min, cv: 0.67}}");
}

bool is_daily(const Volume& volume) {
    if (!volume.expected) return false;
    if (const Rate* const rate = std::get_if<Rate>(&volume.expected->value)) return rate->daily();
    if (const TimeTable* const table = std::get_if<TimeTable>(&volume.expected->value)) return table->step >= day_seconds;
    return true;
}

const Driver* driver_of(const Scenario& s, const Reason& reason) {
    const auto it = std::find_if(s.drivers.begin(), s.drivers.end(), [&](const Driver& d) { return d.name == reason.per; });
    return it == s.drivers.end() ? nullptr : &*it;
}

// Names of the queues that the reason ever chooses.
std::vector<std::string> queues_of(const Reason& reason) {
    std::vector<std::string> names;
    for (const auto& point : reason.queues.points)
        for (const auto& [name, share] : point.value)
            if (share > 0 && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    return names;
}

const Queue* queue_named(const Scenario& s, const std::string& name) {
    const auto it = std::find_if(s.queues.begin(), s.queues.end(), [&](const Queue& q) { return q.name == name; });
    return it == s.queues.end() ? nullptr : &*it;
}

void warn_profile(Reading& reading, const Node& root, const Scenario& s) {
    for (const Reason& reason : s.reasons) {
        const Driver* const driver = driver_of(s, reason);
        if (!reason.enabled || reason.profile.any() || !is_daily(driver ? driver->volume : reason.volume)) continue;
        for (const std::string& name : queues_of(reason)) {
            const Queue* const queue = queue_named(s, name);
            if (!queue || queue->hours.empty()) continue;
            reading.warn(
                place_of(root, {"reasons", reason.name}), "reasons." + reason.name + ".profile",
                fmt::format("a volume per day without a profile is spread evenly over the hours in which any of its queues is "
                            "open, and {} has hours: say when in the day contacts come",
                            name));
            break;
        }
    }
}

// {by_hour: {"08-18": 1}} is meant to say that nobody comes at night, and does not.
void warn_flat_profile(Reading& reading, const Node& root, const Scenario& s) {
    for (const Reason& reason : s.reasons) {
        const Factors& weights = reason.profile.weights;
        const bool flat =
            std::all_of(weights.by_hour.begin(), weights.by_hour.end(), [](const auto& hours) { return hours.factor == 1; }) &&
            std::all_of(weights.by_day.rows.begin(), weights.by_day.rows.end(), [](const auto& row) { return row.second == 1; });
        if (reason.enabled && !weights.empty() && flat)
            reading.warn(place_of(root, {"reasons", reason.name, "profile"}), "reasons." + reason.name + ".profile",
                         "all weights are 1, and hours that are not named weigh 1, too: contacts come evenly around the clock; "
                         "give the hours without contacts 0");
    }
}

void warn_busyness(Reading& reading, const Node& root, const Scenario& s) {
    if (!s.busyness) return;
    std::vector<std::string> names;
    for (const Driver& driver : s.drivers)
        if (driver.enabled && (driver.volume.history || driver.volume.forecast)) names.push_back(driver.name);
    for (const Reason& reason : s.reasons)
        if (reason.enabled && (reason.volume.history || reason.volume.forecast)) names.push_back(reason.name);
    if (!names.empty())
        reading.warn(place_of(root, {"busyness"}), "busyness",
                     fmt::format("acts on `expected` volumes only; {} {} from history, which carries its own variation",
                                 comma_list(names), names.size() == 1 ? "comes" : "come"));
}

// ---- chat that never empties, so that its group never turns to deferred work: a rough load of the mean day -----------------
double mean_now(const Quantity& quantity) {
    double sum = 0;
    for (const auto& point : quantity.points) sum += mean(point.value);
    return sum / static_cast<double>(quantity.points.size());
}

// Contacts a day, where they can be told without a forecast.
double contacts_a_day(const Scenario& s, const Reason& reason) {
    const Driver* const driver = driver_of(s, reason);
    const Volume& volume = driver ? driver->volume : reason.volume;
    if (!reason.enabled || !volume.expected || (driver && !driver->enabled)) return 0;
    const Rate* const rate = std::get_if<Rate>(&volume.expected->value);
    if (!rate) return 0;
    const double units = mean_now(rate->amount) / rate->per * day_seconds;
    return driver ? units * mean_now(driver->scale) * mean_now(reason.rate) * mean_now(reason.scale)
                  : units * mean_now(reason.scale);
}

// Agents' seconds for one contact, given that usual slots are full.
double work_per_contact(const Queue& queue) {
    const int usual = queue.slots.first().usual;
    if (queue.conversation) return mean_now(queue.conversation->messages) * mean_now(queue.conversation->agent_reply);
    const double slowdown =
        queue.slowdown.empty()
            ? 1
            : queue.slowdown[std::min<std::size_t>(queue.slowdown.size(), static_cast<std::size_t>(usual)) - 1];
    return mean_now(*queue.handle_time) * slowdown / usual;
}

// Rostered seconds of a mean week's day.
double staffed_a_day(const Scenario& s, const Group& group) {
    const double present = (1 - mean_now(group.absence)) * (1 - mean_now(group.shrinkage)) * mean_now(group.scale);
    if (const auto* const agents = std::get_if<Quantity>(&group.staffing)) return mean_now(*agents) * day_seconds * present;
    const auto* const roster = std::get_if<Changing<Roster>>(&group.staffing);
    if (!roster) return std::numeric_limits<double>::infinity();
    double seconds = 0;
    for (int day = 0; day < 7; ++day) {
        const ShiftCounts* const counts = roster->first().find(s.time.start + day, false);
        for (const auto& [name, agents] : counts ? *counts : ShiftCounts())
            for (const Shift& shift : s.shifts)
                if (shift.name == name) seconds += agents * shift.lasts / 7;
    }
    return seconds * present;
}

double chat_work_a_day(const Scenario& s, const std::string& queue_name) {
    const Queue* const queue = queue_named(s, queue_name);
    double contacts = 0;
    for (const Reason& reason : s.reasons)
        for (const auto& [name, share] : reason.queues.first())
            if (name == queue_name) contacts += share * contacts_a_day(s, reason);
    return contacts * work_per_contact(*queue);
}

void warn_chat_and_deferred(Reading& reading, const Node& root, const Scenario& s) {
    constexpr double full = 0.9;  // above this load on average a chat is hardly ever empty
    for (const Group& group : s.groups) {
        if (!group.enabled) continue;
        std::vector<std::string> chats, deferred;
        double work = 0, staffed = 0;
        bool inherited = false;
        for (const auto& [name, preference] : group.serves) {
            const Queue* const queue = queue_named(s, name);
            if (!queue || !queue->enabled) continue;
            if (queue->medium == Medium::deferred) deferred.push_back(name);
            if (queue->medium != Medium::chat) continue;
            chats.push_back(name);
            work += chat_work_a_day(s, name);
            inherited = inherited || (queue->backlog && queue->backlog->items > 0);
        }
        if (chats.empty() || deferred.empty()) continue;
        for (const Group& other : s.groups)
            if (other.enabled && std::any_of(other.serves.begin(), other.serves.end(), [&](const auto& served) {
                    return std::find(chats.begin(), chats.end(), served.first) != chats.end();
                }))
                staffed += staffed_a_day(s, other);
        if (!inherited && work < full * staffed) continue;
        reading.warn(place_of(root, {"staff", "groups", group.name, "serves"}), "staff.groups." + group.name + ".serves",
                     fmt::format("serves chat ({}) and deferred work ({}): whoever has a conversation open takes no deferred "
                                 "work, and this chat hardly ever empties",
                                 comma_list(chats), comma_list(deferred)));
    }
}

// Whoever is free looks at calls and chats first (model.md section 5): a preference cannot put other work before them.
void warn_preference(Reading& reading, const Node& root, const Scenario& s) {
    for (const Group& group : s.groups) {
        if (!group.enabled) continue;
        const std::pair<std::string, int>*last_live = nullptr, *first_other = nullptr;
        for (const auto& served : group.serves) {
            const Queue* const queue = queue_named(s, served.first);
            if (!queue || !queue->enabled) continue;
            const bool live = queue->medium == Medium::voice || queue->medium == Medium::chat;
            if (live && (!last_live || served.second > last_live->second)) last_live = &served;
            if (!live && (!first_other || served.second < first_other->second)) first_other = &served;
        }
        if (!last_live || !first_other || first_other->second >= last_live->second) continue;
        reading.warn(place_of(root, {"staff", "groups", group.name, "serves"}), "staff.groups." + group.name + ".serves",
                     fmt::format("{} before {} changes nothing: calls and chats that wait are always taken before other work",
                                 first_other->first, last_live->first));
    }
}

}  // namespace

void warn_about(Reading& reading, const Node& root, const Scenario& scenario, const std::string& plan) {
    warn_patience(reading, root, scenario);
    warn_profile(reading, root, scenario);
    warn_flat_profile(reading, root, scenario);
    warn_busyness(reading, root, scenario);
    warn_chat_and_deferred(reading, root, scenario);
    warn_preference(reading, root, scenario);
    warn_of_idle_parts(reading, root, scenario, plan);
    warn_of_gaps(reading, root, scenario);
    warn_of_swallowed_factors(reading, root, scenario, plan);
}

}  // namespace peakline
