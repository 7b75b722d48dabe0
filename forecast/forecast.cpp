#include "forecast/forecast.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include "forecast/drivers.hpp"
#include "forecast/history_days.hpp"
#include "forecast/trouble.hpp"

namespace peakline {
namespace {

constexpr int fewest_days = 5, fewest_span = 7, comfortable_weeks = 3;
constexpr double outlying = 3.5;  // innovation of a day that does not teach the profile
constexpr int stale_days = 28;

struct Fitted {
    SeriesModel model;
    std::vector<Finding> findings;
    std::string file, refusal;  // why the series cannot be forecast; empty: it can
};

// A week is the least: a weekday that was never seen cannot be foreseen.
std::string refusal_of(const HistoryDays& history, const HistorySeries& series, Date first) {
    const auto known = std::count_if(history.days.days.begin(), history.days.days.end(),
                                     [](const OperatingDay& d) { return !std::isnan(d.total); });
    if (known == 0) return fmt::format("'{}' has no day with contacts", series.name);
    const int span = first - history.days.days.front().date;
    if (span < fewest_span)
        return fmt::format("'{}' reaches back {} {}: weekdays that were never seen cannot be foreseen", series.name, span,
                           span == 1 ? "day" : "days");
    if (known < std::min(fewest_days, history.days.week_length()))
        return fmt::format("'{}' has {} {} with contacts: too few to carry a forecast", series.name, known,
                           known == 1 ? "day" : "days");
    return "";
}

void note_short(Fitted& result, const HistoryDays& history) {
    const auto known = std::count_if(history.days.days.begin(), history.days.days.end(),
                                     [](const OperatingDay& d) { return !std::isnan(d.total); });
    if (known < comfortable_weeks * history.days.week_length())
        result.findings.push_back(
            {"short history",
             result.model.name,
             "",
             {},
             {},
             fmt::format("only {} days with contacts", known),
             "forecast with wide ranges; another series that it is like (--new) can lend it weekdays and seasons"});
}

std::vector<bool> teaching_days(const HistoryDays& history, const std::vector<double>& innovations) {
    std::vector<bool> learn = history.whole;
    for (int d = 0; d < history.days.past; ++d) {
        const OperatingDay& day = history.days.days[d];
        if (std::abs(innovations[d]) > outlying || (!day.names.empty() && !day.replaced)) learn[d] = false;
    }
    return learn;
}

Fitted fit_series(const HistorySeries& series, const Calendar& everybodys, const std::vector<HistorySeries>& drivers,
                  const ForecastRequest& request, Date first) {
    Fitted result;
    const Calendar calendar = calendar_of(everybodys, series.name);
    HistoryDays history = history_days(series, calendar, first, request.end() - first);
    result.model.pushes = take_out_pushes(history, calendar.pushes, first);
    result.findings = std::move(history.findings);
    result.file = series.file;
    result.refusal = refusal_of(history, series, first);
    if (!result.refusal.empty()) return result;
    SeriesModel& model = result.model;
    model.first = first;
    model.ahead = request.end() - first;
    model.name = series.name;
    model.slots = series.slots;
    note_short(result, history);
    model.fits = fit_daily_models(history.days, driver_regressors(drivers, history.days));
    model.innovations = standard_innovations(model.fits.back().fit, history.days.week_length());
    model.learned = teaching_days(history, model.innovations);
    model.profiles = fit_profiles(history.days, history.values, model.learned);
    model.shape = fit_shape(history.days, history.values, model.learned, model.profiles);
    model.handle_time = fit_handle_time(series, first);
    model.days = std::move(history.days);
    const int silent = first - series.last() - 1;
    if (silent >= stale_days)
        result.findings.push_back({"ends early",
                                   series.name,
                                   "",
                                   {},
                                   {},
                                   fmt::format("the last day of the series is {}", to_text(series.last())),
                                   fmt::format("forecast {} days beyond it; the ranges are wider", silent)});
    return result;
}

// Innovations by calendar date, so that series with different weeks meet on the same days.
std::vector<std::vector<double>> by_date(const std::vector<const SeriesModel*>& models) {
    Date begin = models.front()->days.days.front().date, end = models.front()->first;
    for (const SeriesModel* m : models) {
        begin = std::min(begin, m->days.days.front().date);
        end = std::max(end, m->first);
    }
    std::vector<std::vector<double>> result;
    for (const SeriesModel* model : models) {
        const SeriesModel& m = *model;
        std::vector<double>& z = result.emplace_back(end - begin, 0.0);
        for (int d = 0; d < m.days.past; ++d) z[m.days.days[d].date - begin] = m.innovations[d];
    }
    return result;
}

JointDraws shared_draws(const std::vector<const SeriesModel*>& models, const ForecastRequest& request) {
    JointDrawsRequest joint;
    for (const SeriesModel* m : models) joint.names.push_back(m->name);
    joint.correlation = shrunk_correlation(by_date(models));
    joint.first = request.first;
    for (const SeriesModel* m : models) joint.first = std::min(joint.first, m->first);
    joint.days = request.end() - joint.first;
    joint.paths = request.paths;
    joint.seed = request.seed;
    return draw_jointly(joint);
}

// A driver whose file ends before the forecast does, fitted to be forecast first.
struct DriverModel {
    std::size_t index;
    SeriesModel model;
    std::vector<float> middle;
};

std::vector<float> middle_of(const SeriesModel& model) {
    std::vector<float> middle(static_cast<std::size_t>(model.ahead), 0);
    for (int h = 0; h < model.days.ahead(); ++h) {
        double log = 0;
        for (const WeightedFit& w : model.fits) log += w.weight * w.fit.expected(h);
        const OperatingDay& day = model.days.days[model.days.past + h];
        if (!day.closed) middle[day.date - model.first] = static_cast<float>(std::exp(log));
    }
    return middle;
}

std::vector<DriverModel> fit_drivers(std::vector<HistorySeries>& drivers, const Calendar& calendar,
                                     const ForecastRequest& request, Forecast& forecast) {
    std::vector<DriverModel> models;
    for (std::size_t d = 0; d < drivers.size(); ++d) {
        const Date first = first_unknown(drivers[d]);
        const int unknown = request.end() - std::max(first, request.first);
        if (unknown <= 0 || drivers[d].days() == 0) continue;
        Fitted fitted = fit_series(drivers[d], calendar, {}, request, first);
        const std::string found = fmt::format("the driver's last row is of {}: {} of the {} days ahead have none",
                                              to_text(first + -1), unknown, request.days);
        if (!fitted.refusal.empty()) {
            forecast.findings.push_back({"driver not known",
                                         drivers[d].name,
                                         drivers[d].file,
                                         {},
                                         {},
                                         found,
                                         "too short to be forecast itself: those days are forecast without it"});
            continue;
        }
        forecast.findings.push_back({"driver forecast",
                                     drivers[d].name,
                                     drivers[d].file,
                                     {},
                                     {},
                                     found,
                                     "forecast first; its uncertainty is in the paths"});
        DriverModel model{d, std::move(fitted.model), {}};
        model.middle = middle_of(model.model);
        drivers[d] = continued(drivers[d], first, model.middle);
        models.push_back(std::move(model));
    }
    return models;
}

DriverFuture future_of(const DriverModel& driver, const Forecast& forecast, int draws_at) {
    const SeriesModel& model = driver.model;
    const ForecastRequest& r = forecast.request;
    DriverFuture future{model.name, model.first, model.ahead, {}};
    const SeriesPaths paths =
        sample_paths(model, forecast.draws, {r.seed, draws_at, model.first, model.ahead, 0, r.paths, nullptr});
    for (int p = 0; p < r.paths; ++p)
        for (int d = 0; d < model.ahead; ++d) {
            double total = 0;
            for (int i = 0; i < paths.slots; ++i) total += paths.path(p)[d * paths.slots + i];
            const double middle = driver.middle[static_cast<std::size_t>(d)];
            future.log_off.push_back(total > 0 && middle > 0 ? static_cast<float>(std::log(total / middle)) : 0.0f);
        }
    return future;
}

// Series without a history take their places behind the others; what was fitted of their few days is not used.
class NewSeriesAdder {
public:
    NewSeriesAdder(const History& history, const Calendar& calendar, Forecast& out)
        : history_(history), calendar_(calendar), out_(out) {}

