// What did it, what a point costs, other seasons, and where the spread between seasons comes from.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/metric.hpp"
#include "report/terminal_writer.hpp"
#include "report/text.hpp"

namespace peakline {

namespace {

Unit unit_of(std::string_view key) { return metric_info(key.substr(key.find('.') + 1)).unit; }

}  // namespace

namespace {

const LeverEffect* effect_on(const std::vector<std::pair<std::string, LeverEffect>>& effects, std::string_view key) {
    const auto found = std::find_if(effects.begin(), effects.end(), [&](const auto& e) { return e.first == key; });
    return found == effects.end() ? nullptr : &found->second;
}

// How far behind: a difference without its sign.
std::string size_text(double difference, Unit unit) {
    const std::string text = difference_text(difference, unit);
    return text.starts_with('+') ? text.substr(1) : text;
}

// Long numbers inside a text, in groups of three like all others.
std::string grouped_in(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find_first_not_of("0123456789", at), text.size());
        const auto digits = text.substr(at, end - at);
        for (std::size_t i = 0; i < digits.size(); ++i) {
            if (i > 0 && digits.size() > 3 && (digits.size() - i) % 3 == 0) out += ' ';
            out += digits[i];
        }
        if (end < text.size()) out += text[end];
        at = end + 1;
    }
    return out;
}

// What no digit shown here tells from nothing.
bool reads_as_nothing(const LeverResults& results, std::string_view key, double whole) {
    const auto nothing = [unit = unit_of(key)](double value) {
        return !std::isfinite(value) || difference_text(value, unit).find_first_of("123456789") == std::string::npos;
    };
    return nothing(whole) && std::all_of(results.levers.begin(), results.levers.end(), [&](const auto& lever) {
               const LeverEffect* const e = effect_on(lever.second, key);
               return !e || (nothing(e->share) && nothing(e->alone) && nothing(e->removed));
           });
}

}  // namespace

void TerminalWriter::lever_table(const LeverResults& results, const std::string& key, double whole) {
    const Unit unit = unit_of(key);
    Table t;
    t.left = {true, false, false};
    t.add({{label(key), Tone::dim},
           {"share", Tone::dim},
           {"±", Tone::dim},
           {"alone", Tone::dim},
           {"on top of the others", Tone::dim}});
    for (const auto& [lever, effects] : results.levers) {
        const LeverEffect* const found = effect_on(effects, key);
        const LeverEffect e = found ? *found : LeverEffect{};
        t.add({{lever, Tone::bold},
               {difference_text(e.share, unit)},
               {half_text(half_of_error(e.error), unit), Tone::dim},
               {difference_text(e.alone, unit)},
               {difference_text(e.removed, unit)}});
    }
    t.add({{"together", Tone::dim}, {difference_text(whole, unit)}});
    table(t);
}

void TerminalWriter::levers(const LeverResults& results) {
    title(fmt::format("What did it: {} against {}", results.plan, results.from));
    std::vector<std::string> keys = {lead_metric()};
    if (keys[0] != "total.cost") keys.emplace_back("total.cost");
    if (style_.detail)
        for (const auto& [key, whole] : results.whole)
            if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    std::string unchanged;
    for (const auto& key : keys) {
        const auto whole =
            std::find_if(results.whole.begin(), results.whole.end(), [&](const auto& w) { return w.first == key; });
        if (whole == results.whole.end() || !std::isfinite(whole->second.difference)) continue;
        if (reads_as_nothing(results, key, whole->second.difference))
            unchanged += (unchanged.empty() ? "" : ", ") + label(key);
        else
            lever_table(results, key, whole->second.difference);
    }
    if (!unchanged.empty()) paragraph("No lever changes: " + unchanged + ".");
    paragraph(
        fmt::format("Shares add up to the whole. Alone: the lever by itself; on top of the others: what it changes where all "
                    "other levers are at work already. They differ where levers interact. {} seasons{}.",
                    results.replications, results.exact ? "" : ", orders of levers sampled"),
        Tone::dim);
}

