// What every HTML page of the program shares: it holds its style, scripts, charts and data, and asks the network for nothing.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace peakline {

// Templates with style and scripts, and ECharts, made at build time by page/embed.cpp.
extern const std::string_view page_template, forecast_page_template, charts_library;

// The template with @@title@@, @@data@@ and @@charts@@ filled in, in this order; title and data may hold any text.
std::string filled_page(std::string_view page, std::string_view title, const nlohmann::ordered_json& data);

// A column of values; "n" as text after a value repeats it n times more, which makes closed hours cheap.
nlohmann::ordered_json folded_column(std::size_t size, const std::function<nlohmann::ordered_json(std::size_t)>& value_at);

}  // namespace peakline
