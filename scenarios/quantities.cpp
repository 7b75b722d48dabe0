#include "scenarios/quantities.hpp"

#include <cmath>

#include <fmt/format.h>

#include "core/units.hpp"
#include "scenarios/calendars.hpp"
#include "scenarios/moments.hpp"

namespace peakline {
namespace {

// {from: ...}, {through: ...} and {value: ..., by_hour, by_day} around a type.
TypeRef changing_type(const std::string& name, const TypeRef& point, bool lines, bool factors) {
    const auto object = [](Json properties, Json needed) {
        return Json{{"type", "object"},
                    {"properties", std::move(properties)},
                    {"required", std::move(needed)},
                    {"additionalProperties", false}};
    };
    const Json points = {{"type", "object"}, {"minProperties", 1}, {"additionalProperties", reference_to(*point)}};
    Json choices = Json::array({reference_to(*point), object({{"from", points}}, Json::array({"from"}))});
    if (lines) choices.push_back(object({{"through", points}}, Json::array({"through"})));
    std::vector<TypeRef> uses{point};
    if (factors) {
        const TypeRef weights = number_type(factor());
        const Json by = {{"type", "object"}, {"additionalProperties", reference_to(*weights)}};
        choices.push_back(
            object({{"value", {{"$ref", "#/$defs/" + name}}}, {"by_hour", by}, {"by_day", by}}, Json::array({"value"})));
        uses.push_back(weights);
    }
    auto type = value_type(name, point->expects + ", or one that changes", {{"anyOf", choices}}, uses);
    const auto changing = std::const_pointer_cast<Type>(type);
    changing->inside = point->inside == Type::Inside::closed ? Type::Inside::quantity : point->inside;
    changing->element = point->element;
    return type;
}

// The number of units in every `per` seconds, whatever unit the author chose; per day and per instant do not mix.
Number amount_per(double per) {
    const auto parse = [per](std::string_view text) -> std::optional<double> {
        const auto rate = parse_amount_per(text);
        if (!rate || rate->share || (rate->per >= day_seconds) != (per >= day_seconds)) return std::nullopt;
        return rate->amount / rate->per * per;
    };
    const std::string expects = per >= day_seconds ? "a volume such as 1200/d or 1500000/30d" : "a rate such as 4.2/min or 9.5/h";
    return {"rate", expects, R"(^[+-]?[0-9][0-9_]*(\.[0-9]+)?/[0-9]*(s|min|h|d)$)", parse};
}

// The unit of time of the first rate in this tree.
std::optional<double> first_per(const Node& node) {
    if (node.is_scalar()) {
        const auto rate = parse_amount_per(node.text);
        return rate && !rate->share ? std::optional(rate->per) : std::nullopt;
    }
    for (const Node& item : node.items)
        if (const auto per = first_per(item)) return per;
    for (const Entry& entry : node.entries)
        if (const auto per = first_per(entry.value)) return per;
    return std::nullopt;
}

ChangingForm<Distribution> form_of(const Number& number) {
    ChangingForm<Distribution> form;
    form.point = [number](Reading& reading, const Node& node) { return read_random(reading, node, number); };
    form.plain = [](const Distribution& d) { return d.is_constant() && std::isfinite(d.mean); };
    form.factors = true;
    return form;
}

}  // namespace

Value<Quantity> quantity(const Number& number) {
    const auto form = form_of(number);
    return {changing_type("changing_" + number.name, random(number).type, true, true),
            [form](Reading& reading, const Node& node) { return read_changing(reading, node, form); }};
}

Value<Rate> volume_rate() {
    const TypeRef type = changing_type("changing_rate", random(amount_per(day_seconds)).type, true, true);
    return {type, [](Reading& reading, const Node& node) -> std::optional<Rate> {
                const auto per = first_per(node);
                if (!per) {
                    const bool bare = node.is_scalar() && parse_number(node.text);
                    reading.wrong(node, bare ? "the unit is missing" : "no rate can be read",
                                  "an amount per time such as 1200/d, 9.5/h or 4.2/min", bare ? node.text + "/d" : "");
                    return std::nullopt;
                }
                Rate rate;
                rate.per = *per;
                auto amount = read_changing(reading, node, form_of(amount_per(*per)));
                if (!amount) return std::nullopt;
                rate.amount = std::move(*amount);
                return rate;
            }};
}

void check_total(Reading& reading, const Node& node, double sum, Total total) {
    constexpr double rounding = 1e-6;  // of shares with a few decimals
    const bool good = total == Total::all ? std::abs(sum - 1) <= rounding : sum <= 1 + rounding;
    if (good) return;
    std::string said = fmt::format("{:.4f}", sum * 100);
    while (said.ends_with('0')) said.pop_back();
    if (said.ends_with('.')) said.pop_back();
    reading.wrong_at(node.place(), fmt::format("the shares sum to {}%", said), "", total == Total::all ? "100%" : "at most 100%");
}

namespace {

std::optional<Shares> read_shares(Reading& reading, const Node& node, Kind kind, Total total) {
    if (!node.is_map() || node.entries.empty()) {
        reading.wrong(node, "shares by name are needed",
                      fmt::format("{{{}: 60%, ...}}", kind == Kind::none ? "NAME" : kind_text(kind)));
        return std::nullopt;
    }
    Shares result;
    const std::size_t before = reading.mistakes();
    double sum = 0;
    for (const Entry& entry : node.entries) {
        const auto scope = reading.at(entry.key.text);
        check_known(reading, entry.key, kind);
        const auto value = parse_scalar(reading, entry.value, share());
        if (!value) continue;
        result.emplace_back(entry.key.text, *value);
        sum += *value;
    }
    if (reading.mistakes() == before) check_total(reading, node, sum, total);
    return reading.mistakes() == before ? std::optional(std::move(result)) : std::nullopt;
}

}  // namespace

Value<Shares> shares(Kind kind, Total total) {
    const TypeRef one = number_type(share());
    auto type = value_type(total == Total::all ? "shares" : "some_shares",
                           total == Total::all ? "shares by name that sum to 100%" : "shares by name, at most 100% in all",
                           {{"type", "object"}, {"minProperties", 1}, {"additionalProperties", reference_to(*one)}}, {one});
    std::const_pointer_cast<Type>(type)->inside = Type::Inside::names;
    return {type, [kind, total](Reading& reading, const Node& node) { return read_shares(reading, node, kind, total); }};
}

Value<ChangingShares> changing_shares(Kind kind, Total total) {
    const Value<Shares> constant = shares(kind, total);
    ChangingForm<Shares> form;
    form.point = constant.parse;
    return {changing_type("changing_" + constant.type->name, constant.type, false, false),
            [form](Reading& reading, const Node& node) { return read_changing(reading, node, form); }};
}

Value<std::vector<std::pair<double, double>>> lag_shares() {
    using Lags = std::vector<std::pair<double, double>>;
    const TypeRef one = number_type(share());
    return {value_type("lag", "shares by delay that sum to 100%: {0d: 60%, 1d: 40%}",
                       {{"type", "object"}, {"minProperties", 1}, {"additionalProperties", reference_to(*one)}}, {one}),
            [](Reading& reading, const Node& node) -> std::optional<Lags> {
                if (!node.is_map() || node.entries.empty()) {
                    reading.wrong(node, "shares by delay are needed", "{0d: 60%, 1d: 40%}");
                    return std::nullopt;
                }
                Lags lags;
                const std::size_t before = reading.mistakes();
                double sum = 0;
                for (const Entry& entry : node.entries) {
                    const auto scope = reading.at(entry.key.text);
                    const auto delay = parse_scalar(reading, entry.key, duration());
                    const auto value = parse_scalar(reading, entry.value, share());
                    if (!delay || !value) continue;
                    lags.emplace_back(*delay, *value);
                    sum += *value;
                }
                if (reading.mistakes() == before) check_total(reading, node, sum, Total::all);
                return reading.mistakes() == before ? std::optional(std::move(lags)) : std::nullopt;
            }};
}

Value<std::vector<std::pair<std::string, Quantity>>> quantities_by(Kind kind, const Number& number, bool one_for_all) {
    using Map = std::vector<std::pair<std::string, Quantity>>;
    const Value<Quantity> one = quantity(number);
    const Json map = {{"type", "object"}, {"minProperties", 1}, {"additionalProperties", reference_to(*one.type)}};
    auto type = value_type(fmt::format("{}{}_by_{}", one_for_all ? "one_or_" : "", number.name, kind_text(kind)),
                           fmt::format("{} by {}{}", number.expects, kind_text(kind), one_for_all ? ", or one for all" : ""),
                           one_for_all ? Json{{"anyOf", {reference_to(*one.type), map}}} : map, {one.type});
    const auto made = std::const_pointer_cast<Type>(type);
    made->inside = Type::Inside::names;
    made->element = one.type;
    return {type, [one, kind, one_for_all, expects = type->expects](Reading& reading, const Node& node) -> std::optional<Map> {
                if (one_for_all && (!node.is_map() || is_quantity_map(node))) {
                    auto value = one.parse(reading, node);
                    return value ? std::optional(Map{{"", std::move(*value)}}) : std::nullopt;
                }
                if (!node.is_map() || node.entries.empty()) {
                    reading.wrong(node, "values by name are needed", expects);
                    return std::nullopt;
                }
                Map map_of;
                const std::size_t before = reading.mistakes();
                for (const Entry& entry : node.entries) {
                    const auto scope = reading.at(entry.key.text);
                    check_known(reading, entry.key, kind);
                    if (auto value = one.parse(reading, entry.value)) map_of.emplace_back(entry.key.text, std::move(*value));
                }
                return reading.mistakes() == before ? std::optional(std::move(map_of)) : std::nullopt;
            }};
}

std::optional<PointTime> point_time(Reading& reading, const Entry& entry) {
    const std::string& text = entry.key.text;
    if (const auto second = parse_time_of_day(text); second && *second < 86400) return PointTime{{Date{}, *second}, true};
    if (const auto moment = parse_timestamp(text); moment && !moment->utc) return PointTime{moment->local, false};
    reading.wrong_key(entry, looks_like_date(text) ? "there is no such day" : "not a time",
                      "2026-11-27, 2026-11-27 10:00 or, every day, 10:00");
    return std::nullopt;
}

std::optional<Factors> read_factors(Reading& reading, const Node& node) {
    Factors factors;
    const std::size_t before = reading.mistakes();
    if (const Node* const by_hour = node.find("by_hour")) {
        const auto scope = reading.at("by_hour");
        static const auto value = factors_by_hour();
        if (auto hours = value.parse(reading, *by_hour)) factors.by_hour = std::move(*hours);
    }
    if (const Node* const by_day = node.find("by_day")) {
        const auto scope = reading.at("by_day");
        static const auto value = factors_by_day();
        if (auto days = value.parse(reading, *by_day)) factors.by_day = std::move(*days);
    }
    return reading.mistakes() == before ? std::optional(std::move(factors)) : std::nullopt;
}

}  // namespace peakline
