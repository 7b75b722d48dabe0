#include "app/run_plans.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "app/deciding.hpp"
#include "app/run_frame.hpp"
#include "app/run_notes.hpp"
#include "app/what_matters.hpp"
#include "core/problem.hpp"
#include "core/statistics.hpp"
#include "decide/choose_variance.hpp"

namespace peakline {
namespace {

using Clock = std::chrono::steady_clock;

// Of a what-if in a scenario that decides: enough for a difference with rough intervals. Deciding begins with twice as many.
constexpr int quick_seasons = 20;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// One run: what is played, what it found out and how long that took.
class PlanRun {
public:
    explicit PlanRun(const PlanQuestions& questions)
        : asked_(questions), file_(questions.file), run_(file_.plans[file_.baseline].scenario.run),
          results_(framed_results(file_.plans[file_.baseline].scenario, file_.plans)) {
        if (asked_.quick && decides()) run_.until.reset(), run_.replications = quick_seasons;
    }

    Results all() {
        prepare();
        check_what_matters();
        play();
        const auto start = Clock::now();
        const double simulated = results_.timings.simulate;
        collect();
        compare();
        if (asked_.variance || decides()) split();
        if (asked_.variance && results_.replications < least_for_split)
            results_.notes.push_back(
                fmt::format("where the uncertainty comes from takes {} seasons or more: --replications", least_for_split));
        if (asked_.matters) tell_what_matters();
        counter_.clear();
        add_remarks(results_, file_.plans);
        if (asked_.quick && !run_.until && baseline().scenario().run.until)
            results_.notes.push_back(fmt::format(
                "a quick what-if: {} seasons of each plan, nothing decided; --replications 200 for more", run_.replications));
        Timings& timings = results_.timings;
        timings.threads = asked_.threads > 0 ? asked_.threads : static_cast<int>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN)));
        timings.summarise = seconds_since(start) - (timings.simulate - simulated);
        return std::move(results_);
    }

