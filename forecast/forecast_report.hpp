// A forecast told: forecast.json for programs, a summary in words for the terminal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "forecast/explain_words.hpp"
#include "forecast/forecast.hpp"
#include "forecast/forecast_tables.hpp"

namespace peakline {

nlohmann::ordered_json forecast_document(const History& history, const Forecast& forecast,
                                         const std::vector<SeriesTables>& tables, const std::optional<std::string>& zone);

std::string forecast_summary(const History& history, const Forecast& forecast, const std::vector<SeriesTables>& tables);

}  // namespace peakline
