#include "scenarios/plans.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "scenarios/overlay_path.hpp"

namespace peakline {
namespace {

void gather(const PlanTexts& plans, const PlanText& plan, std::vector<const PlanText*>& parts) {
    if (std::find(parts.begin(), parts.end(), &plan) != parts.end()) return;
    for (const Node& lever : plan.levers)
        if (const PlanText* const found = plans.find(lever.text)) gather(plans, *found, parts);
    parts.push_back(&plan);
}

// Levers that do not exist go; so do those that lead back to the plan.
class LeverCheck {
public:
    LeverCheck(Reading& reading, PlanTexts& plans) : reading_(reading), plans_(plans) {}

    void run() {
        for (PlanText& plan : plans_.all) drop_unknown(plan);
        for (PlanText& plan : plans_.all) visit(plan);
    }

private:
    void drop_unknown(PlanText& plan) {
        std::vector<std::string> names;
        for (const PlanText& other : plans_.all) names.push_back(other.name);
        const auto scope = reading_.at(plan.name);
        const auto key = reading_.at("levers");
        std::set<std::string> seen;
        std::erase_if(plan.levers, [&](const Node& lever) {
            if (!lever.is_scalar() || !plans_.find(lever.text)) {
                const std::string nearest = nearest_name(lever.text, names);
                reading_.wrong(lever, "there is no plan of this name", nearest.empty() ? "the name of a plan" : "", nearest);
                return true;
            }
            if (seen.insert(lever.text).second) return false;
            reading_.wrong(lever, "named twice");
            return true;
        });
    }

    void visit(PlanText& plan) {
        if (std::find(done_.begin(), done_.end(), &plan) != done_.end()) return;
        chain_.push_back(&plan);
        std::erase_if(plan.levers, [&](const Node& lever) {
            PlanText* const next = const_cast<PlanText*>(plans_.find(lever.text));
            const auto back = std::find(chain_.begin(), chain_.end(), next);
            if (back == chain_.end()) {
                visit(*next);
                return false;
            }
            std::string circle;
            for (auto it = back; it != chain_.end(); ++it) circle += (*it)->name + " -> ";
            const auto scope = reading_.at(plan.name);
            const auto key = reading_.at("levers");
            reading_.wrong_at(lever.place(), "levers go in a circle", circle + next->name);
            return true;
        });
        chain_.pop_back();
        done_.push_back(&plan);
    }

    Reading& reading_;
    PlanTexts& plans_;
    std::vector<PlanText*> chain_, done_;
};

struct Assignment {
    const PlanText* plan;
    const Entry* entry;
    int depth;  // copies of copies come later, so that they start from what their originals became
};

bool within(const std::string& path, const std::string& whole) {
    return path.starts_with(whole) && (path.size() == whole.size() || path[whole.size()] == '.');
}

void warn_of_conflicts(Reading& reading, const std::vector<Assignment>& assignments, const PlanTexts& plans,
                       const PlanText& last) {
    for (std::size_t i = 0; i < assignments.size(); ++i) {
        // Of several that set it the nearest is said; those before it are said of that one.
        for (std::size_t j = i; j-- > 0;) {
            const Assignment &later = assignments[i], &earlier = assignments[j];
            const std::string &a = later.entry->key.text, &b = earlier.entry->key.text;
            if (later.plan == earlier.plan || !(within(a, b) || within(b, a))) continue;
            if (later.plan == &last || plans.builds_on(*later.plan, *earlier.plan)) break;
            reading.warn(later.entry->key.place(), "plans." + last.name,
                         fmt::format("levers {} and {} both set {}; the later one, {}, wins", earlier.plan->name,
                                     later.plan->name, a, later.plan->name));
            break;
        }
    }
}

}  // namespace

const PlanText* PlanTexts::find(std::string_view name) const {
    const auto it = std::find_if(all.begin(), all.end(), [&](const PlanText& p) { return p.name == name; });
    return it == all.end() ? nullptr : &*it;
}

std::vector<const PlanText*> PlanTexts::parts(const PlanText& plan) const {
    std::vector<const PlanText*> result;
    gather(*this, plan, result);
    return result;
}

std::vector<std::string> PlanTexts::lever_names(const PlanText& plan) const {
    std::vector<std::string> names;
    for (const Node& lever : plan.levers) names.push_back(lever.text);
    return names;
}

bool PlanTexts::builds_on(const PlanText& plan, const PlanText& other) const {
    const auto all_parts = parts(plan);
    return std::find(all_parts.begin(), all_parts.end(), &other) != all_parts.end();
}

PlanTexts read_plans(Reading& reading, const Node& root) {
    PlanTexts plans;
    const Node* const section = root.find("plans");
    if (!section) return plans;
    Node filled = *section;  // a plan without anything is the scenario as written
    for (Entry& entry : filled.entries)
        if (entry.value.kind == Node::Kind::nothing) entry.value.kind = Node::Kind::map;
    const auto scope = reading.at("plans");
    for (const Entry& entry : filled.entries)
        if (entry.key.text.find(',') != std::string::npos)
            reading.wrong_key(entry, "a plan's name must not contain a comma: --plan A,B asks for two plans");
    if (auto read = named(plan_table(), Kind::none).parse(reading, filled)) plans.all = std::move(*read);
    LeverCheck(reading, plans).run();
    return plans;
}

void overlay(Reading& reading, Node& root, const std::vector<const PlanText*>& parts, const PlanTexts& plans) {
    std::vector<Assignment> assignments;
    for (const PlanText* const plan : parts)
        for (const Entry& entry : plan->set.entries) assignments.push_back({plan, &entry, like_depth(root, entry.key.text)});
    if (!parts.empty()) warn_of_conflicts(reading, assignments, plans, *parts.back());
    std::stable_sort(assignments.begin(), assignments.end(),
                     [](const Assignment& a, const Assignment& b) { return a.depth < b.depth; });
    for (const Assignment& assignment : assignments) {
        const auto section = reading.at("plans");
        const auto plan = reading.at(assignment.plan->name);
        const auto key = reading.at("set");
        set_path(reading, root, *assignment.entry);
    }
}

}  // namespace peakline
