// What else is so at the answer of `seek`: the scenario's other targets, and attempts that found all lines taken.
#pragma once

#include <string>
#include <vector>

#include "core/statistics.hpp"
#include "scenarios/scenario.hpp"
#include "sim/recorder.hpp"

namespace peakline {

struct OtherTarget {
    std::string metric;
    double target = 0;
    bool floor = true;
    Measured found;  // no value: nothing was measured, which meets no target
    bool meets() const { return floor ? found.value >= target : found.value <= target; }
};

struct Blocked {
    std::string queue;
    double share = 0;  // of attempts to join it
};

struct Beside {
    std::vector<OtherTarget> targets;  // of all enabled queues and of the total, but for the one asked for with its very value
    std::vector<Blocked> blocked;      // queues that block more than one attempt in a thousand
};
Beside beside_answer(const Scenario& scenario, const sim::Recorder& seasons, const std::string& metric, double target);

}  // namespace peakline