    void add(const NewSeries& series) {
        const HistorySeries* own = nullptr;
        for (const HistorySeries& s : history_.series) own = s.name == series.name ? &s : own;
        if (find(series.name)) {
            out_.findings.push_back({"history at hand",
                                     series.name,
                                     series.place.file,
                                     {series.place.line},
                                     {},
                                     "has history enough for a forecast of its own",
                                     "forecast from it; the row for a series without a history is not used"});
            return;
        }
        const HorizonGrid grid{out_.request.first, out_.request.days, out_.slots};
        if (series.like.empty())
            out_.series.push_back(model_typed(series, calendar_, grid));
        else
            out_.series.push_back(like(series, own));
        out_.typed.resize(out_.series.size());
        out_.typed.back() = typed_values(series, calendar_, grid);
        out_.findings.push_back({"new series",
                                 series.name,
                                 series.place.file,
                                 {series.place.line},
                                 {},
                                 "a series without a history of its own",
                                 out_.series.back().borrowed->in_words});
    }

private:
    const SeriesModel* find(const std::string& name) const {
        for (const SeriesModel& m : out_.series)
            if (m.name == name) return &m;
        return nullptr;
    }

    SeriesModel like(const NewSeries& series, const HistorySeries* own) const {
        if (const SeriesModel* other = find(series.like); other && !other->borrowed) return model_like(series, *other, own);
        std::vector<std::string> names;
        for (const SeriesModel& m : out_.series)
            if (!m.borrowed) names.push_back(m.name);
        Problem problem = trouble(series.place, "`like` names no series with a history", "'" + series.like + "'",
                                  fmt::format("one of {} series", names.size()));
        problem.nearest = nearest_name(series.like, names);
        throw InputError(problem);
    }

