// What results say before anything is simulated: the scenario, its grid of time, its queues and groups, how to repeat the run.
#pragma once

#include <string>
#include <vector>

#include "core/results.hpp"
#include "scenarios/scenario.hpp"

namespace peakline {

// `baseline` has the words and the grid; queues and groups are those of all plans, which may add some of their own.
Results framed_results(const Scenario& baseline, const std::vector<Plan>& plans);

// A path as results may show it to others: as given, but of an absolute one, which speaks of the machine, the name alone.
std::string shown_path(const std::string& path);

// "peakline run scenario.yaml --set 'a b'": words with a blank or a sign that shells know are quoted.
std::string command_text(const std::vector<std::string>& words);

}  // namespace peakline
