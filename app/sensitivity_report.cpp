#include "app/sensitivity_report.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/metric.hpp"
#include "report/table.hpp"
#include "report/text.hpp"

namespace peakline {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t bar_columns = 25;

Unit unit_of(const std::string& metric) { return metric_info(metric.substr(metric.find('.') + 1)).unit; }

struct Scale {
    double low = 0, high = 0;
};

// All bars of a metric on one scale.
Scale scale_of(const SensitivityOfMetric& m) {
    Scale scale{m.mean.value, m.mean.value};
    for (const SensitivityRow& row : m.rows)
        for (const double v : {row.swing.low, row.swing.high, row.swing.high - row.swing.from_high.value})
            if (!std::isnan(v)) scale = {std::min(scale.low, v), std::max(scale.high, v)};
    return scale;
}

// From the lower to the higher value; "|" is where the input is left as it is.
std::string bar(const Swing& swing, const Scale& scale) {
    const double base = swing.high - swing.from_high.value;
    if (std::isnan(base) || std::isnan(swing.low) || scale.high <= scale.low) return "";
    const auto column = [&](double v) {
        return static_cast<std::size_t>(
            std::lround((v - scale.low) / (scale.high - scale.low) * static_cast<double>(bar_columns - 1)));
    };
    const std::size_t from = column(std::min({swing.low, swing.high, base})),
                      to = column(std::max({swing.low, swing.high, base})), centre = column(base);
    std::string text;
    for (std::size_t c = 0; c < bar_columns; ++c) text += c == centre ? "|" : c >= from && c <= to ? "\u2588" : " ";
    return text;
}

std::string share_words(const FirstOrder& f) {
    if (std::isnan(f.index)) return "";
    const double index = std::max(0.0, f.index);
    return std::isnan(f.error) ? fmt::format("{:.0f} %", 100 * index)
                               : fmt::format("{:.0f} % \u00b1 {:.0f}", 100 * index, 100 * 2 * f.error);
}

std::string table_of(const SensitivityOfMetric& m, std::size_t width) {
    const Unit unit = unit_of(m.metric);
    const Scale scale = scale_of(m);
    Table table;
    table.left = {true, false, false, false, false, false, true, false};
    table.indent = 2;
    table.add({{"input"}, {"low"}, {"high"}, {"at low"}, {"at high"}, {"change"}, {""}, {"explains"}});
    std::size_t without = 0;
    for (const SensitivityRow& row : m.rows) {
        const bool moves = row.swing.reach > 0;
        if (!moves && !(row.first_order.index > 2 * row.first_order.error)) {
            ++without;
            continue;
        }
        const Measured& change = row.swing.swing;
        const double half = (change.ci.high - change.ci.low) / 2;
        std::string change_words = difference_text(change.value, unit);
        if (!std::isnan(half))
            change_words +=
                fmt::format(" \u00b1 {}", unit == Unit::share || unit == Unit::rate ? fmt::format("{:.1f}", 100 * half)
                                                                                    : value_text(half, unit));
        table.add({{row.input},
                   {row.low_at},
                   {row.high_at},
                   {value_text(row.swing.low, unit)},
                   {value_text(row.swing.high, unit)},
                   {change_words},
                   {bar(row.swing, scale)},
                   {share_words(row.first_order)}});
    }
    std::string text = table.text(width, false);
    if (without > 0)
        text += fmt::format("  {} more {} nothing here\n", without, without == 1 ? "input changes" : "inputs change");
    return text;
}

// What the inputs explain one by one; above all of it is an error of estimation.
std::string together(const SensitivityOfMetric& m) {
    double sum = 0, variance = 0;
    bool any = false;
    for (const SensitivityRow& row : m.rows) {
        if (std::isnan(row.first_order.index)) continue;
        any = true;
        sum += std::max(0.0, row.first_order.index);
        if (!std::isnan(row.first_order.error)) variance += row.first_order.error * row.first_order.error;
    }
    if (!any) return "";
    const std::string error = variance > 0 ? fmt::format(" (\u00b1 {:.0f})", 100 * 2 * std::sqrt(variance)) : "";
    return fmt::format(
        "Inputs alone explain {:.0f} %{} of the spread between seasons; the rest is chance in the queues and what inputs do "
        "together.",
        100 * std::min(1.0, sum), error);
}

Json number_or_null(double value) { return std::isnan(value) ? Json() : Json(value); }
Json interval(const Interval& i) { return {number_or_null(i.low), number_or_null(i.high)}; }

std::string csv_text(const std::string& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

std::string csv_number(double value) { return std::isnan(value) ? "" : fmt::format("{}", value); }

}  // namespace

std::string sensitivity_words(const Sensitivity& s, std::size_t width) {
    std::string text = fmt::format("{}: what matters in plan {}\n", fitted(s.scenario, width), s.plan);
    text += wrapped(fmt::format("Each uncertain input at its 10 % and 90 % point (chosen settings at their ends), everything "
                                "else as drawn: {} paired seasons. \"explains\": share of the spread between "
                                "{} seasons that knowing this input alone would take away.",
                                s.paired, s.replications),
                    width);
    for (const SensitivityOfMetric& m : s.metrics) {
        const Unit unit = unit_of(m.metric);
        const std::string range = range_text(m.mean.ci.low, m.mean.ci.high, unit);
        text += fmt::format("\n{}: {} on average{}\n", m.metric, value_text(m.mean.value, unit),
                            range.empty() ? "" : " (" + range + ")");
        text += m.rows.empty() ? "  nothing in this plan is uncertain once a season, and no setting was chosen (--vary)\n"
                               : table_of(m, width);
        if (const std::string words = together(m); !words.empty()) text += wrapped(words, width, 2);
    }
    return text;
}

Json sensitivity_json(const Sensitivity& s) {
    Json json = {
        {"scenario", s.scenario},          {"plan", s.plan},           {"seed", s.seed}, {"replications", s.replications},
        {"paired_replications", s.paired}, {"metrics", Json::object()}};
    for (const SensitivityOfMetric& m : s.metrics) {
        Json rows = Json::array();
        for (const SensitivityRow& row : m.rows) {
            const auto end = [](const std::string& at, double value, const Measured& difference) {
                return Json{{"at", at},
                            {"value", number_or_null(value)},
                            {"difference", number_or_null(difference.value)},
                            {"ci95", interval(difference.ci)}};
            };
            Json entry = {
                {"input", row.input},
                {"kind", row.kind},
                {"low", end(row.low_at, row.swing.low, row.swing.from_low)},
                {"high", end(row.high_at, row.swing.high, row.swing.from_high)},
                {"swing", {{"difference", number_or_null(row.swing.swing.value)}, {"ci95", interval(row.swing.swing.ci)}}}};
            if (row.kind != "setting")
                entry["first_order"] = {{"index", number_or_null(row.first_order.index)},
                                        {"error", number_or_null(row.first_order.error)}};
            rows.push_back(std::move(entry));
        }
        json["metrics"][m.metric] = {
            {"mean", number_or_null(m.mean.value)}, {"ci95", interval(m.mean.ci)}, {"inputs", std::move(rows)}};
    }
    return json;
}

std::string sensitivity_csv(const Sensitivity& s) {
    std::string text =
        "metric,input,kind,low_at,high_at,low,high,change,change_ci95_low,change_ci95_high,first_order,first_order_error\n";
    for (const SensitivityOfMetric& m : s.metrics)
        for (const SensitivityRow& row : m.rows)
            text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_text(m.metric), csv_text(row.input), row.kind,
                                csv_text(row.low_at), csv_text(row.high_at), csv_number(row.swing.low),
                                csv_number(row.swing.high), csv_number(row.swing.swing.value), csv_number(row.swing.swing.ci.low),
                                csv_number(row.swing.swing.ci.high), csv_number(row.first_order.index),
                                csv_number(row.first_order.error));
    return text;
}

}  // namespace peakline
