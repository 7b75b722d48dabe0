// `peakline forecast` from files to files.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "forecast/forecast_tables.hpp"
#include "forecast/job.hpp"

namespace peakline {

struct ForecastResult {
    nlohmann::ordered_json document;  // forecast.json
    std::string summary;              // for the terminal
};

// A page about the forecast, for chart.html.
using ChartPage = std::function<std::string(const History&, const Forecast&, const std::vector<SeriesTables>&)>;

// Writes intervals.csv, days.csv, paths.csv, forecast.json and, where `chart` makes one, chart.html into `out`, all or none.
// Throws InputError for bad input.
ForecastResult run_forecast(const ForecastJob& job, const ChartPage& chart = {});

}  // namespace peakline
