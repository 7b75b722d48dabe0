// What matters, as a table with bars, as JSON and as CSV.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "decide/sensitivity.hpp"

namespace peakline {

struct SensitivityRow {
    std::string input, kind;  // kind: forecast, busyness, number, event, setting
    std::string low_at, high_at;
    Swing swing;
    FirstOrder first_order;  // no value for chosen settings
};

struct SensitivityOfMetric {
    std::string metric;
    Measured mean;                     // over all replications
    std::vector<SensitivityRow> rows;  // widest first
};

struct Sensitivity {
    std::string scenario, plan;
    std::uint64_t seed = 1;
    int replications = 0, paired = 0;
    std::vector<SensitivityOfMetric> metrics;
};

std::string sensitivity_words(const Sensitivity& s, std::size_t width);
nlohmann::ordered_json sensitivity_json(const Sensitivity& s);
std::string sensitivity_csv(const Sensitivity& s);

}  // namespace peakline
