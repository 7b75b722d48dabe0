// What the repository holds: sources that people write, nothing that a build makes or a package brings.
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "tests/house/shell.hpp"

namespace {

using namespace peakline::testing;

std::vector<std::string> tracked_files() {
    const Said said =
        shell("git -C " + quoted(PEAKLINE_SOURCE_DIR) + " -c core.quotepath=off -c safe.directory='*' ls-files 2>/dev/null");
    std::vector<std::string> names;
    std::istringstream lines(said.out);
    for (std::string line; std::getline(lines, line);) names.push_back(line);
    return names;  // empty outside a git checkout (a source archive)
}

std::string text_of(const std::string& name) {
    std::ifstream file(std::filesystem::path(PEAKLINE_SOURCE_DIR) / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("No output of a build and no foreign package is tracked") {
    const std::regex made(
        R"re((^|/)(build[^/]*|node_modules|CMakeFiles|__pycache__|Testing)/|\.(o|a|so|pyc|gcda|gcno)$|(^|/)(CMakeCache\.txt|compile_commands\.json|\.ninja_log)$)re");
    const std::regex vendored(R"re((^|/)(Random123|CLI|fmt|Eigen|yaml-cpp|nlohmann|doctest|third_party|vendor)/)re");
    for (const std::string& name : tracked_files()) {
        CHECK_MESSAGE(!std::regex_search(name, made), name, " is made by a build");
        CHECK_MESSAGE(!std::regex_search(name, vendored), name, " comes from a package");
    }
}

TEST_CASE("No tracked file names a place on somebody's machine") {
    const std::regex place(R"re((^|[\s"'`(=:])/(home|root|Users|work|mnt|srv)/[A-Za-z0-9_.-]+)re");
    for (const std::string& name : tracked_files()) {
        if (name.ends_with(".csv") || name.ends_with(".png") || name.ends_with("package-lock.json")) continue;
        const std::string text = text_of(name);
        std::smatch match;
        CHECK_MESSAGE(!std::regex_search(text, match, place), name, " names ", match.str());
    }
}

TEST_CASE("What people run can be run") {
    for (const char* name : {"peakline", "scripts/test", "scripts/lint", ".ci/run"}) {
        const auto path = std::filesystem::path(PEAKLINE_SOURCE_DIR) / name;
        CAPTURE(name);
        REQUIRE(std::filesystem::exists(path));
        CHECK((std::filesystem::status(path).permissions() & std::filesystem::perms::owner_exec) != std::filesystem::perms::none);
        CHECK(shell("sh -n " + quoted(path.string())).exit_code == 0);
    }
}
