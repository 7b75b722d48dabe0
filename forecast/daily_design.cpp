#include "forecast/daily_design.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <functional>
#include <numbers>
#include <set>

namespace peakline {
namespace {

// Prior standard deviations of effects on log volume.
constexpr double level_sd = 2, weekday_sd = 0.6, autoregressive_sd = 0.1, annual_sd = 0.3;
constexpr double holiday_sd = 0.5, holiday_on_unusual_weekday_sd = 0.25, beside_holiday_sd = 0.07, beside_event_sd = 0.15;
constexpr double after_closure_sd = 0.15, second_after_closure_sd = 0.1, before_closure_sd = 0.1, month_sd = 0.04;
constexpr double unusual_weekday = 0.12;  // distance of a weekday's median from the middle one, on the log scale

class Builder {
public:
    Builder(const OperatingDays& days) : days_(days) {}

    void add(TermKind kind, std::string name, double sd, const std::function<double(int)>& value, double mean = 0) {
        Eigen::VectorXd column(static_cast<Eigen::Index>(days_.days.size()));
        for (int i = 0; i < column.size(); ++i) column[i] = value(i);
        terms_.push_back({kind, std::move(name), sd, mean});
        columns_.push_back(std::move(column));
    }
    // Only where it says something on some day.
    void add_if_any(std::string name, double sd, const std::function<bool(int)>& holds) {
        for (int i = 0; i < static_cast<int>(days_.days.size()); ++i)
            if (holds(i)) return add(TermKind::calendar, std::move(name), sd, [&](int j) { return holds(j) ? 1.0 : 0.0; });
    }
    Design take(int moving) {
        Design design;
        design.rows.resize(static_cast<Eigen::Index>(days_.days.size()), static_cast<Eigen::Index>(columns_.size()));
        for (std::size_t j = 0; j < columns_.size(); ++j) design.rows.col(static_cast<Eigen::Index>(j)) = columns_[j];
        design.terms = std::move(terms_);
        design.moving = moving;
        design.past = days_.past;
        return design;
    }
    int count() const { return static_cast<int>(terms_.size()); }

private:
    const OperatingDays& days_;
    std::vector<Term> terms_;
    std::vector<Eigen::VectorXd> columns_;
};

bool has_name(const OperatingDay& day, const std::string& name) {
    return std::find(day.names.begin(), day.names.end(), name) != day.names.end();
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// Weekdays whose usual volume is far from the others', such as a Saturday with half the calls.
std::set<int> unusual_weekdays(const OperatingDays& days) {
    std::vector<double> medians;
    for (const int weekday : days.week) {
        std::vector<double> logs;
        for (int i = 0; i < days.past; ++i)
            if (days.days[i].weekday == weekday && days.days[i].total > 0) logs.push_back(std::log(days.days[i].total));
        medians.push_back(median(std::move(logs)));
    }
    const double middle = median(medians);
    std::set<int> unusual;
    for (std::size_t w = 0; w < medians.size(); ++w)
        if (std::abs(medians[w] - middle) > unusual_weekday) unusual.insert(days.week[w]);
    return unusual;
}

void add_moving_terms(Builder& builder, const OperatingDays& days) {
    builder.add(TermKind::level, "level", level_sd, [](int) { return 1.0; });
    const double share = 1.0 / days.week_length();
    for (const int weekday : days.week)
        builder.add(TermKind::weekday, "weekday " + std::to_string(weekday), weekday_sd,
                    [&](int i) { return (days.days[i].weekday == weekday ? 1.0 : 0.0) - share; });
    builder.add(TermKind::autoregressive, "day to day", autoregressive_sd, [](int) { return 1.0; });
}

// How far around a name its effects reach, and how large they may be.
EventPlan plan_of(const OperatingDays& days, const std::string& name) {
    const auto at = days.plans.find(name);
    return at == days.plans.end() ? EventPlan{} : at->second;
}

std::string beside(int distance, const char* side, const std::string& name) {
    return (distance == 1 ? std::string(side) : std::to_string(distance) + " days " + side) + " " + name;
}

// One holiday or event, the working days before and after it that are ordinary themselves.
void add_name(Builder& builder, const OperatingDays& days, const std::string& name) {
    const auto& all = days.days;
    const int n = static_cast<int>(all.size());
    const EventPlan plan = plan_of(days, name);
    const double sd = plan.spread_wide ? beside_event_sd : beside_holiday_sd;
    builder.add_if_any("holiday " + name, plan.effect ? plan.effect->log_sd : holiday_sd,
                       [&](int i) { return has_name(all[i], name); });
    const auto nearest = [&](int i, int step, int distance) {  // the name stands `distance` days on and no nearer
        for (int k = 1; k < distance; ++k)
            if (i + step * k >= 0 && i + step * k < n && has_name(all[i + step * k], name)) return false;
        const int at = i + step * distance;
        return at >= 0 && at < n && has_name(all[at], name);
    };
    for (int k = 1; k <= plan.after; ++k)
        builder.add_if_any(beside(k, "after", name), sd, [&](int i) { return all[i].ordinary() && nearest(i, -1, k); });
    for (int k = 1; k <= plan.before; ++k)
        builder.add_if_any(beside(k, "before", name), sd, [&](int i) { return all[i].ordinary() && nearest(i, 1, k); });
}

// A day whose names the planner gives no effect: what all holidays share holds for it.
bool learns(const OperatingDays& days, const OperatingDay& day) {
    return std::any_of(day.names.begin(), day.names.end(), [&](const std::string& name) { return !plan_of(days, name).effect; });
}

// Effects beside a holiday are told apart from the weekday's only on days that are ordinary themselves.
void add_holidays(Builder& builder, const OperatingDays& days) {
    const auto& all = days.days;
    std::set<std::string> names;
    for (const OperatingDay& day : all) names.insert(day.names.begin(), day.names.end());
    for (const std::string& name : names) add_name(builder, days, name);
    if (names.empty()) return;
    if (days.week_length() == 7) {
        const std::set<int> unusual = unusual_weekdays(days);
        builder.add_if_any("holidays on unusual weekdays", holiday_on_unusual_weekday_sd,
                           [&](int i) { return learns(days, all[i]) && unusual.contains(all[i].weekday); });
    }
    if (names.size() < 2) return;
    builder.add_if_any("any holiday", holiday_sd, [&](int i) { return learns(days, all[i]); });
    builder.add_if_any("after any holiday", beside_holiday_sd,
                       [&](int i) { return i > 0 && all[i].ordinary() && learns(days, all[i - 1]); });
}

void add_closures(Builder& builder, const OperatingDays& days) {
    const auto& all = days.days;
    const int n = static_cast<int>(all.size());
    builder.add_if_any("after a closure", after_closure_sd, [&](int i) { return i > 0 && all[i - 1].closed; });
    builder.add_if_any("two days after a closure", second_after_closure_sd, [&](int i) { return i > 1 && all[i - 2].closed; });
    builder.add_if_any("before a closure", before_closure_sd, [&](int i) { return i + 1 < n && all[i + 1].closed; });
}

bool business_day(Date date) { return static_cast<int>(weekday_of(date)) < 5; }

// Business days of the month up to and including this date, and from this date on; Monday to Friday.
struct MonthPlace {
    int from_start = 0, from_end = 0, day = 0;
};
MonthPlace month_place(Date date) {
    const YearMonthDay ymd = year_month_day(date);
    const Date first = date + (1 - static_cast<int>(ymd.day));
    const Date next = ymd.month == 12 ? make_date(ymd.year + 1, 1, 1) : make_date(ymd.year, ymd.month + 1, 1);
    MonthPlace place{0, 0, static_cast<int>(ymd.day)};
    for (Date d = first; d <= date; d = d + 1) place.from_start += business_day(d);
    for (Date d = date; d < next; d = d + 1) place.from_end += business_day(d);
    return place;
}

// Pay days and bills: the first and last business days of the month and its middle.
void add_days_of_month(Builder& builder, const OperatingDays& days) {
    std::vector<MonthPlace> places;
    for (const OperatingDay& day : days.days) places.push_back(month_place(day.date));
    const auto works = [&](int i) { return business_day(days.days[i].date); };
    for (int j = 1; j <= 3; ++j) {
        builder.add_if_any("business day " + std::to_string(j) + " of the month", month_sd,
                           [&](int i) { return works(i) && places[i].from_start == j; });
        builder.add_if_any("business day " + std::to_string(j) + " from the month's end", month_sd,
                           [&](int i) { return works(i) && places[i].from_end == j; });
    }
    for (int d = 14; d <= 16; ++d)
        builder.add_if_any("day " + std::to_string(d) + " of the month", month_sd, [&](int i) { return places[i].day == d; });
}

void add_annual(Builder& builder, const OperatingDays& days, int pairs) {
    using Wave = std::complex<double>;
    std::vector<Wave> first, wave;
    for (const OperatingDay& day : days.days) {
        const int of_year = day.date - make_date(year_month_day(day.date).year, 1, 1);
        first.push_back(std::polar(1.0, 2 * std::numbers::pi * of_year / 365.25));
    }
    wave.assign(first.size(), 1.0);
    for (int k = 1; k <= pairs; ++k) {
        for (std::size_t i = 0; i < wave.size(); ++i)
            wave[i] = {wave[i].real() * first[i].real() - wave[i].imag() * first[i].imag(),
                       wave[i].real() * first[i].imag() + wave[i].imag() * first[i].real()};
        builder.add(TermKind::annual, "annual cos " + std::to_string(k), annual_sd / k, [&](int i) { return wave[i].real(); });
        builder.add(TermKind::annual, "annual sin " + std::to_string(k), annual_sd / k, [&](int i) { return wave[i].imag(); });
    }
}

}  // namespace

Design design_daily(const OperatingDays& days, const std::vector<DailyRegressor>& regressors, int annual_pairs) {
    Builder builder(days);
    add_moving_terms(builder, days);
    const int moving = builder.count();
    add_holidays(builder, days);
    add_closures(builder, days);
    if (days.past >= 5 * days.week_length()) add_days_of_month(builder, days);
    for (const DailyRegressor& regressor : regressors)
        builder.add(
            TermKind::driver, regressor.name, regressor.prior_sd, [&](int i) { return regressor.values[i]; },
            regressor.prior_mean);
    add_annual(builder, days, annual_pairs);
    return builder.take(moving);
}

}  // namespace peakline
