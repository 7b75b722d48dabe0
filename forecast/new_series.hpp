// Cold start: series without a history of their own. They behave like another series at a size that is given or learned from the few days
// that there are, or follow volumes that a planner types.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "forecast/calendar.hpp"
#include "forecast/named_table.hpp"
#include "forecast/overrides.hpp"
#include "forecast/series_model.hpp"

namespace peakline {

// A volume that a planner types: of days, of weekdays, or of every day; of one interval where a time stands with it.
struct TypedVolume {
    std::optional<DateSpan> dates;
    std::vector<int> weekdays;           // empty with `dates` empty: every day
    std::optional<std::int32_t> second;  // of the day
    double value = 0;
    Place place;
};

struct NewSeries {
    std::string name;
    Place place;
    std::string like;              // empty: typed volumes alone
    std::optional<double> share;   // of `like`'s volume
    std::optional<double> log_sd;  // how little is known about the size
    std::vector<TypedVolume> typed;
};

// CSV: series[, like][, when][, value][, spread]. Throws InputError with every row that cannot be read.
std::vector<NewSeries> read_new_series(const std::filesystem::path& path);

// The first day that any of them types; none without dates.
std::optional<Date> first_typed_day(const std::vector<NewSeries>& series);

// The interval that the typed times need, in seconds; days where no time is typed.
double typed_interval(const std::vector<NewSeries>& series);

// Throws InputError for typed times that are no interval of the forecast.
void check_times(const std::vector<NewSeries>& series, int slots);

// `like`'s model under the new name and at the new size; `own`: the few days there are, or nullptr. Throws InputError where no size can be told.
SeriesModel model_like(const NewSeries& series, const SeriesModel& like, const HistorySeries* own);

// A model of typed volumes alone: their weekdays and times of day, with the spread of an ordinary series.
struct HorizonGrid {
    Date first;
    int days = 0, slots = 1;
};
SeriesModel model_typed(const NewSeries& series, const Calendar& calendar, const HorizonGrid& grid);

// What is typed for each day ahead, as values that the paths shall have on average.
std::vector<Override> typed_values(const NewSeries& series, const Calendar& calendar, const HorizonGrid& grid);

}  // namespace peakline
