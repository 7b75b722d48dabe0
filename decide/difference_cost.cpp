#include "decide/difference_cost.hpp"

#include <cmath>

namespace peakline {

PointCost cost_of_a_point(const Ratio& cost, const Ratio& base_cost, const Ratio& metric, const Ratio& base_metric, double unit) {
    const auto& c = cost.pseudo_values;
    const auto &c0 = base_cost.pseudo_values, &m = metric.pseudo_values, &m0 = base_metric.pseudo_values;
    if (c.empty() || c.size() != c0.size() || c.size() != m.size() || c.size() != m0.size()) return {};
    std::vector<double> money, gain;
    for (std::size_t r = 0; r < c.size(); ++r) {
        money.push_back(c[r] - c0[r]);
        gain.push_back((m[r] - m0[r]) / unit);
    }
    const auto ratio = fieller(money, gain);
    if (!ratio) return {};
    return {ratio->value, ratio->ci};
}

}  // namespace peakline
