#include "forecast/scenario_demand.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "forecast/explain.hpp"
#include "forecast/explain_words.hpp"
#include "forecast/forecast.hpp"
#include "forecast/history_days.hpp"
#include "forecast/saved_forecast.hpp"
#include "forecast/scenario_calendar.hpp"
#include "forecast/series_fit.hpp"
#include "forecast/trouble.hpp"

namespace peakline {
namespace {

struct Wanted {
    std::string name;
    std::filesystem::path file;
    std::string key;  // of the history in the scenario
};

// A file with one series serves whoever names it; else the series of that name.
HistorySeries pick(const History& history, const std::string& name, const std::filesystem::path& file) {
    for (const HistorySeries& s : history.series)
        if (s.name == name) return s;
    if (history.series.size() == 1) {
        HistorySeries s = history.series.front();
        s.name = name;
        return s;
    }
    std::vector<std::string> names;
    for (const HistorySeries& s : history.series) names.push_back(s.name);
    Problem problem =
        trouble({file.string()}, "no series of this name", "'" + name + "'", fmt::format("one of {} series", names.size()));
    problem.nearest = nearest_name(name, names);
    throw InputError(problem);
}

void note_findings(std::vector<std::string>& notes, const std::vector<Finding>& findings) {
    for (const Finding& f : findings)
        notes.push_back(fmt::format("{}{}: {}", f.series.empty() ? "" : f.series + ": ", f.found, f.done));
}

// "data/orders.csv: one series layout" says nothing; decimal commas, orders of dates and the like do.
bool remarkable(const std::string& read) {
    return read.find(" layout, ") != std::string::npos ||
           (!read.ends_with("one series layout") && !read.ends_with("long layout") && !read.ends_with("wide layout"));
}

std::string without_folder(std::string text, const std::filesystem::path& file) {
    if (text.starts_with(file.string())) text.replace(0, file.string().size(), file.filename().string());
    return text;
}

// What is wrong with a file, with the key of the scenario that names it.
template <class Work>
auto in_scenario(const std::string& key, Work work) {
    try {
        return work();
    } catch (const InputError& error) {
        std::vector<Problem> problems = error.problems();
        if (problems.front().key.empty()) problems.front().key = key;
        throw InputError(problems);
    }
}

class Builder {
public:
    Builder(const Scenario& scenario, int paths)
        : scenario_(scenario), zone_(scenario.zone), axis_(scenario.axis()), paths_(paths) {
        double lag = 0;
        for (const Reason& reason : scenario.reasons)
            for (const auto& [delay, share] : reason.lag) lag = std::max(lag, delay);
        begin_ = axis_.local(axis_.begin()).date + -static_cast<int>(std::ceil(lag / day_seconds));
        end_ = axis_.local(axis_.stop() - 1).date + 1;
    }

