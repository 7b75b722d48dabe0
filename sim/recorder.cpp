#include "sim/recorder.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace peakline::sim {
namespace {

constexpr int kept = 1000;  // replications whose values are kept for quantiles of periods
constexpr double enough_offered = 10;
constexpr std::array shares{0.05, 0.25, 0.5, 0.75, 0.95};
constexpr std::array fan_names{"offered", "service_level", "abandonment", "asa", "backlog"};

std::array<std::size_t, fan_names.size()> fan_places() {
    std::array<std::size_t, fan_names.size()> places{};
    const auto metrics = queue_metrics();
    for (std::size_t f = 0; f < fan_names.size(); ++f)
        for (std::size_t m = 0; m < metrics.size(); ++m)
            if (metrics[m].name == fan_names[f]) places[f] = m;
    return places;
}

void set_quantiles(Estimate& e, std::vector<double> values) {
    const auto q = quantiles(std::move(values), shares);
    e.p05 = q[0], e.p25 = q[1], e.p50 = q[2], e.p75 = q[3], e.p95 = q[4];
}

constexpr double tie_breaking = 1e-3;  // where equally few were answered in time, those are the worst in which most were lost
constexpr double few_offered = 5;      // on average: fewer make no period worth naming

// How bad a cell was; larger is worse, no_value where it says nothing.
double badness(const QueueCell& cell, const QueueModel& queue) {
    if (!queue.live) return cell[Tally::backlog_max];
    if (cell[Tally::offered] < enough_offered) return no_value;
    const double decided = cell[Tally::offered] - cell[Tally::open];
    const double lost = decided > 0 ? cell[Tally::abandoned] / decided : no_value;
    return queue.within >= 0 ? 1 - service_level(cell, queue.formula).value() + tie_breaking * lost : lost;
}

std::string interval_label(const TimeAxis& axis, int interval) {
    static constexpr std::array weekdays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    const LocalTime from = axis.local(axis.interval_start(interval)), to = axis.local(axis.interval_start(interval + 1));
    return fmt::format("{} {} {:02}:{:02}-{:02}:{:02}", weekdays[static_cast<std::size_t>(weekday_of(from.date))],
                       to_text(from.date), from.second / 3600, from.second / 60 % 60, to.second / 3600, to.second / 60 % 60);
}

void add_all(std::vector<Sample>& samples, const std::vector<Parts>& parts) {
    samples.resize(parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) samples[i].add(parts[i]);
}

Metrics metrics_of(const std::vector<std::string>& names, const std::vector<Sample>& samples, const Targets& targets) {
    Metrics metrics;
    for (std::size_t i = 0; i < names.size(); ++i)
        metrics.emplace_back(names[i], estimate(samples[i], names[i], target_of(targets, names[i])));
    return metrics;
}

// Days stay, since horizon metrics are made from them.
Layout layout_for(const Model& model, Keep keep) {
    Layout layout = layout_of(model);
    if (keep == Keep::headlines) layout.periods.resize(layout.days), layout.weeks = layout.months = 0;
    return layout;
}

}  // namespace

bool Sample::counted() const {
    return std::all_of(b.begin(), b.end(), [](double x) { return x == 1; });
}

std::vector<double> Sample::values() const {
    std::vector<double> values;
    for (std::size_t i = 0; i < a.size(); ++i) values.push_back(Parts{a[i], b[i]}.value());
    return values;
}

Estimate estimate(const Sample& sample, std::string_view metric, const double* target) {
    Estimate e;
    const std::vector<double> values = sample.values();
    const Measured m = sample.counted() ? mean_of(sample.a) : ratio_of_sums(sample.a, sample.b).measured;
    e.mean = m.value;
    e.se = m.se;
    e.ci95 = m.ci;
    // What cannot be negative is not said to be.
    if (e.ci95.low < 0 && std::none_of(values.begin(), values.end(), [](double x) { return x < 0; })) e.ci95.low = 0;
    set_quantiles(e, values);
    if (target) {
        e.target = *target;
        double met = 0, of = 0;
        for (const double value : values)
            if (!std::isnan(value)) of += 1, met += meets(metric, value, *target) ? 1 : 0;
        if (of > 0) e.met = met / of, e.met_ci95 = wilson(met, of);
    }
    return e;
}

