// From played plans to answers: which plan, by how much, how surely, what did it, what it costs, how it stands bad seasons, and where
// the uncertainty comes from.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/plan_runs.hpp"
#include "core/results.hpp"
#include "decide/choose.hpp"
#include "scenarios/load.hpp"

namespace peakline {

using Play = std::function<void(Played& played, int replications)>;
using Plays = std::vector<std::unique_ptr<Played>>;

// run.until: {decide: ...}: plays the plans until the best is known.
Best decide_best(Plays& plans, std::size_t baseline, const Until& until, const Play& play);

// run.until: {metric, half_width}: plays all plans until the metric is known that well for each of them.
Precision play_until(Plays& plans, const Until& until, const Play& play);

// A target of a plan with the name of its metric, "voice.service_level".
struct NamedTarget {
    std::string metric;
    ChooseTarget target;
};
std::vector<NamedTarget> targets_of(const Scenario& scenario);

// Differences that are not worth arguing about (decide/choose_tolerance.hpp), from what the baseline showed.
double tolerance_of(const Played& baseline, const std::string& metric);

// ---- plan_answers.cpp ----

// How many extra seasons it takes at least to tell what each lever did.
int seasons_for_levers(const Plays& plans, const PlanLevers& levers);

// What each lever of a plan did; extra seasons are played as `play` says. `settings`: volumes that count `offered`.
LeverResults what_did_it(const Plays& plans, std::size_t baseline, std::size_t plan, const PlanLevers& levers,
                         const Scenario& offered_settings, const Play& play);

// Of every plan against the baseline, by metric; and what a point costs.
void add_point_costs(Comparison& comparison, const Plays& plans, std::size_t baseline);

// `subject_to_targets`: plans that miss a target in a kind of seasons are not ranked there.
Robustness robust(const Plays& plans, std::size_t baseline, const std::string& metric, bool subject_to_targets);

// Extra seasons for where the uncertainty of a plan comes from; returns the contacts simulated for it.
double split_uncertainty(PlanResults& results, const Played& plan, int threads);

}  // namespace peakline