    ScenarioDemand build() && {
        std::vector<Wanted> wanted;
        const auto take = [&](const char* kind, const std::string& name, const Volume& volume) {
            if (volume.history) wanted.push_back({name, *volume.history, fmt::format("{}.{}.history", kind, name)});
            if (volume.forecast) take_saved(name, *volume.forecast);
        };
        for (const Driver& driver : scenario_.drivers) take("drivers", driver.name, driver.volume);
        for (const Reason& reason : scenario_.reasons) {
            take("reasons", reason.name, reason.volume);
            if (reason.profile.history)
                out_.demand.profiles[reason.name] = in_scenario(fmt::format("reasons.{}.profile.history", reason.name),
                                                                [&] { return week_shape(reason.name, *reason.profile.history); });
        }
        if (!wanted.empty()) add_histories(wanted);
        note_days_without_hours();
        return std::move(out_);
    }

private:
    // A saved forecast of other dates would be repeated or cut without anybody noticing.
    void take_saved(const std::string& name, const std::filesystem::path& folder) {
        VolumePaths volume = read_saved_forecast(folder, name, zone_, paths_);
        const std::int64_t from = axis_.utc(0), to = axis_.utc(axis_.end());
        const auto covers = [&](std::int64_t first, std::int64_t last) {
            return to_text(zone_.to_local(first).date) + " to " + to_text(zone_.to_local(last - 1).date);
        };
        const std::int64_t first = volume.edges.front(), last = volume.edges.back();
        if (last <= from || first >= to)
            throw InputError(trouble({folder.string()}, fmt::format("the forecast for {} is of other days than the season", name),
                                     covers(first, last), "days among " + covers(from, to)));
        if (first > from || last < to)
            out_.notes.push_back(fmt::format("{}: the saved forecast covers {} only; the season is {}", name, covers(first, last),
                                             covers(from, to)));
        out_.demand.volumes[name] = std::move(volume);
    }
    // Nothing from the scenario's first day on is read: it is to be foreseen.
    const History& history_of(const std::filesystem::path& file) {
        const auto known = read_.find(file);
        if (known != read_.end()) return known->second;
        ReadOptions options;
        options.zone = zone_;
        options.until = scenario_.time.start + -1;
        History history = read_history({&file, 1}, options);
        for (const std::string& read : history.read)
            if (remarkable(read)) out_.notes.push_back(without_folder(read, file));
        note_findings(out_.notes, history.findings);
        return read_.emplace(file, std::move(history)).first->second;
    }

    // What a history says long after its end is a guess, and after years nothing at all.
    void judge_age(const Wanted& w, Date last) {
        const int gap = scenario_.time.start - last - 1;
        if (gap < stale_days) return;
        const std::string told =
            fmt::format("the history of {} ends on {}, {} days before the season", w.name, to_text(last), spaced(gap));
        if (gap > hopeless_days)
            throw InputError(trouble({w.file.string()}, told, "",
                                     fmt::format("a history that ends at most {} days before", spaced(hopeless_days))));
        out_.notes.push_back(told + ": the days between are forecast too, and the ranges are wider");
    }

    // The simulator gives days without hours to the whole of opening hours: a peak within the day cannot show.
    void note_days_without_hours() {
        for (const Reason& reason : scenario_.reasons) {
            const std::string& source = reason.per.empty() ? reason.name : reason.per;
            const auto volume = out_.demand.volumes.find(source);
            if (!reason.enabled || reason.profile.any() || volume == out_.demand.volumes.end() || !volume->second.daily) continue;
            out_.notes.push_back(
                fmt::format("{}: {} is known by the day only and {} has no `profile`: each day's contacts come at one pace from "
                            "opening to closing, without a busy hour",
                            reason.name, reason.per.empty() ? "its volume" : source, reason.per.empty() ? "it" : reason.name));
        }
    }

    void add_histories(const std::vector<Wanted>& wanted) {
        History joint;
        ForecastRequest request;
        for (const Wanted& w : wanted) {
            joint.series.push_back(in_scenario(w.key, [&] { return pick(history_of(w.file), w.name, w.file); }));
            in_scenario(w.key, [&] { judge_age(w, joint.series.back().last()); });
            request.first_of_series.push_back(std::min(joint.series.back().last() + 1, end_ + -1));
        }
        request.first = *std::min_element(request.first_of_series.begin(), request.first_of_series.end());
        request.days = end_ - request.first;
        request.paths = paths_;
        request.seed = scenario_.run.seed;
        std::vector<std::string> names;
        for (const Wanted& w : wanted) names.push_back(w.name);
        const Calendar calendar = calendar_with_events(scenario_, names, end_, out_.notes);
        const std::string key = wanted.size() == 1 ? wanted.front().key : "";
        const Forecast forecast = in_scenario(key, [&] { return fit_forecast(joint, calendar, {}, request); });
        note_findings(out_.notes, forecast.findings);
        for (std::size_t s = 0; s < joint.series.size(); ++s) add_volume(joint.series[s], forecast);
    }

