// What a planner hears from `validate` before anything is simulated.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "tests/house/shell.hpp"

namespace {

using namespace peakline::testing;
namespace fs = std::filesystem;

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// A season whose volumes come from two files and, in a plan, from a third; gone afterwards.
struct Season {
    fs::path folder = fs::temp_directory_path() / ("peakline-validate-" + std::to_string(getpid()));
    Season() {
        fs::create_directories(folder);
        write("season.yaml", R"(time: {start: 2026-03-02, days: 2}
run: {replications: 1}
drivers: {orders: {history: orders.csv}}
reasons:
  ask: {per: orders, rate: 10%, profile: {by_hour: {"08-18": 1}}, queues: {voice: 100%}}
  complain: {history: complaints.csv, profile: {by_hour: {"08-18": 1}}, queues: {voice: 100%}}
queues: {voice: {handle_time: 3min, patience: 3min}}
staff: {groups: {core: {serves: [voice], agents: 5}}}
plans:
  other: {set: {drivers.orders.history: others.csv}}
)");
        for (const char* file : {"orders.csv", "complaints.csv", "others.csv"}) write(file, history("2026-02-"));
    }
    ~Season() { fs::remove_all(folder); }
    static std::string history(const std::string& month) {
        std::string text = "timestamp,count\n";
        for (int day = 1; day <= 28; ++day) text += month + (day < 10 ? "0" : "") + std::to_string(day) + "," + "100\n";
        return text;
    }
    void write(const std::string& name, const std::string& text) const { std::ofstream(folder / name) << text; }
    Said ask(const std::string& verb) const {
        return shell("cd " + quoted(folder.string()) + " && " + quoted(PEAKLINE_PROGRAM) + " " + verb + " season.yaml 2>&1");
    }
};

}  // namespace

TEST_CASE("validate reads the histories, of every plan, and tells all of their mistakes with file and line") {
    const Season season;
    const Said good = season.ask("validate");
    CHECK(good.exit_code == 0);
    CHECK(holds(good.out, "season.yaml: good"));
    season.write("orders.csv", "timestamp,orders\n2026-02-01,many\n2026-02-02,few\n");
    season.write("complaints.csv", "timestamp\n2026-02-01\n");
    season.write("others.csv", Season::history("2019-02-"));
    const Said bad = season.ask("validate");
    CHECK(bad.exit_code == 2);
    CHECK(holds(bad.out, "orders.csv:1: drivers.orders.history: no column holds numbers"));
    CHECK(holds(bad.out, "complaints.csv:1: reasons.complain.history: "));
    CHECK(holds(bad.out, "others.csv: drivers.orders.history: in plan other: the history of orders ends on 2019-02-28"));
    CHECK(holds(bad.out, "season.yaml: 3 mistakes\n"));
    const Said run = season.ask("run");
    CHECK(run.exit_code == 2);
    CHECK(holds(bad.out, run.out.substr(0, run.out.find('\n'))));  // in the words of `run`
}

TEST_CASE("A history that is no file is bad input, and not read to an end that never comes") {
    const Season season;
    fs::remove(season.folder / "orders.csv");
    fs::create_symlink("/dev/zero", season.folder / "orders.csv");
    for (const char* verb : {"validate", "run"}) {
        const Said said = season.ask(verb);
        CHECK(said.exit_code == 2);
        CHECK(holds(said.out, "orders.csv: drivers.orders.history: is a device or a pipe, not a file"));
    }
}
