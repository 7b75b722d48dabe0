// `peakline forecast`: from a history to joint sample paths.
#include <memory>

#include <fmt/format.h>

#include "app/verbs.hpp"
#include "core/problem.hpp"
#include "forecast/run_forecast.hpp"

namespace peakline {
namespace {

struct Options {
    ForecastJob job;
    std::string until, interval;
    bool json = false, no_paths = false;
};

[[noreturn]] void refuse(std::string key, std::string message, std::string found, std::string expected) {
    throw InputError(Problem{{"", 0, 0}, std::move(key), std::move(message), std::move(found), std::move(expected), {}});
}

double parse_interval(const std::string& text) {
    for (const int minutes : {5, 10, 15, 20, 30, 60})
        if (text == fmt::format("{}min", minutes)) return minutes * minute_seconds;
    if (text == "1h") return hour_seconds;
    if (text == "1d") return day_seconds;
    refuse("--interval", "is none of the intervals", "'" + text + "'", "5min, 10min, 15min, 20min, 30min, 60min or 1d");
}

void run(Options& options) {
    if (!options.until.empty()) {
        options.job.until = parse_date(options.until);
        if (!options.job.until) refuse("--until", "is not a date", "'" + options.until + "'", "a date such as 2026-11-27");
    }
    if (!options.interval.empty()) options.job.interval = parse_interval(options.interval);
    options.job.write_paths = !options.no_paths;
    const ForecastResult result = run_forecast(options.job);
    if (options.json) fmt::print("{}\n", result.document.dump(1));
    else fmt::print("{}", result.summary);
    if (options.job.out && !options.json) fmt::print("\nWritten to {}\n", options.job.out->string());
}

}  // namespace

void add_forecast(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("forecast", "forecast volumes from a history: whole futures of every interval");
    const auto options = std::make_shared<Options>();
    ForecastJob& job = options->job;
    verb->add_option("history", job.histories, "CSV files: timestamp and value, long, wide, or the export of a known system; .gz too")->required();
    verb->add_option("--calendar", job.calendars, "CSV of date, name[, like]: closures, holidays, events");
    verb->add_option("--driver", job.drivers, "CSV of something known ahead that moves the volume; its later rows are plans");
    verb->add_option("--until", options->until, "last day that the forecast may know; nothing later is read");
    verb->add_option("--days", job.days, "days ahead")->check(CLI::Range(1, 800))->capture_default_str();
    verb->add_option("--interval", options->interval, "5min ... 60min or 1d; default: the file's own");
    verb->add_option("--zone", job.zone, "time zone of the clock in the files, such as Europe/Berlin");
    verb->add_option("--mapping", job.mapping, "YAML file that says what the columns mean");
    verb->add_option("--paths", job.paths, "number of sample paths")->check(CLI::Range(2, 1000000))->capture_default_str();
    verb->add_option("--seed", job.seed, "seed of all randomness")->capture_default_str();
    verb->add_option("--out", job.out, "folder for intervals.csv, days.csv, paths.csv and forecast.json");
    verb->add_flag("--no-paths", options->no_paths, "do not write paths.csv");
    verb->add_flag("--json", options->json, "print forecast.json instead of the summary");
    verb->callback([options, &exit_code] {
        run(*options);
        exit_code = done;
    });
}

}  // namespace peakline
