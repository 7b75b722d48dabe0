#include "report/terminal.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "report/metric.hpp"
#include "report/table.hpp"
#include "report/text.hpp"

namespace peakline {

namespace {

constexpr std::size_t unlimited = 10000;

const Estimate* find(const Metrics& metrics, std::string_view name) {
    const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const auto& m) { return m.first == name; });
    return found == metrics.end() ? nullptr : &found->second;
}

std::string mean_text(const Metrics& metrics, std::string_view name) {
    const auto* e = find(metrics, name);
    return value_text(e ? e->mean : no_value, metric_info(name).unit);
}

std::optional<double> within_of(const Results& results, std::string_view queue) {
    for (const auto& q : results.queues)
        if (q.name == queue) return q.within;
    return std::nullopt;
}

// Whether the mean is on the wrong side of its target; a metric without a direction is compared as "at most".
bool missed(const Estimate& e, std::string_view metric) {
    if (!e.target || !std::isfinite(e.mean)) return false;
    return metric_info(metric).better == Better::higher ? e.mean < *e.target : e.mean > *e.target;
}

Tone tone_of(const Estimate* e, std::string_view metric) {
    if (!e || !e->target || !std::isfinite(e->mean)) return Tone::plain;
    return missed(*e, metric) ? Tone::bad : Tone::good;
}

class Writer {
public:
    Writer(const Results& results, const TerminalStyle& style)
        : results_(results), style_(style), width_(std::max<std::size_t>(style.width, 60)) {}

    std::string report() {
        heading();
        if (results_.plans.size() > 1) plan_overview();
        for (const auto& plan : results_.plans) plan_section(plan);
        if (results_.comparison) comparison(*results_.comparison);
        closing();
        return std::move(out_);
    }

private:
    void line(std::string_view text, Tone tone = Tone::plain) { out_ += toned(fitted(text, unlimited), tone, style_.colour) + "\n"; }
    void title(std::string_view text) {
        out_ += "\n";
        line(text, Tone::bold);
    }
    void paragraph(std::string_view text) { out_ += wrapped(text, width_); }
    void table(const Table& t) { out_ += t.text(width_, style_.colour); }
    bool wide() const { return width_ >= 120; }

    void heading();
    void plan_overview();
    void plan_section(const PlanResults& plan);
    void queues(const PlanResults& plan);
    void queue_rows(Table& t, const NamedMetrics& queue, bool shared_within) const;
    void targets(const PlanResults& plan);
    void target_rows(Table& t, std::string_view owner, const Metrics& metrics) const;
    void groups(const PlanResults& plan);
    void totals(const PlanResults& plan);
    void worst(const std::vector<WorstPeriod>& periods, std::string_view heading, std::string_view first_column);
    void reasons(const PlanResults& plan);
    void every_metric(const PlanResults& plan);
    void comparison(const Comparison& c);
    void closing();

    const Results& results_;
    TerminalStyle style_;
    std::size_t width_;
    std::string out_;
};

void Writer::heading() {
    line(results_.scenario, Tone::bold);
    if (!results_.description.empty()) paragraph(results_.description);
    const auto& dates = results_.dates;
    std::string what;
    if (!dates.empty())
        what = fmt::format("{} {}, {} to {}, {} intervals, {}; ", dates.size(), dates.size() == 1 ? "day" : "days", date_text(dates.front()),
                           date_text(dates.back()), results_.interval, results_.zone);
    paragraph(fmt::format("{}{} {} of the season, seed {}", what, value_text(results_.replications, Unit::count),
                          results_.replications == 1 ? "replication" : "replications", results_.seed));
}

