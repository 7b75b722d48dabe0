// The volumes of a scenario that come from history or from a saved forecast, as joint paths for the simulator.
#pragma once

#include <string>
#include <vector>

#include "core/demand.hpp"
#include "scenarios/scenario.hpp"

namespace peakline {

struct ScenarioDemand {
    Demand demand;
    std::vector<std::string> notes;  // in words: what was read, repaired, fitted
};

// Forecasts every `history:` of drivers and reasons (enabled or not) over the simulated span of the scenario (from before the warm-up
// less the longest lag, where the history's own values stand, to the end of the cool-down) and reads every `forecast:`.
// `paths` paths; path r depends only on the scenario's seed and r. Histories of one call are forecast jointly.
// Throws InputError with places in the history files.
ScenarioDemand scenario_demand(const Scenario& scenario, int paths);

}  // namespace peakline
