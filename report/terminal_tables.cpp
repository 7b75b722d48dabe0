#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "report/metric.hpp"
#include "report/terminal_writer.hpp"
#include "report/text.hpp"

namespace peakline {

const Estimate* find_metric(const Metrics& metrics, std::string_view name) {
    const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const auto& m) { return m.first == name; });
    return found == metrics.end() ? nullptr : &found->second;
}

namespace {

bool missed(const Estimate& e, std::string_view metric) {
    if (!e.target || !std::isfinite(e.mean)) return false;
    return target_is_floor(metric) ? e.mean < *e.target : e.mean > *e.target;
}

}  // namespace

std::optional<double> within_of(const Results& results, std::string_view queue) {
    for (const auto& q : results.queues)
        if (q.name == queue) return q.within;
    return std::nullopt;
}

std::string mean_text(const Metrics& metrics, std::string_view name) {
    const auto* e = find_metric(metrics, name);
    return value_text(e ? e->mean : no_value, metric_info(name).unit);
}

Tone tone_of(const Estimate* e, std::string_view metric) {
    if (!e || !e->target || !std::isfinite(e->mean)) return Tone::plain;
    return missed(*e, metric) ? Tone::bad : Tone::good;
}

void TerminalWriter::queues(const PlanResults& plan) {
    std::set<double> waits;
    for (const auto& q : results_.queues)
        if (q.within) waits.insert(*q.within);
    const bool shared = waits.size() == 1;
    Table t;
    t.add({{""}, {""}, {""}, {""}, {"abandon-", Tone::dim}, {"service", Tone::dim}, {"speed of", Tone::dim}, {""}});
    const std::string level = shared ? "in " + value_text(*waits.begin(), Unit::seconds) : "level";
    t.add({{"Queue", Tone::dim},
           {"offered", Tone::dim},
           {"answered", Tone::dim},
           {"abandoned", Tone::dim},
           {"ment", Tone::dim},
           {level, Tone::dim},
           {"answer", Tone::dim},
           {"backlog", Tone::dim}});
    for (const auto& queue : plan.queues) queue_rows(t, queue, shared);
    table(t);
}

