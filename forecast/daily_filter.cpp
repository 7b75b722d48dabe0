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

// A filter that has come to some day; a copy goes on from there by itself. Room for K states, where the compiler may know it:
// an even number, so that columns are aligned; states without a variance change nothing.
template <int K>
class Walk {
public:
    // `step`: the last state is a step of the level, which no row has until step_on().
    Walk(const FilterInput& input, const StateSpace& model, bool step)
        : input_(&input), model_(&model), states_(input.rows.columns + (step ? 1 : 0)), step_(states_ - 1) {
        const int room = K == Eigen::Dynamic ? states_ : K;
        state_ = gain_ = process_ = Vector::Zero(room);
        covariance_ = Matrix::Zero(room, room);
        for (int j = 0; j < input.rows.columns; ++j) {
            covariance_(j, j) = model.prior_variance[j];
            process_[j] = model.process_variance[j];
        }
    }

    void set_step(double variance) { covariance_(step_, step_) = variance; }
    void step_on() { stepped_ = true; }

    // Days from where it stands to `end`; `record` may be nullptr.
    void go(int end, Filtered* record) {
        for (; day_ < end; ++day_) {
            predict();
            if (!std::isnan(input_->observed.y[day_])) look(record);
        }
    }

    double log_likelihood() const { return log_likelihood_; }
    const auto& state() const { return state_; }
    const auto& covariance() const { return covariance_; }

private:
    using Vector = Eigen::Matrix<double, K, 1>;
    using Matrix = Eigen::Matrix<double, K, K>;

    void predict() {
        const int a = model_->autoregressive;
        state_[a] *= model_->phi;
        covariance_.row(a) *= model_->phi;
        covariance_.col(a) *= model_->phi;
        covariance_.diagonal() += process_;
    }

    void look(Filtered* record) {
        double innovation = input_->observed.y[day_], variance = input_->observed.variance[day_];
        weigh(innovation, variance);
        const double z = innovation / std::sqrt(variance), size = std::abs(z), clip = input_->observed.clip[day_];
        if (record) {
            record->innovation[day_] = innovation;
            record->variance[day_] = variance;
        }
        if (day_ >= input_->burn) {
            const double loss = size <= clip ? 0.5 * z * z : clip * size - 0.5 * clip * clip;
            log_likelihood_ -= 0.5 * std::log(variance) + loss;
        }
        const double weight = (size > clip ? clip / size : 1.0) / variance;
        state_ += weight * innovation * gain_;
        for (int j = 0; j < states_; ++j)
            if (gain_[j] != 0) covariance_.col(j) -= weight * gain_[j] * gain_;  // names not seen yet have none
        run_ = run_memory * run_ + (1 - run_memory) * std::clamp(z, -run_clip, run_clip);
        if (std::abs(run_) > run_limit) {
            covariance_(0, 0) += loosening * process_[0];
            run_ = 0;
        }
    }

    // gain <- P z; takes z'x off the innovation and adds z'Pz to the variance.
    void weigh(double& innovation, double& variance) {
        const SparseRows& rows = input_->rows;
        gain_.setZero();
        const int begin = rows.start[day_], end = rows.start[day_ + 1];
        for (int e = begin; e < end; ++e) gain_ += rows.value[e] * covariance_.col(rows.column[e]);
        if (stepped_) gain_ += covariance_.col(step_);
        for (int e = begin; e < end; ++e) {
            innovation -= rows.value[e] * state_[rows.column[e]];
            variance += rows.value[e] * gain_[rows.column[e]];
        }
        if (!stepped_) return;
        innovation -= state_[step_];
        variance += gain_[step_];
    }

    const FilterInput* input_;
    const StateSpace* model_;
    int states_, step_, day_ = 0;
    bool stepped_ = false;
    Vector state_, gain_, process_;
    Matrix covariance_;
    double run_ = 0, log_likelihood_ = 0;
};

int days_of(const FilterInput& input) { return static_cast<int>(input.observed.y.size()); }

template <int K>
double walked_log_likelihood(const FilterInput& input, const StateSpace& model) {
    Walk<K> walk(input, model, false);
    walk.go(days_of(input), nullptr);
    return walk.log_likelihood();
}

// Before its day a step is in no row, so that all walks share one until then.
template <int K>
std::vector<double> walked_gains(const FilterInput& input, const StateSpace& model, int first, double step_variance) {
    Walk<K> shared(input, model, true);
    shared.set_step(step_variance);
    std::vector<double> gains;
    for (int day = first; day < days_of(input); ++day) {
        shared.go(day, nullptr);
        Walk<K> with_step = shared;
        with_step.step_on();
        with_step.go(days_of(input), nullptr);
        gains.push_back(with_step.log_likelihood());
    }
    shared.go(days_of(input), nullptr);
    for (double& gain : gains) gain -= shared.log_likelihood();
    return gains;
}

}  // namespace

Filtered filter(const FilterInput& input, const StateSpace& model) {
    Filtered result;
    result.innovation.assign(input.observed.y.size(), std::numeric_limits<double>::quiet_NaN());
    result.variance = result.innovation;
    Walk<Eigen::Dynamic> walk(input, model, false);
    walk.go(days_of(input), &result);
    result.log_likelihood = walk.log_likelihood();
    result.state = walk.state();
    result.covariance = walk.covariance();
    return result;
}

double log_likelihood(const FilterInput& input, const StateSpace& model) {
    return input.rows.columns <= 8    ? walked_log_likelihood<8>(input, model)
           : input.rows.columns <= 10 ? walked_log_likelihood<10>(input, model)
                                      : walked_log_likelihood<Eigen::Dynamic>(input, model);
}

std::vector<double> gains_by_step(const FilterInput& input, const StateSpace& model, int first, double step_variance) {
    return input.rows.columns < 8    ? walked_gains<8>(input, model, first, step_variance)
           : input.rows.columns < 10 ? walked_gains<10>(input, model, first, step_variance)
                                     : walked_gains<Eigen::Dynamic>(input, model, first, step_variance);
}

}  // namespace peakline
