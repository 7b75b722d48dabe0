// Which plan, by how much, how surely, and what did it.
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

std::string label_of(std::string_view key, std::size_t queues) {
    const auto [owner, metric] = parts_of(key);
    const auto info = metric_info(metric);
    return owner == "total" || queues < 2 ? std::string(info.label) : fmt::format("{}: {}", owner, info.label);
}

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

std::string TerminalWriter::lead_metric() const {
    if (results_.comparison && results_.comparison->best) return results_.comparison->best->metric;
    for (const auto& queue : results_.queues)
        if (queue.within) return queue.name + ".service_level";
    return "total.cost";
}

void TerminalWriter::plan_overview() {
    title("Plans");
    const std::string lead = lead_metric();
    const auto info = metric_info(parts_of(lead).metric);
    struct Column {
        std::string key, head;
    };
    std::vector<Column> columns = {{lead, label_of(lead, results_.queues.size())}};
    for (const Column& column : {Column{"total.service_level", "service level"}, Column{"total.abandonment", "abandoned"},
                                 Column{"total.cost", "cost"}}) {
        const bool known = std::any_of(results_.plans.begin(), results_.plans.end(), [&](const auto& plan) {
            const Estimate* e = find_value(plan, column.key);
            return e && std::isfinite(e->mean);
        });
        const bool twice =
            column.key == lead || (results_.queues.size() == 1 && parts_of(column.key).metric == parts_of(lead).metric);
        if (known && !twice) columns.push_back(column);
    }
    Table t;
    std::vector<Cell> head = {{"", Tone::dim}};
    for (const Column& column : columns) head.push_back({fitted(column.head, 22), Tone::dim});
    const bool targets = std::any_of(results_.plans.begin(), results_.plans.end(),
                                     [](const auto& plan) { return plan.all_targets_met.has_value(); });
    if (targets) head.push_back({"all targets met", Tone::dim});
    t.add(head);
    for (const auto& plan : results_.plans) {
        std::vector<Cell> row = {{plan.name, Tone::bold}};
        for (const Column& column : columns) {
            const auto [owner, metric] = parts_of(column.key);
            const Estimate* e = find_value(plan, column.key);
            row.push_back({value_text(e ? e->mean : no_value, metric_info(metric).unit), tone_of(e, metric)});
        }
        if (targets) row.push_back({plan.all_targets_met ? chance_text(*plan.all_targets_met) : "-"});
        t.add(row);
    }
    table(t);
    if (!results_.currency.empty()) line("Cost in " + results_.currency, Tone::dim);
    if (!results_.comparison) return;
    const Comparison& c = *results_.comparison;
    title(fmt::format("{} against {}, same customers", label_of(lead, 2), c.baseline));
    Table d;
    d.left = {true, false, false};
    d.add({{"", Tone::dim}, {"difference", Tone::dim}, {"95 % interval", Tone::dim}, {"better in", Tone::dim}});
    for (const auto& plan : results_.plans) {
        const Difference* difference = find_difference(c, plan.name, lead);
        if (!difference) continue;
        d.add({{plan.name, Tone::bold},
               {difference_text(difference->difference, info.unit), tone_of_difference(difference->ci95, info.better)},
               {interval_of(difference->ci95, info.unit), Tone::dim},
               {std::isfinite(difference->better) ? chance_text(difference->better) + " of seasons" : "-"}});
    }
    table(d);
    queue_overview();
}

