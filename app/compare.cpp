// peakline compare: scenarios in separate files, simulated on the same customers and reported like plans of one.
#include <algorithm>
#include <chrono>
#include <cstdio>

#include <fmt/format.h>

#include "app/run_frame.hpp"
#include "app/run_plans.hpp"
#include "app/verbs.hpp"
#include "core/problem.hpp"
#include "scenarios/load.hpp"

namespace peakline {
namespace {

constexpr const char* examples = R"(
Each file's own plans are left aside: what is compared is each file's baseline. The first file is what the others are compared
with; its seed and number of replications hold for all, so that all see the same customers. The files must cover the same days,
in the same zone and currency and on the same grid.

Examples:
  peakline compare now.yaml outsourced.yaml                  two scenarios
  peakline compare now.yaml b.yaml c.yaml --out results/     ... and a page, JSON and CSV files
  peakline compare now.yaml b.yaml --check                   exit with 3 if b.yaml misses a target

Exit codes: 0 done, 1 failed, 2 bad input or usage, 3 a target was missed (--check).
)";

// "Same customers" needs the same season: what must agree, and how it reads.
struct Agreement {
    const char* key;
    std::string value;
};

std::vector<Agreement> agreements(const Scenario& s) {
    const auto seconds = [](double t) { return fmt::format("{:g} s", t); };
    return {{"time.zone", s.zone},
            {"time.start", to_text(s.time.start)},
            {"time.days", std::to_string(s.time.days)},
            {"time.interval", fmt::format("{:g}min", s.time.interval / 60)},
            {"time.warm_up", seconds(s.time.warm_up)},
            {"time.cool_down", seconds(s.time.cool_down)},
            {"currency", s.currency}};
}

void check_pairing(const std::vector<LoadedScenario>& files, const std::vector<std::string>& paths) {
    const auto scenario = [](const LoadedScenario& loaded) -> const Scenario& {
        return loaded.file.plans[loaded.file.baseline].scenario;
    };
    const std::vector<Agreement> first = agreements(scenario(files.front()));
    std::vector<Problem> problems;
    for (std::size_t f = 1; f < files.size(); ++f) {
        const std::vector<Agreement> other = agreements(scenario(files[f]));
        for (std::size_t i = 0; i < first.size(); ++i)
            if (other[i].value != first[i].value)
                problems.push_back({{paths[f], 0, 0},
                                    first[i].key,
                                    "cannot be compared with " + paths.front(),
                                    other[i].value.empty() ? "nothing" : other[i].value,
                                    first[i].value.empty() ? "nothing, as there" : first[i].value + ", as there",
                                    {}});
    }
    if (!problems.empty()) throw InputError(problems);
}

// File stems where they differ, else the scenarios' names, else the paths as given; a second time with a number.
std::vector<std::string> names_of(const std::vector<LoadedScenario>& files, const std::vector<std::string>& paths) {
    std::vector<std::string> stems, titles;
    for (std::size_t f = 0; f < files.size(); ++f) {
        stems.push_back(std::filesystem::path(paths[f]).stem().string());
        titles.push_back(files[f].file.plans[files[f].file.baseline].scenario.name);
    }
    const auto unique = [](std::vector<std::string> names) {
        std::sort(names.begin(), names.end());
        return std::find(names.begin(), names.end(), "") == names.end() &&
               std::adjacent_find(names.begin(), names.end()) == names.end();
    };
    if (unique(stems)) return stems;
    if (unique(titles)) return titles;
    if (unique(paths)) return paths;
    for (std::size_t f = 0; f < stems.size(); ++f) stems[f] += fmt::format(" {}", f + 1);
    return stems;
}

// The settings that plans of one file share are those of the first.
ScenarioFile as_plans(std::vector<LoadedScenario>& files, const std::vector<std::string>& paths) {
    const std::vector<std::string> names = names_of(files, paths);
    ScenarioFile together;
    for (std::size_t f = 0; f < files.size(); ++f) {
        ScenarioFile& file = files[f].file;
        Scenario& scenario = file.plans[file.baseline].scenario;
        if (f > 0) scenario.run = together.plans.front().scenario.run;
        together.plans.push_back({names[f], {}, std::move(scenario)});
    }
    return together;
}

int compare(const std::vector<std::string>& paths, const RunOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    if (paths.size() < 2)
        throw InputError(Problem{{},
                                 "compare",
                                 "one scenario alone cannot be compared",
                                 {},
                                 "two files or more; plans of one file are compared by: peakline run FILE",
                                 {}});
    std::vector<LoadedScenario> files;
    std::vector<Problem> problems;
    for (const std::string& path : paths) {
        try {
            files.push_back(load_scenario(path));
            for (const Problem& warning : files.back().warnings) fmt::print(stderr, "warning: {}\n", warning.text());
        } catch (const InputError& error) { problems.insert(problems.end(), error.problems().begin(), error.problems().end()); }
    }
    if (!problems.empty()) throw InputError(problems);
    check_pairing(files, paths);
    ScenarioFile together = as_plans(files, paths);
    return run_plans(together, options, command_text(repeating_words("compare", paths, options)),
                     std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
}

}  // namespace

void add_compare(CLI::App& app, int& exit_code) {
    const auto options = std::make_shared<RunOptions>();
    const auto files = std::make_shared<std::vector<std::string>>();
    CLI::App* const verb =
        app.add_subcommand("compare", "Simulate scenarios of several files on the same customers and compare them");
    verb->add_option("FILE", *files, "Scenario files (YAML); the first is what the others are compared with")->required();
    add_report_options(*verb, options);
    verb->footer(examples);
    verb->callback([files, options, &exit_code] {
        options->scenario = files->front();
        exit_code = compare(*files, *options);
    });
}

}  // namespace peakline
