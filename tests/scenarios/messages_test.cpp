// What is said about broken scenarios, word for word: fixtures/broken.yaml holds inputs with all their messages.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "scenarios/load.hpp"

using namespace peakline;

namespace {

std::vector<std::string> messages_of(const std::filesystem::path& path) {
    try {
        load_scenario(path);
    } catch (const InputError& error) {
        std::vector<std::string> texts;
        for (const Problem& problem : error.problems()) {
            std::string text = problem.text();
            const std::string folder = path.parent_path().string() + "/";
            for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder)) text.erase(at, folder.size());
            texts.push_back(text);
        }
        return texts;
    }
    return {};
}

}  // namespace

TEST_CASE("Every broken scenario gets all its messages, with place, key, found, expected and nearest name") {
    const auto folder = std::filesystem::temp_directory_path() / "peakline_broken_scenarios";
    std::filesystem::create_directories(folder);
    const YAML::Node cases = YAML::LoadFile(std::string(PEAKLINE_SOURCE_DIR) + "/tests/scenarios/fixtures/broken.yaml");
    REQUIRE(cases.size() >= 35);
    for (const YAML::Node& one : cases) {
        INFO(one["name"].as<std::string>());
        std::ofstream(folder / "broken.yaml") << one["text"].as<std::string>();
        CHECK(messages_of(folder / "broken.yaml") == one["says"].as<std::vector<std::string>>());
    }
    std::filesystem::remove_all(folder);
}

TEST_CASE("A folder and a missing file are mistakes, not crashes") {
    CHECK_THROWS_AS(load_scenario(std::filesystem::temp_directory_path()), InputError);
    CHECK_THROWS_AS(load_scenario("no/such/scenario.yaml"), InputError);
}

TEST_CASE("A scenario that never ends is a mistake, not a wait") {
    if (!std::filesystem::exists("/dev/zero")) return;
    CHECK(messages_of("/dev/zero") == std::vector<std::string>{"zero: larger than 256 MiB"});
}

TEST_CASE("More actions than the simulator can number are refused") {
    const auto path = std::filesystem::temp_directory_path() / "peakline_many_actions.yaml";
    const auto said = [&](int actions) {
        std::string text = R"(time: {start: 2026-11-01, days: 7}
reasons: {q: {expected: 100/h, queues: {v: 100%}}}
queues: {v: {handle_time: 5min, patience: 3min}}
staff: {groups: {g: {serves: [v], agents: 5}}}
events: {e: {at: 2026-11-02, lasts: 1h, do: [)";
        for (int i = 0; i < actions; ++i) text += "{close: v}, ";
        std::ofstream(path) << text << "{open: v}]}}\n";
        return messages_of(path);
    };
    CHECK(said(59'999).empty());
    REQUIRE(said(60'000).size() == 1);
    CHECK(said(60'000).front().find("60001 actions in all events, rules and the plan (expected at most 60000)") !=
          std::string::npos);
    std::filesystem::remove(path);
}

TEST_CASE("A file of values tells all its bad rows, up to twenty, and how many more there are") {
    const auto folder = std::filesystem::temp_directory_path() / "peakline_bad_rows";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "rows.yaml") << R"(time: {start: 2026-11-01, days: 7}
reasons: {q: {expected: 100/h, queues: {v: 100%}}}
queues: {v: {handle_time: {empirical: times.csv}, patience: 3min}}
staff: {groups: {g: {serves: [v], agents: 5}}}
)";
    const auto said = [&](int bad) {
        std::ofstream rows(folder / "times.csv");
        rows << "seconds\n120\n";
        for (int i = 0; i < bad; ++i) rows << "soon\n";
        rows << "90\n" << std::flush;
        return messages_of(folder / "rows.yaml");
    };
    CHECK(said(0).empty());
    const auto three = said(3);
    REQUIRE(three.size() == 3);
    CHECK(three.front().starts_with("times.csv:3: "));
    CHECK(three.back().starts_with("times.csv:5: "));
    const auto many = said(27);
    REQUIRE(many.size() == 21);
    CHECK(many.back().find("and 7 more rows like these") != std::string::npos);
    std::filesystem::remove_all(folder);
}
