#include "report/page.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include <nlohmann/json.hpp>

#include "report/embedded_page.hpp"
#include "report/json.hpp"
#include "report/metric.hpp"

namespace peakline {

using Json = nlohmann::ordered_json;

namespace {

// Precision of charts: shares in thousandths (whole numbers), seconds whole, counts to a tenth below 100.
enum class Scale { share, seconds, count };

Json rounded(double value, Scale scale) {
    if (!std::isfinite(value)) return nullptr;
    if (scale == Scale::share) return std::lround(1000 * value);
    if (scale == Scale::seconds || std::abs(value) >= 100) return std::llround(value);
    const double tenths = std::round(10 * value) / 10;
    if (tenths == std::round(tenths)) return std::lround(tenths);
    return tenths;
}

Json column(std::size_t size, Scale scale, const std::function<double(std::size_t)>& value_at) {
    return folded_column(size, [&](std::size_t i) { return rounded(value_at(i), scale); });
}

Scale scale_of(std::string_view metric) {
    switch (metric_info(metric).unit) {
    case Unit::share:
    case Unit::rate: return Scale::share;
    case Unit::seconds: return Scale::seconds;
    case Unit::count:
    case Unit::hours:
    case Unit::money:
    case Unit::ratio: return Scale::count;
    }
    return Scale::count;
}

const Estimate* find(const Metrics& metrics, std::string_view name) {
    const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const auto& m) { return m.first == name; });
    return found == metrics.end() ? nullptr : &found->second;
}

Json day_columns(const PlanResults& plan, std::string_view queue) {
    struct Part { const char* suffix; double Estimate::*value; };
    static constexpr Part parts[] = {{"", &Estimate::mean}, {"_p05", &Estimate::p05}, {"_p95", &Estimate::p95}};
    std::vector<const Metrics*> days;
    for (const auto& day : plan.days) {
        const auto row = std::find_if(day.queues.begin(), day.queues.end(), [&](const auto& q) { return q.name == queue; });
        days.push_back(row == day.queues.end() ? nullptr : &row->metrics);
    }
    Json out = Json::object();
    for (const std::string name : {"offered", "answered", "abandoned", "service_level", "abandonment", "asa", "backlog"}) {
        for (const auto& part : parts) {
            if (*part.suffix && (name == "answered" || name == "abandoned" || name == "asa")) continue;
            out[name + part.suffix] = column(days.size(), scale_of(name), [&](std::size_t day) {
                const auto* e = days[day] ? find(*days[day], name) : nullptr;
                return e ? e->*part.value : no_value;
            });
        }
    }
    return out;
}

Json interval_columns(const IntervalTable& table, std::size_t queue, std::size_t intervals) {
    Json out = Json::object();
    const auto position = [](const std::vector<std::string>& names, std::string_view name) {
        return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    };
    for (const std::string name : {"offered", "answered", "service_level", "abandonment", "asa", "backlog"}) {
        const auto c = position(table.columns, name);
        if (c == table.columns.size()) continue;
        out[name] = column(intervals, scale_of(name), [&](std::size_t t) { return table.means[queue][t * table.columns.size() + c]; });
    }
    const auto f = position(table.fan_columns, "backlog");
    if (f == table.fan_columns.size()) return out;
    for (const std::size_t part : {0u, 1u})
        out[part == 0 ? "backlog_p05" : "backlog_p95"] =
            column(intervals, Scale::count, [&](std::size_t t) { return table.fan[queue][t * table.fan_columns.size() + f][part]; });
    return out;
}

Json group_columns(const std::vector<GroupTable::Cell>& cells) {
    return {{"agents", column(cells.size(), Scale::count, [&](std::size_t t) { return cells[t].agents; })},
            {"busy", column(cells.size(), Scale::count, [&](std::size_t t) { return cells[t].busy; })}};
}

Json plan_columns(const Results& results, const PlanResults& plan) {
    Json days = Json::array(), intervals = Json::array(), groups = Json::array();
    for (std::size_t queue = 0; queue < results.queues.size(); ++queue) {
        days.push_back(day_columns(plan, results.queues[queue].name));
        intervals.push_back(queue < plan.intervals.means.size() ? interval_columns(plan.intervals, queue, results.timestamps.size()) : Json::object());
    }
    for (const auto& cells : plan.group_intervals.cells) groups.push_back(group_columns(cells));
    return {{"days", std::move(days)}, {"intervals", std::move(intervals)}, {"groups", std::move(groups)}, {"levers", plan.levers}};
}

Json metric_table() {
    static constexpr const char* units[] = {"count", "share", "rate", "seconds", "hours", "money", "ratio"};
    static constexpr const char* better[] = {"neither", "higher", "lower"};
    Json out = Json::object();
    for (const auto& m : all_metrics())
        out[std::string(m.name)] = {{"label", m.label}, {"unit", units[static_cast<int>(m.unit)]},
                                    {"better", better[static_cast<int>(m.better)]}, {"definition", m.definition}};
    return out;
}

// What the page shows: the figures of results.json without its periods, and rounded columns for the charts.
Json page_data(const Results& results) {
    Json out = summary_json(results);
    out["description"] = results.description;
    out["scenario_text"] = results.scenario_text;
    out["interval_seconds"] = results.interval_seconds;
    out["timestamps"] = results.timestamps;
    out["dates"] = results.dates;
    out["groups"] = results.groups;
    out["queues"] = Json::array();
    for (const auto& q : results.queues)
        out["queues"].push_back({{"name", q.name}, {"medium", q.medium}, {"within", q.within ? Json(*q.within) : Json(nullptr)}});
    out["metrics"] = metric_table();
    for (const auto& plan : results.plans) out["columns"][plan.name] = plan_columns(results, plan);
    return out;
}

}  // namespace

std::string report_page(const Results& results) { return filled_page(page_template, results.scenario, page_data(results)); }

}  // namespace peakline
