// How seek words what it has found at the shell.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "tests/house/shell.hpp"

namespace {

using namespace peakline::testing;

// The answer in one line, of a small season in which three agents cost 1 440.
std::string seek(const std::string& question) {
    const auto path = std::filesystem::temp_directory_path() / ("peakline-seek-words-" + std::to_string(getpid()) + ".yaml");
    std::ofstream(path) << R"(
time: {start: 2026-03-02, days: 1}
reasons: {ask: {expected: 30/h, queues: {voice: 100%}}}
queues: {voice: {handle_time: 5min, patience: {exponential: {mean: 3min}}, target: {within: 20s}}}
staff: {groups: {core: {serves: [voice], agents: 3, cost: 20/h}}}
)";
    const Said said =
        shell(quoted(PEAKLINE_PROGRAM) + " seek " + quoted(path.string()) + " " + question + " 2>&1 | tr '\\n' ' '");
    std::filesystem::remove(path);
    return said.out;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("Of a largest value seek tells the step beyond it, not one short of it") {
    const std::string said = seek("--vary staff.groups.core.agents --until 'total.cost <= 2500' --max 200");
    CAPTURE(said);
    CHECK(holds(said, "5 is the largest value"));
    CHECK(holds(said, "a step more may meet by less"));
    CHECK(holds(said, "One step beyond it, at 6: "));
    CHECK(holds(said, ", the target is missed. "));
    CHECK_FALSE(holds(said, "a step less"));
    CHECK_FALSE(holds(said, "short of it"));
}

TEST_CASE("What seek cannot tell apart is said to be probable, and a target rather missed is not said to be missed") {
    const std::string said = seek(
        "--vary reasons.ask.expected --step 0.05/h --from 20/h --to 40/h --until 'voice.abandonment <= 20% in 60% of seasons' "
        "--max 100 --tolerance 0.1%");
    CAPTURE(said);
    CHECK(holds(said, "is probably the largest value"));
    CHECK(holds(said, "Not separated"));
    CHECK(holds(said, "the target is rather missed than met."));
    CHECK_FALSE(holds(said, "the target is missed"));
}