    const History& history_;
    const Calendar& calendar_;
    Forecast& out_;
};

// Those that could be fitted; the reasons of the others. A series that a planner helps out is not refused.
std::vector<Problem> take_fitted(std::vector<Fitted>& fitted, const History& history, Forecast& forecast) {
    std::vector<Problem> problems;
    for (std::size_t s = 0; s < fitted.size(); ++s) {
        Fitted& f = fitted[s];
        const auto& helped = forecast.request.new_series;
        for (Finding& finding : f.findings) forecast.findings.push_back(std::move(finding));
        if (f.refusal.empty()) {
            forecast.series.push_back(std::move(f.model));
            continue;
        }
        if (std::any_of(helped.begin(), helped.end(), [&](const NewSeries& n) { return n.name == history.series[s].name; }))
            continue;
        problems.push_back(trouble(
            {f.file}, f.refusal, "",
            fmt::format("a week of history with {} days of contacts, or another series that it is like (--new)", fewest_days)));
        forecast.findings.push_back({"too short", "", "", {}, {}, f.refusal, "not forecast"});
    }
    return problems;
}

}  // namespace

Forecast fit_forecast(const History& history, const Calendar& calendar, const std::vector<HistorySeries>& drivers,
                      const ForecastRequest& request) {
    Forecast forecast;
    forecast.request = request;
    forecast.slots = history.slots;
    std::vector<HistorySeries> known_drivers = drivers;
    const std::vector<DriverModel> driver_models = fit_drivers(known_drivers, calendar, request, forecast);
    std::vector<Fitted> fitted(history.series.size());
    tbb::parallel_for(std::size_t{0}, fitted.size(), [&](std::size_t s) {
        const Date first = request.first_of_series.empty() ? request.first : request.first_of_series[s];
        fitted[s] = fit_series(history.series[s], calendar, known_drivers, request, first);
    });
    const std::vector<Problem> problems = take_fitted(fitted, history, forecast);
    check_times(request.new_series, history.slots);
    for (const NewSeries& series : request.new_series) NewSeriesAdder(history, calendar, forecast).add(series);
    if (forecast.series.empty()) throw InputError(problems);
    forecast.typed.resize(forecast.series.size());
    std::vector<std::string> names;
    for (const SeriesModel& m : forecast.series) names.push_back(m.name);
    forecast.overrides =
        resolve_overrides(request.overrides, names, {request.first, request.days, forecast.slots}, forecast.findings);
    std::vector<const SeriesModel*> models;
    for (const SeriesModel& m : forecast.series) models.push_back(&m);
    for (const DriverModel& d : driver_models) models.push_back(&d.model);  // last: they do not move the others' draws
    forecast.draws = shared_draws(models, request);
    for (std::size_t d = 0; d < driver_models.size(); ++d)
        forecast.driver_futures.push_back(future_of(driver_models[d], forecast, static_cast<int>(forecast.series.size() + d)));
    return forecast;
}

SeriesPaths statistical_paths_of(const Forecast& forecast, int series) {
    const ForecastRequest& r = forecast.request;
    const SeriesModel& model = forecast.series[series];
    SeriesPaths paths =
        sample_paths(model, forecast.draws, {r.seed, series, model.first, model.ahead, 0, r.paths, &forecast.driver_futures});
    apply_overrides(model, forecast.typed[series], model.first, paths);
    return paths;
}

SeriesPaths paths_of(const Forecast& forecast, int series) {
    SeriesPaths paths = statistical_paths_of(forecast, series);
    apply_overrides(forecast.series[series], forecast.overrides[series], forecast.series[series].first, paths);
    return paths;
}

std::vector<float> counts_of(const Forecast& forecast, int series, const SeriesPaths& paths) {
    const ForecastRequest& r = forecast.request;
    const PathRequest request{r.seed, series, forecast.series[series].first, forecast.series[series].ahead, 0, r.paths, nullptr};
    const std::size_t cells = static_cast<std::size_t>(paths.days) * paths.slots;
    std::vector<float> counts(cells * paths.paths);
    for (int p = 0; p < paths.paths; ++p) sample_counts(forecast.series[series], paths, request, p, counts.data() + cells * p);
    return counts;
}

}  // namespace peakline
