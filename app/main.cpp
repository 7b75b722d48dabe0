// The command line: verbs are registered here, and every way to fail ends in a message on stderr and one of four exit codes.
#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>

#include <fmt/format.h>

#include "app/verbs.hpp"
#include "core/problem.hpp"

namespace peakline {
namespace {

constexpr const char* examples = R"(
Examples:
  peakline validate scenario.yaml            find every mistake in a scenario
  peakline run scenario.yaml                 simulate it and print the results
  peakline run scenario.yaml --out results/  ... and write an HTML page, JSON and CSV files
  peakline run scenario.yaml --check         ... and exit with 3 if a target is missed

Exit codes: 0 done, 1 failed, 2 bad input or usage, 3 a target was missed (--check).
)";

void add_verbs([[maybe_unused]] CLI::App& app, [[maybe_unused]] int& exit_code) {
#ifdef PEAKLINE_HAS_RUN
    add_run(app, exit_code);
#endif
#ifdef PEAKLINE_HAS_COMPARE
    add_compare(app, exit_code);
#endif
#ifdef PEAKLINE_HAS_EXPLAIN
    add_explain(app, exit_code);
#endif
#ifdef PEAKLINE_HAS_SENSITIVITY
    add_sensitivity(app, exit_code);
#endif
#ifdef PEAKLINE_HAS_SEEK
    add_seek(app, exit_code);
#endif
#ifdef PEAKLINE_HAS_FORECAST
    add_forecast(app, exit_code);
#endif
#ifdef PEAKLINE_HAS_BACKTEST
    add_backtest(app, exit_code);
#endif
#ifdef PEAKLINE_HAS_DIFF
    add_diff(app, exit_code);
#endif
#ifdef PEAKLINE_HAS_VALIDATE
    add_validate(app, exit_code);
#endif
#ifdef PEAKLINE_HAS_SCHEMA
    add_schema(app, exit_code);
#endif
}

// What was printed must have arrived: a full disk or a closed pipe is a failure, not a success without results.
int flushed(int exit_code) {
    std::cout.flush();
    if (std::cout.good() && std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return exit_code;
    std::fputs("failed: the output could not be written\n", stderr);
    return exit_code == done ? failed : exit_code;
}

std::string plural(std::size_t count, const char* noun) { return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s"); }

int report_input_error(const InputError& error) {
    for (const Problem& problem : error.problems()) fmt::print(stderr, "{}\n", problem.text());
    if (error.problems().size() > 1) fmt::print(stderr, "{}\n", plural(error.problems().size(), "mistake"));
    return bad_input;
}

int run_command_line(int argc, char** argv) {
    CLI::App app{"Peakline: get a contact centre through its peak season. Forecast, simulate every contact, compare plans."};
    app.name("peakline");
    app.set_version_flag("--version", "peakline " PEAKLINE_VERSION);
    app.footer(examples);
    app.require_subcommand(1);
    int exit_code = done;
    add_verbs(app, exit_code);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& success) {  // --help, --version
        return app.exit(success, std::cout, std::cerr);
    } catch (const CLI::ParseError& error) {
        const CLI::App* verb = app.get_subcommands().empty() ? &app : app.get_subcommands().front();
        fmt::print(stderr, "{}\nSee: peakline {}--help\n", error.what(), verb == &app ? "" : verb->get_name() + " ");
        return bad_input;
    }
    return exit_code;
}

int guarded_main(int argc, char** argv) {
    try {
        return run_command_line(argc, argv);
    } catch (const InputError& error) {
        return report_input_error(error);
    } catch (const std::exception& error) {
        fmt::print(stderr, "failed: {}\n", error.what());
        return failed;
    }
}

}  // namespace
}  // namespace peakline

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);  // a reader that stops early makes writing fail instead of killing the program
    return peakline::flushed(peakline::guarded_main(argc, argv));
}
