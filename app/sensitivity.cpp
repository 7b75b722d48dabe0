// peakline sensitivity: which uncertain inputs and which chosen settings matter.
#include <algorithm>
#include <iostream>

#include <fmt/format.h>

#include "app/run_frame.hpp"
#include "app/run_plans.hpp"
#include "app/verbs.hpp"
#include "app/what_matters.hpp"
#include "report/sensitivity.hpp"
#include "report/table.hpp"
#include "report/write.hpp"

namespace peakline {
namespace {

constexpr const char* examples = R"(
Uncertain is what the scenario writes as a distribution and draws once a season: volumes from a forecast, scales, shares, busyness,
events that may happen. Settings that you choose are added by --vary with the range to look at.

Examples:
  peakline sensitivity scenario.yaml                                          targets of the queues
  peakline sensitivity scenario.yaml --metric voice.service_level,cost
  peakline sensitivity scenario.yaml --vary staff.groups.core.agents=36..44 --vary queues.voice.lines=200..400
  peakline sensitivity scenario.yaml --out results/                           ... a page, JSON and CSV files

Exit codes: 0 done, 1 failed, 2 bad input or usage.
)";

struct Options {
    SubjectOptions subject;
    MattersAsked asked;
    int replications = least_for_first_order;
    std::string out;
    bool json = false;
};

std::string command_of(const Options& options) {
    std::vector<std::string> words{"peakline", "sensitivity", shown_path(options.subject.scenario)};
    const auto add = [&](const char* option, const std::string& value) { words.insert(words.end(), {option, value}); };
    if (!options.subject.plan.empty()) add("--plan", options.subject.plan);
    if (!options.asked.metrics.empty()) add("--metric", fmt::format("{}", fmt::join(options.asked.metrics, ",")));
    for (const std::string& vary : options.asked.vary) add("--vary", vary);
    if (options.replications != least_for_first_order) add("--replications", std::to_string(options.replications));
    if (!options.subject.seed_text.empty()) add("--seed", options.subject.seed_text);
    return command_text(words);
}

// The plan alone, in as many seasons as asked for, whatever the scenario says.
ScenarioFile file_of(const Subject& subject, const Options& options) {
    ScenarioFile file;
    file.plans.push_back({subject.plan, {}, subject.scenario});
    file.plans[0].scenario.run.replications = options.replications;
    file.plans[0].scenario.run.until.reset();
    file.unselected_baseline = subject.baseline;
    return file;
}

int run(const Options& options) {
    check_out_folder(options.out);
    const Subject subject = load_subject(options.subject);
    ScenarioFile file = file_of(subject, options);
    PlanQuestions questions{file, command_of(options), options.subject.threads};
    // What waits to be written is played in full; else headlines do.
    questions.keep = options.out.empty() ? sim::Keep::headlines : sim::Keep::everything;
    questions.matters = options.asked;
    if (options.asked.metrics.empty()) questions.matters->metrics = usual_sensitivity_metrics(subject.scenario);
    questions.matters->first_order_always = true;
    Results results = simulate_plans(questions);
    results.scenario_file = shown_path(options.subject.scenario);
    if (!options.out.empty()) write_reports(results, options.out);
    const std::vector<std::string> notes = not_told(*results.sensitivity);
    if (options.json) {
        nlohmann::ordered_json json = {{"scenario", results.scenario}, {"seed", results.seed}};
        json.update(sensitivity_json(*results.sensitivity));
        json["notes"] = notes;
        std::cout << json.dump(2) << '\n';
        return done;
    }
    std::cout << fmt::format("{}: what matters in plan {}\n", results.scenario, subject.plan)
              << sensitivity_text(*results.sensitivity, {terminal_width(), false, false});
    for (const std::string& note : notes) std::cout << '\n' << wrapped("Note: " + note + ".", terminal_width());
    if (!options.out.empty()) std::cout << "\nWritten to " << options.out << ": " << report_files(results) << "\n";
    return done;
}

}  // namespace

void add_sensitivity(CLI::App& app, int& exit_code) {
    const auto options = std::make_shared<Options>();
    CLI::App* const verb = app.add_subcommand("sensitivity", "Rank uncertain inputs and chosen settings by what they change");
    add_subject_options(*verb, options->subject);
    verb->add_option("--metric", options->asked.metrics, "Metrics to look at, separated by commas (default: those with targets)")
        ->delimiter(',');
    verb->add_option("--vary", options->asked.vary, "A setting and its range, KEY=LOW..HIGH; may be repeated");
    verb->add_option("--replications", options->replications, "Seasons for the shares explained (1 000 or more for small errors)")
        ->check(CLI::Range(paired_replications, 100000000));
    verb->add_option("--out", options->out, "Folder for report.html, results.json and CSV files, sensitivity.csv among them");
    verb->add_flag("--json", options->json, "Print what matters as in results.json instead of the table");
    verb->footer(examples);
    verb->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace peakline
