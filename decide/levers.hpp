// What each lever of a plan did: Shapley values over subsets of its levers, each subset simulated with the same customers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "core/statistics.hpp"
#include "decide/seek.hpp"

namespace peakline {

using LeverSet = std::vector<bool>;  // by lever: in force

// Replications 0 ... n-1 with these levers, of every metric asked about.
using ObserveLevers = std::function<std::vector<Observations>(const LeverSet& on, int replications)>;

struct LeverOptions {
    std::vector<double> tolerances;  // by metric; a metric with an infinite one never asks for more replications
    int first = 40, max = 5000;
    std::size_t exact_up_to = 8;  // levers; beyond, by permutations with their reverses
    int permutation_pairs = 16;
    std::uint64_t seed = 1;  // of the permutations
};

struct LeverShare {
    Measured share;             // Shapley value, its standard error and 95 % interval
    double alone = no_value;    // with it alone - with none
    double removed = no_value;  // with all - with all but it
};

struct LeverShares {
    std::size_t levers = 0;
    int replications = 0;
    bool exact = true;
    bool narrow = false;                          // every half-width <= max(tolerance, 5 % of the whole)
    std::vector<std::vector<LeverShare>> shares;  // [metric][lever]
    std::vector<Measured> whole;                  // [metric] with all - with none: the sum of the shares
    std::vector<double> none, all;                // [metric] with no lever, with all of them
};

LeverShares share_levers(std::size_t levers, const ObserveLevers& observe, const LeverOptions& options);

// Weight of a subset of `size` out of `levers` - 1 others: size! (levers - size - 1)! / levers!
double shapley_weight(std::size_t levers, std::size_t size);

}  // namespace peakline
