// A planner's history, read and repaired: counts by series, day and slot of the local clock.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/civil.hpp"
#include "core/problem.hpp"

namespace peakline {

// One kind of thing found in the files, and what was done about it. Nothing is left out or changed without one.
struct Finding {
    std::string kind;    // "duplicate", "gap", "negative value": a fixed word, for programs
    std::string series;  // empty: the file
    std::string file;
    std::vector<int> lines;         // every line concerned; empty where rows are missing
    std::vector<std::string> when;  // spans without rows, "2026-03-01 08:00 to 11:30"
    std::string found;              // in words
    std::string done;               // in words: what was done about it
};

struct HistorySeries {
    std::string name;
    std::string file;                // where it stands first
    Date first;                      // date of row 0
    int slots = 48;                  // a day
    std::vector<float> values;       // [day][slot] counts; NaN: no row
    std::vector<float> handle_time;  // [day][slot] mean seconds; empty without; NaN: not known
    int days() const { return static_cast<int>(values.size()) / slots; }
    Date last() const { return first + (days() - 1); }
    float at(int day, int slot) const { return values[static_cast<std::size_t>(day) * slots + slot]; }
    double step() const { return day_seconds / slots; }
};

struct History {
    std::vector<HistorySeries> series;  // in the order of the files, one grid for all
    int slots = 48;
    std::vector<Finding> findings;
    std::vector<std::string> read;  // in words: which files, how they were understood
    Date last() const;              // latest day of any series
};

struct ReadOptions {
    std::optional<Date> until;                     // nothing later is read
    std::optional<double> interval;                // seconds; coarser than the file's own
    std::optional<Zone> zone;                      // for clock changes, and of stamps with an offset
    std::optional<std::filesystem::path> mapping;  // what the columns mean (docs/forecasting.md)
    std::optional<std::string> only;               // one series of a file with many, by name
};

// Throws InputError with the place where nothing usable remains.
History read_history(std::span<const std::filesystem::path> files, const ReadOptions& options);

}  // namespace peakline
