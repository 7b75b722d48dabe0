#include "made_results.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace peakline {

namespace {

// A symmetric estimate: standard error `se`, quantiles of the replications at steps of `spread`.
Estimate made(double mean, double se, double spread) {
    Estimate e;
    e.mean = mean;
    e.se = se;
    e.ci95 = {mean - 2 * se, mean + 2 * se};
    e.p05 = mean - 1.6 * spread;
    e.p25 = mean - 0.7 * spread;
    e.p50 = mean;
    e.p75 = mean + 0.7 * spread;
    e.p95 = mean + 1.6 * spread;
    return e;
}

Estimate share(double mean, double se, double spread) {
    auto e = made(std::clamp(mean, 0.0, 1.0), se, spread);
    for (double* q : {&e.p05, &e.p25, &e.p50, &e.p75, &e.p95}) *q = std::clamp(*q, 0.0, 1.0);
    return e;
}

Estimate with_target(Estimate e, double target, double met) {
    e.target = target;
    e.met = met;
    e.met_ci95 = {std::max(0.0, met - 0.055), std::min(1.0, met + 0.055)};
    return e;
}

Metrics small_queue() {
    auto level = with_target(share(0.8123456789012345, 0.002, 0.03), 0.8, 0.23);
    level.met_ci95 = {0.18, 0.29};
    Estimate none;
    return {{"offered", made(1234.25, 10, 60)},
            {"answered", made(1111, 9, 50)},
            {"abandoned", made(123.5, 2, 12)},
            {"service_level", level},
            {"abandonment", with_target(share(0.1, 0.001, 0.01), 0.05, 0)},
            {"asa", made(200, 1.5, 20)},
            {"wait_p90", none},
            {"backlog", made(0.25, 0.125, 0)}};
}

}  // namespace

Results small_results() {
    Results r;
    r.scenario = "Small shop";
    r.description = "Two days, made by hand";
    r.currency = "EUR";
    r.scenario_text = "peakline: 1\nname: Small shop\n";
    r.scenario_file = "shop.yaml";
    r.command = "peakline run shop.yaml --seed 7";
    r.version = "0.1.0";
    r.seed = 7;
    r.replications = 200;
    r.interval = "30min";
    r.zone = "Europe/Berlin";
    r.timestamps = {"2026-11-27T10:00:00+01:00", "2026-11-27T10:30:00+01:00", "2026-11-28T10:00:00+01:00",
                    "2026-11-28T10:30:00+01:00"};
    r.day_of_interval = {0, 0, 1, 1};
    r.dates = {"2026-11-27", "2026-11-28"};
    r.queues = {{"voice", "voice", 20.0}};
    r.groups = {"core"};
    PlanResults plan;
    plan.name = "baseline";
    plan.replications = 200;
    plan.queues = {{"voice", small_queue()}};
    plan.total = {{"contact_rate", with_target(made(0.0142, 0.0001, 0.001), 0.015, 0.9)}, {"cost", made(98765.4, 120, 800)}};
    plan.groups = {
        {"core",
         {{"occupancy", share(0.872, 0.001, 0.02)}, {"paid_hours", made(4321, 0, 0)}, {"cost", made(98765.4, 120, 800)}}}};
    plan.reasons = {{"order_status",
                     {{"needs", made(1500, 12, 70)},
                      {"prevented", made(200, 3, 20)},
                      {"contained", made(100, 2, 10)},
                      {"resolved", made(1000, 9, 50)},
                      {"lost", made(190, 4, 20)},
                      {"open", made(10, 1, 3)}}}};
    for (const auto& date : r.dates) plan.days.push_back({date, {}, {{"voice", small_queue()}}, {}});
    plan.days[1].queues[0].metrics[3].second = Estimate{};
    plan.intervals.columns = {"offered", "answered", "service_level"};
    plan.intervals.means = {{10, 9, 0.5, 20.25, 18, 0.1, 0, 0, no_value, 1e-7, 0, no_value}};
    plan.intervals.fan_columns = {"offered", "service_level"};
    plan.intervals.fan = {{{8, 12, 0.5},
                           {0.4, 0.6, 0.01},
                           {15, 25, 0.75},
                           {0, 0.2, 0.02},
                           {0, 0, 0},
                           {no_value, no_value, no_value},
                           {0, 0, 0},
                           {no_value, no_value, no_value}}};
    plan.group_intervals.cells = {{{12, 10, 0.875}, {12, 11.5, 0.96}, {0, 0, no_value}, {12, 1, 0.1}}};
    plan.worst_days = {{"voice", "2026-11-27", 0, 0.61, 0.2, 800, 310, 0.93}};
    plan.worst_intervals = {{"voice", "Fri 27 Nov 10:00-10:30", 0, 0.31, 0.4, 120, 510, 0.4}};
    plan.all_targets_met = 0.12;
    plan.all_targets_met_ci95 = {0.08, 0.17};
    plan.variance["voice.service_level"] = {VarianceShare{0.6, 0.14}, VarianceShare{0.3, 0.1}, VarianceShare{0.1, 0.02}};
    r.plans = {plan};
    r.notes = {"made by hand"};
    return r;
}

}  // namespace peakline
