#include "sim/simulate.hpp"

#include <atomic>
#include <chrono>
#include <cmath>
#include <ctime>
#include <span>

#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_pipeline.h>

#include <fmt/format.h>

#include "core/problem.hpp"
#include "core/statistics.hpp"
#include "sim/engine.hpp"

namespace peakline::sim {
namespace {

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// Processor time of this thread alone, which other programs do not lengthen.
double thread_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Runs work(r) in parallel and fold(work(r)) in the order of r.
template <class Item, class Work, class Fold>
void in_order(int count, int threads, const Work& work, const Fold& fold) {
    const int use = threads > 0 ? threads : tbb::info::default_concurrency();
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(use));
    int next = 0;
    tbb::parallel_pipeline(static_cast<std::size_t>(2 * use),
                           tbb::make_filter<void, int>(tbb::filter_mode::serial_in_order,
                                                       [&](tbb::flow_control& control) {
                                                           if (next == count) control.stop();
                                                           return next < count ? next++ : 0;
                                                       }) &
                               tbb::make_filter<int, std::shared_ptr<Item>>(
                                   tbb::filter_mode::parallel, [&](int r) { return std::make_shared<Item>(work(r)); }) &
                               tbb::make_filter<std::shared_ptr<Item>, void>(
                                   tbb::filter_mode::serial_in_order, [&](const std::shared_ptr<Item>& item) { fold(*item); }));
}

Streams streams_of(const Model& model, int r) {
    const auto n = static_cast<std::uint32_t>(r);
    return {model.seed, n, n, n};
}

struct Replication {
    Books books;
    Extract extract;
};

constexpr double most_needs = 2e9, most_agents = 1e6;  // of one replication: beyond is a slip of the pen

// A season that no machine gets through is refused before it starts.
void check_size(const Model& model, const Scenario& scenario) {
    std::vector<Problem> problems;
    const Season season = draw_season(model, streams_of(model, 0));
    const Needs needs(model, season, streams_of(model, 0));
    for (std::size_t r = 0; r < model.reasons.size(); ++r) {
        double sum = 0;
        for (int day = 0; day < model.axis.days(); ++day)
            sum += needs.needs_of_day(static_cast<ReasonId>(r), day - model.first_day);
        if (!(sum <= most_needs))
            problems.push_back({{scenario.file.string(), 0, 0},
                                "reasons." + scenario.reasons[r].name,
                                "brings more contacts than can be simulated",
                                fmt::format("{:.3g} in one season", sum),
                                fmt::format("at most {:.0e}", most_needs),
                                {}});
    }
    for (std::size_t g = 0; g < model.groups.size(); ++g) {
        const GroupModel& group = model.groups[g];
        double most = 0;
        for (const auto& plan : group.plans) most = std::max(most, plan.agents);
        for (const double agents : group.agents.from) most = std::max(most, agents);
        if (group.agents_number != no_number && !group.by_shift)
            for (const double agents : season.numbers[group.agents_number]->from) most = std::max(most, agents);
        if (!(most * season.value(group.scale, 0) <= most_agents))
            problems.push_back({{scenario.file.string(), 0, 0},
                                "staff.groups." + scenario.groups[g].name,
                                "has more agents than can be simulated",
                                fmt::format("{:.3g}", most),
                                fmt::format("at most {:.0f}", most_agents),
                                {}});
    }
    if (!problems.empty()) throw InputError(problems);
}

}  // namespace

Simulation simulate(const Scenario& scenario, const Scenario& baseline, const Demand& demand, const SimulateOptions& options) {
    Simulation simulation;
    const auto start = Clock::now();
    simulation.model = std::make_unique<Model>(compile(scenario, baseline, demand));
    check_size(*simulation.model, scenario);
    simulation.recorder = std::make_unique<Recorder>(*simulation.model, scenario, options.keep);
    simulation.scenario = &scenario;
    simulation.options = options;
    simulation.seconds = seconds_since(start);
    extend(simulation, options.replications);
    return simulation;
}

