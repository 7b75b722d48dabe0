// One season with everything that happened in it: what `run --trace` writes and `explain` tells from.
#pragma once

#include <string>

#include "core/trace.hpp"
#include "scenarios/scenario.hpp"

namespace peakline {

// Season `number` (the first is 1) of a plan of the file, exactly as `run` simulates it.
Trace trace_season(const ScenarioFile& file, const Plan& plan, int number);

// contacts.csv, agents.csv and paid.csv of every plan's season into `folder`; with several plans each into a folder of its name.
void write_traces(const ScenarioFile& file, int number, const std::string& folder);

}  // namespace peakline
