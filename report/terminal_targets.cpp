// Which targets are met: of one plan, with the figures; of several side by side.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/metric.hpp"
#include "report/terminal_writer.hpp"
#include "report/text.hpp"

namespace peakline {

namespace {

// A target as plans may have it, and what became of it in each; nullptr: the plan has no such target.
struct TargetRow {
    std::string owner, metric;
    double target;
    std::vector<const Estimate*> plans;
};

// In the order of the first plan; a plan with another value of the same target has a row of its own.
std::vector<TargetRow> target_rows_of(const std::vector<PlanResults>& plans) {
    std::vector<TargetRow> rows;
    const auto take = [&](std::size_t p, const std::string& owner, const Metrics& metrics) {
        for (const auto& [name, e] : metrics) {
            if (!e.target) continue;
            auto row = rows.begin();
            while (row != rows.end() && !(row->owner == owner && row->metric == name && row->target == *e.target)) ++row;
            if (row == rows.end()) row = rows.insert(rows.end(), {owner, name, *e.target, {}});
            row->plans.resize(plans.size());
            row->plans[p] = &e;
        }
    };
    for (std::size_t p = 0; p < plans.size(); ++p) {
        for (const auto& queue : plans[p].queues) take(p, queue.name, queue.metrics);
        for (const auto& group : plans[p].groups) take(p, group.name, group.metrics);
        take(p, "total", plans[p].total);
    }
    return rows;
}

// "97 %" of seasons, "35 % *" where the target is missed on average, too.
Cell verdict(const Estimate* e, std::string_view metric) {
    if (!e) return {"-", Tone::dim};
    if (!std::isfinite(e->mean)) return {"no value", Tone::bad};
    const Tone tone = tone_of(e, metric);
    const std::string share = e->met ? chance_text(*e->met) : tone == Tone::bad ? "" : "met";
    return {tone == Tone::bad ? (share.empty() ? "missed" : share + " *") : share, tone};
}

bool never_missed(const Estimate* e, std::string_view metric) {
    return !e || (std::isfinite(e->mean) && tone_of(e, metric) != Tone::bad && e->met.value_or(1) >= 1);
}

// A share of few intervals moves far with each; told of the plan that has the fewest.
std::string few_intervals_remark(const TargetRow& row) {
    const Estimate* fewest = nullptr;
    for (const Estimate* e : row.plans)
        if (e && !few_intervals_text(*e).empty() && (!fewest || e->intervals < fewest->intervals)) fewest = e;
    if (!fewest) return {};
    return fmt::format("{}: {} is a share {} a season, or little more: one more or less moves it far. ", row.owner,
                       metric_info(row.metric).label, few_intervals_text(*fewest));
}

}  // namespace

std::string mean_beside_target(double mean, double target, std::string_view metric) {
    const Unit unit = metric_info(metric).unit;
    const std::string usual = value_text(mean, unit);
    const bool floor = target_is_floor(metric);
    if (!(floor ? mean < target : mean > target) || usual != value_text(target, unit)) return usual;
    const bool share = unit == Unit::share || unit == Unit::rate;
    const char* const after = share ? " %" : unit == Unit::seconds ? " s" : unit == Unit::hours ? " h" : "";
    const auto text = [&](double value, int decimals) {
        const std::string digits = fmt::format("{:.{}f}", share ? 100 * value : value, decimals);
        const auto point = std::min(digits.find('.'), digits.size());
        return value_text(std::stod(digits.substr(0, point)), Unit::count) + digits.substr(point) + after;
    };
    const int least = unit == Unit::rate ? 2 : share ? 1 : 0;
    for (int decimals = least; decimals <= least + 3; ++decimals)
        if (const std::string exact = text(mean, decimals); exact != text(target, decimals)) return exact;
    return (floor ? "<" : ">") + usual;
}

void TerminalWriter::target_rows(Table& t, std::string_view owner, const Metrics& metrics) const {
    for (const auto& [name, e] : metrics) {
        if (!e.target) continue;
        const auto info = metric_info(name);
        std::string label(info.label);
        if (name == "service_level")
            if (const auto within = within_of(results_, owner)) label += " in " + value_text(*within, Unit::seconds);
        if (const auto few = few_intervals_text(e); !few.empty()) label = "On target " + few;
        std::string chance = "-";
        if (e.met) chance = chance_text(*e.met);
        if (e.met && std::isfinite(e.met_ci95.low))
            chance +=
                fmt::format(" ({}{:.0f}-{:.0f} %)", wide() ? "95 % interval " : "", 100 * e.met_ci95.low, 100 * e.met_ci95.high);
        const Tone tone = tone_of(&e, name);
        const bool measured = std::isfinite(e.mean);  // what nothing was measured for counts as missed
        const char* verdict = !measured ? "NO VALUE" : tone == Tone::plain ? "" : tone == Tone::bad ? "MISSED" : "met";
        t.add({{std::string(owner)},
               {label},
               {(target_is_floor(info.name) ? "≥ " : "≤ ") + value_text(*e.target, info.unit)},
               {mean_beside_target(e.mean, *e.target, name), tone},
               {verdict, measured ? tone : Tone::bad},
               {chance}});
    }
}

void TerminalWriter::targets(const PlanResults& plan) {
    Table t;
    t.left = {true, true, false, false, true, true};
    t.add({{"Queue", Tone::dim},
           {"metric", Tone::dim},
           {"target", Tone::dim},
           {"mean", Tone::dim},
           {""},
           {"met in seasons", Tone::dim}});
    for (const auto& queue : plan.queues) target_rows(t, queue.name, queue.metrics);
    for (const auto& group : plan.groups) target_rows(t, group.name, group.metrics);
    target_rows(t, "total", plan.total);
    if (t.rows.size() == 1) return;
    title("Targets");
    table(t);
    if (!plan.all_targets_met) return;
    std::string all = fmt::format("All of them together: met in {} of seasons", chance_text(*plan.all_targets_met));
    if (std::isfinite(plan.all_targets_met_ci95.low))
        all += fmt::format(" (95 % interval {:.0f}-{:.0f} %)", 100 * plan.all_targets_met_ci95.low,
                           100 * plan.all_targets_met_ci95.high);
    line(all);
}

// One table for all plans where there is something to tell: targets below one another, plans side by side. "All targets met" of the
// table of plans says it where there is but one target.
void TerminalWriter::target_overview() {
    const std::vector<TargetRow> targets = target_rows_of(results_.plans);
    std::string always, few;
    Table t;
    t.folds = true;
    std::vector<Cell> head = {{"", Tone::dim}};
    for (const auto& plan : results_.plans) head.push_back({fitted(plan.name, 16), Tone::dim});
    t.add(head);
    for (const TargetRow& row : targets) {
        const auto info = metric_info(row.metric);
        const std::string name = fmt::format("{}: {} {} {}", row.owner, info.label, target_is_floor(info.name) ? "≥" : "≤",
                                             value_text(row.target, info.unit));
        const auto met = [&](const Estimate* e) { return never_missed(e, row.metric); };
        if (std::all_of(row.plans.begin(), row.plans.end(), met)) {
            always += (always.empty() ? "" : ", ") + name;
            continue;
        }
        few += few_intervals_remark(row);
        std::vector<Cell> cells = {{name, Tone::bold}};
        for (const Estimate* e : row.plans) cells.push_back(verdict(e, row.metric));
        t.add(cells);
    }
    if (targets.size() < 2 || t.rows.size() == 1) return;
    title("Targets (share of seasons that meet each; *: missed on average)");
    table(t);
    if (!few.empty()) paragraph(few, Tone::dim);
    if (!always.empty()) paragraph("In every season of every plan: " + always, Tone::dim);
}

}  // namespace peakline