    void add_volume(const HistorySeries& series, const Forecast& forecast) {
        const auto at = std::find_if(forecast.series.begin(), forecast.series.end(),
                                     [&](const SeriesModel& m) { return m.name == series.name; });
        if (at == forecast.series.end()) throw InputError(trouble({"history of " + series.name}, "is too short for a forecast"));
        const int index = static_cast<int>(at - forecast.series.begin());
        out_.demand.volumes[series.name] = volume(series, *at, paths_of(forecast, index));
        out_.notes.push_back(fmt::format("{}: history until {}, usual day {}, forecast from {} on", series.name,
                                         to_text(at->first + -1), spaced(usual_day(*at)), to_text(at->first)));
    }

    VolumePaths volume(const HistorySeries& series, const SeriesModel& model, const SeriesPaths& paths) const {
        VolumePaths out;
        out.daily = series.slots == 1;
        std::vector<std::pair<Date, int>> periods;  // day and slot
        const auto step = static_cast<std::int64_t>(series.step());
        if (out.daily)
            for (Date d = begin_; d < end_; d = d + 1) {
                out.edges.push_back(zone_.to_utc({d, 0}));
                periods.emplace_back(d, 0);
            }
        else
            for (std::int64_t t = zone_.to_utc({begin_, 0}); t < zone_.to_utc({end_, 0}); t += step) {
                const LocalTime local = zone_.to_local(t);
                out.edges.push_back(t);
                periods.emplace_back(local.date, static_cast<int>(local.second / step));
            }
        out.edges.push_back(zone_.to_utc({end_, 0}));
        out.paths.assign(paths_, std::vector<float>(periods.size(), 0.0f));
        for (std::size_t p = 0; p < periods.size(); ++p)
            for (int r = 0; r < paths_; ++r)
                out.paths[r][p] = value(series, model, paths, periods[p].first, periods[p].second, r);
        return out;
    }

    static float value(const HistorySeries& series, const SeriesModel& model, const SeriesPaths& paths, Date date, int slot,
                       int path) {
        if (date >= model.first) return paths.path(path)[(date - model.first) * paths.slots + slot];
        const int day = date - series.first;
        if (day < 0 || day >= series.days() || std::isnan(series.at(day, slot))) return 0;
        return series.at(day, slot);
    }

    // Usual day of each weekday times its profile.
    WeekShape week_shape(const std::string& name, const std::filesystem::path& file) {
        const HistorySeries series = pick(history_of(file), name, file);
        const HistoryDays history = history_days(series, holidays_of(scenario_), series.last() + 1, 0);
        std::vector<bool> learn = history.whole;
        std::array<double, 7> sum{};
        std::array<int, 7> count{};
        for (int d = history.days.past - 1; d >= 0; --d) {
            const OperatingDay& day = history.days.days[d];
            learn[d] = learn[d] && day.ordinary();
            if (!learn[d] || count[day.weekday] == recent_weeks) continue;
            sum[day.weekday] += day.total;
            ++count[day.weekday];
        }
        const Profiles profiles = fit_profiles(history.days, history.values, learn);
        WeekShape shape;
        shape.step = series.step();
        double total = 0;
        for (int w = 0; w < 7; ++w)
            for (int i = 0; i < series.slots; ++i) {
                shape.weights.push_back(count[w] ? sum[w] / count[w] * profiles.shares[w][i] : 0);
                total += shape.weights.back();
            }
        if (!(total > 0))
            throw InputError(trouble({file.string()}, "has no whole day with contacts: no profile can be learned", "",
                                     "at least one ordinary day"));
        for (double& weight : shape.weights) weight /= total;
        return shape;
    }

    static constexpr int recent_weeks = 8;
    const Scenario& scenario_;
    Zone zone_;
    TimeAxis axis_;
    int paths_;
    Date begin_, end_;
    std::map<std::filesystem::path, History> read_;
    ScenarioDemand out_;
};

}  // namespace

ScenarioDemand scenario_demand(const Scenario& scenario, int paths) { return Builder(scenario, std::max(1, paths)).build(); }

}  // namespace peakline
