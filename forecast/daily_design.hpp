// What log daily volume is made of: the terms of the daily model and their value on each day.
#pragma once

#include <string>
#include <vector>

#include <Eigen/Core>

#include "forecast/days.hpp"

namespace peakline {

enum class TermKind { level, weekday, autoregressive, calendar, annual, driver, shift };

struct Term {
    TermKind kind;
    std::string name;       // "weekday 0", "holiday xmas", "after xmas", "annual cos 3"
    double prior_sd;        // of its effect on log volume
    double prior_mean = 0;  // the state is about it
};

// Terms that move in time come first: level, the weekdays, the autoregressive term; `moving` counts them.
struct Design {
    std::vector<Term> terms;
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> rows;  // days (past and ahead) x terms
    int moving = 0;
    int autoregressive() const { return moving - 1; }
    int past = 0;
};

// `annual_pairs` sine and cosine pairs; 0: none.
Design design_daily(const OperatingDays& days, const std::vector<DailyRegressor>& regressors, int annual_pairs);

}  // namespace peakline
