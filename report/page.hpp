// report.html: one page that holds everything it needs and opens offline.
#pragma once

#include <string>

#include "core/results.hpp"

namespace peakline {

std::string report_page(const Results& results);

}  // namespace peakline
