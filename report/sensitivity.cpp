#include "report/sensitivity.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/csv.hpp"
#include "report/json.hpp"
#include "report/metric.hpp"
#include "report/table.hpp"
#include "report/text.hpp"

namespace peakline {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t bar_columns = 25;
constexpr std::size_t room_for_bars = 110;

Unit unit_of(const std::string& metric) { return metric_info(metric.substr(metric.find('.') + 1)).unit; }

struct Scale {
    double low = 0, high = 0;
};

// All bars of a metric on one scale.
Scale scale_of(const SensitivityMetric& m) {
    Scale scale{m.paired_mean, m.paired_mean};
    for (const SensitivityInput& input : m.inputs)
        for (const double v : {input.low.value, input.high.value})
            if (!std::isnan(v)) scale = {std::min(scale.low, v), std::max(scale.high, v)};
    return scale;
}

// From the lower to the higher value; "|" is where the input is left as it is.
std::string bar(const SensitivityInput& input, double as_is, const Scale& scale) {
    if (std::isnan(as_is) || std::isnan(input.low.value) || std::isnan(input.high.value) || scale.high <= scale.low) return "";
    const auto column = [&](double v) {
        return static_cast<std::size_t>(
            std::lround((v - scale.low) / (scale.high - scale.low) * static_cast<double>(bar_columns - 1)));
    };
    const std::size_t from = column(std::min({input.low.value, input.high.value, as_is})),
                      to = column(std::max({input.low.value, input.high.value, as_is})), centre = column(as_is);
    std::string text;
    for (std::size_t c = 0; c < bar_columns; ++c) text += c == centre ? "|" : c >= from && c <= to ? "\u2588" : " ";
    return text;
}

std::string explained(const VarianceShare& share) {
    return std::isnan(share.share) ? "" : share_and_error_text(std::max(0.0, share.share), share.error);
}

bool moves(const SensitivityInput& input) {
    return std::abs(input.low.change) > 0 || std::abs(input.high.change) > 0 ||
           input.first_order.share > 2 * input.first_order.error;
}

// What the inputs explain one by one; above all of it is an error of estimation.
std::string together(const SensitivityMetric& m) {
    double sum = 0, variance = 0;
    bool any = false;
    for (const SensitivityInput& input : m.inputs) {
        if (std::isnan(input.first_order.share)) continue;
        any = true;
        sum += std::max(0.0, input.first_order.share);
        if (!std::isnan(input.first_order.error)) variance += input.first_order.error * input.first_order.error;
    }
    if (!any) return "";
    return fmt::format(
        "Inputs alone explain {} of the spread between seasons; the rest is chance in the queues and what inputs do "
        "together.",
        share_and_error_text(std::min(1.0, sum), variance > 0 ? std::sqrt(variance) : no_value));
}

// "2 more inputs change nothing here: busyness, events.outage"
std::string unmoved(const std::vector<std::string>& inputs, bool more) {
    constexpr std::size_t most_named = 5;
    std::string names;
    for (std::size_t i = 0; i < std::min(inputs.size(), most_named); ++i) names += (i > 0 ? ", " : "") + inputs[i];
    if (inputs.size() > most_named) names += fmt::format(" and {} more", inputs.size() - most_named);
    return fmt::format("{}{} {} nothing here: {}", inputs.size(), more ? " more" : "",
                       inputs.size() == 1 ? "input changes" : "inputs change", names);
}

std::string table_of(const SensitivityMetric& m, const TerminalStyle& style) {
    const Unit unit = unit_of(m.metric);
    const Scale scale = scale_of(m);
    const bool bars = style.width >= room_for_bars;
    Table table;
    table.left = {true, false, false, false, false, false, true, false};
    table.indent = 2;
    const bool told = !together(m).empty();
    std::vector<Cell> head{{"input"}, {"low"}, {"high"}};
    if (bars) head.insert(head.end(), {{"at low"}, {"at high"}});
    head.push_back({"change"});
    if (bars) head.push_back({""});
    if (told) head.push_back({"explains"});
    for (Cell& cell : head) cell.tone = Tone::dim;
    table.add(head);
    std::vector<std::string> without;
    for (const SensitivityInput& input : m.inputs) {
        if (!moves(input)) {
            without.push_back(input.input);
            continue;
        }
        const std::string half = half_text((input.swing_ci95.high - input.swing_ci95.low) / 2, unit);
        std::vector<Cell> row{{input.input}, {input.low.at}, {input.high.at}};
        if (bars) row.insert(row.end(), {{value_text(input.low.value, unit)}, {value_text(input.high.value, unit)}});
        row.push_back({difference_text(input.swing, unit) + (half.empty() ? "" : " ± " + half)});
        if (bars) row.push_back({bar(input, m.paired_mean, scale)});
        if (told) row.push_back({explained(input.first_order)});
        table.add(row);
    }
    std::string text = table.rows.size() > 1 ? table.text(style.width, style.colour) : "";
    if (!without.empty()) text += wrapped(unmoved(without, table.rows.size() > 1), style.width, 2);
    if (!told && std::any_of(m.inputs.begin(), m.inputs.end(), [](const auto& input) { return input.kind != "setting"; }))
        text += wrapped("How much each input explains is not told: too few seasons for it (1 000 suffice).", style.width, 2);
    return text;
}

Json end_json(const SensitivityEnd& end) {
    return {{"at", end.at},
            {"value", number_or_null(end.value)},
            {"difference", number_or_null(end.change)},
            {"ci95", interval_or_null(end.ci95)}};
}

}  // namespace

