// One value of a plan laid over the tree: the path rules.
#pragma once

#include "scenarios/table.hpp"

namespace peakline {

// A path must be a key of the format; it may write a key that was left out, and add a thing under a new name; below an unknown
// name, inside lists, and below day, hour and date keys there is nothing to set.
void set_path(Reading& reading, Node& root, const Entry& assignment);

// How many `like`s the thing that the path leads to is away from an original.
int like_depth(const Node& root, const std::string& path);

}  // namespace peakline
