// Quantities that may be random and may change: distributions, steps, lines, factors by hour and day, and maps of shares.
#pragma once

#include "scenarios/values.hpp"

namespace peakline {

Value<Distribution> random(const Number& number);  // a number or a distribution of it
std::optional<Distribution> read_random(Reading& reading, const Node& node, const Number& number);
Value<Quantity> quantity(const Number& number);  // that may change
Value<Rate> volume_rate();                       // "1200/d", random and changing too

// Whether this map is a quantity (a distribution or one that changes), and not a map of names.
bool is_quantity_map(const Node& node);

enum class Total : std::uint8_t { all, at_most_all };  // shares that sum to 100%, or may fall short
Value<Shares> shares(Kind kind, Total total = Total::all);
Value<ChangingShares> changing_shares(Kind kind, Total total = Total::all);
Value<std::vector<std::pair<double, double>>> lag_shares();
void check_total(Reading& reading, const Node& node, double sum, Total total);

// A map of quantities by name; where `one` is allowed also one quantity for all, kept under the name "".
Value<std::vector<std::pair<std::string, Quantity>>> quantities_by(Kind kind, const Number& number, bool one_for_all);

// Reads {from: ...}, {through: ...} and, where `factors`, {value: ..., by_hour: ..., by_day: ...} around what `point` reads.
// `linear` says whether lines make sense, and `number` whether a point is a plain number.
template <class T>
struct ChangingForm {
    std::function<std::optional<T>(Reading&, const Node&)> point;
    std::function<bool(const T&)> plain = {};  // may stand on a line; empty: lines make no sense
    bool factors = false;
};

struct PointTime {
    LocalTime at;
    bool daily = false;
};
std::optional<PointTime> point_time(Reading& reading, const Entry& entry);
std::optional<Factors> read_factors(Reading& reading, const Node& node);

template <class T>
std::optional<Changing<T>> read_points(Reading& reading, const Node& node, const ChangingForm<T>& form, bool linear) {
    Changing<T> changing;
    changing.points.clear();
    changing.linear = linear;
    const std::size_t before = reading.mistakes();
    if (!node.is_map() || node.entries.empty()) {
        reading.wrong(node, "points in time are needed", "{2026-10-01: VALUE, 2026-11-15: VALUE} or {\"08:00\": VALUE, ...}");
        return std::nullopt;
    }
    for (const Entry& entry : node.entries) {
        const auto time = point_time(reading, entry);
        const auto scope = reading.at(entry.key.text);
        auto value = form.point(reading, entry.value);
        if (!time || !value) continue;
        if (!changing.points.empty() && changing.daily != time->daily) {
            reading.wrong_at(entry.key.place(), "dates and times of day in one list", entry.key.shown(),
                             changing.daily ? "times of day" : "dates");
        } else if (linear && !form.plain(*value)) {
            reading.wrong(entry.value, "a line runs between numbers", "a number, not a distribution");
        } else {
            changing.daily = time->daily;
            changing.points.push_back({time->at, std::move(*value)});
        }
    }
    std::stable_sort(changing.points.begin(), changing.points.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    for (std::size_t i = 1; i < changing.points.size(); ++i)
        if (changing.points[i].at == changing.points[i - 1].at) reading.wrong(node, "one time stands twice");
    return reading.mistakes() == before ? std::optional(std::move(changing)) : std::nullopt;
}

// The keys that say how a quantity changes, each with its reader.
template <class T>
std::optional<Changing<T>> read_changing(Reading& reading, const Node& node, const ChangingForm<T>& form) {
    const auto only = [&](std::initializer_list<std::string_view> keys) {
        bool good = true;
        for (const Entry& entry : node.entries)
            if (std::find(keys.begin(), keys.end(), entry.key.text) == keys.end()) {
                reading.wrong_key(entry, "unknown key", "",
                                  nearest_name(entry.key.text, std::vector<std::string>(keys.begin(), keys.end())));
                good = false;
            }
        return good;
    };
    for (const bool linear : {false, true}) {
        const std::string_view key = linear ? "through" : "from";
        const Node* const points = node.find(key);
        if (!points) continue;
        if (!only({key})) return std::nullopt;
        const auto scope = reading.at(key);
        if (!linear || form.plain) return read_points(reading, *points, form, linear);
        reading.wrong(*points, "lines run between numbers only", "from: {...}");
        return std::nullopt;
    }
    const Node* const value = node.find("value");
    if (value && form.factors) {
        const bool known = only({"value", "by_hour", "by_day"});
        std::optional<Changing<T>> changing;
        {
            const auto scope = reading.at("value");
            changing = read_changing(reading, *value, form);
        }
        auto factors = read_factors(reading, node);
        if (!known || !changing || !factors) return std::nullopt;
        changing->factors = std::move(*factors);
        return changing;
    }
    auto constant = form.point(reading, node);
    return constant ? std::optional(Changing<T>(std::move(*constant))) : std::nullopt;
}

}  // namespace peakline
