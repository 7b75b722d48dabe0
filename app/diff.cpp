// peakline diff: what differs between two scenarios or two plans, in words, before anything runs.
#include <filesystem>
#include <iostream>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/verbs.hpp"
#include "core/problem.hpp"
#include "scenarios/difference.hpp"
#include "scenarios/load.hpp"

namespace peakline {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t longest_value = 160;  // in the terminal; --json has all

constexpr const char* examples = R"(
Two scenario files, or one file and the plans to look at (one plan: seen from the baseline). Nothing is simulated.

Examples:
  peakline diff summer.yaml autumn.yaml              two files, each with its baseline
  peakline diff scenario.yaml war_room               what the plan changes, from the baseline
  peakline diff scenario.yaml before war_room        from one plan to another
  peakline diff scenario.yaml war_room --json        for programs

Exit codes: 0 done, whether or not anything differs; 2 bad input or usage.
)";

struct Options {
    std::string from;
    std::vector<std::string> to;
    bool json = false;
};

// Checked by the loader, with every mistake; the name of the baseline where no plan is named.
ScenarioSide checked(const std::string& file, const std::string& plan) {
    const LoadedScenario loaded = load_scenario(file, {plan.empty() ? std::vector<std::string>() : std::vector{plan}, {}});
    return {file, plan.empty() ? loaded.file.plans[loaded.file.baseline].name : plan};
}

// What stands second is a file if there is one of that name, or if it looks like one.
bool is_file(const std::string& text) {
    std::error_code error;
    return std::filesystem::exists(text, error) || text.ends_with(".yaml") || text.ends_with(".yml") ||
           text.find('/') != std::string::npos;
}

std::pair<ScenarioSide, ScenarioSide> sides(const Options& options) {
    if (options.to.size() == 2) return {checked(options.from, options.to[0]), checked(options.from, options.to[1])};
    if (is_file(options.to[0])) return {checked(options.from, ""), checked(options.to[0], "")};
    return {checked(options.from, ""), checked(options.from, options.to[0])};
}

// File and plan, shorter where one of them is the same.
std::string name_of(const ScenarioSide& side, const ScenarioSide& other) {
    return side.file == other.file ? side.plan : side.file.string();
}

std::string shortened(std::string text) {
    if (text.size() <= longest_value) return text;
    text.resize(longest_value);
    while ((static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.pop_back();  // whole characters only
    return text + " ...";
}

std::string words(const ScenarioDifference& found, const ScenarioSide& from, const ScenarioSide& to) {
    const std::string first = name_of(from, to), second = name_of(to, from);
    if (found.empty() && first == second) return fmt::format("This is {} beside itself: nothing differs\n", first);
    if (found.empty())
        return fmt::format("{} and {} come to the same: a run would give the same results for both\n", first, second);
    std::string text = fmt::format("From {} to {}\n", first, second);
    for (Change change : found.changes) {
        change.from = shortened(std::move(change.from));
        change.to = shortened(std::move(change.to));
        text += "  " + change_text(change) + "\n";
    }
    for (const std::string& action : found.actions_from) text += fmt::format("  {} no longer: {}\n", second, action);
    for (const std::string& action : found.actions_to) text += fmt::format("  {} does: {}\n", second, action);
    return text;
}

Json json(const ScenarioDifference& found, const ScenarioSide& from, const ScenarioSide& to) {
    static const char* const kinds[] = {"changed", "added", "removed"};
    Json changes = Json::array();
    for (const Change& change : found.changes) {
        Json entry = {{"key", change.key}, {"kind", kinds[static_cast<int>(change.kind)]}, {"from", nullptr}, {"to", nullptr}};
        if (change.kind != Change::Kind::added) entry["from"] = change.from;
        if (change.kind != Change::Kind::removed) entry["to"] = change.to;
        if (change.from_default) entry["from_default"] = true;
        if (change.to_default) entry["to_default"] = true;
        if (!change.step.empty()) entry["step"] = change.step;
        if (!change.meaning.empty()) entry["meaning"] = change.meaning;
        changes.push_back(std::move(entry));
    }
    const auto side = [](const ScenarioSide& s) { return Json{{"file", s.file.string()}, {"plan", s.plan}}; };
    return {{"from", side(from)},
            {"to", side(to)},
            {"changes", changes},
            {"does_no_longer", found.actions_from},
            {"does", found.actions_to}};
}

}  // namespace

void add_diff(CLI::App& app, int& exit_code) {
    const auto options = std::make_shared<Options>();
    CLI::App* const verb = app.add_subcommand("diff", "Say what differs between two scenarios or plans, before anything runs");
    verb->add_option("A", options->from, "Scenario file")->required();
    verb->add_option("B", options->to, "Another scenario file, or one or two plans of A")->required()->expected(1, 2);
    verb->add_flag("--json", options->json, "Print the differences for programs");
    verb->footer(examples);
    verb->callback([options, &exit_code] {
        const auto [from, to] = sides(*options);
        const ScenarioDifference found = difference(from, to);
        if (options->json)
            std::cout << json(found, from, to).dump(2) << '\n';
        else
            std::cout << words(found, from, to);
        exit_code = done;
    });
}

}  // namespace peakline
