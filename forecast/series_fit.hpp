// One series from its history to a model, or the reason why its history cannot carry a forecast.
#pragma once

#include <string>
#include <vector>

#include "forecast/calendar.hpp"
#include "forecast/history.hpp"
#include "forecast/series_model.hpp"

namespace peakline {

inline constexpr int fewest_days = 5;       // with contacts
inline constexpr int stale_days = 28;       // without contacts before the first day ahead: told
inline constexpr int hopeless_days = 1096;  // three years: whatever the history says is no longer so

// The days ahead: [first, end).
struct Horizon {
    Date first, end;
};

struct Fitted {
    SeriesModel model;
    std::vector<Finding> findings;
    std::string file, refusal, expected;  // why the series cannot be forecast, and what could be; empty: it can
    bool silent = false;                  // refused because there is no day with contacts
};

Fitted fit_series(const HistorySeries& series, const Calendar& everybodys, const std::vector<HistorySeries>& drivers,
                  Horizon horizon);

// The middle path's volume by calendar day ahead; 0 where closed.
std::vector<float> middle_of(const SeriesModel& model);

}  // namespace peakline
