// results.json: everything that a run found out, for programs. Names and nesting: docs/results.md.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/results.hpp"

namespace peakline {

std::string results_json(const Results& results);

// The same without days, weeks and months: what the page shows in its tables.
nlohmann::ordered_json summary_json(const Results& results);

// Parts of it that other files are made of, too: what is not finite is null.
nlohmann::ordered_json number_or_null(double value);
nlohmann::ordered_json interval_or_null(const Interval& interval);

}  // namespace peakline
