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

constexpr int fewest_days = 10, fewest_weeks = 2;
constexpr double outlying = 3.5;           // innovation of a day that does not teach the profile
constexpr int stale_days = 28;

struct Fitted {
    SeriesModel model;
    std::vector<Finding> findings;
    std::string file, refusal;              // why the series cannot be forecast; empty: it can
};

std::string refusal_of(const HistoryDays& history, const HistorySeries& series) {
    const auto known = std::count_if(history.days.days.begin(), history.days.days.end(), [](const OperatingDay& d) { return !std::isnan(d.total); });
    if (known == 0) return fmt::format("'{}' has no day with contacts", series.name);
    if (known < fewest_days || history.days.past < fewest_weeks * history.days.week_length())
        return fmt::format("'{}' has {} days with contacts: too few to tell weekdays apart", series.name, known);
    return "";
}

std::vector<bool> teaching_days(const HistoryDays& history, const std::vector<double>& innovations) {
    std::vector<bool> learn = history.whole;
    for (int d = 0; d < history.days.past; ++d) {
        const OperatingDay& day = history.days.days[d];
        if (std::abs(innovations[d]) > outlying || (!day.names.empty() && !day.replaced)) learn[d] = false;
    }
    return learn;
}

Fitted fit_series(const HistorySeries& series, const Calendar& calendar, const std::vector<HistorySeries>& drivers, const ForecastRequest& request,
                  Date first) {
    Fitted result;
    HistoryDays history = history_days(series, calendar, first, request.end() - first);
    result.findings = std::move(history.findings);
    result.file = series.file;
    result.refusal = refusal_of(history, series);
    if (!result.refusal.empty()) return result;
    SeriesModel& model = result.model;
    model.first = first;
    model.ahead = request.end() - first;
    model.name = series.name;
    model.slots = series.slots;
    model.fits = fit_daily_models(history.days, driver_regressors(drivers, history.days));
    model.innovations = standard_innovations(model.fits.back().fit, history.days.week_length());
    model.learned = teaching_days(history, model.innovations);
    model.profiles = fit_profiles(history.days, history.values, model.learned);
    model.shape = fit_shape(history.days, history.values, model.learned, model.profiles);
    model.handle_time = fit_handle_time(series, first);
    model.days = std::move(history.days);
    const int silent = first - series.last() - 1;
    if (silent >= stale_days)
        result.findings.push_back({"ends early", series.name, "", {}, {}, fmt::format("the last day of the series is {}", to_text(series.last())),
                                   fmt::format("forecast {} days beyond it; the ranges are wider", silent)});
    return result;
}

// Innovations by calendar date, so that series with different weeks meet on the same days.
std::vector<std::vector<double>> by_date(const std::vector<SeriesModel>& models) {
    Date begin = models.front().days.days.front().date, end = models.front().first;
    for (const SeriesModel& m : models) {
        begin = std::min(begin, m.days.days.front().date);
        end = std::max(end, m.first);
    }
    std::vector<std::vector<double>> result;
    for (const SeriesModel& m : models) {
        std::vector<double>& z = result.emplace_back(end - begin, 0.0);
        for (int d = 0; d < m.days.past; ++d) z[m.days.days[d].date - begin] = m.innovations[d];
    }
    return result;
}

JointDraws shared_draws(const std::vector<SeriesModel>& models, const ForecastRequest& request) {
    JointDrawsRequest joint;
    for (const SeriesModel& m : models) joint.names.push_back(m.name);
    joint.correlation = shrunk_correlation(by_date(models));
    joint.first = request.first;
    for (const SeriesModel& m : models) joint.first = std::min(joint.first, m.first);
    joint.days = request.end() - joint.first;
    joint.paths = request.paths;
    joint.seed = request.seed;
    return draw_jointly(joint);
}

}  // namespace

Forecast fit_forecast(const History& history, const Calendar& calendar, const std::vector<HistorySeries>& drivers,
                      const ForecastRequest& request) {
    std::vector<Fitted> fitted(history.series.size());
    tbb::parallel_for(std::size_t{0}, fitted.size(), [&](std::size_t s) { 
        const Date first = request.first_of_series.empty() ? request.first : request.first_of_series[s];
        fitted[s] = fit_series(history.series[s], calendar, drivers, request, first);
    });
    Forecast forecast;
    forecast.request = request;
    forecast.slots = history.slots;
    std::vector<Problem> problems;
    for (Fitted& f : fitted) {
        for (Finding& finding : f.findings) forecast.findings.push_back(std::move(finding));
        if (f.refusal.empty()) { forecast.series.push_back(std::move(f.model)); continue; }
        problems.push_back(trouble({f.file}, f.refusal, "", fmt::format("at least {} days with contacts over {} weeks", fewest_days, fewest_weeks)));
        forecast.findings.push_back({"too short", "", "", {}, {}, f.refusal, "not forecast"});
    }
    if (forecast.series.empty()) throw InputError(problems);
    forecast.draws = shared_draws(forecast.series, request);
    return forecast;
}

SeriesPaths paths_of(const Forecast& forecast, int series) {
    const ForecastRequest& r = forecast.request;
    const SeriesModel& model = forecast.series[series];
    return sample_paths(model, forecast.draws, {r.seed, series, model.first, model.ahead, 0, r.paths});
}

std::vector<float> counts_of(const Forecast& forecast, int series, const SeriesPaths& paths) {
    const ForecastRequest& r = forecast.request;
    const PathRequest request{r.seed, series, forecast.series[series].first, forecast.series[series].ahead, 0, r.paths};
    const std::size_t cells = static_cast<std::size_t>(paths.days) * paths.slots;
    std::vector<float> counts(cells * paths.paths);
    for (int p = 0; p < paths.paths; ++p) sample_counts(forecast.series[series], paths, request, p, counts.data() + cells * p);
    return counts;
}

}  // namespace peakline
