// How single values are written: numbers with units and bounds, names, choices, dates, files.
#pragma once

#include <limits>

#include "scenarios/table.hpp"

namespace peakline {

// A kind of number: how it is written, what makes sense.
struct Number {
    std::string name;     // definition in schema and reference
    std::string expects;  // in messages
    std::string pattern;  // of the text, ECMA-262
    std::function<std::optional<double>(std::string_view)> parse;
    double low = 0, high = std::numeric_limits<double>::infinity();
    bool above_low = false;  // low itself is excluded
    bool whole = false;
    bool never = false;            // "never" is infinite
    bool whole_when_bare = false;  // a plain number is whole; a distribution's parameters need not be
    std::string most = {};         // `high` as one would write it; empty: `expects` says it, or there is none
};

Number duration();  // 0s or more
Number positive_duration();
Number duration_or_never();
Number whole_days();  // a duration of whole days
Number share();       // 0% to 100%
Number ratio();       // in per cent, may pass 100%
Number factor();      // 1.2 or 120%, 0 or more
Number positive_factor();
Number count();                             // 0 or more, not always whole
inline constexpr double most_agents = 1e6;  // in one group: beyond is a slip of the pen, and could not be simulated
Number agents();                            // people: whole where written as a plain number
Number whole(double low, double high = 1e9);
Number money();  // 0 or more

// The value of a scalar; reports a missing unit, nonsense and what is out of bounds.
std::optional<double> parse_scalar(Reading& reading, const Node& node, const Number& number);

TypeRef number_type(const Number& number);
TypeRef value_type(std::string name, std::string expects, Json schema, std::vector<TypeRef> uses = {});

Value<double> number(const Number& number);
Value<int> whole_number(double low, double high = 1e9);
Value<int> change_of_priority();  // "+1", "-2", "0"
Value<std::string> text();
Value<bool> yes_or_no();
inline const Date first_date = make_date(1900, 1, 1), last_date = make_date(2199, 12, 31);  // of anything in a scenario
Value<Date> calendar_date();
Value<double> clock_time();           // seconds of the day
Value<std::filesystem::path> file();  // exists; relative to the file that names it

// A name that must exist. The list form keeps places.
Value<std::string> name_of(Kind kind);
Value<std::vector<std::string>> names_of(Kind kind);
bool check_known(Reading& reading, const Node& name, Kind kind);
void say_unknown_name(Reading& reading, const Node& name, Kind kind);

template <class E>
Value<E> choice(std::string name, std::vector<std::pair<std::string, E>> words) {
    std::vector<std::string> texts;
    for (const auto& [word, value] : words) texts.push_back(word);
    std::string expects;
    for (const std::string& word : texts) expects += (expects.empty() ? "" : " | ") + word;
    return {value_type(std::move(name), expects, {{"enum", texts}}),
            [words = std::move(words), texts, expects](Reading& reading, const Node& node) -> std::optional<E> {
                for (const auto& [word, value] : words)
                    if (node.is_scalar() && node.text == word) return value;
                reading.wrong(node, "not one of the words known here", expects,
                              node.is_scalar() ? nearest_name(node.text, texts) : "");
                return std::nullopt;
            }};
}

}  // namespace peakline
