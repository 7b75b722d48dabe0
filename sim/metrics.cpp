#include "sim/metrics.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace peakline::sim {
namespace {

double base(const QueueCell& c) { return c[Tally::offered] - c[Tally::redirected] - c[Tally::called_back]; }

template <int tally>
Parts count(const QueueCell& c, const QueueModel&) {
    return {c[tally], 1};
}
template <int sum, int number>
Parts average(const QueueCell& c, const QueueModel&) {
    return {c[sum], c[number]};
}

constexpr std::array metrics{
    QueueMetric{"offered", false, count<Tally::offered>},
    // Counts include what was there at the start, ratios and waits do not.
    QueueMetric{"answered", false,
                [](const QueueCell& c, const QueueModel&) {
                    return Parts{c[Tally::answered] + c[Tally::old_answered], 1};
                }},
    QueueMetric{"answered_within", false, count<Tally::answered_within>},
    QueueMetric{"abandoned", false,
                [](const QueueCell& c, const QueueModel&) {
                    return Parts{c[Tally::abandoned] + c[Tally::old_abandoned], 1};
                }},
    QueueMetric{"abandoned_within", false, count<Tally::abandoned_within>},
    QueueMetric{"balked", false, count<Tally::balked>},
    QueueMetric{"blocked", false, count<Tally::blocked>},
    QueueMetric{"disconnected", false,
                [](const QueueCell& c, const QueueModel&) {
                    return Parts{c[Tally::disconnected] + c[Tally::old_disconnected], 1};
                }},
    QueueMetric{"redirected", false, count<Tally::redirected>},
    QueueMetric{"called_back", false, count<Tally::called_back>},
    QueueMetric{"transferred_in", false, count<Tally::transferred_in>},
    QueueMetric{"transferred_out", false, count<Tally::transferred_out>},
    QueueMetric{"redials", false, count<Tally::redials>},
    QueueMetric{"repeats", false, count<Tally::repeats>},
    QueueMetric{"chases", false, count<Tally::chases>},
    QueueMetric{"parked", true, count<Tally::parked>},
    QueueMetric{"open", false,
                [](const QueueCell& c, const QueueModel&) {
                    return Parts{c[Tally::open] + c[Tally::old_open], 1};
                }},
    QueueMetric{"short_abandons", false, count<Tally::short_abandons>},
    QueueMetric{"service_level", false,
                [](const QueueCell& c, const QueueModel& q) { return q.within < 0 ? Parts{} : service_level(c, q.formula); }},
    QueueMetric{
        "abandonment", false,
        [](const QueueCell& c, const QueueModel&) {
            return Parts{c[Tally::abandoned] - c[Tally::short_abandons], base(c) - c[Tally::short_abandons] - c[Tally::open]};
        }},
    QueueMetric{"asa", false, average<Tally::wait_answered, Tally::answered>},
    QueueMetric{"wait_mean", false,
                [](const QueueCell& c, const QueueModel&) {
                    return Parts{c[Tally::wait_all], base(c) - c[Tally::open]};
                }},
    QueueMetric{"waited", false,
                [](const QueueCell& c, const QueueModel&) {
                    const double decided = base(c) - c[Tally::open];
                    return Parts{decided - c[Tally::at_once], decided};
                }},
    QueueMetric{"handle_time", false, average<Tally::handle_time, Tally::handled>},
    QueueMetric{"first_reply", true, average<Tally::first_reply, Tally::first_replies>},
    QueueMetric{"reply", true, average<Tally::reply, Tally::replies>},
    QueueMetric{"conversation", true, average<Tally::conversation, Tally::conversations>},
    QueueMetric{"backlog", false, count<Tally::backlog>},
    QueueMetric{"backlog_max", false, count<Tally::backlog_max>},
    QueueMetric{"backlog_age", false, count<Tally::backlog_age>},
};

std::string month_label(Date date) {
    const auto [year, month, day] = year_month_day(date);
    return fmt::format("{:04}-{:02}", year, month);
}

// ISO 8601: the week belongs to the year of its Thursday.
std::string week_label(Date date) {
    const Date thursday = date + (3 - static_cast<int>(weekday_of(date)));
    const int year = year_month_day(thursday).year;
    return fmt::format("{:04}-W{:02}", year, (thursday - make_date(year, 1, 1)) / 7 + 1);
}

template <class Label>
std::vector<PeriodRange> periods_by(const TimeAxis& axis, const Label& label) {
    std::vector<PeriodRange> periods;
    for (int day = 0; day < axis.days(); ++day) {
        const std::string name = label(axis.date_of_day(day));
        if (periods.empty() || periods.back().label != name) periods.push_back({name, day, day});
        periods.back().last_day = day;
    }
    return periods;
}

}  // namespace

std::span<const QueueMetric> queue_metrics() { return metrics; }

Parts service_level(const QueueCell& c, ServiceLevelFormula formula) {
    // Undecided contacts that may still be answered in time are left out.
    const double all = base(c) - c[Tally::open_early];
    switch (formula) {
        case ServiceLevelFormula::offered: return {c[Tally::answered_within], all};
        case ServiceLevelFormula::offered_less_short_abandons: return {c[Tally::answered_within], all - c[Tally::short_abandons]};
        case ServiceLevelFormula::answered: return {c[Tally::answered_within], c[Tally::answered]};
        case ServiceLevelFormula::answered_or_abandoned_within:
            return {c[Tally::answered_within] + c[Tally::abandoned_within], all};
        case ServiceLevelFormula::offered_less_early_abandons:
            return {c[Tally::answered_within], all - c[Tally::abandoned_within]};
        case ServiceLevelFormula::short_abandons_met: return {c[Tally::answered_within] + c[Tally::short_abandons], all};
    }
    return {};
}

QueueCell sum_of(std::span<const QueueCell> cells) {
    QueueCell sum{};
    for (const QueueCell& cell : cells) {
        for (std::size_t i = 0; i < Tally::backlog; ++i) sum[i] += cell[i];
        sum[Tally::backlog_max] = std::max(sum[Tally::backlog_max], cell[Tally::backlog_max]);
    }
    if (!cells.empty()) {
        sum[Tally::backlog] = cells.back()[Tally::backlog];
        sum[Tally::backlog_age] = cells.back()[Tally::backlog_age];
    }
    return sum;
}

const double* target_of(const Targets& targets, std::string_view metric) {
    for (const auto& [name, value] : targets)
        if (name == metric) return &value;
    return nullptr;
}

double wait_quantile(std::span<const std::uint32_t> counts, double share) {
    std::uint64_t total = 0;
    for (const std::uint32_t n : counts) total += n;
    if (total == 0) return no_value;
    const double rank = share * static_cast<double>(total);
    double sum = 0;
    for (std::size_t bin = 0; bin < counts.size(); ++bin)
        if ((sum += counts[bin]) >= rank) return WaitBins::value(static_cast<int>(bin));
    return WaitBins::value(static_cast<int>(counts.size()) - 1);
}

std::vector<PeriodRange> days_of(const TimeAxis& axis) {
    return periods_by(axis, [](Date date) { return to_text(date); });
}
std::vector<PeriodRange> weeks_of(const TimeAxis& axis) { return periods_by(axis, week_label); }
std::vector<PeriodRange> months_of(const TimeAxis& axis) { return periods_by(axis, month_label); }

}  // namespace peakline::sim
