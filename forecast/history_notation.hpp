// How a file writes its dates and numbers, decided by all of its rows up to `until`.
#pragma once

#include "forecast/cell_values.hpp"
#include "forecast/delimited.hpp"
#include "forecast/history.hpp"
#include "forecast/history_layout.hpp"

namespace peakline {

Date date_of(std::int64_t local);  // of seconds since 1970 on a local clock

// The order in which all dates of the file can be read; evidence ends where every reading is later than `until`.
// Throws InputError where some dates have the day first and others the month.
struct OrderDecision {
    DateOrder order = DateOrder::year_first;
    bool ambiguous = false;
};
OrderDecision find_order(const TextFile& file, char delimiter, const HistoryLayout& layout, const ReadOptions& options);

struct MarkDecision {
    DecimalMark mark = DecimalMark::point;
    bool ambiguous = false;
};
MarkDecision find_mark(const TextFile& file, char delimiter, const HistoryLayout& layout, DateOrder order,
                       const ReadOptions& options);

}  // namespace peakline
