// What a fit says, for people: effects with their errors, what days ahead are made of, days out of the ordinary.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forecast/series_model.hpp"

namespace peakline {

struct Effect {
    struct Seen {
        Date date;
        double effect;
    };
    TermKind kind = TermKind::calendar;
    std::string name;              // "Monday", "holiday xmas", "after a closure"
    double effect = 0, error = 0;  // on log volume
    std::vector<Seen> seen;        // holidays: each past one against the same weekdays around it
    std::string in_words;
};

struct ShiftFound {
    Date date;
    double effect;
    std::string in_words;
};
struct Outlier {
    Date date;
    double value, expected;
    std::string in_words;
};

double usual_day(const SeriesModel& model);                // level of the last day, without weekday and holidays
std::vector<Effect> effects_of(const SeriesModel& model);  // weekdays and the calendar's
std::optional<ShiftFound> shift_of(const SeriesModel& model);
std::vector<Outlier> outliers_of(const SeriesModel& model);  // past days beyond 3.5 standard deviations

// "Monday 27 November: level 4 210, Monday +12 %, Black Friday +180 % (seen twice, 2024: +165 %, 2025: +195 %)"
std::string day_in_words(const SeriesModel& model, Date date);

}  // namespace peakline
