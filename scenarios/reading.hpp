// One pass over one tree: where we are, what exists by name, what is wrong. Values read through it; nothing of it outlives the load.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/civil.hpp"
#include "core/problem.hpp"
#include "scenarios/csv.hpp"
#include "scenarios/node.hpp"
#include "scenarios/scenario.hpp"

namespace peakline {

// What a name in the text can stand for. `metric` and `day` never stand alone: they shape paths.
std::string_view kind_text(Kind kind);  // "self_service"
std::string kind_plural(Kind kind);     // section: "self_service", "queues", "staff.groups"

struct Names {
    std::map<Kind, std::vector<std::string>> all;  // in file order; cohorts of all groups together
    std::map<std::string, std::vector<std::string>> groups_of_cohort;
    const std::vector<std::string>& of(Kind kind) const;
    bool has(Kind kind, std::string_view name) const;
};

class Reading {
public:
    explicit Reading(Tables& csv_tables) : tables(csv_tables) {}

    // Everything wrong, in the order found. `node` gives the place and what was found.
    void wrong(const Node& node, std::string message, std::string expected = {}, std::string nearest = {});
    void wrong_key(const Entry& entry, std::string message, std::string expected = {}, std::string nearest = {});
    void wrong_at(const Place& place, std::string message, std::string found = {}, std::string expected = {},
                  std::string nearest = {});
    void warn(const Place& place, std::string key, std::string message);
    void add(Problem problem);

    // The key path; a scope lasts as long as its object.
    class Scope {
    public:
        Scope(Reading& reading, std::string_view key) : reading_(reading) { reading_.path_.emplace_back(key); }
        ~Scope() { reading_.path_.pop_back(); }
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

    private:
        Reading& reading_;
    };
    Scope at(std::string_view key) { return Scope(*this, key); }
    std::string path() const;
    std::string thing() const {
        return path_.size() > 1 ? path_[path_.size() - 2] : std::string();
    }                                           // the name right above this key
    bool sound(std::string_view prefix) const;  // nothing wrong at or below this key path so far
    std::size_t mistakes() const { return problems.size(); }

    // What is said about a copy whose original is unknown would only be noise.
    void spoil() { spoiled_.insert(path()); }
    bool spoiled() const { return !spoiled_.empty() && spoiled_.contains(path()); }

    std::vector<Problem> problems, warnings;
    Names names;
    Tables& tables;            // CSV files, read once a load
    std::optional<Zone> zone;  // as soon as time.zone is read; empty where it is wrong
    Date start{};
    int days = 1;

private:
    std::vector<std::string> path_;
    std::set<std::string> spoiled_;
};

}  // namespace peakline
