// `drivers` and `reasons`: why customers contact us, and how often.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/demand.hpp"
#include "scenarios/amounts.hpp"

namespace peakline {

// What is expected, without a forecast: a rate (per day, hour or minute), a list by day from time.start on, or a CSV as read.
struct Expected {
    std::variant<Rate, std::vector<double>, TimeTable> value;
};

// Where a volume comes from: exactly one of the three, or none (a reason fed by a driver, or by events and notifications only).
struct Volume {
    std::optional<std::filesystem::path> history;   // forecast on the fly
    std::optional<std::filesystem::path> forecast;  // a folder saved by `peakline forecast`
    std::optional<Expected> expected;
    bool any() const { return history || forecast || expected; }
};

struct Driver {
    std::string name;
    bool enabled = true;
    Volume volume;
    Quantity scale = Distribution::constant(1);
};

// When in the day and week: weights by hour and day, or the shape of a history file. Neither: no profile.
struct Profile {
    std::optional<std::filesystem::path> history;
    Factors weights;
    bool any() const { return history || !weights.empty(); }
};

struct Chase {
    Quantity after = Distribution::constant(never);
    std::optional<Quantity> every;  // default: after
    Quantity share = Distribution::constant(0);
    ChangingShares queues;  // where the chaser goes
    int up_to = 1;
    Quantity closes = Distribution::constant(0);  // queue chase: share of chases elsewhere that close the waiting item
    std::optional<Quantity> handle_time;          // queue chase: added to the item's when they meet
};

struct Pending {
    Quantity share = Distribution::constant(0);
    Quantity answered_after;
    std::string follow_up_queue;
    std::optional<Quantity> follow_up_handle_time;
    std::optional<Chase> chase;
};

// A handle time for one queue or group: a duration that replaces, or a factor.
struct HandleTime {
    std::string name;     // queue (in a reason) or queue (in a group's map)
    bool factor = false;  // the quantity multiplies; else it replaces
    Quantity value;
};

enum class Counts : std::uint8_t { needs, offered };

struct Reason {
    std::string name;
    bool enabled = true;
    std::string per;                                        // driver; empty: own volume, or none
    Quantity rate = Distribution::constant(0);              // contacts per unit of the driver
    std::vector<std::pair<double, double>> lag = {{0, 1}};  // delay in seconds -> share; whole days are calendar days
    Profile profile;
    Volume volume;
    Counts counts = Counts::needs;
    Quantity first_contacts = Distribution::constant(1);
    Quantity scale = Distribution::constant(1);
    ChangingShares queues;
    Quantity resolved_first_time = Distribution::constant(1);
    std::optional<Pending> pending;
    std::vector<HandleTime> handle_time;  // by queue
};

}  // namespace peakline
