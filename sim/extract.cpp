// One replication's books turned into all of its metrics.
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "sim/metrics.hpp"

namespace peakline::sim {
namespace {

constexpr double enough_offered = 10;  // for an interval to count in on_target and worst_interval
constexpr std::array formulas{ServiceLevelFormula::offered,
                              ServiceLevelFormula::offered_less_short_abandons,
                              ServiceLevelFormula::answered,
                              ServiceLevelFormula::answered_or_abandoned_within,
                              ServiceLevelFormula::offered_less_early_abandons,
                              ServiceLevelFormula::short_abandons_met};
constexpr std::array waits{std::pair{"wait_p50", 0.5}, std::pair{"wait_p90", 0.9}, std::pair{"wait_p95", 0.95}};

const double* target_of(const std::vector<std::pair<std::string, double>>& targets, std::string_view metric) {
    for (const auto& [name, value] : targets)
        if (name == metric) return &value;
    return nullptr;
}

// The money of a stretch of intervals.
struct Money {
    double wages = 0, overtime = 0, outsourcing = 0, messages = 0, self_service = 0, lost = 0;
    double all() const { return wages + overtime + outsourcing + messages + self_service + lost; }
};

struct Stretch {
    int from = 0, to = 0;
};  // intervals

Stretch stretch_of(const PeriodRange& range, const TimeAxis& axis) {
    const auto first = [&](int day) { return static_cast<int>(std::lround(axis.day_start(day) / axis.interval())); };
    return {first(range.first_day), first(range.last_day + 1)};
}

PeriodRange whole(const Layout& layout) { return {"", 0, static_cast<int>(layout.days) - 1}; }

GroupCell group_sum(const Books& books, std::size_t group, Stretch s) {
    GroupCell sum{};
    for (int i = s.from; i < s.to; ++i)
        for (std::size_t k = 0; k < GroupTally::count; ++k) sum[k] += books.groups[group][static_cast<std::size_t>(i)][k];
    return sum;
}

Money money_of(const GroupCell& g, const GroupModel& m) {
    Money money;
    money.wages = g[GroupTally::paid] / 3600 * m.cost.per_hour;
    money.overtime = g[GroupTally::overtime] / 3600 * m.overtime_cost.per_hour;
    money.outsourcing = g[GroupTally::answered] * m.cost.per_contact + g[GroupTally::work] / 60 * m.cost.per_minute;
    return money;
}

double units_between(const Books& books, std::size_t driver, const PeriodRange& days) {
    double units = 0;
    for (int day = days.first_day; day <= days.last_day; ++day) units += books.units[driver][static_cast<std::size_t>(day)];
    return units;
}

// Of the first driver; no_value where there is none.
double units_of(const Books& books, const PeriodRange& days) {
    return books.units.empty() ? no_value : units_between(books, 0, days);
}

std::vector<Parts> group_parts(const GroupCell& g, const GroupModel& m, double units) {
    const Money money = money_of(g, m);
    const double hours = (g[GroupTally::paid] + g[GroupTally::overtime]) / 3600;
    return {{g[GroupTally::answered], 1},
            {g[GroupTally::busy], g[GroupTally::available]},
            {g[GroupTally::work], g[GroupTally::available]},
            {g[GroupTally::answered], hours},
            {units, hours},
            {hours, 1},
            {g[GroupTally::overtime] / 3600, 1},
            {money.all(), 1},
            {money.wages, 1},
            {money.overtime, 1},
            {money.outsourcing, 1}};
}

// Days from the highest backlog at a day's end to the first at which it is back; no_value: never within the horizon.
double days_to_clear(const Books& books, std::size_t queue, const TimeAxis& axis, const double* target) {
    std::vector<double> ends;
    for (int day = 0; day < axis.days(); ++day) {
        const auto last = static_cast<std::size_t>(std::lround(axis.day_start(day + 1) / axis.interval())) - 1;
        ends.push_back(books.queues[queue][last][Tally::backlog]);
    }
    const auto peak = std::max_element(ends.begin(), ends.end());
    const auto week = std::min<std::ptrdiff_t>(7, static_cast<std::ptrdiff_t>(ends.size()));
    const double level = target ? *target : std::accumulate(ends.begin(), ends.begin() + week, 0.0) / static_cast<double>(week);
    const auto clear = std::find_if(peak, ends.end(), [&](double backlog) { return backlog <= level; });
    return clear == ends.end() ? no_value : static_cast<double>(clear - peak);
}

std::vector<Parts> queue_parts(const QueueCell& sum, const QueueModel& m) {
    std::vector<Parts> parts;
    for (const QueueMetric& metric : queue_metrics())
        if (!metric.chat_only || m.medium == Medium::chat) parts.push_back(metric.parts(sum, m));
    return parts;
}

// Tallies that the total is made of, over all queues and groups of a stretch.
struct Sums {
    QueueCell queues{}, timed{};  // timed: live queues with `within`, as their own formula counts
    GroupCell groups{};
    Money money;
    double within = 0, within_of = 0;
};

Sums sums_of(const Books& books, const Model& model, Stretch s) {
    Sums sums;
    for (std::size_t q = 0; q < model.queues.size(); ++q) {
        const std::span cells(books.queues[q]);
        const QueueCell cell = sum_of(cells.subspan(static_cast<std::size_t>(s.from), static_cast<std::size_t>(s.to - s.from)));
        for (std::size_t k = 0; k < Tally::count; ++k) sums.queues[k] += cell[k];
        if (model.queues[q].within >= 0 && model.queues[q].live) {
            const Parts level = service_level(cell, model.queues[q].formula);
            sums.within += level.a;
            sums.within_of += level.b;
        }
    }
    for (std::size_t g = 0; g < model.groups.size(); ++g) {
        const GroupCell cell = group_sum(books, g, s);
        for (std::size_t k = 0; k < GroupTally::count; ++k) sums.groups[k] += cell[k];
        const Money money = money_of(cell, model.groups[g]);
        sums.money.wages += money.wages;
        sums.money.overtime += money.overtime;
        sums.money.outsourcing += money.outsourcing;
    }
    sums.money.self_service = sums.queues[Tally::self_service_cost];
    sums.money.lost = sums.queues[Tally::lost_cost];
    return sums;
}

std::vector<Parts> total_parts(const Sums& s, double units) {
    const QueueCell& q = s.queues;
    const double hours = (s.groups[GroupTally::paid] + s.groups[GroupTally::overtime]) / 3600;
    const double decided = q[Tally::offered] - q[Tally::redirected] - q[Tally::called_back] - q[Tally::open];
    return {{q[Tally::offered] - q[Tally::transferred_in] - q[Tally::follow_ups], 1},
            {q[Tally::answered] + q[Tally::old_answered], 1},
            {q[Tally::abandoned] + q[Tally::old_abandoned], 1},
            {q[Tally::redials], 1},
            {q[Tally::repeats], 1},
            {q[Tally::chases], 1},
            {q[Tally::open] + q[Tally::old_open], 1},
            {s.within, s.within_of},
            {q[Tally::abandoned] - q[Tally::short_abandons], decided - q[Tally::short_abandons]},
            {q[Tally::wait_answered], q[Tally::answered]},
            {q[Tally::backlog], 1},
            {q[Tally::wait_all], decided},
            {decided - q[Tally::at_once], decided},
            {q[Tally::handle_time], q[Tally::handled]},
            {q[Tally::balked], 1},
            {q[Tally::blocked], 1},
            {q[Tally::disconnected] + q[Tally::old_disconnected], 1},
            {s.groups[GroupTally::busy], s.groups[GroupTally::available]},
            {s.groups[GroupTally::work], s.groups[GroupTally::available]},
            {q[Tally::by_customers], std::isnan(units) ? 0 : units},
            {s.groups[GroupTally::answered], hours},
            {units, hours},
            {hours, 1},
            {s.groups[GroupTally::overtime] / 3600, 1},
            {s.money.all(), 1},
            {s.money.wages, 1},
            {s.money.overtime, 1},
            {s.money.outsourcing, 1},
            {s.money.messages, 1},
            {s.money.self_service, 1},
            {s.money.lost, 1}};
}
const std::vector<std::string> total_names{"offered",
                                           "answered",
                                           "abandoned",
                                           "redials",
                                           "repeats",
                                           "chases",
                                           "open",
                                           "service_level",
                                           "abandonment",
                                           "asa",
                                           "backlog",
                                           "wait_mean",
                                           "waited",
                                           "handle_time",
                                           "balked",
                                           "blocked",
                                           "disconnected",
                                           "occupancy",
                                           "work_share",
                                           "contact_rate",
                                           "answered_per_paid_hour",
                                           "units_per_paid_hour",
                                           "paid_hours",
                                           "overtime",
                                           "cost",
                                           "cost.wages",
                                           "cost.overtime",
                                           "cost.outsourcing",
                                           "cost.messages",
                                           "cost.self_service",
                                           "cost.lost_contacts"};
const std::vector<std::string> case_names{"fcr", "attempts_per_case", "unreached", "attempts_of_unreached"};
const std::vector<std::string> group_names{
    "answered", "occupancy", "work_share", "answered_per_paid_hour", "units_per_paid_hour", "paid_hours",
    "overtime", "cost",      "cost.wages", "cost.overtime",          "cost.outsourcing"};

std::vector<Parts> case_parts(const ReasonCell& r) {
    return {{r[ReasonTally::resolved_first], r[ReasonTally::cases_answered]},
            {r[ReasonTally::contacts], r[ReasonTally::cases]},
            {r[ReasonTally::unreached], 1},
            {r[ReasonTally::unreached_attempts], r[ReasonTally::unreached]}};
}

double lost_of(const ReasonCell& r) {
    double lost = 0;
    for (std::size_t i = ReasonTally::closed; i <= ReasonTally::not_reached; ++i) lost += r[i];
    return lost;
}

// Days on which a target was missed, of those that have a daily value.
double missed_days(const std::vector<std::vector<Parts>>& by_day, const std::vector<std::string>& names,
                   const std::vector<std::pair<std::string, double>>& targets) {
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

double message_cost(const Books& books, const PeriodRange& days) {
    double cost = 0;
    for (int day = days.first_day; day <= days.last_day; ++day) cost += books.message_cost[static_cast<std::size_t>(day)];
    return cost;
}

ReasonCell reason_sum(const Books& books, std::size_t reason, const PeriodRange& days) {
    ReasonCell sum{};
    for (int day = days.first_day; day <= days.last_day; ++day)
        for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += books.reasons[reason][static_cast<std::size_t>(day)][k];
    return sum;
}

// What a reason has in every period: see layout_of.
std::vector<Parts> reason_period_parts(const ReasonCell& r, double units) {
    const std::vector<Parts> cases = case_parts(r);
    return {{r[ReasonTally::needs], 1},
            {r[ReasonTally::prevented], 1},
            {r[ReasonTally::contained], 1},
            {r[ReasonTally::resolved], 1},
            {lost_of(r), 1},
            {r[ReasonTally::open], 1},
            {r[ReasonTally::by_customers], units},
            cases[0],
            cases[1],
            {r[ReasonTally::resolution_time], r[ReasonTally::resolved]}};
}

void extract_queue(Extract& x, const Books& books, const Model& model, const Scenario& scenario, const Layout& layout,
                   std::size_t q) {
    const QueueModel& m = model.queues[q];
    const auto& targets = scenario.queues[q].target.values;
    const std::span cells(books.queues[q]);
    WaitCounts all(WaitBins::bins, 0);
    for (std::size_t p = 0; p < layout.periods.size(); ++p) {
        const Stretch s = stretch_of(layout.periods[p], model.axis);
        auto parts =
            queue_parts(sum_of(cells.subspan(static_cast<std::size_t>(s.from), static_cast<std::size_t>(s.to - s.from))), m);
        if (p < layout.days) {
            const WaitCounts& counts = books.waits[q][p];
            for (std::size_t bin = 0; bin < counts.size(); ++bin) all[bin] += counts[bin];
            for (const auto& [name, share] : waits) parts.push_back({wait_quantile(counts, share), 1});
        } else {
            for (std::size_t i = 0; i < waits.size(); ++i) parts.push_back({});
        }
        x.queue_period[p][q] = std::move(parts);
    }
    auto horizon = queue_parts(sum_of(cells), m);
    for (const auto& [name, share] : waits) horizon.push_back({wait_quantile(all, share), 1});
    const QueueCell sum = sum_of(cells);
    horizon.push_back({sum[Tally::answered] > 0 ? books.wait_max[q] : no_value, 1});
    for (const auto formula : formulas) horizon.push_back(m.within < 0 ? Parts{} : service_level(sum, formula));
    const double* level = target_of(targets, "service_level");
    double counted = 0, on_target = 0, worst = no_value;
    for (const QueueCell& cell : books.queues[q]) {
        if (m.within < 0 || cell[Tally::offered] - cell[Tally::redirected] - cell[Tally::called_back] < enough_offered) continue;
        const double value = service_level(cell, m.formula).value();
        if (std::isnan(value)) continue;
        counted += 1;
        on_target += level && value >= *level ? 1 : 0;
        worst = std::isnan(worst) ? value : std::min(worst, value);
    }
    horizon.push_back({level ? on_target : no_value, counted});
    horizon.push_back({worst, 1});
    const double clear = days_to_clear(books, q, model.axis, target_of(targets, "backlog"));
    horizon.push_back({clear, 1});
    horizon.push_back({std::isnan(clear) ? 0.0 : 1.0, 1});
    std::vector<std::vector<Parts>> by_day;
    for (std::size_t day = 0; day < layout.days; ++day) by_day.push_back(x.queue_period[day][q]);
    horizon.push_back({targets.empty() ? no_value : missed_days(by_day, layout.queue_period[q], targets), 1});
    horizon.push_back({sum[Tally::old], 1});
    for (const auto& [name, target] : targets) {
        const auto it = std::find(layout.queue_horizon[q].begin(), layout.queue_horizon[q].end(), name);
        if (it == layout.queue_horizon[q].end()) continue;
        const double value = horizon[static_cast<std::size_t>(it - layout.queue_horizon[q].begin())].value();
        if (!std::isnan(value)) x.any_target = true, x.all_targets_met = x.all_targets_met && meets(name, value, target);
    }
    x.queue_horizon[q] = std::move(horizon);
}

void extract_total(Extract& x, const Books& books, const Model& model, const Scenario& scenario, const Layout& layout) {
    const auto parts_of = [&](const PeriodRange& days) {
        Sums sums = sums_of(books, model, stretch_of(days, model.axis));
        sums.money.messages = message_cost(books, days);
        std::vector<Parts> parts = total_parts(sums, units_of(books, days));
        ReasonCell cases{};
        for (std::size_t r = 0; r < model.reasons.size(); ++r)
            if (!model.reasons[r].outbound) {
                const ReasonCell sum = reason_sum(books, r, days);
                for (std::size_t k = 0; k < ReasonTally::count; ++k) cases[k] += sum[k];
            }
        for (const Parts& p : case_parts(cases)) parts.push_back(p);
        parts.push_back({cases[ReasonTally::resolution_time], cases[ReasonTally::resolved]});
        return parts;
    };
    for (std::size_t p = 0; p < layout.periods.size(); ++p) x.total_period[p] = parts_of(layout.periods[p]);
    x.total_horizon = parts_of(whole(layout));
    WaitCounts resolution(WaitBins::bins, 0);
    for (std::size_t r = 0; r < model.reasons.size(); ++r)
        for (std::size_t bin = 0; !model.reasons[r].outbound && bin < resolution.size(); ++bin)
            resolution[bin] += books.resolution[r][bin];
    x.total_horizon.push_back({wait_quantile(resolution, 0.5), 1});
    x.total_horizon.push_back({wait_quantile(resolution, 0.9), 1});
    const std::vector<std::vector<Parts>> by_day(x.total_period.begin(),
                                                 x.total_period.begin() + static_cast<std::ptrdiff_t>(layout.days));
    x.total_horizon.push_back(
        {scenario.targets.empty() ? no_value : missed_days(by_day, layout.total_period, scenario.targets), 1});
    for (std::size_t i = 0; i < layout.total_horizon.size(); ++i)
        if (const double* target = target_of(scenario.targets, layout.total_horizon[i]);
            target && !std::isnan(x.total_horizon[i].value()))
            x.any_target = true,
            x.all_targets_met = x.all_targets_met && meets(layout.total_horizon[i], x.total_horizon[i].value(), *target);
}

void extract_group(Extract& x, const Books& books, const Model& model, const Layout& layout, std::size_t g) {
    const auto parts_of = [&](const PeriodRange& days) {
        return group_parts(group_sum(books, g, stretch_of(days, model.axis)), model.groups[g], units_of(books, days));
    };
    x.group_horizon.push_back(parts_of(whole(layout)));
    for (std::size_t p = 0; p < layout.periods.size(); ++p) x.group_period[p].push_back(parts_of(layout.periods[p]));
}

void extract_reason(Extract& x, const Books& books, const Model& model, const Layout& layout, std::size_t reason) {
    const std::uint16_t driver = model.reasons[reason].driver;
    const auto units = [&](const PeriodRange& days) { return driver == no_id ? 0 : units_between(books, driver, days); };
    const ReasonCell r = reason_sum(books, reason, whole(layout));
    std::vector<Parts> parts{{r[ReasonTally::needs], 1},
                             {r[ReasonTally::prevented], 1},
                             {r[ReasonTally::contained], 1},
                             {r[ReasonTally::resolved], 1},
                             {lost_of(r), 1},
                             {r[ReasonTally::open], 1},
                             {r[ReasonTally::backlog], 1}};
    for (std::size_t i = ReasonTally::closed; i <= ReasonTally::not_reached; ++i) parts.push_back({r[i], 1});
    parts.push_back({r[ReasonTally::by_customers], units(whole(layout))});
    for (const Parts& p : case_parts(r)) parts.push_back(p);
    parts.push_back({r[ReasonTally::resolution_time], r[ReasonTally::resolved]});
    parts.push_back({wait_quantile(books.resolution[reason], 0.5), 1});
    parts.push_back({wait_quantile(books.resolution[reason], 0.9), 1});
    x.reason.push_back(std::move(parts));
    for (std::size_t p = 0; p < layout.periods.size(); ++p)
        x.reason_period[p].push_back(reason_period_parts(reason_sum(books, reason, layout.periods[p]), units(layout.periods[p])));
}

}  // namespace

Layout layout_of(const Model& model, const Scenario&) {
    Layout layout;
    for (const QueueModel& queue : model.queues) {
        std::vector<std::string> names;
        for (const QueueMetric& metric : queue_metrics())
            if (!metric.chat_only || queue.medium == Medium::chat) names.emplace_back(metric.name);
        for (const auto& [name, share] : waits) names.emplace_back(name);
        layout.queue_period.push_back(names);
        names.emplace_back("wait_max");
        for (const auto formula : formulas) names.push_back(fmt::format("service_level_by_formula.{}", formula_name(formula)));
        for (const char* name : {"on_target", "worst_interval", "days_to_clear", "cleared", "peak_days", "backlog_at_start"})
            names.emplace_back(name);
        layout.queue_horizon.push_back(std::move(names));
    }
    layout.total_period = total_names;
    layout.total_period.insert(layout.total_period.end(), case_names.begin(), case_names.end());
    layout.total_period.emplace_back("resolution_time");
    layout.total_horizon = layout.total_period;
    for (const char* name : {"resolution_time_p50", "resolution_time_p90", "peak_days"}) layout.total_horizon.emplace_back(name);
    layout.group_horizon = layout.group_period = group_names;
    layout.reason = {"needs", "prevented", "contained", "resolved", "lost", "open", "backlog_at_start"};
    for (const char* cause :
         {"closed", "blocked", "balked", "abandoned", "disconnected", "gave_up", "silent", "unresolved", "not_reached"})
        layout.reason.push_back(std::string("lost.") + cause);
    layout.reason.emplace_back("contact_rate");
    layout.reason.insert(layout.reason.end(), case_names.begin(), case_names.end());
    for (const char* name : {"resolution_time", "resolution_time_p50", "resolution_time_p90"}) layout.reason.emplace_back(name);
    layout.reason_period = {"needs", "prevented",    "contained", "resolved",          "lost",
                            "open",  "contact_rate", "fcr",       "attempts_per_case", "resolution_time"};
    layout.rule = {"acted", "in_force"};
    layout.periods = days_of(model.axis);
    layout.days = layout.periods.size();
    for (auto& week : weeks_of(model.axis)) layout.periods.push_back(week), ++layout.weeks;
    for (auto& month : months_of(model.axis)) layout.periods.push_back(month), ++layout.months;
    return layout;
}

Extract extract(const Books& books, const Model& model, const Scenario& scenario, const Layout& layout) {
    Extract x;
    x.queue_horizon.resize(model.queues.size());
    x.queue_period.assign(layout.periods.size(), std::vector<std::vector<Parts>>(model.queues.size()));
    x.group_period.assign(layout.periods.size(), {});
    x.reason_period.assign(layout.periods.size(), {});
    x.total_period.resize(layout.periods.size());
    for (std::size_t q = 0; q < model.queues.size(); ++q) extract_queue(x, books, model, scenario, layout, q);
    for (std::size_t g = 0; g < model.groups.size(); ++g) extract_group(x, books, model, layout, g);
    for (std::size_t r = 0; r < model.reasons.size(); ++r) extract_reason(x, books, model, layout, r);
    for (const RuleTally& rule : books.rules) x.rule.push_back({{rule.acted, 1}, {rule.seconds / 3600, 1}});
    extract_total(x, books, model, scenario, layout);
    x.all_targets_met = x.all_targets_met && x.any_target;
    return x;
}

}  // namespace peakline::sim
