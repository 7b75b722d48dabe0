// A forecast: every series fitted, and the shared randomness that makes its paths one world.
//
//   History history = read_history(files, options);
//   Forecast forecast = fit_forecast(history, calendar, request);
//   SeriesPaths paths = paths_of(forecast, 0);
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "forecast/calendar.hpp"
#include "forecast/drivers.hpp"
#include "forecast/history.hpp"
#include "forecast/joint_draws.hpp"
#include "forecast/new_series.hpp"
#include "forecast/overrides.hpp"
#include "forecast/paths.hpp"
#include "forecast/series_model.hpp"

namespace peakline {

struct ForecastRequest {
    Date first;     // first day ahead; nothing from it on is looked at
    int days = 28;  // calendar days
    int paths = 1000;
    std::uint64_t seed = 1;
    std::vector<Date> first_of_series;   // where histories end on different days; all are forecast to the same last day
    std::vector<NewSeries> new_series;   // without a history of their own
    std::vector<OverrideRow> overrides;  // of the planner
    Date end() const { return first + days; }
};

struct Forecast {
    ForecastRequest request;
    int slots = 48;
    std::vector<SeriesModel> series;
    std::vector<DriverFuture> driver_futures;  // of drivers whose files end before the forecast does
    JointDraws draws;
    std::vector<Finding> findings;                 // of fitting: gaps, series that cannot be forecast
    std::vector<std::vector<Override>> typed;      // by series: volumes of series without a history
    std::vector<std::vector<Override>> overrides;  // by series: what a planner puts in the place of the statistical forecast
};

// Throws InputError when no series can carry a forecast; leaves out, with a finding, single ones that cannot.
Forecast fit_forecast(const History& history, const Calendar& calendar, const std::vector<HistorySeries>& drivers,
                      const ForecastRequest& request);

// With the planner's overrides; the statistical ones are without.
SeriesPaths paths_of(const Forecast& forecast, int series);
SeriesPaths statistical_paths_of(const Forecast& forecast, int series);

// Counts that could be seen on each path: [path][day * slots].
std::vector<float> counts_of(const Forecast& forecast, int series, const SeriesPaths& paths);

}  // namespace peakline
