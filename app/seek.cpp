// peakline seek: the smallest step of one number that reaches a target.
#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>
#include <regex>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/questions.hpp"
#include "app/seek_answer.hpp"
#include "app/verbs.hpp"
#include "core/problem.hpp"
#include "core/statistics.hpp"
#include "core/units.hpp"
#include "decide/choose_tolerance.hpp"
#include "report/metric.hpp"
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
    std::string vary, until, from, to, step, tolerance;
    int max = 5000;
    bool json = false;
};

[[noreturn]] void refuse(const std::string& option, std::string message, std::string found, std::string expected) {
    throw InputError(Problem{{}, option, std::move(message), std::move(found), std::move(expected), {}});
}

// A value of a metric as a planner writes it: shares with %, waits with a unit, the rest plain.
double metric_value(const std::string& metric, const std::string& text, const std::string& option) {
    const Unit unit = metric_info(metric_part(metric)).unit;
    const bool share = unit == Unit::share || unit == Unit::rate;
    const auto value = share ? parse_share(text) : unit == Unit::seconds ? parse_duration(text) : parse_number(text);
    if (value) return *value;
    refuse(option, fmt::format("is no value of {}", metric), text,
           share                   ? "a share such as 80%"
           : unit == Unit::seconds ? "a duration such as 20s or 2min"
                                   : "a number without a unit");
}

// "voice.service_level >= 80% in 90% of seasons", before its metric and value are understood.
struct UntilText {
    std::string metric, sign, value, share;
};

UntilText read_until(const std::string& text) {
    static const std::regex form(
        R"(^\s*([^\s<>=]+)\s*(>=|<=|>|<|=)\s*(\S+?)\s*(?:in\s+(\S+?)\s*(?:of\s+(?:all\s+)?seasons)?\s*)?$)");
    std::smatch match;
    if (!std::regex_match(text, match, form) || match[2] == "=")
        refuse("--until", "is no target", text,
               "METRIC >= VALUE or METRIC <= VALUE, such as voice.service_level >= 80%, or with in 90% of seasons behind it");
    return {match[1], match[2], match[3], match[4]};
}

SeekTarget target_of(const UntilText& until, const std::string& metric, const std::string& tolerance) {
    SeekTarget target;
    target.value = metric_value(metric, until.value, "--until");
    target.floor = until.sign.front() == '>';
    if (!until.share.empty()) {
        target.share = parse_share(until.share);
        if (!target.share || !(*target.share > 0 && *target.share < 1))
            refuse("--until", "is no share of seasons", until.share, "a share above 0% and below 100%, such as 90%");
    }
    target.tolerance =
        target.share ? 0.05 : usual_tolerance(metric_part(metric), {target.value, target.value, target.value, true});
    if (!tolerance.empty()) {
        const auto share = parse_share(tolerance);
        if (target.share && !share)
            refuse("--tolerance", "is no difference of a share of seasons", tolerance, "points such as 2%");
        target.tolerance = target.share ? *share : metric_value(metric, tolerance, "--tolerance");
        if (!(target.tolerance > 0))
            refuse("--tolerance", "must be above 0", tolerance, "a difference that is not worth arguing about");
    }
    return target;
}

// A round number near a hundredth of the value: 1, 2 or 5 times a power of ten.
double round_step(double value) {
    const double rough = std::abs(value) > 0 ? std::abs(value) / 100 : 0.01,
                 power = std::pow(10, std::floor(std::log10(rough) + 1e-9));
    const double digits = rough / power;
    return power * (digits >= 5 ? 5 : digits >= 2 ? 2 : 1);
}

double usual_step(const Setting& setting) {
    switch (setting.sort) {
        case Setting::Sort::count: return 1;
        case Setting::Sort::share:
            return std::abs(setting.number.value) >= 5 || setting.number.value == 0 ? 1 : round_step(setting.number.value);
        case Setting::Sort::factor: return 0.01;
        default: return round_step(setting.number.value);
    }
}

