// `peakline forecast`: from a history to joint sample paths.
#include <memory>

#include "app/forecast_options.hpp"
#include "app/forecast_page.hpp"
#include "app/verbs.hpp"
#include "forecast/run_forecast.hpp"

namespace peakline {
namespace {

constexpr const char* examples = R"(
Examples:
  peakline forecast calls.csv                                       the next four weeks, in words
  peakline forecast calls.csv --calendar days.csv --out forecast/   ... with holidays and events; CSV, JSON and a page
  peakline forecast calls.csv --until 2026-10-31 --days 60          ... as if it were that evening
  peakline forecast calls.csv --override planner.csv                ... with days that the planner knows better

Exit codes: 0 done, also with warnings; 1 failed; 2 bad input or usage.
)";

struct Options {
    ForecastJob job;
    std::string until, interval;
    bool json = false, no_paths = false;
};

void run(Options& options) {
    if (!options.until.empty()) {
        options.job.until = parse_date(options.until);
        if (!options.job.until) refuse_option("--until", "is not a date", options.until, "a date such as 2026-11-27");
    }
    if (options.job.histories.empty() && options.job.new_series.empty())
        throw InputError(Problem{
            {}, "history", "is missing", "", "a CSV file of timestamp and value, or --new for series without a history", {}});
    options.job.interval = parse_interval(options.interval);
    options.job.write_paths = !options.no_paths;
    const ForecastResult result =
        run_forecast(options.job, [&](const History& history, const Forecast& forecast, const std::vector<SeriesTables>& tables) {
            return forecast_page(forecast_page_of(history, forecast, tables, options.job.zone));
        });
    if (options.json)
        fmt::print("{}\n", result.document.dump(1));
    else
        fmt::print("{}", result.summary);
    if (options.job.out && !options.json) fmt::print("\nWritten to {}\n", options.job.out->string());
}

}  // namespace

void add_forecast(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("forecast", "forecast volumes from a history: whole futures of every interval");
    const auto options = std::make_shared<Options>();
    add_job_options(*verb, options->job, options->interval);
    verb->add_option("--until", options->until, "last day that the forecast may know; nothing later is read");
    verb->get_option("history")->required(false);
    verb->add_option("--new", options->job.new_series,
                     "CSV of series[, like][, when][, value][, spread]: series without a history of their own");
    verb->add_option("--override", options->job.overrides,
                     "CSV of timestamp or date, series, value or factor, note: what the planner knows better");
    verb->add_flag("--no-paths", options->no_paths, "do not write paths.csv");
    verb->add_flag("--json", options->json, "print forecast.json instead of the summary");
    verb->footer(examples);
    verb->callback([options, &exit_code] {
        run(*options);
        exit_code = done;
    });
}

}  // namespace peakline
