#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "core/problem.hpp"
#include "made_results.hpp"
#include "report/json.hpp"
#include "report/write.hpp"

using namespace peakline;
namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path = fs::temp_directory_path() / fmt::format("peakline_report_test_{}", getpid());
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
};

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string text_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("A report folder is made with its six files and nothing else") {
    const Folder folder;
    const auto out = folder.path / "new" / "report";
    write_reports(small_results(), out);
    CHECK(names_in(out) ==
          std::vector<std::string>{"days.csv", "groups.csv", "intervals.csv", "queues.csv", "report.html", "results.json"});
    CHECK(text_of(out / "results.json") == results_json(small_results()) + "\n");
}

TEST_CASE("Writing again replaces the files") {
    const Folder folder;
    write_reports(season_results({2, 48, 1, 1, false}), folder.path);
    write_reports(small_results(), folder.path);
    CHECK(text_of(folder.path / "results.json") == results_json(small_results()) + "\n");
    CHECK(names_in(folder.path).size() == 6);
}

TEST_CASE("When one file cannot be written none is, and what was there stays as it was") {
    const Folder folder;
    std::ofstream(folder.path / "results.json") << "old";
    fs::create_directories(folder.path / "report.html" / "in the way");
    CHECK_THROWS_WITH_AS(write_reports(small_results(), folder.path), doctest::Contains("a folder has that name"),
                         std::runtime_error);
    CHECK(names_in(folder.path) == std::vector<std::string>{"report.html", "results.json"});
    CHECK(text_of(folder.path / "results.json") == "old");
}

TEST_CASE("A file where the folder should be is refused by its name") {
    const Folder folder;
    std::ofstream(folder.path / "taken") << "a file";
    try {
        write_reports(small_results(), folder.path / "taken");
        FAIL("not refused");
    } catch (const InputError& error) {
        CHECK(std::string(error.what()).find("taken") != std::string::npos);
        CHECK(error.problems().front().found == "a file");
    }
    CHECK_THROWS_AS(write_reports(small_results(), folder.path / "taken" / "below"), InputError);
}
