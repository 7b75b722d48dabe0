#include "forecast/daily_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "forecast/nelder_mead.hpp"

namespace peakline {
namespace {

constexpr double ordinary_clip = 2.5, holiday_clip = 4.5;
constexpr double largest_phi = 0.98;
constexpr double shift_sd = 0.35, shift_threshold = 5;  // prior of a step; gain in log-likelihood that makes one believed

// Log standard deviations and logit phi, with their normal priors.
using Theta = std::array<double, 5>;
struct Prior {
    double mean, sd;
};
const std::array<Prior, 5> priors{
    {{std::log(0.012), 0.8}, {std::log(0.004), 0.8}, {0.8, 1.0}, {std::log(0.04), 0.7}, {std::log(0.04), 0.7}}};

Hyperparameters hyperparameters(const Theta& theta) {
    Hyperparameters h;
    h.level_sd = std::exp(theta[0]);
    h.weekday_sd = std::exp(theta[1]);
    h.phi = std::min(1 / (1 + std::exp(-theta[2])), largest_phi);
    h.autoregressive_sd = std::exp(theta[3]);
    h.noise_sd = std::exp(theta[4]);
    return h;
}

double penalty(const Theta& theta) {
    double sum = 0;
    for (std::size_t i = 0; i < theta.size(); ++i) sum += 0.5 * std::pow((theta[i] - priors[i].mean) / priors[i].sd, 2);
    return sum;
}

SparseRows sparse(const Design& design, int columns, int rows) {
    SparseRows result;
    result.columns = columns;
    for (int t = 0; t < rows; ++t) {
        for (int j = 0; j < columns; ++j) result.add(j, design.rows(t, j));
        result.end_row();
    }
    return result;
}

StateSpace state_space(const Design& design, const Hyperparameters& h, int columns) {
    StateSpace space;
    space.autoregressive = design.autoregressive();
    space.phi = h.phi;
    space.process_variance.assign(columns, 0.0);
    for (int j = 0; j < columns; ++j) {
        const Term& term = design.terms[j];
        space.prior_variance.push_back(term.prior_sd * term.prior_sd);
        if (term.kind == TermKind::level) space.process_variance[j] = h.level_sd * h.level_sd;
        if (term.kind == TermKind::weekday) space.process_variance[j] = h.weekday_sd * h.weekday_sd;
    }
    const double v = h.autoregressive_sd * h.autoregressive_sd;
    space.prior_variance[space.autoregressive] = v;
    space.process_variance[space.autoregressive] = v * (1 - h.phi * h.phi);
    return space;
}

double middle_of(std::vector<double> values) {
    std::erase_if(values, [](double v) { return std::isnan(v); });
    std::sort(values.begin(), values.end());
    const std::size_t n = values.size();
    return n == 0 ? 0 : n % 2 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

// Half a contact takes the bias out of the log of small counts, to first order; large ones do not need it.
double log_volume(double total, bool rare) {
    if (rare) return total >= 0 ? std::log(total + 0.5) : no_value;
    return total > 0 ? std::log(total) : no_value;
}

double mean_of(const OperatingDays& days) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < days.past; ++i)
        if (!std::isnan(days.days[i].total)) {
            sum += days.days[i].total;
            ++count;
        }
    return count ? sum / count : 0;
}

// The fit in the making: the data once, then passes over it.
class Fitter {
public:
    Fitter(const OperatingDays& days, Design design) : design_(std::move(design)), past_(days.past), week_(days.week_length()) {
        for (std::size_t i = 0; i < days.days.size(); ++i) {
            double known = days.days[i].planned;
            for (std::size_t j = 0; j < design_.terms.size(); ++j)
                known += design_.terms[j].prior_mean * design_.rows(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
            planned_.push_back(known);
        }
        burn_ = std::min(2 * week_, std::max(0, past_ / 3));
        for (int i = 0; i < past_; ++i) {
            const double total = days.days[i].total;
            y_.y.push_back(log_volume(total, days.rare) - planned_[i]);
            counting_.push_back(1 / std::max(total > 0 ? total : 1.0, 1.0));
            y_.clip.push_back(days.days[i].names.empty() ? ordinary_clip : holiday_clip);
        }
        if (days.rare) std::fill(counting_.begin(), counting_.end(), 1 / std::max(mean_of(days), 0.5));
        middle_ = middle_of(y_.y);
        for (double& y : y_.y) y -= middle_;
        for (std::size_t i = 0; i < theta_.size(); ++i) theta_[i] = priors[i].mean;
    }

    DailyFit run() && {
        search(0.8, 70);
        if (columns() > design_.moving) search(0.3, 40);
        const Hyperparameters h = hyperparameters(theta_);
        const std::optional<LevelShift> shift = find_shift(h);
        if (shift) add_shift_term(shift->day);
        Filtered filtered = full_pass(h);
        StateSpace space = state_space(design_, h, columns());
        return {std::move(design_),
                h,
                shift,
                middle_,
                std::move(planned_),
                std::move(space),
                std::move(filtered),
                std::sqrt(1 + 10.0 / std::max(past_, 10))};
    }

private:
    int columns() const { return static_cast<int>(design_.terms.size()); }

    void set_noise(Observations& observed, const Hyperparameters& h) const {
        observed.variance.resize(counting_.size());
        for (std::size_t i = 0; i < counting_.size(); ++i) observed.variance[i] = counting_[i] + h.noise_sd * h.noise_sd;
    }

    Filtered full_pass(const Hyperparameters& h) const {
        Observations observed = y_;
        set_noise(observed, h);
        const SparseRows rows = sparse(design_, columns(), past_);
        return filter({rows, observed, burn_}, state_space(design_, h, columns()));
    }

    // One full pass for the fixed effects, then hyperparameters on what they leave, with the moving terms alone.
    void search(double step, int evaluations) {
        remainder_ = y_;
        const Eigen::VectorXd state = full_pass(hyperparameters(theta_)).state;
        const int fixed = columns() - design_.moving;
        if (fixed > 0) {
            const Eigen::VectorXd effect = design_.rows.topRightCorner(past_, fixed) * state.tail(fixed);
            for (int i = 0; i < past_; ++i) remainder_.y[i] -= effect[i];
        }
        moving_rows_ = sparse(design_, design_.moving, past_);
        theta_ = nelder_mead<5>(
            [&](const Theta& theta) {
                const Hyperparameters h = hyperparameters(theta);
                set_noise(remainder_, h);
                return penalty(theta) -
                       log_likelihood({moving_rows_, remainder_, burn_}, state_space(design_, h, design_.moving));
            },
            theta_, step, evaluations);
    }

    // A step 3 ... 4W-1 days back; earlier ones the level has followed by now.
    std::optional<LevelShift> find_shift(const Hyperparameters& h) {
        if (past_ < 5 * week_) return std::nullopt;
        set_noise(remainder_, h);
        const int first = past_ - 4 * week_ + 1, last = past_ - 3;
        const std::vector<double> gains =
            gains_by_step({moving_rows_, remainder_, burn_}, state_space(design_, h, design_.moving), first, shift_sd * shift_sd);
        LevelShift best{0, 0};
        for (int day = last; day >= first; --day)
            if (gains[static_cast<std::size_t>(day - first)] > best.gain)
                best = {day, gains[static_cast<std::size_t>(day - first)]};
        if (best.gain <= shift_threshold) return std::nullopt;
        return best;
    }

    void add_shift_term(int day) {
        design_.rows.conservativeResize(Eigen::NoChange, design_.rows.cols() + 1);
        for (int t = 0; t < design_.rows.rows(); ++t) design_.rows(t, design_.rows.cols() - 1) = t >= day ? 1.0 : 0.0;
        design_.terms.push_back({TermKind::shift, "level shift", shift_sd, 0});
    }

    Design design_;
    int past_, week_, burn_ = 0;
    Observations y_, remainder_;
    std::vector<double> counting_;  // variance of log N from counting alone: 1/N
    SparseRows moving_rows_;
    std::vector<double> planned_;
    double middle_ = 0;
    Theta theta_{};
};

}  // namespace

double DailyFit::expected(int h) const {
    Eigen::VectorXd state = filtered.state;
    state[space.autoregressive] *= std::pow(space.phi, h + 1);
    return design.rows.row(design.past + h).dot(state) + middle + planned[static_cast<std::size_t>(design.past + h)];
}

DailyFit fit_daily(const OperatingDays& days, const std::vector<DailyRegressor>& regressors, int annual_pairs) {
    return Fitter(days, design_daily(days, regressors, annual_pairs)).run();
}

std::vector<WeightedFit> fit_daily_models(const OperatingDays& days, const std::vector<DailyRegressor>& regressors) {
    const double years = days.years(), annual = std::clamp(years - 1, 0.0, 1.0);
    std::vector<WeightedFit> models;
    if (annual < 1) models.push_back({1 - annual, fit_daily(days, regressors, 0)});
    if (annual > 0)
        models.push_back({annual, fit_daily(days, regressors,
                                            days.past < 400 * days.week_length() / 7 ? 0
                                            : years < 3                              ? 10
                                                                                     : 20)});
    return models;
}

std::vector<double> standard_innovations(const DailyFit& fit, int week_length) {
    std::vector<double> z(fit.filtered.innovation.size(), 0.0);
    for (std::size_t i = 2 * week_length; i < z.size(); ++i)
        if (!std::isnan(fit.filtered.innovation[i])) z[i] = fit.filtered.innovation[i] / std::sqrt(fit.filtered.variance[i]);
    return z;
}

}  // namespace peakline
