// The option table as a JSON Schema and as the reference of the docs.
#pragma once

#include <string>

namespace peakline {

std::string scenario_schema();      // JSON Schema, draft 2020-12
std::string scenario_reference();   // Markdown: every key with its value, default and meaning

}  // namespace peakline
