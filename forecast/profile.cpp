#include "forecast/profile.hpp"

#include <algorithm>
#include <cmath>

namespace peakline {
namespace {

constexpr int judged_weeks = 4;
constexpr double tiny = 1e-12;
constexpr double surely_shut = 3;  // contacts expected in a slot that never saw one

// Weighted counts by weekday up to a day, for one half-life.
struct WeightedCounts {
    std::array<Eigen::VectorXd, 7> by_weekday;
    Eigen::VectorXd all;
    double weight = 0;  // of all days together
    std::array<double, 7> weekday_weight{};
};

WeightedCounts count(const OperatingDays& days, const DayMatrix& values, const std::vector<bool>& learn, int until,
                     double half_life) {
    WeightedCounts c;
    c.all = Eigen::VectorXd::Zero(values.cols());
    c.by_weekday.fill(c.all);
    const double decay = std::pow(0.5, 1 / half_life);
    double w = 1;
    for (int d = until - 1; d >= 0; --d, w *= decay) {
        if (!learn[d]) continue;
        const int weekday = days.days[d].weekday;
        c.by_weekday[weekday] += w * values.row(d).transpose();
        c.weight += w;
        c.weekday_weight[weekday] += w;
    }
    for (const Eigen::VectorXd& v : c.by_weekday) c.all += v;
    return c;
}

// Gaussian smoothing of log shares inside a run of open slots, mirrored about its ends.
void smooth_run(Eigen::VectorXd& logs, int from, int to, double bandwidth) {
    const int n = to - from, reach = std::min(static_cast<int>(std::ceil(3 * bandwidth)), n - 1);
    if (bandwidth <= 0 || reach < 1) return;
    const Eigen::VectorXd z = logs.segment(from, n);
    const auto at = [&](int i) { return i < 0 ? 2 * z[0] - z[-i] : i >= n ? 2 * z[n - 1] - z[2 * (n - 1) - i] : z[i]; };
    std::vector<double> kernel(reach + 1);
    double sum = 0;
    for (int j = 0; j <= reach; ++j) {
        kernel[j] = std::exp(-0.5 * (j / bandwidth) * (j / bandwidth));
        sum += j == 0 ? kernel[j] : 2 * kernel[j];
    }
    for (int i = 0; i < n; ++i) {
        double value = kernel[0] * z[i];
        for (int j = 1; j <= reach; ++j) value += kernel[j] * (at(i - j) + at(i + j));
        logs[from + i] = value / sum;
    }
}

// A slot is shut for a weekday if no contact ever came although other days make some likely, or if it is shut on all days.
std::vector<bool> open_slots(const WeightedCounts& c, int weekday) {
    const double total = c.all.sum(), own = c.by_weekday[weekday].sum();
    std::vector<bool> open(c.all.size());
    for (int i = 0; i < c.all.size(); ++i) {
        const double expected = total > 0 ? own * c.all[i] / total : 0;
        open[i] = c.all[i] > 0 && (c.by_weekday[weekday][i] > 1e-3 * expected || expected < surely_shut);
    }
    return open;
}

Eigen::VectorXd shares(const WeightedCounts& c, int weekday, double pooling, double bandwidth) {
    const auto slots = c.all.size();
    const double total = c.all.sum();
    if (total <= 0) return Eigen::VectorXd::Constant(slots, 1.0 / static_cast<double>(slots));
    const bool known = c.by_weekday[weekday].sum() > 0;
    const double usual_day = c.weight > 0 ? total / c.weight : 0;
    Eigen::VectorXd s = c.by_weekday[weekday] + ((known ? pooling : 1) * usual_day / total) * c.all;
    const std::vector<bool> open = known ? open_slots(c, weekday) : std::vector<bool>(slots, true);
    Eigen::VectorXd logs = ((s.array() + 1e-6 * usual_day / static_cast<double>(slots)) / s.sum() + tiny).log();
    for (int from = 0; from < slots;) {
        int to = from;
        while (to < slots && open[to]) ++to;
        if (to > from) smooth_run(logs, from, to, bandwidth);
        from = to + 1;
    }
    for (int i = 0; i < slots; ++i) s[i] = open[i] ? std::exp(logs[i]) : 0;
    return s / s.sum();
}

struct HalfLife {
    double weeks, penalty;
};  // short ones must earn their variance
constexpr std::array<HalfLife, 4> half_lives{{{3, 9}, {8, 4.5}, {26, 1.5}, {104, 0}}};
constexpr std::array<double, 3> poolings{0, 0.3, 2};

std::vector<double> bandwidths(const DayMatrix& values) {
    const auto open = (values.colwise().sum().array() > 0).count();
    if (open < 60) return {0, 0.7, 1.5};
    return {0, 1, 2, 4};
}

// Multinomial deviance of the week from day `from` on, up to a constant.
double deviance(const OperatingDays& days, const DayMatrix& values, const std::vector<bool>& learn, int from,
                const std::array<Eigen::VectorXd, 7>& logs) {
    double sum = 0;
    for (int d = from; d < std::min(from + days.week_length(), days.past); ++d)
        if (learn[d]) sum -= values.row(d).dot(logs[days.days[d].weekday]);
    return sum;
}

ProfileSettings choose(const OperatingDays& days, const DayMatrix& values, const std::vector<bool>& learn) {
    const int week = days.week_length(), weeks = std::clamp(days.past / week - 2, 0, judged_weeks);
    ProfileSettings best{8.0 * week, 0.3, 0};
    double lowest = INFINITY;
    if (weeks == 0) return best;
    for (const HalfLife& half_life : half_lives) {
        std::vector<WeightedCounts> counts;
        for (int w = weeks; w > 0; --w)
            counts.push_back(count(days, values, learn, days.past - w * week, half_life.weeks * week));
        for (const double pooling : poolings)
            for (const double bandwidth : bandwidths(values)) {
                double sum = half_life.penalty;
                for (int w = weeks; w > 0; --w) {
                    std::array<Eigen::VectorXd, 7> logs;
                    for (const int weekday : days.week)
                        logs[weekday] = shares(counts[weeks - w], weekday, pooling, bandwidth).array().max(1e-9).log();
                    sum += deviance(days, values, learn, days.past - w * week, logs);
                }
                if (sum < lowest) {
                    lowest = sum;
                    best = {half_life.weeks * week, pooling, bandwidth};
                }
            }
    }
    return best;
}

}  // namespace

Profiles fit_profiles(const OperatingDays& days, const DayMatrix& values, const std::vector<bool>& learn) {
    Profiles profiles;
    if (values.cols() > 1) profiles.settings = choose(days, values, learn);
    const WeightedCounts counts = count(days, values, learn, days.past, std::max(1.0, profiles.settings.half_life));
    for (int weekday = 0; weekday < 7; ++weekday)
        profiles.shares[weekday] = shares(counts, weekday, profiles.settings.pooling, profiles.settings.bandwidth);
    return profiles;
}

}  // namespace peakline
