#include "forecast/daily_filter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace peakline {
namespace {

constexpr double run_memory = 0.7;  // of the running mean of standardised innovations
constexpr double run_clip = 4;      // one outlier alone must not look persistent
constexpr double run_limit = 1.6;   // beyond it the level is loosened
constexpr double loosening = 4;     // level process variances added then

struct Workspace {
    std::vector<double> state, covariance, gain;  // covariance: row-major, symmetric
};

void predict(Workspace& w, const StateSpace& model, int k) {
    const int a = model.autoregressive;
    w.state[a] *= model.phi;
    for (int j = 0; j < k; ++j) w.covariance[a * k + j] *= model.phi;
    for (int j = 0; j < k; ++j) w.covariance[j * k + a] *= model.phi;
    for (int j = 0; j < k; ++j) w.covariance[j * k + j] += model.process_variance[j];
}

struct Innovation {
    double value, variance;
};

// gain <- P z; returns y - z'x and z'Pz + r.
Innovation look(Workspace& w, const SparseRows& rows, int t, double y, double r, int k) {
    std::fill(w.gain.begin(), w.gain.end(), 0.0);
    double* const gain = w.gain.data();
    for (int e = rows.start[t]; e < rows.start[t + 1]; ++e) {
        const double z = rows.value[e];
        const double* const row = w.covariance.data() + static_cast<std::ptrdiff_t>(rows.column[e]) * k;
        for (int j = 0; j < k; ++j) gain[j] += z * row[j];
    }
    for (int e = rows.start[t]; e < rows.start[t + 1]; ++e) {
        y -= rows.value[e] * w.state[rows.column[e]];
        r += rows.value[e] * gain[rows.column[e]];
    }
    return {y, r};
}

void update(Workspace& w, Innovation v, double weight, int k) {
    const double* const gain = w.gain.data();
    for (int i = 0; i < k; ++i) {
        const double factor = gain[i] / v.variance * weight;
        w.state[i] += factor * v.value;
        double* const row = w.covariance.data() + static_cast<std::ptrdiff_t>(i) * k;
        for (int j = 0; j < k; ++j) row[j] -= factor * gain[j];
    }
}

}  // namespace

Filtered filter(const SparseRows& rows, const Observations& observed, const StateSpace& model, int burn) {
    const int n = static_cast<int>(observed.y.size()), k = rows.columns;
    Workspace w{std::vector<double>(k), std::vector<double>(static_cast<std::size_t>(k) * k), std::vector<double>(k)};
    for (int j = 0; j < k; ++j) w.covariance[j * k + j] = model.prior_variance[j];
    Filtered result;
    result.innovation.assign(n, std::numeric_limits<double>::quiet_NaN());
    result.variance = result.innovation;
    double run = 0;
    for (int t = 0; t < n; ++t) {
        predict(w, model, k);
        if (std::isnan(observed.y[t])) continue;
        const Innovation v = look(w, rows, t, observed.y[t], observed.variance[t], k);
        const double z = v.value / std::sqrt(v.variance), size = std::abs(z), clip = observed.clip[t];
        result.innovation[t] = v.value;
        result.variance[t] = v.variance;
        if (t >= burn) {
            const double loss = size <= clip ? 0.5 * z * z : clip * size - 0.5 * clip * clip;
            result.log_likelihood -= 0.5 * std::log(v.variance) + loss;
        }
        update(w, v, size > clip ? clip / size : 1.0, k);
        run = run_memory * run + (1 - run_memory) * std::clamp(z, -run_clip, run_clip);
        if (std::abs(run) > run_limit) {
            w.covariance[0] += loosening * model.process_variance[0];
            run = 0;
        }
    }
    result.state = Eigen::Map<Eigen::VectorXd>(w.state.data(), k);
    result.covariance = Eigen::Map<Eigen::MatrixXd>(w.covariance.data(), k, k);
    return result;
}

}  // namespace peakline
