#include "app/forecast_page.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "forecast/explain.hpp"
#include "forecast/forecast_files.hpp"
#include "forecast/forecast_report.hpp"

namespace peakline {
namespace {

constexpr std::size_t most_series = 40;      // a page of some megabytes at most
constexpr std::size_t most_cells = 200'000;  // intervals of all series together
constexpr int most_interval_days = 28, fewest_interval_days = 7;
constexpr std::size_t places_told = 5;
constexpr double normal_975 = 1.96;       // quantile of the standard normal
constexpr double smallest_part = 0.0005;  // on log volume

using Series = ForecastPage::Series;
using Kind = ForecastPage::PartKind;

double quantile(const Row& row, double level) {
    const auto at = std::min_element(quantile_levels.begin(), quantile_levels.end(),
                                     [&](double a, double b) { return std::abs(a - level) < std::abs(b - level); });
    return row.quantile[static_cast<std::size_t>(at - quantile_levels.begin())];
}

ForecastPage::Spread spread_of(const Row& row) {
    return {row.mean,          quantile(row, .025), quantile(row, .10), quantile(row, .25),
            quantile(row, .5), quantile(row, .75),  quantile(row, .90), quantile(row, .975)};
}

std::string joined(const std::vector<std::string>& texts) {
    std::string out;
    for (const auto& text : texts) out += (out.empty() ? "" : ", ") + text;
    return out;
}

std::string names_of(const OperatingDay& day) {
    if (!day.closed) return joined(day.names);
    return day.names.empty() ? "closed" : joined(day.names) + ", closed";
}

const DailyFit& main_fit(const SeriesModel& model) {
    return std::max_element(model.fits.begin(), model.fits.end(),
                            [](const auto& a, const auto& b) { return a.weight < b.weight; })
        ->fit;
}

Kind kind_of(const Term& term) {
    if (term.kind == TermKind::driver) return Kind::driver;
    if (term.kind == TermKind::annual) return Kind::time_of_year;
    const bool holiday = term.name.starts_with("holiday") || term.name == "any holiday";
    return holiday ? Kind::holiday : Kind::calendar;
}

void add_part(std::vector<ForecastPage::Part>& parts, ForecastPage::Part part) {
    if (std::abs(std::log(part.factor)) >= smallest_part) parts.push_back(std::move(part));
}

// What the main fit's terms say about one worked day; what all holidays share joins the day's first holiday.
std::vector<ForecastPage::Part> calendar_parts(const SeriesModel& model, int row) {
    const DailyFit& fit = main_fit(model);
    std::vector<ForecastPage::Part> parts;
    double annual = 0, pooled = 0;
    for (int j = fit.design.moving; j < static_cast<int>(fit.design.terms.size()); ++j) {
        const Term& term = fit.design.terms[static_cast<std::size_t>(j)];
        double effect = fit.design.rows(row, j) * (term.prior_mean + fit.filtered.state[j]);
        if (term.name.starts_with("holiday ") && fit.design.rows(row, j) != 0)
            if (const auto plan = model.days.plans.find(term.name.substr(8));
                plan != model.days.plans.end() && plan->second.effect)
                effect += plan->second.effect->log_mean;
        if (term.kind == TermKind::shift || effect == 0) continue;
        if (term.kind == TermKind::annual)
            annual += effect;
        else if (term.name == "any holiday")
            pooled = effect;
        else
            parts.push_back(
                {kind_of(term), term.name.starts_with("holiday ") ? term.name.substr(8) : term.name, std::exp(effect)});
    }
    const auto holiday = std::find_if(parts.begin(), parts.end(), [](const auto& p) { return p.kind == Kind::holiday; });
    if (holiday != parts.end())
        holiday->factor *= std::exp(pooled);
    else
        add_part(parts, {Kind::holiday, "any holiday", std::exp(pooled)});
    add_part(parts, {Kind::time_of_year, "time of year", std::exp(annual)});
    std::erase_if(parts, [](const auto& p) { return std::abs(std::log(p.factor)) < smallest_part; });
    return parts;
}

struct Told {
    const SeriesModel& model;
    std::vector<Effect> effects;
    double usual;
};

std::optional<double> weekday_factor(const Told& told, int weekday) {
    for (const Effect& e : told.effects)
        if (e.kind == TermKind::weekday && e.name == weekday_name(weekday)) return std::exp(e.effect);
    return std::nullopt;
}

// What the last known days still say about a day ahead, fading with every day: as day_in_words tells it.
double recent_factor(const SeriesModel& model, int ahead) {
    const DailyFit& fit = main_fit(model);
    return std::exp(fit.filtered.state[fit.space.autoregressive] * std::pow(fit.space.phi, ahead + 1));
}

// `statistical`: the day without the planner's overrides, which are the last part.
ForecastPage::DayAhead day_ahead(const Told& told, Date date, const Row& row, double statistical) {
    const auto& days = told.model.days.days;
    ForecastPage::DayAhead out;
    out.date = date;
    out.contacts = spread_of(row);
    out.in_words = day_in_words(told.model, date);
    const auto at =
        std::find_if(days.begin() + told.model.days.past, days.end(), [&](const OperatingDay& d) { return d.date == date; });
    out.works = at != days.end() && !at->closed;
    if (at != days.end()) out.names = names_of(*at);
    if (!out.works) return out;
    const double weekday = weekday_factor(told, at->weekday).value_or(1);
    add_part(out.parts, {Kind::weekday, weekday_name(at->weekday), weekday});
    for (auto& part : calendar_parts(told.model, static_cast<int>(at - days.begin()))) out.parts.push_back(std::move(part));
    add_part(out.parts, {Kind::recent, "recent days",
                         recent_factor(told.model, static_cast<int>(at - days.begin()) - told.model.days.past)});
    // The paths' mean beside their main model's middle: the lean of the range, what the other models say, pushes within the day.
    const double product = std::accumulate(out.parts.begin(), out.parts.end(), told.usual,
                                           [](double p, const auto& part) { return p * part.factor; });
    if (statistical > 0 && product > 0) add_part(out.parts, {Kind::rest, "the rest", statistical / product});
    if (statistical > 0 && row.mean > 0) add_part(out.parts, {Kind::planner, "set by the planner", row.mean / statistical});
    return out;
}

std::vector<ForecastPage::Holiday> holidays_of(const Told& told) {
    std::vector<ForecastPage::Holiday> out;
    for (const Effect& e : told.effects) {
        if (e.kind != TermKind::calendar || !e.name.starts_with("holiday ")) continue;
        ForecastPage::Holiday h{e.name.substr(8),
                                std::exp(e.effect),
                                std::exp(e.effect - normal_975 * e.error),
                                std::exp(e.effect + normal_975 * e.error),
                                {},
                                {}};
        for (const auto& s : e.seen) h.seen.push_back({s.date, std::exp(s.effect)});
        const auto& days = told.model.days.days;
        for (std::size_t d = static_cast<std::size_t>(told.model.days.past); d < days.size(); ++d)
            if (std::find(days[d].names.begin(), days[d].names.end(), h.name) != days[d].names.end())
                h.ahead.push_back(days[d].date);
        out.push_back(std::move(h));
    }
    return out;
}

void add_week(Series& out, const Told& told) {
    out.weekdays.fill(no_value);
    for (const int weekday : told.model.days.week) {
        const double factor = weekday_factor(told, weekday).value_or(1);
        out.weekdays[static_cast<std::size_t>(weekday)] = factor;
        if (told.model.slots == 1) continue;
        for (const double share : told.model.profiles.shares[static_cast<std::size_t>(weekday)])
            out.week[static_cast<std::size_t>(weekday)].push_back(told.usual * factor * share);
    }
}

Series series_of(const Forecast& forecast, std::size_t series, const SeriesTables& tables,
                 const std::vector<StampedSlot>& slots) {
    const SeriesModel& model = forecast.series[series];
    const ForecastRequest& request = forecast.request;
    const std::vector<Override>& overrides = forecast.overrides[series];
    const Told told{model, effects_of(model), usual_day(model)};
    Series out;
    out.name = model.name;
    out.usual_day = told.usual;
    if (model.handle_time.known) out.handle_time = std::exp(model.handle_time.level);
    for (int d = 0; d < model.days.past && !model.borrowed; ++d) {
        const OperatingDay& day = model.days.days[static_cast<std::size_t>(d)];
        out.history.push_back({day.date, day.total, names_of(day)});
    }
    for (std::size_t d = 0; d < tables.days.size(); ++d) {
        const Date date = request.first + static_cast<int>(d);
        const double statistical = tables.statistical_days.empty() ? tables.days[d].mean : tables.statistical_days[d].mean;
        out.days.push_back(day_ahead(told, date, tables.days[d], statistical));
        if (std::string words = override_in_words(overrides, date, model.slots); !words.empty()) {
            out.days.back().override_in_words = std::move(words);
            out.days.back().statistical = statistical;
            out.days.back().works = out.days.back().works || tables.days[d].mean > 0;
        }
        out.total += tables.days[d].mean;
        if (d < 7) out.first_week += tables.days[d].mean;
    }
    for (const StampedSlot& s : slots) {
        const std::size_t cell =
            static_cast<std::size_t>(s.day) * static_cast<std::size_t>(model.slots) + static_cast<std::size_t>(s.slot);
        out.intervals.push_back(spread_of(tables.intervals[cell]));
        if (!tables.statistical_intervals.empty()) out.statistical.push_back(tables.statistical_intervals[cell].mean);
    }
    add_week(out, told);
    for (const auto& o : outliers_of(model)) out.outliers.push_back({o.date, o.value, o.expected});
    if (const auto shift = shift_of(model))
        out.shift = ForecastPage::Shift{shift->date, std::exp(shift->effect), shift->in_words};
    out.holidays = holidays_of(told);
    return out;
}

ForecastPage::Repair repair_of(const Finding& finding) {
    std::vector<std::string> places;
    for (const int line : finding.lines) {
        if (places.size() == places_told) break;
        places.push_back(fmt::format("{}{}", places.empty() ? "line " : "", line));
    }
    for (const auto& when : finding.when)
        if (finding.lines.empty() && places.size() < places_told) places.push_back(when);
    const std::size_t all = finding.lines.empty() ? finding.when.size() : finding.lines.size();
    if (all > places.size()) places.push_back(fmt::format("and {} more", all - places.size()));
    return {finding.series, finding.found, finding.done, joined(places)};
}

// The largest series by their contacts ahead, in the order of the files.
std::vector<std::size_t> shown_series(const std::vector<SeriesTables>& tables) {
    std::vector<double> totals;
    for (const auto& t : tables)
        totals.push_back(
            std::accumulate(t.days.begin(), t.days.end(), 0.0, [](double sum, const Row& row) { return sum + row.mean; }));
    std::vector<std::size_t> order(tables.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return totals[a] > totals[b]; });
    order.resize(std::min(order.size(), most_series));
    std::sort(order.begin(), order.end());
    return order;
}

std::vector<StampedSlot> shown_slots(const Forecast& forecast, const std::optional<std::string>& zone, std::size_t series) {
    if (forecast.slots == 1) return {};
    ForecastRequest request = forecast.request;
    const int room = static_cast<int>(most_cells / (std::max<std::size_t>(series, 1) * static_cast<std::size_t>(forecast.slots)));
    request.days = std::min(request.days, std::clamp(room, fewest_interval_days, most_interval_days));
    std::optional<Zone> clock;
    if (zone) clock.emplace(*zone);
    return stamped_slots(request, forecast.slots, clock);
}

}  // namespace

ForecastPage forecast_page_of(const History& history, const Forecast& forecast, const std::vector<SeriesTables>& tables,
                              const std::optional<std::string>& zone) {
    const std::vector<std::size_t> shown = shown_series(tables);
    const std::vector<StampedSlot> slots = shown_slots(forecast, zone, shown.size());
    ForecastPage page;
    page.title = forecast.series.size() == 1 ? "Forecast of " + forecast.series.front().name
                                             : fmt::format("Forecast of {} series", forecast.series.size());
    page.version = PEAKLINE_VERSION;
    page.first = forecast.request.first;
    page.days = forecast.request.days;
    page.interval_seconds = 86400 / forecast.slots;
    page.zone = zone;
    page.paths = forecast.request.paths;
    page.seed = forecast.request.seed;
    for (const auto& s : slots) page.timestamps.push_back(s.text);
    for (const std::size_t s : shown) page.series.push_back(series_of(forecast, s, tables[s], slots));
    page.series_in_all = static_cast<int>(forecast.series.size());
    page.read = history.read;
    for (const auto& finding : history.findings) page.repairs.push_back(repair_of(finding));
    for (const auto& finding : forecast.findings) page.repairs.push_back(repair_of(finding));
    return page;
}

}  // namespace peakline
