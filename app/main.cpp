// The command line: verbs are registered here, and every way to fail ends in a message on stderr and one of four exit codes.
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

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

// `peakline ... | head` has what it wanted.
bool reader_left() {
    pollfd out{STDOUT_FILENO, POLLOUT, 0};
    return poll(&out, 1, 0) > 0 && (out.revents & POLLERR) != 0;
}

// What was printed must have arrived: a full disk or a closed pipe is a failure, not a success without results. Of a reader that
// left early nothing is said.
int flushed(int exit_code) {
    std::cout.flush();
    if (std::cout.good() && std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return exit_code;
    if ((exit_code == done || exit_code == target_missed) && !reader_left())
        std::fputs("failed: the output could not be written\n", stderr);
    return exit_code == bad_input ? bad_input : failed;
}

std::string plural(std::size_t count, const char* noun) { return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s"); }

int report_input_error(const InputError& error) {
    for (const Problem& problem : error.problems()) fmt::print(stderr, "{}\n", problem.text());
    if (error.problems().size() > 1) fmt::print(stderr, "{}\n", plural(error.problems().size(), "mistake"));
    return bad_input;
}

std::string hint(const std::string& nearest) { return nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest); }

// The first word that is no option must be a verb.
std::string unknown_verb(const CLI::App& app, const std::vector<std::string>& words) {
    std::vector<std::string> verbs;
    for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) verbs.push_back(verb->get_name());
    for (const std::string& word : words) {
        if (word.starts_with('-')) continue;
        if (std::find(verbs.begin(), verbs.end(), word) != verbs.end()) return "";
        return fmt::format("'{}' is not a command{}", word, hint(nearest_name(word, verbs)));
    }
    return "";
}

// The nearest option of the verb for the first word that looks like an option and is none.
std::string unknown_option(const CLI::App& verb, const std::vector<std::string>& words) {
    std::vector<std::string> names;
    for (const CLI::Option* option : verb.get_options([](const CLI::Option*) { return true; }))
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    for (const std::string& word : words) {
        const std::string name = word.substr(0, word.find('='));
        if (!name.starts_with("--") || name == "--" || std::find(names.begin(), names.end(), name) != names.end()) continue;
        return fmt::format("unknown option {}{}", name, hint(nearest_name(name, names)));
    }
    return "";
}

int report_usage_error(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& words) {
    const auto parsed = app.get_subcommands();
    const CLI::App& verb = parsed.empty() ? app : *parsed.front();
    std::string message = unknown_verb(app, words);
    if (message.empty()) message = unknown_option(verb, words);
    if (message.empty()) message = words.empty() ? "a command is missing" : error.what();
    fmt::print(stderr, "{}\nSee: peakline {}--help\n", message, parsed.empty() ? "" : verb.get_name() + " ");
    return bad_input;
}

int run_command_line(int argc, char** argv) {
    CLI::App app{"Peakline: get a contact centre through its peak season. Forecast, simulate every contact, compare plans."};
    app.name("peakline");
    app.set_version_flag("--version", "peakline " PEAKLINE_VERSION, "Print the version");
    app.set_help_flag("-h,--help", "Print this help; peakline COMMAND --help tells more");
    app.footer(examples);
    app.require_subcommand(1);
    int exit_code = done;
    add_verbs(app, exit_code);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& success) {  // --help, --version
        return app.exit(success, std::cout, std::cerr);
    } catch (const CLI::ParseError& error) {
        return report_usage_error(app, error, std::vector<std::string>(argv + 1, argv + argc));
    }
    return exit_code;
}

int guarded_main(int argc, char** argv) {
    try {
        return run_command_line(argc, argv);
    } catch (const InputError& error) { return report_input_error(error); } catch (const std::exception& error) {
        const auto* const system = dynamic_cast<const std::system_error*>(&error);
        if (system && system->code() == std::errc::broken_pipe && reader_left()) return failed;
        fmt::print(stderr, "failed: {}\n", error.what());
        return failed;
    }
}

// A file opened later must not become stdin, stdout or stderr where the caller closed one of them; on /dev/full writing fails
// as it should.
void hold_standard_streams() {
    for (const int descriptor : {0, 1, 2})
        if (fcntl(descriptor, F_GETFD) < 0 && open("/dev/full", descriptor == 0 ? O_RDONLY : O_WRONLY) != descriptor) return;
}

}  // namespace
}  // namespace peakline

int main(int argc, char** argv) {
    peakline::hold_standard_streams();
    std::signal(SIGPIPE, SIG_IGN);  // a reader that stops early makes writing fail instead of killing the program
    return peakline::flushed(peakline::guarded_main(argc, argv));
}
