#include "scenarios/values.hpp"

#include <cmath>

#include <fmt/format.h>

#include "core/units.hpp"
#include "scenarios/moments.hpp"

namespace peakline {

Value<int> change_of_priority() {
    Number n{"priority", "a whole number such as 2, +1 or -1, from -10000 to 10000", "^[+-]?[0-9]+$", parse_number, -1e4, 1e4};
    n.whole = true;
    return as<int>(number(n), [](double value) { return static_cast<int>(value); });
}

Value<std::string> text() {
    return {value_type("text", "a text", {{"type", {"string", "number", "boolean"}}}),
            [](Reading& reading, const Node& node) -> std::optional<std::string> {
                if (node.is_scalar()) return node.text;
                reading.wrong(node, "a text is needed", "a text");
                return std::nullopt;
            }};
}

Value<bool> yes_or_no() {
    auto words = choice<bool>("yes_or_no", {{"true", true}, {"false", false}, {"yes", true}, {"no", false}});
    words.type = value_type("yes_or_no", "true | false",
                            {{"type", {"boolean", "string"}}, {"enum", {true, false, "true", "false", "yes", "no"}}});
    return words;
}

Value<Date> calendar_date() {
    return {value_type("date", "a date such as 2026-11-27", {{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}),
            [](Reading& reading, const Node& node) -> std::optional<Date> {
                const auto date = node.is_scalar() ? parse_date(node.text) : std::nullopt;
                if (!date)
                    reading.wrong(node, looks_like_date(node.text) ? "there is no such day" : "not a date",
                                  "a date such as 2026-11-27");
                if (!date || (first_date <= *date && *date <= last_date)) return date;
                reading.wrong(node, "out of bounds",
                              fmt::format("a date from {} to {}", to_text(first_date), to_text(last_date)));
                return std::nullopt;
            }};
}

Value<double> clock_time() {
    return {value_type("clock_time", "a time of day such as 08:00",
                       {{"type", "string"}, {"pattern", "^[0-9]{1,2}(:[0-9]{2}){0,2}$"}}),
            [](Reading& reading, const Node& node) -> std::optional<double> {
                const auto seconds = node.is_scalar() ? parse_time_of_day(node.text) : std::nullopt;
                if (seconds && *seconds < 86400) return *seconds;
                reading.wrong(node, "not a time of day", "a time of day such as 08:00");
                return std::nullopt;
            }};
}

Value<std::filesystem::path> file() {
    return {value_type("file", "a file or folder, relative to the file that names it", {{"type", "string"}, {"minLength", 1}}),
            [](Reading& reading, const Node& node) -> std::optional<std::filesystem::path> {
                if (!node.is_scalar() || node.text.empty()) {
                    reading.wrong(node, "a file is needed", "a file or folder, relative to the file that names it");
                    return std::nullopt;
                }
                const std::filesystem::path path = node.source->folder / node.text;
                std::error_code error;
                if (std::filesystem::exists(path, error)) return path;
                reading.wrong(node, "no such file", "", "");
                return std::nullopt;
            }};
}

void say_unknown_name(Reading& reading, const Node& node, Kind kind) {
    const auto& known = reading.names.of(kind);
    const std::string nearest = nearest_name(node.text, known);
    std::string expected;
    if (nearest.empty())
        expected =
            known.empty() ? fmt::format("a name under {}; there are none", kind_plural(kind)) : "one of " + comma_list(known);
    reading.wrong(node,
                  fmt::format("there is no {} of this name", kind == Kind::pending ? "reason with pending" : kind_text(kind)),
                  expected, nearest);
}

bool check_known(Reading& reading, const Node& node, Kind kind) {
    if (!node.is_scalar()) {
        reading.wrong(node, fmt::format("the name of a {} is needed", kind_text(kind)), "a name");
        return false;
    }
    if (reading.names.has(kind, node.text)) return true;
    say_unknown_name(reading, node, kind);
    return false;
}

Value<std::string> name_of(Kind kind) {
    const std::string kind_name(kind_text(kind));
    return {value_type(kind_name + "_name", fmt::format("the name of a {}", kind_name), {{"type", "string"}}),
            [kind](Reading& reading, const Node& node) -> std::optional<std::string> {
                return check_known(reading, node, kind) ? std::optional(node.text) : std::nullopt;
            }};
}

Value<std::vector<std::string>> names_of(Kind kind) {
    Value<std::vector<std::string>> list = list_of(name_of(kind));
    return {list.type, [list](Reading& reading, const Node& node) -> std::optional<std::vector<std::string>> {
                auto names = list.parse(reading, node);
                if (!names) return names;
                for (std::size_t i = 0; i < names->size(); ++i)
                    for (std::size_t j = 0; j < i; ++j)
                        if ((*names)[i] == (*names)[j]) {
                            reading.wrong(node.items[i], "named twice");
                            return std::nullopt;
                        }
                return names;
            }};
}

}  // namespace peakline
