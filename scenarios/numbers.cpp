#include <cmath>

#include <fmt/format.h>

#include "core/units.hpp"
#include "scenarios/values.hpp"

namespace peakline {
namespace {

const std::string digits = R"([+-]?[0-9][0-9_]*(\.[0-9]+)?)";
const std::string duration_pattern = "^" + digits + "(s|min|h|d)$";
const std::string share_pattern = "^" + digits + "%$";
const std::string number_pattern = "^" + digits + "$";
const std::string factor_pattern = "^" + digits + "%?$";

std::optional<double> factor_value(std::string_view text) {
    const auto percent = parse_share(text);
    return percent ? percent : parse_number(text);
}

// The unit that a slip left out or misspelled: "5m" -> "5min", "20 s" -> "20s", "3days" -> "3d".
std::string meant(std::string_view text, const Number& number) {
    std::string digits_only, unit;
    for (const char c : text) {
        if ((c >= '0' && c <= '9') || c == '.' || c == '_')
            digits_only += c;
        else if (c != ' ')
            unit += c;
    }
    static const std::pair<const char*, const char*> slips[] = {
        {"m", "min"},     {"mins", "min"}, {"minute", "min"}, {"minutes", "min"}, {"sec", "s"},   {"secs", "s"}, {"second", "s"},
        {"seconds", "s"}, {"hr", "h"},     {"hrs", "h"},      {"hour", "h"},      {"hours", "h"}, {"day", "d"},  {"days", "d"},
        {"percent", "%"}, {"pct", "%"},    {"s", "s"},        {"min", "min"},     {"h", "h"},     {"d", "d"},    {"%", "%"}};
    for (const auto& [slip, right] : slips) {
        if (unit != slip) continue;
        const std::string candidate = digits_only + right;
        if (candidate != text && number.parse(candidate)) return candidate;
    }
    return "";
}

}  // namespace

// A hundred years: more is a slip, and would leave the calendar.
Number duration() {
    Number n{"duration", "a duration such as 20s, 5min, 2h or 3d", duration_pattern, parse_duration, 0, 36525 * day_seconds};
    n.most = "36525d";
    return n;
}

Number positive_duration() {
    Number n = duration();
    n.name = "positive_duration";
    n.expects = "a duration above 0, such as 20s, 5min, 2h or 3d";
    n.above_low = true;
    return n;
}

Number duration_or_never() {
    Number n = duration();
    n.name = "duration_or_never";
    n.expects = "a duration such as 20s, 5min, 2h or 3d, or never";
    n.pattern = "^(never|" + digits + "(s|min|h|d))$";
    n.never = true;
    return n;
}

Number whole_days() {
    const auto parse = [](std::string_view text) {
        const auto seconds = parse_duration(text);
        return seconds && std::fmod(*seconds, day_seconds) == 0 ? seconds : std::nullopt;
    };
    Number n = duration();
    n.name = "whole_days";
    n.expects = "whole days such as 7d";
    n.parse = parse;
    return n;
}

Number share() { return {"share", "a share from 0% to 100%, such as 30%", share_pattern, parse_share, 0, 1}; }

Number ratio() { return {"ratio", "a ratio in per cent, such as 4.2%", share_pattern, parse_share}; }

Number factor() { return {"factor", "a factor of 0 or more, such as 1.2 or 120%", factor_pattern, factor_value}; }

Number positive_factor() {
    Number n = factor();
    n.name = "positive_factor";
    n.expects = "a factor above 0, such as 1.2 or 120%";
    n.above_low = true;
    return n;
}

Number count() { return {"count", "a number of 0 or more, without a unit", number_pattern, parse_number}; }

Number agents() {
    Number n{"agents", "a whole number of agents", number_pattern, parse_number, 0, most_agents};
    n.whole_when_bare = true;
    n.most = "1000000";
    return n;
}

Number whole(double low, double high) {
    const bool bounded = high < 1e9;
    Number n{bounded ? fmt::format("whole_from_{:.0f}_to_{:.0f}", low, high) : fmt::format("whole_from_{:.0f}", low),
             bounded ? fmt::format("a whole number from {:.0f} to {:.0f}", low, high)
                     : fmt::format("a whole number, {:.0f} or more", low),
             number_pattern,
             parse_number,
             low,
             high};
    n.whole = true;
    return n;
}

Number money() { return {"money", "an amount of 0 or more, such as 4.00", number_pattern, parse_number}; }

std::optional<double> parse_scalar(Reading& reading, const Node& node, const Number& number) {
    if (!node.is_scalar()) {
        reading.wrong(node, "a single value is needed", number.expects);
        return std::nullopt;
    }
    if (number.never && node.text == "never") return never;
    const auto value = number.parse(node.text);
    if (!value) {
        const bool bare = parse_number(node.text).has_value();
        reading.wrong(node, bare ? "the unit is missing" : "cannot be read", number.expects, meant(node.text, number));
        return std::nullopt;
    }
    // 1e-12: 100.0000001% is a slip, 0.1% + ... of rounding is not.
    const bool inside = *value <= number.high * (1 + 1e-12) && (number.above_low ? *value > number.low : *value >= number.low);
    if (!inside) {
        const bool large = *value > number.high;
        const std::string most = large && !number.most.empty() ? fmt::format(", at most {}", number.most) : "";
        reading.wrong(node,
                      large                           ? "too large"
                      : *value < 0 && number.low >= 0 ? "must not be negative"
                                                      : "too small",
                      number.expects + most);
        return std::nullopt;
    }
    if (number.whole && *value != std::floor(*value)) {
        reading.wrong(node, "not a whole number", number.expects);
        return std::nullopt;
    }
    return value;
}

TypeRef value_type(std::string name, std::string expects, Json schema, std::vector<TypeRef> uses) {
    auto type = std::make_shared<Type>();
    type->name = std::move(name);
    type->expects = std::move(expects);
    type->schema = std::move(schema);
    type->uses = std::move(uses);
    return type;
}

TypeRef number_type(const Number& n) {
    if (!n.parse("1")) return value_type(n.name, n.expects, {{"type", "string"}, {"pattern", n.pattern}});
    Json schema = {{"type", {"number", "string"}}, {"pattern", n.pattern}, {"minimum", n.low}};
    if (n.above_low) schema = {{"type", {"number", "string"}}, {"pattern", n.pattern}, {"exclusiveMinimum", n.low}};
    return value_type(n.name, n.expects, schema);
}

Value<double> number(const Number& n) {
    return {number_type(n), [n](Reading& reading, const Node& node) { return parse_scalar(reading, node, n); }};
}

Value<int> whole_number(double low, double high) {
    return as<int>(number(whole(low, high)), [](double value) { return static_cast<int>(value); });
}

}  // namespace peakline
