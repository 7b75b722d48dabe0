// What the tests of the verbs at the shell share: a small scenario, a folder of its own, the program asked and answering.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/house/shell.hpp"

namespace peakline::testing {

namespace fs = std::filesystem;

inline const std::string program = quoted(PEAKLINE_PROGRAM);

inline bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// A folder of its own for every test, gone afterwards.
struct Folder {
    fs::path path = fs::temp_directory_path() / fmt::format("peakline-questions-{}", getpid());
    Folder() {
        fs::remove_all(path);
        fs::create_directories(path);
    }
    ~Folder() { fs::remove_all(path); }
    std::string file(const std::string& name, const std::string& text) const {
        std::ofstream(path / name) << text;
        return (path / name).string();
    }
    std::string at(const std::string& name) const { return (path / name).string(); }
};

inline std::string scenario(const std::string& agents = "5", const std::string& more = "", const std::string& zone = "UTC") {
    return fmt::format(R"(peakline: 1
name: Small
time: {{zone: {}, start: 2026-03-02, days: 1}}
run: {{replications: 5}}
drivers: {{orders: {{expected: 1000/d, scale: {{uniform: [0.8, 1.2]}}}}}}
reasons: {{ask: {{per: orders, rate: 50%, queues: {{voice: 100%}}}}}}
queues: {{voice: {{handle_time: {{exponential: {{mean: 5min}}}}, patience: {{exponential: {{mean: 3min}}}}, target: {{service_level: 80%, within: 20s}}}}}}
staff: {{groups: {{core: {{serves: [voice], agents: {}, cost: 10/h}}}}}}
events: {{outage: {{at: "2026-03-02 10:00", lasts: 2h, chance: 50%, do: [{{scale: {{driver: orders, by: 3}}}}]}}}}
{})",
                       zone, agents, more);
}
inline const std::string plans = R"(plans:
  more: {set: {staff.groups.core.agents: 8, queues.voice.handle_time.exponential.mean: 4min}}
  busy: {do: [{staff: {group: core, by: 1.5}}, {scale: {reason: ask, by: 90%}}]}
)";

// What is said on stderr together with stdout.
inline Said ask(const std::string& words) { return shell(program + " " + words + " 2>&1"); }
inline nlohmann::json json_of(const std::string& words) {
    return nlohmann::json::parse(shell(program + " " + words + " --json").out);
}

}  // namespace peakline::testing
