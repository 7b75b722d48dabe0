// Plans: which build on which, and their values by path laid over the tree.
#pragma once

#include <string>
#include <vector>

#include "scenarios/sections.hpp"

namespace peakline {

struct PlanTexts {
    std::vector<PlanText> all;  // in file order, without mistakes of their own
    const PlanText* find(std::string_view name) const;
    // The plan with everything that it builds on, deepest first, each once; itself last.
    std::vector<const PlanText*> parts(const PlanText& plan) const;
    std::vector<std::string> lever_names(const PlanText& plan) const;
    bool builds_on(const PlanText& plan, const PlanText& other) const;
};

// Reads `plans` of the tree: keys, levers that exist, no circles.
PlanTexts read_plans(Reading& reading, const Node& root);

// Lays the paths of these plans over the tree, in their order. Mistakes name the path; two levers on one path give a warning.
void overlay(Reading& reading, Node& root, const std::vector<const PlanText*>& parts, const PlanTexts& plans);

}  // namespace peakline
