// Intervals that say 95 % cover in 95 of 100: 2 000 seeds of 200 replications of M/M/c+M in its steady state, whose answer is known.
#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <doctest/doctest.h>

#include "core/statistics.hpp"
#include "staffing/finite.hpp"

using namespace peakline;

namespace {

constexpr int seeds = 2000, replications = 200, arrivals_expected = 30, places = 60;
constexpr double arrival_rate = 1.0, handle_time = 4.0, patience = 5.0, within = 0.5;

struct Counts {
    double offered = 0, in_time = 0, abandoned = 0, wait = 0;
};

// One server's time of becoming free is all that the next customer's wait depends on (first come, first served).
class Floor {
public:
    explicit Floor(int servers)
        : servers_(servers),
          states_(birth_death(
              places, [](int) { return arrival_rate; },
              [&](int j) { return std::min(j, servers_) / handle_time + std::max(0, j - servers_) / patience; })) {}

    // How many are there at the start, by its stationary probability.
    int state(double u) const {
        int j = 0;
        for (double sum = states_[0]; u > sum && j < places; sum += states_[static_cast<std::size_t>(++j)]) {}
        return j;
    }

    int servers_;
    std::vector<double> states_;
};

struct Customer {
    double at, service, patience;
};

Counts play(int servers, int present, const std::vector<Customer>& start, const std::vector<Customer>& customers) {
    std::vector<double> free(static_cast<std::size_t>(servers), 0.0);
    Counts counts;
    const auto offer = [&](const Customer& c, bool counted) {
        auto next = std::min_element(free.begin(), free.end());
        const double wait = std::max(0.0, *next - c.at);
        const bool answered = wait <= c.patience;
        if (answered) *next = c.at + wait + c.service;
        if (!counted) return;
        counts.offered += 1;
        counts.in_time += answered && wait <= within ? 1 : 0;
        counts.abandoned += answered ? 0 : 1;
        counts.wait += std::min(wait, c.patience);
    };
    // Those in service go on for an exponential time, those waiting are patient for one: the past does not matter.
    for (int j = 0; j < present; ++j) {
        Customer c = start[static_cast<std::size_t>(j)];
        if (j < servers) c.patience = 1e9;
        offer(c, false);
    }
    for (const Customer& c : customers) offer(c, true);
    return counts;
}

struct Samples {
    std::vector<double> offered, in_time, abandoned, wait;
    void add(const Counts& c) {
        offered.push_back(c.offered);
        in_time.push_back(c.in_time);
        abandoned.push_back(c.abandoned);
        wait.push_back(c.wait);
    }
};

bool covers(const Interval& ci, double exact) { return ci.low <= exact && exact <= ci.high; }

}  // namespace

TEST_CASE("95 % intervals of service level, abandonment, mean wait and paired differences cover 1 860 to 1 936 times of 2 000") {
    const Floor few(4), more(5);
    const FiniteQueue exact({4, arrival_rate, handle_time}, places, patience),
        exact_more({5, arrival_rate, handle_time}, places, patience);
    const double level = exact.served_within(within), lost = exact.p_abandon(), wait = exact.mean_queue() / arrival_rate;
    const double difference = exact_more.served_within(within) - level;
    int level_covered = 0, lost_covered = 0, wait_covered = 0, difference_covered = 0;
    std::vector<Customer> start(places), customers;
    for (int seed = 0; seed < seeds; ++seed) {
        std::mt19937_64 random(static_cast<std::uint64_t>(seed) * 7919 + 1);
        const auto uniform = [&] { return (static_cast<double>(random() >> 11) + 0.5) * 0x1.0p-53; };
        const auto exponential = [&](double mean) { return -mean * std::log(uniform()); };
        Samples base, plan;
        for (int r = 0; r < replications; ++r) {
            const double u = uniform();
            const int present = few.state(u), present_more = more.state(u);
            for (int j = 0; j < std::max(present, present_more); ++j)
                start[static_cast<std::size_t>(j)] = {0, exponential(handle_time), exponential(patience)};
            customers.clear();
            for (double t = exponential(1 / arrival_rate); t < arrivals_expected / arrival_rate;
                 t += exponential(1 / arrival_rate))
                customers.push_back({t, exponential(handle_time), exponential(patience)});
            base.add(play(4, present, start, customers));
            plan.add(play(5, present_more, start, customers));
        }
        const Ratio of_level = ratio_of_sums(base.in_time, base.offered), of_more = ratio_of_sums(plan.in_time, plan.offered);
        level_covered += covers(of_level.measured.ci, level) ? 1 : 0;
        lost_covered += covers(ratio_of_sums(base.abandoned, base.offered).measured.ci, lost) ? 1 : 0;
        wait_covered += covers(ratio_of_sums(base.wait, base.offered).measured.ci, wait) ? 1 : 0;
        difference_covered += covers(paired_difference(of_more, of_level).ci, difference) ? 1 : 0;
    }
    for (const int covered : {level_covered, lost_covered, wait_covered, difference_covered}) {
        CHECK(covered >= 1860);
        CHECK(covered <= 1936);
    }
}
