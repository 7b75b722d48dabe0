#include "forecast/run_forecast.hpp"

#include <algorithm>

#include <tbb/parallel_for.h>

#include "forecast/forecast_files.hpp"
#include "forecast/forecast_report.hpp"
#include "forecast/forecast_tables.hpp"

namespace peakline {
namespace {

constexpr std::size_t batch = 16;   // series whose paths are held at once

History read_job_history(const ForecastJob& job) {
    ReadOptions options;
    options.until = job.until;
    options.interval = job.interval;
    options.mapping = job.mapping;
    if (job.zone) options.zone.emplace(*job.zone);
    return read_history(job.histories, options);
}

// A driver's rows after `until` are plans, known ahead; they are read as the calendar is.
std::vector<HistorySeries> read_drivers(const ForecastJob& job, History& history) {
    std::vector<HistorySeries> drivers;
    for (const std::filesystem::path& path : job.drivers) {
        ReadOptions options;
        if (job.zone) options.zone.emplace(*job.zone);
        History read = read_history({&path, 1}, options);
        for (HistorySeries& s : read.series) drivers.push_back(std::move(s));
        history.read.insert(history.read.end(), read.read.begin(), read.read.end());
        history.findings.insert(history.findings.end(), read.findings.begin(), read.findings.end());
    }
    return drivers;
}

Calendar read_calendars(const ForecastJob& job) {
    Calendar calendar;
    for (const std::filesystem::path& path : job.calendars)
        for (auto& [date, day] : read_calendar(path).days) {
            CalendarDay& into = calendar.days[date];
            into.closed = into.closed || day.closed;
            into.names.insert(into.names.end(), day.names.begin(), day.names.end());
            if (day.like) into.like = day.like;
        }
    return calendar;
}

struct SeriesOutput { std::string intervals, days, paths; SeriesTables tables; };

SeriesOutput make_output(const Forecast& forecast, int series, const std::vector<StampedSlot>& slots, bool handle_time, const ForecastJob& job) {
    SeriesOutput out;
    const SeriesModel& model = forecast.series[series];
    const SeriesPaths paths = paths_of(forecast, series);
    out.tables = tables_of(paths, counts_of(forecast, series, paths));
    if (!job.out) return out;
    out.intervals = interval_rows(model, out.tables, forecast.request, slots, handle_time);
    out.days = day_rows(model, out.tables, forecast.request.first);
    if (job.write_paths) out.paths = path_rows(model, paths, slots);
    return out;
}

}  // namespace

ForecastResult run_forecast(const ForecastJob& job) {
    History history = read_job_history(job);
    const Calendar calendar = read_calendars(job);
    const std::vector<HistorySeries> drivers = read_drivers(job, history);
    ForecastRequest request;
    request.first = (job.until ? *job.until : history.last()) + 1;
    request.days = job.days;
    request.paths = job.paths;
    request.seed = job.seed;
    const Forecast forecast = fit_forecast(history, calendar, drivers, request);
    std::optional<Zone> zone;
    if (job.zone) zone.emplace(*job.zone);
    const std::vector<StampedSlot> slots = stamped_slots(request, forecast.slots, zone);
    const bool handle_time = std::any_of(forecast.series.begin(), forecast.series.end(), [](const SeriesModel& m) { return m.handle_time.known; });
    std::optional<OutputFiles> files;
    if (job.out) {
        files.emplace(*job.out);
        files->write("intervals.csv", interval_header(handle_time));
        files->write("days.csv", day_header());
        if (job.write_paths) files->write("paths.csv", path_header(job.paths));
    }
    std::vector<SeriesTables> tables(forecast.series.size());
    for (std::size_t from = 0; from < forecast.series.size(); from += batch) {
        const std::size_t to = std::min(from + batch, forecast.series.size());
        std::vector<SeriesOutput> outputs(to - from);
        tbb::parallel_for(from, to, [&](std::size_t s) { outputs[s - from] = make_output(forecast, static_cast<int>(s), slots, handle_time, job); });
        for (std::size_t s = from; s < to; ++s) {
            tables[s] = std::move(outputs[s - from].tables);
            if (!files) continue;
            files->write("intervals.csv", outputs[s - from].intervals);
            files->write("days.csv", outputs[s - from].days);
            if (job.write_paths) files->write("paths.csv", outputs[s - from].paths);
        }
    }
    ForecastResult result{forecast_document(history, forecast, tables, job.zone), ""};
    result.summary = forecast_summary(history, forecast, tables);
    if (files) {
        files->write("forecast.json", result.document.dump(1) + "\n");
        files->commit();
    }
    return result;
}

}  // namespace peakline
