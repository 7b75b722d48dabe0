// A what-if at the shell: --set.
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/house/shell.hpp"

namespace {

using namespace peakline::testing;
namespace fs = std::filesystem;

struct File {
    fs::path path = fs::temp_directory_path() / fmt::format("peakline-what-if-{}.yaml", getpid());
    explicit File(const std::string& run) {
        std::ofstream(path) << "peakline: 1\nname: Small\ntime: {zone: UTC, start: 2026-03-02, days: 1}\nrun: " << run << R"(
reasons: {ask: {expected: 200/d, queues: {voice: 100%}}}
queues: {voice: {handle_time: 5min, patience: 3min, target: {service_level: 80%, within: 20s}}}
staff: {groups: {core: {serves: [voice], agents: 1}}}
plans:
  more: {set: {staff.groups.core.agents: 2}}
)";
    }
    ~File() { fs::remove(path); }
};

nlohmann::json json_of(const std::string& words) {
    return nlohmann::json::parse(shell(quoted(PEAKLINE_PROGRAM) + " " + words + " --json").out);
}

}  // namespace

TEST_CASE("A what-if in a scenario that decides plays 20 seasons of each plan, says so, and decides nothing") {
    const File file("{until: {decide: voice.service_level}}");
    const std::string words = "run " + file.path.string() + " --set queues.voice.lines=3";
    const auto quick = json_of(words), more = json_of(words + " --replications 30"),
               decided = json_of("run " + file.path.string());
    CHECK(quick["replications"] == 20);
    CHECK(quick["plans"]["set"]["replications"] == 20);
    CHECK_FALSE(quick["comparison"].contains("best"));
    CHECK(quick.dump().find("a quick what-if: 20 seasons of each plan") != std::string::npos);
    CHECK(quick["notes"][0] == "set is baseline with queues.voice.lines=3");
    CHECK(more["replications"] == 30);
    CHECK(more.dump().find("a quick what-if") == std::string::npos);
    CHECK(decided["comparison"]["best"]["plan"] == "more");
}

TEST_CASE("A what-if plays as many seasons as the scenario tells") {
    const File file("{replications: 7}");
    const auto json = json_of("run " + file.path.string() + " --set queues.voice.lines=3");
    CHECK(json["replications"] == 7);
    CHECK(json.dump().find("a quick what-if") == std::string::npos);
}

TEST_CASE("A what-if that changes nothing is told so") {
    const File file("{replications: 3}");
    const std::string words = "run " + file.path.string() + " --set queues.voice.";
    const std::string said = "set: nothing differs from baseline, in any season";
    CHECK(json_of(words + "lost_contact_costs=0").dump().find(said) != std::string::npos);
    CHECK(json_of(words + "lines=1").dump().find(said) == std::string::npos);
}
