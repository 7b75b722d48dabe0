// What a metric is called, measured in and means, for people: one table behind every format.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace peakline {

enum class Unit : std::uint8_t { count, share, rate, seconds, hours, money, ratio };  // rate: a small share, with two decimals
// neither: the design names no better direction, as for counts that fall where fewer customers have to make contact.
enum class Better : std::uint8_t { neither, higher, lower };

struct MetricInfo {
    std::string_view name;   // as in the files
    std::string_view label;  // as on the page and in the terminal
    Unit unit = Unit::count;
    Better better = Better::neither;
    std::string_view definition;  // one sentence for a planner
};

// Every known metric, in the order of the files' columns.
std::span<const MetricInfo> all_metrics();

// A dotted name ("cost.wages") is found by itself, else by its first part; an unknown one is a plain count without a definition.
MetricInfo metric_info(std::string_view name);

// Position in the files' order; unknown metrics come last.
std::size_t metric_order(std::string_view name);

}  // namespace peakline
