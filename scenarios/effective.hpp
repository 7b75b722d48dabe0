// A scenario's tree as a plan leaves it, values still as written: for questions about the text itself.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/sections.hpp"

namespace peakline {

struct EffectiveTree {
    Sources sources;            // nodes point into it
    Node root;                  // with extends, the plan's values and copies worked out, `none` removed
    std::vector<Node> actions;  // `do` of the plan and of what it builds on, in their order
    std::vector<Entry> plans;   // as written
};

// A name that is no plan means the scenario as written. The file must be one that load_scenario takes: mistakes throw InputError,
// but without all the checks of values.
EffectiveTree effective_tree(const std::filesystem::path& path, const std::string& plan);

// On one line, as in a file: "{mon-fri: {early: 40, late: 35}}".
std::string flow_text(const Node& node);

}  // namespace peakline
