#include "report/forecast_page.hpp"

#include <cmath>
#include <cstdlib>
#include <functional>

#include <fmt/format.h>

#include "report/embedded_page.hpp"

namespace peakline {

using Json = nlohmann::ordered_json;

namespace {

// As precise as the CSV files beside the page: six significant digits.
Json number(double value) {
    if (!std::isfinite(value)) return nullptr;
    if (value == std::round(value) && std::abs(value) < 1e6) return std::llround(value);
    return std::strtod(fmt::format("{:.6g}", value).c_str(), nullptr);
}

Json column(std::size_t size, const std::function<double(std::size_t)>& value_at) {
    return folded_column(size, [&](std::size_t i) { return number(value_at(i)); });
}

struct SpreadPart {
    const char* name;
    double ForecastPage::Spread::*value;
};
constexpr SpreadPart spread_parts[] = {{"mean", &ForecastPage::Spread::mean}, {"p025", &ForecastPage::Spread::p025},
                                       {"p10", &ForecastPage::Spread::p10},   {"p25", &ForecastPage::Spread::p25},
                                       {"p50", &ForecastPage::Spread::p50},   {"p75", &ForecastPage::Spread::p75},
                                       {"p90", &ForecastPage::Spread::p90},   {"p975", &ForecastPage::Spread::p975}};

// Dates as the first one and the steps from each to the next, which fold well.
Json history_columns(const std::vector<ForecastPage::PastDay>& history) {
    if (history.empty()) return nullptr;
    Json names = Json::object();
    for (std::size_t i = 0; i < history.size(); ++i)
        if (!history[i].names.empty()) names[std::to_string(i)] = history[i].names;
    return {{"first", to_text(history.front().date)},
            {"steps", column(history.size() - 1, [&](std::size_t i) { return history[i + 1].date - history[i].date; })},
            {"contacts", column(history.size(), [&](std::size_t i) { return history[i].contacts; })},
            {"names", std::move(names)}};
}

Json day_json(const ForecastPage::DayAhead& day) {
    static constexpr const char* kinds[] = {"weekday", "time_of_year", "holiday", "calendar",
                                            "driver",  "recent",       "rest",    "planner"};
    Json out{{"date", to_text(day.date)}, {"works", day.works}, {"names", day.names}, {"words", day.in_words}};
    for (const auto& part : spread_parts) out[part.name] = number(day.contacts.*part.value);
    if (!day.override_in_words.empty()) {
        out["override"] = day.override_in_words;
        out["statistical"] = number(day.statistical);
    }
    out["parts"] = Json::array();
    for (const auto& part : day.parts)
        out["parts"].push_back(
            {{"kind", kinds[static_cast<int>(part.kind)]}, {"name", part.name}, {"factor", number(part.factor)}});
    return out;
}

Json interval_columns(const ForecastPage::Series& series) {
    const std::vector<ForecastPage::Spread>& intervals = series.intervals;
    Json out = Json::object();
    for (const auto& part : spread_parts) {
        const std::string_view name = part.name;
        if (name == "p25" || name == "p50" || name == "p75") continue;
        out[part.name] = column(intervals.size(), [&](std::size_t i) { return intervals[i].*part.value; });
    }
    if (!series.statistical.empty())
        out["statistical"] = column(series.statistical.size(), [&](std::size_t i) { return series.statistical[i]; });
    return out;
}

Json holiday_json(const ForecastPage::Holiday& holiday) {
    Json seen = Json::array(), ahead = Json::array();
    for (const auto& s : holiday.seen) seen.push_back({{"date", to_text(s.date)}, {"factor", number(s.factor)}});
    for (const Date date : holiday.ahead) ahead.push_back(to_text(date));
    return {{"name", holiday.name},         {"factor", number(holiday.factor)}, {"low", number(holiday.low)},
            {"high", number(holiday.high)}, {"seen", std::move(seen)},          {"ahead", std::move(ahead)}};
}

Json series_json(const ForecastPage::Series& series) {
    Json days = Json::array(), weekdays = Json::array(), week = Json::array(), outliers = Json::array(), holidays = Json::array();
    for (const auto& day : series.days) days.push_back(day_json(day));
    for (const double factor : series.weekdays) weekdays.push_back(number(factor));
    for (const auto& day : series.week) week.push_back(column(day.size(), [&](std::size_t i) { return day[i]; }));
    for (const auto& o : series.outliers)
        outliers.push_back({{"date", to_text(o.date)}, {"contacts", number(o.contacts)}, {"expected", number(o.expected)}});
    for (const auto& holiday : series.holidays) holidays.push_back(holiday_json(holiday));
    Json out{{"name", series.name},
             {"usual_day", number(series.usual_day)},
             {"total", number(series.total)},
             {"first_week", number(series.first_week)}};
    out["handle_time"] = series.handle_time ? number(*series.handle_time) : Json(nullptr);
    out["history"] = history_columns(series.history);
    out["days"] = std::move(days);
    out["intervals"] = interval_columns(series);
    out["weekdays"] = std::move(weekdays);
    out["week"] = std::move(week);
    out["outliers"] = std::move(outliers);
    out["shift"] = series.shift ? Json{{"date", to_text(series.shift->date)},
                                       {"factor", number(series.shift->factor)},
                                       {"words", series.shift->in_words}}
                                : Json(nullptr);
    out["holidays"] = std::move(holidays);
    return out;
}

Json page_data(const ForecastPage& page) {
    Json series = Json::array(), repairs = Json::array();
    for (const auto& s : page.series) series.push_back(series_json(s));
    for (const auto& r : page.repairs)
        repairs.push_back({{"series", r.series}, {"found", r.found}, {"done", r.done}, {"where", r.where}});
    return {{"title", page.title},
            {"version", page.version},
            {"first", to_text(page.first)},
            {"days", page.days},
            {"interval_seconds", page.interval_seconds},
            {"zone", page.zone ? Json(*page.zone) : Json(nullptr)},
            {"paths", page.paths},
            {"seed", std::to_string(page.seed)},
            {"timestamps", page.timestamps},
            {"series", std::move(series)},
            {"series_in_all", page.series_in_all},
            {"read", page.read},
            {"repairs", std::move(repairs)}};
}

}  // namespace

std::string forecast_page(const ForecastPage& page) { return filled_page(forecast_page_template, page.title, page_data(page)); }

}  // namespace peakline
