// The option table as the reference of the docs (as a JSON Schema: scenario_schema() in load.hpp).
#pragma once

#include <string>

namespace peakline {

std::string scenario_reference();  // Markdown: every key with its value, default and meaning

}  // namespace peakline