private:
    bool decides() const { return run_.until && !run_.until->decide.empty(); }
    Played& baseline() const { return *plays_[file_.baseline]; }

    void prepare() {
        const auto start = Clock::now();
        for (const Plan& plan : file_.plans)
            plays_.push_back(std::make_unique<Played>(plan.name, plan.scenario, file_.offered_settings(), forecast_paths(run_)));
        results_.timings.forecast = seconds_since(start);
        results_.notes = baseline().demand().notes;
        results_.command = asked_.command;
    }

    Play with(sim::Keep keep) {
        return [this, keep](Played& played, int replications) {
            const auto began = Clock::now();
            sim::SimulateOptions how;
            how.threads = asked_.threads;
            how.keep = keep;
            const double contacts = played.replications() > 0 ? played.simulation().recorder->contacts() : 0,
                         core = played.simulation().core_seconds;
            wanted_ = replications;
            how.progress = [this, &played](int done) { counter_.show(played.name(), done, wanted_); };
            played.play(replications, how);
            results_.timings.contacts += played.simulation().recorder->contacts() - contacts;
            results_.timings.core_seconds += played.simulation().core_seconds - core;
            results_.timings.simulate += seconds_since(began);
        };
    }

    // How often the seasons are played: as often as told, or until an answer is sure.
    void play() {
        const Play play = with(asked_.keep);
        if (decides())
            best_ = decide_best(plays_, file_.baseline, *run_.until, play);
        else if (run_.until)
            results_.precision = play_until(plays_, *run_.until, play);
        else
            for (auto& played : plays_) play(*played, run_.replications);
    }

    void collect() {
        results_.replications = 0;
        for (std::size_t p = 0; p < plays_.size(); ++p) {
            PlanResults plan = plays_[p]->results();
            plan.levers = file_.plans[p].levers;
            count_intervals(plan, *plays_[p]);
            results_.replications = std::max(results_.replications, plan.replications);
            results_.plans.push_back(std::move(plan));
        }
    }

    // How many intervals a share of intervals is of.
    static void count_intervals(PlanResults& plan, const Played& played) {
        for (auto& queue : plan.queues)
            for (auto& [name, estimate] : queue.metrics)
                if (name == "on_target" && std::isfinite(estimate.mean))
                    estimate.intervals = mean_of(played.observe(queue.name + ".on_target", played.replications()).b).value;
    }

    void compare() {
        if (plays_.size() < 2) {
            if (best_) results_.notes.push_back(best_->verdict);
            return;
        }
        std::vector<const sim::Recorder*> recorders;
        std::vector<std::string> names;
        for (const auto& played : plays_) {
            recorders.push_back(played->simulation().recorder.get());
            names.push_back(played->name());
        }
        Comparison& comparison = results_.comparison.emplace(sim::compare(recorders, names, file_.baseline));
        comparison.best = best_;
        add_point_costs(comparison, plays_, file_.baseline);
        if (!asked_.robust.empty())
            comparison.robustness = robust(plays_, file_.baseline, robust_metric(), best_ && best_->subject_to_targets);
        if (asked_.levers_of) tell_levers(comparison);
    }

    // What each lever did, for plans made of several; after a decision for the plan chosen, unless it was asked for.
    void tell_levers(Comparison& comparison) {
        int played = 0;
        for (const auto& plan : plays_) played += plan->replications();
        for (std::size_t p = 0; p < plays_.size(); ++p) {
            const std::string& name = plays_[p]->name();
            if (p == file_.baseline || (best_ && best_->plan != name && !asked_.levers_always)) continue;
            const PlanLevers levers = asked_.levers_of(name);
            if (levers.names.size() < 2) continue;
            if (const int extra = seasons_for_levers(plays_, levers); extra > played && !asked_.levers_always) {
                results_.notes.push_back(fmt::format("{}: what each of its {} levers did takes {} seasons more: --levers", name,
                                                     levers.names.size(), extra));
                continue;
            }
            try {
                comparison.levers.push_back(
                    what_did_it(plays_, file_.baseline, p, levers, file_.offered_settings(), with(sim::Keep::headlines)));
            } catch (const InputError& error) {
                results_.notes.push_back(fmt::format("{}: what each lever did is not told, since they do not all stand alone: {}",
                                                     name, error.problems().empty() ? "" : error.problems().front().text()));
            }
        }
    }

    // The metric by which plans are held against bad seasons: as asked, else what was decided by, else the first service level.
    std::string robust_metric() const {
        if (asked_.robust != "auto") return metric_of(*baseline().simulation().recorder, asked_.robust, "--robust");
        if (best_) return best_->metric;
        for (const Queue& queue : baseline().scenario().queues)
            if (queue.target.within && baseline().is_live(queue.name)) return queue.name + ".service_level";
        return "total.cost";
    }

    // Extra seasons for where the uncertainty comes from: of the baseline and the winner, or, without a decision, of every plan.
    void split() {
        const auto began = Clock::now();
        for (std::size_t p = 0; p < plays_.size(); ++p)
            if (!best_ || p == file_.baseline || plays_[p]->name() == best_->plan)
                results_.timings.contacts += split_uncertainty(results_.plans[p], *plays_[p], asked_.threads);
        results_.timings.simulate += seconds_since(began);
    }

    // Mistakes in what was asked for are found before minutes of simulation.
    void check_what_matters() {
        if (!asked_.matters || (asked_.matters->metrics.empty() && asked_.matters->vary.empty())) return;
        with(asked_.keep)(baseline(), 1);
        for (const std::string& name : asked_.matters->metrics)
            matters_.metrics.push_back(metric_of(*baseline().simulation().recorder, name, "--metric"));
        const Subject subject = subject_of(baseline());
        for (const std::string& text : asked_.matters->vary) matters_.settings.push_back(chosen_setting(subject, text));
    }

    Subject subject_of(const Played& played) const {
        return {played.scenario().file.string(), played.name(),   played.scenario(),
                file_.offered_settings(),        played.demand(), asked_.threads};
    }

    // Of the plan that was chosen, else of the baseline.
    void tell_what_matters() {
        const auto began = Clock::now();
        const Played* told = &baseline();
        for (const auto& played : plays_)
            if (best_ && played->name() == best_->plan) told = played.get();
        if (matters_.metrics.empty())
            for (const std::string& metric : usual_sensitivity_metrics(told->scenario()))
                if (told->has(metric)) matters_.metrics.push_back(metric);
        matters_.first_order = asked_.matters->first_order_always || told->replications() >= least_for_first_order;
        const Subject subject = subject_of(*told);
        results_.sensitivity = what_matters(subject, told->simulation(), std::move(matters_), counter_);
        for (std::string& sentence : not_told(*results_.sensitivity)) results_.notes.push_back(std::move(sentence));
        results_.timings.simulate += seconds_since(began);
    }

    const PlanQuestions& asked_;
    ScenarioFile& file_;
    Run run_;
    Results results_;
    Plays plays_;
    std::optional<Best> best_;
    MatterOptions matters_;
    SeasonCounter counter_;
    int wanted_ = 0;  // seasons that are being played
};

}  // namespace

Results simulate_plans(const PlanQuestions& questions) { return PlanRun(questions).all(); }

}  // namespace peakline
