#include "forecast/backtest.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "core/statistics.hpp"
#include "forecast/cell_values.hpp"
#include "forecast/delimited.hpp"
#include "forecast/explain_words.hpp"
#include "forecast/forecast_tables.hpp"
#include "forecast/trouble.hpp"

namespace peakline {
namespace {

constexpr double first_origin = 0.6;  // of the history's length
constexpr int fewest_known_weeks = 4;
constexpr std::size_t apart = 7919;  // paths between two intervals of independent marginals
constexpr int remembered_weeks = 8;  // of the simple mean

std::vector<Date> read_origins(const std::filesystem::path& path) {
    const TextFile file = load_text(path);
    std::vector<Date> origins;
    DelimitedReader reader(file.text, find_delimiter(file.text));
    while (reader.next())
        if (const auto stamp = parse_stamp(reader.cells().front(), DateOrder::day_first))
            origins.push_back({static_cast<std::int32_t>(stamp->local / 86400)});
    if (origins.empty())
        throw InputError(trouble({file.name}, "holds no dates", "", "a last known day a row, such as 2026-11-27"));
    return origins;
}

std::vector<Date> spread_origins(const History& history, const BacktestJob& job) {
    Date first = history.last();
    for (const HistorySeries& s : history.series) first = std::min(first, s.first);
    const int days = history.last() - first + 1;
    const int from = std::max(static_cast<int>(first_origin * days), 7 * fewest_known_weeks), to = days - job.forecast.days - 1;
    if (to < from)
        throw InputError(
            trouble({history.series.front().file},
                    fmt::format("{} days are too few for a backtest of {} days ahead", days, job.forecast.days), "",
                    fmt::format("at least {} days, or fewer --days", 7 * fewest_known_weeks + job.forecast.days + 1)));
    std::vector<Date> origins;
    for (int i = 0; i < job.origins; ++i) {
        const Date origin = first + (from + (job.origins > 1 ? i * (to - from) / (job.origins - 1) : 0));
        if (origins.empty() || origins.back() < origin) origins.push_back(origin);
    }
    return origins;
}

double known_sum(const HistorySeries& series, Date date) {
    const int day = date - series.first;
    double sum = 0;
    for (int i = 0; day >= 0 && day < series.days() && i < series.slots; ++i)
        if (!std::isnan(series.at(day, i))) sum += series.at(day, i);
    return sum;
}

// The same slot on the latest known days of that weekday that had contacts, the nearest first.
std::vector<Date> weekdays_before(const HistorySeries& series, Date date, Date origin) {
    std::vector<Date> dates;
    for (Date d = date + -7; d >= series.first && static_cast<int>(dates.size()) < remembered_weeks; d = d + -7)
        if (d <= origin && known_sum(series, d) > 0) dates.push_back(d);
    return dates;
}

double mean_at(const HistorySeries& series, const std::vector<Date>& dates, std::size_t count, int slot) {
    double sum = 0;
    const std::size_t n = std::min(count, dates.size());
    for (std::size_t i = 0; i < n; ++i)
        if (const float v = series.at(dates[i] - series.first, slot); !std::isnan(v)) sum += v;
    return n ? sum / static_cast<double>(n) : 0;
}

void add(Tally& tally, double actual, double forecast) {
    tally.error += std::abs(forecast - actual);
    tally.bias += forecast - actual;
    tally.volume += actual;
}

void count_in(Tally& tally, double actual, const Row& row) {
    add(tally, actual, static_cast<double>(row.mean));
    for (std::size_t q = 1; q + 1 < quantile_levels.size(); ++q) {
        const double off = actual - row.quantile[q];
        tally.pinball += 2 * std::max(quantile_levels[q] * off, (quantile_levels[q] - 1) * off) /
                         static_cast<double>(quantile_levels.size() - 2);
    }
    tally.in80 += actual >= row.quantile[2] && actual <= row.quantile[18];
    tally.in95 += actual >= row.quantile.front() && actual <= row.quantile.back();
    ++tally.count;
}

// A sum or the largest of several intervals, as it came and on every path.
struct Span {
    explicit Span(int paths) : by_path(static_cast<std::size_t>(paths)) {}

    // `shift`: cells are taken from paths so far apart.
    void add(double value, const std::vector<float>& counts, std::size_t cell, std::size_t cells, bool largest,
             std::size_t shift = 0) {
        actual = largest ? std::max(actual, value) : actual + value;
        for (std::size_t r = 0; r < by_path.size(); ++r) {
            const double v = counts[(r + shift) % by_path.size() * cells + cell];
            by_path[r] = largest ? std::max(by_path[r], v) : by_path[r] + v;
        }
    }

    void tell(Tally& tally) const {
        if (actual <= 0) return;
        Row row;
        const std::vector<double> q = quantiles(by_path, quantile_levels);
        for (std::size_t i = 0; i < q.size(); ++i) row.quantile[i] = static_cast<float>(q[i]);
        double mean = 0;
        for (const double v : by_path) mean += v / static_cast<double>(by_path.size());
        row.mean = static_cast<float>(mean);
        count_in(tally, actual, row);
    }

    double actual = 0;
    std::vector<double> by_path;
};

// Judges one origin's forecast of one series.
class Judge {
public:
    Judge(Backtest& out, const SeriesModel& model, const HistorySeries& actual, Date origin)
        : out_(out), model_(model), actual_(actual), origin_(origin) {}

