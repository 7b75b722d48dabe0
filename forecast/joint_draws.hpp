// The part of the randomness that queues share: busy days are busy for all.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "core/civil.hpp"

namespace peakline {

// What a draw is about; part of its key.
enum class Shared : std::uint8_t { start = 0, level = 1, day_to_day = 2, noise = 3 };

struct JointDraws {
    Date first;    // first calendar day ahead of any series
    int days = 0;  // calendar days ahead
    int paths = 0;
    std::vector<std::vector<float>> by_series;  // [series][path][1 + 3 * days]: start, then level, day to day and noise by day

    float start(int series, int path) const { return by_series[series][offset(path)]; }
    float at(Shared kind, int series, int path, Date date) const {
        return by_series[series][offset(path) + 1 + (static_cast<std::size_t>(kind) - 1) * days + (date - first)];
    }

private:
    std::size_t offset(int path) const { return static_cast<std::size_t>(path) * (1 + 3 * static_cast<std::size_t>(days)); }
};

// Correlation of standardised innovations by date, shrunk towards independence. `innovations`: [series][day], 0 where there is none.
Eigen::MatrixXd shrunk_correlation(const std::vector<std::vector<double>>& innovations);

struct JointDrawsRequest {
    std::vector<std::string> names;
    Eigen::MatrixXd correlation;  // of the series
    Date first;                   // first day ahead
    int days = 0;
    int paths = 0;
    std::uint64_t seed = 1;
};

// Standard normal; path r depends on seed, names and dates, not on the number of paths or days.
JointDraws draw_jointly(const JointDrawsRequest& request);

}  // namespace peakline
