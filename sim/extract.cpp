// One replication's books turned into all of its metrics.
#include "sim/extract.hpp"

#include <algorithm>
#include <cmath>

namespace peakline::sim {

std::vector<std::string> names_of(const Row& row) {
    std::vector<std::string> names;
    for (const NamedParts& metric : row) names.emplace_back(metric.name);
    return names;
}

std::vector<Parts> values_of(const Row& row) {
    std::vector<Parts> values;
    values.reserve(row.size());
    for (const NamedParts& metric : row) values.push_back(metric.parts);
    return values;
}

void append(Row& row, const Row& more) { row.insert(row.end(), more.begin(), more.end()); }

double missed_days(const std::vector<std::vector<Parts>>& by_day, const std::vector<std::string>& names, const Targets& targets) {
    if (targets.empty()) return no_value;
    double missed = 0;
    for (const auto& day : by_day) {
        bool miss = false;
        for (std::size_t i = 0; i < names.size(); ++i)
            if (const double* target = target_of(targets, names[i]); target && !std::isnan(day[i].value()))
                miss = miss || !meets(names[i], day[i].value(), *target);
        missed += miss ? 1 : 0;
    }
    return missed;
}

void judge(Extract& x, const std::vector<Parts>& values, const std::vector<std::string>& names, const Targets& targets) {
    for (const auto& [name, target] : targets) {
        const auto it = std::find(names.begin(), names.end(), name);
        if (it == names.end()) continue;
        const double value = values[static_cast<std::size_t>(it - names.begin())].value();
        if (!std::isnan(value)) x.any_target = true, x.all_targets_met = x.all_targets_met && meets(name, value, target);
    }
}

Layout layout_of(const Model& model) {
    Layout layout;
    name_queues(layout, model);
    name_total_and_groups(layout);
    name_reasons(layout);
    layout.rule = {"acted", "in_force"};
    layout.periods = days_of(model.axis);
    layout.days = layout.periods.size();
    for (auto& week : weeks_of(model.axis)) layout.periods.push_back(week), ++layout.weeks;
    for (auto& month : months_of(model.axis)) layout.periods.push_back(month), ++layout.months;
    return layout;
}

Extract extract(const Books& books, const Model& model, const Scenario& scenario, const Layout& layout) {
    const PeriodSums sums(books, model);
    Extract x;
    x.queue_period.resize(layout.periods.size());
    x.group_period.resize(layout.periods.size());
    x.reason_period.resize(layout.periods.size());
    for (std::size_t q = 0; q < model.queues.size(); ++q) extract_queue(x, sums, scenario, layout, q);
    for (std::size_t g = 0; g < model.groups.size(); ++g) extract_group(x, sums, layout, g);
    for (std::size_t r = 0; r < model.reasons.size(); ++r) extract_reason(x, sums, layout, r);
    for (const RuleTally& rule : books.rules) x.rule.push_back({{rule.acted, 1}, {rule.seconds / 3600, 1}});
    extract_total(x, sums, scenario, layout);
    x.all_targets_met = x.all_targets_met && x.any_target;
    return x;
}

}  // namespace peakline::sim
