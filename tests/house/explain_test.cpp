// One customer's story at the shell.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "tests/house/shell.hpp"

namespace {

using namespace peakline::testing;

// What `explain` says of a small season with this seed in its file.
Said explain(const std::string& seed, const std::string& options = "") {
    const auto path = std::filesystem::temp_directory_path() / ("peakline-explain-" + std::to_string(getpid()) + ".yaml");
    std::ofstream(path) << "run: {seed: " << seed << R"(}
time: {start: 2026-03-02, days: 1}
reasons: {ask: {expected: 30/h, queues: {voice: 100%}}}
queues: {voice: {handle_time: 5min, patience: {exponential: {mean: 3min}}}}
staff: {groups: {core: {serves: [voice], agents: 3}}}
)";
    const Said said = shell(quoted(PEAKLINE_PROGRAM) + " explain " + quoted(path.string()) + " " + options + " 2>&1");
    std::filesystem::remove(path);
    return said;
}

}  // namespace

TEST_CASE("explain plays the seasons of another seed, as run does") {
    const Said one = explain("1", "--seed 5"), other = explain("5");
    CHECK(one.exit_code == 0);
    CHECK(one.out == other.out);
    CHECK(one.out != explain("1").out);
    CHECK(explain("1", "--seed x").exit_code == 2);
}
