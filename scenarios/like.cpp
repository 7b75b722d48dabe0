#include "scenarios/like.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "scenarios/sections.hpp"

namespace peakline {
namespace {

bool merges(const Type& type) { return type.shape != Type::Shape::value && !type.whole && !type.one_key; }

const Type* type_of_key(const Type& type, const std::string& key) {
    if (type.shape == Type::Shape::named) return type.element.get();
    const FieldInfo* const field = type.field(key);
    return field ? field->type.get() : nullptr;
}

void replace(Node& map, const Entry& entry, Node value) {
    for (Entry& old : map.entries)
        if (old.key.text == entry.key.text) {
            old = {entry.key, std::move(value)};
            return;
        }
    map.entries.push_back({entry.key, std::move(value)});
}

// One map of things of a kind: resolves each, originals first.
class Copies {
public:
    Copies(Reading& reading, Node& things, const Type& element) : reading_(reading), things_(things), element_(element) {}

    void resolve() {
        for (std::size_t i = 0; i < things_.entries.size(); ++i) resolve(i);
    }

private:
    const std::string& name(std::size_t i) const { return things_.entries[i].key.text; }

    void resolve(std::size_t i) {
        const Node* const like = things_.entries[i].value.find("like");
        if (!like || !done_.insert(i).second) return;
        const auto original = index_of(like->text);
        if (!original) {
            report_unknown(i, *like);
            return;
        }
        chain_.push_back(i);
        if (std::find(chain_.begin(), chain_.end(), *original) != chain_.end()) {
            report_circle(i, *like, *original);
        } else {
            resolve(*original);
            Node copy = things_.entries[*original].value;
            copy.erase("like");
            Node& own = things_.entries[i].value;
            own.whole = false;  // a plan that adds a copy means the copy
            own = merged(element_, copy, own);
            if (spoiled_.contains(*original)) spoil(i);
        }
        chain_.pop_back();
    }

    std::optional<std::size_t> index_of(const std::string& wanted) const {
        for (std::size_t i = 0; i < things_.entries.size(); ++i)
            if (name(i) == wanted) return i;
        return std::nullopt;
    }

    void spoil(std::size_t i) {
        spoiled_.insert(i);
        const auto scope = reading_.at(name(i));
        reading_.spoil();
    }

    void report_unknown(std::size_t i, const Node& like) {
        spoil(i);
        std::vector<std::string> names;
        for (std::size_t other = 0; other < things_.entries.size(); ++other)
            if (other != i) names.push_back(name(other));
        const std::string nearest = nearest_name(like.text, names);
        const auto scope = reading_.at(name(i));
        const auto key = reading_.at("like");
        reading_.wrong(like, fmt::format("there is no {} of this name", element_.name),
                       nearest.empty() ? "one of " + comma_list(names) : "", nearest);
    }

    void report_circle(std::size_t i, const Node& like, std::size_t back_to) {
        std::string circle;
        for (auto it = std::find(chain_.begin(), chain_.end(), back_to); it != chain_.end(); ++it) circle += name(*it) + " -> ";
        for (const std::size_t member : chain_) spoil(member);
        const auto scope = reading_.at(name(i));
        const auto key = reading_.at("like");
        reading_.wrong_at(like.place(), "copies go in a circle", circle + name(back_to));
    }

    Reading& reading_;
    Node& things_;
    const Type& element_;
    std::vector<std::size_t> chain_;
    std::set<std::size_t> done_, spoiled_;
};

}  // namespace

Node merged(const Type& type, const Node& original, const Node& own) {
    const bool steps = type.changes && (original.find("from") || own.find("from"));
    if (!merges(type) || own.whole || steps || !original.is_map() || !own.is_map()) return own;
    Node result = original;
    result.line = own.line;
    result.column = own.column;
    result.source = own.source;
    for (const Entry& entry : own.entries) {
        if (entry.value.is_none()) {
            result.erase(entry.key.text);
            continue;
        }
        const Type* const inner = type_of_key(type, entry.key.text);
        const Node* const old = result.find(entry.key.text);
        replace(result, entry, inner && old ? merged(*inner, *old, entry.value) : entry.value);
    }
    return result;
}

void remove_nones(Node& node, const Type& type) {
    if (!node.is_map() || type.shape == Type::Shape::value) return;
    std::erase_if(node.entries, [](const Entry& e) { return e.value.is_none(); });
    for (Entry& entry : node.entries)
        if (const Type* const inner = type_of_key(type, entry.key.text)) remove_nones(entry.value, *inner);
}

void resolve_likes(Reading& reading, Node& node, const Type& type) {
    if (!node.is_map() || type.shape == Type::Shape::value) return;
    if (type.shape == Type::Shape::named && type.element->field("like")) { Copies(reading, node, *type.element).resolve(); }
    for (Entry& entry : node.entries) {
        const Type* const inner = type_of_key(type, entry.key.text);
        if (!inner) continue;
        const auto scope = reading.at(entry.key.text);
        resolve_likes(reading, entry.value, *inner);
    }
}

namespace {

Node read_chain(const std::filesystem::path& path, std::vector<std::filesystem::path>& chain, Sources& sources,
                std::vector<Problem>& problems) {
    Node own = read_yaml_file(path, sources, problems);
    const Node* const extends = own.find("extends");
    if (!extends || extends->is_none()) return own;
    if (!extends->is_scalar()) {
        problems.push_back({extends->place(), "extends", "a file is needed", extends->shown(), "base.yaml", ""});
        return own;
    }
    const std::filesystem::path base = (path.parent_path() / extends->text).lexically_normal();
    std::error_code error;
    const auto same = [&](const std::filesystem::path& other) { return std::filesystem::equivalent(base, other, error); };
    if (std::any_of(chain.begin(), chain.end(), same)) {
        problems.push_back({extends->place(), "extends", "files extend each other in a circle", extends->text, "", ""});
        return own;
    }
    if (!std::filesystem::is_regular_file(base, error)) {
        problems.push_back({extends->place(), "extends",
                            std::filesystem::is_directory(base, error) ? "a folder, not a file" : "no such file", base.string(),
                            "", ""});
        return own;
    }
    chain.push_back(base);
    const Node original = read_chain(base, chain, sources, problems);
    return merged(*scenario_table().type, original, own);
}

}  // namespace

Node read_extended(const std::filesystem::path& path, Sources& sources, std::vector<Problem>& problems) {
    std::vector<std::filesystem::path> chain{path};
    return read_chain(path, chain, sources, problems);
}

}  // namespace peakline
