#include "report/json.hpp"

#include <array>
#include <cmath>

#include <nlohmann/json.hpp>

namespace peakline {

using Json = nlohmann::ordered_json;

namespace {

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json interval(const Interval& i) {
    if (!std::isfinite(i.low) && !std::isfinite(i.high)) return nullptr;
    return Json::array({number(i.low), number(i.high)});
}

Json estimate_json(const Estimate& e) {
    Json out = {{"mean", number(e.mean)}, {"ci95", interval(e.ci95)}, {"p05", number(e.p05)}, {"p25", number(e.p25)},
                {"p50", number(e.p50)},   {"p75", number(e.p75)},     {"p95", number(e.p95)}};
    if (e.target) out["target"] = number(*e.target);
    if (e.met) {
        out["met"] = number(*e.met);
        out["met_ci95"] = interval(e.met_ci95);
    }
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
        out.push_back(std::move(period));
    }
    return out;
}

Json variance(const PlanResults& plan) {
    static constexpr std::array sources = {"forecast", "events", "queueing"};
    Json out = Json::object();
    for (const auto& [metric, shares] : plan.variance)
        for (std::size_t i = 0; i < sources.size(); ++i)
            out[metric][sources[i]] = Json::array({number(shares[i].share), number(shares[i].error)});
    return out;
}

Json worst(const std::vector<WorstPeriod>& rows, const char* key) {
    Json out = Json::array();
    for (const auto& row : rows)
        out.push_back({{"queue", row.queue}, {key, row.label}, {"when", row.when}, {"service_level", number(row.service_level)},
                       {"abandonment", number(row.abandonment)}, {"offered", number(row.offered)}, {"asa", number(row.asa)},
                       {"worst_share", number(row.worst_share)}});
    return out;
}

enum class Depth { summary, all };

Json plan_json(const PlanResults& plan, Depth depth) {
    Json out = {{"total", metrics_json(plan.total)}, {"queues", named(plan.queues)},
                {"groups", named(plan.groups)},      {"reasons", named(plan.reasons)}};
    if (depth == Depth::all) {
        out["months"] = periods(plan.months, "month");
        out["weeks"] = periods(plan.weeks, "week");
        out["days"] = periods(plan.days, "date");
    }
    out["variance"] = variance(plan);
    if (plan.all_targets_met)
        out["all_targets"] = {{"met", number(*plan.all_targets_met)}, {"met_ci95", interval(plan.all_targets_met_ci95)}};
    if (!plan.worst_days.empty()) out["worst_days"] = worst(plan.worst_days, "date");
    if (!plan.worst_intervals.empty()) out["worst_intervals"] = worst(plan.worst_intervals, "interval");
    return out;
}

Json comparison_json(const Comparison& comparison) {
    Json plans = Json::object();
    for (const auto& [plan, differences] : comparison.plans) {
        Json& row = plans[plan] = Json::object();
        for (const auto& [metric, d] : differences)
            row[metric] = {{"difference", number(d.difference)}, {"ci95", interval(d.ci95)}, {"better", number(d.better)}};
    }
    return {{"baseline", comparison.baseline}, {"plans", std::move(plans)}};
}

Json whole(const Results& results, Depth depth) {
    Json out = {{"peakline", 1},           {"scenario", results.scenario},         {"version", results.version},
                {"seed", results.seed},    {"replications", results.replications}, {"interval", results.interval},
                {"zone", results.zone},    {"currency", results.currency},         {"notes", results.notes},
                {"plans", Json::object()}};
    for (const auto& plan : results.plans) out["plans"][plan.name] = plan_json(plan, depth);
    if (results.comparison) out["comparison"] = comparison_json(*results.comparison);
    return out;
}

}  // namespace

Json summary_json(const Results& results) { return whole(results, Depth::summary); }

std::string results_json(const Results& results) {
    return whole(results, Depth::all).dump(1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace peakline
