#include "report/csv.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include "report/metric.hpp"

namespace peakline {

namespace {

constexpr std::array<std::string_view, 5> fan_metrics = {"offered", "service_level", "abandonment", "asa", "backlog"};

bool has_fan(std::string_view metric) { return std::find(fan_metrics.begin(), fan_metrics.end(), metric) != fan_metrics.end(); }

// RFC 4180: quoted where it must be.
void add_text(std::string& out, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) out.append(c == '"' ? 2 : 1, c);
    out += '"';
}

// Shortest text that reads back as the same double; nothing where there is no value.
void add_number(std::string& out, double value) {
    if (!std::isfinite(value)) return;
    std::array<char, 32> digits;
    out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

void add_cell(std::string& out, double value) {
    out += ',';
    add_number(out, value);
}

void add_header(std::string& out, const std::vector<std::string>& metrics) {
    for (const auto& metric : metrics) {
        out += ',';
        add_text(out, metric);
        if (!has_fan(metric)) continue;
        for (const auto* suffix : {"_p05", "_p95", "_se"}) out.append(",").append(metric).append(suffix);
    }
    out += '\n';
}

// Metrics of any plan and queue, in the order of the files.
class Columns {
public:
    void add(const Metrics& metrics) {
        for (const auto& [name, estimate] : metrics)
            if (std::find(names_.begin(), names_.end(), name) == names_.end()) names_.push_back(name);
    }
    const std::vector<std::string>& sorted() {
        std::stable_sort(names_.begin(), names_.end(),
                         [](const auto& a, const auto& b) { return metric_order(a) < metric_order(b); });
        return names_;
    }

private:
    std::vector<std::string> names_;
};

void add_row(std::string& out, const Metrics& metrics, const std::vector<std::string>& columns) {
    static const Estimate nothing;
    for (const auto& column : columns) {
        const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const auto& m) { return m.first == column; });
        const Estimate& e = found == metrics.end() ? nothing : found->second;
        add_cell(out, e.mean);
        if (!has_fan(column)) continue;
        for (const double value : {e.p05, e.p95, e.se}) add_cell(out, value);
    }
    out += '\n';
}

void add_names(std::string& out, std::string_view plan, std::string_view second) {
    add_text(out, plan);
    out += ',';
    add_text(out, second);
}

void add_interval_rows(std::string& out, const Results& results, const PlanResults& plan, std::size_t queue) {
    const auto& table = plan.intervals;
    const auto fan_of = [&](const std::string& name) {
        return std::find(table.fan_columns.begin(), table.fan_columns.end(), name) - table.fan_columns.begin();
    };
    std::vector<std::size_t> fans;
    for (const auto& column : table.columns) fans.push_back(static_cast<std::size_t>(fan_of(column)));
    std::string names;
    add_names(names, plan.name, results.queues[queue].name);
    for (std::size_t t = 0; t < results.timestamps.size(); ++t) {
        out.append(names).append(",").append(results.timestamps[t]);
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            add_cell(out, table.means[queue][t * table.columns.size() + c]);
            if (!has_fan(table.columns[c])) continue;
            const bool known = fans[c] < table.fan_columns.size();
            for (std::size_t i = 0; i < 3; ++i)
                add_cell(out, known ? table.fan[queue][t * table.fan_columns.size() + fans[c]][i] : no_value);
        }
        out += '\n';
    }
}

}  // namespace

std::string intervals_csv(const Results& results) {
    std::string out = "plan,queue,timestamp";
    add_header(out, results.plans.empty() ? std::vector<std::string>{} : results.plans.front().intervals.columns);
    for (const auto& plan : results.plans) {
        const auto queues = std::min(plan.intervals.means.size(), results.queues.size());
        for (std::size_t queue = 0; queue < queues; ++queue) add_interval_rows(out, results, plan, queue);
    }
    return out;
}

std::string days_csv(const Results& results) {
    Columns columns;
    for (const auto& plan : results.plans)
        for (const auto& day : plan.days)
            for (const auto& queue : day.queues) columns.add(queue.metrics);
    const auto& names = columns.sorted();
    std::string out = "plan,queue,date";
    add_header(out, names);
    for (const auto& plan : results.plans) {
        for (const auto& queue : results.queues) {
            for (const auto& day : plan.days) {
                const auto row = std::find_if(day.queues.begin(), day.queues.end(), [&](const auto& q) { return q.name == queue.name; });
                if (row == day.queues.end()) continue;
                add_names(out, plan.name, queue.name);
                out.append(",").append(day.label);
                add_row(out, row->metrics, names);
            }
        }
    }
    return out;
}

std::string queues_csv(const Results& results) {
    Columns columns;
    for (const auto& plan : results.plans)
        for (const auto& queue : plan.queues) columns.add(queue.metrics);
    const auto& names = columns.sorted();
    std::string out = "plan,queue";
    add_header(out, names);
    for (const auto& plan : results.plans) {
        for (const auto& queue : plan.queues) {
            add_names(out, plan.name, queue.name);
            add_row(out, queue.metrics, names);
        }
    }
    return out;
}

std::string groups_csv(const Results& results) {
    std::string out = "plan,group,timestamp,agents,busy,occupancy\n";
    for (const auto& plan : results.plans) {
        const auto groups = std::min(plan.group_intervals.cells.size(), results.groups.size());
        for (std::size_t group = 0; group < groups; ++group) {
            std::string names;
            add_names(names, plan.name, results.groups[group]);
            const auto& cells = plan.group_intervals.cells[group];
            for (std::size_t t = 0; t < cells.size(); ++t) {
                out.append(names).append(",").append(results.timestamps[t]);
                for (const double value : {cells[t].agents, cells[t].busy, cells[t].occupancy}) add_cell(out, value);
                out += '\n';
            }
        }
    }
    return out;
}

}  // namespace peakline