void TerminalWriter::point_costs(const Comparison& c) {
    const std::string lead = lead_metric(), money = results_.currency.empty() ? "cost" : results_.currency;
    Table t;
    t.left = {true, false, false};
    std::vector<Cell> head = {{"", Tone::dim}, {money, Tone::dim}, {"95 % interval", Tone::dim}};
    if (style_.detail) head.push_back({"a point of", Tone::dim});
    t.add(head);
    for (const auto& [plan, costs] : c.point_costs)
        for (const auto& [key, cost] : costs) {
            if (!style_.detail && key != lead) continue;
            const bool known = std::isfinite(cost.cost);
            std::vector<Cell> row = {{plan, Tone::bold},
                                     {known ? value_text(cost.cost, Unit::money) : "not determined"},
                                     {known && std::isfinite(cost.ci95.low) ? value_text(cost.ci95.low, Unit::money) + " to " +
                                                                                  value_text(cost.ci95.high, Unit::money)
                                                                            : "",
                                      Tone::dim}};
            if (style_.detail) row.push_back({key, Tone::dim});
            t.add(row);
        }
    if (t.rows.size() == 1) return;
    title(fmt::format("What a point better costs{}", style_.detail ? "" : " (" + label(lead) + ")"));
    table(t);
    paragraph("Difference of cost over difference of the metric; below 0: better and cheaper, or worse and dearer.", Tone::dim);
}

void TerminalWriter::robustness(const Robustness& r) {
    if (r.columns.empty()) return;
    title(fmt::format("Other seasons: {} (behind the best plan)", label(r.metric)));
    const Unit unit = unit_of(r.metric);
    Table t;
    std::vector<Cell> head = {{"", Tone::dim}};
    for (const auto& column : r.columns) head.push_back({column.season, Tone::dim});
    head.push_back({"most behind", Tone::dim});
    t.add(head);
    for (std::size_t p = 0; p < r.plans.size(); ++p) {
        std::vector<Cell> row = {{r.plans[p], Tone::bold}};
        for (const auto& column : r.columns) {
            const auto& cell = column.plans[p];
            row.push_back({value_text(cell.value, unit) + (cell.regret > 0 ? " (" + size_text(cell.regret, unit) + ")" : ""),
                           cell.regret == 0 ? Tone::good : Tone::plain});
        }
        row.push_back({size_text(r.largest_regret[p], unit)});
        t.add(row);
    }
    if (t.cuts_names(width_)) t.break_heads();
    t.folds = t.cuts_names(width_);
    table(t);
    for (const auto& column : r.columns)
        paragraph(fmt::format("{}: {} ({} seasons)", column.season, grouped_in(column.meaning),
                              value_text(column.replications, Unit::count)),
                  Tone::dim);
}

void TerminalWriter::variance(const PlanResults& plan) {
    const std::string lead = lead_metric();
    if (plan.variance_pairs == 0) return;
    Table t;
    t.add({{"", Tone::dim}, {"forecast", Tone::dim}, {"assumptions, events", Tone::dim}, {"chance", Tone::dim}});
    for (const auto& [key, shares] : plan.variance) {
        if (!style_.detail && key != lead && key != "total.cost") continue;
        std::vector<Cell> row = {{label(key), Tone::bold}};
        for (const VarianceShare& share : shares)
            row.push_back({std::isfinite(share.share) ? share_and_error_text(share.share, share.error) : "-"});
        t.add(row);
    }
    if (t.rows.size() == 1) return;
    title("Where the spread between seasons comes from" + (results_.plans.size() > 1 ? ": " + plan.name : ""));
    table(t);
    paragraph(fmt::format("Shares of the variance, from {} seasons played twice more.{}", plan.variance_pairs,
                          plan.variance_clipped ? " Estimates below 0 are shown as 0." : ""),
              Tone::dim);
}

}  // namespace peakline
