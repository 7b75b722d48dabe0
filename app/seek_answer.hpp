// The answer of `seek` in words and as JSON. Confidence (of the simulation) and risk (of the season) are kept apart.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/seek_beside.hpp"
#include "app/seek_roster.hpp"
#include "decide/seek.hpp"
#include "scenarios/setting.hpp"

namespace peakline {

struct Grid {
    Setting setting;
    double first = 0, step = 1;
    double value(long k) const { return first + static_cast<double>(k) * step; }
    std::string text(long k) const { return setting.number.text(value(k)); }
};

struct SeekQuestion {
    std::string scenario, file, plan, metric, until;
    std::uint64_t seed = 1;
    SeekTarget target;
    Grid grid;
};

struct SeekResult {
    SeekQuestion question;
    SeekAnswer answer;
    std::vector<double> seasons;         // the metric in single fresh seasons at the answer's step
    std::optional<RosterSizes> rosters;  // where a roster is varied by the factor on it
    Beside beside;                       // in the same seasons
};

std::string seek_words(const SeekResult& result);
nlohmann::ordered_json seek_json(const SeekResult& result);

}  // namespace peakline
