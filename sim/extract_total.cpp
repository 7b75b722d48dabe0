// The metrics of groups, and those of all queues, groups and reasons in total; money.
#include <cmath>

#include "sim/extract.hpp"

namespace peakline::sim {
namespace {

struct Money {
    double wages = 0, overtime = 0, outsourcing = 0, messages = 0, self_service = 0, lost = 0;
    double all() const { return wages + overtime + outsourcing + messages + self_service + lost; }
};

Money money_of(const GroupCell& g, const GroupModel& m) {
    Money money;
    money.wages = g[GroupTally::paid] / 3600 * m.cost.per_hour;
    money.overtime = g[GroupTally::overtime] / 3600 * m.overtime_cost.per_hour;
    money.outsourcing = g[GroupTally::answered] * m.cost.per_contact + g[GroupTally::work] / 60 * m.cost.per_minute;
    return money;
}

// Of the first driver; no_value where there is none.
double units_of(const PeriodSums& sums, const PeriodRange& days) {
    return sums.books.units.empty() ? no_value : sums.units(0, days);
}

// How people's time was used, of one group or of all.
Row use_row(const GroupCell& g, double units) {
    const double hours = (g[GroupTally::paid] + g[GroupTally::overtime]) / 3600;
    return {{"occupancy", {g[GroupTally::busy], g[GroupTally::available]}},
            {"work_share", {g[GroupTally::work], g[GroupTally::available]}},
            {"answered_per_paid_hour", {g[GroupTally::answered], hours}},
            {"units_per_paid_hour", {units, hours}},
            {"paid_hours", {hours, 1}},
            {"overtime", {g[GroupTally::overtime] / 3600, 1}}};
}

Row people_money_row(const Money& money) {
    return {{"cost", {money.all(), 1}},
            {"cost.wages", {money.wages, 1}},
            {"cost.overtime", {money.overtime, 1}},
            {"cost.outsourcing", {money.outsourcing, 1}}};
}

Row group_row(const GroupCell& g, const GroupModel& m, double units) {
    Row row{{"answered", {g[GroupTally::answered], 1}}};
    append(row, use_row(g, units));
    append(row, people_money_row(money_of(g, m)));
    return row;
}

// What the total of a period is made of.
struct Sums {
    QueueCell queues{};
    GroupCell groups{};
    ReasonCell cases{};
    Money money;
    Parts level{0, 0};  // of live queues with `within`, as their own formula counts
};

Sums sums_of(const PeriodSums& period, const PeriodRange& days) {
    const Model& model = period.model;
    Sums sums;
    for (std::size_t q = 0; q < model.queues.size(); ++q) {
        const QueueCell cell = period.queue(q, days);
        for (std::size_t k = 0; k < Tally::count; ++k) sums.queues[k] += cell[k];
        if (model.queues[q].within < 0 || !model.queues[q].live) continue;
        const Parts level = service_level(cell, model.queues[q].formula);
        sums.level.a += level.a;
        sums.level.b += level.b;
    }
    for (std::size_t g = 0; g < model.groups.size(); ++g) {
        const GroupCell cell = period.group(g, days);
        for (std::size_t k = 0; k < GroupTally::count; ++k) sums.groups[k] += cell[k];
        const Money money = money_of(cell, model.groups[g]);
        sums.money.wages += money.wages;
        sums.money.overtime += money.overtime;
        sums.money.outsourcing += money.outsourcing;
    }
    for (std::size_t r = 0; r < model.reasons.size(); ++r) {
        if (model.reasons[r].outbound) continue;
        const ReasonCell cell = period.reason(r, days);
        for (std::size_t k = 0; k < ReasonTally::count; ++k) sums.cases[k] += cell[k];
    }
    sums.money.messages = period.message_cost(days);
    sums.money.self_service = sums.queues[Tally::self_service_cost];
    sums.money.lost = sums.queues[Tally::lost_cost];
    return sums;
}

Row period_row(const Sums& s, double units) {
    const QueueCell& q = s.queues;
    const double decided = q[Tally::offered] - q[Tally::redirected] - q[Tally::called_back] - q[Tally::open];
    Row row{{"offered", {q[Tally::offered] - q[Tally::transferred_in] - q[Tally::follow_ups], 1}},
            {"answered", {q[Tally::answered] + q[Tally::old_answered], 1}},
            {"abandoned", {q[Tally::abandoned] + q[Tally::old_abandoned], 1}},
            {"redials", {q[Tally::redials], 1}},
            {"repeats", {q[Tally::repeats], 1}},
            {"chases", {q[Tally::chases], 1}},
            {"open", {q[Tally::open] + q[Tally::old_open], 1}},
            {"service_level", s.level},
            {"abandonment", {q[Tally::abandoned] - q[Tally::short_abandons], decided - q[Tally::short_abandons]}},
            {"asa", {q[Tally::wait_answered], q[Tally::answered]}},
            {"backlog", {q[Tally::backlog], 1}},
            {"wait_mean", {q[Tally::wait_all], decided}},
            {"waited", {decided - q[Tally::at_once], decided}},
            {"handle_time", {q[Tally::handle_time], q[Tally::handled]}},
            {"balked", {q[Tally::balked], 1}},
            {"blocked", {q[Tally::blocked], 1}},
            {"disconnected", {q[Tally::disconnected] + q[Tally::old_disconnected], 1}},
            {"contact_rate", {q[Tally::by_customers], std::isnan(units) ? 0 : units}}};
    append(row, use_row(s.groups, units));
    append(row, people_money_row(s.money));
    row.push_back({"cost.messages", {s.money.messages, 1}});
    row.push_back({"cost.self_service", {s.money.self_service, 1}});
    row.push_back({"cost.lost_contacts", {s.money.lost, 1}});
    append(row, case_row(s.cases));
    row.push_back({"resolution_time", {s.cases[ReasonTally::resolution_time], s.cases[ReasonTally::resolved]}});
    return row;
}

Row horizon_row(const Sums& s, double units, const WaitCounts& resolution, double missed) {
    Row row = period_row(s, units);
    row.push_back({"resolution_time_p50", {wait_quantile(resolution, 0.5), 1}});
    row.push_back({"resolution_time_p90", {wait_quantile(resolution, 0.9), 1}});
    row.push_back({"peak_days", {missed, 1}});
    return row;
}

// Of all customers' cases.
WaitCounts resolution_of(const PeriodSums& sums) {
    WaitCounts all(WaitBins::bins, 0);
    for (std::size_t r = 0; r < sums.model.reasons.size(); ++r) {
        if (sums.model.reasons[r].outbound) continue;
        for (std::size_t bin = 0; bin < all.size(); ++bin) all[bin] += sums.books.resolution[r][bin];
    }
    return all;
}

}  // namespace

void name_total_and_groups(Layout& layout) {
    layout.group_horizon = layout.group_period = names_of(group_row({}, {}, 0));
    layout.total_period = names_of(period_row({}, 0));
    layout.total_horizon = names_of(horizon_row({}, 0, {}, 0));
}

void extract_group(Extract& x, const PeriodSums& sums, const Layout& layout, std::size_t g) {
    const auto values = [&](const PeriodRange& days) {
        return values_of(group_row(sums.group(g, days), sums.model.groups[g], units_of(sums, days)));
    };
    x.group_horizon.push_back(values(sums.horizon()));
    for (std::size_t p = 0; p < layout.periods.size(); ++p) x.group_period[p].push_back(values(layout.periods[p]));
}

void extract_total(Extract& x, const PeriodSums& sums, const Scenario& scenario, const Layout& layout) {
    for (const PeriodRange& days : layout.periods)
        x.total_period.push_back(values_of(period_row(sums_of(sums, days), units_of(sums, days))));
    const std::vector<std::vector<Parts>> by_day(x.total_period.begin(),
                                                 x.total_period.begin() + static_cast<std::ptrdiff_t>(layout.days));
    const PeriodRange all = sums.horizon();
    x.total_horizon = values_of(horizon_row(sums_of(sums, all), units_of(sums, all), resolution_of(sums),
                                            missed_days(by_day, layout.total_period, scenario.targets)));
    judge(x, x.total_horizon, layout.total_horizon, scenario.targets);
}

}  // namespace peakline::sim
