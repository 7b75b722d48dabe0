// What a forecast or a backtest starts from: files and options, as the command line gives them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "forecast/forecast.hpp"

namespace peakline {

struct ForecastJob {
    std::vector<std::filesystem::path> histories;
    std::vector<std::filesystem::path> calendars, drivers;
    std::vector<std::filesystem::path> new_series, overrides;
    std::optional<std::filesystem::path> mapping, out;
    std::optional<Date> until;
    std::optional<double> interval;  // seconds
    std::optional<std::string> zone;
    int days = 28;
    int paths = 1000;
    std::uint64_t seed = 1;
    bool write_paths = true;
};

History read_history_of(const ForecastJob& job);

// A driver's rows after `until` are plans, known ahead; they are read as the calendar is. What was found in them joins `history`.
std::vector<HistorySeries> read_drivers_of(const ForecastJob& job, History& history);

Calendar read_calendars_of(const ForecastJob& job);

// Everything that is asked of a forecast of `history`; its grid and days may come from typed volumes where there is no history.
// Throws InputError where nothing says which days are ahead.
ForecastRequest request_of(const ForecastJob& job, History& history);

}  // namespace peakline
