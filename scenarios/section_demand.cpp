// drivers, reasons: where contacts come from.
#include <fmt/format.h>

#include "core/units.hpp"
#include "scenarios/calendars.hpp"
#include "scenarios/sections.hpp"

namespace peakline {
namespace {

using Optional = std::optional<Expected>;

Optional read_daily_list(Reading& reading, const Node& node) {
    std::vector<double> values;
    for (const Node& item : node.items)
        if (const auto value = parse_scalar(reading, item, count())) values.push_back(*value);
    if (values.size() != node.items.size()) return std::nullopt;
    if (static_cast<int>(values.size()) < reading.days) {
        reading.wrong_at(node.place(), "a list by day is shorter than the horizon", fmt::format("{} values", values.size()),
                         fmt::format("one for each of {} days", reading.days));
        return std::nullopt;
    }
    return Expected{std::move(values)};
}

Optional read_volume_file(Reading& reading, const Node& node) {
    const auto path = file().parse(reading, node);
    if (!path || !reading.zone) return std::nullopt;
    try {
        return Expected{
            reading.tables.table(*path, {reading.thing(), {"series", "driver", "reason", "queue", "group"}}, *reading.zone)};
    } catch (const InputError& error) {
        for (const Problem& p : error.problems()) reading.wrong_at(p.place, p.message, p.found, p.expected, p.nearest);
        return std::nullopt;
    }
}

// A rate (perhaps random, perhaps changing), a list by day, or a file.
Value<Expected> expected_volume() {
    const Value<Rate> rate = volume_rate();
    const TypeRef number_of = number_type(count());
    const Json list = {{"type", "array"}, {"items", reference_to(*number_of)}},
               file_name = {{"type", "string"}, {"pattern", "\\.csv$"}};
    Json any = Json::array({reference_to(*rate.type), list, file_name});
    TypeRef type = value_type("expected", "an amount per time such as 1200/d, a list by day, or a CSV file", {{"anyOf", any}},
                              {rate.type, number_of});
    type = altered(type, [](Type& t) { t.inside = Type::Inside::quantity; });
    return {type, [rate](Reading& reading, const Node& node) -> Optional {
                if (node.is_list()) return read_daily_list(reading, node);
                if (node.is_scalar() && !parse_amount_per(node.text) && node.text.ends_with(".csv"))
                    return read_volume_file(reading, node);
                auto value = rate.parse(reading, node);
                return value ? Optional(Expected{std::move(*value)}) : std::nullopt;
            }};
}

template <class S>
std::vector<Field<S>> volume_rows() {
    using Path = std::filesystem::path;
    return {
        {"history", file(), [](S& s, Path&& p) { s.volume.history = std::move(p); }, "",
         "CSV of past volumes: forecast on the fly"},
        {"forecast", file(), [](S& s, Path&& p) { s.volume.forecast = std::move(p); }, "", "folder of a forecast that was saved"},
        {"expected", expected_volume(), [](S& s, Expected&& e) { s.volume.expected = std::move(e); }, "",
         "volume without a forecast: per day, hour or minute, by day from the start, or a CSV"},
    };
}

int sources_of(const Node& node) {
    int sources = 0;
    for (const char* const key : {"history", "forecast", "expected"}) sources += node.find(key) != nullptr;
    return sources;
}

template <class S>
std::vector<Field<S>> joined(std::vector<Field<S>> first, std::vector<Field<S>> then) {
    for (Field<S>& field : then) first.push_back(std::move(field));
    return first;
}

const Table<Profile>& profile_table() {
    static const Table<Profile> table{
        "profile",
        "When in the day and week contacts come. Weights are normalised over the week.",
        {
            {"history", file(), &Profile::history, "", "take the shape of this history"},
            {"by_hour", factors_by_hour(),
             [](Profile& p, std::vector<Factors::Hours>&& rows) { p.weights.by_hour = std::move(rows); }, "",
             "weights by time of day"},
            {"by_day", factors_by_day(), [](Profile& p, DayTable<double>&& days) { p.weights.by_day = std::move(days); }, "",
             "weights by day"},
        },
        [](Reading& reading, const Node& node, Profile& p) {
            if (p.history && !p.weights.empty()) reading.wrong_at(node.place(), "a profile is either a history or weights");
            if (!p.any()) reading.wrong(node, "an empty profile", "history, or by_hour and by_day");
        },
        true};
    return table;
}

// A duration replaces the queue's handle time, a factor multiplies it; a leaf with a unit of time tells which is meant.
bool speaks_of_durations(const Node& node) {
    if (node.is_scalar()) return parse_duration(node.text).has_value();
    for (const Node& item : node.items)
        if (speaks_of_durations(item)) return true;
    for (const Entry& entry : node.entries)
        if (speaks_of_durations(entry.value) || entry.key.text == "empirical") return true;
    return false;
}

Value<std::vector<HandleTime>> handle_time_by_queue() {
    using Map = std::vector<HandleTime>;
    const Value<Quantity> durations = quantity(duration()), factors = quantity(positive_factor());
    const Json either = {{"anyOf", {reference_to(*durations.type), reference_to(*factors.type)}}};
    TypeRef type =
        value_type("handle_times", "by queue, a duration that replaces or a factor: {email: 9min, voice: 1.2}",
                   {{"type", "object"}, {"minProperties", 1}, {"additionalProperties", either}}, {durations.type, factors.type});
    type = altered(type, [&](Type& t) {
        t.inside = Type::Inside::names;
        t.element = durations.type;
    });
    return {type, [durations, factors](Reading& reading, const Node& node) -> std::optional<Map> {
                if (!node.is_map() || node.entries.empty() || is_quantity_map(node)) {
                    reading.wrong(node, "handle times by queue are needed", "{email: 9min, voice: 1.2}");
                    return std::nullopt;
                }
                Map map;
                const std::size_t before = reading.mistakes();
                for (const Entry& entry : node.entries) {
                    const auto scope = reading.at(entry.key.text);
                    check_known(reading, entry.key, Kind::queue);
                    const bool bare = entry.value.is_scalar() && positive_factor().parse(entry.value.text);
                    const bool is_factor = bare || (entry.value.is_map() && !speaks_of_durations(entry.value));
                    auto value = (is_factor ? factors : durations).parse(reading, entry.value);
                    if (value) map.push_back({entry.key.text, is_factor, std::move(*value)});
                }
                return reading.mistakes() == before ? std::optional(std::move(map)) : std::nullopt;
            }};
}

const Table<Pending>& follow_up_table() {
    static const Table<Pending> table{
        "follow_up",
        "The work item that the answer brings.",
        {
            {"queue", name_of(Kind::queue), &Pending::follow_up_queue, required, "queue that it enters"},
            {"handle_time", quantity(duration()), &Pending::follow_up_handle_time, "the queue's", "its handle time"},
        }};
    return table;
}

const Table<Pending>& pending_table() {
    static const Table<Pending> table{
        "pending",
        "The answer needs somebody else: the case sleeps until the answer, then a follow-up work item enters a queue.",
        {
            {"share", quantity(share()), &Pending::share, required, "share of answered contacts that wait for somebody else"},
            {"answered_after", quantity(duration()), &Pending::answered_after, required, "time until the answer comes"},
            {"follow_up", follow_up_table(), required, "what is done with the answer"},
            {"chase", record(pending_chase_table()), &Pending::chase, "", "customers who ask again while they wait"},
        }};
    return table;
}

void check_reason(Reading& reading, const Node& node, Reason&) {
    const int sources = sources_of(node);
    if (sources > 1) reading.wrong_at(node.place(), "more than one source of volume", "", "one of history, forecast, expected");
    if (sources > 0 && node.find("per"))
        reading.wrong_at(node.place(), "both a volume of its own and per", "",
                         "per and rate, or one of history, forecast, expected");
    if (node.find("per") && !node.find("rate")) {
        const auto scope = reading.at("rate");
        reading.wrong_at(node.place(), "required key is missing beside per", "", "contacts per unit, such as 4.2%");
    }
    if (node.find("rate") && !node.find("per"))
        reading.wrong_at(node.entry("rate")->key.place(), "a rate without per", "", "per: DRIVER");
    if (node.find("counts") && sources == 0)
        reading.wrong_at(node.entry("counts")->key.place(), "counts speaks of a volume, and there is none");
}

}  // namespace

const Table<Driver>& driver_table() {
    static const Table<Driver> table{
        "driver", "What the business does, such as orders; contacts follow from it.",
        joined<Driver>(
            volume_rows<Driver>(),
            {
                {"scale", quantity(factor()), &Driver::scale, "1", "factor on the volume; if random drawn once a replication"},
                enabled_row<Driver>(),
            }),
        [](Reading& reading, const Node& node, Driver&) {
            if (const int n = sources_of(node); n != 1)
                reading.wrong_at(node.place(), n == 0 ? "a driver needs a volume" : "more than one source of volume", "",
                                 "one of history, forecast, expected");
        }};
    return table;
}

const Table<Reason>& reason_table() {
    static const Table<Reason> table{
        "reason",
        "Why customers contact us. Fed by a driver (per, rate), by a volume of its own, or only by events and notifications.",
        joined<Reason>(
            {
                like_row<Reason>(),
                {"per", name_of(Kind::driver), &Reason::per, "", "driver whose units cause it"},
                {"rate", quantity(ratio()), &Reason::rate, "", "contacts per unit of the driver, before deflection"},
                {"lag", lag_shares(), &Reason::lag, "{0d: 100%}", "delay from unit to contact; whole days are calendar days"},
                {"profile", record(profile_table()), &Reason::profile, "the driver's own time", "when in the day and week"},
            },
            joined<Reason>(volume_rows<Reason>(),
                           {
                               {"counts", choice<Counts>("counts", {{"needs", Counts::needs}, {"offered", Counts::offered}}),
                                &Reason::counts, "needs", "what the volume counts: needs, or what reached the queues"},
                               {"first_contacts", quantity(share()), &Reason::first_contacts, "100%",
                                "share of `offered` that are neither redials, repeats nor chases"},
                               {"scale", quantity(factor()), &Reason::scale, "1",
                                "factor on the volume; if random drawn once a replication"},
                               {"queues", changing_shares(Kind::queue), &Reason::queues, required, "where its contacts go"},
                               {"resolved_first_time", quantity(share()), &Reason::resolved_first_time, "100%",
                                "what is not resolved comes back by the queue's repeat"},
                               {"pending", record(pending_table()), &Reason::pending, "", "cases that wait for somebody else"},
                               {"handle_time", handle_time_by_queue(), &Reason::handle_time, "the queue's",
                                "by queue: a duration that replaces, or a factor"},
                               enabled_row<Reason>(),
                           })),
        check_reason};
    return table;
}

}  // namespace peakline
