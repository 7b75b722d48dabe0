#include "scenarios/effective.hpp"

#include "scenarios/like.hpp"
#include "scenarios/plans.hpp"

namespace peakline {

EffectiveTree effective_tree(const std::filesystem::path& path, const std::string& plan) {
    EffectiveTree tree;
    Tables tables;
    Reading reading(tables);
    tree.root = read_extended(path, tree.sources, reading.problems);
    const PlanTexts texts = read_plans(reading, tree.root);
    const PlanText* const chosen = texts.find(plan);
    const std::vector<const PlanText*> parts = chosen ? texts.parts(*chosen) : std::vector<const PlanText*>();
    if (const Node* const plans = tree.root.find("plans")) tree.plans = plans->entries;
    overlay(reading, tree.root, parts, texts);
    const Type& type = *scenario_table().type;
    resolve_likes(reading, tree.root, type);
    remove_nones(tree.root, type);
    for (const PlanText* const part : parts)
        tree.actions.insert(tree.actions.end(), part->actions.items.begin(), part->actions.items.end());
    for (const char* const key : {"plans", "baseline", "extends"}) tree.root.erase(key);
    if (!reading.problems.empty()) throw InputError(reading.problems);
    return tree;
}

std::string flow_text(const Node& node) {
    switch (node.kind) {
        case Node::Kind::nothing: return "";
        case Node::Kind::scalar: {
            const bool quoted = node.text.empty() || node.text.find_first_of(",:{}[]#\"\n") != std::string::npos;
            return quoted ? "\"" + node.text + "\"" : node.text;
        }
        case Node::Kind::list: {
            std::vector<std::string> items;
            for (const Node& item : node.items) items.push_back(flow_text(item));
            return "[" + comma_list(items) + "]";
        }
        case Node::Kind::map: break;
    }
    std::vector<std::string> entries;
    for (const Entry& entry : node.entries) entries.push_back(entry.key.text + ": " + flow_text(entry.value));
    return "{" + comma_list(entries) + "}";
}

}  // namespace peakline