Recorder::Recorder(const Model& model, const Scenario& scenario, Keep keep)
    : model_(model), scenario_(scenario), keep_(keep), layout_(layout_for(model, keep)), queue_horizon_(model.queues.size()),
      group_horizon_(model.groups.size()), reason_(model.reasons.size()), rule_(model.rules.size()),
      queue_period_(layout_.periods.size(), std::vector<PeriodRow>(model.queues.size())),
      group_period_(layout_.periods.size(), std::vector<PeriodRow>(model.groups.size())),
      reason_period_(layout_.periods.size(), std::vector<PeriodRow>(model.reasons.size())), total_period_(layout_.periods.size()),
      worst_days_(model.queues.size(), std::vector<int>(static_cast<std::size_t>(model.axis.days()))),
      worst_intervals_(model.queues.size(), std::vector<int>(static_cast<std::size_t>(model.axis.intervals()))) {
    for (const char* name :
         {"needs", "prevented", "contained", "resolved", "lost", "lost.closed", "lost.blocked", "lost.balked", "lost.gave_up"})
        reason_sums_.emplace_back(
            static_cast<std::size_t>(std::find(layout_.reason.begin(), layout_.reason.end(), name) - layout_.reason.begin()),
            Sample());
    if (keep_ == Keep::headlines) return;
    const auto intervals = static_cast<std::size_t>(model.axis.intervals());
    interval_sums_.assign(model.queues.size(), std::vector<Parts>(intervals * queue_metrics().size(), Parts{0, 0}));
    fans_.assign(model.queues.size(), std::vector<FanValue>(intervals * fan_names.size()));
    group_sums_.assign(model.groups.size(), std::vector<GroupCell>(intervals, GroupCell{}));
}

void Recorder::PeriodValue::add(const Parts& parts, bool keep) {
    if (!std::isnan(parts.a)) sums.add(parts.a, parts.b);
    counted = counted && parts.b == 1;
    if (keep) values.push_back(static_cast<float>(parts.value()));
}

Estimate Recorder::PeriodValue::estimate() const {
    Estimate e;
    const Measured m = sums.measured();
    e.mean = m.value;
    e.se = m.se;
    e.ci95 = m.ci;
    set_quantiles(e, {values.begin(), values.end()});
    return e;
}

void Recorder::add(const Books& books, const Extract& x) {
    for (std::size_t q = 0; q < queue_horizon_.size(); ++q) add_all(queue_horizon_[q], x.queue_horizon[q]);
    for (std::size_t g = 0; g < group_horizon_.size(); ++g) add_all(group_horizon_[g], x.group_horizon[g]);
    for (std::size_t r = 0; r < reason_.size(); ++r) add_all(reason_[r], x.reason[r]);
    for (std::size_t r = 0; r < rule_.size(); ++r) add_all(rule_[r], x.rule[r]);
    add_all(total_horizon_, x.total_horizon);
    for (auto& [place, sample] : reason_sums_) {
        Parts sum{0, 1};
        for (const auto& reason : x.reason) sum.a += reason[place].a;
        sample.add(sum);
    }
    targets_met_.push_back(x.any_target ? (x.all_targets_met ? 1 : 0) : no_value);
    contacts_ += books.contacts;
    if (keep_ == Keep::everything) add_periods(books, x);
    ++replications_;
}

