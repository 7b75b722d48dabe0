#include "core/statistics.hpp"

#include <algorithm>
#include <cassert>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace peakline {

namespace {

RunningMoments moments_of(std::span<const double> values) {
    RunningMoments moments;
    for (const double x : values) moments.add(x);
    return moments;
}

double count(std::uint64_t n) { return static_cast<double>(n); }

std::vector<double> differences(std::span<const double> values, std::span<const double> base) {
    assert(values.size() == base.size());
    std::vector<double> d(values.size());
    for (std::size_t r = 0; r < d.size(); ++r) d[r] = values[r] - base[r];  // NaN in either: NaN
    return d;
}

void keep_numbers(std::vector<double>& values) {
    std::erase_if(values, [](double x) { return std::isnan(x); });
    std::sort(values.begin(), values.end());
}

// Linear in the position h = (n + 1/3) p + 1/3, counted from 1 and kept within the sample.
double type8(const std::vector<double>& sorted, double share) {
    const double n = static_cast<double>(sorted.size());
    const double h = std::clamp((n + 1.0 / 3) * share + 1.0 / 3, 1.0, n);
    const double whole = std::floor(h);
    const auto i = static_cast<std::size_t>(whole) - 1;
    const double rest = h - whole;
    return rest == 0 || sorted[i] == sorted[i + 1] ? sorted[i] : sorted[i] + rest * (sorted[i + 1] - sorted[i]);
}

Interval on_logit_scale(double share, double half_width) {
    if (!(share > 0 && share < 1)) {
        return {std::clamp(share - half_width, 0.0, 1.0), std::clamp(share + half_width, 0.0, 1.0)};
    }
    const double centre = std::log(share / (1 - share));
    const double half = half_width / (share * (1 - share));
    return {1 / (1 + std::exp(half - centre)), 1 / (1 + std::exp(-half - centre))};
}

}  // namespace

double student_factor(std::size_t n, double confidence) {
    if (n < 2) return no_value;
    const boost::math::students_t t(static_cast<double>(n - 1));
    return boost::math::quantile(boost::math::complement(t, (1 - confidence) / 2));
}

Measured mean_of(std::span<const double> values, double confidence) { return moments_of(values).measured(confidence); }

Ratio ratio_of_sums(std::span<const double> a, std::span<const double> b, RatioScale scale, double confidence) {
    assert(a.size() == b.size());
    RatioSums sums;
    for (std::size_t r = 0; r < a.size(); ++r) sums.add(a[r], b[r]);
    Ratio result;
    const double theta = result.measured.value = sums.ratio();
    if (std::isnan(theta) || sums.n < 2) return result;

    const double n = count(sums.n);
    std::vector<double> pseudo(a.size(), no_value);
    for (std::size_t r = 0; r < a.size(); ++r) {
        if (std::isnan(a[r]) || std::isnan(b[r])) continue;
        const double others = sums.b - b[r];
        if (others == 0) return result;
        // n theta - (n-1) theta_without_r, written without the difference of two large numbers
        pseudo[r] = theta + (n - 1) * (a[r] - theta * b[r]) / others;
    }
    const Measured of_pseudo = mean_of(pseudo, confidence);
    result.measured.se = of_pseudo.se;
    result.measured.ci = of_pseudo.ci;
    if (scale == RatioScale::share) result.measured.ci = on_logit_scale(theta, student_factor(sums.n, confidence) * of_pseudo.se);
    result.pseudo_values = std::move(pseudo);
    return result;
}

Measured paired_difference(std::span<const double> values, std::span<const double> base, double confidence) {
    return mean_of(differences(values, base), confidence);
}

Measured paired_difference(const Ratio& ratio, const Ratio& base, double confidence) {
    Measured result;
    result.value = ratio.measured.value - base.measured.value;
    if (ratio.pseudo_values.empty() || base.pseudo_values.empty()) return result;
    const Measured of_pseudo = paired_difference(ratio.pseudo_values, base.pseudo_values, confidence);
    result.se = of_pseudo.se;
    result.ci = of_pseudo.ci;
    return result;
}

double share_better(std::span<const double> values, std::span<const double> base, bool larger_is_better) {
    double wins = 0, pairs = 0;
    for (const double d : differences(values, base)) {
        if (std::isnan(d)) continue;
        pairs += 1;
        wins += d == 0 ? 0.5 : (d > 0) == larger_is_better ? 1 : 0;
    }
    return pairs > 0 ? wins / pairs : no_value;
}

