// `peakline forecast` from files to files.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "forecast/job.hpp"

namespace peakline {

struct ForecastResult {
    nlohmann::ordered_json document;     // forecast.json
    std::string summary;                 // for the terminal
};

// Writes intervals.csv, days.csv, paths.csv and forecast.json into `out`, all or none. Throws InputError for bad input.
ForecastResult run_forecast(const ForecastJob& job);

}  // namespace peakline
