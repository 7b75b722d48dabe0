// How good forecasts of this history would have been: from several past days on, each knowing only what was known then.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "forecast/job.hpp"

namespace peakline {

// Sums over forecast values and what came.
struct Tally {
    double error = 0, bias = 0, volume = 0, pinball = 0;  // sums of |f - y|, f - y, y, and 2 x pinball loss over .05 ... .95
    int in80 = 0, in95 = 0, count = 0;
    double wape() const { return volume > 0 ? error / volume : no_value; }
    double relative_bias() const { return volume > 0 ? bias / volume : no_value; }
    double wql() const { return volume > 0 ? pinball / volume : no_value; }
    double coverage80() const { return count ? static_cast<double>(in80) / count : no_value; }
    double coverage95() const { return count ? static_cast<double>(in95) / count : no_value; }
};

// What a tally is about: "window D1", "day ahead 3", "weekday Monday", "hour 08", "holiday xmas", "series calls".
struct TallyKey {
    std::string by, what, level,
        method;  // level: interval, day, week, morning, busiest; method: peakline, last_week, mean_of_8, independent
    auto operator<=>(const TallyKey&) const = default;
};

struct Backtest {
    std::vector<Date> origins;  // last known days
    std::map<TallyKey, Tally> tallies;
    double seconds = 0;  // wall time of a forecast, the median
};

struct BacktestJob {
    ForecastJob forecast;                               // `until` is not used
    int origins = 8;                                    // spread evenly over the later part of the history ...
    std::optional<std::filesystem::path> origins_file;  // ... or read from a CSV of last known days
};

// Throws InputError when the history is too short for one origin.
Backtest run_backtest(const BacktestJob& job);

std::string backtest_table(const Backtest& backtest);
std::string backtest_csv(const Backtest& backtest);
std::string backtest_picture(const Backtest& backtest);  // SVG: error by days ahead, beside the simple methods

}  // namespace peakline
