// peakline seek: the smallest step of one number that reaches a target.
#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/questions.hpp"
#include "app/seek_answer.hpp"
#include "app/seek_asked.hpp"
#include "app/seek_beside.hpp"
#include "app/seek_roster.hpp"
#include "app/verbs.hpp"
#include "core/problem.hpp"
#include "scenarios/metrics.hpp"
#include "scenarios/setting.hpp"

namespace peakline {
namespace {

constexpr const char* examples = R"(
What can be varied: any single number of the file, by its path: agents, a share, a duration, a rate, a factor, the mean of a
distribution (queues.voice.handle_time.lognormal.mean). A roster is varied by the factor on it, staff.groups.NAME.scale; people
moved by a plan's `do`, lists, dates and numbers inside quantities that change with time cannot be varied.
Without --from and --to the search begins at the number that is written and goes whichever way helps.

Examples:
  peakline seek scenario.yaml --vary staff.groups.core.agents --until "voice.service_level >= 80%"
  peakline seek scenario.yaml --vary staff.groups.core.agents --until "voice.service_level >= 80% in 90% of seasons"
  peakline seek scenario.yaml --vary staff.groups.phones.scale --step 0.05 --until "voice.abandonment <= 5%"
  peakline seek scenario.yaml --vary notifications.push.reach --from 50% --to 95% --step 5% --until "cost <= 2000000"

Exit codes: 0 found (or met at every step), 1 failed, 2 bad input or usage, 3 no step in the range meets the target.
)";

struct Options {
    SubjectOptions subject;
    std::string vary;
    SeekWords words;
    int max = 5000;
    bool json = false;
};

// One step's simulations: those of the search, and fresh ones for its judgement, each continued as more are asked for.
class Steps {
public:
    Steps(const Subject& subject, const Grid& grid, std::string metric)
        : subject_(subject), grid_(grid), metric_(std::move(metric)) {}

    Observations operator()(long step, int first, int count) {
        Live& live = at(step);
        counter_.show(count, fmt::format("{} = {}", grid_.setting.key, grid_.text(step)));
        auto& simulation = first < fresh_from ? live.searched : live.fresh;
        if (!simulation)
            simulation = simulate_headlines(subject_, live.scenario, subject_.demand.demand, first, count);
        else if (simulation->options.first + simulation->recorder->replications() == first)
            sim::extend(*simulation, count);
        else
            throw std::logic_error("replications are asked for in their order");
        const sim::Sample& all = sample_of(*simulation->recorder, metric_);
        return {{all.a.end() - count, all.a.end()}, {all.b.end() - count, all.b.end()}};
    }

    // Values of single fresh seasons at a step that was judged.
    std::vector<double> seasons(long step) {
        const Live& live = at(step);
        return live.fresh ? sample_of(*live.fresh->recorder, metric_).values() : std::vector<double>();
    }
    const Scenario& scenario(long step) { return at(step).scenario; }
    Beside beside(long step, double target) {
        const Live& live = at(step);
        return live.fresh ? beside_answer(live.scenario, *live.fresh->recorder, metric_, target) : Beside();
    }
    void clear() const { counter_.clear(); }

    static constexpr int fresh_from = 40;

private:
    struct Live {
        Scenario scenario;
        std::optional<sim::Simulation> searched, fresh;
    };

    Live& at(long step) {
        auto& live = live_[step];
        if (!live) {
            live = std::make_unique<Live>();
            live->scenario = with_settings(subject_, {{grid_.setting.key, grid_.text(step)}}, "--vary");
        }
        return *live;
    }