void extend(Simulation& simulation, int replications) {
    const auto start = Clock::now();
    const Model& model = *simulation.model;
    Recorder& recorder = *simulation.recorder;
    const SimulateOptions& options = simulation.options;
    const int first = options.first + recorder.replications();
    tbb::enumerable_thread_specific<std::unique_ptr<Engine>> engines([&] { return std::make_unique<Engine>(model); });
    std::atomic<double> core = 0;
    const auto work = [&](int r) {
        const double began = thread_seconds();
        Replication replication{engines.local()->run(options.streams ? options.streams(first + r) : streams_of(model, first + r)),
                                {}};
        core += thread_seconds() - began;
        replication.extract = extract(replication.books, model, *simulation.scenario, recorder.layout());
        return replication;
    };
    const auto fold = [&](const Replication& replication) {
        recorder.add(replication.books, replication.extract);
        if (options.progress) options.progress(recorder.replications());
    };
    in_order<Replication>(replications, options.threads, work, fold);
    simulation.core_seconds += core;
    simulation.seconds += seconds_since(start);
}

std::vector<bool> incidents(const Simulation& simulation) {
    const Model& model = *simulation.model;
    std::vector<bool> result;
    for (int r = 0; r < simulation.recorder->replications(); ++r) {
        const int number = simulation.options.first + r;
        const Season season =
            draw_season(model, simulation.options.streams ? simulation.options.streams(number) : streams_of(model, number));
        result.push_back(std::any_of(season.happenings.begin(), season.happenings.end(), [&](const Happening& happening) {
            return happening.spell.fade_end > 0 && happening.spell.from < model.axis.end() &&
                   std::any_of(model.events.begin(), model.events.end(), [&](const EventModel& event) {
                       return (event.random_every > 0 || !(mean(event.chance) >= 1)) && happening.action >= event.first_action &&
                              happening.action < event.first_action + event.actions;
                   });
        }));
    }
    return result;
}

void replicate(const Model& model, int replications, int threads, const std::function<void(int, const Books&)>& visit) {
    tbb::enumerable_thread_specific<std::unique_ptr<Engine>> engines([&] { return std::make_unique<Engine>(model); });
    int done = 0;
    in_order<Books>(
        replications, threads, [&](int r) { return engines.local()->run(streams_of(model, r)); },
        [&](const Books& books) { visit(done++, books); });
}

namespace {

// The first n replications.
std::span<const double> first(const std::vector<double>& values, std::size_t n) {
    return {values.data(), std::min(n, values.size())};
}

}  // namespace

Comparison compare(const std::vector<const Recorder*>& plans, const std::vector<std::string>& names, std::size_t baseline) {
    Comparison comparison;
    comparison.baseline = names[baseline];
    const auto base = plans[baseline]->headline();
    const double confidence = 1 - (1 - usual_confidence) / static_cast<double>(std::max<std::size_t>(1, plans.size() - 1));
    for (std::size_t p = 0; p < plans.size(); ++p) {
        if (p == baseline) continue;
        auto& [name, differences] = comparison.plans.emplace_back();
        name = names[p];
        const auto n = static_cast<std::size_t>(std::min(plans[p]->replications(), plans[baseline]->replications()));
        for (const auto& [metric, sample] : plans[p]->headline()) {
            const auto it = std::find_if(base.begin(), base.end(), [&](const auto& entry) { return entry.first == metric; });
            if (it == base.end()) continue;
            const auto a = first(sample->a, n), b = first(sample->b, n), base_a = first(it->second->a, n),
                       base_b = first(it->second->b, n);
            const bool counted = sample->counted() && it->second->counted();
            const Measured m = counted ? paired_difference(a, base_a, confidence)
                                       : paired_difference(ratio_of_sums(a, b), ratio_of_sums(base_a, base_b), confidence);
            const std::vector<double> values = sample->values(), base_values = it->second->values();
            const std::string short_name = metric.substr(metric.find('.') + 1);
            differences.emplace_back(
                metric,
                Difference{m.value, m.ci, share_better(first(values, n), first(base_values, n), larger_is_better(short_name))});
        }
    }
    return comparison;
}

}  // namespace peakline::sim