std::string sensitivity_text(const Sensitivity& s, const TerminalStyle& style) {
    std::string text = wrapped(
        fmt::format(
            "Each uncertain input at its 10 % and 90 % point (chosen settings at their ends), everything else as drawn: {} "
            "paired seasons. Change: from the low end to the high one.{}",
            s.paired,
            std::any_of(s.metrics.begin(), s.metrics.end(), [](const auto& m) { return !together(m).empty(); })
                ? fmt::format(" Explains: share of the spread between {} seasons that knowing this input alone would take "
                              "away.",
                              value_text(s.replications, Unit::count))
                : ""),
        style.width);
    for (const SensitivityMetric& m : s.metrics) {
        const Unit unit = unit_of(m.metric);
        const std::string half = half_text((m.ci95.high - m.ci95.low) / 2, unit);
        const std::string head =
            fmt::format("{}: {}{} on average, {} in the {} paired seasons", metric_text(m.metric, ""), value_text(m.mean, unit),
                        half.empty() ? "" : " ± " + half, value_text(m.paired_mean, unit), s.paired);
        text += "\n" + toned(wrapped(head, style.width), Tone::bold, style.colour);
        text += m.inputs.empty() ? "  nothing in this plan is uncertain once a season, and no setting was chosen (--vary)\n"
                                 : table_of(m, style);
        if (const std::string words = together(m); !words.empty()) text += wrapped(words, style.width, 2);
    }
    return text;
}

Json sensitivity_json(const Sensitivity& s) {
    Json json = {
        {"plan", s.plan}, {"replications", s.replications}, {"paired_replications", s.paired}, {"metrics", Json::object()}};
    for (const SensitivityMetric& m : s.metrics) {
        Json inputs = Json::array();
        for (const SensitivityInput& input : m.inputs) {
            Json entry = {{"input", input.input},
                          {"kind", input.kind},
                          {"low", end_json(input.low)},
                          {"high", end_json(input.high)},
                          {"swing", {{"difference", number_or_null(input.swing)}, {"ci95", interval_or_null(input.swing_ci95)}}}};
            if (input.kind != "setting")
                entry["first_order"] = {{"index", number_or_null(input.first_order.share)},
                                        {"error", number_or_null(input.first_order.error)}};
            inputs.push_back(std::move(entry));
        }
        json["metrics"][m.metric] = {{"mean", number_or_null(m.mean)},
                                     {"ci95", interval_or_null(m.ci95)},
                                     {"paired_mean", number_or_null(m.paired_mean)},
                                     {"inputs", std::move(inputs)}};
    }
    return json;
}

std::string sensitivity_csv(const Sensitivity& s) {
    std::string text =
        "metric,input,kind,low_at,high_at,low,high,change,change_ci95_low,change_ci95_high,first_order,first_order_error\n";
    for (const SensitivityMetric& m : s.metrics)
        for (const SensitivityInput& input : m.inputs) {
            text += csv_text(m.metric);
            for (const std::string& cell : {input.input, input.kind, input.low.at, input.high.at}) text += "," + csv_text(cell);
            for (const double cell : {input.low.value, input.high.value, input.swing, input.swing_ci95.low, input.swing_ci95.high,
                                      input.first_order.share, input.first_order.error})
                text += "," + csv_number(cell);
            text += '\n';
        }
    return text;
}

}  // namespace peakline
