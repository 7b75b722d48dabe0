#include "sim/period_sums.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace peakline::sim {
namespace {

template <class T>
std::span<const T> of_days(const std::vector<T>& by_day, const PeriodRange& days) {
    const auto first = static_cast<std::size_t>(days.first_day), last = static_cast<std::size_t>(days.last_day);
    return std::span(by_day).subspan(first, last - first + 1);
}

// Of cells without states: every tally adds up.
template <class Cell>
Cell plain_sum(std::span<const Cell> cells) {
    Cell sum{};
    for (const Cell& cell : cells)
        for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += cell[k];
    return sum;
}

double plain_sum(std::span<const double> values) { return std::accumulate(values.begin(), values.end(), 0.0); }

}  // namespace

PeriodSums::PeriodSums(const Books& books_of_replication, const Model& model_of_books)
    : books(books_of_replication), model(model_of_books), queue_days_(books.queues.size()), group_days_(books.groups.size()) {
    const auto first_interval = [&](int day) {
        return static_cast<std::size_t>(std::lround(model.axis.day_start(day) / model.axis.interval()));
    };
    for (int day = 0; day < books.days; ++day) {
        const std::size_t from = first_interval(day), length = first_interval(day + 1) - from;
        for (std::size_t q = 0; q < books.queues.size(); ++q)
            queue_days_[q].push_back(sum_of(std::span(books.queues[q]).subspan(from, length)));
        for (std::size_t g = 0; g < books.groups.size(); ++g)
            group_days_[g].push_back(plain_sum(std::span(books.groups[g]).subspan(from, length)));
    }
}

QueueCell PeriodSums::queue(std::size_t queue, const PeriodRange& days) const {
    return sum_of(of_days(queue_days_[queue], days));
}

GroupCell PeriodSums::group(std::size_t group, const PeriodRange& days) const {
    return plain_sum(of_days(group_days_[group], days));
}

ReasonCell PeriodSums::reason(std::size_t reason, const PeriodRange& days) const {
    return plain_sum(of_days(books.reasons[reason], days));
}

double PeriodSums::longest_wait(std::size_t queue, const PeriodRange& days) const {
    if (this->queue(queue, days)[Tally::answered] == 0) return no_value;
    const auto waits = of_days(books.wait_max[queue], days);
    return *std::max_element(waits.begin(), waits.end());
}

double PeriodSums::units(std::size_t driver, const PeriodRange& days) const {
    return plain_sum(of_days(books.units[driver], days));
}

double PeriodSums::message_cost(const PeriodRange& days) const { return plain_sum(of_days(books.message_cost, days)); }

}  // namespace peakline::sim
