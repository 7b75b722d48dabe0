// Options that `forecast` and `backtest` share.
#pragma once

#include <string>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "core/problem.hpp"
#include "forecast/job.hpp"

namespace peakline {

// CLI11 would wrap a negative number round.
inline const CLI::Validator whole_number(
    [](const std::string& text) {
        return text.find_first_not_of("0123456789") == std::string::npos ? std::string()
                                                                         : "'" + text + "' is not a whole number, 0 or more";
    },
    "0 or more");

inline void add_job_options(CLI::App& verb, ForecastJob& job, std::string& interval) {
    verb.add_option("history", job.histories,
                    "CSV files: timestamp and value, long, wide, or the export of a known system; .gz too")
        ->required();
    verb.add_option("--calendar", job.calendars, "CSV of date, name[, like]: closures, holidays, events");
    verb.add_option("--driver", job.drivers, "CSV of something known ahead that moves the volume; its later rows are plans");
    verb.add_option("--days", job.days, "days ahead")->check(CLI::Range(1, 800))->capture_default_str();
    verb.add_option("--interval", interval, "5min ... 60min or 1d; default: the file's own");
    verb.add_option("--zone", job.zone, "time zone of the clock in the files, such as Europe/Berlin");
    verb.add_option("--mapping", job.mapping, "YAML file that says what the columns mean");
    verb.add_option("--paths", job.paths, "number of sample paths")->check(CLI::Range(2, 1000000))->capture_default_str();
    verb.add_option("--seed", job.seed, "seed of all randomness")->check(whole_number)->capture_default_str();
    verb.add_option("--out", job.out, "folder for the files");
}

[[noreturn]] inline void refuse_option(std::string key, std::string message, const std::string& found, std::string expected) {
    Problem problem;
    problem.key = std::move(key);
    problem.message = std::move(message);
    problem.found = "'" + found + "'";
    problem.expected = std::move(expected);
    throw InputError(problem);
}

inline std::optional<double> parse_interval(const std::string& text) {
    if (text.empty()) return std::nullopt;
    for (const int minutes : {5, 10, 15, 20, 30, 60})
        if (text == fmt::format("{}min", minutes)) return minutes * minute_seconds;
    if (text == "1h") return hour_seconds;
    if (text == "1d") return day_seconds;
    refuse_option("--interval", "is none of the intervals", text, "5min, 10min, 15min, 20min, 30min, 60min or 1d");
}

}  // namespace peakline