    void judge(const SeriesTables& tables) {
        for (int h = 0; h < model_.days.ahead(); ++h) {
            const OperatingDay& day = model_.days.days[model_.days.past + h];
            const double total = known_sum(actual_, day.date);
            if (day.closed || total <= 0) continue;
            const int ahead = day.date - model_.first;
            const auto labels = labels_of(day, h, ahead);
            const std::vector<Date> before = weekdays_before(actual_, day.date, origin_);
            std::array<double, 2> simple{};
            for (int i = 0; i < model_.slots; ++i) {
                const float value = actual_.at(day.date - actual_.first, i);
                const double last = mean_at(actual_, before, 1, i), mean = mean_at(actual_, before, remembered_weeks, i);
                simple[0] += last;
                simple[1] += mean;
                if (model_.slots == 1 || std::isnan(value)) continue;
                auto with_hour = labels;
                with_hour.emplace_back("hour", fmt::format("{:02}", i * 24 / model_.slots));
                tell(with_hour, "interval", value, tables.intervals[static_cast<std::size_t>(ahead) * model_.slots + i],
                     {last, mean});
            }
            tell(labels, "day", total, tables.days[ahead], simple);
        }
    }

    // Sums over spans of time from the paths: where slots and days that err together show.
    void judge_spans(const SeriesPaths& paths, const std::vector<float>& counts) {
        const int week = model_.days.week_length(), noon = (model_.slots + 1) / 2;
        for (const int w : {1, 4}) {
            if (w * week > model_.days.ahead()) continue;
            const std::string window = fmt::format("W{}", w);
            Span whole(paths.paths),
                alone(paths.paths);  // alone: each interval from another path, as independent marginals would have it
            for (int h = (w - 1) * week; h < w * week; ++h) {
                const Date date = model_.days.days[model_.days.past + h].date;
                const int day = date - actual_.first;
                if (known_sum(actual_, date) <= 0) continue;
                Span morning(paths.paths), busiest(paths.paths);
                const std::size_t at = static_cast<std::size_t>(date - model_.first) * paths.slots;
                for (int i = 0; i < paths.slots; ++i) {
                    const float value = actual_.at(day, i);
                    const auto grow = [&](Span& span, bool largest) {
                        span.add(std::isnan(value) ? 0 : value, counts, at + i,
                                 static_cast<std::size_t>(paths.days) * paths.slots, largest);
                    };
                    grow(whole, false);
                    alone.add(std::isnan(value) ? 0 : value, counts, at + i, static_cast<std::size_t>(paths.days) * paths.slots,
                              false, (at + i) * apart);
                    grow(busiest, true);
                    if (i < noon) grow(morning, false);
                }
                if (model_.slots == 1) continue;
                morning.tell(out_.tallies[{"window", window, "morning", "peakline"}]);
                busiest.tell(out_.tallies[{"window", window, "busiest", "peakline"}]);
            }
            whole.tell(out_.tallies[{"window", window, "week", "peakline"}]);
            alone.tell(out_.tallies[{"window", window, "week", "independent"}]);
        }
    }

private:
    using Labels = std::vector<std::pair<std::string, std::string>>;

    Labels labels_of(const OperatingDay& day, int h, int ahead) const {
        const int week = model_.days.week_length();
        Labels labels{{"day ahead", fmt::format("{:02}", ahead + 1)},
                      {"weekday", weekday_name(static_cast<int>(weekday_of(day.date)))},
                      {"series", model_.name}};
        if (h == 0) labels.emplace_back("window", "D1");
        if (h < week) labels.emplace_back("window", "W1");
        if (h >= 3 * week && h < 4 * week) labels.emplace_back("window", "W4");
        for (const std::string& name : day.names) labels.emplace_back("holiday", name);
        if (day.names.empty()) labels.emplace_back("holiday", "none");
        return labels;
    }

    void tell(const Labels& labels, const std::string& level, double actual, const Row& row, std::array<double, 2> simple) {
        for (const auto& [by, what] : labels) {
            count_in(out_.tallies[{by, what, level, "peakline"}], actual, row);
            add(out_.tallies[{by, what, level, "last_week"}], actual, simple[0]);
            add(out_.tallies[{by, what, level, "mean_of_8"}], actual, simple[1]);
        }
    }

    Backtest& out_;
    const SeriesModel& model_;
    const HistorySeries& actual_;
    Date origin_;
};

void judge_origin(Backtest& out, const ForecastJob& job, const History& full, const Calendar& calendar) {
    History known = read_history_of(job);
    const std::vector<HistorySeries> drivers = read_drivers_of(job, known);
    ForecastRequest request;
    request.first = *job.until + 1;
    request.days = job.days;
    request.paths = job.paths;
    request.seed = job.seed;
    const Forecast forecast = fit_forecast(known, calendar, drivers, request);
    for (int s = 0; s < static_cast<int>(forecast.series.size()); ++s) {
        const auto actual = std::find_if(full.series.begin(), full.series.end(),
                                         [&](const HistorySeries& h) { return h.name == forecast.series[s].name; });
        if (actual == full.series.end()) continue;
        const SeriesPaths paths = paths_of(forecast, s);
        const std::vector<float> counts = counts_of(forecast, s, paths);
        Judge judge(out, forecast.series[s], *actual, *job.until);
        judge.judge(tables_of(paths, counts));
        judge.judge_spans(paths, counts);
    }
}

}  // namespace

Backtest run_backtest(const BacktestJob& job) {
    ForecastJob reading = job.forecast;
    reading.until.reset();
    const History full = read_history_of(reading);
    const Calendar calendar = read_calendars_of(reading);
    Backtest backtest;
    backtest.origins = job.origins_file ? read_origins(*job.origins_file) : spread_origins(full, job);
    std::vector<double> seconds;
    for (const Date origin : backtest.origins) {
        ForecastJob one = reading;
        one.until = origin;
        const auto began = std::chrono::steady_clock::now();
        judge_origin(backtest, one, full, calendar);
        seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    }
    backtest.seconds = quantile_of(seconds, 0.5);
    return backtest;
}

}  // namespace peakline
