// What a planner knows better: the volume of single days or intervals, laid over the paths. The paths keep their spread in relation to
// the mean; the statistical forecast stays beside it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "forecast/named_table.hpp"
#include "forecast/paths.hpp"

namespace peakline {

// One row of a planner's file: a whole day, every day of a span, or one interval.
struct OverrideRow {
    Place place;
    std::string series;  // empty: every series
    DateSpan when;
    std::optional<double> value;   // contacts of the day or interval
    std::optional<double> factor;  // of the statistical mean
    std::string note;
};

// CSV: timestamp or date, series, value or factor, note. Throws InputError with every row that cannot be read.
std::vector<OverrideRow> read_overrides(const std::filesystem::path& path);

// The same for one series, by its days and slots.
struct Override {
    Date date;
    int slot = -1;  // -1: the whole day
    std::optional<double> value, factor;
    std::string note;
    Place place;
};

// By series name. Throws InputError for unknown series, moments that are no interval, and two rows for one thing. Rows for days that are
// not ahead are left out and told as findings.
struct OverrideRequest {
    Date first;
    int days = 0, slots = 1;
};
std::vector<std::vector<Override>> resolve_overrides(const std::vector<OverrideRow>& rows, const std::vector<std::string>& series,
                                                     const OverrideRequest& request, std::vector<Finding>& findings);

// Means are taken over the first so many paths, so that a path does not depend on how many there are.
inline constexpr int reference_paths = 1000;

// Scales paths so that their mean over the reference paths, which must be there, is what the planner says. Intervals first; the rest
// of a day then makes up the day's own value. Throws InputError where a day's intervals exceed the day.
void apply_overrides(const SeriesModel& model, const std::vector<Override>& overrides, Date first, SeriesPaths& paths);

// "5 000 by the planner: television spot", for the days ahead that have any.
std::string override_in_words(const std::vector<Override>& overrides, Date date, int slots);

}  // namespace peakline
