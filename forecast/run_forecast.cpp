#include "forecast/run_forecast.hpp"

#include <algorithm>

#include <tbb/parallel_for.h>

#include "forecast/forecast_files.hpp"
#include "forecast/forecast_report.hpp"
#include "forecast/forecast_tables.hpp"

namespace peakline {
namespace {

constexpr std::size_t batch = 16;   // series whose paths are held at once

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

ForecastResult run_forecast(const ForecastJob& job, const ChartPage& chart) {
    History history = read_history_of(job);
    const Calendar calendar = read_calendars_of(job);
    const std::vector<HistorySeries> drivers = read_drivers_of(job, history);
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
        if (chart) files->write("chart.html", chart(history, forecast, tables));
        files->commit();
    }
    return result;
}

}  // namespace peakline
