#include "scenarios/difference.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "core/units.hpp"
#include "scenarios/action_words.hpp"
#include "scenarios/effective.hpp"
#include "scenarios/setting.hpp"

namespace peakline {
namespace {

std::string contents(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// The file that a text names, seen from where it is written; empty: it names none.
std::filesystem::path named_file(const Node& node) {
    std::error_code error;
    if (!node.source || node.text.empty() || node.text.size() > 1000) return {};
    const std::filesystem::path path = node.source->folder / node.text;
    return std::filesystem::is_regular_file(path, error) ? path : std::filesystem::path();
}

bool same_file(const Node& a, const Node& b) {
    const auto first = named_file(a), second = named_file(b);
    std::error_code error;
    if (first.empty() || second.empty() || std::filesystem::equivalent(first, second, error)) return true;
    return contents(first) == contents(second);
}

bool same_text(const Node& a, const Node& b) {
    if (a.text == b.text) return same_file(a, b);
    const auto first = read_number(a.text), second = read_number(b.text);
    if (!first || !second || first->signed_text != second->signed_text) return false;
    const auto converted = in_unit_of(*first, b.text);
    return converted && std::abs(*converted - first->value) <= 1e-12 * std::abs(first->value);
}

bool same(const Node& a, const Node& b) {
    if (a.kind != b.kind) return false;
    if (a.is_scalar()) return same_text(a, b);
    if (a.is_list()) return std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same);
    return a.entries.size() == b.entries.size() && std::all_of(a.entries.begin(), a.entries.end(), [&](const Entry& entry) {
               const Node* const other = b.find(entry.key.text);
               return other && same(entry.value, *other);
           });
}

// "+5, +12.5 %", "+3 pt", "+2min"; empty where the two are no numbers of one kind.
std::string step_text(const std::string& from, const std::string& to) {
    const auto first = read_number(from), second = read_number(to);
    if (!first || !second) return "";
    const auto converted = in_unit_of(*first, to);
    if (!converted) return "";
    const double step = *converted - first->value;
    const std::string sign = step > 0 ? "+" : step < 0 ? "-" : "";
    if (step == 0) return "";
    if (first->unit == "%") return fmt::format("{}{:.6g} pt", sign, std::abs(step));
    if (const auto one = parse_duration("1" + first->unit)) return sign + duration_text(std::abs(step) * *one);
    const std::string absolute = fmt::format("{}{:.6g}{}", sign, std::abs(step), first->unit);
    const double percent = std::abs(100 * step / first->value);
    return percent < 1000 ? fmt::format("{}, {}{:.3g} %", absolute, sign, percent) : absolute;
}

class Comparing {
public:
    ScenarioDifference result;

    void record(const Type& type, const Node* a, const Node* b, const std::string& path) {
        for (const FieldInfo& field : type.fields) {
            if (field.key == "like") continue;  // what it brought stands there already
            compare({*field.type, field.default_text, field.meaning}, child(a, field.key), child(b, field.key),
                    path.empty() ? field.key : path + "." + field.key);
        }
    }

    void actions(const std::vector<Node>& a, const std::vector<Node>& b) {
        only_in(a, b, result.actions_from);
        only_in(b, a, result.actions_to);
    }

    // Plans as written, of two files.
    void plans(const std::vector<Entry>& a, const std::vector<Entry>& b) {
        Node first, second;
        first.kind = second.kind = Node::Kind::map;
        first.entries = a;
        second.entries = b;
        static const Type value;
        for_names(first, second, [&](const std::string& name) {
            const Node *one = first.find(name), *other = second.find(name);
            const std::string path = "plans." + name;
            if (!one || !other)
                add(path, one, other, {value, "", "a plan"});
            else
                for (const char* const part : {"levers", "set", "do"})
                    compare({value, "", ""}, one->find(part), other->find(part), path + "." + part);
        });
    }

private:
    struct Key {
        const Type& type;
        std::string default_text, meaning;
    };

    static const Node* child(const Node* node, const std::string& key) { return node ? node->find(key) : nullptr; }

    template <class F>
    static void for_names(const Node& a, const Node& b, const F& visit) {
        for (const Entry& entry : a.entries) visit(entry.key.text);
        for (const Entry& entry : b.entries)
            if (!a.find(entry.key.text)) visit(entry.key.text);
    }

    static void only_in(const std::vector<Node>& these, std::vector<Node> others, std::vector<std::string>& words) {
        for (const Node& action : these) {
            const auto it = std::find_if(others.begin(), others.end(), [&](const Node& other) { return same(action, other); });
            if (it == others.end())
                words.push_back(action_words(action));
            else
                others.erase(it);
        }
    }

