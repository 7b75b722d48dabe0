// `peakline forecast` from files to files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "forecast/forecast.hpp"

namespace peakline {

struct ForecastJob {
    std::vector<std::filesystem::path> histories;
    std::vector<std::filesystem::path> calendars, drivers;
    std::optional<std::filesystem::path> mapping, out;
    std::optional<Date> until;
    std::optional<double> interval;      // seconds
    std::optional<std::string> zone;
    int days = 28;
    int paths = 1000;
    std::uint64_t seed = 1;
    bool write_paths = true;
};

struct ForecastResult {
    nlohmann::ordered_json document;     // forecast.json
    std::string summary;                 // for the terminal
};

// Writes intervals.csv, days.csv, paths.csv and forecast.json into `out`, all or none. Throws InputError for bad input.
ForecastResult run_forecast(const ForecastJob& job);

}  // namespace peakline
