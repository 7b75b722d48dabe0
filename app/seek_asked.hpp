// What a planner asks of `seek`, understood: the target of --until and the grid of steps that --from, --to and --step lay.
#pragma once

#include <functional>
#include <string>

#include "app/seek_answer.hpp"
#include "decide/seek.hpp"
#include "scenarios/setting.hpp"

namespace peakline {

// The options as written; empty: not given.
struct SeekWords {
    std::string until, from, to, step, tolerance;
};

// "voice.service_level >= 80% in 90% of seasons", before its metric and value are understood.
struct UntilText {
    std::string metric, sign, value, share;
};

// All of these throw InputError that names the option.
UntilText read_until(const std::string& text);

// Refuses what no season or every season meets, such as a service level of 120 %.
SeekTarget target_of(const UntilText& until, const std::string& metric, const std::string& tolerance);

// Step k is the number first + k x step. `options` gets the range of steps, as far as the words give one.
Grid grid_of(const Setting& setting, const SeekWords& words, SeekOptions& options);

// Ends of the range that the format does not take are drawn in to the last step that `stands`; which throws InputError where a
// step does not. Ends that were asked for by name are not: their mistake is thrown.
using Stands = std::function<void(long step, const std::string& option)>;
void keep_to_what_stands(const SeekWords& words, const Stands& stands, SeekOptions& options);

}  // namespace peakline