// The grid: step k is the number first + k x step.
Grid grid_of(const Setting& setting, const Options& options, SeekOptions& seek) {
    const auto read = [&](const std::string& option, const std::string& text) {
        const auto value = in_unit_of(setting.number, text);
        const bool share_of_count = setting.sort == Setting::Sort::count && text.ends_with('%');
        if (!value || share_of_count)
            refuse(option, fmt::format("does not go together with {}", setting.number.text(setting.number.value)), text,
                   "a number in the same unit");
        return *value;
    };
    Grid grid{setting, 0, usual_step(setting)};
    if (!options.step.empty()) grid.step = read("--step", options.step);
    if (!(grid.step > 0))
        refuse("--step", "must be above 0", options.step, "such as " + setting.number.text(usual_step(setting)));
    const bool from = !options.from.empty(), to = !options.to.empty();
    const double low = from ? read("--from", options.from) : 0, high = to ? read("--to", options.to) : 0;
    if (from && to && low >= high) refuse("--from", "is not below --to", options.from, "less than " + options.to);
    const double value = setting.number.value, steps = std::floor(value / grid.step + 1e-9);
    grid.first = from ? low : to ? high - std::floor(high / grid.step + 1e-9) * grid.step : value - steps * grid.step;
    const auto index = [&](double of) { return static_cast<long>(std::floor((of - grid.first) / grid.step + 1e-6)); };
    if (std::abs((high - low) / grid.step) > 1e6)
        refuse("--step", "is too small: more than a million steps", options.step, "a larger one");
    seek.start = from && value < low ? 0 : index(value);
    seek.lowest = from ? 0 : index(setting.number.signed_text ? -std::abs(20 * value) : 0.0);
    if (seek.lowest < 0 && !setting.number.signed_text) seek.lowest = 0;
    seek.highest =
        setting.sort == Setting::Sort::share ? index(std::max(100.0, value)) : std::max(20 * std::abs(seek.start), 1000L);
    if (to) seek.highest = index(high);
    if (from && to) {
        seek.low = 0;
        seek.high = seek.highest;
        if (seek.highest < 1) refuse("--step", "is wider than the range", options.step, "a smaller one");
    }
    return grid;
}

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

int run(const Options& options) {
    const UntilText until = read_until(options.until);
    const Subject subject = load_subject(options.subject);
    const std::string sample = !options.from.empty() ? options.from : options.to;
    const Setting setting = find_setting({subject.file, subject.plan}, options.vary, sample, "--vary");
    const sim::Simulation none =
        simulate_headlines(subject, subject.scenario, subject.demand.demand, 0, 1);  // for the names of the metrics
    SeekQuestion question;
    question.scenario = subject.scenario.name;
    question.file = subject.file;
    question.plan = subject.plan;
    question.seed = subject.scenario.run.seed;
    question.metric = metric_of(*none.recorder, until.metric, "--until");
    question.until = options.until;
    question.target = target_of(until, question.metric, options.tolerance);
    SeekOptions seek_options;
    seek_options.search_replications = Steps::fresh_from;
    seek_options.max_replications = options.max;
    question.grid = grid_of(setting, options, seek_options);
    Steps steps(subject, question.grid, question.metric);
    const Observe observe = [&](long step, int first, int count) { return steps(step, first, count); };
    const SeekAnswer answer = seek(observe, question.target, seek_options);
    steps.clear();
    const SeekResult result{question, answer, steps.seasons(answer.step)};
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
    verb->add_option("--until", options->until,
                     "Target: METRIC >= VALUE or METRIC <= VALUE, and \"in 90% of seasons\" if not on average")
        ->required();
    verb->add_option("--from", options->from, "Least value to look at");
    verb->add_option("--to", options->to, "Largest value to look at");
    verb->add_option("--step", options->step, "Step (default: 1 agent, 1 point, 0.01, or about a hundredth)");
    verb->add_option("--tolerance", options->tolerance, "A miss that is not worth arguing about (default: by metric)");
    verb->add_option("--max", options->max, "Seasons simulated at most for a step's judgement")->check(CLI::Range(100, 1000000));
    verb->add_flag("--json", options->json, "Print the answer for programs");
    verb->footer(examples);
    verb->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace peakline
