// The one option table. A section of the file is a Table: a row a key, with its type, default and meaning, bound to the member
// that keeps it. The loader, `like`, the paths of plans, the JSON Schema and the reference docs all walk these rows.
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "scenarios/reading.hpp"

namespace peakline {

using Json = nlohmann::ordered_json;

struct Type;
using TypeRef = std::shared_ptr<const Type>;

inline const std::string required = "required";  // in place of a default

struct FieldInfo {
    std::string key;
    TypeRef type;
    std::string default_text;  // as one would write it; `required`; empty: nothing
    std::string meaning;
    bool is_required() const { return default_text == required; }
};

// The shape of a value, without the C++ type that keeps it.
struct Type {
    enum class Shape : std::uint8_t { value, record, named };
    enum class Inside : std::uint8_t { closed, names, quantity };  // of a value: what a plan's path may reach in it
    Shape shape = Shape::value;
    std::string name;           // of the definition in schema and reference: "duration", "queue"
    std::string expects;        // value: what would be right, with units and bounds
    Json schema;                // value: its JSON Schema
    std::vector<TypeRef> uses;  // value: definitions that the schema refers to
    Inside inside = Inside::closed;
    TypeRef element;                // value with names inside, named: what stands under a name
    std::vector<FieldInfo> fields;  // record
    std::string meaning;            // record: one sentence for the reference
    bool whole = false;             // record: `like` replaces it as a whole
    TypeRef short_form;             // record: may be written as this value instead
    bool changes = false;           // record: may stand under {from: {TIME: ...}}
    bool one_key = false;           // record: exactly one of its keys
    Kind kind = Kind::none;         // named: what the names are
    const FieldInfo* field(std::string_view key) const;
};

// How a T is written: its shape, and a parser that reports what is wrong and then returns nothing.
template <class T>
struct Value {
    TypeRef type;
    std::function<std::optional<T>(Reading&, const Node&)> parse;
};

template <class S>
struct Table;

template <class S>
struct Field : FieldInfo {
    std::function<void(Reading&, const Node&, S&)> read;

    // Kept in a member; std::optional members are filled.
    template <class T, class M, class Base>
    Field(std::string key_, const Value<T>& value, M Base::*member, std::string default_text_, std::string meaning_)
        : FieldInfo{std::move(key_), value.type, std::move(default_text_), std::move(meaning_)},
          read([parse = value.parse, member](Reading& reading, const Node& node, S& object) {
              if (auto parsed = parse(reading, node)) object.*member = std::move(*parsed);
          }) {}

    // Kept by a function, for what is no plain member.
    template <class T, std::invocable<S&, T&&> Keep>
    Field(std::string key_, const Value<T>& value, Keep keep, std::string default_text_, std::string meaning_)
        : FieldInfo{std::move(key_), value.type, std::move(default_text_), std::move(meaning_)},
          read([parse = value.parse, keep](Reading& reading, const Node& node, S& object) {
              if (auto parsed = parse(reading, node)) keep(object, std::move(*parsed));
          }) {}

    // A part of the file that is kept in the same object.
    Field(std::string key_, const Table<S>& part, std::string default_text_, std::string meaning_);
};

template <class S>
struct Table {
    TypeRef type;
    std::vector<Field<S>> fields;
    std::function<void(Reading&, const Node&, S&)> check;  // what several keys together must satisfy

