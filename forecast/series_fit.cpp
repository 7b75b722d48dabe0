#include "forecast/series_fit.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "forecast/drivers.hpp"
#include "forecast/explain_words.hpp"
#include "forecast/history_days.hpp"
#include "forecast/paths.hpp"
#include "forecast/trouble.hpp"

namespace peakline {
namespace {

constexpr int fewest_span = 7, comfortable_weeks = 3;
constexpr double outlying = 3.5;   // innovation of a day that does not teach the profile
constexpr double far_beyond = 20;  // times the largest day of the history

int known_days(const OperatingDays& days) {
    return static_cast<int>(
        std::count_if(days.days.begin(), days.days.end(), [](const OperatingDay& d) { return !std::isnan(d.total); }));
}

// Days without contacts between the last known one and the first ahead.
int silent_days(const OperatingDays& days, Date first) {
    for (int d = days.past - 1; d >= 0; --d)
        if (!std::isnan(days.days[d].total)) return first - days.days[d].date - 1;
    return 0;
}

// A week is the least: a weekday that was never seen cannot be foreseen.
void refuse_too_little(Fitted& result, const HistoryDays& history, const HistorySeries& series, Date first) {
    result.expected =
        fmt::format("a week of history with {} days of contacts, or another series that it is like (--new)", fewest_days);
    const int known = known_days(history.days);
    if (known == 0) {
        result.silent = true;
        result.refusal = fmt::format("{} has no day with contacts", in_quotes(series.name));
        return;
    }
    const int span = first - history.days.days.front().date;
    if (span < fewest_span)
        result.refusal = fmt::format("{} reaches back {} {}: weekdays that were never seen cannot be foreseen",
                                     in_quotes(series.name), span, span == 1 ? "day" : "days");
    else if (known < std::min(fewest_days, history.days.week_length()))
        result.refusal = fmt::format("{} has {} {} with contacts: too few to carry a forecast", in_quotes(series.name), known,
                                     known == 1 ? "day" : "days");
}

void judge_age(Fitted& result, const HistoryDays& history, const HistorySeries& series, Date first) {
    const int silent = silent_days(history.days, first);
    if (silent < stale_days) return;
    const std::string last = to_text(first + (-silent - 1));
    if (silent > hopeless_days) {
        result.refusal = fmt::format("the last day with contacts of {} is {}, {} days before the first day ahead",
                                     in_quotes(series.name), last, spaced(silent));
        result.expected = fmt::format("a history that ends at most {} days before", spaced(hopeless_days));
        return;
    }
    result.findings.push_back({"ends early",
                               series.name,
                               "",
                               {},
                               {},
                               fmt::format("its last day with contacts is {}", last),
                               fmt::format("forecast {} days beyond it; the ranges are wider", silent)});
}

void note_short(Fitted& result, const HistoryDays& history) {
    const int known = known_days(history.days);
    if (known < comfortable_weeks * history.days.week_length())
        result.findings.push_back(
            {"short history",
             result.model.name,
             "",
             {},
             {},
             fmt::format("only {} days with contacts", known),
             "forecast with wide ranges; another series that it is like (--new) can lend it weekdays and seasons"});
}

// Drivers and effects with a slip in them multiply: a volume out of all proportion is said, an impossible one refused.
void judge_size(Fitted& result) {
    const SeriesModel& model = result.model;
    double largest = 0;
    for (int d = 0; d < model.days.past; ++d)
        if (model.days.days[d].total > largest) largest = model.days.days[d].total;
    const std::vector<float> middle = middle_of(model);
    const auto most = std::max_element(middle.begin(), middle.end());
    if (most == middle.end() || !(*most > far_beyond * largest)) return;
    const std::string where = to_text(model.first + static_cast<int>(most - middle.begin()));
    if (!(*most < std::exp(largest_log))) {
        result.refusal =
            fmt::format("the forecast of {} runs away: {:.3g} contacts on {}, where the history's largest day has {}",
                        in_quotes(model.name), *most, where, spaced(largest));
        result.expected = "drivers and effects ahead that the history can be compared with";
        return;
    }
    result.findings.push_back(
        {"far beyond",
         model.name,
         "",
         {},
         {where},
         fmt::format("{} contacts on {}, {} times the largest day of the history", spaced(*most), where, spaced(*most / largest)),
         fmt::format("forecast as the drivers and effects say, no path beyond {} a day; look at them",
                     spaced(std::exp(largest_log)))});
}

std::vector<bool> teaching_days(const HistoryDays& history, const std::vector<double>& innovations) {
    std::vector<bool> learn = history.whole;
    for (int d = 0; d < history.days.past; ++d) {
        const OperatingDay& day = history.days.days[d];
        if (std::abs(innovations[d]) > outlying || (!day.names.empty() && !day.replaced)) learn[d] = false;
    }
    return learn;
}

}  // namespace

Fitted fit_series(const HistorySeries& series, const Calendar& everybodys, const std::vector<HistorySeries>& drivers,
                  Horizon horizon) {
    Fitted result;
    const Date first = horizon.first;
    const Calendar calendar = calendar_of(everybodys, series.name);
    HistoryDays history = history_days(series, calendar, first, horizon.end - first);
    SeriesModel& model = result.model;
    model.pushes = take_out_pushes(history, calendar.pushes, first);
    result.findings = std::move(history.findings);
    result.file = series.file;
    refuse_too_little(result, history, series, first);
    if (result.refusal.empty()) judge_age(result, history, series, first);
    if (!result.refusal.empty()) return result;
    model.first = first;
    model.ahead = horizon.end - first;
    model.name = series.name;
    model.slots = series.slots;
    note_short(result, history);
    model.fits = fit_daily_models(history.days, driver_regressors(drivers, history.days));
    model.innovations = standard_innovations(model.fits.back().fit, history.days.week_length());
    model.learned = teaching_days(history, model.innovations);
    model.profiles = fit_profiles(history.days, history.values, model.learned);
    model.shape = fit_shape(history.days, history.values, model.learned, model.profiles);
    model.handle_time = fit_handle_time(series, first);
    model.days = std::move(history.days);
    judge_size(result);
    return result;
}

std::vector<float> middle_of(const SeriesModel& model) {
    std::vector<float> middle(static_cast<std::size_t>(model.ahead), 0);
    for (int h = 0; h < model.days.ahead(); ++h) {
        double log = 0;
        for (const WeightedFit& w : model.fits) log += w.weight * w.fit.expected(h);
        const OperatingDay& day = model.days.days[model.days.past + h];
        if (!day.closed) middle[day.date - model.first] = static_cast<float>(std::exp(log));
    }
    return middle;
}

}  // namespace peakline
