// Exact values of systems beyond the formulas of staffing/: stationary Markov chains by a sparse solve, transient ones by their
// forward equations. Rates per second, times in seconds.
#pragma once

#include <functional>
#include <map>
#include <stdexcept>
#include <utility>
#include <vector>

#include <Eigen/SparseLU>

namespace oracles {

// A finite continuous-time chain over the states that can be reached from a first one. `moves(state)` lists successors and rates.
template <class State>
class StationaryChain {
public:
    using Moves = std::vector<std::pair<State, double>>;

    StationaryChain(const State& first, const std::function<Moves(const State&)>& moves) {
        std::vector<Eigen::Triplet<double>> rates;
        index_of(first);
        for (std::size_t i = 0; i < states_.size(); ++i) {
            const State from = states_[i];
            for (const auto& [to, rate] : moves(from)) {
                if (!(rate > 0)) continue;
                const int j = index_of(to), k = static_cast<int>(i);
                rates.emplace_back(j, k, rate);
                rates.emplace_back(k, k, -rate);
            }
        }
        solve(rates);
    }

    // Mean of a function of the state.
    double mean(const std::function<double(const State&)>& value) const {
        double sum = 0;
        for (std::size_t i = 0; i < states_.size(); ++i) sum += probabilities_[static_cast<int>(i)] * value(states_[i]);
        return sum;
    }
    double probability(const std::function<bool(const State&)>& holds) const {
        return mean([&](const State& s) { return holds(s) ? 1.0 : 0.0; });
    }
    std::size_t size() const { return states_.size(); }

private:
    int index_of(const State& state) {
        const auto [place, added] = index_.emplace(state, static_cast<int>(states_.size()));
        if (added) states_.push_back(state);
        return place->second;
    }
    // Balance of every state but the first, whose probability is set to 1 and then normalised.
    void solve(const std::vector<Eigen::Triplet<double>>& rates) {
        const int n = static_cast<int>(states_.size());
        std::vector<Eigen::Triplet<double>> inner;
        Eigen::VectorXd right = Eigen::VectorXd::Zero(n - 1);
        for (const auto& rate : rates) {
            if (rate.row() == 0) continue;
            if (rate.col() == 0)
                right[rate.row() - 1] -= rate.value();
            else
                inner.emplace_back(rate.row() - 1, rate.col() - 1, rate.value());
        }
        Eigen::SparseMatrix<double> matrix(n - 1, n - 1);
        matrix.setFromTriplets(inner.begin(), inner.end());
        Eigen::SparseLU<Eigen::SparseMatrix<double>> solver(matrix);
        if (solver.info() != Eigen::Success) throw std::runtime_error("the chain has no unique stationary state");
        probabilities_.resize(n);
        probabilities_[0] = 1;
        probabilities_.tail(n - 1) = solver.solve(right);
        probabilities_ /= probabilities_.sum();
    }

    std::map<State, int> index_;
    std::vector<State> states_;
    Eigen::VectorXd probabilities_;
};

// M/M/n+M whose abandoned callers call again: share `redials` of them, after an exponential time. Each attempt anew.
struct RedialSystem {
    int servers;
    double arrival_rate, handle_time, patience, redials, delay;
    int most_present, most_away;  // where the chain is cut
};
struct RedialValues {
    double attempts_rate, p_abandon, p_wait, mean_wait, mean_orbit;
};
RedialValues solve_redials(const RedialSystem& system);

// N-model: class 1 goes to group 1, else to group 2; class 2 to group 2 only; group 2 takes class 2 first.
struct NModel {
    int servers_1, servers_2;
    double arrival_rate_1, arrival_rate_2, handle_time, patience;
    int most_waiting;
};
struct NModelValues {
    double p_wait_1, p_wait_2, p_abandon_1, p_abandon_2, mean_wait_1, mean_wait_2, occupancy_1, occupancy_2;
};
NModelValues solve_n_model(const NModel& model);

// M/M/n+M with two classes, class 1 first, not interrupting; patience by class.
struct TwoClassImpatient {
    int servers;
    double arrival_rate_1, arrival_rate_2, handle_time, patience_1, patience_2;
    int most_waiting;
};
struct TwoClassValues {
    double p_wait, p_abandon_1, p_abandon_2, mean_wait_1, mean_wait_2;
};
TwoClassValues solve_two_classes(const TwoClassImpatient& system);

// Chat by slowdown: an agent with k conversations ends them with the total rate completion[k-1]; a new one goes to the agent with
// fewest; waiting ones leave with rate 1 / patience.
struct SlowdownChat {
    int agents;
    std::vector<double> completion;
    double arrival_rate, patience;
    int most_waiting;
};
struct SlowdownValues {
    double p_wait, p_abandon, mean_wait, mean_open, share_busy;
};
SlowdownValues solve_slowdown(const SlowdownChat& chat);

// M(t)/M/s(t)+M from empty, rates on lines between knots, staffing by steps; when staffing falls contacts in hand are finished.
struct ChangingQueue {
    std::vector<std::pair<double, double>> rate;  // (time, per second) from 0 on, linear between, constant after the last
    std::vector<std::pair<double, int>> servers;  // (from, number)
    double handle_time, patience;                 // patience may be infinite
    int most_waiting;
    double at_once = 0;  // share that leaves at once where nobody is free
};
// Expected counts of one period.
struct PeriodValues {
    double offered = 0, waited = 0, abandonments = 0, queue_seconds = 0, busy_seconds = 0;
};
// Of the periods [ends[i-1], ends[i]), the first from 0. Steps of `step` seconds, Runge-Kutta of order 4; knots (two at one time
// for a jump), staffing changes and ends must be multiples of it; 2.5 / (all rates out of the busiest state) is the longest.
std::vector<PeriodValues> follow(const ChangingQueue& queue, const std::vector<double>& ends, double step);

}  // namespace oracles
