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

void add_interval_rows(std::string& out, const Results& results, const PlanResults& plan, std::size_t row,
                       const std::vector<std::string>& columns) {
    const auto& table = plan.intervals;
    const auto place = [](const std::vector<std::string>& names, const std::string& name) {
        return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    };
    std::string names;
    add_names(names, plan.name, table.rows.empty() ? results.queues[row].name : table.rows[row]);
    for (std::size_t t = 0; t < results.timestamps.size(); ++t) {
        out.append(names).append(",").append(results.timestamps[t]);
        for (const auto& column : columns) {
            const std::size_t c = place(table.columns, column), fan = place(table.fan_columns, column);
            add_cell(out, c < table.columns.size() ? table.means[row][t * table.columns.size() + c] : no_value);
            if (!has_fan(column)) continue;
            for (std::size_t i = 0; i < 3; ++i)
                add_cell(out, fan < table.fan_columns.size() ? table.fan[row][t * table.fan_columns.size() + fan][i] : no_value);
        }
        out += '\n';
    }
}

}  // namespace

std::string csv_text(std::string_view text) {
    std::string out;
    add_text(out, text);
    return out;
}

std::string csv_number(double value) {
    std::string out;
    add_number(out, value);
    return out;
}

std::string intervals_csv(const Results& results) {
    Columns columns;
    for (const auto& plan : results.plans)
        for (const auto& name : plan.intervals.columns) columns.add({{name, {}}});
    std::string out = "plan,queue,timestamp";
    add_header(out, columns.sorted());
    for (const auto& plan : results.plans)
        for (std::size_t row = 0; row < plan.intervals.means.size(); ++row)
            add_interval_rows(out, results, plan, row, columns.sorted());
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
                const auto row =
                    std::find_if(day.queues.begin(), day.queues.end(), [&](const auto& q) { return q.name == queue.name; });
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
            const auto& rows = plan.group_intervals.rows;
            add_names(names, plan.name, rows.empty() ? results.groups[group] : rows[group]);
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
