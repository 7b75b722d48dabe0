// report.html: one page that holds everything it needs and opens offline.
#pragma once

#include <string>
#include <string_view>

#include "core/results.hpp"

namespace peakline {

std::string report_page(const Results& results);

// Template with style, scripts and ECharts, made at build time by page/embed.cpp; {{title}} and {{data}} are filled in per run.
extern const std::string_view page_template;

}  // namespace peakline