void Writer::plan_overview() {
    title("Plans");
    Table t;
    std::vector<Cell> head = {{"", Tone::dim}};
    for (const auto& q : results_.queues) head.push_back({fitted(q.name, 14), Tone::dim});
    head.insert(head.end(), {{"cost", Tone::dim}, {"all targets met", Tone::dim}});
    t.add(head);
    for (const auto& plan : results_.plans) {
        std::vector<Cell> row = {{plan.name, Tone::bold}};
        for (const auto& q : results_.queues) {
            const auto queue = std::find_if(plan.queues.begin(), plan.queues.end(), [&](const auto& n) { return n.name == q.name; });
            const auto* level = queue == plan.queues.end() ? nullptr : find(queue->metrics, "service_level");
            row.push_back({value_text(level ? level->mean : no_value, Unit::share), tone_of(level, "service_level")});
        }
        row.push_back({mean_text(plan.total, "cost")});
        row.push_back({plan.all_targets_met ? chance_text(*plan.all_targets_met) : "-"});
        t.add(row);
    }
    table(t);
    line("Service level by queue" + (results_.currency.empty() ? std::string() : ", cost in " + results_.currency), Tone::dim);
}

void Writer::queues(const PlanResults& plan) {
    std::set<double> waits;
    for (const auto& q : results_.queues)
        if (q.within) waits.insert(*q.within);
    const bool shared = waits.size() == 1;
    Table t;
    t.add({{""}, {""}, {""}, {""}, {"abandon-", Tone::dim}, {"service", Tone::dim}, {"speed of", Tone::dim}, {""}});
    const std::string level = shared ? "in " + value_text(*waits.begin(), Unit::seconds) : "level";
    t.add({{"Queue", Tone::dim}, {"offered", Tone::dim}, {"answered", Tone::dim}, {"abandoned", Tone::dim}, {"ment", Tone::dim},
           {level, Tone::dim}, {"answer", Tone::dim}, {"backlog", Tone::dim}});
    for (const auto& queue : plan.queues) queue_rows(t, queue, shared);
    table(t);
}

void Writer::queue_rows(Table& t, const NamedMetrics& queue, bool shared_within) const {
    static constexpr std::array columns = {"offered", "answered", "abandoned", "abandonment", "service_level", "asa", "backlog"};
    std::vector<Cell> mean = {{queue.name, Tone::bold}}, half = {{"  ±", Tone::dim}}, low = {{"  5 % low", Tone::dim}}, high = {{"  5 % high", Tone::dim}};
    std::vector<Cell> range = {{"  seasons", Tone::dim}};
    if (const auto within = within_of(results_, queue.name); within && !shared_within) mean[0].text += " (" + value_text(*within, Unit::seconds) + ")";
    bool spread = false;
    for (const std::string_view name : columns) {
        const auto unit = metric_info(name).unit;
        const auto* e = find(queue.metrics, name);
        const auto plus_minus = e ? half_width_text(*e, unit) : std::string();
        mean.push_back({value_text(e ? e->mean : no_value, unit), tone_of(e, name)});
        if (wide() && !plus_minus.empty()) mean.back().text += " ± " + plus_minus;
        half.push_back({plus_minus, Tone::dim});
        low.push_back({e && std::isfinite(e->p05) ? value_text(e->p05, unit) : "", Tone::dim});
        high.push_back({e && std::isfinite(e->p95) ? value_text(e->p95, unit) : "", Tone::dim});
        range.push_back({e ? range_text(e->p05, e->p95, unit) : "", Tone::dim});
        spread = spread || !plus_minus.empty() || !low.back().text.empty();
    }
    t.add(mean);
    if (!spread) return;
    if (wide()) return t.add(range);
    t.add(half);
    t.add(low);
    t.add(high);
}

void Writer::target_rows(Table& t, std::string_view owner, const Metrics& metrics) const {
    for (const auto& [name, e] : metrics) {
        if (!e.target) continue;
        const auto info = metric_info(name);
        std::string label(info.label);
        if (name == "service_level")
            if (const auto within = within_of(results_, owner)) label += " in " + value_text(*within, Unit::seconds);
        std::string chance = "-";
        if (e.met) {
            chance = fmt::format("met in {} of seasons", chance_text(*e.met));
            if (std::isfinite(e.met_ci95.low)) chance += fmt::format(" ({:.0f}-{:.0f} %)", 100 * e.met_ci95.low, 100 * e.met_ci95.high);
        }
        const Tone tone = tone_of(&e, name);
        const char* verdict = tone == Tone::plain ? "" : tone == Tone::bad ? "MISSED" : "met";
        t.add({{std::string(owner)}, {label}, {(info.better == Better::higher ? "≥ " : "≤ ") + value_text(*e.target, info.unit)},
               {value_text(e.mean, info.unit), tone}, {verdict, tone}, {chance}});
    }
}

