#include "forecast/shape.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Eigenvalues>

namespace peakline {
namespace {

constexpr int recent_days = 120, factor_count = 6;
constexpr double residual_limit = 2;  // of a damped relative residual

// Small expected counts say little about the rate: their residuals are damped.
Eigen::ArrayXd damping(const Eigen::ArrayXd& mean, double typical) { return mean / (mean + 0.1 * typical + 2); }

struct Residuals {
    DayMatrix values;          // days x slots, damped
    Eigen::VectorXd counting;  // variance by slot that Poisson counts would give
};

Residuals residuals(const OperatingDays& days, const DayMatrix& values, const std::vector<int>& chosen,
                    const Profiles& profiles) {
    const auto slots = values.cols();
    DayMatrix means(static_cast<Eigen::Index>(chosen.size()), slots);
    for (std::size_t r = 0; r < chosen.size(); ++r)
        means.row(static_cast<Eigen::Index>(r)) =
            (values.row(chosen[r]).sum() * profiles.shares[days.days[chosen[r]].weekday]).array().max(1e-9);
    const double typical = means.size() ? means.mean() : 0;
    Residuals result{DayMatrix(means.rows(), slots), Eigen::VectorXd::Zero(slots)};
    for (Eigen::Index r = 0; r < means.rows(); ++r) {
        const Eigen::ArrayXd mean = means.row(r).transpose().array(), w = damping(mean, typical);
        const Eigen::ArrayXd actual = values.row(chosen[r]).transpose().array();
        result.values.row(r) = ((actual - mean) / mean * w).max(-residual_limit).min(residual_limit).transpose();
        result.counting.array() += w * w / mean / static_cast<double>(means.rows());
    }
    return result;
}

}  // namespace

ShapeVariation fit_shape(const OperatingDays& days, const DayMatrix& values, const std::vector<bool>& learn,
                         const Profiles& profiles) {
    const auto slots = values.cols();
    ShapeVariation shape{Eigen::MatrixXd::Zero(slots, 0), Eigen::VectorXd::Zero(slots)};
    std::vector<int> chosen;
    for (int d = days.past - 1; d >= 0 && static_cast<int>(chosen.size()) < recent_days; --d)
        if (learn[d] && values.row(d).sum() > 0) chosen.push_back(d);
    if (slots == 1 || chosen.size() < 5) return shape;
    const Residuals r = residuals(days, values, chosen, profiles);
    const double n = static_cast<double>(chosen.size());
    Eigen::MatrixXd covariance = r.values.transpose() * r.values / n;
    covariance.diagonal() -= r.counting;
    const Eigen::VectorXd diagonal = covariance.diagonal().cwiseMax(0);
    covariance *= n / (n + 10);
    covariance.diagonal() += 10 / (n + 10) * diagonal;
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(covariance);
    const auto kept = std::min<Eigen::Index>(factor_count, slots);
    shape.factors.resize(slots, kept);
    for (Eigen::Index j = 0; j < kept; ++j)
        shape.factors.col(j) =
            eigen.eigenvectors().col(slots - 1 - j) * std::sqrt(std::max(0.0, eigen.eigenvalues()[slots - 1 - j]));
    shape.independent = (covariance.diagonal() - shape.factors.rowwise().squaredNorm()).cwiseMax(0).cwiseSqrt();
    return shape;
}

}  // namespace peakline
