// An action of `do` as a sentence: "10 % more agents in core".
#pragma once

#include <string>

#include "scenarios/node.hpp"

namespace peakline {

std::string action_words(const Node& action);

}  // namespace peakline
