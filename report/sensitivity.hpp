// What matters, as tables with bars, as JSON and as CSV.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "core/results.hpp"
#include "report/terminal.hpp"

namespace peakline {

// One table a metric, without a title; narrow terminals get no bars.
std::string sensitivity_text(const Sensitivity& sensitivity, const TerminalStyle& style);

nlohmann::ordered_json sensitivity_json(const Sensitivity& sensitivity);
std::string sensitivity_csv(const Sensitivity& sensitivity);

}  // namespace peakline
