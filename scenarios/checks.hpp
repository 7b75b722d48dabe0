// What the parts of a scenario must be to each other: mistakes, and what is only suspicious.
#pragma once

#include "scenarios/reading.hpp"

namespace peakline {

// Names by kind, from the tree: also of things with mistakes, so that references to them are no second mistake.
Names names_of_tree(const Node& root);

void check_whole(Reading& reading, const Node& root, const Scenario& scenario);
void warn_about(Reading& reading, const Node& root, const Scenario& scenario, const std::string& plan);
// What is written and can never matter: outside the season, never open, without people, sent in circles.
void warn_of_idle_parts(Reading& reading, const Node& root, const Scenario& scenario, const std::string& plan);

// Factors on a roster that change nobody once agents are whole.
void warn_of_swallowed_factors(Reading& reading, const Node& root, const Scenario& scenario, const std::string& plan);

// Opening hours of a live queue in which nobody who serves it is on shift.
void warn_of_gaps(Reading& reading, const Node& root, const Scenario& scenario);

// An action on people or volumes so large that no machine gets through: `item` is where it stands, and the key path is there.
void check_size(Reading& reading, const Node& item, const Action& action, const Scenario& scenario);

// Events and rules that, by way of others, take themselves out: they would begin and end without end at one instant.
void check_switching(Reading& reading, const Node& root, const Scenario& scenario);

// Place of the deepest part of this path that exists.
Place place_of(const Node& root, const std::vector<std::string>& path);

}  // namespace peakline
