#include "exact.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace oracles {

RedialValues solve_redials(const RedialSystem& s) {
    using State = std::array<int, 2>;  // present, to call again
    const auto waiting = [&](const State& x) { return std::max(0, x[0] - s.servers); };
    const StationaryChain<State> chain({0, 0}, [&](const State& x) {
        StationaryChain<State>::Moves moves;
        const auto [present, away] = x;
        if (present < s.most_present) {
            moves.push_back({{present + 1, away}, s.arrival_rate});
            if (away > 0) moves.push_back({{present + 1, away - 1}, away / s.delay});
        }
        if (present > 0) moves.push_back({{present - 1, away}, std::min(present, s.servers) / s.handle_time});
        if (waiting(x) > 0) {
            moves.push_back({{present - 1, away}, waiting(x) * (1 - s.redials) / s.patience});
            if (away < s.most_away) moves.push_back({{present - 1, away + 1}, waiting(x) * s.redials / s.patience});
        }
        return moves;
    });
    const double orbit = chain.mean([](const State&x) { return x[1]; }), queue = chain.mean(waiting);
    const double attempts = s.arrival_rate + orbit / s.delay;
    // Attempts see the system when they come: first ones as time does, later ones weighted by the orbit.
    const double full = chain.mean([&](const State& x) { return x[0] < s.servers ? 0.0 : s.arrival_rate + x[1] / s.delay; });
    return {attempts, queue / s.patience / attempts, full / attempts, queue / attempts, orbit};
}

NModelValues solve_n_model(const NModel& m) {
    using State = std::array<int, 4>;  // busy in group 1 and 2, waiting of class 1 and 2
    const StationaryChain<State> chain({0, 0, 0, 0}, [&](const State& x) {
        StationaryChain<State>::Moves moves;
        const auto to = [&](int busy_1, int busy_2, int queue_1, int queue_2, double rate) {
            moves.push_back({{busy_1, busy_2, queue_1, queue_2}, rate});
        };
        const auto [b1, b2, q1, q2] = x;
        if (b1 < m.servers_1)
            to(b1 + 1, b2, q1, q2, m.arrival_rate_1);
        else if (b2 < m.servers_2)
            to(b1, b2 + 1, q1, q2, m.arrival_rate_1);
        else if (q1 < m.most_waiting)
            to(b1, b2, q1 + 1, q2, m.arrival_rate_1);
        if (b2 < m.servers_2)
            to(b1, b2 + 1, q1, q2, m.arrival_rate_2);
        else if (q2 < m.most_waiting)
            to(b1, b2, q1, q2 + 1, m.arrival_rate_2);
        if (q1 > 0)
            to(b1, b2, q1 - 1, q2, b1 / m.handle_time);
        else if (b1 > 0)
            to(b1 - 1, b2, q1, q2, b1 / m.handle_time);
        if (q2 > 0)
            to(b1, b2, q1, q2 - 1, b2 / m.handle_time);
        else if (q1 > 0)
            to(b1, b2, q1 - 1, q2, b2 / m.handle_time);
        else if (b2 > 0)
            to(b1, b2 - 1, q1, q2, b2 / m.handle_time);
        if (q1 > 0) to(b1, b2, q1 - 1, q2, q1 / m.patience);
        if (q2 > 0) to(b1, b2, q1, q2 - 1, q2 / m.patience);
        return moves;
    });
    const double queue_1 = chain.mean([](const State&x) { return x[2]; }),
                 queue_2 = chain.mean([](const State&x) { return x[3]; });
    NModelValues v{};
    v.p_wait_1 = chain.probability([&](const State& x) { return x[0] == m.servers_1 && x[1] == m.servers_2; });
    v.p_wait_2 = chain.probability([&](const State& x) { return x[1] == m.servers_2; });
    v.mean_wait_1 = queue_1 / m.arrival_rate_1;
    v.mean_wait_2 = queue_2 / m.arrival_rate_2;
    v.p_abandon_1 = v.mean_wait_1 / m.patience;
    v.p_abandon_2 = v.mean_wait_2 / m.patience;
    v.occupancy_1 = chain.mean([](const State& x) { return x[0]; }) / m.servers_1;
    v.occupancy_2 = chain.mean([](const State& x) { return x[1]; }) / m.servers_2;
    return v;
}

