// The modules form a star: core in the middle, scenarios around it, the working modules beside each other, app outside.
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace {

namespace fs = std::filesystem;

// What a file of a module may include besides its own module. app wires everything and has no entry.
const std::map<std::string, std::set<std::string>> may_include = {
    {"core", {}},
    {"scenarios", {"core"}},
    {"forecast", {"core", "scenarios"}},
    {"staffing", {"core", "scenarios"}},
    {"sim", {"core", "scenarios"}},
    {"decide", {"core"}},
    {"report", {"core", "scenarios"}},
};
const std::set<std::string> folders = {"core",   "scenarios", "forecast", "staffing", "sim",
                                       "decide", "report",    "app",      "tests",    "bench"};

std::vector<std::string> includes_of(std::istream& text) {
    static const std::regex quoted(R"re(^\s*#\s*include\s*["<]([^">]+)[">].*)re");
    std::vector<std::string> names;
    std::smatch match;
    for (std::string line; std::getline(text, line);)
        if (std::regex_match(line, match, quoted)) names.push_back(match[1]);
    return names;
}

// The include that breaks the star, or "".
std::string forbidden(const std::string& module, const std::string& include) {
    const std::size_t slash = include.find('/');
    const std::string target = slash == std::string::npos ? "" : include.substr(0, slash);
    if (!folders.contains(target) || target == module) return "";
    return may_include.at(module).contains(target) ? "" : include;
}

}  // namespace

TEST_CASE("No module includes another outside the star") {
    int files = 0;
    for (const auto& [module, allowed] : may_include) {
        const fs::path folder = fs::path(PEAKLINE_SOURCE_DIR) / module;
        if (!fs::exists(folder)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            const std::string extension = entry.path().extension().string();
            if (extension != ".cpp" && extension != ".hpp") continue;
            ++files;
            std::ifstream text(entry.path());
            for (const std::string& include : includes_of(text))
                CHECK_MESSAGE(forbidden(module, include).empty(), entry.path().string(), " includes ", include);
        }
    }
    CHECK(files > 10);
}

TEST_CASE("Scenario headers know no YAML") {
    const fs::path folder = fs::path(PEAKLINE_SOURCE_DIR) / "scenarios";
    for (const char* name :
         {"scenario.hpp", "amounts.hpp", "demand.hpp", "deflection.hpp", "queues.hpp", "staff.hpp", "events.hpp", "load.hpp"}) {
        std::ifstream text(folder / name);
        for (const std::string& include : includes_of(text))
            CHECK_MESSAGE(include.find("yaml") == std::string::npos, name, " includes ", include);
    }
}

TEST_CASE("The star's own rule tells allowed from forbidden includes") {
    CHECK(forbidden("sim", "core/civil.hpp").empty());
    CHECK(forbidden("sim", "sim/model.hpp").empty());
    CHECK(forbidden("sim", "fmt/format.h").empty());
    CHECK(forbidden("sim", "vector").empty());
    CHECK(!forbidden("core", "scenarios/scenario.hpp").empty());
    CHECK(!forbidden("sim", "forecast/forecast.hpp").empty());
    CHECK(!forbidden("report", "app/verbs.hpp").empty());
}
