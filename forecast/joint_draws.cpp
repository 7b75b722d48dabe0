#include "forecast/joint_draws.hpp"

#include <algorithm>
#include <cmath>

#include <tbb/parallel_for.h>
#include <Eigen/Cholesky>

#include "forecast/normal.hpp"

namespace peakline {
namespace {

constexpr double innovation_limit = 3;  // one outlier must not make a correlation
constexpr double shrinkage_days = 30;
constexpr int block_columns = 512;  // of the product below: fits the cache

// Independent draws of one series and path, in the layout of JointDraws.
void draw_alone(const JointDrawsRequest& request, std::uint64_t name, int path, Eigen::Ref<Eigen::VectorXf> out) {
    const auto at = [&](std::uint64_t cell) {
        return normals(request.seed, static_cast<std::uint32_t>(path), {name, cell, 0, purpose(ForecastDraw::shared)});
    };
    out[0] = static_cast<float>(at(~std::uint64_t{0})[0]);
    for (int d = 0; d < request.days; ++d) {
        const auto z = at(static_cast<std::uint64_t>((request.first + d).days));
        for (int k = 0; k < 3; ++k) out[1 + k * request.days + d] = static_cast<float>(z[k]);
    }
}

}  // namespace

Eigen::MatrixXd shrunk_correlation(const std::vector<std::vector<double>>& innovations) {
    const auto series = static_cast<Eigen::Index>(innovations.size());
    Eigen::Index days = 0;
    for (const auto& z : innovations) days = std::max(days, static_cast<Eigen::Index>(z.size()));
    Eigen::MatrixXd z = Eigen::MatrixXd::Zero(days, series);
    double known = 0;
    for (Eigen::Index s = 0; s < series; ++s)
        for (Eigen::Index d = 0; d < static_cast<Eigen::Index>(innovations[s].size()); ++d) {
            z(d, s) = std::clamp(innovations[s][d], -innovation_limit, innovation_limit);
            known += z(d, s) != 0;
        }
    Eigen::MatrixXd c = z.transpose() * z;
    const Eigen::VectorXd scale = c.diagonal().cwiseMax(1e-9).cwiseSqrt().cwiseInverse();
    const double n = series ? known / static_cast<double>(series) : 0;
    c = n / (n + shrinkage_days) * (scale.asDiagonal() * c * scale.asDiagonal());
    c.diagonal().setOnes();
    return c;
}

JointDraws draw_jointly(const JointDrawsRequest& request) {
    const auto series = static_cast<Eigen::Index>(request.names.size());
    const Eigen::Index width = 1 + 3 * request.days;
    JointDraws draws;
    draws.first = request.first;
    draws.days = request.days;
    draws.paths = request.paths;
    draws.by_series.assign(request.names.size(), std::vector<float>(static_cast<std::size_t>(request.paths) * width));
    const Eigen::MatrixXf factor = Eigen::MatrixXd(request.correlation.llt().matrixL()).cast<float>();
    std::vector<std::uint64_t> names;
    for (const std::string& name : request.names) names.push_back(hash64(name));
    const int step = std::max(1, block_columns / static_cast<int>(width));
    const int blocks = (request.paths + step - 1) / step;
    tbb::parallel_for(0, blocks, [&](int block) {
        const int first = block * step, last = std::min(request.paths, first + step);
        Eigen::MatrixXf u((last - first) * width, series);
        for (Eigen::Index s = 0; s < series; ++s)
            for (int r = first; r < last; ++r) draw_alone(request, names[s], r, u.col(s).segment((r - first) * width, width));
        const Eigen::MatrixXf joint = series == 1 ? u : Eigen::MatrixXf(u * factor.transpose());
        for (Eigen::Index s = 0; s < series; ++s)
            std::copy_n(joint.col(s).data(), joint.rows(),
                        draws.by_series[s].begin() + static_cast<std::ptrdiff_t>(first) * width);
    });
    return draws;
}

}  // namespace peakline
