// peakline validate: every mistake of every file, and what is suspicious.
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "app/verbs.hpp"
#include "core/problem.hpp"
#include "scenarios/load.hpp"

namespace peakline {
namespace {

constexpr const char* examples = R"(
Examples:
  peakline validate scenario.yaml
  peakline validate scenarios/*.yaml         all files, all mistakes

Every mistake is printed with its place: file, line, column, key. Warnings do not fail.
Exit codes: 0 every file is good, 2 there are mistakes.
)";

template <class T>
void count(std::string& text, const std::vector<T>& things, const char* noun) {
    if (things.empty()) return;
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {}{}", things.size(), noun, things.size() == 1 ? "" : "s");
}

// "92 days from 2026-10-01 in Europe/Berlin: 2 reasons, 5 queues, 2 groups, 4 plans (baseline: before)"
std::string contents(const ScenarioFile& file) {
    const Plan& baseline = file.plans[file.baseline];
    const Scenario& s = baseline.scenario;
    std::string things;
    count(things, s.drivers, "driver");
    count(things, s.reasons, "reason");
    count(things, s.notifications, "notification");
    count(things, s.self_services, "self-service");
    count(things, s.queues, "queue");
    count(things, s.groups, "group");
    count(things, s.events, "event");
    count(things, s.rules, "rule");
    count(things, file.plans, "plan");
    return fmt::format("{} day{} from {} in {}: {} (baseline: {})", s.time.days, s.time.days == 1 ? "" : "s",
                       to_text(s.time.start), s.zone, things, baseline.name);
}

bool validate(const std::string& path) {
    try {
        const LoadedScenario loaded = load_scenario(path);
        for (const Problem& warning : loaded.warnings) fmt::print(stderr, "warning: {}\n", warning.text());
        fmt::print("{}: good; {}\n", path, contents(loaded.file));
        return true;
    } catch (const InputError& error) {
        for (const Problem& problem : error.problems()) fmt::print(stderr, "{}\n", problem.text());
        const std::size_t mistakes = error.problems().size();
        fmt::print(stderr, "{}: {} mistake{}\n", path, mistakes, mistakes == 1 ? "" : "s");
        return false;
    }
}

}  // namespace

void add_validate(CLI::App& app, int& exit_code) {
    CLI::App* const verb = app.add_subcommand("validate", "find every mistake in scenario files");
    const auto files = std::make_shared<std::vector<std::string>>();
    verb->add_option("FILE", *files, "scenario files")->required();
    verb->footer(examples);
    verb->callback([files, &exit_code] {
        bool good = true;
        for (const std::string& file : *files) good = validate(file) && good;
        exit_code = good ? done : bad_input;
    });
}

}  // namespace peakline
