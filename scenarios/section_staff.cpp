// staff: shifts, groups, cohorts.
#include <fmt/format.h>

#include "core/units.hpp"
#include "scenarios/calendars.hpp"
#include "scenarios/sections.hpp"

namespace peakline {
namespace {

const Table<Break>& break_table() {
    // "2h" or [3h, 5h]
    const auto span = [] {
        using Span = std::pair<double, double>;
        const Number n = duration();
        const TypeRef one = number_type(n);
        const Json range = {{"type", "array"}, {"items", reference_to(*one)}, {"minItems", 2}, {"maxItems", 2}};
        return Value<Span>{value_type("break_after", "a duration such as 4h, or a range that spreads the agents: [3h, 5h]",
                                      {{"anyOf", {reference_to(*one), range}}}, {one}),
                           [n](Reading& reading, const Node& node) -> std::optional<Span> {
                               if (!node.is_list()) {
                                   const auto value = parse_scalar(reading, node, n);
                                   return value ? std::optional(Span{*value, *value}) : std::nullopt;
                               }
                               if (node.items.size() != 2) {
                                   reading.wrong(node, "a range has two ends", "[3h, 5h]");
                                   return std::nullopt;
                               }
                               const auto first = parse_scalar(reading, node.items[0], n),
                                          last = parse_scalar(reading, node.items[1], n);
                               if (first && last && *last < *first)
                                   reading.wrong(node, "the range ends before it begins", "[3h, 5h]");
                               return first && last && *first <= *last ? std::optional(Span{*first, *last}) : std::nullopt;
                           }};
    };
    static const Table<Break> table{"break",
                                    "A break inside a shift.",
                                    {
                                        {"after", span(),
                                         [](Break& b, std::pair<double, double>&& s) {
                                             b.after = s.first;
                                             b.after_last = s.second;
                                         },
                                         required, "from the shift's start; a range spreads the agents over it"},
                                        {"lasts", number(positive_duration()), &Break::lasts, required, "how long"},
                                        {"paid", yes_or_no(), &Break::paid, "true", "whether it is paid"},
                                    }};
    return table;
}

void check_shift(Reading& reading, const Node& node, Shift& shift) {
    const Node* const breaks = node.find("breaks");
    for (std::size_t i = 0; i < shift.breaks.size(); ++i)
        if (shift.breaks[i].after_last + shift.breaks[i].lasts > shift.lasts)
            reading.wrong_at(breaks->items[i].place(), "the break ends after the shift",
                             duration_text(shift.breaks[i].after_last + shift.breaks[i].lasts),
                             "at most " + duration_text(shift.lasts));
}

// {voice: 1, chat: 2}, or a plain list of equal preference.
Value<std::vector<std::pair<std::string, int>>> preferences() {
    using Map = std::vector<std::pair<std::string, int>>;
    const Value<int> rank = whole_number(1, 1000);
    const Value<std::vector<std::string>> list = names_of(Kind::queue);
    const Json map = {{"type", "object"}, {"additionalProperties", reference_to(*rank.type)}};
    TypeRef type = value_type("serves", "queues with their preference: {voice: 1, chat: 2}, or a list",
                              {{"anyOf", {reference_to(*list.type), map}}}, {list.type, rank.type});
    type = altered(type, [&](Type& t) {
        t.inside = Type::Inside::names;
        t.element = rank.type;
    });
    return {type, [rank, list](Reading& reading, const Node& node) -> std::optional<Map> {
                Map map_of;
                const std::size_t before = reading.mistakes();
                if (node.is_map()) {
                    for (const Entry& entry : node.entries) {
                        const auto scope = reading.at(entry.key.text);
                        check_known(reading, entry.key, Kind::queue);
                        if (const auto preference = rank.parse(reading, entry.value))
                            map_of.emplace_back(entry.key.text, *preference);
                    }
                } else if (const auto names = list.parse(reading, node)) {
                    for (const std::string& name : *names) map_of.emplace_back(name, 1);
                }
                return reading.mistakes() == before ? std::optional(std::move(map_of)) : std::nullopt;
            }};
}

// "11/h", or {per_contact: 1.60}.
Value<Cost> cost() {
    static const Table<Cost> table{
        "cost",
        "What work costs: by rostered hour, by minute worked, by contact.",
        {
            {"per_hour", number(money()), &Cost::per_hour, "0", "of rostered time"},
            {"per_minute", number(money()), &Cost::per_minute, "0", "of talking, writing and wrapping up"},
            {"per_contact", number(money()), &Cost::per_contact, "0", "per contact handled"},
        }};
    const Value<Cost> map = record(table);
    const TypeRef wage = value_type("wage", "money per time such as 11/h",
                                    {{"type", "string"}, {"pattern", R"(^[0-9][0-9_]*(\.[0-9]+)?/[0-9]*(s|min|h|d)$)"}});
    return {altered(table.type, [&](Type& t) { t.short_form = wage; }),
            [map](Reading& reading, const Node& node) -> std::optional<Cost> {
                if (node.is_map()) return map.parse(reading, node);
                const auto rate = node.is_scalar() ? parse_amount_per(node.text) : std::nullopt;
                if (rate && !rate->share && rate->amount >= 0) return Cost{rate->amount / rate->per * hour_seconds, 0, 0};
                const bool bare = node.is_scalar() && parse_number(node.text);
                reading.wrong(node, bare ? "the unit is missing" : "cannot be read",
                              "money per time such as 11/h, or {per_contact: 1.60}", bare ? node.text + "/h" : "");
                return std::nullopt;
            }};
}

// "4%/30d": a hazard per second.
Value<double> hazard() {
    return {value_type("hazard", "a share per time such as 4%/30d",
                       {{"type", "string"}, {"pattern", R"(^[0-9][0-9_]*(\.[0-9]+)?%/[0-9]*(s|min|h|d)$)"}}),
            [](Reading& reading, const Node& node) -> std::optional<double> {
                const auto rate = node.is_scalar() ? parse_amount_per(node.text) : std::nullopt;
                if (rate && rate->share && rate->amount >= 0) return rate->amount / rate->per;
                reading.wrong(node, "not a share per time", "a share per time such as 4%/30d");
                return std::nullopt;
            }};
}

const Table<Group>& overtime_table() {
    static const Table<Group> table{
        "overtime",
        "Work after the shift's end.",
        {
            {"cost", cost(), &Group::overtime_cost, required, "what it costs"},
            {"up_to", number(duration_or_never()), &Group::overtime_up_to, "never", "longest a day; never: no limit"},
        },
        [](Reading&, const Node&, Group& group) { group.has_overtime = true; }};
    return table;
}

const Table<Stress>& stress_table() {
    static const Table<Stress> table{
        "stress",
        "What a high occupancy does to people: factors while it lasts.",
        {
            {"above", number(share()), &Stress::above, required, "occupancy above which it begins"},
            {"over", number(positive_duration()), &Stress::over, "2h", "staffed time over which occupancy is looked at"},
            {"handle_time", number(positive_factor()), &Stress::handle_time, "1", "factor on handle time"},
            {"errors", number(factor()), &Stress::errors, "1", "factor on what is not resolved at first"},
            {"attrition", number(factor()), &Stress::attrition, "1", "factor on attrition"},
        }};
    return table;
}

const Table<Cohort>& cohort_table() {
    static const Table<Cohort> table{
        "cohort",
        "People who join during the horizon, added to the roster: absent in training, then slower and less accurate by the ramp.",
        {
            like_row<Cohort>(),
            {"roster", shift_roster(), &Cohort::roster, required, "when they work, by day and shift"},
            {"from", calendar_date(), &Cohort::from, required, "first day"},
            {"until", calendar_date(), &Cohort::until, "the end", "last day, included"},
            {"every", number(whole_days()), &Cohort::every, "", "the intake repeats"},
            {"up_to", whole_number(1), &Cohort::up_to, "1", "intakes in all"},
            {"training", number(whole_days()), &Cohort::training, "0d", "absent at first"},
            {"ramp", list_of(number(positive_factor())), &Cohort::ramp, "",
             "factor on handle time, step by step; the last stays"},
            {"step", number(whole_days()), &Cohort::step, "7d", "length of a step"},
            {"errors", list_of(number(factor())), &Cohort::errors, "", "factor on what is not resolved at first, step by step"},
            enabled_row<Cohort>(),
        },
        [](Reading& reading, const Node& node, Cohort& c) {
            if (c.until && *c.until < c.from)
                reading.wrong(*node.find("until"), "ends before it begins", to_text(c.from) + " or later");
            if (c.up_to > 1 && !c.every)
                reading.wrong_key(*node.entry("up_to"), "several intakes, and no time between them", "every: 7d beside it");
            if (c.every && *c.every <= 0) reading.wrong(*node.find("every"), "out of bounds", "one day or more");
            if (c.step <= 0) reading.wrong(*node.find("step"), "out of bounds", "one day or more");
        }};
    return table;
}

using Staffing = decltype(Group::staffing);

// By shift, or a CSV of agents by interval.
Value<Staffing> roster() {
    const Value<Changing<Roster>> shifts = shift_roster();
    TypeRef type = value_type("roster_or_file", shifts.type->expects + ", or a CSV (timestamp, group, agents)",
                              {{"anyOf", {{{"type", "string"}}, reference_to(*shifts.type)}}}, {shifts.type});
    return {type, [shifts](Reading& reading, const Node& node) -> std::optional<Staffing> {
                if (!node.is_scalar()) {
                    auto value = shifts.parse(reading, node);
                    return value ? std::optional<Staffing>(std::move(*value)) : std::nullopt;
                }
                const auto path = file().parse(reading, node);
                if (!path || !reading.zone) return std::nullopt;
                try {
                    return Staffing(reading.tables.table(*path, {reading.thing(), {"group", "series"}, true}, *reading.zone));
                } catch (const InputError& error) {
                    for (const Problem& p : error.problems())
                        reading.wrong_at(p.place, p.message, p.found, p.expected, p.nearest);
                    return std::nullopt;
                }
            }};
}

std::vector<Field<Group>> group_rows() {
    return {
        like_row<Group>(),
        {"serves", preferences(), &Group::serves, required, "queues with their preference, 1 first; a list: equal preference"},
        {"roster", roster(), &Group::staffing, "", "who is planned to be present, by day and shift or from a file by interval"},
        {"agents", quantity(agents()), [](Group& g, Quantity&& agents) { g.staffing = std::move(agents); }, "",
         "instead of a roster: so many whenever a queue it serves is open"},
        {"scale", quantity(factor()), &Group::scale, "1", "factor on the roster, by shift, rounded half up"},
        {"absence", quantity(share()), &Group::absence, "0%", "not there that day"},
        {"shrinkage", quantity(share()), &Group::shrinkage, "0%", "away for short spells inside the shift"},
        {"handle_time", quantities_by(Kind::queue, positive_factor(), true),
         [](Group& g, std::vector<std::pair<std::string, Quantity>>&& map) {
             if (map.size() == 1 && map.front().first.empty())
                 g.handle_time = map.front().second;
             else
                 g.handle_time_by_queue = std::move(map);
         },
         "1", "factor on handle time, or by queue"},
        {"cost", cost(), &Group::cost, "0/h", "what its work costs"},
        {"overtime", overtime_table(), "at cost", "work after the shift's end"},
        {"cohorts", named(cohort_table(), Kind::cohort), &Group::cohorts, "", "people who join during the horizon"},
        {"attrition", hazard(), &Group::attrition, "0%/30d", "share who leave, per time"},
        {"stress", record(stress_table()), &Group::stress, "", "what a high occupancy does"},
        enabled_row<Group>(),
    };
}

void check_group(Reading& reading, const Node& node, Group& group) {
    if (node.find("roster") && node.find("agents"))
        reading.wrong_key(*node.entry("agents"), "both a roster and agents", "one of them");
    if (!node.find("roster") && !node.find("agents") && group.cohorts.empty())
        reading.wrong_at(node.place(), "a group without people", "", "roster, agents or cohorts");
}

}  // namespace

const Table<Shift>& shift_table() {
    static const Table<Shift> table{
        "shift",
        "A working day's frame. A shift belongs to the day on which it starts.",
        {
            like_row<Shift>(),
            {"start", clock_time(), &Shift::start, required, "time of day"},
            {"lasts", number(positive_duration()), &Shift::lasts, required, "from start to end, breaks included"},
            {"breaks", list_of(record(break_table())), &Shift::breaks, "", "breaks inside it"},
            enabled_row<Shift>(),
        },
        check_shift};
    return table;
}

const Table<Group>& group_table() {
    static const Table<Group> table{"group", "People with the same skills, hours and pay.", group_rows(), check_group};
    return table;
}

}  // namespace peakline