TwoClassValues solve_two_classes(const TwoClassImpatient& s) {
    using State = std::array<int, 3>;  // busy, waiting of class 1 and 2
    const StationaryChain<State> chain({0, 0, 0}, [&](const State& x) {
        StationaryChain<State>::Moves moves;
        const auto [busy, q1, q2] = x;
        if (busy < s.servers)
            moves.push_back({{busy + 1, 0, 0}, s.arrival_rate_1 + s.arrival_rate_2});
        else {
            if (q1 < s.most_waiting) moves.push_back({{busy, q1 + 1, q2}, s.arrival_rate_1});
            if (q2 < s.most_waiting) moves.push_back({{busy, q1, q2 + 1}, s.arrival_rate_2});
        }
        const double service = busy / s.handle_time;
        if (q1 > 0)
            moves.push_back({{busy, q1 - 1, q2}, service + q1 / s.patience_1});
        else if (q2 > 0)
            moves.push_back({{busy, q1, q2 - 1}, service});
        else if (busy > 0)
            moves.push_back({{busy - 1, 0, 0}, service});
        if (q2 > 0) moves.push_back({{busy, q1, q2 - 1}, q2 / s.patience_2});
        return moves;
    });
    const double wait_1 = chain.mean([](const State& x) { return x[1]; }) / s.arrival_rate_1;
    const double wait_2 = chain.mean([](const State& x) { return x[2]; }) / s.arrival_rate_2;
    return {chain.probability([&](const State& x) { return x[0] == s.servers; }), wait_1 / s.patience_1, wait_2 / s.patience_2,
            wait_1, wait_2};
}

SlowdownValues solve_slowdown(const SlowdownChat& c) {
    using State = std::vector<int>;  // agents with 0, 1, ... K conversations; waiting
    const int most = static_cast<int>(c.completion.size());
    const std::size_t queue = c.completion.size() + 1;
    State empty(queue + 1, 0);
    empty[0] = c.agents;
    const StationaryChain<State> chain(empty, [&](const State& x) {
        StationaryChain<State>::Moves moves;
        State to = x;
        int least = 0;
        while (least < most && x[least] == 0) ++least;
        if (least < most) {
            --to[least];
            ++to[least + 1];
            moves.push_back({to, c.arrival_rate});
        } else if (x[queue] < c.most_waiting) {
            ++to[queue];
            moves.push_back({to, c.arrival_rate});
        }
        for (int k = 1; k <= most; ++k) {
            if (x[k] == 0) continue;
            to = x;
            if (x[queue] > 0) {
                --to[queue];  // who waits takes the place at once
            } else {
                --to[k];
                ++to[k - 1];
            }
            moves.push_back({to, x[k] * c.completion[k - 1]});
        }
        if (x[queue] > 0) {
            to = x;
            --to[queue];
            moves.push_back({to, x[queue] / c.patience});
        }
        return moves;
    });
    const double wait = chain.mean([&](const State& x) { return x[queue]; }) / c.arrival_rate;
    const double open = chain.mean([&](const State& x) {
        double sum = 0;
        for (int k = 1; k <= most; ++k) sum += k * x[k];
        return sum;
    });
    return {chain.probability([&](const State& x) { return x[most] == c.agents; }), wait / c.patience, wait, open,
            1 - chain.mean([](const State& x) { return x[0]; }) / c.agents};
}

namespace {

// Probabilities of (busy, waiting) with their forward equations; people wait only while all on duty are busy.
class Forward {
public:
    Forward(const ChangingQueue& queue, int most_busy)
        : q_(queue), busy_(most_busy + 1), waiting_(queue.most_waiting + 1), p_(size(), 0.0) {
        p_[0] = 1;
    }

    // Rates at the start, middle and end of a step: on the line that holds in its middle.
    std::array<double, 3> rates(double t, double h) const {
        const auto& knots = q_.rate;
        const double middle = t + h / 2;
        const auto after =
            std::upper_bound(knots.begin(), knots.end(), middle, [](double x, const auto& k) { return x < k.first; });
        if (after == knots.end()) return {knots.back().second, knots.back().second, knots.back().second};
        const auto before = after - 1;
        const double slope = (after->second - before->second) / (after->first - before->first);
        const double here = before->second + (middle - before->first) * slope;
        return {here - slope * h / 2, here, here + slope * h / 2};
    }