    const Subject& subject_;
    const Grid& grid_;
    std::string metric_;
    std::map<long, std::unique_ptr<Live>> live_;
    SeasonCounter counter_;
};

// What a plan takes in from the beginning is enabled already; the rest comes in by an action.
bool brought_in(const Scenario& scenario, const Setting& setting) {
    const auto on = [&](const auto& things) {
        return std::any_of(things.begin(), things.end(), [&](const auto& t) { return t.name == setting.off && t.enabled; });
    };
    if (setting.off_kind == Kind::shift && on(scenario.shifts)) return true;
    if (setting.off_kind == Kind::event && on(scenario.events)) return true;
    if (setting.off_kind == Kind::rule && on(scenario.rules)) return true;
    for (const Group& group : scenario.groups)
        if (setting.off_kind == Kind::cohort && on(group.cohorts)) return true;
    const auto enables = [&](const Action& action) {
        return action.verb == Verb::enable && action.kind == setting.off_kind && action.name == setting.off;
    };
    const auto any = [&](const std::vector<Action>& actions) { return std::any_of(actions.begin(), actions.end(), enables); };
    return any(scenario.actions) ||
           std::any_of(scenario.events.begin(), scenario.events.end(), [&](const Event& e) { return any(e.actions); }) ||
           std::any_of(scenario.rules.begin(), scenario.rules.end(), [&](const Rule& r) { return any(r.actions); });
}

// A number of something that is switched off changes nothing.
void warn_of_disabled(const Subject& subject, const Setting& setting) {
    if (setting.off.empty() || brought_in(subject.scenario, setting)) return;
    fmt::print(stderr, "warning: --vary {}: {} is switched off in plan {} (enabled: false), so nothing depends on it\n",
               setting.key, setting.off, subject.plan);
}

// Steps may lie where the format takes no number: the range keeps to those that load.
void keep_range_legal(const Subject& subject, const Grid& grid, const SeekWords& words, SeekOptions& options) {
    const Stands stands = [&](long step, const std::string& option) {
        (void)with_settings(subject, {{grid.setting.key, grid.text(step)}}, option);
    };
    keep_to_what_stands(words, stands, options);
}

SeekQuestion question_of(const Subject& subject, const Options& options, const UntilText& until) {
    if (const std::string why = why_no_value(subject.scenario, until.metric); !why.empty())
        throw InputError(Problem{{}, "--until", why, until.metric, "a metric that is measured in this scenario", {}});
    const sim::Simulation one =
        simulate_headlines(subject, subject.scenario, subject.demand.demand, 0, 1);  // for the names of the metrics
    SeekQuestion question;
    question.scenario = subject.scenario.name;
    question.file = subject.file;
    question.plan = subject.plan;
    question.seed = subject.scenario.run.seed;
    question.metric = metric_of(*one.recorder, until.metric, "--until");
    question.until = options.words.until;
    question.target = target_of(until, question.metric, options.words.tolerance);
    return question;
}

int run(const Options& options) {
    const UntilText until = read_until(options.words.until);
    const Subject subject = load_subject(options.subject);
    const std::string sample = !options.words.from.empty() ? options.words.from : options.words.to;
    const Setting setting = find_setting({subject.file, subject.plan}, options.vary, sample, "--vary");
    warn_of_disabled(subject, setting);
    SeekQuestion question = question_of(subject, options, until);
    SeekOptions seek_options;
    seek_options.search_replications = Steps::fresh_from;
    seek_options.max_replications = options.max;
    question.grid = grid_of(setting, options.words, seek_options);
    keep_range_legal(subject, question.grid, options.words, seek_options);
    Steps steps(subject, question.grid, question.metric);
    const Observe observe = [&](long step, int first, int count) { return steps(step, first, count); };
    const SeekAnswer answer = seek(observe, question.target, seek_options);
    steps.clear();
    if (std::isnan(answer.at.value))
        throw InputError(Problem{{},
                                 "--until",
                                 "this metric has no value at any step: nobody is counted in it",
                                 until.metric,
                                 "a metric that is measured in this plan",
                                 {}});
    const SeekResult result{question, answer, steps.seasons(answer.step),
                            rosters_of(subject.scenario, steps.scenario(answer.step), setting.key),
                            steps.beside(answer.step, question.target.value)};
    if (options.json)
        std::cout << seek_json(result).dump(2) << '\n';
    else
        std::cout << seek_words(result);
    return result.answer.outcome == SeekAnswer::Outcome::met_nowhere ? target_missed : done;
}

}  // namespace

void add_seek(CLI::App& app, int& exit_code) {
    const auto options = std::make_shared<Options>();
    CLI::App* const verb = app.add_subcommand("seek", "Find the smallest step of one number that reaches a target");
    add_subject_options(*verb, options->subject);
    verb->add_option("--vary", options->vary, "Path of the number to vary")->required();
    verb->add_option("--until", options->words.until,
                     "Target: METRIC >= VALUE or METRIC <= VALUE, and \"in 90% of seasons\" if not on average")
        ->required();
    verb->add_option("--from", options->words.from, "Least value to look at");
    verb->add_option("--to", options->words.to, "Largest value to look at");
    verb->add_option("--step", options->words.step, "Step (default: 1 agent, 1 point, 0.01, or about a hundredth)");
    verb->add_option("--tolerance", options->words.tolerance, "A miss that is not worth arguing about (default: by metric)");
    verb->add_option("--max", options->max, "Seasons simulated at most for a step's judgement")->check(CLI::Range(100, 1000000));
    verb->add_flag("--json", options->json, "Print the answer for programs");
    verb->footer(examples);
    verb->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace peakline