void Recorder::add_periods(const Books& books, const Extract& x) {
    const bool keep = replications_ < kept;
    const auto add_row = [&](PeriodRow& row, const std::vector<Parts>& parts) {
        row.resize(parts.size());
        for (std::size_t i = 0; i < parts.size(); ++i) row[i].add(parts[i], keep);
    };
    for (std::size_t p = 0; p < layout_.periods.size(); ++p) {
        for (std::size_t q = 0; q < queue_horizon_.size(); ++q) add_row(queue_period_[p][q], x.queue_period[p][q]);
        for (std::size_t g = 0; g < group_horizon_.size(); ++g) add_row(group_period_[p][g], x.group_period[p][g]);
        for (std::size_t r = 0; r < reason_.size(); ++r) add_row(reason_period_[p][r], x.reason_period[p][r]);
        add_row(total_period_[p], x.total_period[p]);
    }
    add_intervals(books);
    add_worst(books);
}

void Recorder::add_intervals(const Books& books) {
    static const auto places = fan_places();
    const auto metrics = queue_metrics();
    const bool keep = replications_ < kept;
    for (std::size_t q = 0; q < books.queues.size(); ++q)
        for (std::size_t i = 0; i < books.queues[q].size(); ++i) {
            const QueueCell& cell = books.queues[q][i];
            Parts* sums = &interval_sums_[q][i * metrics.size()];
            for (std::size_t m = 0; m < metrics.size(); ++m) {
                const Parts parts = metrics[m].parts(cell, model_.queues[q]);
                if (std::isnan(parts.a)) continue;
                sums[m].a += parts.a;
                sums[m].b += parts.b;
            }
            FanValue* fans = &fans_[q][i * fan_names.size()];
            for (std::size_t f = 0; f < fan_names.size(); ++f) {
                const Parts parts = metrics[places[f]].parts(cell, model_.queues[q]);
                if (!std::isnan(parts.a)) fans[f].sums.add(parts.a, parts.b);
                if (keep) fans[f].values.push_back(static_cast<float>(parts.value()));
            }
        }
    for (std::size_t g = 0; g < books.groups.size(); ++g)
        for (std::size_t i = 0; i < books.groups[g].size(); ++i)
            for (std::size_t k = 0; k < GroupTally::count; ++k) group_sums_[g][i][k] += books.groups[g][i][k];
}

void Recorder::add_worst(const Books& books) {
    for (std::size_t q = 0; q < books.queues.size(); ++q) {
        const QueueModel& model = model_.queues[q];
        double worst_day = 0, worst_interval = 0;
        std::ptrdiff_t day_place = -1, interval_place = -1;
        for (std::size_t day = 0; day < layout_.days; ++day) {
            const auto from =
                static_cast<std::size_t>(std::lround(model_.axis.day_start(static_cast<int>(day)) / model_.axis.interval()));
            const auto to =
                static_cast<std::size_t>(std::lround(model_.axis.day_start(static_cast<int>(day) + 1) / model_.axis.interval()));
            const double bad = badness(sum_of(std::span(books.queues[q]).subspan(from, to - from)), model);
            if (bad > worst_day) worst_day = bad, day_place = static_cast<std::ptrdiff_t>(day);
        }
        for (std::size_t i = 0; i < books.queues[q].size(); ++i)
            if (const double bad = badness(books.queues[q][i], model); bad > worst_interval)
                worst_interval = bad, interval_place = static_cast<std::ptrdiff_t>(i);
        if (day_place >= 0) ++worst_days_[q][static_cast<std::size_t>(day_place)];
        if (interval_place >= 0) ++worst_intervals_[q][static_cast<std::size_t>(interval_place)];
    }
}

IntervalTable Recorder::interval_table() const {
    IntervalTable table;
    const auto metrics = queue_metrics();
    const auto intervals = static_cast<std::size_t>(model_.axis.intervals());
    const bool chat =
        std::any_of(model_.queues.begin(), model_.queues.end(), [](const QueueModel& q) { return q.medium == Medium::chat; });
    std::vector<std::size_t> columns;
    for (std::size_t m = 0; m < metrics.size(); ++m)
        if (chat || !metrics[m].chat_only) columns.push_back(m), table.columns.emplace_back(metrics[m].name);
    table.fan_columns.assign(fan_names.begin(), fan_names.end());
    for (std::size_t q = 0; q < model_.queues.size(); ++q) {
        std::vector<double> means;
        std::vector<std::array<double, 3>> fan;
        for (std::size_t i = 0; i < intervals; ++i) {
            for (const std::size_t m : columns) means.push_back(interval_sums_[q][i * metrics.size() + m].value());
            for (std::size_t f = 0; f < fan_names.size(); ++f) {
                const FanValue& value = fans_[q][i * fan_names.size() + f];
                const auto ends = quantiles({value.values.begin(), value.values.end()}, std::array{0.05, 0.95});
                fan.push_back({ends[0], ends[1], value.sums.standard_error()});
            }
        }
        table.rows.push_back(scenario_.queues[q].name);
        table.means.push_back(std::move(means));
        table.fan.push_back(std::move(fan));
    }
    return table;
}

