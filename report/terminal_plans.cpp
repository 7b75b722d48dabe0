// Which plan, by how much and how surely.
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "report/metric.hpp"
#include "report/terminal_writer.hpp"
#include "report/text.hpp"

namespace peakline {

namespace {

struct MetricName {
    std::string_view owner, metric;
};
MetricName parts_of(std::string_view key) {
    const auto dot = key.find('.');
    return {key.substr(0, dot), dot == std::string_view::npos ? key : key.substr(dot + 1)};
}

const Estimate* find_value(const PlanResults& plan, std::string_view key) {
    const auto [owner, metric] = parts_of(key);
    if (owner == "total") return find_metric(plan.total, metric);
    for (const auto* rows : {&plan.queues, &plan.groups})
        for (const auto& row : *rows)
            if (row.name == owner) return find_metric(row.metrics, metric);
    return nullptr;
}

const Difference* find_difference(const Comparison& c, std::string_view plan, std::string_view key) {
    for (const auto& [name, differences] : c.plans)
        if (name == plan)
            for (const auto& [metric, d] : differences)
                if (metric == key) return &d;
    return nullptr;
}

bool is_live(const QueueInfo& queue) { return queue.medium == "voice" || queue.medium == "chat"; }

Tone tone_of_difference(const Interval& ci, Better better) {
    if (better == Better::neither) return Tone::plain;
    const bool gain = better == Better::higher ? ci.low > 0 : ci.high < 0;
    const bool loss = better == Better::higher ? ci.high < 0 : ci.low > 0;
    return gain ? Tone::good : loss ? Tone::bad : Tone::plain;
}

std::string interval_of(const Interval& ci, Unit unit) {
    if (!std::isfinite(ci.low) || !std::isfinite(ci.high)) return "";
    return difference_text(ci.low, unit) + " to " + difference_text(ci.high, unit);
}

}  // namespace

std::string better_text(const Difference& d, Better better) {
    if (better == Better::neither) return "";
    if (d.difference == 0 && d.ci95.low == 0 && d.ci95.high == 0) return "no season differs";
    return std::isfinite(d.better) ? chance_text(d.better) + " of seasons" : "-";
}

// "voice: Service level", "all queues: Offered", "Cost, EUR".
std::string TerminalWriter::label(std::string_view key) const {
    const auto [owner, metric] = parts_of(key);
    const auto info = metric_info(metric);
    const auto has = [&](const NamedMetrics& queue) { return find_metric(queue.metrics, metric) != nullptr; };
    const bool of_queues = owner == "total" && std::any_of(results_.plans.begin(), results_.plans.end(), [&](const auto& plan) {
                               return plan.queues.size() > 1 && std::any_of(plan.queues.begin(), plan.queues.end(), has);
                           });
    const std::string whose = owner != "total"                      ? std::string(owner)
                              : !of_queues                          ? ""
                              : metric.starts_with("service_level") ? "live queues"
                                                                    : "all queues";  // mail is in no service level of all
    std::string text = whose.empty() ? std::string(info.label) : fmt::format("{}: {}", whose, info.label);
    if (info.unit == Unit::money && !results_.currency.empty()) text += ", " + results_.currency;
    return text;
}

std::string TerminalWriter::lead_metric() const {
    if (results_.comparison && results_.comparison->best) return results_.comparison->best->metric;
    for (const auto& queue : results_.queues)
        if (queue.within) return queue.name + ".service_level";
    return "total.cost";
}

// What the plans are told apart by at a glance: what decides, how customers fare who wait live, and cost. Mail would only dilute the
// share that gives up; where several queues are live their service level together stands here, each by itself below.
std::vector<std::string> TerminalWriter::overview_keys() const {
    std::vector<std::string> live, keys = {lead_metric()};
    for (const auto& queue : results_.queues)
        if (is_live(queue)) live.push_back(queue.name);
    if (live.size() == 1)
        keys.insert(keys.end(), {live[0] + ".service_level", live[0] + ".abandonment"});
    else if (live.size() > 1)
        keys.emplace_back("total.service_level");
    keys.emplace_back("total.cost");
    const auto known = [&](const std::string& key) {
        return std::any_of(results_.plans.begin(), results_.plans.end(), [&](const auto& plan) {
            const Estimate* e = find_value(plan, key);
            return e && std::isfinite(e->mean);
        });
    };
    std::vector<std::string> once;
    for (const std::string& key : keys)
        if (once.empty() || (known(key) && std::find(once.begin(), once.end(), key) == once.end())) once.push_back(key);
    return once;
}

void TerminalWriter::plan_overview() {
    title("Plans");
    const std::string lead = lead_metric();
    const auto info = metric_info(parts_of(lead).metric);
    const std::vector<std::string> columns = overview_keys();
    Table t;
    std::vector<Cell> head = {{"", Tone::dim}};
    for (const std::string& key : columns)
        head.push_back({fitted(key == "total.service_level" ? "Live queues: in time" : label(key), 22), Tone::dim});
    const bool targets = std::any_of(results_.plans.begin(), results_.plans.end(),
                                     [](const auto& plan) { return plan.all_targets_met.has_value(); });
    if (targets) head.push_back({"all targets met", Tone::dim});
    t.add(head);
    for (const auto& plan : results_.plans) {
        std::vector<Cell> row = {{plan.name, Tone::bold}};
        for (const std::string& key : columns) {
            const auto metric = parts_of(key).metric;
            const Estimate* e = find_value(plan, key);
            row.push_back({value_text(e ? e->mean : no_value, metric_info(metric).unit), tone_of(e, metric)});
        }
        if (targets) row.push_back({plan.all_targets_met ? chance_text(*plan.all_targets_met) : "-"});
        t.add(row);
    }
    if (t.cuts_names(width_)) t.break_heads();
    table(t);
    if (!results_.comparison) return;
    const Comparison& c = *results_.comparison;
    title(fmt::format("{} against {}, same customers", label(lead), c.baseline));
    Table d;
    d.left = {true, false, false};
    d.add({{"", Tone::dim}, {"difference", Tone::dim}, {"95 % interval", Tone::dim}, {"better in", Tone::dim}});
    for (const auto& plan : results_.plans) {
        const Difference* difference = find_difference(c, plan.name, lead);
        if (!difference) continue;
        d.add({{plan.name, Tone::bold},
               {difference_text(difference->difference, info.unit), tone_of_difference(difference->ci95, info.better)},
               {interval_of(difference->ci95, info.unit), Tone::dim},
               {better_text(*difference, info.better)}});
    }
    table(d);
    std::vector<std::string> timed, live;
    for (const auto& queue : results_.queues) {
        if (queue.within) timed.push_back(queue.name);
        if (is_live(queue)) live.push_back(queue.name);
    }
    queue_overview("Service level by queue", timed, "service_level");
    queue_overview("Abandoned by live queue", live, "abandonment");
    target_overview();
}

void TerminalWriter::queue_overview(std::string_view heading, const std::vector<std::string>& queues, std::string_view metric) {
    if (queues.size() < 2) return;
    title(heading);
    Table t;
    t.folds = true;
    std::vector<Cell> head = {{"", Tone::dim}};
    for (const auto& name : queues) head.push_back({fitted(name, 14), Tone::dim});
    t.add(head);
    for (const auto& plan : results_.plans) {
        std::vector<Cell> row = {{plan.name, Tone::bold}};
        for (const auto& name : queues) {
            const Estimate* e = find_value(plan, fmt::format("{}.{}", name, metric));
            row.push_back({value_text(e ? e->mean : no_value, Unit::share), tone_of(e, metric)});
        }
        t.add(row);
    }
    table(t);
}

void TerminalWriter::best(const Best& b) {
    title("Which plan");
    paragraph(b.verdict, b.plan.empty() ? Tone::bad : b.not_separated.empty() ? Tone::good : Tone::plain);
    Table t;
    t.left = {true, false, true};
    t.add({{"", Tone::dim}, {"seasons played", Tone::dim}, {"", Tone::dim}});
    for (const auto& [plan, n] : b.replications_by_plan) {
        std::string remark = plan == b.plan ? "best" : "";
        for (const auto& [name, at] : b.dropped_at)
            if (name == plan) remark = fmt::format("out after {}", at);
        for (const auto& [name, state] : b.targets)
            if (name == plan && state == "misses") remark += ", misses a target";
        if (std::find(b.not_separated.begin(), b.not_separated.end(), plan) != b.not_separated.end()) remark = "not separated";
        t.add({{plan, Tone::bold}, {value_text(n, Unit::count)}, {remark, Tone::dim}});
    }
    table(t);
    if (b.subject_to_targets)
        paragraph(
            "On average is over all seasons: a single one may still miss a target. How often a plan meets all of them in a "
            "season "
            "stands above (all targets met).",
            Tone::dim);
}

}  // namespace peakline
