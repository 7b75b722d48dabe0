#include "forecast/drivers.hpp"

#include <cmath>
#include <limits>

namespace peakline {
namespace {

constexpr double driver_sd = 0.7, unknown_sd = 0.5;
// Over a week contacts are expected in proportion to what drives them, until the history says otherwise.
constexpr double proportional = 1, proportional_sd = 0.3;

double log_of(const HistorySeries& driver, Date date) {
    const int day = date - driver.first;
    if (day < 0 || day >= driver.days()) return no_value;
    double sum = 0;
    for (int i = 0; i < driver.slots; ++i)
        if (!std::isnan(driver.at(day, i))) sum += driver.at(day, i);
    return sum > 0 ? std::log(sum) : no_value;
}

double centred_mean(const HistorySeries& driver, Date date) {
    double sum = 0;
    int count = 0;
    for (int k = -3; k <= 3; ++k)
        if (const double x = log_of(driver, date + k); !std::isnan(x)) {
            sum += x;
            ++count;
        }
    return count ? sum / count : no_value;
}

// Centred on the past; days without a value say nothing.
void centre(std::vector<double>& values, int past) {
    double sum = 0;
    int count = 0;
    for (int d = 0; d < past; ++d)
        if (!std::isnan(values[d])) {
            sum += values[d];
            ++count;
        }
    for (double& v : values) v = std::isnan(v) ? 0 : v - (count ? sum / count : 0);
}

}  // namespace

std::vector<DailyRegressor> driver_regressors(const std::vector<HistorySeries>& drivers, const OperatingDays& days) {
    std::vector<DailyRegressor> regressors;
    for (const HistorySeries& driver : drivers) {
        DailyRegressor raw{driver_term(driver.name), 0, driver_sd, {}},
            week{driver_week_term(driver.name), proportional, proportional_sd, {}};
        DailyRegressor unknown{"driver " + driver.name + " unknown", 0, unknown_sd, {}};
        bool any_unknown = false;
        for (const OperatingDay& day : days.days) {
            raw.values.push_back(log_of(driver, day.date));
            week.values.push_back(centred_mean(driver, day.date));
            unknown.values.push_back(std::isnan(raw.values.back()) ? 1 : 0);
            any_unknown = any_unknown || std::isnan(raw.values.back());
        }
        centre(raw.values, days.past);
        centre(week.values, days.past);
        regressors.push_back(std::move(raw));
        regressors.push_back(std::move(week));
        if (any_unknown) regressors.push_back(std::move(unknown));
    }
    return regressors;
}

std::string driver_term(const std::string& driver) { return "driver " + driver; }
std::string driver_week_term(const std::string& driver) { return "driver " + driver + ", its week"; }

double DriverFuture::week(int path, Date date) const {
    double sum = 0;
    for (int k = -3; k <= 3; ++k) sum += at(path, date + k);
    return sum / 7;
}

HistorySeries continued(const HistorySeries& driver, Date first, const std::vector<float>& middle) {
    HistorySeries out;
    out.name = driver.name;
    out.file = driver.file;
    out.first = driver.first;
    out.slots = 1;
    for (Date d = driver.first; d < first; d = d + 1) {
        const double log = log_of(driver, d);
        out.values.push_back(std::isnan(log) ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(std::exp(log)));
    }
    for (const float m : middle) out.values.push_back(m > 0 ? m : std::numeric_limits<float>::quiet_NaN());
    return out;
}

Date first_unknown(const HistorySeries& driver) {
    Date last = driver.last();
    while (last >= driver.first && std::isnan(log_of(driver, last))) last = last + -1;
    return last + 1;
}

}  // namespace peakline
