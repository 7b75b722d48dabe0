// A Kalman filter that outliers cannot carry away (Masreliez 1975: the mean moves by a clipped innovation, the covariance
// shrinks by the same weight) and that follows a persistent one-sided miss by loosening the level.
#pragma once

#include <vector>

#include <Eigen/Core>

namespace peakline {

// Rows of a design with their zeros left out.
struct SparseRows {
    int columns = 0;
    std::vector<int> start{0};
    std::vector<int> column;
    std::vector<double> value;
    int count() const { return static_cast<int>(start.size()) - 1; }
    void add(int at, double v) {
        if (v == 0) return;
        column.push_back(at);
        value.push_back(v);
    }
    void end_row() { start.push_back(static_cast<int>(column.size())); }
};

struct Observations {
    std::vector<double> y;         // log volume about its middle; NaN: none
    std::vector<double> variance;  // of y beyond the state: noise and counting
    std::vector<double> clip;      // innovations beyond so many standard deviations are clipped
};

// State 0 is the level. All states stay as they are but the autoregressive one, which decays by phi.
struct StateSpace {
    int autoregressive = 0;
    double phi = 0;
    std::vector<double> process_variance;
    std::vector<double> prior_variance;
};

// Rows and observations of the same days; the likelihood leaves the first `burn` of them out.
struct FilterInput {
    const SparseRows& rows;
    const Observations& observed;
    int burn = 0;
};

struct Filtered {
    double log_likelihood = 0;                 // Huber's
    std::vector<double> innovation, variance;  // by day; NaN without an observation
    Eigen::VectorXd state;
    Eigen::MatrixXd covariance;
};

Filtered filter(const FilterInput& input, const StateSpace& model);

// The same without a record of the days, for searches.
double log_likelihood(const FilterInput& input, const StateSpace& model);

// What the log-likelihood gains by a step of the level on each day from `first` to the last; its prior variance is `step_variance`.
std::vector<double> gains_by_step(const FilterInput& input, const StateSpace& model, int first, double step_variance);

}  // namespace peakline
