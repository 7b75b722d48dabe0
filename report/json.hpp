// results.json: everything that a run found out, for programs. Names and nesting: docs/results.md.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/results.hpp"

namespace peakline {

std::string results_json(const Results& results);

// One estimate as in results.json; the page embeds the same form.
nlohmann::ordered_json estimate_json(const Estimate& estimate);
nlohmann::ordered_json metrics_json(const Metrics& metrics);

}  // namespace peakline
