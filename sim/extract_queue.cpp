// The metrics of one queue.
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "sim/extract.hpp"

namespace peakline::sim {
namespace {

constexpr double enough_offered = 10;  // for an interval to count in on_target and worst_interval
constexpr std::array formulas{
    std::pair{ServiceLevelFormula::offered, "service_level_by_formula.offered"},
    std::pair{ServiceLevelFormula::offered_less_short_abandons, "service_level_by_formula.offered_less_short_abandons"},
    std::pair{ServiceLevelFormula::answered, "service_level_by_formula.answered"},
    std::pair{ServiceLevelFormula::answered_or_abandoned_within, "service_level_by_formula.answered_or_abandoned_within"},
    std::pair{ServiceLevelFormula::offered_less_early_abandons, "service_level_by_formula.offered_less_early_abandons"},
    std::pair{ServiceLevelFormula::short_abandons_met, "service_level_by_formula.short_abandons_met"}};

Row period_row(const QueueCell& sum, const QueueModel& m) {
    Row row;
    for (const QueueMetric& metric : queue_metrics())
        if (!metric.chat_only || m.medium == Medium::chat) row.push_back({metric.name, metric.parts(sum, m)});
    return row;
}

// Weeks and months have no quantiles: waits are counted by day.
void add_waits(Row& row, const WaitCounts& waits, double longest) {
    row.push_back({"wait_p50", {wait_quantile(waits, 0.5), 1}});
    row.push_back({"wait_p90", {wait_quantile(waits, 0.9), 1}});
    row.push_back({"wait_p95", {wait_quantile(waits, 0.95), 1}});
    row.push_back({"wait_max", {longest, 1}});
}

// What only the whole horizon has.
struct Whole {
    double longest_wait = no_value, on_target = no_value, counted = 0, worst = no_value, days_to_clear = no_value,
           missed = no_value;
};

Row horizon_row(const QueueCell& sum, const QueueModel& m, const WaitCounts& waits, const Whole& whole) {
    Row row = period_row(sum, m);
    add_waits(row, waits, whole.longest_wait);
    for (const auto& [formula, name] : formulas) row.push_back({name, m.within < 0 ? Parts{} : service_level(sum, formula)});
    row.push_back({"on_target", {whole.on_target, whole.counted}});
    row.push_back({"worst_interval", {whole.worst, 1}});
    row.push_back({"days_to_clear", {whole.days_to_clear, 1}});
    row.push_back({"cleared", {std::isnan(whole.days_to_clear) ? 0.0 : 1.0, 1}});
    row.push_back({"peak_days", {whole.missed, 1}});
    row.push_back({"backlog_at_start", {sum[Tally::old], 1}});
    return row;
}

void look_at_intervals(Whole& whole, const std::vector<QueueCell>& intervals, const QueueModel& m, const double* target) {
    double on_target = 0;
    for (const QueueCell& cell : intervals) {
        if (m.within < 0 || cell[Tally::offered] - cell[Tally::redirected] - cell[Tally::called_back] < enough_offered) continue;
        const double level = service_level(cell, m.formula).value();
        if (std::isnan(level)) continue;
        whole.counted += 1;
        on_target += target && level >= *target ? 1 : 0;
        whole.worst = std::isnan(whole.worst) ? level : std::min(whole.worst, level);
    }
    if (target) whole.on_target = on_target;
}

// Days from the highest backlog at a day's end to the first at which it is back at the target, else at the mean of the first
// week; no_value: never within the horizon.
double days_to_clear(const PeriodSums& sums, std::size_t queue, const double* target) {
    std::vector<double> ends;
    ends.reserve(static_cast<std::size_t>(sums.books.days));
    for (int day = 0; day < sums.books.days; ++day) ends.push_back(sums.queue(queue, {"", day, day})[Tally::backlog]);
    const auto peak = std::max_element(ends.begin(), ends.end());
    const auto week = std::min<std::ptrdiff_t>(7, static_cast<std::ptrdiff_t>(ends.size()));
    const double level = target ? *target : std::accumulate(ends.begin(), ends.begin() + week, 0.0) / static_cast<double>(week);
    const auto clear = std::find_if(peak, ends.end(), [&](double backlog) { return backlog <= level; });
    return clear == ends.end() ? no_value : static_cast<double>(clear - peak);
}

}  // namespace

void name_queues(Layout& layout, const Model& model) {
    for (const QueueModel& m : model.queues) {
        Row row = period_row({}, m);
        add_waits(row, {}, no_value);
        layout.queue_period.push_back(names_of(row));
        layout.queue_horizon.push_back(names_of(horizon_row({}, m, {}, {})));
    }
}

void extract_queue(Extract& x, const PeriodSums& sums, const Scenario& scenario, const Layout& layout, std::size_t q) {
    const QueueModel& m = sums.model.queues[q];
    const Targets& targets = scenario.queues[q].target.values;
    WaitCounts all(WaitBins::bins, 0);
    std::vector<std::vector<Parts>> by_day;
    for (std::size_t p = 0; p < layout.periods.size(); ++p) {
        const PeriodRange& days = layout.periods[p];
        Row row = period_row(sums.queue(q, days), m);
        add_waits(row, p < layout.days ? sums.books.waits[q][p] : WaitCounts{}, sums.longest_wait(q, days));
        x.queue_period[p].push_back(values_of(row));
        if (p >= layout.days) continue;
        by_day.push_back(x.queue_period[p].back());
        const WaitCounts& counts = sums.books.waits[q][p];
        for (std::size_t bin = 0; bin < counts.size(); ++bin) all[bin] += counts[bin];
    }
    Whole whole;
    whole.longest_wait = sums.longest_wait(q, sums.horizon());
    whole.days_to_clear = days_to_clear(sums, q, target_of(targets, "backlog"));
    whole.missed = missed_days(by_day, layout.queue_period[q], targets);
    look_at_intervals(whole, sums.books.queues[q], m, target_of(targets, "service_level"));
    x.queue_horizon.push_back(values_of(horizon_row(sums.queue(q, sums.horizon()), m, all, whole)));
    judge(x, x.queue_horizon.back(), layout.queue_horizon[q], targets);
}

}  // namespace peakline::sim
