// `do`: the one vocabulary of events, rules and plans. Each verb is a table of its forms.
#include <fmt/format.h>

#include "core/units.hpp"
#include "scenarios/sections.hpp"

namespace peakline {
namespace {

// "driver: NAME" and its like: the thing that the verb acts on.
std::vector<Field<Action>> target_rows(std::initializer_list<Kind> kinds) {
    std::vector<Field<Action>> rows;
    for (const Kind kind : kinds) {
        rows.push_back({std::string(kind_text(kind)), name_of(kind),
                        [kind](Action& a, std::string&& name) {
                            a.kind = kind;
                            a.name = std::move(name);
                        },
                        kinds.size() == 1 ? required : "", fmt::format("the {} meant", kind_text(kind))});
    }
    return rows;
}

// One of several kinds must be named.
void check_target(Reading& reading, const Node& node, Action&, std::initializer_list<Kind> kinds) {
    std::vector<std::string> known;
    int named = 0;
    for (const Kind kind : kinds) {
        known.emplace_back(kind_text(kind));
        named += node.find(kind_text(kind)) != nullptr;
    }
    if (named != 1)
        reading.wrong_at(node.place(), named == 0 ? "names nothing to act on" : "names several things to act on", "",
                         "one of " + comma_list(known));
}

std::vector<Field<Action>> with(std::vector<Field<Action>> rows, std::vector<Field<Action>> more) {
    for (Field<Action>& row : more) rows.push_back(std::move(row));
    return rows;
}

const Table<Action>& scale_table() {
    static constexpr auto kinds = {Kind::driver,       Kind::reason,       Kind::queue,
                                   Kind::notification, Kind::self_service, Kind::pending};
    static const Table<Action> table{
        "scale",
        "Multiplies a volume, a notification's effect, what a self-service contains, or the answer time of cases that become "
        "pending meanwhile.",
        with(target_rows(kinds), {{"by", random(factor()), &Action::by, required, "factor; random: drawn once an occurrence"}}),
        [](Reading& reading, const Node& node, Action& a) { check_target(reading, node, a, kinds); }};
    return table;
}

const Table<Action>& add_table() {
    static const Table<Action> table{
        "add", "Contacts on top, in all (over `lasts` and `fades`) or per time.",
        with(target_rows({Kind::reason}),
             {{"contacts", number(count()), &Action::contacts, "", "in all"},
              {"rate", volume_rate(), &Action::rate, "", "per time; random: drawn once an occurrence"}}),
        [](Reading& reading, const Node& node, Action& a) {
            if (a.contacts.has_value() == a.rate.has_value())
                reading.wrong_at(node.place(), "adds in all or per time", "", "contacts: N or rate: 400/h");
            if (a.rate && !a.rate->amount.constant())
                reading.wrong_at(node.place(), "what an action adds does not change while it lasts", "",
                                 "one rate (400/h, {uniform: [300/h, 500/h]}), or an action for every part of the time");
        }};
    return table;
}

const Table<Action>& handle_time_table() {
    static constexpr auto kinds = {Kind::queue, Kind::group};
    static const Table<Action> table{
        "handle_time_by", "Multiplies the handle time of a queue or of a group's people.",
        with(target_rows(kinds), {{"by", random(positive_factor()), &Action::by, required, "factor"}}),
        [](Reading& reading, const Node& node, Action& a) { check_target(reading, node, a, kinds); }};
    return table;
}

constexpr auto nameable = {Kind::driver, Kind::reason, Kind::notification, Kind::self_service, Kind::queue,
                           Kind::shift,  Kind::group,  Kind::cohort,       Kind::event,        Kind::rule};

void keep_group_of_cohort(Reading& reading, const Node& node, Action& a) {
    if (a.kind != Kind::cohort) return;
    const auto groups = reading.names.groups_of_cohort.find(a.name);
    if (groups == reading.names.groups_of_cohort.end()) return;
    if (groups->second.size() > 1)
        reading.wrong(node, fmt::format("cohorts of this name are in {}", joined_text(groups->second, " and ")),
                      "cohorts with names of their own");
    a.to = groups->second.front();
}

// What an event does to itself would have no end: it takes back what it did when it is over.
void check_not_itself(Reading& reading, const Node& node, const Action& a) {
    const std::string within = reading.path() + ".";
    for (const Kind kind : {Kind::event, Kind::rule})
        if (a.kind == kind && within.starts_with(fmt::format("{}.{}.", kind_plural(kind), a.name)))
            reading.wrong(node, fmt::format("this {} takes itself in or out", kind_text(kind)),
                          kind == Kind::event ? "another event or rule" : "another rule or event; up_to: 1/d limits how often");
}

// NAME, which must stand for one thing only, or {group: NAME}.
Value<Action> thing() {
    static const Table<Action> table{"thing", "A thing by its kind, where a name stands for several.", target_rows(nameable),
                                     [](Reading& reading, const Node& node, Action& a) {
                                         check_target(reading, node, a, nameable);
                                         keep_group_of_cohort(reading, node, a);
                                         check_not_itself(reading, node, a);
                                     }};
    const Value<Action> by_kind = record(table);
    const TypeRef name = value_type("any_name", "the name of anything that can be enabled", {{"type", "string"}});
    return {altered(table.type, [&](Type& t) { t.short_form = name; }),
            [by_kind](Reading& reading, const Node& node) -> std::optional<Action> {
                if (node.is_map()) return by_kind.parse(reading, node);
                Action a;
                std::vector<std::string> kinds, known;
                for (const Kind kind : nameable) {
                    for (const std::string& candidate : reading.names.of(kind)) known.push_back(candidate);
                    if (!node.is_scalar() || !reading.names.has(kind, node.text)) continue;
                    kinds.emplace_back(kind_text(kind));
                    a.kind = kind;
                    a.name = node.text;
                }
                if (kinds.empty())
                    reading.wrong(node, "nothing has this name", "the name of a thing", nearest_name(node.text, known));
                if (kinds.size() > 1)
                    reading.wrong(node, "the name stands for several things: " + comma_list(kinds),
                                  fmt::format("{{{}: {}}}", kinds.front(), node.text));
                if (kinds.size() != 1) return std::nullopt;
                keep_group_of_cohort(reading, node, a);
                check_not_itself(reading, node, a);
                return a;
            }};
}

const Table<Action>& redirect_table() {
    static const Table<Action> table{"redirect",
                                     "Sends a share of those who come to one queue to another.",
                                     {
                                         {"from", name_of(Kind::queue),
                                          [](Action& a, std::string&& name) {
                                              a.kind = Kind::queue;
                                              a.name = std::move(name);
                                          },
                                          required, "queue"},
                                         {"to", name_of(Kind::queue), &Action::to, required, "other queue"},
                                         {"share", number(share()), &Action::share, required, "of those who come"},
                                     },
                                     [](Reading& reading, const Node& node, Action& a) {
                                         if (a.name == a.to) reading.wrong(*node.find("to"), "the same queue", "another queue");
                                     }};
    return table;
}

// "40", "+8" or "-3".
Value<std::pair<double, bool>> agents_or_change() {
    using Change = std::pair<double, bool>;
    return {value_type("agents_or_change", "a number of agents such as 40, or a change such as +8",
                       {{"type", {"number", "string"}}, {"pattern", "^[+-]?[0-9]+$"}}),
            [](Reading& reading, const Node& node) -> std::optional<Change> {
                Number n = whole(-most_agents, most_agents);
                n.expects = "a number of agents such as 40, or a change such as +8";
                const auto value = parse_scalar(reading, node, n);
                if (!value) return std::nullopt;
                return Change{*value, node.text.starts_with('+') || node.text.starts_with('-')};
            }};
}

const Table<Action>& staff_table() {
    static const Table<Action> table{"staff_change", "More or fewer agents: to so many, by so many, or by a factor.",
                                     with(target_rows({Kind::group}), {{"agents", agents_or_change(),
                                                                        [](Action& a, std::pair<double, bool>&& change) {
                                                                            a.agents = change.first;
                                                                            a.relative = change.second;
                                                                        },
                                                                        "", "40: to so many; +8: by so many"},
                                                                       {"by", random(factor()), &Action::by, "", "factor"}}),
                                     [](Reading& reading, const Node& node, Action&) {
                                         if ((node.find("agents") != nullptr) == (node.find("by") != nullptr))
                                             reading.wrong_at(node.place(), "does not say how many", "",
                                                              "agents: +8, agents: 40 or by: 1.3");
                                     }};
    return table;
}

const Table<Action>& move_table() {
    static const Table<Action> table{
        "move",
        "Agents who help another group: they take its `serves` and keep their own handle time and cost.",
        {
            {"from", name_of(Kind::group),
             [](Action& a, std::string&& name) {
                 a.kind = Kind::group;
                 a.name = std::move(name);
             },
             required, "group"},
            {"to", name_of(Kind::group), &Action::to, required, "other group"},
            {"agents", number(whole(0, most_agents)), &Action::agents, required, "as many of them as are on shift"},
        },
        [](Reading& reading, const Node& node, Action& a) {
            if (a.name == a.to) reading.wrong(*node.find("to"), "the same group", "another group");
        }};
    return table;
}

const Table<Action>& priority_table() {
    static constexpr auto kinds = {Kind::queue, Kind::reason};
    static const Table<Action> table{
        "priority_change", "A larger priority is served first.",
        with(target_rows(kinds), {{"by", change_of_priority(), &Action::priority, required, "+1 or -1"}}),
        [](Reading& reading, const Node& node, Action& a) { check_target(reading, node, a, kinds); }};
    return table;
}

const Table<Action>& slots_action_table() {
    static const Table<Action> table{
        "slots_change", "Conversations at once.",
        with(target_rows({Kind::queue}),
             {{"usual", whole_number(1, 1000), &Action::usual, "", "for everybody"},
              {"priority", whole_number(1, 1000), &Action::priority_slots, "usual", "in all, for priority contacts"}}),
        [](Reading& reading, const Node& node, Action& a) {
            if (!a.usual && !a.priority_slots)
                reading.wrong_at(node.place(), "does not say how many", "", "usual: 4 or priority: 5");
            if (a.usual && a.priority_slots && *a.priority_slots < *a.usual)
                reading.wrong(*node.find("priority"), "fewer slots for priority contacts than usual");
        }};
    return table;
}

Value<Action> one_queue() {
    return as<Action>(name_of(Kind::queue), [](std::string&& name) {
        Action a;
        a.kind = Kind::queue;
        a.name = std::move(name);
        return a;
    });
}

// A verb's row: what its value reads becomes the action, under this verb.
Field<Action> verb_row(std::string name, Verb verb, const Value<Action>& value, std::string meaning) {
    const auto keep = [verb](Action& a, Action&& read) {
        a = std::move(read);
        a.verb = verb;
    };
    return {std::move(name), value, keep, "", std::move(meaning)};
}

}  // namespace

const Table<Action>& action_table() {
    static const Table<Action> table = [] {
        Table<Action> made{
            "action",
            "One verb with what it acts on.",
            {
                verb_row("scale", Verb::scale, record(scale_table()), "multiplies a volume, an effect, an answer time"),
                verb_row("add", Verb::add, record(add_table()), "contacts on top"),
                verb_row("handle_time", Verb::handle_time, record(handle_time_table()), "multiplies handle time"),
                verb_row("enable", Verb::enable, thing(), "brings a thing in"),
                verb_row("disable", Verb::disable, thing(), "takes a thing out"),
                verb_row("close", Verb::close, one_queue(), "closes a queue"),
                verb_row("open", Verb::open, one_queue(), "opens a queue"),
                verb_row("redirect", Verb::redirect, record(redirect_table()), "sends a share elsewhere"),
                verb_row("staff", Verb::staff, record(staff_table()), "more or fewer agents"),
                verb_row("move", Verb::move, record(move_table()), "lends agents to another group"),
                verb_row("priority", Verb::priority, record(priority_table()), "who is served first"),
                verb_row("slots", Verb::slots, record(slots_action_table()), "conversations at once"),
            },
            [](Reading& reading, const Node& node, Action&) {
                if (node.entries.size() != 1) reading.wrong(node, "one verb an item is needed", "{scale: {...}}");
            }};
        made.type = altered(made.type, [](Type& t) {
            t.one_key = true;
            t.expects = "{VERB: {...}}";
        });
        return made;
    }();
    return table;
}

bool is_planned(Kind kind) { return kind == Kind::shift || kind == Kind::cohort || kind == Kind::event || kind == Kind::rule; }

Value<std::vector<Action>> actions() { return list_of(record(action_table())); }

}  // namespace peakline
