// The smallest step that meets a target: bracketed and bisected on common random numbers, then judged on fresh replications.
// Steps are whole numbers on a grid that the caller lays; what a step means, and how it is simulated, is the caller's.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "core/results.hpp"

namespace peakline {

// A metric's parts in single replications: a over b; counts stand over 1.
struct Observations {
    std::vector<double> a, b;
};

// Replications first ... first + count - 1 at a step. The same replication sees the same customers at every step.
using Observe = std::function<Observations(long step, int first, int count)>;

struct SeekTarget {
    double value = 0;
    bool floor = true;            // to be reached or passed; else not to be passed
    std::optional<double> share;  // in at least this share of replications; nothing: on average over them
    double tolerance = 0;         // a miss by less than this is not worth arguing about; of the share where there is one
};

struct SeekOptions {
    std::optional<long> low, high;  // both: the steps to look at; else they are searched for from `start` on
    long start = 0;
    long lowest = 0, highest = 1000000;  // steps that make sense
    int search_replications = 40;        // 0 ... of the sample function that is bisected
    int max_replications = 5000;         // of one step's judgement, fresh
    int tests = 16;                      // judgements that share the 5 % of error
    double confidence = 0.95;
};

// A step's judgement. The margin is how far the target is passed, in the metric's unit; negative: missed.
struct StepTest {
    long step = 0;
    bool meets = false;
    bool sure = false;  // beyond doubt and tolerance; else by the sign of the estimate
    int replications = 0;
    double value = no_value;  // the metric on average, or the share of replications that meet it
    double margin = no_value;
    Interval bounds;  // of `value`, each side with its part of the error
};

struct SeekAnswer {
    enum class Outcome { found, met_everywhere, met_nowhere };
    Outcome outcome = Outcome::found;
    long step = 0;                   // that meets; met_everywhere: `start` or the lowest; met_nowhere: the nearest looked at
    int direction = 0;               // +1: larger steps meet; -1: smaller steps do
    StepTest at;                     // of `step`
    std::optional<StepTest> before;  // of the step that misses beside it
    bool sure = false;               // both judgements are, and they were few enough for the confidence
    bool monotone = true;            // two steps further on it is no worse
    std::vector<StepTest> tests;     // all judgements, in the order made
    int steps_searched = 0;
    int replications = 0;  // simulated in all
};

SeekAnswer seek(const Observe& observe, const SeekTarget& target, const SeekOptions& options);

// When a judgement looks at its replications: ceil(40 x 1.5^(q-1)), up to `max`.
std::vector<int> looks(int max);

}  // namespace peakline
