// scripts/lint finds what every source of the tree keeps.
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include <doctest/doctest.h>

#include "tests/house/shell.hpp"

using namespace peakline::testing;
namespace fs = std::filesystem;

TEST_CASE("Every source of the tree passes scripts/lint") {
    const std::string root = PEAKLINE_SOURCE_DIR;
    if (!fs::exists(root + "/.git")) return;
    const std::string part = shell("command -v clang-format").exit_code == 0 ? "" : " --text-only";
    const Said said = shell(quoted(root + "/scripts/lint") + part + " 2>&1");
    CHECK_MESSAGE(said.exit_code == 0, said.out);
}

TEST_CASE("scripts/lint names tabs, blanks at line ends, unfinished last lines and headers without #pragma once") {
    const fs::path file = fs::temp_directory_path() / ("peakline-lint-" + std::to_string(getpid()) + ".hpp");
    std::ofstream(file) << "int a;\t// x\nint b; \nint c;";
    const std::string out = shell(quoted(std::string(PEAKLINE_SOURCE_DIR) + "/scripts/lint") + " --format-only " +
                                  quoted(file.string()) + " 2>/dev/null")
                                .out;
    for (const char* const part : {"a tab:", "blanks at the end of a line:", ":2:int b; ",
                                   "a last line that does not end:", "a header without #pragma once:"})
        CHECK_MESSAGE(out.find(part) != std::string::npos, part);
    fs::remove(file);
}
