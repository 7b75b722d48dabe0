// Metrics that targets may speak of, with the unit of their values and what a scenario must have for them to exist.
#include "scenarios/metrics.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace peakline {

const std::vector<MetricRow>& metric_rows() {
    static const std::vector<MetricRow> rows{
        {"service_level", share(), true, true, Needs::within, "share served within `within`"},
        {"on_target", share(), true, false, Needs::level, "share of intervals with at least 10 offered that reach the target"},
        {"worst_interval", share(), true, false, Needs::within, "lowest service level of such an interval"},
        {"abandonment", share(), true, true, Needs::nothing, "share of offered who abandon"},
        {"asa", duration(), true, true, Needs::nothing, "mean wait of the answered"},
        {"wait_mean", duration(), true, true, Needs::nothing, "mean wait of all offered"},
        {"waited", share(), true, true, Needs::nothing, "share whom no agent took at once"},
        {"wait_p50", duration(), true, false, Needs::nothing, "median wait of the answered"},
        {"wait_p90", duration(), true, false, Needs::nothing, "wait that 90% of the answered stay below"},
        {"wait_p95", duration(), true, false, Needs::nothing, "wait that 95% of the answered stay below"},
        {"wait_max", duration(), true, false, Needs::nothing, "longest wait of the answered"},
        {"handle_time", duration(), true, true, Needs::nothing, "mean handle time"},
        {"first_reply", duration(), true, false, Needs::messages, "chat: joining to first message"},
        {"reply", duration(), true, false, Needs::messages, "chat: later message to reply"},
        {"conversation", duration(), true, false, Needs::chat, "chat: assignment to end"},
        {"backlog", count(), true, true, Needs::nothing, "items waiting at the period's end"},
        {"backlog_max", count(), true, false, Needs::nothing, "most items waiting"},
        {"backlog_age", duration(), true, false, Needs::nothing, "age of the oldest item"},
        {"days_to_clear", count(), true, false, Needs::nothing, "days from the highest backlog to a normal one"},
        {"peak_days", count(), true, true, Needs::target, "days on which a target was missed"},
        {"abandoned", count(), true, true, Needs::nothing, "contacts who abandon"},
        {"blocked", count(), true, true, Needs::nothing, "contacts who find no line"},
        {"balked", count(), true, true, Needs::nothing, "contacts who leave at once"},
        {"disconnected", count(), true, true, Needs::nothing, "contacts cut off at closing"},
        {"redials", count(), true, true, Needs::nothing, "attempts after a failed one"},
        {"repeats", count(), true, true, Needs::nothing, "returns of those not helped"},
        {"chases", count(), true, true, Needs::nothing, "customers who ask again"},
        {"transferred_out", count(), true, false, Needs::nothing, "contacts passed on"},
        {"occupancy", share(), false, true, Needs::nothing, "time holding a contact / time on shift and available"},
        {"work_share", share(), false, true, Needs::nothing, "time talking, writing or wrapping up"},
        {"resolution_time", duration(), false, true, Needs::nothing, "need to resolved"},
        {"fcr", share(), false, true, Needs::nothing, "cases resolved after one contact"},
        {"contact_rate", ratio(), false, true, Needs::driver, "contacts per unit of the first driver"},
        {"attempts_per_case", count(), false, true, Needs::nothing, "contacts per case"},
        {"unreached", count(), false, true, Needs::nothing, "cases that never reached anybody"},
        {"attempts_of_unreached", count(), false, true, Needs::nothing, "their attempts"},
        {"answered_per_paid_hour", count(), false, true, Needs::nothing, "contacts answered per paid hour"},
        {"units_per_paid_hour", count(), false, true, Needs::driver, "units of the first driver per paid hour"},
        {"paid_hours", count(), false, true, Needs::nothing, "hours paid"},
        {"overtime", duration(), false, true, Needs::nothing, "work after shifts' ends"},
        {"cost", money(), false, true, Needs::nothing, "of everything"},
    };
    return rows;
}

const MetricRow* metric_named(std::string_view name) {
    const auto& rows = metric_rows();
    const auto it = std::find_if(rows.begin(), rows.end(), [&](const MetricRow& row) { return row.name == name; });
    return it == rows.end() ? nullptr : &*it;
}

std::vector<std::string> metric_names(bool of_queue) {
    std::vector<std::string> names;
    for (const MetricRow& row : metric_rows())
        if (of_queue ? row.of_queue : row.of_total) names.push_back(row.name);
    return names;
}

namespace {

bool has_level_target(const Queue& queue) {
    return std::any_of(queue.target.values.begin(), queue.target.values.end(),
                       [](const auto& target) { return target.first == "service_level"; });
}

std::string why_no_total(const Scenario& s, const MetricRow& row) {
    if (row.needs == Needs::driver && s.drivers.empty()) return row.name + " is per unit of a driver, and there is none";
    if (row.needs == Needs::target && s.targets.empty()) return row.name + " needs targets of the total";
    const bool timed = std::any_of(s.queues.begin(), s.queues.end(), [](const Queue& q) {
        return q.target.within && (q.medium == Medium::voice || q.medium == Medium::chat);
    });
    if (row.needs == Needs::within && !timed)
        return row.name + " of the total is that of live queues whose target says `within`, and there is none";
    return "";
}

}  // namespace

std::string why_no_value(const Scenario& scenario, std::string_view metric) {
    const auto dot = metric.find('.');
    const std::string_view of = dot == std::string_view::npos ? "total" : metric.substr(0, dot);
    const MetricRow* const row = metric_named(dot == std::string_view::npos ? metric : metric.substr(dot + 1));
    if (!row) return "";
    const auto queue = std::find_if(scenario.queues.begin(), scenario.queues.end(), [&](const Queue& q) { return q.name == of; });
    if (queue == scenario.queues.end()) return of == "total" ? why_no_total(scenario, *row) : "";
    if (row->needs == Needs::chat && queue->medium != Medium::chat)
        return fmt::format("{} is measured in a queue with medium: chat, and {} is none", row->name, queue->name);
    if (row->needs == Needs::messages && !queue->conversation)
        return fmt::format("{} is measured in a chat by messages (`conversation`), and {} is none", row->name, queue->name);
    if (row->needs == Needs::within && !queue->target.within)
        return fmt::format("{} needs to know which wait it speaks of: `within` in the target of queue {}", row->name,
                           queue->name);
    if (row->needs == Needs::level && !has_level_target(*queue))
        return fmt::format("{} needs a target for the service level of queue {}", row->name, queue->name);
    if (row->needs == Needs::target && queue->target.values.empty())
        return fmt::format("{} needs a target of queue {}", row->name, queue->name);
    return "";
}

}  // namespace peakline
