// Results made by hand, for tests of the formats: a small one whose every number is known, and a season of any size.
#pragma once

#include "core/results.hpp"

namespace peakline {

// Two days of two intervals, one voice queue with targets, one group, one reason; some values missing on purpose.
Results small_results();

struct SeasonShape {
    int days = 55;
    int intervals_per_day = 48;
    int queues = 3;
    int plans = 2;
    bool around_the_clock = false;
};

// A peak with a bell over the days and over the hours; smooth formulas, no randomness. Between queues the media alternate:
// voice, chat, deferred.
Results season_results(const SeasonShape& shape);

// Of the plans in `results`: differences that fit their values, costs of a point, kinds of seasons; of three plans or more levers
// and a choice, too.
Comparison season_comparison(const Results& results);

}  // namespace peakline
