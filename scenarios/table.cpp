#include "scenarios/table.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace peakline {

const FieldInfo* Type::field(std::string_view key) const {
    const auto it = std::find_if(fields.begin(), fields.end(), [&](const FieldInfo& f) { return f.key == key; });
    return it == fields.end() ? nullptr : &*it;
}

Json reference_to(const Type& type) { return {{"$ref", "#/$defs/" + type.name}}; }

TypeRef named_type(const TypeRef& element, Kind kind) {
    auto type = std::make_shared<Type>();
    type->shape = Type::Shape::named;
    type->name = element->name + "s";
    type->expects = fmt::format("a map of {}s by name", element->name);
    type->element = element;
    type->kind = kind;
    return type;
}

TypeRef list_type(const TypeRef& element) {
    auto type = std::make_shared<Type>();
    type->name = element->name + "_list";
    type->expects = "a list: [" + (element->expects.empty() ? "{...}" : element->expects) + ", ...]";
    type->schema = {{"type", "array"}, {"items", reference_to(*element)}};
    type->uses = {element};
    return type;
}

namespace {

void say_unknown(Reading& reading, const Entry& entry, const Type& record) {
    std::vector<std::string> keys;
    for (const FieldInfo& field : record.fields) keys.push_back(field.key);
    const std::string nearest = nearest_name(entry.key.text, keys);
    reading.wrong_key(entry, "unknown key", nearest.empty() ? comma_list(keys) : "", nearest);
}

}  // namespace

bool check_keys(Reading& reading, const Node& node, const Type& record) {
    if (!node.is_map()) {
        std::vector<std::string> keys;
        for (const FieldInfo& field : record.fields)
            if (field.is_required() || record.fields.size() <= 6) keys.push_back(field.key);
        reading.wrong(node, "a map is needed", keys.empty() ? "a map" : fmt::format("a map with {}", comma_list(keys)));
        return false;
    }
    for (const Entry& entry : node.entries)
        if (!record.field(entry.key.text)) say_unknown(reading, entry, record);
    if (reading.spoiled()) return true;
    for (const FieldInfo& field : record.fields) {
        if (!field.is_required() || node.find(field.key)) continue;
        const auto scope = reading.at(field.key);
        const std::string expected = field.type->shape == Type::Shape::value ? field.type->expects : "";
        reading.wrong_at(node.place(), "required key is missing", "", expected);
    }
    return true;
}

bool check_name(Reading& reading, const Entry& entry) {
    static const std::set<std::string> words{
        "from",  "through", "value",  "by_hour",          "by_day",    "at_once", "none",       "exponential", "lognormal",
        "gamma", "weibull", "erlang", "hyperexponential", "geometric", "uniform", "triangular", "empirical",   "constant"};
    const std::string& name = entry.key.text;
    if (name.find('.') != std::string::npos) {
        reading.wrong_key(entry, "a name must not contain dots");
        return false;
    }
    if (name.find_first_not_of(" \t\r\n") == std::string::npos) {
        reading.wrong_key(entry, "a name must not be empty");
        return false;
    }
    if (std::any_of(name.begin(), name.end(), [](unsigned char c) { return c < ' ' || c == 0x7F; })) {
        reading.wrong_key(entry, "a name must not contain line breaks, tabs or other control characters");
        return false;
    }
    if (name.front() == ' ' || name.back() == ' ') {
        reading.wrong_key(entry, "a name must not begin or end with a space");
        return false;
    }
    if (words.contains(name)) {
        reading.wrong_key(entry, "a word of the format cannot be a name");
        return false;
    }
    return true;
}

}  // namespace peakline
