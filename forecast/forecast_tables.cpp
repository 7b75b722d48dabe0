#include "forecast/forecast_tables.hpp"

#include <algorithm>
#include <cmath>

namespace peakline {
namespace {

constexpr std::size_t block_cells = 16;
constexpr float close_together = 2;  // range of counts over their number

// Counts that lie close together are sorted by counting them.
void sort_counts(std::vector<float>& values) {
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    const float low = *least, width = *most - low;
    if (width > close_together * static_cast<float>(values.size())) return std::sort(values.begin(), values.end());
    std::vector<int> seen(static_cast<std::size_t>(width) + 1);
    for (const float v : values) ++seen[static_cast<std::size_t>(v - low)];
    auto at = values.begin();
    for (std::size_t i = 0; i < seen.size(); ++i) at = std::fill_n(at, seen[i], low + static_cast<float>(i));
}

// Quantiles of type 8 (Hyndman and Fan 1996); sorts the values, which are whole.
void fill(Row& row, std::vector<float>& values) {
    sort_counts(values);
    const auto n = static_cast<double>(values.size());
    for (std::size_t q = 0; q < quantile_levels.size(); ++q) {
        const double at = std::clamp(quantile_levels[q] * (n + 1.0 / 3) - 2.0 / 3, 0.0, n - 1);
        const auto low = static_cast<std::size_t>(at);
        const std::size_t high = std::min(low + 1, values.size() - 1);
        row.quantile[q] = static_cast<float>(values[low] + (at - std::floor(at)) * (values[high] - values[low]));
    }
}

}  // namespace

SeriesTables tables_of(const SeriesPaths& paths, const std::vector<float>& counts) {
    const std::size_t cells = static_cast<std::size_t>(paths.days) * paths.slots;
    SeriesTables tables{std::vector<Row>(cells), std::vector<Row>(paths.days), {}, {}};
    // Paths lie one after the other; a block of cells is gathered from all of them at once.
    std::vector<std::vector<float>> block(block_cells, std::vector<float>(paths.paths));
    for (std::size_t from = 0; from < cells; from += block_cells) {
        const std::size_t count = std::min(block_cells, cells - from);
        std::array<double, block_cells> mean{}, sum{};
        for (int r = 0; r < paths.paths; ++r)
            for (std::size_t k = 0; k < count; ++k) {
                mean[k] += paths.path(r)[from + k];
                sum[k] += block[k][r] = counts[cells * r + from + k];
            }
        for (std::size_t k = 0; k < count; ++k) {
            tables.intervals[from + k].mean = static_cast<float>(mean[k] / paths.paths);
            if (sum[k] > 0) fill(tables.intervals[from + k], block[k]);
        }
    }
    std::vector<float> values(paths.paths);
    for (int d = 0; d < paths.days; ++d) {
        double mean = 0;
        for (int r = 0; r < paths.paths; ++r) {
            double total = 0;
            for (int i = 0; i < paths.slots; ++i) {
                mean += paths.path(r)[d * paths.slots + i];
                total += counts[cells * r + d * paths.slots + i];
            }
            values[r] = static_cast<float>(total);
        }
        tables.days[d].mean = static_cast<float>(mean / paths.paths);
        fill(tables.days[d], values);
    }
    return tables;
}

}  // namespace peakline