    Table(std::string name, std::string meaning, std::vector<Field<S>> rows,
          std::function<void(Reading&, const Node&, S&)> together = {}, bool whole = false)
        : fields(std::move(rows)), check(std::move(together)) {
        auto made = std::make_shared<Type>();
        made->shape = Type::Shape::record;
        made->name = std::move(name);
        made->meaning = std::move(meaning);
        made->whole = whole;
        for (const Field<S>& field : fields) made->fields.push_back(field);
        type = std::move(made);
    }
};

// The same type with some properties changed.
template <class Change>
TypeRef altered(const TypeRef& type, Change change) {
    auto copy = std::make_shared<Type>(*type);
    change(*copy);
    return copy;
}

// Is a map, has only known keys and all required ones; says what is wrong otherwise. False where this is no map at all.
bool check_keys(Reading& reading, const Node& node, const Type& record);

// Names of things: no dots, not empty, no words of the format.
bool check_name(Reading& reading, const Entry& entry);

template <class S>
void read_record(Reading& reading, const Node& node, const Table<S>& table, S& object) {
    const std::size_t before = reading.mistakes();
    if (!check_keys(reading, node, *table.type)) return;
    for (const Field<S>& field : table.fields) {
        const Node* const value = node.find(field.key);
        if (!value) continue;
        const auto scope = reading.at(field.key);
        field.read(reading, *value, object);
    }
    if (table.check && reading.mistakes() == before && !reading.spoiled()) table.check(reading, node, object);
}

template <class S>
Field<S>::Field(std::string key_, const Table<S>& part, std::string default_text_, std::string meaning_)
    : FieldInfo{std::move(key_), part.type, std::move(default_text_), std::move(meaning_)},
      read([part](Reading& reading, const Node& node, S& object) { read_record(reading, node, part, object); }) {}

// One record as a value.
template <class S>
Value<S> record(const Table<S>& table) {
    return {table.type, [table](Reading& reading, const Node& node) -> std::optional<S> {
                S object;
                const std::size_t before = reading.mistakes();
                read_record(reading, node, table, object);
                return reading.mistakes() == before ? std::optional(std::move(object)) : std::nullopt;
            }};
}

TypeRef named_type(const TypeRef& element, Kind kind);
TypeRef list_type(const TypeRef& element);

// A map of named things, kept in the order of the text. Copies (`like`) are read after their originals, so that what is wrong
// with an original is reported under its own name.
template <class S>
Value<std::vector<S>> named(const Table<S>& table, Kind kind) {
    return {named_type(table.type, kind), [table](Reading& reading, const Node& node) -> std::optional<std::vector<S>> {
                if (node.kind == Node::Kind::nothing) return std::vector<S>();
                if (!node.is_map()) {
                    reading.wrong(node, "a list of things by name is needed", "a map: NAME: {...}");
                    return std::nullopt;
                }
                std::vector<S> things(node.entries.size());
                for (const bool copies : {false, true}) {
                    for (std::size_t i = 0; i < things.size(); ++i) {
                        const Entry& entry = node.entries[i];
                        things[i].name = entry.key.text;
                        if ((entry.value.find("like") != nullptr) != copies || !check_name(reading, entry)) continue;
                        const auto scope = reading.at(entry.key.text);
                        read_record(reading, entry.value, table, things[i]);
                    }
                }
                return things;
            }};
}

// A list, each item read by `item`.
template <class T>
Value<std::vector<T>> list_of(const Value<T>& item) {
    return {list_type(item.type), [item](Reading& reading, const Node& node) -> std::optional<std::vector<T>> {
                if (!node.is_list()) {
                    reading.wrong(node, "a list is needed", "[" + item.type->expects + ", ...]");
                    return std::nullopt;
                }
                std::vector<T> values;
                bool good = true;
                for (const Node& entry : node.items) {
                    auto value = item.parse(reading, entry);
                    good = good && value.has_value();
                    if (value) values.push_back(std::move(*value));
                }
                return good ? std::optional(std::move(values)) : std::nullopt;
            }};
}

// The same shape, kept as another C++ type.
template <class To, class From, class Convert>
Value<To> as(const Value<From>& value, Convert convert) {
    return {value.type, [value, convert](Reading& reading, const Node& node) -> std::optional<To> {
                auto parsed = value.parse(reading, node);
                return parsed ? std::optional<To>(convert(std::move(*parsed))) : std::nullopt;
            }};
}

Json reference_to(const Type& type);  // {"$ref": "#/$defs/NAME"}

}  // namespace peakline
