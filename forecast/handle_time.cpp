#include "forecast/handle_time.hpp"

#include <algorithm>
#include <cmath>

namespace peakline {
namespace {

constexpr double level_half_life = 28, effect_half_life = 182;  // days
constexpr double most_contacts = 50;    // an interval's weight stops growing here: days differ beyond chance
constexpr double prior_contacts = 100;  // behind an effect of nothing
constexpr int rounds = 4;
constexpr double farthest = 1.5;  // of a log mean from the middle: beyond it the record is a slip

struct Sample {
    double log, level_weight, effect_weight;
    int weekday, slot;
};

std::vector<Sample> samples_of(const HistorySeries& series, Date first_ahead) {
    std::vector<Sample> samples;
    for (int d = 0; d < series.days() && series.first + d < first_ahead; ++d)
        for (int i = 0; i < series.slots; ++i) {
            const double seconds = series.handle_time[static_cast<std::size_t>(d) * series.slots + i], contacts = series.at(d, i);
            if (!(seconds > 0) || !(contacts > 0)) continue;
            const double weight = std::min(contacts, most_contacts), age = first_ahead - (series.first + d);
            samples.push_back({std::log(seconds), weight * std::exp2(-age / level_half_life),
                               weight * std::exp2(-age / effect_half_life), static_cast<int>(weekday_of(series.first + d)), i});
        }
    if (samples.empty()) return samples;
    std::vector<double> logs;
    for (const Sample& s : samples) logs.push_back(s.log);
    std::nth_element(logs.begin(), logs.begin() + static_cast<std::ptrdiff_t>(logs.size() / 2), logs.end());
    const double middle = logs[logs.size() / 2];
    std::erase_if(samples, [&](const Sample& s) { return std::abs(s.log - middle) > farthest; });
    return samples;
}

// Shrunk mean of what the rest of the model leaves, by group.
template <class Group, class Left>
Eigen::VectorXd shrunk_means(const std::vector<Sample>& samples, Eigen::Index groups, Group group, Left left) {
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(groups), weight = Eigen::VectorXd::Constant(groups, prior_contacts);
    for (const Sample& s : samples) {
        sum[group(s)] += s.effect_weight * left(s);
        weight[group(s)] += s.effect_weight;
    }
    return sum.cwiseQuotient(weight);
}

template <class Left>
double level_of(const std::vector<Sample>& samples, Left left) {
    double sum = 0, weight = 0;
    for (const Sample& s : samples) {
        sum += s.level_weight * left(s);
        weight += s.level_weight;
    }
    return weight > 0 ? sum / weight : 0;
}

}  // namespace

double HandleTimeModel::seconds(int day_of_week, int at) const { return std::exp(level + weekday[day_of_week] + slot[at]); }

HandleTimeModel fit_handle_time(const HistorySeries& series, Date first_ahead) {
    HandleTimeModel model;
    if (series.handle_time.empty()) return model;
    const std::vector<Sample> samples = samples_of(series, first_ahead);
    if (samples.empty()) return model;
    model.known = true;
    model.slot = Eigen::VectorXd::Zero(series.slots);
    Eigen::VectorXd weekday = Eigen::VectorXd::Zero(7);
    for (int round = 0; round < rounds; ++round) {
        model.level = level_of(samples, [&](const Sample& s) { return s.log - weekday[s.weekday] - model.slot[s.slot]; });
        weekday = shrunk_means(
            samples, 7, [](const Sample& s) { return s.weekday; },
            [&](const Sample& s) { return s.log - model.level - model.slot[s.slot]; });
        if (series.slots > 1)
            model.slot = shrunk_means(
                samples, series.slots, [](const Sample& s) { return s.slot; },
                [&](const Sample& s) { return s.log - model.level - weekday[s.weekday]; });
    }
    std::copy_n(weekday.data(), 7, model.weekday.begin());
    double squares = 0;
    for (const Sample& s : samples) squares += std::pow(s.log - model.level - weekday[s.weekday] - model.slot[s.slot], 2);
    model.spread = std::sqrt(squares / static_cast<double>(samples.size()));
    return model;
}

}  // namespace peakline
