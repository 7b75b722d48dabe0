// peakline sensitivity: which uncertain inputs and which chosen settings matter.
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include <fmt/format.h>

#include "app/questions.hpp"
#include "app/sensitivity_report.hpp"
#include "app/uncertain_inputs.hpp"
#include "app/verbs.hpp"
#include "core/problem.hpp"
#include "core/statistics.hpp"
#include "decide/sensitivity.hpp"

namespace peakline {
namespace {

constexpr int paired_replications = 40;
constexpr int least_replications = 1000;  // for first-order indices worth having
constexpr std::size_t most_default_metrics = 4;

constexpr const char* examples = R"(
Uncertain is what the scenario writes as a distribution and draws once a season: volumes from a forecast, scales, shares, busyness,
events that may happen. Settings that you choose are added by --vary with the range to look at.

Examples:
  peakline sensitivity scenario.yaml                                          targets of the queues
  peakline sensitivity scenario.yaml --metric voice.service_level,cost
  peakline sensitivity scenario.yaml --vary staff.groups.core.agents=36..44 --vary queues.voice.lines=200..400
  peakline sensitivity scenario.yaml --out results/                           ... sensitivity.json and sensitivity.csv

Exit codes: 0 done, 1 failed, 2 bad input or usage.
)";

struct Options {
    SubjectOptions subject;
    std::vector<std::string> metrics, vary;
    int replications = least_replications;
    std::string out;
    bool json = false;
};

// Those that the run is decided by, or that have targets; else service levels.
std::vector<std::string> usual_metrics(const Scenario& scenario) {
    std::vector<std::string> metrics;
    if (scenario.run.until)
        metrics = {scenario.run.until->decide.empty() ? scenario.run.until->metric : scenario.run.until->decide};
    for (const Queue& queue : scenario.queues)
        if (queue.enabled && !queue.target.values.empty())
            metrics.push_back(queue.name + "." + queue.target.values.front().first);
    for (const auto& [name, value] : scenario.targets) metrics.push_back("total." + name);
    if (metrics.empty())
        for (const Queue& queue : scenario.queues)
            if (queue.enabled && queue.medium != Medium::outbound) metrics.push_back(queue.name + ".service_level");
    std::vector<std::string> once;
    for (const std::string& metric : metrics)
        if (std::find(once.begin(), once.end(), metric) == once.end() && once.size() < most_default_metrics)
            once.push_back(metric);
    return once;
}

Ratio ratio_of(const sim::Sample& sample, int replications) {
    const std::size_t n = std::min(sample.a.size(), static_cast<std::size_t>(replications));
    return ratio_of_sums(std::span(sample.a).first(n), std::span(sample.b).first(n));
}

const char* kind_text(Input::Kind kind) {
    switch (kind) {
        case Input::Kind::forecast: return "forecast";
        case Input::Kind::busyness: return "busyness";
        case Input::Kind::number: return "number";
        case Input::Kind::event: return "event";
        case Input::Kind::setting: return "setting";
    }
    return "";
}

// The ends of one input, for every metric at once.
struct Ends {
    std::vector<Ratio> low, high;
};

class Study {
public:
    Study(const Subject& subject, const Options& options) : subject_(subject), options_(options) {}

    Sensitivity run() {
        std::vector<Input> chosen;
        for (const std::string& text : options_.vary) chosen.push_back(chosen_setting(subject_, text));
        sim::Simulation as_is = simulate_headlines(subject_, subject_.scenario, subject_.demand.demand, 0, 1);
        name_metrics(*as_is.recorder);
        for (int done = 1; done < options_.replications;) {
            const int more = std::min(200, options_.replications - done);
            sim::extend(as_is, more);
            done += more;
            counter_.show(more, "as it is");
        }
        std::vector<Input> inputs = uncertain_inputs(subject_, as_is);
        inputs.insert(inputs.end(), std::make_move_iterator(chosen.begin()), std::make_move_iterator(chosen.end()));
        std::vector<Ends> ends;
        for (const Input& input : inputs) ends.push_back(ends_of(input));
        counter_.clear();
        return together(*as_is.recorder, inputs, ends);
    }

private:
    void name_metrics(const sim::Recorder& recorder) {
        for (const std::string& name : options_.metrics.empty() ? usual_metrics(subject_.scenario) : options_.metrics)
            metrics_.push_back(metric_of(recorder, name, "--metric"));
    }

