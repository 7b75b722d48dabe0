// What differs between two scenarios, or two plans of one, before anything is simulated.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace peakline {

struct ScenarioSide {
    std::filesystem::path file;
    std::string plan;  // a name that is no plan: the scenario as written
};

struct Change {
    enum class Kind { changed, added, removed };
    Kind kind = Kind::changed;
    std::string key;                                // "queues.voice.patience"
    std::string from, to;                           // as written, on one line; empty: not there
    bool from_default = false, to_default = false;  // not written: the format's default
    std::string step;                               // of numbers: "+5, +12.5 %", "+3 pt", "-30s"
    std::string meaning;                            // of the key, from the format
};

struct ScenarioDifference {
    std::vector<Change> changes;                        // in the order of the format
    std::vector<std::string> actions_from, actions_to;  // what only one of the two plans does, in words
    bool empty() const { return changes.empty() && actions_from.empty() && actions_to.empty(); }
};

// Both sides must be scenarios that load_scenario takes. Values are compared, not spellings: 60s is 1min. Of two files the plans
// are compared, too.
ScenarioDifference difference(const ScenarioSide& from, const ScenarioSide& to);

// "queues.voice.patience: 3min -> 5min (+2min)"
std::string change_text(const Change& change);

}  // namespace peakline