void TerminalWriter::queue_rows(Table& t, const NamedMetrics& queue, bool shared_within) const {
    static constexpr std::array columns = {"offered", "answered", "abandoned", "abandonment", "service_level", "asa", "backlog"};
    std::vector<Cell> mean = {{queue.name, Tone::bold}}, half = {{"  ±", Tone::dim}}, low = {{"  5 % low", Tone::dim}},
                      high = {{"  5 % high", Tone::dim}};
    std::vector<Cell> range = {{"  seasons", Tone::dim}};
    if (const auto within = within_of(results_, queue.name); within && !shared_within)
        mean[0].text += " (" + value_text(*within, Unit::seconds) + ")";
    bool spread = false;
    for (const std::string_view name : columns) {
        const auto unit = metric_info(name).unit;
        const auto* e = find_metric(queue.metrics, name);
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

void TerminalWriter::groups(const PlanResults& plan) {
    static constexpr std::array columns = {"occupancy", "paid_hours", "overtime", "cost", "answered_per_paid_hour"};
    if (plan.groups.empty()) return;
    title("Agents");
    Table t;
    std::vector<Cell> head = {{"Group", Tone::dim}};
    const std::string money = results_.currency.empty() ? "cost" : "cost, " + results_.currency;
    for (const auto* text : {"occupancy", "paid hours", "overtime", money.c_str(), "answered/h"})
        head.push_back({text, Tone::dim});
    t.add(head);
    for (const auto& group : plan.groups) {
        std::vector<Cell> row = {{group.name, Tone::bold}}, half = {{"  ±", Tone::dim}};
        bool spread = false;
        for (const std::string_view name : columns) {
            const auto* e = find_metric(group.metrics, name);
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

void TerminalWriter::totals(const PlanResults& plan) {
    static constexpr std::array headlines = {
        "contact_rate", "cost", "fcr", "attempts_per_case", "unreached", "attempts_of_unreached", "units_per_paid_hour"};
    Table t;
    t.left = {true, false, true, true};
    for (const std::string_view name : headlines) {
        const auto* e = find_metric(plan.total, name);
        if (!e || !std::isfinite(e->mean)) continue;
        const auto info = metric_info(name);
        const auto half = half_width_text(*e, info.unit);
        const auto range = range_text(e->p05, e->p95, info.unit);
        std::string label(info.label);
        if (info.unit == Unit::money && !results_.currency.empty()) label += ", " + results_.currency;
        t.add({{label},
               {value_text(e->mean, info.unit), tone_of(e, name)},
               {half.empty() ? "" : "± " + half, Tone::dim},
               {range.empty() ? "" : "seasons " + range, Tone::dim}});
    }
    if (t.rows.empty()) return;
    title("All queues together");
    table(t);
}

// Live queues are ranked by how few were answered in time, deferred ones by how much waited.
void TerminalWriter::worst(const std::vector<WorstPeriod>& periods, const char* period) {
    std::vector<WorstPeriod> live, deferred;
    std::map<std::string, int> shown;
    for (const auto& p : periods) {
        if (!style_.detail && ++shown[p.queue] > 3) continue;
        const auto queue =
            std::find_if(results_.queues.begin(), results_.queues.end(), [&](const auto& q) { return q.name == p.queue; });
        const bool is_live = queue == results_.queues.end() || queue->medium == "voice" || queue->medium == "chat";
        (is_live ? live : deferred).push_back(p);
    }
    if (!live.empty()) worst_live(live, period);
    if (!deferred.empty()) worst_deferred(deferred, period);
}

void TerminalWriter::worst_live(const std::vector<WorstPeriod>& periods, const char* period) {
    title(fmt::format("Worst {}s (share of seasons in which it was the worst {})", period, period));
    Table t;
    t.left = {true, true};
    t.add({{""}, {""}, {""}, {"abandon-", Tone::dim}, {"service", Tone::dim}, {"speed of", Tone::dim}, {"worst", Tone::dim}});
    t.add({{period, Tone::dim},
           {"queue", Tone::dim},
           {"offered", Tone::dim},
           {"ment", Tone::dim},
           {"level", Tone::dim},
           {"answer", Tone::dim},
           {"in", Tone::dim}});
    for (const auto& p : periods)
        t.add({{date_text(p.label)},
               {fitted(p.queue, 16)},
               {value_text(p.offered, Unit::count)},
               {value_text(p.abandonment, Unit::share)},
               {value_text(p.service_level, Unit::share)},
               {value_text(p.asa, Unit::seconds)},
               {chance_text(p.worst_share)}});
    table(t);
}

void TerminalWriter::worst_deferred(const std::vector<WorstPeriod>& periods, const char* period) {
    title(fmt::format("Most work waiting, by {} (share of seasons in which it was the most)", period));
    Table t;
    t.left = {true, true};
    t.add({{period, Tone::dim},
           {"queue", Tone::dim},
           {"highest backlog", Tone::dim},
           {"offered", Tone::dim},
           {"most in", Tone::dim}});
    for (const auto& p : periods)
        t.add({{date_text(p.label)},
               {fitted(p.queue, 16)},
               {value_text(p.backlog_max, Unit::count)},
               {value_text(p.offered, Unit::count)},
               {chance_text(p.worst_share)}});
    table(t);
}

void TerminalWriter::reasons(const PlanResults& plan) {
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

void TerminalWriter::rules(const PlanResults& plan) {
    if (plan.rules.empty()) return;
    title("How often rules acted in a season");
    Table t;
    t.add({{"Rule", Tone::dim}, {"times", Tone::dim}, {"range of seasons", Tone::dim}, {"in force", Tone::dim}});
    for (const auto& rule : plan.rules) {
        const Estimate& acted = *find_metric(rule.metrics, "acted");
        t.add({{rule.name, Tone::bold},
               {value_text(acted.mean, Unit::ratio)},
               {range_text(acted.p05, acted.p95, Unit::count), Tone::dim},
               {mean_text(rule.metrics, "in_force")}});
    }
    table(t);
}

void TerminalWriter::every_metric(const PlanResults& plan) {
    const auto list = [&](std::string_view owner, const Metrics& metrics) {
        title(fmt::format("Every metric: {}", owner));
        Table t;
        t.left = {true, false, true, true};
        t.whole_names = true;
        for (const auto& [name, e] : metrics) {
            const auto info = metric_info(name);
            const auto half = half_width_text(e, info.unit);
            const auto range = range_text(e.p05, e.p95, info.unit);
            const auto few = few_intervals_text(e);
            t.add({{name},
                   {value_text(e.mean, info.unit)},
                   {half.empty() ? "" : "± " + half, Tone::dim},
                   {range + (range.empty() || few.empty() ? "" : ", ") + few, Tone::dim}});
        }
        table(t);
    };
    for (const auto& queue : plan.queues) list(queue.name, queue.metrics);
    for (const auto& group : plan.groups) list(group.name, group.metrics);
    for (const auto& reason : plan.reasons) list(reason.name, reason.metrics);
    list("total", plan.total);
}

}  // namespace peakline
