// `peakline backtest`: how good forecasts of this history would have been.
#include <algorithm>
#include <memory>

#include "app/forecast_options.hpp"
#include "app/verbs.hpp"
#include "forecast/backtest.hpp"
#include "forecast/forecast_files.hpp"

namespace peakline {
namespace {

constexpr const char* examples = R"(
Examples:
  peakline backtest calls.csv                          forecast from 8 past days, compare with what came
  peakline backtest calls.csv --calendar days.csv      ... with holidays and events
  peakline backtest calls.csv --origins 20 --out bt/   ... from 20 days; every figure as CSV, a picture

Exit codes: 0 done, 1 failed, 2 bad input or usage.
)";

struct Options {
    BacktestJob job;
    std::string interval, origins;
};

void run(Options& options) {
    options.job.forecast.interval = parse_interval(options.interval);
    if (!options.origins.empty()) {
        const bool number =
            std::all_of(options.origins.begin(), options.origins.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (number && options.origins.size() < 5)
            options.job.origins = std::max(1, std::stoi(options.origins));
        else
            options.job.origins_file = options.origins;
    }
    const Backtest backtest = run_backtest(options.job);
    fmt::print("{}", backtest_table(backtest));
    if (!options.job.forecast.out) return;
    OutputFiles files(*options.job.forecast.out);
    files.write("backtest.csv", backtest_csv(backtest));
    files.write("backtest.svg", backtest_picture(backtest));
    files.commit();
    fmt::print("\nWritten to {}\n", files.folder().string());
}

}  // namespace

void add_backtest(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("backtest", "judge forecasts of a history's own past beside simple methods");
    const auto options = std::make_shared<Options>();
    add_job_options(*verb, options->job.forecast, options->interval);
    verb->add_option("--origins", options->origins,
                     "number of past days to forecast from, or a CSV of last known days; default 8");
    verb->footer(examples);
    verb->callback([options, &exit_code] {
        run(*options);
        exit_code = done;
    });
}

}  // namespace peakline
