// Reading back what `peakline forecast` wrote.
#pragma once

#include <filesystem>
#include <string>

#include "core/civil.hpp"
#include "core/demand.hpp"

namespace peakline {

// The paths of one series of a forecast's folder; a folder with one series serves whoever names it. At most `paths` of them.
// Stamps without an offset are local to `zone`. Throws InputError with the place.
VolumePaths read_saved_forecast(const std::filesystem::path& folder, const std::string& name, const Zone& zone, int paths);

}  // namespace peakline
