// peakline validate: every mistake of every file and of the histories that it names, and what is suspicious.
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "app/verbs.hpp"
#include "core/problem.hpp"
#include "forecast/scenario_demand.hpp"
#include "scenarios/load.hpp"

namespace peakline {
namespace {

constexpr const char* examples = R"(
Examples:
  peakline validate scenario.yaml
  peakline validate scenarios/*.yaml         all files, all mistakes

Every mistake is printed with its place: file, line, column, key. Warnings do not fail. Once a scenario is good, the histories and
saved forecasts that it names are read, too.
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

std::vector<Problem> trouble_with_volumes(const Scenario& scenario) {
    try {
        scenario_demand(scenario, 1);
        return {};
    } catch (const InputError& error) { return error.problems(); }
}

// Where reading all volumes fails each is read by itself, so that no mistake hides another.
std::vector<Problem> wrong_volumes(const Scenario& scenario) {
    const std::vector<Problem> together = trouble_with_volumes(scenario);
    if (together.empty()) return {};
    Scenario without = scenario;
    for (Driver& driver : without.drivers) driver.volume = {};
    for (Reason& reason : without.reasons) reason.volume = {}, reason.profile.history.reset();
    std::vector<Problem> all;
    const auto look_at = [&](auto& here, const auto& there) {
        const auto empty = here;
        here = there;
        for (Problem& problem : trouble_with_volumes(without)) all.push_back(std::move(problem));
        here = empty;
    };
    for (std::size_t d = 0; d < scenario.drivers.size(); ++d) look_at(without.drivers[d].volume, scenario.drivers[d].volume);
    for (std::size_t r = 0; r < scenario.reasons.size(); ++r) {
        look_at(without.reasons[r].volume, scenario.reasons[r].volume);
        look_at(without.reasons[r].profile.history, scenario.reasons[r].profile.history);
    }
    return all.empty() ? together : all;
}

// What volumes are read from and for which days: plans that agree in it need no second look.
std::string sources(const Scenario& s) {
    std::string text = fmt::format("{} {} {}", s.zone, to_text(s.time.start), s.time.days);
    const auto add = [&](const std::string& name, const std::optional<std::filesystem::path>& path) {
        if (path) text += fmt::format("\n{} {}", name, path->string());
    };
    for (const Driver& driver : s.drivers) add(driver.name, driver.volume.history), add(driver.name, driver.volume.forecast);
    for (const Reason& reason : s.reasons) {
        add(reason.name, reason.volume.history), add(reason.name, reason.volume.forecast);
        add(reason.name + " profile", reason.profile.history);
    }
    return text;
}

std::vector<Problem> wrong_volumes(const ScenarioFile& file) {
    std::vector<Problem> all;
    std::set<std::string> seen, said;
    const auto look_at = [&](const Plan& plan, const std::string& where) {
        if (!seen.insert(sources(plan.scenario)).second) return;
        for (Problem& problem : wrong_volumes(plan.scenario)) {
            if (!said.insert(problem.text()).second) continue;
            problem.message = where + problem.message;
            all.push_back(std::move(problem));
        }
    };
    look_at(file.plans[file.baseline], "");
    for (const Plan& plan : file.plans) look_at(plan, fmt::format("in plan {}: ", plan.name));
    return all;
}

bool validate(const std::string& path) {
    try {
        const LoadedScenario loaded = load_scenario(path);
        for (const Problem& warning : loaded.warnings) fmt::print(stderr, "warning: {}\n", warning.text());
        if (const std::vector<Problem> wrong = wrong_volumes(loaded.file); !wrong.empty()) throw InputError(wrong);
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
