#include "forecast/run_forecast.hpp"

#include <algorithm>

#include <tbb/parallel_for.h>

#include "forecast/forecast_files.hpp"
#include "forecast/forecast_report.hpp"
#include "forecast/forecast_tables.hpp"

namespace peakline {
namespace {

constexpr std::size_t batch = 16;  // series whose paths are held at once

struct SeriesOutput {
    std::string intervals, days, paths;
    SeriesTables tables;
};

SeriesOutput make_output(const Forecast& forecast, int series, const std::vector<StampedSlot>& slots,
                         const IntervalColumns& columns, const ForecastJob& job) {
    SeriesOutput out;
    const SeriesModel& model = forecast.series[series];
    const SeriesPaths paths = paths_of(forecast, series);
    out.tables = tables_of(paths, counts_of(forecast, series, paths));
    if (!forecast.overrides[series].empty()) {
        const SeriesPaths statistical = statistical_paths_of(forecast, series);
        SeriesTables beside = tables_of(statistical, counts_of(forecast, series, statistical));
        out.tables.statistical_intervals = std::move(beside.intervals);
        out.tables.statistical_days = std::move(beside.days);
    }
    if (!job.out) return out;
    out.intervals = interval_rows(forecast, series, out.tables, slots, columns);
    out.days = day_rows(forecast, series, out.tables, columns);
    if (job.write_paths) out.paths = path_rows(model, paths, slots);
    return out;
}

}  // namespace

ForecastResult run_forecast(const ForecastJob& job, const ChartPage& chart) {
    History history = read_history_of(job);
    const Calendar calendar = read_calendars_of(job);
    const std::vector<HistorySeries> drivers = read_drivers_of(job, history);
    const ForecastRequest request = request_of(job, history);
    const Forecast forecast = fit_forecast(history, calendar, drivers, request);
    std::optional<Zone> zone;
    if (job.zone) zone.emplace(*job.zone);
    const std::vector<StampedSlot> slots = stamped_slots(request, forecast.slots, zone);
    const IntervalColumns columns{
        std::any_of(forecast.series.begin(), forecast.series.end(), [](const SeriesModel& m) { return m.handle_time.known; }),
        !request.overrides.empty()};
    std::optional<OutputFiles> files;
    if (job.out) {
        files.emplace(*job.out);
        files->write("intervals.csv", interval_header(columns));
        files->write("days.csv", day_header(columns));
        if (job.write_paths) files->write("paths.csv", path_header(job.paths));
    }
    std::vector<SeriesTables> tables(forecast.series.size());
    for (std::size_t from = 0; from < forecast.series.size(); from += batch) {
        const std::size_t to = std::min(from + batch, forecast.series.size());
        std::vector<SeriesOutput> outputs(to - from);
        tbb::parallel_for(from, to, [&](std::size_t s) {
            outputs[s - from] = make_output(forecast, static_cast<int>(s), slots, columns, job);
        });
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
