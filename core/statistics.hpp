// Statistics of replications: estimates with their uncertainty from values of which only the replications are independent.
// Everywhere: NaN among the values means "this replication has no value" and is skipped; a result that the values do not
// determine (no value, one value where a spread is needed, a denominator of 0) is no_value, never a guess.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/results.hpp"

namespace peakline {

inline constexpr double usual_confidence = 0.95;

// A value with its standard error and its two-sided interval.
struct Measured {
    double value = no_value;
    double se = no_value;
    Interval ci;
};

// t such that a Student variable with n - 1 degrees of freedom is within +-t with this probability; no_value for n < 2.
double student_factor(std::size_t n, double confidence = usual_confidence);

// Mean with its Student interval. One value: no interval; all equal: an interval of width 0.
Measured mean_of(std::span<const double> values, double confidence = usual_confidence);

// theta = sum A / sum B over the replications, with jackknife pseudo-values
// P_r = n theta - (n-1) (sum A - A_r) / (sum B - B_r); the interval is mean(P) +- t s_P / sqrt n.
// Miller (1974), The jackknife - a review. A replication with NaN in A or B is left out (its pseudo-value is NaN, so that
// pairs stay pairs). If the denominator rests on one replication alone there is a ratio, but no pseudo-values.
struct Ratio {
    Measured measured;
    std::vector<double> pseudo_values;  // one a replication, or empty
};
// `share` is for a single ratio in [0, 1]: the interval is symmetric on the logit scale and stays inside [0, 1].
enum class RatioScale : std::uint8_t { plain, share };
Ratio ratio_of_sums(std::span<const double> a, std::span<const double> b, RatioScale scale = RatioScale::plain,
                    double confidence = usual_confidence);

// value - base with the interval of the paired differences. For means: the replications' values; for ratios: of_ratios,
// whose value is the difference of the two ratios and whose interval comes from the differences of the pseudo-values.
Measured paired_difference(std::span<const double> values, std::span<const double> base, double confidence = usual_confidence);
Measured paired_difference(const Ratio& ratio, const Ratio& base, double confidence = usual_confidence);

// Share of pairs in which value > base (or < base, when smaller is better), ties count half; no_value without pairs.
double share_better(std::span<const double> values, std::span<const double> base, bool larger_is_better);

// mean(a) / mean(b) of pairs by Fieller (1954); nothing where the denominator cannot be told from 0.
std::optional<Measured> fieller(std::span<const double> a, std::span<const double> b, double confidence = usual_confidence);

// Quantiles of type 8 (Hyndman and Fan 1996: median-unbiased), several from one sort; no_value when nothing is left.
std::vector<double> quantiles(std::vector<double> values, std::span<const double> shares);
double quantile_of(std::vector<double> values, double share);

// Interval of a quantile from order statistics by binomial ranks, at least of this confidence; an end that the sample is too
// small for is no_value. Conover (1999), section 3.2.
Interval quantile_interval(std::vector<double> values, double share, double confidence = usual_confidence);

// Wilson (1927) interval of a share, successes out of n (half successes allowed); n = 0: no_value.
Interval wilson(double successes, double n, double confidence = usual_confidence);

// Two-sided p-value of the Student test that values have the mean `exact`. Fewer than two values: no_value.
// All equal: 1 if they equal `exact` to 1e-12, else 0. For a ratio give its pseudo-values.
double student_p(std::span<const double> values, double exact);

// The rule by which a simulation agrees with an exact value.
inline constexpr double agreement_p = 6e-5;
inline bool agrees(std::span<const double> values, double exact) { return student_p(values, exact) > agreement_p; }

// Mean and variance of a stream (Welford 1962), merged as Chan, Golub and LeVeque (1979). The result depends on the order of
// add and merge to the last bit, so both are called in a fixed order.
struct RunningMoments {
    std::uint64_t n = 0;
    double average = 0;
    double squares = 0;  // sum of squared deviations from the mean

    void add(double x) {
        if (std::isnan(x)) return;
        ++n;
        const double step = x - average;
        average += step / static_cast<double>(n);
        squares += step * (x - average);
    }
    void merge(const RunningMoments& other);
    double mean() const { return n > 0 ? average : no_value; }
    double variance() const { return n > 1 ? squares / static_cast<double>(n - 1) : no_value; }
    double standard_error() const { return n > 1 ? std::sqrt(variance() / static_cast<double>(n)) : no_value; }
    Measured measured(double confidence = usual_confidence) const;
};

// Ratio of sums with its standard error by the delta method, from sums alone: for cells of which there are too many to keep
// every replication's value. se^2 = n / (n-1) x sum (a_r - theta b_r)^2 / (sum b)^2. Cochran (1977), section 2.11.
struct RatioSums {
    std::uint64_t n = 0;
    double a = 0, b = 0, aa = 0, bb = 0, ab = 0;

    void add(double numerator, double denominator) {
        if (std::isnan(numerator) || std::isnan(denominator)) return;
        ++n;
        a += numerator;
        b += denominator;
        aa += numerator * numerator;
        bb += denominator * denominator;
        ab += numerator * denominator;
    }
    void merge(const RatioSums& other);
    double ratio() const { return b != 0 ? a / b : no_value; }
    double standard_error() const;
    Measured measured(double confidence = usual_confidence) const;
};

}  // namespace peakline
