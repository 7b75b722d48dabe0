#include "forecast/explain.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "forecast/explain_words.hpp"

namespace peakline {
namespace {

constexpr double outlying = 3.5, smallest_told = 0.005;
constexpr int compared_days = 28;  // around a holiday

const DailyFit& main_fit(const SeriesModel& model) {
    return std::max_element(model.fits.begin(), model.fits.end(),
                            [](const WeightedFit& a, const WeightedFit& b) { return a.weight < b.weight; })
        ->fit;
}

// Log of a past day over the median of ordinary days of its weekday around it.
std::optional<double> against_neighbours(const SeriesModel& model, int d) {
    const auto& days = model.days.days;
    if (!(days[d].total > 0)) return std::nullopt;
    std::vector<double> around;
    for (int i = 0; i < model.days.past; ++i)
        if (i != d && std::abs(days[i].date - days[d].date) <= compared_days &&
            weekday_of(days[i].date) == weekday_of(days[d].date) && days[i].ordinary() && days[i].total > 0)
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

std::string words_of(const Effect& e, bool planned) {
    if (e.kind == TermKind::driver)
        return fmt::format("{} {:+.0f} % for each 10 % more", e.name, 100 * std::expm1(e.effect * std::log(1.1)));
    const bool holiday = e.kind == TermKind::calendar && e.name.starts_with("holiday ");
    std::string out = fmt::format("{} {}", holiday ? e.name.substr(8) : e.name, in_per_cent(e.effect));
    if (!holiday) return out;
    std::vector<std::pair<Date, std::string>> told;
    for (const Effect::Seen& s : e.seen) told.emplace_back(s.date, in_per_cent(s.effect));
    if (told.empty()) return out + (planned ? " (by the planner, never seen)" : " (never seen: the effect of other holidays)");
    return out + " " + occasions_in_words(told);
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
        Effect e{term.kind, term.name, term.prior_mean + fit.filtered.state[j], state_error(fit, j), {}, ""};
        bool planned = false;
        if (term.kind == TermKind::weekday) {
            e.name = weekday_name(model.days.week[j - 1]);
            e.effect -= mean;
        } else if (term.name.starts_with("holiday ")) {
            const auto plan = model.days.plans.find(term.name.substr(8));
            planned = plan != model.days.plans.end() && plan->second.effect;
            e.effect += planned ? plan->second.effect->log_mean : pooled;
            e.seen = occasions(model, term.name.substr(8));
        } else if (term.kind != TermKind::calendar && term.kind != TermKind::driver) {
            continue;
        }
        e.in_words = words_of(e, planned);
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
    const double half = model.days.rare ? 0.5 : 0;  // what the fit added to the counts of a rare series
    std::vector<Outlier> outliers;
    for (int d = 0; d < model.days.past; ++d) {
        if (std::abs(model.innovations[d]) <= outlying) continue;
        const double value = model.days.days[d].total;
        const double expected = (value + half) * std::exp(-fit.filtered.innovation[d]) - half;
        outliers.push_back(
            {model.days.days[d].date, value, expected,
             fmt::format("{}: {} where {} were expected", to_text(model.days.days[d].date), spaced(value), spaced(expected))});
    }
    return outliers;
}

namespace {

// "time of year -8 %", "driver orders +12 %": what several terms of one kind add on a day.
class DayWords {
public:
    DayWords(const SeriesModel& model, int row)
        : model_(model), fit_(main_fit(model)), day_(model.days.days[static_cast<std::size_t>(row)]),
          row_(fit_.design.rows.row(row)), ahead_(row - model.days.past) {}

    std::string text() {
        add_weekday();
        add_sum("time of year", [](const Term& t) { return t.kind == TermKind::annual; });
        std::set<std::string> drivers;
        for (const Term& t : fit_.design.terms)
            if (t.kind == TermKind::driver && !t.name.ends_with(" unknown"))
                drivers.insert(t.name.substr(0, t.name.find(", its week")));
        for (const std::string& name : drivers)
            add_sum(name, [&](const Term& t) { return t.kind == TermKind::driver && t.name.starts_with(name); });
        add_calendar();
        add_recent();
        for (const PushAhead& push : model_.pushes)
            if (push.date == day_.date) out_ += ", " + push.in_words;
        return out_;
    }

private:
    void add_weekday() {
        out_ = fmt::format("level {}", spaced(usual_day(model_)));
        for (const Effect& e : effects_of(model_))
            if (e.kind == TermKind::weekday && e.name == weekday_name(day_.weekday)) out_ += ", " + e.in_words;
        if (day_.replaced) out_ += fmt::format(" (like a {})", weekday_name(day_.weekday));
    }

    // What the last known days still say about this one.
    void add_recent() {
        const auto wave = fit_.space.autoregressive;
        const double recent = fit_.filtered.state[wave] * std::pow(fit_.space.phi, ahead_ + 1);
        if (std::abs(recent) >= smallest_told) out_ += fmt::format(", recent days {}", in_per_cent(recent));
    }

    template <class Which>
    void add_sum(const std::string& name, Which which) {
        double sum = 0;
        for (Eigen::Index j = 0; j < row_.size(); ++j)
            if (which(fit_.design.terms[static_cast<std::size_t>(j)]))
                sum += row_[j] * (fit_.design.terms[static_cast<std::size_t>(j)].prior_mean + fit_.filtered.state[j]);
        if (std::abs(sum) >= smallest_told) out_ += fmt::format(", {} {}", name, in_per_cent(sum));
    }

    void add_calendar() {
        const auto& terms = fit_.design.terms;
        for (const Effect& e : effects_of(model_)) {
            if (e.kind != TermKind::calendar || e.name == "any holiday" || std::abs(e.effect) < smallest_told) continue;
            const auto term = std::find_if(terms.begin(), terms.end(), [&](const Term& t) { return t.name == e.name; });
            if (term != terms.end() && row_[term - terms.begin()] != 0) out_ += ", " + e.in_words;
        }
    }

    const SeriesModel& model_;
    const DailyFit& fit_;
    const OperatingDay& day_;
    Eigen::RowVectorXd row_;
    int ahead_;
    std::string out_;
};

}  // namespace

std::string day_in_words(const SeriesModel& model, Date date) {
    const auto& days = model.days.days;
    const auto at =
        std::find_if(days.begin() + model.days.past, days.end(), [&](const OperatingDay& d) { return d.date == date; });
    const std::string name = day_name(date) + ": ";
    if (at == days.end() || at->closed) return name + "closed";
    return name + DayWords(model, static_cast<int>(at - days.begin())).text();
}

}  // namespace peakline