void TerminalWriter::queue_overview() {
    std::vector<std::string> queues;
    for (const auto& q : results_.queues)
        if (q.within) queues.push_back(q.name);
    if (queues.size() < 2) return;
    title("Service level by queue");
    Table t;
    std::vector<Cell> head = {{"", Tone::dim}};
    for (const auto& name : queues) head.push_back({fitted(name, 14), Tone::dim});
    t.add(head);
    for (const auto& plan : results_.plans) {
        std::vector<Cell> row = {{plan.name, Tone::bold}};
        for (const auto& name : queues) {
            const Estimate* level = find_value(plan, name + ".service_level");
            row.push_back({value_text(level ? level->mean : no_value, Unit::share), tone_of(level, "service_level")});
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
}

void TerminalWriter::levers(const LeverResults& results) {
    title(fmt::format("What did it: {} against {}", results.plan, results.from));
    const auto value = [](const std::vector<std::pair<std::string, LeverEffect>>& effects, std::string_view key) {
        const auto found = std::find_if(effects.begin(), effects.end(), [&](const auto& e) { return e.first == key; });
        return found == effects.end() ? LeverEffect{} : found->second;
    };
    std::vector<std::string> keys = {lead_metric()};
    if (keys[0] != "total.cost") keys.emplace_back("total.cost");
    if (style_.detail)
        for (const auto& [key, whole] : results.whole)
            if (std::find(keys.begin(), keys.end(), key) == keys.end() && std::isfinite(whole.difference)) keys.push_back(key);
    for (const auto& key : keys) {
        const auto whole =
            std::find_if(results.whole.begin(), results.whole.end(), [&](const auto& w) { return w.first == key; });
        if (whole == results.whole.end() || !std::isfinite(whole->second.difference)) continue;
        const Unit unit = metric_info(parts_of(key).metric).unit;
        Table t;
        t.left = {true, false, false};
        t.add({{label_of(key, 2), Tone::dim},
               {"share", Tone::dim},
               {"± error", Tone::dim},
               {"alone", Tone::dim},
               {"if removed", Tone::dim}});
        for (const auto& [lever, effects] : results.levers) {
            const LeverEffect e = value(effects, key);
            t.add({{lever, Tone::bold},
                   {difference_text(e.share, unit)},
                   {std::isfinite(e.error) ? difference_text(e.error, unit).substr(1) : "", Tone::dim},
                   {difference_text(e.alone, unit)},
                   {difference_text(-e.removed, unit)}});
        }
        t.add({{"together", Tone::dim}, {difference_text(whole->second.difference, unit)}});
        table(t);
    }
    paragraph(fmt::format("Shares add up to the whole; alone and removed differ from them where levers interact. Errors are "
                          "standard errors; {} seasons{}.",
                          results.replications, results.exact ? "" : ", orders of levers sampled"),
              Tone::dim);
}

void TerminalWriter::point_costs(const Comparison& c) {
    const std::string lead = lead_metric();
    Table t;
    t.left = {true, false, false};
    for (const auto& [plan, costs] : c.point_costs)
        for (const auto& [key, cost] : costs) {
            if (!style_.detail && key != lead) continue;
            const bool known = std::isfinite(cost.cost);
            std::vector<Cell> row = {{plan, Tone::bold},
                                     {known ? value_text(cost.cost, Unit::money) : "not determined"},
                                     {known && std::isfinite(cost.ci95.low) ? value_text(cost.ci95.low, Unit::money) + " to " +
                                                                                  value_text(cost.ci95.high, Unit::money)
                                                                            : "",
                                      Tone::dim}};
            if (style_.detail) row.push_back({key, Tone::dim});
            t.add(row);
        }
    if (t.rows.empty()) return;
    title(fmt::format("What a point better costs{}", style_.detail ? "" : " (" + label_of(lead, 2) + ")"));
    table(t);
    paragraph("Difference of cost over difference of the metric; below 0: better and cheaper, or worse and dearer.", Tone::dim);
}

void TerminalWriter::robustness(const Robustness& r) {
    if (r.columns.empty()) return;
    title(fmt::format("Other seasons: {} (behind the best plan)", label_of(r.metric, 2)));
    const Unit unit = metric_info(parts_of(r.metric).metric).unit;
    Table t;
    std::vector<Cell> head = {{"", Tone::dim}};
    for (const auto& column : r.columns) head.push_back({column.season, Tone::dim});
    head.push_back({"most behind", Tone::dim});
    t.add(head);
    for (std::size_t p = 0; p < r.plans.size(); ++p) {
        std::vector<Cell> row = {{r.plans[p], Tone::bold}};
        for (const auto& column : r.columns) {
            const auto& cell = column.plans[p];
            row.push_back({value_text(cell.value, unit) +
                               (cell.regret > 0 ? " (" + difference_text(cell.regret, unit).substr(1) + ")" : ""),
                           cell.regret == 0 ? Tone::good : Tone::plain});
        }
        row.push_back({difference_text(r.largest_regret[p], unit).substr(r.largest_regret[p] > 0 ? 1 : 0)});
        t.add(row);
    }
    table(t);
    for (const auto& column : r.columns)
        paragraph(fmt::format("{}: {} ({} seasons)", column.season, column.meaning, column.replications), Tone::dim);
}

void TerminalWriter::variance(const PlanResults& plan) {
    const std::string lead = lead_metric();
    if (plan.variance_pairs == 0) return;
    Table t;
    t.add({{"", Tone::dim}, {"forecast", Tone::dim}, {"events", Tone::dim}, {"chance", Tone::dim}});
    for (const auto& [key, shares] : plan.variance) {
        if (!style_.detail && key != lead && key != "total.cost") continue;
        std::vector<Cell> row = {{label_of(key, 2), Tone::bold}};
        for (const VarianceShare& share : shares)
            row.push_back(
                {std::isfinite(share.share) ? fmt::format("{:.0f} % ± {:.0f}", 100 * share.share, 100 * share.error) : "-"});
        t.add(row);
    }
    if (t.rows.size() == 1) return;
    title("Where the spread between seasons comes from" + (results_.plans.size() > 1 ? ": " + plan.name : ""));
    table(t);
    paragraph(fmt::format("Shares of the variance with their standard errors, from {} seasons played twice more.{}",
                          plan.variance_pairs, plan.variance_clipped ? " Estimates below 0 are shown as 0." : ""),
              Tone::dim);
}

}  // namespace peakline
