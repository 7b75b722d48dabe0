#include "forecast/explain.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "forecast/forecast_report.hpp"

namespace peakline {
namespace {

constexpr double outlying = 3.5, smallest_told = 0.005;
constexpr int compared_days = 28;    // around a holiday

const DailyFit& main_fit(const SeriesModel& model) {
    return std::max_element(model.fits.begin(), model.fits.end(), [](const WeightedFit& a, const WeightedFit& b) { return a.weight < b.weight; })->fit;
}

// Log of a past day over the median of ordinary days of its weekday around it.
std::optional<double> against_neighbours(const SeriesModel& model, int d) {
    const auto& days = model.days.days;
    if (!(days[d].total > 0)) return std::nullopt;
    std::vector<double> around;
    for (int i = 0; i < model.days.past; ++i)
        if (i != d && std::abs(days[i].date - days[d].date) <= compared_days && weekday_of(days[i].date) == weekday_of(days[d].date) && days[i].ordinary() && days[i].total > 0)
            around.push_back(std::log(days[i].total));
    if (around.empty()) return std::nullopt;
    std::nth_element(around.begin(), around.begin() + static_cast<std::ptrdiff_t>(around.size() / 2), around.end());
    return std::log(days[d].total) - around[around.size() / 2];
}

std::vector<Effect::Seen> occasions(const SeriesModel& model, const std::string& name) {
    std::vector<Effect::Seen> seen;
    for (int d = 0; d < model.days.past; ++d) {
        const auto& names = model.days.days[d].names;
        if (std::find(names.begin(), names.end(), name) == names.end()) continue;
        if (const auto effect = against_neighbours(model, d)) seen.push_back({model.days.days[d].date, *effect});
    }
    return seen;
}

std::string words_of(const Effect& e) {
    std::string out = fmt::format("{} {}", e.name, in_per_cent(e.effect));
    if (e.kind != TermKind::calendar || !e.name.starts_with("holiday ")) return out;
    if (e.seen.empty()) return out + " (never seen: the effect of other holidays)";
    out += fmt::format(" (seen {}:", e.seen.size() == 1 ? "once" : e.seen.size() == 2 ? "twice" : fmt::format("{} times", e.seen.size()));
    for (std::size_t i = e.seen.size() > 4 ? e.seen.size() - 4 : 0; i < e.seen.size(); ++i)
        out += fmt::format(" {} {}{}", to_text(e.seen[i].date), in_per_cent(e.seen[i].effect), i + 1 < e.seen.size() ? "," : ")");
    return out;
}

double state_error(const DailyFit& fit, int j) { return std::sqrt(std::max(0.0, fit.filtered.covariance(j, j))); }

}  // namespace

double usual_day(const SeriesModel& model) {
    const DailyFit& fit = main_fit(model);
    double level = fit.middle + fit.filtered.state[0];
    if (fit.shift) level += fit.filtered.state[fit.filtered.state.size() - 1];
    if (model.borrowed) level += model.borrowed->log_factor;
    return std::exp(level);
}

std::vector<Effect> effects_of(const SeriesModel& model) {
    const DailyFit& fit = main_fit(model);
    std::vector<Effect> effects;
    double mean = 0, pooled = 0;
    const int weekdays = fit.design.moving - 2;
    for (int j = 1; j <= weekdays; ++j) mean += fit.filtered.state[j] / weekdays;
    for (std::size_t j = 0; j < fit.design.terms.size(); ++j)
        if (fit.design.terms[j].name == "any holiday") pooled = fit.filtered.state[static_cast<Eigen::Index>(j)];
    for (int j = 0; j < static_cast<int>(fit.design.terms.size()); ++j) {
        const Term& term = fit.design.terms[j];
        Effect e{term.kind, term.name, fit.filtered.state[j], state_error(fit, j), {}, ""};
        if (term.kind == TermKind::weekday) {
            e.name = weekday_name(model.days.week[j - 1]);
            e.effect -= mean;
        } else if (term.name.starts_with("holiday ")) {
            e.effect += pooled;
            e.seen = occasions(model, term.name.substr(8));
        } else if (term.kind != TermKind::calendar && term.kind != TermKind::driver) {
            continue;
        }
        e.in_words = words_of(e);
        effects.push_back(std::move(e));
    }
    return effects;
}

std::optional<ShiftFound> shift_of(const SeriesModel& model) {
    const DailyFit& fit = main_fit(model);
    if (!fit.shift || model.borrowed) return std::nullopt;
    const double effect = fit.filtered.state[fit.filtered.state.size() - 1];
    const Date date = model.days.days[fit.shift->day].date;
    return ShiftFound{date, effect, fmt::format("the level shifted by {} on {}", in_per_cent(effect), to_text(date))};
}

std::vector<Outlier> outliers_of(const SeriesModel& model) {
    if (model.borrowed) return {};
    const DailyFit& fit = model.fits.back().fit;
    const double half = model.days.rare ? 0.5 : 0;   // what the fit added to the counts of a rare series
    std::vector<Outlier> outliers;
    for (int d = 0; d < model.days.past; ++d) {
        if (std::abs(model.innovations[d]) <= outlying) continue;
        const double value = model.days.days[d].total;
        const double expected = (value + half) * std::exp(-fit.filtered.innovation[d]) - half;
        outliers.push_back({model.days.days[d].date, value, expected,
                            fmt::format("{}: {} where {} were expected", to_text(model.days.days[d].date), spaced(value), spaced(expected))});
    }
    return outliers;
}

std::string day_in_words(const SeriesModel& model, Date date) {
    const auto& days = model.days.days;
    const auto at = std::find_if(days.begin() + model.days.past, days.end(), [&](const OperatingDay& d) { return d.date == date; });
    if (at == days.end() || at->closed) return "closed";
    const DailyFit& fit = main_fit(model);
    const auto row = fit.design.rows.row(at - days.begin());
    std::string out = fmt::format("level {}", spaced(usual_day(model)));
    double season = 0;
    for (int j = 0; j < row.size(); ++j)
        if (fit.design.terms[j].kind == TermKind::annual) season += row[j] * fit.filtered.state[j];
    if (std::abs(season) >= smallest_told) out += fmt::format(", time of year {}", in_per_cent(season));
    for (const Effect& e : effects_of(model)) {
        const bool weekday = e.kind == TermKind::weekday && e.name == weekday_name(at->weekday);
        const bool calendar = e.kind != TermKind::weekday && std::any_of(fit.design.terms.begin(), fit.design.terms.end(), [&](const Term& t) {
            return t.name == e.name && row[&t - fit.design.terms.data()] != 0;
        });
        if (weekday || (calendar && e.name != "any holiday" && std::abs(e.effect) >= smallest_told)) out += ", " + e.in_words;
    }
    return out;
}

}  // namespace peakline