    // From here on this many serve: the freed places are taken by those who wait, at once.
    void set_servers(int servers) {
        servers_ = servers;
        for (int b = 0; b < servers; ++b)
            for (int w = 1; w < waiting_; ++w) {
                const int taken = std::min(w, servers - b);
                std::swap(moved_, p_[at(b, w)]);
                p_[at(b + taken, w - taken)] += moved_;
                moved_ = 0;
            }
    }

    void step(double t, double h, PeriodValues& period) {
        const auto [first, middle, last] = rates(t, h);
        const std::vector<double> k1 = slope(p_, first), k2 = slope(plus(k1, h / 2), middle);
        const std::vector<double> k3 = slope(plus(k2, h / 2), middle), k4 = slope(plus(k3, h), last);
        std::vector<double> next = p_;
        for (std::size_t i = 0; i < p_.size(); ++i) next[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
        const std::vector<double> at_end = slope(next, last);
        std::vector<double> between = p_;  // Hermite's cubic in the middle of the step
        for (std::size_t i = 0; i < p_.size(); ++i) between[i] = (p_[i] + next[i]) / 2 + h / 8 * (k1[i] - at_end[i]);
        const PeriodValues start = flows(p_, first), half = flows(between, middle), end = flows(next, last);
        p_ = std::move(next);
        for (const auto m : {&PeriodValues::offered, &PeriodValues::waited, &PeriodValues::abandonments,
                             &PeriodValues::queue_seconds, &PeriodValues::busy_seconds})
            period.*m += h / 6 * (start.*m + 4 * half.*m + end.*m);
    }

private:
    std::size_t size() const { return static_cast<std::size_t>(busy_ * waiting_); }
    std::size_t at(int busy, int waiting) const { return static_cast<std::size_t>(busy * waiting_ + waiting); }
    double leave() const { return std::isinf(q_.patience) ? 0 : 1 / q_.patience; }

    std::vector<double> plus(const std::vector<double>& slope, double h) const {
        std::vector<double> sum = p_;
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += h * slope[i];
        return sum;
    }

    std::vector<double> slope(const std::vector<double>& p, double arrivals) const {
        std::vector<double> d(p.size(), 0.0);
        for (int b = 0; b < busy_; ++b)
            for (int w = 0; w < (b < servers_ ? 1 : waiting_); ++w) {
                const double here = p[at(b, w)];
                if (here == 0) continue;
                const auto flow = [&](int to_busy, int to_waiting, double rate) {
                    d[at(to_busy, to_waiting)] += rate * here;
                    d[at(b, w)] -= rate * here;
                };
                if (b < servers_)
                    flow(b + 1, 0, arrivals);
                else if (w + 1 < waiting_)
                    flow(b, w + 1, arrivals * (1 - q_.at_once));
                if (b > 0 && w > 0 && b <= servers_)
                    flow(b, w - 1, b / q_.handle_time);
                else if (b > 0)
                    flow(b - 1, w, b / q_.handle_time);
                if (w > 0) flow(b, w - 1, w * leave());
            }
        return d;
    }

    PeriodValues flows(const std::vector<double>& p, double arrivals) const {
        PeriodValues v;
        v.offered = arrivals;
        for (int b = 0; b < busy_; ++b)
            for (int w = 0; w < waiting_; ++w) {
                const double here = p[at(b, w)];
                if (b >= servers_) v.waited += arrivals * here;
                v.queue_seconds += w * here;
                v.busy_seconds += b * here;
            }
        v.abandonments = v.queue_seconds * leave() + v.waited * q_.at_once;
        return v;
    }

    const ChangingQueue& q_;
    int busy_, waiting_, servers_ = 0;
    std::vector<double> p_;
    double moved_ = 0;
};

}  // namespace

std::vector<PeriodValues> follow(const ChangingQueue& queue, const std::vector<double>& ends, double step) {
    int most_busy = 0;
    for (const auto& [from, number] : queue.servers) most_busy = std::max(most_busy, number);
    Forward forward(queue, most_busy);
    std::vector<PeriodValues> periods(ends.size());
    std::size_t period = 0, change = 0;
    for (long i = 0; period < ends.size(); ++i) {
        const double t = static_cast<double>(i) * step;
        if (t >= ends[period] - step / 2 && ++period == ends.size()) break;
        for (; change < queue.servers.size() && queue.servers[change].first <= t + step / 2; ++change)
            forward.set_servers(queue.servers[change].second);
        forward.step(t, step, periods[period]);
    }
    return periods;
}

}  // namespace oracles
