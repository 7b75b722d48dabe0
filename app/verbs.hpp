// The verbs of the command line, one file each. A verb declares its options on the app and sets `exit_code` when it runs.
// InputError (bad input, 2) and other exceptions (failed, 1) are turned into messages by main.
#pragma once

#include <CLI/CLI.hpp>

namespace peakline {

enum ExitCode : int { done = 0, failed = 1, bad_input = 2, target_missed = 3 };

void add_run(CLI::App& app, int& exit_code);
void add_validate(CLI::App& app, int& exit_code);
void add_schema(CLI::App& app, int& exit_code);
void add_forecast(CLI::App& app, int& exit_code);
void add_backtest(CLI::App& app, int& exit_code);
void add_explain(CLI::App& app, int& exit_code);
void add_compare(CLI::App& app, int& exit_code);
void add_diff(CLI::App& app, int& exit_code);
void add_seek(CLI::App& app, int& exit_code);
void add_sensitivity(CLI::App& app, int& exit_code);

}  // namespace peakline
