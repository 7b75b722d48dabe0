#include "forecast/forecast_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "forecast/explain.hpp"
#include "forecast/trouble.hpp"

namespace peakline {
namespace {

using Json = nlohmann::ordered_json;
constexpr int days_in_summary = 7, series_in_summary = 6, lines_in_summary = 5;

Json finding_json(const Finding& f) {
    Json j;
    j["kind"] = f.kind;
    if (!f.series.empty()) j["series"] = f.series;
    if (!f.file.empty()) j["file"] = f.file;
    if (!f.lines.empty()) j["lines"] = f.lines;
    if (!f.when.empty()) j["when"] = f.when;
    j["found"] = f.found;
    j["done"] = f.done;
    return j;
}

double rounded(double v, double scale = 1e6) { return std::isfinite(v) ? std::round(v * scale) / scale : 0; }

Json effect_json(const Effect& e) {
    Json j;
    j["name"] = e.name;
    j["effect"] = rounded(e.effect);
    j["error"] = rounded(e.error);
    j["in_words"] = e.in_words;
    Json seen = Json::array();
    for (const Effect::Seen& s : e.seen) seen.push_back({{"date", to_text(s.date)}, {"effect", rounded(s.effect)}});
    if (!e.seen.empty()) j["seen"] = std::move(seen);
    return j;
}

Json fit_json(const WeightedFit& weighted) {
    const DailyFit& fit = weighted.fit;
    Json j;
    j["weight"] = rounded(weighted.weight);
    const auto annual =
        std::count_if(fit.design.terms.begin(), fit.design.terms.end(), [](const Term& t) { return t.kind == TermKind::annual; });
    j["annual_pairs"] = annual / 2;
    j["level_sd"] = rounded(fit.hyper.level_sd);
    j["weekday_sd"] = rounded(fit.hyper.weekday_sd);
    j["phi"] = rounded(fit.hyper.phi);
    j["day_to_day_sd"] = rounded(fit.hyper.autoregressive_sd);
    j["noise_sd"] = rounded(fit.hyper.noise_sd);
    return j;
}

Json days_json(const Forecast& forecast, int series, const SeriesTables& tables) {
    const SeriesModel& model = forecast.series[series];
    const Date first = forecast.request.first;
    Json days = Json::array();
    for (std::size_t d = 0; d < tables.days.size(); ++d) {
        const Row& row = tables.days[d];
        Json j;
        j["date"] = to_text(first + static_cast<int>(d));
        j["mean"] = rounded(row.mean, 100);
        j["p10"] = rounded(row.quantile[2], 100);
        j["p90"] = rounded(row.quantile[18], 100);
        j["in_words"] = day_in_words(model, first + static_cast<int>(d));
        if (const std::string words = override_in_words(forecast.overrides[series], first + static_cast<int>(d), forecast.slots);
            !words.empty()) {
            const Row& beside = tables.statistical_days[d];
            j["override"] = words;
            j["statistical"] = {{"mean", rounded(beside.mean, 100)},
                                {"p10", rounded(beside.quantile[2], 100)},
                                {"p90", rounded(beside.quantile[18], 100)}};
        }
        days.push_back(std::move(j));
    }
    return days;
}

Json override_json(const Override& o, int slots) {
    Json j{{"date", to_text(o.date)}};
    if (o.slot >= 0) j["time"] = fmt::format("{:02}:{:02}", o.slot * (1440 / slots) / 60, o.slot * (1440 / slots) % 60);
    if (o.value)
        j["value"] = rounded(*o.value, 100);
    else
        j["factor"] = rounded(*o.factor);
    if (!o.note.empty()) j["note"] = o.note;
    return j;
}

Json series_json(const Forecast& forecast, int series, const SeriesTables& tables) {
    const SeriesModel& model = forecast.series[series];
    const Date first = forecast.request.first;
    Json j;
    j["name"] = model.name;
    if (model.borrowed) {
        j["new_series"] = {{"in_words", model.borrowed->in_words}};
        if (!model.borrowed->like.empty()) {
            j["new_series"]["like"] = model.borrowed->like;
            j["new_series"]["share"] = rounded(std::exp(model.borrowed->log_factor));
        }
    } else
        j["history"] = {
            {"first", to_text(model.days.days.front().date)}, {"last", to_text(first + -1)}, {"days_worked", model.days.past}};
    Json week = Json::array();
    for (const int w : model.days.week) week.push_back(weekday_name(w));
    j["works_on"] = std::move(week);
    j["fits"] = Json::array();
    for (const WeightedFit& fit : model.fits) j["fits"].push_back(fit_json(fit));
    j["level"] = rounded(usual_day(model), 100);
    j["effects"] = Json::array();
    for (const Effect& e : effects_of(model)) j["effects"].push_back(effect_json(e));
    if (const auto shift = shift_of(model))
        j["level_shift"] = {{"date", to_text(shift->date)}, {"effect", rounded(shift->effect)}, {"in_words", shift->in_words}};
    Json outliers = Json::array();
    for (const Outlier& o : outliers_of(model))
        outliers.push_back({{"date", to_text(o.date)},
                            {"value", rounded(o.value, 100)},
                            {"expected", rounded(o.expected, 100)},
                            {"in_words", o.in_words}});
    j["outliers"] = std::move(outliers);
    j["profile"] = {{"half_life_days", model.profiles.settings.half_life},
                    {"pooling", model.profiles.settings.pooling},
                    {"bandwidth", model.profiles.settings.bandwidth}};
    if (model.handle_time.known)
        j["handle_time"] = {{"mean_seconds", rounded(std::exp(model.handle_time.level), 10)},
                            {"spread", rounded(model.handle_time.spread)}};
    if (!forecast.overrides[series].empty()) {
        j["overrides"] = Json::array();
        for (const Override& o : forecast.overrides[series]) j["overrides"].push_back(override_json(o, forecast.slots));
    }
    j["days"] = days_json(forecast, series, tables);
    return j;
}

std::string lines_text(const Finding& f) {
    std::string out;
    for (std::size_t i = 0; i < f.lines.size() && i < lines_in_summary; ++i)
        out += fmt::format("{}{}", i ? ", " : " (line ", f.lines[i]);
    for (std::size_t i = 0; f.lines.empty() && i < f.when.size() && i < lines_in_summary; ++i)
        out += fmt::format("{}{}", i ? ", " : " (", f.when[i]);
    if (out.empty()) return out;
    return out + (std::max(f.lines.size(), f.when.size()) > lines_in_summary ? " ...)" : ")");
}

std::string beside_words(const Forecast& forecast, int series, const SeriesTables& tables, Date date) {
    const std::string words = override_in_words(forecast.overrides[series], date, forecast.slots);
    if (words.empty()) return "";
    return fmt::format(", set by the planner: {}; statistical {}", words,
                       spaced(tables.statistical_days[static_cast<std::size_t>(date - forecast.request.first)].mean));
}

std::string series_words(const Forecast& forecast, int series, const SeriesTables& tables) {
    const SeriesModel& model = forecast.series[series];
    const Date first = forecast.request.first;
    std::string out = model.borrowed ? fmt::format("\n{}: {}\n", model.name, model.borrowed->in_words)
                                     : fmt::format("\n{}: {} days from {}, usual day {}\n", model.name, model.days.past,
                                                   to_text(model.days.days.front().date), spaced(usual_day(model)));
    std::string weekdays;
    for (const Effect& e : effects_of(model))
        if (e.kind == TermKind::weekday) weekdays += (weekdays.empty() ? "  " : ", ") + e.name + " " + in_per_cent(e.effect);
    if (!weekdays.empty()) out += weekdays + "\n";
    for (const Effect& e : effects_of(model))
        if (e.kind == TermKind::calendar && e.name.starts_with("holiday ")) out += "  " + e.in_words + "\n";
    if (const auto shift = shift_of(model)) out += "  " + shift->in_words + "\n";
    if (const auto outliers = outliers_of(model); !outliers.empty())
        out += fmt::format("  {} unlike the days around them, the latest {}\n",
                           outliers.size() == 1 ? "1 day" : fmt::format("{} days", outliers.size()), outliers.back().in_words);
    double sum = 0;
    for (std::size_t d = 0; d < tables.days.size(); ++d) {
        const Row& row = tables.days[d];
        sum += row.mean;
        const Date date = first + static_cast<int>(d);
        const std::string beside = beside_words(forecast, series, tables, date);
        if (d >= days_in_summary && beside.empty()) continue;
        const std::string range = row.mean > 0 ? fmt::format("{:>9}, 8 in 10 between {} and {}", spaced(row.mean),
                                                             spaced(row.quantile[2]), spaced(row.quantile[18]))
                                               : "   closed";
        out += fmt::format("  {} {} {}{}\n", weekday_name(static_cast<int>(weekday_of(date))).substr(0, 3), to_text(date), range,
                           beside);
    }
    return out + fmt::format("  {} days in all: {}\n", tables.days.size(), spaced(sum));
}

}  // namespace

Json forecast_document(const History& history, const Forecast& forecast, const std::vector<SeriesTables>& tables,
                       const std::optional<std::string>& zone) {
    Json j;
    j["peakline_forecast"] = 1;
    j["first"] = to_text(forecast.request.first);
    j["days"] = forecast.request.days;
    j["interval_seconds"] = 86400 / forecast.slots;
    if (zone) j["zone"] = *zone;
    j["paths"] = forecast.request.paths;
    j["seed"] = forecast.request.seed;
    j["read"] = history.read;
    j["findings"] = Json::array();
    for (const Finding& f : history.findings) j["findings"].push_back(finding_json(f));
    for (const Finding& f : forecast.findings) j["findings"].push_back(finding_json(f));
    j["series"] = Json::array();
    for (std::size_t s = 0; s < forecast.series.size(); ++s)
        j["series"].push_back(series_json(forecast, static_cast<int>(s), tables[s]));
    return j;
}

std::string forecast_summary(const History& history, const Forecast& forecast, const std::vector<SeriesTables>& tables) {
    std::string out = "Read\n";
    for (const std::string& read : history.read) out += "  " + read + "\n";
    const auto tell = [&](const Finding& f) {
        out += fmt::format("  {}{}: {}{}\n", f.series.empty() ? "" : f.series + ": ", f.found, f.done, lines_text(f));
    };
    if (!history.findings.empty() || !forecast.findings.empty()) out += "Found and repaired\n";
    for (const Finding& f : history.findings) tell(f);
    for (const Finding& f : forecast.findings) tell(f);
    for (std::size_t s = 0; s < forecast.series.size() && s < series_in_summary; ++s)
        out += series_words(forecast, static_cast<int>(s), tables[s]);
    if (forecast.series.size() > series_in_summary)
        out += fmt::format("\n... and {} series more\n", forecast.series.size() - series_in_summary);
    std::string shown;
    for (std::size_t from = 0; from < out.size();) {  // names of series come from files
        const std::size_t end = std::min(out.find('\n', from), out.size());
        shown += printable(std::string_view(out).substr(from, end - from)) + "\n";
        from = end + 1;
    }
    return shown;
}

}  // namespace peakline
