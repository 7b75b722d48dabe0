#include "report/page.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include <nlohmann/json.hpp>

#include "report/embedded_page.hpp"
#include "report/json.hpp"
#include "report/metric.hpp"
#include "report/packed_column.hpp"

namespace peakline {

using Json = nlohmann::ordered_json;

namespace {

// Steps of a chart's column, as parts of one: a tenth of a per cent; seconds and counts by the size of the column's values.
int scale_of(std::string_view metric, double largest) {
    switch (metric_info(metric).unit) {
        case Unit::share: return 1000;
        case Unit::rate: return 10000;
        case Unit::seconds: return largest < 6000 ? 10 : 1;
        case Unit::count:
        case Unit::hours:
        case Unit::money:
        case Unit::ratio: return largest < 20 ? 100 : largest < 2000 ? 10 : 1;
    }
    return 1;
}

Json column(std::string_view metric, std::size_t size, const std::function<double(std::size_t)>& value_at) {
    double largest = 0;
    for (std::size_t i = 0; i < size; ++i)
        if (std::isfinite(value_at(i))) largest = std::max(largest, std::abs(value_at(i)));
    return packed_column(size, scale_of(metric, largest), value_at);
}

Json in_full(std::size_t size, const std::function<double(std::size_t)>& value_at) {
    Json out = Json::array();
    for (std::size_t i = 0; i < size; ++i) out.push_back(std::isfinite(value_at(i)) ? Json(value_at(i)) : Json(nullptr));
    return out;
}

const Estimate* find(const Metrics& metrics, std::string_view name) {
    const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const auto& m) { return m.first == name; });
    return found == metrics.end() ? nullptr : &found->second;
}

// Means as in results.json, since they stand in a table; what draws the fan is rounded.
Json day_columns(const PlanResults& plan, std::string_view queue) {
    struct Part {
        const char* suffix;
        double Estimate::*value;
    };
    static constexpr Part fan[] = {
        {"_p05", &Estimate::p05}, {"_p25", &Estimate::p25}, {"_p75", &Estimate::p75}, {"_p95", &Estimate::p95}};
    std::vector<const Metrics*> days;
    for (const auto& day : plan.days) {
        const auto row = std::find_if(day.queues.begin(), day.queues.end(), [&](const auto& q) { return q.name == queue; });
        days.push_back(row == day.queues.end() ? nullptr : &row->metrics);
    }
    Json out = Json::object();
    for (const std::string name : {"offered", "answered", "abandoned", "service_level", "abandonment", "asa", "backlog"}) {
        const auto value = [&](std::size_t day, double Estimate::*part) {
            const auto* e = days[day] ? find(*days[day], name) : nullptr;
            return e ? e->*part : no_value;
        };
        out[name] = in_full(days.size(), [&](std::size_t day) { return value(day, &Estimate::mean); });
        if (name == "answered" || name == "abandoned") continue;
        for (const auto& part : fan)
            out[name + part.suffix] = column(name, days.size(), [&](std::size_t day) { return value(day, part.value); });
    }
    return out;
}

Json interval_columns(const IntervalTable& table, std::size_t queue, std::size_t intervals) {
    Json out = Json::object();
    const auto position = [](const std::vector<std::string>& names, std::string_view name) {
        return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    };
    for (const std::string name : {"offered", "answered", "service_level", "abandonment", "asa", "backlog"}) {
        const auto c = position(table.columns, name), f = position(table.fan_columns, name);
        if (c == table.columns.size()) continue;
        out[name] = column(name, intervals, [&](std::size_t t) { return table.means[queue][t * table.columns.size() + c]; });
        if (f == table.fan_columns.size() || name == "asa") continue;
        for (const std::size_t part : {0u, 1u})
            out[name + (part == 0 ? "_p05" : "_p95")] =
                column(name, intervals, [&](std::size_t t) { return table.fan[queue][t * table.fan_columns.size() + f][part]; });
    }
    return out;
}

Json group_columns(const std::vector<GroupTable::Cell>& cells) {
    return {{"agents", column("offered", cells.size(), [&](std::size_t t) { return cells[t].agents; })},
            {"busy", column("offered", cells.size(), [&](std::size_t t) { return cells[t].busy; })}};
}

// Where `name` stands in a table whose rows a plan may have in an order of its own; `otherwise` where it names none.
std::optional<std::size_t> row_of(const std::vector<std::string>& rows, std::string_view name, std::size_t otherwise,
                                  std::size_t size) {
    const auto found = std::find(rows.begin(), rows.end(), name);
    const auto row = rows.empty() ? otherwise : static_cast<std::size_t>(found - rows.begin());
    return row < size ? std::optional(row) : std::nullopt;
}

Json plan_columns(const Results& results, const PlanResults& plan) {
    Json days = Json::array(), intervals = Json::array(), groups = Json::array();
    for (std::size_t queue = 0; queue < results.queues.size(); ++queue) {
        const auto row = row_of(plan.intervals.rows, results.queues[queue].name, queue, plan.intervals.means.size());
        days.push_back(day_columns(plan, results.queues[queue].name));
        intervals.push_back(row ? interval_columns(plan.intervals, *row, results.timestamps.size()) : Json::object());
    }
    for (std::size_t group = 0; group < results.groups.size(); ++group) {
        const auto row = row_of(plan.group_intervals.rows, results.groups[group], group, plan.group_intervals.cells.size());
        groups.push_back(row ? group_columns(plan.group_intervals.cells[*row]) : Json::object());
    }
    return {
        {"days", std::move(days)}, {"intervals", std::move(intervals)}, {"groups", std::move(groups)}, {"levers", plan.levers}};
}

Json metric_table() {
    static constexpr const char* units[] = {"count", "share", "rate", "seconds", "hours", "money", "ratio"};
    static constexpr const char* better[] = {"neither", "higher", "lower"};
    Json out = Json::object();
    for (const auto& m : all_metrics())
        out[std::string(m.name)] = {{"label", m.label},
                                    {"unit", units[static_cast<int>(m.unit)]},
                                    {"better", better[static_cast<int>(m.better)]},
                                    {"floor", target_is_floor(m.name)},
                                    {"definition", m.definition}};
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
