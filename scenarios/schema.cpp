#include "scenarios/schema.hpp"

#include <map>
#include <set>

#include <fmt/format.h>

#include "scenarios/load.hpp"
#include "scenarios/sections.hpp"

namespace peakline {
namespace {

const Json none_word = {{"const", "none"}};

// Every definition once, in the order met.
class Definitions {
public:
    Json all = Json::object();

    Json refer(const Type& type) {
        if (type.shape == Type::Shape::named) return named(type);
        if (!all.contains(type.name)) {
            all[type.name] = nullptr;  // met; types may be used twice while they are made
            all[type.name] = type.shape == Type::Shape::record ? record(type) : value(type);
        }
        return reference_to(type);
    }

private:
    Json value(const Type& type) {
        Json schema = type.schema;
        for (const TypeRef& used : type.uses) refer(*used);
        if (!type.expects.empty()) schema["description"] = type.expects;
        return schema;
    }

    Json named(const Type& type) {
        return {{"type", {"object", "null"}},
                {"propertyNames", {{"pattern", "^[^.]+$"}}},
                {"additionalProperties", {{"anyOf", {refer(*type.element), none_word}}}}};
    }

    Json record(const Type& type) {
        Json properties = Json::object(), needed = Json::array();
        for (const FieldInfo& field : type.fields) {
            Json property = refer(*field.type);
            if (field.type->shape == Type::Shape::record || field.type->name == "text")
                property = {{"anyOf", {property, none_word}}};
            property["description"] = field.meaning;
            if (!field.default_text.empty() && !field.is_required())
                property["description"] = fmt::format("{} (default: {})", field.meaning, field.default_text);
            properties[field.key] = std::move(property);
            if (field.is_required()) needed.push_back(field.key);
        }
        Json object = {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
        if (type.one_key) object["minProperties"] = object["maxProperties"] = 1;
        // A copy may leave out what its original has.
        const bool copies = type.field("like") != nullptr;
        if (!needed.empty() && copies)
            object["anyOf"] = {{{"required", {"like"}}}, {{"required", needed}}};
        else if (!needed.empty())
            object["required"] = partial(type) ? Json::array() : needed;
        Json schema = object;
        if (type.short_form) schema = {{"anyOf", {refer(*type.short_form), object}}};
        if (type.changes) {
            const Json steps = {{"type", "object"},
                                {"properties", {{"from", {{"type", "object"}, {"additionalProperties", object}}}}},
                                {"required", {"from"}},
                                {"additionalProperties", false}};
            schema = {{"anyOf", {object, steps}}};
        }
        schema["description"] = type.meaning;
        return schema;
    }

    // Parts of things that may be copies may be partial too: the schema cannot see the original.
    static bool partial(const Type& type) {
        static const std::set<std::string> whole{"scenario", "time", "staff",  "break",  "driver",
                                                 "rule",     "when", "action", "profile"};
        return !whole.contains(type.name);
    }
};

std::string escaped(std::string text) {
    std::string cell;
    for (const char c : text) cell += c == '|' ? "\\|" : std::string(1, c);
    return cell;
}

// A section for every record, in the order met.
class Reference {
public:
    std::string text;

    void visit(const Type& type, const std::string& path) {
        if (type.shape == Type::Shape::named) return visit(*type.element, path + ".NAME");
        if (type.shape == Type::Shape::value) {
            for (const TypeRef& used : type.uses) visit(*used, path + "[]");
            return;
        }
        if (!seen_.insert(type.name).second) return;
        text += fmt::format("\n### {}\n\n{}\n\n| key | value | default | meaning |\n| --- | --- | --- | --- |\n",
                            path.empty() ? "The file" : "`" + path + "`", type.meaning);
        for (const FieldInfo& field : type.fields)
            text += fmt::format("| `{}` | {} | {} | {} |\n", field.key, escaped(value_text(*field.type)),
                                escaped(field.default_text), escaped(field.meaning));
        for (const FieldInfo& field : type.fields) visit(*field.type, path.empty() ? field.key : path + "." + field.key);
    }

private:
    static std::string value_text(const Type& type) {
        switch (type.shape) {
            case Type::Shape::value: return type.expects;
            case Type::Shape::named: return fmt::format("{} by name", type.element->name);
            case Type::Shape::record:
                return type.short_form ? fmt::format("{}, or keys of `{}`", type.short_form->expects, type.name)
                                       : fmt::format("keys of `{}`", type.name);
        }
        return "";
    }

    std::set<std::string> seen_;
};

}  // namespace

std::string scenario_schema() {
    Definitions definitions;
    definitions.refer(*scenario_table().type);
    Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                   {"title", "Peakline scenario"},
                   {"$ref", "#/$defs/scenario"}};
    schema["$defs"] = std::move(definitions.all);
    return schema.dump(2) + "\n";
}

std::string scenario_reference() {
    Reference reference;
    reference.visit(*scenario_table().type, "");
    return reference.text;
}

}  // namespace peakline
