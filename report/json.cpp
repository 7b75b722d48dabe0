#include "report/json.hpp"

#include <array>
#include <cmath>

#include <nlohmann/json.hpp>

#include "report/metric.hpp"
#include "report/sensitivity.hpp"

namespace peakline {

using Json = nlohmann::ordered_json;

Json number_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json interval_or_null(const Interval& i) {
    if (!std::isfinite(i.low) && !std::isfinite(i.high)) return nullptr;
    return Json::array({number_or_null(i.low), number_or_null(i.high)});
}

namespace {

Json estimate_json(const Estimate& e) {
    Json out = {{"mean", number_or_null(e.mean)}, {"ci95", interval_or_null(e.ci95)}, {"p05", number_or_null(e.p05)},
                {"p25", number_or_null(e.p25)},   {"p50", number_or_null(e.p50)},     {"p75", number_or_null(e.p75)},
                {"p95", number_or_null(e.p95)}};
    if (e.target) out["target"] = number_or_null(*e.target);
    if (e.met) {
        out["met"] = number_or_null(*e.met);
        out["met_ci95"] = interval_or_null(e.met_ci95);
    }
    if (std::isfinite(e.intervals)) out["intervals"] = e.intervals;
    return out;
}

Json metrics_json(const Metrics& metrics) {
    Json out = Json::object();
    for (const auto& [name, estimate] : metrics) out[name] = estimate_json(estimate);
    return out;
}

Json named(const std::vector<NamedMetrics>& rows) {
    Json out = Json::object();
    for (const auto& row : rows) out[row.name] = metrics_json(row.metrics);
    return out;
}

// key: "date", "week" or "month".
Json periods(const std::vector<Period>& rows, const char* key) {
    Json out = Json::array();
    for (const auto& row : rows) {
        Json period = {{key, row.label}};
        if (!row.total.empty()) period["total"] = metrics_json(row.total);
        period["queues"] = named(row.queues);
        if (!row.groups.empty()) period["groups"] = named(row.groups);
        if (!row.reasons.empty()) period["reasons"] = named(row.reasons);
        out.push_back(std::move(period));
    }
    return out;
}

Json variance(const PlanResults& plan) {
    static constexpr std::array sources = {"forecast", "events", "queueing"};
    Json out = Json::object();
    for (const auto& [metric, shares] : plan.variance)
        for (std::size_t i = 0; i < sources.size(); ++i)
            out[metric][sources[i]] = Json::array({number_or_null(shares[i].share), number_or_null(shares[i].error)});
    return out;
}

Json worst(const std::vector<WorstPeriod>& rows, const char* key) {
    Json out = Json::array();
    for (const auto& row : rows)
        out.push_back({{"queue", row.queue},
                       {key, row.label},
                       {"when", row.when},
                       {"service_level", number_or_null(row.service_level)},
                       {"abandonment", number_or_null(row.abandonment)},
                       {"offered", number_or_null(row.offered)},
                       {"asa", number_or_null(row.asa)},
                       {"backlog_max", number_or_null(row.backlog_max)},
                       {"worst_share", number_or_null(row.worst_share)}});
    return out;
}

enum class Depth { summary, all };

Json plan_json(const PlanResults& plan, Depth depth) {
    Json out = {{"replications", plan.replications}, {"levers", plan.levers},        {"total", metrics_json(plan.total)},
                {"queues", named(plan.queues)},      {"groups", named(plan.groups)}, {"reasons", named(plan.reasons)}};
    if (!plan.rules.empty()) out["rules"] = named(plan.rules);
    if (depth == Depth::all) {
        out["months"] = periods(plan.months, "month");
        out["weeks"] = periods(plan.weeks, "week");
        out["days"] = periods(plan.days, "date");
    }
    out["variance"] = variance(plan);
    if (plan.variance_pairs > 0) out["variance_about"] = {{"pairs", plan.variance_pairs}, {"clipped", plan.variance_clipped}};
    if (plan.all_targets_met)
        out["all_targets"] = {{"met", number_or_null(*plan.all_targets_met)},
                              {"met_ci95", interval_or_null(plan.all_targets_met_ci95)}};
    if (!plan.worst_days.empty()) out["worst_days"] = worst(plan.worst_days, "date");
    if (!plan.worst_intervals.empty()) out["worst_intervals"] = worst(plan.worst_intervals, "interval");
    return out;
}

// Where neither direction is better no plan is, in the file as in every other report.
Json difference_json(std::string_view metric, const Difference& d) {
    const bool judged = metric_info(metric).better != Better::neither;
    return {{"difference", number_or_null(d.difference)},
            {"ci95", interval_or_null(d.ci95)},
            {"better", judged ? number_or_null(d.better) : Json(nullptr)}};
}

template <class Value>
Json object_of(const std::vector<std::pair<std::string, Value>>& pairs) {
    Json out = Json::object();
    for (const auto& [name, value] : pairs) out[name] = value;
    return out;
}

Json levers_json(const LeverResults& results) {
    Json out = Json::object();
    for (const auto& [lever, effects] : results.levers) {
        Json& row = out[lever] = Json::object();
        for (const auto& [metric, e] : effects)
            row[metric] = {{"share", Json::array({number_or_null(e.share), number_or_null(e.error)})},
                           {"alone", number_or_null(e.alone)},
                           {"removed", number_or_null(e.removed)}};
    }
    return out;
}

Json levers_about_json(const LeverResults& results) {
    Json whole = Json::object();
    for (const auto& [metric, d] : results.whole)
        whole[metric] = {{"from", number_or_null(d.from)},
                         {"to", number_or_null(d.to)},
                         {"difference", number_or_null(d.difference)},
                         {"ci95", interval_or_null(d.ci95)}};
    return {
        {"from", results.from}, {"replications", results.replications}, {"exact", results.exact}, {"whole", std::move(whole)}};
}

Json best_json(const Best& best) {
    return {{"plan", best.plan.empty() ? Json(nullptr) : Json(best.plan)},
            {"metric", best.metric},
            {"subject_to_targets", best.subject_to_targets},
            {"confidence", number_or_null(best.confidence)},
            {"tolerance", number_or_null(best.tolerance)},
            {"tolerance_in_words", best.tolerance_in_words},
            {"replications", best.replications},
            {"not_separated", best.not_separated},
            {"replications_by_plan", object_of(best.replications_by_plan)},
            {"dropped_at", object_of(best.dropped_at)},
            {"targets", object_of(best.targets)},
            {"verdict", best.verdict}};
}

Json robustness_json(const Robustness& robustness) {
    Json seasons = Json::object();
    for (const auto& column : robustness.columns) {
        Json plans = Json::object();
        for (std::size_t p = 0; p < robustness.plans.size(); ++p)
            plans[robustness.plans[p]] = {{"value", number_or_null(column.plans[p].value)},
                                          {"ci95", interval_or_null(column.plans[p].ci95)},
                                          {"regret", number_or_null(column.plans[p].regret)}};
        seasons[column.season] = {
            {"meaning", column.meaning}, {"replications", column.replications}, {"plans", std::move(plans)}};
    }
    Json largest = Json::object();
    for (std::size_t p = 0; p < robustness.plans.size(); ++p)
        largest[robustness.plans[p]] = number_or_null(robustness.largest_regret[p]);
    return {{"metric", robustness.metric}, {"seasons", std::move(seasons)}, {"largest_regret", std::move(largest)}};
}

Json comparison_json(const Comparison& comparison) {
    Json plans = Json::object(), levers = Json::object(), about = Json::object(), costs = Json::object();
    for (const auto& [plan, differences] : comparison.plans) {
        Json& row = plans[plan] = Json::object();
        for (const auto& [metric, d] : differences)
            row[metric] = difference_json(std::string_view(metric).substr(metric.find('.') + 1), d);
    }
    for (const auto& results : comparison.levers) {
        levers[results.plan] = levers_json(results);
        about[results.plan] = levers_about_json(results);
    }
    for (const auto& [plan, metrics] : comparison.point_costs) {
        Json& row = costs[plan] = Json::object();
        for (const auto& [metric, c] : metrics)
            row[metric] = {{"cost", number_or_null(c.cost)}, {"ci95", interval_or_null(c.ci95)}};
    }
    Json out = {{"baseline", comparison.baseline}, {"plans", std::move(plans)}};
    if (!levers.empty()) out["levers"] = std::move(levers), out["levers_about"] = std::move(about);
    if (!costs.empty()) out["cost_of_a_point"] = std::move(costs);
    if (comparison.best) out["best"] = best_json(*comparison.best);
    if (comparison.robustness) out["robustness"] = robustness_json(*comparison.robustness);
    return out;
}

Json whole(const Results& results, Depth depth) {
    Json out = {{"peakline", 1},
                {"scenario", results.scenario},
                {"version", results.version},
                {"scenario_file", results.scenario_file},
                {"command", results.command},
                {"seed", results.seed},
                {"replications", results.replications},
                {"interval", results.interval},
                {"zone", results.zone},
                {"currency", results.currency},
                {"notes", results.notes},
                {"plans", Json::object()}};
    for (const auto& plan : results.plans) out["plans"][plan.name] = plan_json(plan, depth);
    if (results.comparison) out["comparison"] = comparison_json(*results.comparison);
    if (results.sensitivity) out["sensitivity"] = sensitivity_json(*results.sensitivity);
    if (results.precision)
        out["until"] = {{"metric", results.precision->metric},
                        {"half_width", number_or_null(results.precision->wanted)},
                        {"reached", number_or_null(results.precision->reached)},
                        {"replications", results.precision->replications},
                        {"done", results.precision->done}};
    return out;
}

}  // namespace

Json summary_json(const Results& results) { return whole(results, Depth::summary); }

std::string results_json(const Results& results) {
    return whole(results, Depth::all).dump(1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace peakline