GroupTable Recorder::group_table() const {
    GroupTable table;
    const double time = replications_ * model_.axis.interval();
    for (const Group& group : scenario_.groups) table.rows.push_back(group.name);
    for (const auto& cells : group_sums_) {
        auto& rows = table.cells.emplace_back();
        for (const GroupCell& cell : cells)
            rows.push_back({cell[GroupTally::on_duty] / time, cell[GroupTally::busy] / time,
                            Parts{cell[GroupTally::busy], cell[GroupTally::available]}.value()});
    }
    return table;
}

// The three worst on average over the seasons, each with how often it was the worst of all.
std::vector<WorstPeriod> Recorder::worst(bool days) const {
    std::vector<WorstPeriod> result;
    const auto metrics = queue_metrics();
    for (std::size_t q = 0; q < model_.queues.size(); ++q) {
        const auto& counts = days ? worst_days_[q] : worst_intervals_[q];
        const auto mean = [&](std::size_t i, std::string_view name) {
            if (days) {
                const auto& names = layout_.queue_period[q];
                const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
                return queue_period_[i][q][at].sums.ratio();
            }
            const auto at = std::find_if(metrics.begin(), metrics.end(), [&](const auto& m) { return m.name == name; });
            return interval_sums_[q][i * metrics.size() + static_cast<std::size_t>(at - metrics.begin())].value();
        };
        std::vector<std::pair<double, std::size_t>> order;  // how bad, and where
        for (std::size_t i = 0; i < counts.size(); ++i) {
            const bool live = model_.queues[q].live;
            if (live ? !(mean(i, "offered") >= few_offered) : counts[i] == 0) continue;
            const double lost = mean(i, "abandonment");
            const double bad = !live                         ? mean(i, "backlog_max")
                               : model_.queues[q].within < 0 ? lost
                                                             : 1 - mean(i, "service_level") + tie_breaking * lost;
            if (bad > 0) order.emplace_back(-bad, i);
        }
        std::sort(order.begin(), order.end());
        if (order.size() > 3) order.resize(3);
        for (const auto& [bad, i] : order)
            result.push_back(
                {scenario_.queues[q].name, days ? layout_.periods[i].label : interval_label(model_.axis, static_cast<int>(i)),
                 static_cast<std::int64_t>(i), mean(i, "service_level"), mean(i, "abandonment"), mean(i, "offered"),
                 mean(i, "asa"), static_cast<double>(counts[i]) / replications_,
                 days ? layout_.periods[i].label : model_.axis.timestamp(static_cast<int>(i)), mean(i, "backlog_max")});
    }
    return result;
}