    Ends ends_of(const Input& input) {
        Ends ends;
        ends.low = ratios(input.low, input.low_demand ? *input.low_demand : subject_.demand.demand, input.name);
        ends.high = ratios(input.high, input.high_demand ? *input.high_demand : subject_.demand.demand, input.name);
        return ends;
    }

    std::vector<Ratio> ratios(const Scenario& scenario, const Demand& demand, const std::string& name) {
        const sim::Simulation simulation = simulate_headlines(subject_, scenario, demand, 0, paired_replications);
        counter_.show(paired_replications, name);
        std::vector<Ratio> all;
        for (const std::string& metric : metrics_)
            all.push_back(ratio_of(sample_of(*simulation.recorder, metric), paired_replications));
        return all;
    }

    Sensitivity together(const sim::Recorder& as_is, const std::vector<Input>& inputs, const std::vector<Ends>& ends) const {
        Sensitivity result;
        result.scenario = subject_.scenario.name;
        result.plan = subject_.plan;
        result.seed = subject_.scenario.run.seed;
        result.replications = as_is.replications();
        result.paired = paired_replications;
        for (std::size_t m = 0; m < metrics_.size(); ++m) {
            const sim::Sample& sample = sample_of(as_is, metrics_[m]);
            const std::vector<double> values = sample.values();
            std::vector<Swing> swings;
            for (const Ends& e : ends) swings.push_back(swing_of(ratio_of(sample, paired_replications), e.low[m], e.high[m]));
            SensitivityOfMetric of{metrics_[m], ratio_of_sums(sample.a, sample.b).measured, {}};
            for (const std::size_t i : widest_first(swings)) {
                const Input& input = inputs[i];
                of.rows.push_back({input.name, kind_text(input.kind), input.low_text, input.high_text, swings[i],
                                   input.drawn.empty() ? FirstOrder{} : first_order(input.drawn, values)});
            }
            result.metrics.push_back(std::move(of));
        }
        return result;
    }

    const Subject& subject_;
    const Options& options_;
    std::vector<std::string> metrics_;
    SeasonCounter counter_;
};

// Both files whole or none: written beside their places first.
void write_files(const Sensitivity& result, const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    const std::pair<const char*, std::string> files[] = {{"sensitivity.json", sensitivity_json(result).dump(2) + "\n"},
                                                         {"sensitivity.csv", sensitivity_csv(result)}};
    for (const auto& [name, text] : files) {
        std::ofstream out(folder / (std::string(name) + ".partial"), std::ios::binary);
        out << text;
        out.close();
        if (!out) throw std::runtime_error("cannot write " + (folder / name).string());
    }
    for (const auto& [name, text] : files) std::filesystem::rename(folder / (std::string(name) + ".partial"), folder / name);
}

std::size_t width() {
    const char* const columns = std::getenv("COLUMNS");
    const int wanted = columns ? std::atoi(columns) : 0;
    return wanted >= 60 ? static_cast<std::size_t>(wanted) : 120;
}

int run(const Options& options) {
    if (!options.out.empty() && std::filesystem::exists(options.out) && !std::filesystem::is_directory(options.out))
        throw InputError(Problem{{}, "--out", "is not a folder", options.out, "a folder, made where it is missing", {}});
    const Subject subject = load_subject(options.subject);
    const Sensitivity result = Study(subject, options).run();
    if (!options.out.empty()) write_files(result, options.out);
    if (options.json)
        std::cout << sensitivity_json(result).dump(2) << '\n';
    else
        std::cout << sensitivity_words(result, width());
    if (!options.json && !options.out.empty())
        std::cout << "\nWritten to " << options.out << ": sensitivity.json, sensitivity.csv\n";
    return done;
}

}  // namespace

void add_sensitivity(CLI::App& app, int& exit_code) {
    const auto options = std::make_shared<Options>();
    CLI::App* const verb = app.add_subcommand("sensitivity", "Rank uncertain inputs and chosen settings by what they change");
    add_subject_options(*verb, options->subject);
    verb->add_option("--metric", options->metrics, "Metrics to look at, separated by commas (default: those with targets)")
        ->delimiter(',');
    verb->add_option("--vary", options->vary, "A setting and its range, KEY=LOW..HIGH; may be repeated");
    verb->add_option("--replications", options->replications,
                     "Seasons for the shares explained (1 000 or more for errors worth having)")
        ->check(CLI::Range(paired_replications, 100000000));
    verb->add_option("--out", options->out, "Folder for sensitivity.json and sensitivity.csv");
    verb->add_flag("--json", options->json, "Print sensitivity.json instead of the table");
    verb->footer(examples);
    verb->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace peakline
