// How long customers are willing to wait, as the formulas need it: distribution function, its complement, and E[min(R, x)].
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/distribution.hpp"

namespace peakline {

struct Patience {
    using Function = std::function<double(double)>;
    Function gone;              // P(R <= x), x >= 0
    Function there;             // P(R > x)
    Function waited;            // E[min(R, x)]
    double mean = 0;            // may be infinite
    std::vector<double> kinks;  // where the density jumps or an atom sits, increasing
};

Patience exponential_patience(double mean);
Patience deterministic_patience(double value);
Patience uniform_patience(double low, double high);
Patience gamma_patience(double mean, double shape);  // Erlang-k: shape k
Patience weibull_patience(double mean, double shape);
Patience lognormal_patience(double mean, double cv);
Patience hyperexponential_patience(std::span<const double> shares, std::span<const double> means);
// A share leaves at once unless served at once, the others as `rest`.
Patience balking_patience(double share, Patience rest);

// Of a distribution as scenarios write it. Throws std::invalid_argument for families without a closed E[min(R, x)]
// (triangular, empirical, geometric).
Patience patience_of(const Distribution& distribution);

}  // namespace peakline
