// events, rules: what can happen, and what is done when somebody sees it.
#include <fmt/format.h>

#include "core/units.hpp"
#include "scenarios/moments.hpp"
#include "scenarios/sections.hpp"

namespace peakline {
namespace {

struct At {
    std::optional<LocalTime> once;
    std::optional<std::pair<DayKey, double>> daily;
};

// "2026-11-27", "2026-11-27 10:00", "mon-sun 18:00".
Value<At> event_time() {
    const std::string expects = "2026-11-27, 2026-11-27 10:00, or days and a time such as mon-sun 18:00";
    return {value_type("event_time", expects, {{"type", "string"}}),
            [expects](Reading& reading, const Node& node) -> std::optional<At> {
                if (node.is_scalar()) {
                    if (const auto moment = parse_timestamp(node.text); moment && !moment->utc) return At{moment->local, {}};
                    const auto space = node.text.find(' ');
                    const auto days = parse_day_key(node.text.substr(0, space));
                    const auto second =
                        space == std::string::npos ? std::nullopt : parse_time_of_day(node.text.substr(space + 1));
                    if (days && second && *second < 86400) return At{{}, {{*days, static_cast<double>(*second)}}};
                }
                reading.wrong(node,
                              looks_like_date(node.text.substr(0, 10)) && !parse_date(node.text.substr(0, 10))
                                  ? "there is no such day"
                                  : "not a time",
                              expects);
                return std::nullopt;
            }};
}

const Table<Event>& random_table() {
    static const Table<Event> table{
        "random_event",
        "Comes by chance: gaps are exponential.",
        {{"every", number(positive_duration()), [](Event& e, double mean) { e.random_every = mean; }, required, "mean gap"}}};
    return table;
}

Value<Distribution> random_duration() { return random(duration_or_never()); }

struct WatchedRow {
    const char* name;
    Watched metric;
    Number number;
};
const std::vector<WatchedRow>& watched_rows() {
    static const std::vector<WatchedRow> rows{
        {"longest_wait", Watched::longest_wait, duration()}, {"waiting", Watched::waiting, count()},
        {"service_level", Watched::service_level, share()},  {"abandonment", Watched::abandonment, share()},
        {"agents_free", Watched::agents_free, count()},      {"occupancy", Watched::occupancy, share()}};
    return rows;
}

Value<Watched> watched_metric() {
    std::vector<std::pair<std::string, Watched>> words;
    for (const WatchedRow& row : watched_rows()) words.emplace_back(row.name, row.metric);
    return choice<Watched>("watched_metric", std::move(words));
}

// The threshold's unit is the metric's, so it is read when both are known.
struct Unread {};
Value<Unread> threshold() {
    const TypeRef d = number_type(duration()), s = number_type(share()), c = number_type(count());
    return {value_type("threshold", "a value of the metric: 5min, 80% or 12",
                       {{"anyOf", {reference_to(*d), reference_to(*s), reference_to(*c)}}}, {d, s, c}),
            [](Reading&, const Node&) -> std::optional<Unread> { return std::nullopt; }};
}

void keep_nothing(Rule&, Unread&&) {}

struct Crossing {
    bool above;
    double value;
};
std::optional<Crossing> read_crossing(Reading& reading, const Node& node, Watched metric) {
    const Node* const above = node.find("above");
    const Node* const below = node.find("below");
    if ((above != nullptr) == (below != nullptr)) {
        reading.wrong_at(node.place(), "a threshold is needed", "", "above or below");
        return std::nullopt;
    }
    const auto scope = reading.at(above ? "above" : "below");
    const auto value = parse_scalar(reading, above ? *above : *below, watched_rows()[static_cast<std::size_t>(metric)].number);
    return value ? std::optional(Crossing{above != nullptr, *value}) : std::nullopt;
}

void check_when(Reading& reading, const Node& node, Rule& rule) {
    const auto crossing = read_crossing(reading, node, rule.metric);
    if (crossing) {
        rule.above = crossing->above;
        rule.threshold = crossing->value;
    }
    const bool of_group = rule.metric == Watched::agents_free || rule.metric == Watched::occupancy;
    const char* const key = of_group ? "group" : "queue";
    if (!node.find(key) || node.find(of_group ? "queue" : "group"))
        reading.wrong_at(node.place(),
                         fmt::format("{} is watched on a {}", watched_rows()[static_cast<std::size_t>(rule.metric)].name, key),
                         "", fmt::format("{}: NAME", key));
}

const Table<Rule>& when_table() {
    static const Table<Rule> table{
        "when",
        "What an operations lead could see, looked at every full minute.",
        {
            {"queue", name_of(Kind::queue), &Rule::queue, "", "queue that is watched"},
            {"group", name_of(Kind::group), &Rule::group, "", "group that is watched: agents_free, occupancy"},
            {"metric", watched_metric(), &Rule::metric, required,
             "service_level, abandonment and occupancy look back 30 minutes"},
            {"above", threshold(), keep_nothing, "", "in the metric's unit"},
            {"below", threshold(), keep_nothing, "", "in the metric's unit"},
            {"for", number(duration()), &Rule::held_for, "0s", "how long it must have held"},
        },
        check_when};
    return table;
}

const Table<Rule>& until_table() {
    static const Table<Rule> table{"until",
                                   "When the measure ends, by the same metric.",
                                   {
                                       {"above", threshold(), keep_nothing, "", "in the metric's unit"},
                                       {"below", threshold(), keep_nothing, "", "in the metric's unit"},
                                       {"for", number(duration()), &Rule::until_held_for, "0s", "how long it must have held"},
                                   },
                                   [](Reading& reading, const Node& node, Rule& rule) {
                                       std::string when = reading.path();
                                       when.replace(when.rfind("until"), 5, "when");
                                       if (!reading.sound(when)) return;  // the metric is not known
                                       const auto crossing = read_crossing(reading, node, rule.metric);
                                       if (!crossing) return;
                                       rule.until_threshold = crossing->value;
                                       rule.until_above = crossing->above;
                                   }};
    return table;
}

// "2/d"
Value<AmountPer> times_per() {
    return {value_type("times_per", "how often such as 2/d", {{"type", "string"}, {"pattern", R"(^[0-9]+/[0-9]*(s|min|h|d)$)"}}),
            [](Reading& reading, const Node& node) -> std::optional<AmountPer> {
                const auto rate = node.is_scalar() ? parse_amount_per(node.text) : std::nullopt;
                if (rate && !rate->share && rate->amount >= 0) return rate;
                const bool bare = node.is_scalar() && parse_number(node.text);
                reading.wrong(node, bare ? "the unit is missing" : "cannot be read", "how often such as 2/d",
                              bare ? node.text + "/d" : "");
                return std::nullopt;
            }};
}

}  // namespace

const Table<Event>& event_table() {
    static const Table<Event> table{
        "event",
        "Something that happens, known or by chance; what it does holds over `lasts` and then fades.",
        {
            like_row<Event>(),
            {"at", event_time(),
             [](Event& e, At&& at) {
                 e.at = at.once;
                 e.daily = at.daily;
             },
             "", "when; on days: each of them"},
            {"random", random_table(), "", "instead of at: comes by chance"},
            {"chance", random(share()), &Event::chance, "100%", "whether it comes at all, once an occurrence"},
            {"lasts", random_duration(), &Event::lasts, "to the end", "how long"},
            {"fades", random(duration()), &Event::fades, "0s", "then the strength falls linearly to nothing"},
            {"do", actions(), &Event::actions, required, "what it does"},
            enabled_row<Event>(),
        },
        [](Reading& reading, const Node& node, Event&) {
            const bool at = node.find("at"), random_one = node.find("random");
            if (at == random_one)
                reading.wrong_at(node.place(), at ? "both at and random" : "does not say when", "",
                                 "at: 2026-11-27 or random: {every: 30d}");
        }};
    return table;
}

const Table<Rule>& rule_table() {
    static const Table<Rule> table{"rule",
                                   "What the war room does when it sees something.",
                                   {
                                       {"when", when_table(), required, "condition"},
                                       {"takes", number(duration()), &Rule::takes, "0s", "reaction time"},
                                       {"do", actions(), &Rule::actions, required, "what is done"},
                                       {"until", until_table(), "", "when it ends"},
                                       {"lasts", number(positive_duration()), &Rule::lasts, "to the end", "or how long it lasts"},
                                       {"up_to", times_per(),
                                        [](Rule& r, AmountPer&& rate) {
                                            r.up_to = rate.amount;
                                            r.up_to_per = rate.per;
                                        },
                                        "no limit", "how often at most"},
                                       enabled_row<Rule>(),
                                   },
                                   [](Reading& reading, const Node& node, Rule&) {
                                       if (node.find("until") && node.find("lasts"))
                                           reading.wrong_key(*node.entry("lasts"), "both until and lasts", "one of them");
                                   }};
    return table;
}

}  // namespace peakline
