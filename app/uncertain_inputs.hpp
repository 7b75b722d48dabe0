// The uncertain inputs of a plan: what each was in every season, and the plan with each at its 10 and at its 90 % point.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/questions.hpp"

namespace peakline {

struct Input {
    enum class Kind { forecast, busyness, number, event, setting };
    Kind kind = Kind::number;
    std::string name;                 // a key, "forecast", "busyness", "events.NAME"
    std::string low_text, high_text;  // what it is at either end
    Scenario low, high;
    std::shared_ptr<const Demand> low_demand, high_demand;  // empty: the subject's
    std::vector<double> drawn;                              // by season, rising with it; empty for chosen settings
};

inline constexpr double low_point = 0.1, high_point = 0.9;

// Whatever is drawn once a season. Series forecast together are one input, as are all parts of one event: they move together.
// `simulation` is of the subject as it is; its seasons are the ones looked at.
std::vector<Input> uncertain_inputs(const Subject& subject, const sim::Simulation& simulation);

// A chosen setting, "KEY=LOW..HIGH".
Input chosen_setting(const Subject& subject, const std::string& text);

}  // namespace peakline
