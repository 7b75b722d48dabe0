// Numbers and names as a planner reads them: "1 234", "81.2 %", "45 s", "3 min 20 s".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/results.hpp"
#include "report/metric.hpp"

namespace peakline {

// "-" where there is no value. Money is given without its currency.
std::string value_text(double value, Unit unit);

// The same with a sign, for differences; shares in points ("+3.1 pt").
std::string difference_text(double value, Unit unit);

// Half the width of the 95 % interval ("410", "0.4"), "" where there is none.
std::string half_width_text(const Estimate& estimate, Unit unit);

// A share of so few intervals that one more or less moves it far is told with their number: "of 6.2 intervals"; else "".
inline constexpr double few_intervals = 20;
std::string few_intervals_text(const Estimate& estimate);

// Half the width of an interval around a difference or a mean, shares in points ("0.4 pt"); "" where there is none.
std::string half_text(double half, Unit unit);

// Half the width of the 95 % interval around an estimate of this standard error, where it is from many replications.
inline double half_of_error(double standard_error) { return 1.96 * standard_error; }

// "60 % ± 27 pt": a share of the whole with half the width of its 95 % interval, from its standard error.
std::string share_and_error_text(double share, double standard_error);

// What makes no difference: "0.5 points of service level", "3 s of speed of answer", "4 200 EUR of cost".
std::string tolerance_text(std::string_view metric, double tolerance, std::string_view currency);

// A metric as a sentence names it: "voice.service_level", but "cost, EUR" of "total.cost".
std::string metric_text(std::string_view key, std::string_view currency);

// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& names);

// A share of seasons in whole per cent; what is not certain never reads as 0 or 100 ("<1 %", ">99 %").
std::string chance_text(double share);

// "85 100 to 97 300"; "" where either is missing.
std::string range_text(double low, double high, Unit unit);

// "Fri 27 Nov 2026" of "2026-11-27", also inside a text ("Fri 2026-11-27 10:00-10:30"); anything else stays as it is.
std::string date_text(std::string_view text);

// Columns on a terminal: combining marks take none, wide characters two.
std::size_t display_width(std::string_view utf8);

// Without control characters, cut to `columns` with an ellipsis.
std::string fitted(std::string_view utf8, std::size_t columns);

}  // namespace peakline
