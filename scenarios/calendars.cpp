#include "scenarios/calendars.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "scenarios/moments.hpp"

namespace peakline {
namespace {

// A table by day key, each row read by `value`.
template <class T>
std::optional<DayTable<T>> read_days(Reading& reading, const Node& node, const char* expects,
                                     const std::function<std::optional<T>(Reading&, const Node&)>& value) {
    if (!node.is_map() || node.entries.empty()) {
        reading.wrong(node, "values by day are needed", expects);
        return std::nullopt;
    }
    DayTable<T> table;
    const std::size_t before = reading.mistakes();
    for (const Entry& entry : node.entries) {
        const auto key = parse_day_key(entry.key.text);
        if (!key) {
            static const std::vector<std::string> words{"mon",     "tue",       "wed",      "thu",     "fri",      "sat",
                                                        "sun",     "mon-fri",   "sat-sun",  "mon-sun", "holidays", "monday",
                                                        "tuesday", "wednesday", "thursday", "friday",  "saturday", "sunday"};
            reading.wrong_key(entry, looks_like_date(entry.key.text) ? "there is no such day" : "not a day", day_key_expected,
                              nearest_name(entry.key.text, words));
        }
        for (const auto& row : table.rows)
            if (key && row.first.rivals(*key)) {
                reading.wrong_key(entry, "some of its days are named by an earlier key, and neither is more specific",
                                  "days of its own, or fewer than the other key has", "");
                break;
            }
        const auto scope = reading.at(entry.key.text);
        auto row = value(reading, entry.value);
        if (key && row) table.rows.emplace_back(*key, std::move(*row));
    }
    return reading.mistakes() == before ? std::optional(std::move(table)) : std::nullopt;
}

Json map_of(const Json& values) { return {{"type", "object"}, {"minProperties", 1}, {"additionalProperties", values}}; }

// "08:00-12:00", "08:00-12:00, 13:00-18:00", a list of such, or closed.
std::optional<std::vector<Opening>> read_openings(Reading& reading, const Node& node) {
    const char* const expects = "\"08:00-22:00\" or closed";
    std::vector<Opening> openings;
    if (node.is_scalar() && node.text == "closed") return openings;
    std::vector<std::string> texts;
    if (node.is_list()) {
        for (const Node& item : node.items) texts.push_back(item.text);
    } else if (node.is_scalar()) {
        std::string_view rest = node.text;
        while (true) {
            const auto comma = rest.find(',');
            texts.emplace_back(rest.substr(0, comma));
            if (comma == std::string_view::npos) break;
            rest.remove_prefix(comma + 1);
        }
    }
    for (const std::string& text : texts) {
        const auto hours = parse_hours(text);
        if (!hours) {
            reading.wrong(node, "not opening hours", expects);
            return std::nullopt;
        }
        openings.push_back({static_cast<double>(hours->first), static_cast<double>(hours->second)});
    }
    std::sort(openings.begin(), openings.end(), [](const Opening& a, const Opening& b) { return a.from < b.from; });
    for (std::size_t i = 1; i < openings.size(); ++i)
        if (openings[i].from < openings[i - 1].to) {
            reading.wrong(node, "opening hours overlap", expects);
            return std::nullopt;
        }
    if (openings.empty()) {
        reading.wrong(node, "not opening hours", expects);
        return std::nullopt;
    }
    return openings;
}

std::optional<ShiftCounts> read_shift_counts(Reading& reading, const Node& node) {
    ShiftCounts counts;
    if (node.is_scalar() && node.text == "closed") return counts;
    if (!node.is_map() || node.entries.empty()) {
        reading.wrong(node, "agents by shift are needed", "{early: 40, late: 35} or closed");
        return std::nullopt;
    }
    const std::size_t before = reading.mistakes();
    for (const Entry& entry : node.entries) {
        const auto scope = reading.at(entry.key.text);
        check_known(reading, entry.key, Kind::shift);
        if (const auto agents = parse_scalar(reading, entry.value, whole(0, most_agents)))
            counts.emplace_back(entry.key.text, *agents);
    }
    return reading.mistakes() == before ? std::optional(std::move(counts)) : std::nullopt;
}

}  // namespace

Value<std::vector<Factors::Hours>> factors_by_hour() {
    using Hours_ = std::vector<Factors::Hours>;
    const TypeRef one = number_type(factor());
    return {value_type("factors_by_hour", "factors by hours of the day: {\"08-12\": 1.1, \"12:00-24\": 1}",
                       map_of(reference_to(*one)), {one}),
            [](Reading& reading, const Node& node) -> std::optional<Hours_> {
                if (!node.is_map() || node.entries.empty()) {
                    reading.wrong(node, "factors by hours of the day are needed", "{\"08-12\": 1.1, \"12:00-24\": 1}");
                    return std::nullopt;
                }
                Hours_ rows;
                const std::size_t before = reading.mistakes();
                for (const Entry& entry : node.entries) {
                    const auto hours = parse_hours(entry.key.text);
                    if (!hours) reading.wrong_key(entry, "not hours of the day", "\"08-12\" or \"12:00-24\"");
                    const auto scope = reading.at(entry.key.text);
                    const auto value = parse_scalar(reading, entry.value, factor());
                    if (!hours || !value) continue;
                    constexpr std::int32_t midnight = 86400;
                    rows.push_back({hours->first, std::min(hours->second, midnight), *value});
                    if (hours->second > midnight) rows.push_back({0, hours->second - midnight, *value});
                }
                std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
                for (std::size_t i = 1; i < rows.size() && reading.mistakes() == before; ++i)
                    if (rows[i].from < rows[i - 1].to) reading.wrong(node, "the hours overlap", "each hour once");
                return reading.mistakes() == before ? std::optional(std::move(rows)) : std::nullopt;
            }};
}

Value<DayTable<double>> factors_by_day() {
    const TypeRef one = number_type(factor());
    return {value_type("factors_by_day", "factors by day: {mon: 1.1, sat-sun: 0.9}", map_of(reference_to(*one)), {one}),
            [](Reading& reading, const Node& node) {
                return read_days<double>(reading, node, "{mon: 1.1, sat-sun: 0.9}",
                                         [](Reading& r, const Node& value) { return parse_scalar(r, value, factor()); });
            }};
}

Value<Hours> opening_hours() {
    return {value_type("hours", "opening hours by day: {mon-fri: \"08:00-22:00\", holidays: closed}",
                       map_of({{"anyOf", {{{"type", "string"}}, {{"type", "array"}, {"items", {{"type", "string"}}}}}}})),
            [](Reading& reading, const Node& node) {
                return read_days<std::vector<Opening>>(reading, node, "{mon-fri: \"08:00-22:00\", holidays: closed}",
                                                       read_openings);
            }};
}

Value<Changing<Roster>> shift_roster() {
    const TypeRef agents = number_type(whole(0, most_agents));
    const Json days = map_of({{"anyOf", {{{"const", "closed"}}, map_of(reference_to(*agents))}}});
    const Json steps = {{"type", "object"},
                        {"properties", {{"from", map_of(days)}}},
                        {"required", Json::array({"from"})},
                        {"additionalProperties", false}};
    ChangingForm<Roster> form;
    form.point = [](Reading& reading, const Node& node) {
        return read_days<ShiftCounts>(reading, node, "{mon-fri: {early: 40, late: 35}, sat-sun: {early: 20}}", read_shift_counts);
    };
    return {
        value_type("roster", "agents by day and shift: {mon-fri: {early: 40, late: 35}}", {{"anyOf", {steps, days}}}, {agents}),
        [form](Reading& reading, const Node& node) { return read_changing(reading, node, form); }};
}

}  // namespace peakline
