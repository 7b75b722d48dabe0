// The program at the shell: where its words go and how it ends.
#include <string>

#include <doctest/doctest.h>

#include "tests/house/shell.hpp"

namespace {

using namespace peakline::testing;

const std::string program = quoted(PEAKLINE_PROGRAM);

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("The version goes to stdout alone") {
    const Said said = shell(program + " --version 2>&-");
    CHECK(said.exit_code == 0);
    CHECK(said.out.starts_with("peakline "));
    CHECK(shell(program + " --version 2>&1 >/dev/null").out.empty());
}

TEST_CASE("The help shows examples and exit codes") {
    const Said said = shell(program + " --help");
    CHECK(said.exit_code == 0);
    CHECK(holds(said.out, "peakline run "));
    CHECK(holds(said.out, "Exit codes: 0 done, 1 failed, 2 bad input or usage, 3 a target was missed"));
}

TEST_CASE("A wrong command ends with 2, a hint and nothing on stdout") {
    const Said said = shell(program + " nonsense 2>&1 >/dev/null");
    CHECK(said.exit_code == 2);
    CHECK(holds(said.out, "'nonsense' is not a command"));
    CHECK(holds(said.out, "See: peakline --help"));
    CHECK(shell(program + " nonsense 2>/dev/null").out.empty());
}

TEST_CASE("No command at all ends with 2") {
    const Said said = shell(program + " 2>&1");
    CHECK(said.exit_code == 2);
    CHECK(holds(said.out, "a command is missing"));
}

TEST_CASE("A wrong option names the nearest") {
    const Said said = shell(program + " --versoin 2>&1");
    CHECK(said.exit_code == 2);
    CHECK(holds(said.out, "did you mean '--version'?"));
}

TEST_CASE("A folder without a name is a wrong option") {
    for (const std::string option : {"--out", "--trace"}) {
        const Said said =
            shell(program + " run " PEAKLINE_SOURCE_DIR "/examples/fashion_black_friday/scenario.yaml " + option + " '' 2>&1");
        CHECK(said.exit_code == 2);
        CHECK(holds(said.out, option + ": is empty (expected the name of a folder)"));
    }
}

TEST_CASE("Output that cannot be written is a failure") {
    const Said full = shell(program + " --help 2>&1 >/dev/full");
    CHECK(full.exit_code == 1);
    CHECK(holds(full.out, "failed: the output could not be written"));
    CHECK(shell(program + " --help 2>/dev/null >&-").exit_code == 1);
}

TEST_CASE("A reader that stops early does not kill the program by a signal, and nothing is said of it by any verb") {
    for (const char* words : {" --help", " schema", " schema --markdown", " explain --help"}) {
        CAPTURE(words);
        // The inner shell reports the program's own words and end on descriptor 3; it begins once nobody reads any more.
        const Said said =
            shell("{ { trap '' PIPE; while echo 2>&-; do :; done; " + program + words + " 2>&3; echo $? >&3; } | true; } 3>&1");
        CHECK(said.out == "1\n");
    }
}
