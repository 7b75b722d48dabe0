// Fitting the daily model: hyperparameters by maximum a posteriori, effects and level by the filter, a level shift by search.
#pragma once

#include <optional>
#include <vector>

#include "forecast/daily_design.hpp"
#include "forecast/daily_filter.hpp"
#include "forecast/days.hpp"

namespace peakline {

struct Hyperparameters {
    double level_sd = 0, weekday_sd = 0;    // of their daily random walks
    double phi = 0, autoregressive_sd = 0;  // stationary
    double noise_sd = 0;                    // beyond counting
};

struct LevelShift {
    int day = 0;      // index of the first day on the new level
    double gain = 0;  // of the log-likelihood
};

struct DailyFit {
    Design design;  // with a `shift` term last, where one was found
    Hyperparameters hyper;
    std::optional<LevelShift> shift;
    double middle = 0;  // median log volume; the state is about it
    std::vector<double>
        planned;  // what is believed before the fit, on log volume by day: the planner's effects, drivers; the state is about it
    StateSpace space;
    Filtered filtered;     // state and covariance after the last known day
    double inflation = 1;  // of all standard deviations, for what estimation hides: sqrt(1 + 10/n)

    // Log volume of day h ahead (0 = the first) as expected from the last state.
    double expected(int h) const;
};

DailyFit fit_daily(const OperatingDays& days, const std::vector<DailyRegressor>& regressors, int annual_pairs);

// The models whose log-paths are pooled: with more than a year of data one with annual terms, up to two years also one without.
struct WeightedFit {
    double weight = 1;
    DailyFit fit;
};
std::vector<WeightedFit> fit_daily_models(const OperatingDays& days, const std::vector<DailyRegressor>& regressors);

// Standardised innovations of the past days, 0 where there is none or the filter was still learning.
std::vector<double> standard_innovations(const DailyFit& fit, int week_length);

}  // namespace peakline