void Writer::targets(const PlanResults& plan) {
    Table t;
    t.left = {true, true, false, false, true, true};
    for (const auto& queue : plan.queues) target_rows(t, queue.name, queue.metrics);
    for (const auto& group : plan.groups) target_rows(t, group.name, group.metrics);
    target_rows(t, "total", plan.total);
    if (t.rows.empty()) return;
    title("Targets");
    table(t);
    if (!plan.all_targets_met) return;
    std::string all = fmt::format("All of them together: met in {} of seasons", chance_text(*plan.all_targets_met));
    if (std::isfinite(plan.all_targets_met_ci95.low))
        all += fmt::format(" (95 % interval {:.0f}-{:.0f} %)", 100 * plan.all_targets_met_ci95.low, 100 * plan.all_targets_met_ci95.high);
    line(all);
}

void Writer::groups(const PlanResults& plan) {
    static constexpr std::array columns = {"occupancy", "paid_hours", "overtime", "cost", "answered_per_paid_hour"};
    if (plan.groups.empty()) return;
    title("Agents");
    Table t;
    std::vector<Cell> head = {{"Group", Tone::dim}};
    const std::string money = results_.currency.empty() ? "cost" : "cost, " + results_.currency;
    for (const auto* text : {"occupancy", "paid hours", "overtime", money.c_str(), "answered/h"}) head.push_back({text, Tone::dim});
    t.add(head);
    for (const auto& group : plan.groups) {
        std::vector<Cell> row = {{group.name, Tone::bold}}, half = {{"  ±", Tone::dim}};
        bool spread = false;
        for (const std::string_view name : columns) {
            const auto* e = find(group.metrics, name);
            const auto unit = metric_info(name).unit;
            row.push_back({value_text(e ? e->mean : no_value, unit), tone_of(e, name)});
            half.push_back({e ? half_width_text(*e, unit) : "", Tone::dim});
            spread = spread || !half.back().text.empty();
        }
        t.add(row);
        if (spread) t.add(half);
    }
    table(t);
}

void Writer::totals(const PlanResults& plan) {
    static constexpr std::array headlines = {"contact_rate", "cost", "fcr", "attempts_per_case", "unreached", "attempts_of_unreached", "units_per_paid_hour"};
    Table t;
    t.left = {true, false, true, true};
    for (const std::string_view name : headlines) {
        const auto* e = find(plan.total, name);
        if (!e || !std::isfinite(e->mean)) continue;
        const auto info = metric_info(name);
        const auto half = half_width_text(*e, info.unit);
        const auto range = range_text(e->p05, e->p95, info.unit);
        std::string label(info.label);
        if (info.unit == Unit::money && !results_.currency.empty()) label += ", " + results_.currency;
        t.add({{label}, {value_text(e->mean, info.unit), tone_of(e, name)}, {half.empty() ? "" : "± " + half, Tone::dim},
               {range.empty() ? "" : "seasons " + range, Tone::dim}});
    }
    if (t.rows.empty()) return;
    title("All queues together");
    table(t);
}