    void compare(const Key& key, const Node* a, const Node* b, const std::string& path) {
        if (a && a->kind == Node::Kind::nothing) a = nullptr;
        if (b && b->kind == Node::Kind::nothing) b = nullptr;
        if ((!a && !b) || (a && b && same(*a, *b))) return;
        const bool maps = (!a || a->is_map()) && (!b || b->is_map());
        const bool steps = (a && a->find("from")) || (b && b->find("from"));
        if (key.type.shape == Type::Shape::named && maps) return things(key.type, a, b, path);
        if (key.type.shape == Type::Shape::record && a && b && maps && !steps) return record(key.type, a, b, path);
        if (key.type.shape == Type::Shape::record && maps && !steps && only_part(path)) return record(key.type, a, b, path);
        if (a && b && maps && alike(*a, *b)) return below(key, *a, *b, path);
        add(path, a, b, key);
    }

    // Sections of the file have no life of their own.
    static bool only_part(const std::string& path) {
        return path == "staff" || path == "time" || path == "run" || path == "routing" || path == "targets";
    }

    void things(const Type& type, const Node* a, const Node* b, const std::string& path) {
        Node none;
        const Node &first = a ? *a : none, &second = b ? *b : none;
        const Key key{*type.element, "", type.element->name};
        for_names(first, second, [&](const std::string& name) {
            const Node *one = first.find(name), *other = second.find(name);
            if (one && other)
                compare(key, one, other, path + "." + name);
            else
                add(path + "." + name, one, other, {*type.element, "", "a " + type.element->name});
        });
    }

    // Values are told apart below their keys where most keys are the same: a roster by day, shares by name, a distribution's mean.
    static bool alike(const Node& a, const Node& b) {
        const auto shared = std::count_if(a.entries.begin(), a.entries.end(),
                                          [&](const Entry& entry) { return b.find(entry.key.text) != nullptr; });
        return 2 * static_cast<std::size_t>(shared) > std::max(a.entries.size(), b.entries.size());
    }

    void below(const Key& key, const Node& a, const Node& b, const std::string& path) {
        static const Type value;
        for_names(a, b, [&](const std::string& name) {
            compare({value, "", key.meaning}, a.find(name), b.find(name), path + "." + name);
        });
    }

    void add(const std::string& path, const Node* a, const Node* b, const Key& key) {
        Change change;
        change.key = path;
        change.meaning = key.meaning;
        if (a) change.from = flow_text(*a);
        if (b) change.to = flow_text(*b);
        const bool defaulted = !key.default_text.empty() && key.default_text != required;
        if (!a && defaulted) change.from = key.default_text, change.from_default = true;
        if (!b && defaulted) change.to = key.default_text, change.to_default = true;
        if (!a && !defaulted) change.kind = Change::Kind::added;
        if (!b && !defaulted) change.kind = Change::Kind::removed;
        // A default that is written out is no difference.
        if (change.kind == Change::Kind::changed && (change.from == change.to || same_value(change.from, change.to)) &&
            (!a || !b))
            return;
        if (path != "run.seed") change.step = step_text(change.from, change.to);  // of a seed nothing is more or less
        if (a && b && a->is_scalar() && b->is_scalar() && a->text == b->text)
            change.step = "a file of this name in another folder, with other contents";
        result.changes.push_back(std::move(change));
    }

    static bool same_value(const std::string& a, const std::string& b) {
        const auto first = read_number(a), second = read_number(b);
        const auto converted = first ? in_unit_of(*first, b) : std::nullopt;
        return converted && *converted == first->value;
    }
};

}  // namespace

ScenarioDifference difference(const ScenarioSide& from, const ScenarioSide& to) {
    const EffectiveTree a = effective_tree(from.file, from.plan), b = effective_tree(to.file, to.plan);
    Comparing comparing;
    comparing.record(*scenario_table().type, &a.root, &b.root, "");
    comparing.actions(a.actions, b.actions);
    std::error_code error;
    if (!std::filesystem::equivalent(from.file, to.file, error)) comparing.plans(a.plans, b.plans);
    return std::move(comparing.result);
}

std::string change_text(const Change& change) {
    const std::string key = change.key;
    if (change.kind == Change::Kind::added) return fmt::format("{}: added, {}", key, change.to);
    if (change.kind == Change::Kind::removed) return fmt::format("{}: removed, was {}", key, change.from);
    if (key.ends_with(".enabled") && change.to == "false") return key.substr(0, key.size() - 8) + ": switched off";
    if (key.ends_with(".enabled") && change.to == "true") return key.substr(0, key.size() - 8) + ": switched on";
    return fmt::format("{}: {}{} -> {}{}{}", key, change.from, change.from_default ? " (default)" : "", change.to,
                       change.to_default ? " (default)" : "", change.step.empty() ? "" : " (" + change.step + ")");
}

}  // namespace peakline
