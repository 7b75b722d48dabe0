#include "report/terminal.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "report/metric.hpp"
#include "report/sensitivity.hpp"
#include "report/terminal_writer.hpp"
#include "report/text.hpp"

namespace peakline {

std::string TerminalWriter::report() {
    heading();
    const bool several = results_.plans.size() > 1;
    if (several) plan_overview();
    if (results_.comparison) answers(*results_.comparison);
    if (!several || style_.detail)
        for (const auto& plan : results_.plans) plan_section(plan);
    if (results_.sensitivity) {
        title(fmt::format("What matters{}", several ? " in plan " + results_.sensitivity->plan : ""));
        out_ += sensitivity_text(*results_.sensitivity, {width_, style_.colour, style_.detail});
    }
    for (const auto& plan : results_.plans) variance(plan);
    if (results_.comparison && style_.detail) comparison(*results_.comparison);
    if (several && !style_.detail)
        out_ += "\n", line("Queues, agents, worst days and reasons of every plan: --detail", Tone::dim);
    closing();
    return std::move(out_);
}

void TerminalWriter::answers(const Comparison& c) {
    if (c.best) best(*c.best);
    for (const auto& results : c.levers) levers(results);
    point_costs(c);
    if (c.robustness) robustness(*c.robustness);
}

void TerminalWriter::line(std::string_view text, Tone tone) {
    out_ += toned(fitted(text, std::numeric_limits<std::size_t>::max()), tone, style_.colour) + "\n";
}

void TerminalWriter::title(std::string_view text) {
    out_ += "\n";
    line(text, Tone::bold);
}

void TerminalWriter::paragraph(std::string_view text, Tone tone) { out_ += toned(wrapped(text, width_), tone, style_.colour); }

void TerminalWriter::table(const Table& t) { out_ += t.text(width_, style_.colour); }

void TerminalWriter::heading() {
    if (!results_.scenario.empty()) line(results_.scenario, Tone::bold);
    if (!results_.description.empty()) paragraph(results_.description);
    const auto& dates = results_.dates;
    std::string what;
    if (!dates.empty())
        what = fmt::format("{} {}, {} to {}, {} intervals, {}; ", dates.size(), dates.size() == 1 ? "day" : "days",
                           date_text(dates.front()), date_text(dates.back()), results_.interval, results_.zone);
    paragraph(fmt::format("{}{} {} of the season, seed {}", what, value_text(results_.replications, Unit::count),
                          results_.replications == 1 ? "replication" : "replications", results_.seed));
}

void TerminalWriter::plan_section(const PlanResults& plan) {
    const bool alone = results_.plans.size() == 1 && plan.name == "baseline";
    title(alone ? "The season" : "Plan " + plan.name);
    queues(plan);
    targets(plan);
    groups(plan);
    totals(plan);
    worst(plan.worst_days, "day");
    worst(plan.worst_intervals, "interval");
    reasons(plan);
    rules(plan);
    if (style_.detail) every_metric(plan);
}

void TerminalWriter::comparison(const Comparison& c) {
    static const std::set<std::string_view> headlines = {"offered", "service_level", "abandonment", "asa",
                                                         "backlog", "cost",          "contact_rate"};
    for (const auto& [plan, differences] : c.plans) {
        title(fmt::format("{} against {}, same customers", plan, c.baseline));
        Table t;
        t.left = {true, false, false};
        t.add({{"", Tone::dim}, {"difference", Tone::dim}, {"95 % interval", Tone::dim}, {"better in", Tone::dim}});
        for (const auto& [key, d] : differences) {
            const std::string_view metric = std::string_view(key).substr(key.find('.') + 1);
            if (!style_.detail && !headlines.contains(metric)) continue;
            const auto info = metric_info(metric);
            const auto low = difference_text(d.ci95.low, info.unit), high = difference_text(d.ci95.high, info.unit);
            const bool gain = info.better == Better::higher ? d.ci95.low > 0 : d.ci95.high < 0;
            const bool loss = info.better == Better::higher ? d.ci95.high < 0 : d.ci95.low > 0;
            const Tone tone = info.better == Better::neither ? Tone::plain : gain ? Tone::good : loss ? Tone::bad : Tone::plain;
            t.add({{key},
                   {difference_text(d.difference, info.unit), tone},
                   {low + " to " + high, Tone::dim},
                   {better_text(d, info.better)}});
        }
        table(t);
    }
}

void TerminalWriter::closing() {
    out_ += "\n";
    if (out_.find("±") != std::string::npos)
        paragraph("±: half of the 95\u00A0% interval (how well the replications pin a figure down).", Tone::dim);
    const bool ranges = results_.replications > 1 && (results_.plans.size() == 1 || style_.detail);
    if (ranges && wide()) paragraph("Seasons: nine in ten lie in this range.", Tone::dim);
    if (ranges && !wide())
        paragraph("5\u00A0% low, 5\u00A0% high: one season in twenty lies below, one above; nine in ten lie between.", Tone::dim);
    for (const auto& note : results_.notes) paragraph("Note: " + note, Tone::dim);
}

std::string terminal_report(const Results& results, const TerminalStyle& style) {
    return TerminalWriter(results, style).report();
}

}  // namespace peakline