PlanResults Recorder::results(const std::string& name) const {
    PlanResults plan;
    plan.name = name;
    plan.replications = replications_;
    plan.total = metrics_of(layout_.total_horizon, total_horizon_, scenario_.targets);
    for (std::size_t q = 0; q < queue_horizon_.size(); ++q)
        plan.queues.push_back({scenario_.queues[q].name,
                               metrics_of(layout_.queue_horizon[q], queue_horizon_[q], scenario_.queues[q].target.values)});
    for (std::size_t g = 0; g < group_horizon_.size(); ++g)
        plan.groups.push_back({scenario_.groups[g].name, metrics_of(layout_.group_horizon, group_horizon_[g], {})});
    for (std::size_t r = 0; r < reason_.size(); ++r)
        plan.reasons.push_back({scenario_.reasons[r].name, metrics_of(layout_.reason, reason_[r], {})});
    for (std::size_t r = 0; r < rule_.size(); ++r)
        plan.rules.push_back({scenario_.rules[r].name, metrics_of(layout_.rule, rule_[r], {})});
    // Of a unit of a driver: not without one.
    const auto leave_out_rate = [&](std::size_t r, Metrics& metrics) {
        if (model_.reasons[r].driver == no_id) std::erase_if(metrics, [](const auto& m) { return m.first == "contact_rate"; });
    };
    for (std::size_t r = 0; r < reason_.size(); ++r) leave_out_rate(r, plan.reasons[r].metrics);
    const auto row = [](const std::vector<std::string>& names, const PeriodRow& values) {
        Metrics metrics;
        for (std::size_t i = 0; i < names.size(); ++i) metrics.emplace_back(names[i], values[i].estimate());
        return metrics;
    };
    for (std::size_t p = 0; keep_ == Keep::everything && p < layout_.periods.size(); ++p) {
        Period period{layout_.periods[p].label, row(layout_.total_period, total_period_[p]), {}, {}, {}};
        for (std::size_t q = 0; q < queue_horizon_.size(); ++q) {
            const auto& names = layout_.queue_period[q];
            period.queues.push_back({scenario_.queues[q].name, row(names, queue_period_[p][q])});
            if (p >= layout_.days)  // wait quantiles are by day and horizon
                std::erase_if(period.queues.back().metrics, [](const auto& m) { return m.first.starts_with("wait_p"); });
        }
        for (std::size_t g = 0; g < group_horizon_.size(); ++g)
            period.groups.push_back({scenario_.groups[g].name, row(layout_.group_period, group_period_[p][g])});
        for (std::size_t r = 0; r < reason_.size(); ++r) {
            period.reasons.push_back({scenario_.reasons[r].name, row(layout_.reason_period, reason_period_[p][r])});
            leave_out_rate(r, period.reasons.back().metrics);
        }
        (p < layout_.days ? plan.days : p < layout_.days + layout_.weeks ? plan.weeks : plan.months).push_back(std::move(period));
    }
    if (keep_ == Keep::everything) {
        plan.intervals = interval_table();
        plan.group_intervals = group_table();
        plan.worst_days = worst(true);
        plan.worst_intervals = worst(false);
    }
    bool targets = !scenario_.targets.empty();
    for (const Queue& queue : scenario_.queues) targets = targets || !queue.target.values.empty();
    double met = 0, judged = 0;
    for (const double all : targets_met_)
        if (!std::isnan(all)) judged += 1, met += all;
    if (targets && judged > 0) {
        plan.all_targets_met = met / judged;
        plan.all_targets_met_ci95 = wilson(met, judged);
    }
    return plan;
}

std::vector<std::pair<std::string, const Sample*>> Recorder::headline() const {
    std::vector<std::pair<std::string, const Sample*>> samples;
    for (std::size_t q = 0; q < queue_horizon_.size(); ++q)
        for (std::size_t i = 0; i < queue_horizon_[q].size(); ++i)
            samples.emplace_back(fmt::format("{}.{}", scenario_.queues[q].name, layout_.queue_horizon[q][i]),
                                 &queue_horizon_[q][i]);
    for (std::size_t g = 0; g < group_horizon_.size(); ++g)
        for (std::size_t i = 0; i < group_horizon_[g].size(); ++i)
            samples.emplace_back(fmt::format("{}.{}", scenario_.groups[g].name, layout_.group_horizon[i]), &group_horizon_[g][i]);
    for (std::size_t i = 0; i < total_horizon_.size(); ++i)
        samples.emplace_back(fmt::format("total.{}", layout_.total_horizon[i]), &total_horizon_[i]);
    for (const auto& [place, sample] : reason_sums_)
        samples.emplace_back(fmt::format("total.{}", layout_.reason[place]), &sample);
    return samples;
}

}  // namespace peakline::sim
