#include "forecast/forecast.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include "forecast/driver_forecast.hpp"
#include "forecast/series_fit.hpp"
#include "forecast/trouble.hpp"

namespace peakline {
namespace {

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

JointDraws shared_draws(const std::vector<const SeriesModel*>& models, const ForecastRequest& request, int paths) {
    JointDrawsRequest joint;
    for (const SeriesModel* m : models) joint.names.push_back(m->name);
    joint.correlation = shrunk_correlation(by_date(models));
    joint.first = request.first;
    for (const SeriesModel* m : models) joint.first = std::min(joint.first, m->first);
    joint.days = request.end() - joint.first;
    joint.paths = paths;
    joint.seed = request.seed;
    return draw_jointly(joint);
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

// What the reader left out of a file without a day that can be used.
void add_damage(const History& history, const std::string& file, std::vector<Problem>& problems) {
    constexpr std::array<std::string_view, 8> losses{"unreadable time", "totals line",      "short row",      "no value",
                                                     "not a number",    "impossible value", "negative value", "no series name"};
    for (const Finding& f : history.findings)
        if (f.file == file && std::find(losses.begin(), losses.end(), f.kind) != losses.end())
            problems.push_back(trouble({f.file, f.lines.empty() ? 0 : f.lines.front()}, f.found + ": " + f.done));
}

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
        problems.push_back(trouble({f.file}, f.refusal, "", f.expected));
        if (f.silent) add_damage(history, f.file, problems);
        forecast.findings.push_back({"too short", "", "", {}, {}, f.refusal, "not forecast"});
    }
    return problems;
}

// Means that a planner sets are means over as many paths, however many are asked for.
int drawn_paths(const Forecast& forecast) {
    const auto any = [](const std::vector<std::vector<Override>>& sets) {
        return std::any_of(sets.begin(), sets.end(), [](const auto& set) { return !set.empty(); });
    };
    const int asked = forecast.request.paths;
    return any(forecast.typed) || any(forecast.overrides) ? std::max(asked, reference_paths) : asked;
}

SeriesPaths sampled(const Forecast& forecast, int series, bool overridden) {
    const SeriesModel& model = forecast.series[series];
    const bool set = overridden || !forecast.typed[series].empty();
    SeriesPaths paths = sample_paths(model, forecast.draws,
                                     {forecast.request.seed, series, model.first, model.ahead, 0,
                                      set ? forecast.draws.paths : forecast.request.paths, &forecast.driver_futures});
    apply_overrides(model, forecast.typed[series], model.first, paths);
    if (overridden) apply_overrides(model, forecast.overrides[series], model.first, paths);
    paths.keep(forecast.request.paths);
    return paths;
}

}  // namespace

Forecast fit_forecast(const History& history, const Calendar& calendar, const std::vector<HistorySeries>& drivers,
                      const ForecastRequest& request) {
    Forecast forecast;
    forecast.request = request;
    forecast.slots = history.slots;
    std::vector<HistorySeries> known_drivers = drivers;
    const std::vector<DriverModel> driver_models =
        fit_drivers(known_drivers, calendar, {request.first, request.end()}, forecast.findings);
    std::vector<Fitted> fitted(history.series.size());
    tbb::parallel_for(std::size_t{0}, fitted.size(), [&](std::size_t s) {
        const Date first = request.first_of_series.empty() ? request.first : request.first_of_series[s];
        fitted[s] = fit_series(history.series[s], calendar, known_drivers, {first, request.end()});
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
    forecast.draws = shared_draws(models, request, drawn_paths(forecast));
    for (std::size_t d = 0; d < driver_models.size(); ++d)
        forecast.driver_futures.push_back(
            future_of(driver_models[d], forecast.draws, static_cast<int>(forecast.series.size() + d), request.seed));
    return forecast;
}

SeriesPaths statistical_paths_of(const Forecast& forecast, int series) { return sampled(forecast, series, false); }

SeriesPaths paths_of(const Forecast& forecast, int series) {
    return sampled(forecast, series, !forecast.overrides[series].empty());
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