void Writer::worst(const std::vector<WorstPeriod>& periods, std::string_view heading, std::string_view first_column) {
    if (periods.empty()) return;
    title(heading);
    Table t;
    t.left = {true, true};
    t.add({{""}, {""}, {""}, {"abandon-", Tone::dim}, {"service", Tone::dim}, {"speed of", Tone::dim}, {"worst", Tone::dim}});
    t.add({{std::string(first_column), Tone::dim}, {"queue", Tone::dim}, {"offered", Tone::dim}, {"ment", Tone::dim},
           {"level", Tone::dim}, {"answer", Tone::dim}, {"in", Tone::dim}});
    std::map<std::string, int> shown;
    for (const auto& p : periods) {
        if (!style_.detail && ++shown[p.queue] > 3) continue;
        t.add({{date_text(p.label)}, {fitted(p.queue, 16)}, {value_text(p.offered, Unit::count)}, {value_text(p.abandonment, Unit::share)},
               {value_text(p.service_level, Unit::share)}, {value_text(p.asa, Unit::seconds)}, {chance_text(p.worst_share)}});
    }
    table(t);
}

void Writer::reasons(const PlanResults& plan) {
    static constexpr std::array columns = {"needs", "prevented", "contained", "resolved", "lost", "open"};
    if (plan.reasons.empty()) return;
    title("Why customers contact us");
    Table t;
    std::vector<Cell> head = {{"Reason", Tone::dim}};
    for (const auto* name : columns) head.push_back({name, Tone::dim});
    t.add(head);
    for (const auto& reason : plan.reasons) {
        std::vector<Cell> row = {{reason.name, Tone::bold}};
        for (const auto* name : columns) row.push_back({mean_text(reason.metrics, name)});
        t.add(row);
    }
    table(t);
}

void Writer::every_metric(const PlanResults& plan) {
    const auto list = [&](std::string_view owner, const Metrics& metrics) {
        title(fmt::format("Every metric: {}", owner));
        Table t;
        t.left = {true, false, true, true};
        for (const auto& [name, e] : metrics) {
            const auto info = metric_info(name);
            const auto half = half_width_text(e, info.unit);
            const auto range = range_text(e.p05, e.p95, info.unit);
            t.add({{name}, {value_text(e.mean, info.unit)}, {half.empty() ? "" : "± " + half, Tone::dim}, {range, Tone::dim}});
        }
        table(t);
    };
    for (const auto& queue : plan.queues) list(queue.name, queue.metrics);
    for (const auto& group : plan.groups) list(group.name, group.metrics);
    list("total", plan.total);
}

void Writer::plan_section(const PlanResults& plan) {
    const bool alone = results_.plans.size() == 1 && plan.name == "baseline";
    title(alone ? "The season" : "Plan " + plan.name);
    queues(plan);
    targets(plan);
    groups(plan);
    totals(plan);
    worst(plan.worst_days, "Worst days (share of seasons in which the day was the worst)", "Day");
    worst(plan.worst_intervals, "Worst hours (share of seasons in which the interval was the worst)", "Interval");
    reasons(plan);
    if (style_.detail) every_metric(plan);
}

void Writer::comparison(const Comparison& c) {
    static const std::set<std::string_view> headlines = {"offered", "service_level", "abandonment", "asa", "backlog", "cost", "contact_rate"};
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
            t.add({{key}, {difference_text(d.difference, info.unit), tone}, {low + " to " + high, Tone::dim},
                   {std::isfinite(d.better) ? chance_text(d.better) + " of seasons" : "-"}});
        }
        table(t);
    }
}

void Writer::closing() {
    out_ += "\n";
    if (results_.replications > 1)
        out_ += toned(wrapped(wide() ? "±: 95 % interval of the mean (how well the replications pin it down). Seasons: nine in ten lie in this range."
                                     : "±: 95 % interval of the mean (how well the replications pin it down). 5\u00A0%\u00A0low, 5\u00A0%\u00A0high: one season in "
                                       "twenty lies below, one above; nine in ten lie between.", width_), Tone::dim, style_.colour);
    for (const auto& note : results_.notes) out_ += toned(wrapped("Note: " + note, width_), Tone::dim, style_.colour);
}

}  // namespace

std::string terminal_report(const Results& results, const TerminalStyle& style) { return Writer(results, style).report(); }

}  // namespace peakline
