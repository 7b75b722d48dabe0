#include "forecast/new_series.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "forecast/explain.hpp"
#include "forecast/trouble.hpp"

namespace peakline {
namespace {

constexpr double usual_spread = 0.1823;   // log sd (20 %) of a size that nothing was learned about
constexpr double least_spread = 0.05;     // of a size learned from days
constexpr double least_day_spread = 0.1;  // log sd of one day's ratio to another series
// Prior means of the daily model's hyperparameters (daily_fit.cpp), for a series that has taught nothing.
constexpr double level_sd = 0.012, weekday_sd = 0.004, phi = 0.69, autoregressive_sd = 0.04, noise_sd = 0.04;
constexpr double weekday_doubt = 0.05;

bool holds(const TypedVolume& typed, Date date) {
    if (typed.dates) return date >= typed.dates->from && date <= typed.dates->to;
    return typed.weekdays.empty() ||
           std::find(typed.weekdays.begin(), typed.weekdays.end(), static_cast<int>(weekday_of(date))) != typed.weekdays.end();
}

// Dates say more than weekdays, weekdays more than nothing; of equals the last row counts.
int rank(const TypedVolume& typed) { return typed.dates ? 2 : typed.weekdays.empty() ? 0 : 1; }

struct DayTyped {
    const TypedVolume* whole = nullptr;
    std::map<int, const TypedVolume*> slots;
};

DayTyped typed_on(const NewSeries& series, Date date, int slots) {
    DayTyped out;
    for (const TypedVolume& t : series.typed) {
        if (!holds(t, date)) continue;
        const TypedVolume*& best = t.second ? out.slots[*t.second / (86400 / slots)] : out.whole;
        if (!best || rank(t) >= rank(*best)) best = &t;
    }
    return out;
}

double day_value(const DayTyped& typed) {
    if (typed.whole) return typed.whole->value;
    return std::accumulate(typed.slots.begin(), typed.slots.end(), 0.0,
                           [](double sum, const auto& slot) { return sum + slot.second->value; });
}

bool closed(const Calendar& calendar, Date date) {
    const CalendarDay* mark = calendar.find(date);
    return mark && mark->closed;
}

double known_total(const HistorySeries& series, Date date) {
    const int day = date - series.first;
    double sum = 0;
    for (int i = 0; day >= 0 && day < series.days() && i < series.slots; ++i)
        if (!std::isnan(series.at(day, i))) sum += series.at(day, i);
    return sum;
}

// The size of the few days there are against the other series on the same days.
std::optional<std::pair<double, Borrowed>> learned_size(const SeriesModel& like, const HistorySeries& own) {
    std::vector<double> ratios;
    for (int d = 0; d < like.days.past; ++d)
        if (const double mine = known_total(own, like.days.days[d].date), theirs = like.days.days[d].total;
            mine > 0 && theirs > 0)
            ratios.push_back(std::log(mine / theirs));
    if (ratios.empty()) return std::nullopt;
    const auto middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
    std::nth_element(ratios.begin(), middle, ratios.end());
    const double centre = *middle, n = static_cast<double>(ratios.size());
    double squares = 0;
    for (const double r : ratios) squares += (r - centre) * (r - centre);
    const double day_spread = std::max(least_day_spread, std::sqrt(squares / n));
    Borrowed size{"", centre, std::sqrt(least_spread * least_spread + day_spread * day_spread / n), ""};
    return std::pair{n, size};
}

void fill_profiles(SeriesModel& model, const NewSeries& series, const HorizonGrid& grid) {
    std::array<Eigen::VectorXd, 7> by_weekday;
    by_weekday.fill(Eigen::VectorXd::Zero(grid.slots));
    Eigen::VectorXd all = Eigen::VectorXd::Zero(grid.slots);
    for (int d = 0; d < grid.days; ++d)
        for (const auto& [slot, typed] : typed_on(series, grid.first + d, grid.slots).slots)
            by_weekday[static_cast<std::size_t>(weekday_of(grid.first + d))][slot] += typed->value;
    for (const Eigen::VectorXd& v : by_weekday) all += v;
    if (!(all.sum() > 0)) all.setOnes();
    for (std::size_t w = 0; w < 7; ++w) {
        const Eigen::VectorXd& own = by_weekday[w].sum() > 0 ? by_weekday[w] : all;
        model.profiles.shares[w] = own / own.sum();
    }
}

// The daily model as it stands before any day has been seen: prior effects about the typed level and weekdays.
DailyFit prior_fit(const OperatingDays& days, const std::map<int, double>& weekday_logs, double middle, double doubt) {
    DailyFit fit;
    fit.design = design_daily(days, {}, 0);
    const auto terms = static_cast<Eigen::Index>(fit.design.moving);
    fit.design.terms.resize(static_cast<std::size_t>(terms));
    fit.design.rows = fit.design.rows.leftCols(terms).eval();
    fit.hyper = {level_sd, weekday_sd, phi, autoregressive_sd, noise_sd};
    fit.middle = middle;
    fit.planned.assign(days.days.size(), 0.0);
    fit.space.autoregressive = fit.design.autoregressive();
    fit.space.phi = phi;
    fit.space.process_variance.assign(static_cast<std::size_t>(terms), 0.0);
    fit.space.process_variance[0] = level_sd * level_sd;
    fit.space.process_variance[static_cast<std::size_t>(terms - 1)] = autoregressive_sd * autoregressive_sd * (1 - phi * phi);
    fit.filtered.state = Eigen::VectorXd::Zero(terms);
    fit.filtered.covariance = Eigen::MatrixXd::Zero(terms, terms);
    fit.filtered.covariance(0, 0) = doubt * doubt;
    for (Eigen::Index w = 1; w + 1 < terms; ++w) {
        const auto at = weekday_logs.find(days.week[static_cast<std::size_t>(w - 1)]);
        fit.filtered.state[w] = at == weekday_logs.end() ? 0 : at->second - middle;
        fit.filtered.covariance(w, w) = weekday_doubt * weekday_doubt;
    }
    fit.filtered.covariance(terms - 1, terms - 1) = autoregressive_sd * autoregressive_sd;
    return fit;
}

}  // namespace

SeriesModel model_like(const NewSeries& series, const SeriesModel& like, const HistorySeries* own) {
    SeriesModel model = like;
    model.name = series.name;
    const auto typed =
        std::find_if(series.typed.begin(), series.typed.end(), [](const TypedVolume& t) { return rank(t) == 0 && !t.second; });
    Borrowed size{series.like, 0, series.log_sd.value_or(usual_spread), ""};
    std::string whence = "by the planner";
    if (series.share) {
        size.log_factor = std::log(*series.share);
    } else if (typed != series.typed.end() && typed->value > 0) {
        size.log_factor = std::log(typed->value / usual_day(like));
    } else if (const auto learned = own ? learned_size(like, *own) : std::nullopt) {
        size.log_factor = learned->second.log_factor;
        size.log_sd = series.log_sd.value_or(learned->second.log_sd);
        whence = fmt::format("from {:.0f} days of its own", learned->first);
    } else if (series.typed.empty()) {
        throw InputError(
            trouble(series.place, fmt::format("the size of {} is not known", in_quotes(series.name)), "",
                    fmt::format("a value, a share of {} such as 40%, or some days of history", in_quotes(series.like))));
    }
    size.in_words = fmt::format(
        "has no history to carry a forecast: behaves like {} at {:.3g} % of its volume, {}; the size may be off by {:.0f} %",
        series.like, 100 * std::exp(size.log_factor), whence, 100 * std::expm1(size.log_sd));
    model.borrowed = std::move(size);
    return model;
}

SeriesModel model_typed(const NewSeries& series, const Calendar& calendar, const HorizonGrid& grid) {
    SeriesModel model;
    model.name = series.name;
    model.slots = grid.slots;
    model.first = grid.first;
    model.ahead = grid.days;
    std::map<int, std::vector<double>> logs;
    for (int d = 0; d < grid.days; ++d) {
        const Date date = grid.first + d;
        const double value = day_value(typed_on(series, date, grid.slots));
        if (!(value > 0)) continue;
        const int weekday = static_cast<int>(weekday_of(date));
        logs[weekday].push_back(std::log(value));
        OperatingDay day{date, weekday, closed(calendar, date), {}, false, no_value};
        if (const CalendarDay* mark = calendar.find(date)) day.names = mark->names;
        model.days.days.push_back(std::move(day));
    }
    if (logs.empty())
        throw InputError(
            trouble(series.place,
                    fmt::format("no volume of {} is typed for the days from {} on", in_quotes(series.name), to_text(grid.first)),
                    "", "values for days ahead"));
    std::map<int, double> means;
    double middle = 0;
    for (const auto& [weekday, all] : logs) {
        model.days.week.push_back(weekday);
        means[weekday] = std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
        middle += means[weekday] / static_cast<double>(logs.size());
    }
    const double doubt = series.log_sd.value_or(usual_spread);
    model.fits = {{1, prior_fit(model.days, means, middle, doubt)}};
    fill_profiles(model, series, grid);
    model.shape = {Eigen::MatrixXd::Zero(grid.slots, 0),
                   Eigen::VectorXd::Constant(grid.slots, grid.slots > 1 ? least_day_spread : 0)};
    model.borrowed =
        Borrowed{"", 0, 0,
                 fmt::format("has no history: follows the {} values that were typed; the size may be off by {:.0f} %",
                             series.typed.size(), 100 * std::expm1(doubt))};
    return model;
}

std::vector<Override> typed_values(const NewSeries& series, const Calendar& calendar, const HorizonGrid& grid) {
    std::vector<Override> out;
    for (int d = 0; d < grid.days; ++d) {
        const Date date = grid.first + d;
        if (closed(calendar, date)) continue;
        const DayTyped typed = typed_on(series, date, grid.slots);
        const bool sized = !series.like.empty() && typed.whole && rank(*typed.whole) == 0;  // the size of `like`, not of this day
        if (typed.whole && !sized) out.push_back({date, -1, typed.whole->value, {}, "", typed.whole->place});
        for (const auto& [slot, t] : typed.slots) out.push_back({date, slot, t->value, {}, "", t->place});
    }
    return out;
}

}  // namespace peakline
