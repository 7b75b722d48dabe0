// What happens to a tree before its values are read: copies by `like`, whole files by `extends`, removal by `none`.
#pragma once

#include <filesystem>

#include "scenarios/table.hpp"

namespace peakline {

// `own` over `original`: key by key through records and maps of named things, values whole; `none` removes.
Node merged(const Type& type, const Node& original, const Node& own);

// Replaces every thing that has `like` by its merged copy. Unknown originals and circles are reported and spoil the thing.
void resolve_likes(Reading& reading, Node& node, const Type& type);

// Takes out the keys that are `none`.
void remove_nones(Node& node, const Type& type);

// Reads the file and everything that it extends, merged.
Node read_extended(const std::filesystem::path& path, Sources& sources, std::vector<Problem>& problems);

}  // namespace peakline
