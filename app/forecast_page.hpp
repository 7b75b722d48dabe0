// chart.html of `peakline forecast`: the forecast's values as the page's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forecast/forecast.hpp"
#include "forecast/forecast_tables.hpp"
#include "report/forecast_page.hpp"

namespace peakline {

// The largest series only, and by interval the first weeks only, so that the page stays small enough to send round.
ForecastPage forecast_page_of(const History& history, const Forecast& forecast, const std::vector<SeriesTables>& tables,
                              const std::optional<std::string>& zone);

}  // namespace peakline
