// ./peakline in front of a build that is up to date: it must be invisible.
#include <filesystem>
#include <string>

#include <unistd.h>

#include <doctest/doctest.h>

#include "tests/house/shell.hpp"

namespace {

using namespace peakline::testing;
namespace fs = std::filesystem;

// A checkout of its own with a program that was built already, by a build tool that has nothing to do.
struct Checkout {
    fs::path root = fs::temp_directory_path() / ("peakline launcher " + std::to_string(getpid()));
    fs::path folder = root / "build" / "release", tools = root / "tools";

    Checkout() {
        fs::create_directories(folder / "app");
        fs::create_directories(root / "scripts");
        fs::create_directories(tools);
        for (const char* name : {"peakline", "scripts/setup.sh"})
            fs::copy_file(fs::path(PEAKLINE_SOURCE_DIR) / name, root / name);
        script(folder / "app" / "peakline", "for a; do printf '<%s>' \"$a\"; done; cat; echo to stderr >&2; exit 3");
        script(tools / "cmake", "echo building; exit ${CMAKE_RESULT:-0}");
        script(tools / "apt-get", "echo apt-get was called; exit 1");
        script(tools / "sudo", "echo sudo was called; exit 1");
    }
    ~Checkout() { fs::remove_all(root); }

    static void script(const fs::path& path, const std::string& body) {
        shell("printf '#!/bin/sh\\n%s\\n' " + quoted(body) + " > " + quoted(path.string()) + "; chmod +x " +
              quoted(path.string()));
    }
    Said run(const std::string& before, const std::string& after) const {
        return shell("cd /; export PATH=" + quoted(tools.string()) + ":\"$PATH\"; " + before + " " +
                     quoted((root / "peakline").string()) + " " + after);
    }
};

}  // namespace

TEST_CASE("The launcher passes arguments, stdin, stdout and the exit code through") {
    const Checkout checkout;
    const Said said = checkout.run("", "run 'a b' '' '*' </dev/null 2>/dev/null");
    CHECK(said.out == "<run><a b><><*>");
    CHECK(said.exit_code == 3);
    CHECK(checkout.run("echo words |", "2>/dev/null").out == "words\n");
    CHECK(checkout.run("", "</dev/null 2>&1 >/dev/null").out == "to stderr\n");
}

TEST_CASE("The launcher says why it cannot build, on stderr, and ends with 1") {
    const Checkout checkout;
    const Said said = checkout.run("CMAKE_RESULT=1", "run </dev/null 2>/dev/null");
    CHECK(said.exit_code == 1);
    CHECK(said.out.empty());
    CHECK(checkout.run("CMAKE_RESULT=1", "run 2>&1 >/dev/null").out.find("building\npeakline: the program could not be built") !=
          std::string::npos);
}

TEST_CASE("The launcher may be called through a link") {
    const Checkout checkout;
    fs::create_symlink(checkout.root / "peakline", checkout.tools / "linked");
    const Said said = shell("PATH=" + quoted(checkout.tools.string()) + ":\"$PATH\"; linked x </dev/null 2>/dev/null");
    CHECK(said.out == "<x>");
}

TEST_CASE("A build folder named relatively is the same folder every time, and another project's is left alone") {
    const Checkout checkout;
    const auto setup = [&](const std::string& then) {
        return shell("cd " + quoted(checkout.root.string()) + "; root=" + quoted(checkout.root.string()) +
                     "; . scripts/setup.sh; " + then);
    };
    const std::string here = fs::canonical(checkout.root).string();
    CHECK(setup("PEAKLINE_BUILD=build/../own/ build_folder").out == here + "/own");
    const auto write_cache = [&](const std::string& project) {
        return "printf '%s\\n' CMAKE_PROJECT_NAME:STATIC=" + project +
               " CMAKE_HOME_DIRECTORY:INTERNAL=/elsewhere > own/CMakeCache.txt; touch own/kept; ";
    };
    CHECK(setup(write_cache("other") + "forget_if_moved \"$root/own\" 2>&1").exit_code == 1);
    CHECK(fs::exists(checkout.root / "own" / "kept"));
    CHECK(setup(write_cache("peakline") + "forget_if_moved \"$root/own\"").exit_code == 0);
    CHECK_FALSE(fs::exists(checkout.root / "own" / "kept"));
}
