// The forecaster on one thread: fitting, sampling, tables.
#include <benchmark/benchmark.h>

#include <cmath>

#include "forecast/forecast_tables.hpp"
#include "forecast/normal.hpp"

using namespace peakline;

namespace {

double noise(int what, int when) {
    return normals(7, 0, {static_cast<std::uint64_t>(what), static_cast<std::uint64_t>(when), 0, 0})[0];
}

// Weekdays, a yearly wave and noise, about 1 000 contacts a day in a bell over the day.
HistorySeries made(int days, int slots) {
    HistorySeries series;
    series.name = "calls";
    series.first = make_date(2023, 1, 2);
    series.slots = slots;
    double mass = 0;
    std::vector<double> share(static_cast<std::size_t>(slots));
    for (int i = 0; i < slots; ++i)
        mass += share[i] = slots == 1 ? 1 : std::exp(-0.5 * std::pow((i - 0.55 * slots) / (0.15 * slots), 2));
    for (int d = 0; d < days; ++d) {
        const double mean =
            1000 * std::exp(0.2 * std::cos(2 * 3.14159265 * d / 365) - (d % 7 > 4 ? 0.4 : 0) + 0.05 * noise(0, d));
        for (int i = 0; i < slots; ++i) {
            const double rate = mean * share[i] / mass;
            series.values.push_back(static_cast<float>(std::max(0.0, std::round(rate + std::sqrt(rate) * noise(1 + i, d)))));
        }
    }
    return series;
}

Calendar holidays(int names) {
    Calendar calendar;
    for (int year = 2023; year < 2027; ++year)
        for (int k = 0; k < names; ++k)
            calendar.days[make_date(year, 1 + k % 12, 5 + 2 * static_cast<unsigned>(k / 12))].names = {"holiday " +
                                                                                                       std::to_string(k)};
    return calendar;
}

Forecast fitted(const HistorySeries& series, const Calendar& calendar, int paths) {
    History history;
    history.slots = series.slots;
    history.series = {series};
    ForecastRequest request;
    request.first = series.last() + 1;
    request.paths = paths;
    return fit_forecast(history, calendar, {}, request);
}

void fit_days(benchmark::State& state) {
    const HistorySeries series = made(static_cast<int>(state.range(0)), 1);
    const Calendar calendar = holidays(10);
    for (auto _ : state) benchmark::DoNotOptimize(fitted(series, calendar, 1));
}

void fit_half_hours(benchmark::State& state) {
    const HistorySeries series = made(static_cast<int>(state.range(0)), 48);
    const Calendar calendar = holidays(10);
    for (auto _ : state) benchmark::DoNotOptimize(fitted(series, calendar, 1));
}

void sample(benchmark::State& state) {
    const Forecast forecast = fitted(made(364, 48), {}, static_cast<int>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(paths_of(forecast, 0));
}

void tables(benchmark::State& state) {
    const Forecast forecast = fitted(made(364, 48), {}, static_cast<int>(state.range(0)));
    const SeriesPaths paths = paths_of(forecast, 0);
    for (auto _ : state) benchmark::DoNotOptimize(tables_of(paths, counts_of(forecast, 0, paths)));
}

BENCHMARK(fit_days)->Arg(150)->Arg(1096)->Unit(benchmark::kMillisecond);
BENCHMARK(fit_half_hours)->Arg(150)->Arg(1096)->Unit(benchmark::kMillisecond);
BENCHMARK(sample)->Arg(200)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(tables)->Arg(200)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