std::optional<Measured> fieller(std::span<const double> a, std::span<const double> b, double confidence) {
    assert(a.size() == b.size());
    RatioSums sums;
    RunningMoments ma, mb;
    double cross = 0;  // sum of products of deviations
    for (std::size_t r = 0; r < a.size(); ++r) {
        if (std::isnan(a[r]) || std::isnan(b[r])) continue;
        const double step = a[r] - ma.average;
        sums.add(a[r], b[r]);
        ma.add(a[r]);
        mb.add(b[r]);
        cross += step * (b[r] - mb.average);
    }
    if (ma.n < 2) return std::nullopt;
    const double n = count(ma.n);
    const double t = student_factor(ma.n, confidence);
    const double saa = ma.variance() / n, sbb = mb.variance() / n, sab = cross / (n - 1) / n;
    const double x = ma.average, y = mb.average;
    const double f = y * y - t * t * sbb;  // the set of ratios is an interval only where the denominator is clearly not 0
    if (!(f > 0)) return std::nullopt;
    const double middle = (x * y - t * t * sab) / f;
    const double root = std::sqrt(std::max(0.0, middle * middle - (x * x - t * t * saa) / f));
    return Measured{x / y, sums.standard_error(), {middle - root, middle + root}};
}

std::vector<double> quantiles(std::vector<double> values, std::span<const double> shares) {
    keep_numbers(values);
    std::vector<double> result(shares.size(), no_value);
    if (values.empty()) return result;
    std::transform(shares.begin(), shares.end(), result.begin(), [&](double p) { return type8(values, p); });
    return result;
}

double quantile_of(std::vector<double> values, double share) {
    const double shares[] = {share};
    return quantiles(std::move(values), shares).front();
}

Interval quantile_interval(std::vector<double> values, double share, double confidence) {
    keep_numbers(values);
    if (values.empty() || !(share > 0 && share < 1)) return {};
    const auto n = static_cast<long>(values.size());
    const boost::math::binomial below(static_cast<double>(n), share);  // how many values lie at or below the true quantile
    const double tail = (1 - confidence) / 2;
    const auto at_most = [&](long k) { return k < 0 ? 0.0 : k >= n ? 1.0 : cdf(below, static_cast<double>(k)); };
    // The low end is the largest rank l with P(below <= l - 1) <= tail, the high end the smallest u with P(below <= u - 1) >= 1 - tail.
    long low = std::lround(static_cast<double>(n) * share), high = low;
    while (low > 0 && at_most(low - 1) > tail) --low;
    while (high <= n && at_most(high - 1) < 1 - tail) ++high;
    return {low > 0 ? values[static_cast<std::size_t>(low - 1)] : no_value,
            high <= n ? values[static_cast<std::size_t>(high - 1)] : no_value};
}

Interval wilson(double successes, double n, double confidence) {
    if (!(n > 0)) return {};
    const double z = boost::math::quantile(boost::math::complement(boost::math::normal(), (1 - confidence) / 2));
    const double p = successes / n, zz = z * z / n;
    const double centre = (p + zz / 2) / (1 + zz);
    const double half = z * std::sqrt(p * (1 - p) / n + zz / (4 * n)) / (1 + zz);
    return {p <= 0 ? 0 : std::max(0.0, centre - half), p >= 1 ? 1 : std::min(1.0, centre + half)};
}

double student_p(std::span<const double> values, double exact) {
    const RunningMoments m = moments_of(values);
    if (m.n < 2) return no_value;
    const double se = m.standard_error();
    const double off = std::abs(m.average - exact);
    // Spread that is rounding only counts as none.
    if (se <= 1e-14 * std::abs(m.average)) return off <= 1e-12 * std::max(1.0, std::abs(exact)) ? 1 : 0;
    return 2 * cdf(complement(boost::math::students_t(count(m.n - 1)), off / se));
}

void RunningMoments::merge(const RunningMoments& other) {
    if (other.n == 0) return;
    const double total = count(n + other.n);
    const double step = other.average - average;
    squares += other.squares + step * step * count(n) * count(other.n) / total;
    average += step * count(other.n) / total;
    n += other.n;
}

Measured RunningMoments::measured(double confidence) const {
    Measured result{mean(), standard_error(), {}};
    if (n < 2) return result;
    const double half = student_factor(n, confidence) * result.se;
    result.ci = {average - half, average + half};
    return result;
}

void RatioSums::merge(const RatioSums& other) {
    n += other.n;
    a += other.a;
    b += other.b;
    aa += other.aa;
    bb += other.bb;
    ab += other.ab;
}

double RatioSums::standard_error() const {
    if (n < 2 || b == 0) return no_value;
    const double theta = a / b;
    const double residuals = std::max(0.0, aa - 2 * theta * ab + theta * theta * bb);  // rounding may leave it below 0
    return std::sqrt(count(n) / count(n - 1) * residuals) / std::abs(b);
}

Measured RatioSums::measured(double confidence) const {
    Measured result{ratio(), standard_error(), {}};
    if (std::isnan(result.se)) return result;
    const double half = student_factor(n, confidence) * result.se;
    result.ci = {result.value - half, result.value + half};
    return result;
}

}  // namespace peakline
