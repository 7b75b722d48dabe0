// That plans pair because draws belong to customers, shown by what happens when they do not: the same queue as in
// properties_test ("Plans that differ by one agent in twenty pair") without the engine, once with handle time and patience of
// the customer, once taken in the order of service and of joining; and the engine with other seeds.
#include <cmath>
#include <deque>
#include <functional>
#include <queue>
#include <tuple>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "core/random.hpp"
#include "little.hpp"

using namespace peakline;
using namespace simtests;

namespace {

struct Day {
    double offered = 0, abandonment = 0, wait_mean = 0, service_level = 0;
};

// 264 calls an hour for 12 h, 20 or 21 agents, exponential handle time (5 min) and patience (3 min), half of those who give up call
// again 10 min later, ten times at most.
class PlainQueue {
public:
    PlainQueue(int agents, std::uint64_t seed, std::uint32_t replication, bool by_order)
        : free_(agents), streams_{seed, replication, replication, replication}, by_order_(by_order) {}

    Day run() {
        double t = 0;
        for (std::uint64_t i = 0; (t += exponential(3600 / 264.0, 1, i, 0)) < 12 * 3600; ++i) events_.push({t, arrival, i, 1});
        while (!events_.empty()) {
            const Event e = events_.top();
            events_.pop();
            if (e.kind == arrival) arrive(e);
            if (e.kind == end) ++free_, serve(e.time);
            if (e.kind == patience && !calls_[e.who].gone) leave(e);
        }
        return {offered_, abandoned_ / offered_, waits_ / offered_, within_ / offered_};
    }

private:
    enum Kind { end, patience, arrival };
    struct Event {
        double time;
        Kind kind;
        std::uint64_t who;  // customer; of patience: call
        int attempt;
        bool operator<(const Event& other) const {
            return std::tie(time, kind, who) > std::tie(other.time, other.kind, other.who);
        }
    };
    struct Call {
        std::uint64_t customer;
        int attempt;
        double joined;
        bool gone;
    };

    double uniform(std::uint64_t purpose, std::uint64_t who, std::uint64_t attempt) const {
        return draw(streams_, Family::queueing, {7, 0, who, detail(purpose, 0, attempt)})[0];
    }
    double exponential(double mean, std::uint64_t purpose, std::uint64_t who, std::uint64_t attempt) const {
        return -mean * std::log(uniform(purpose, who, attempt));
    }
    void arrive(const Event& e) {
        calls_.push_back({e.who, e.attempt, e.time, false});
        line_.push_back(calls_.size() - 1);
        const double patient =
            by_order_ ? exponential(180, 2, calls_.size(), 0) : exponential(180, 2, e.who, static_cast<std::uint64_t>(e.attempt));
        offered_ += 1;
        events_.push({e.time + patient, patience, calls_.size() - 1, 0});
        serve(e.time);
    }
    void serve(double now) {
        while (free_ > 0 && !line_.empty()) {
            Call& call = calls_[line_.front()];
            line_.pop_front();
            if (call.gone) continue;
            call.gone = true, --free_, ++served_;
            waits_ += now - call.joined;
            within_ += now - call.joined <= 20;
            events_.push({now + (by_order_ ? exponential(300, 3, served_, 0) : exponential(300, 3, call.customer, 0)), end,
                          call.customer, 0});
        }
    }
    void leave(const Event& e) {
        Call& call = calls_[e.who];
        call.gone = true;
        abandoned_ += 1;
        waits_ += e.time - call.joined;
        if (call.attempt < 10 && uniform(4, call.customer, static_cast<std::uint64_t>(call.attempt)) < 0.5)
            events_.push({e.time + 600, arrival, call.customer, call.attempt + 1});
    }

    int free_;
    Streams streams_;
    bool by_order_;
    std::uint64_t served_ = 0;
    double offered_ = 0, abandoned_ = 0, waits_ = 0, within_ = 0;
    std::vector<Call> calls_;
    std::deque<std::size_t> line_;
    std::priority_queue<Event> events_;
};

std::vector<Day> plain(int agents, std::uint64_t seed, bool by_order) {
    std::vector<Day> days;
    for (std::uint32_t r = 0; r < 300; ++r) days.push_back(PlainQueue(agents, seed, r, by_order).run());
    return days;
}

std::vector<Day> engine(int agents, int seed) {
    const auto all = books_of(
        load(
            day(fmt::format("run: {{seed: {}}}\nreasons:\n  r: {{expected: {{value: 264/h, by_hour: {{\"00-12\": 1, \"12-24\": "
                            "0}}}}, queues: {{voice: 100%}}}}\nqueues:\n"
                            "  voice: {{handle_time: {{exponential: {{mean: 5min}}}}, patience: {{exponential: {{mean: 3min}}}}, "
                            "redial: {{share: 50%, after: 10min, up_to: 10}}, target: {{service_level: 80%, within: 20s}}}}\n"
                            "staff: {{groups: {{agents: {{serves: [voice], agents: {}}}}}}}\n",
                            seed, agents))),
        100);
    std::vector<Day> days;
    for (const Books& books : all) {
        double sums[4] = {};
        for (const auto& cell : books.queues[0])
            for (int i = 0; const auto tally : {Tally::offered, Tally::abandoned, Tally::wait_all, Tally::answered_within})
                sums[i++] += cell[tally];
        days.push_back({sums[0], sums[1] / sums[0], sums[2] / sums[0], sums[3] / sums[0]});
    }
    return days;
}

double variance_of_difference(const std::vector<Day>& a, const std::vector<Day>& b, double Day::*value) {
    double mean = 0, squares = 0;
    const auto n = static_cast<double>(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) mean += (a[i].*value - b[i].*value) / n;
    for (std::size_t i = 0; i < a.size(); ++i) squares += std::pow(a[i].*value - b[i].*value - mean, 2);
    return squares / (n - 1);
}

constexpr std::pair<const char*, double Day::*> values[] = {{"offered", &Day::offered},
                                                            {"abandonment", &Day::abandonment},
                                                            {"wait_mean", &Day::wait_mean},
                                                            {"service_level", &Day::service_level}};

}  // namespace

TEST_CASE("Draws by order of service pair less than two thirds as well as draws of the customer") {
    const auto own = plain(20, 1, false), own_more = plain(21, 1, false), own_apart = plain(21, 2, false);
    const auto order = plain(20, 1, true), order_more = plain(21, 1, true), order_apart = plain(21, 2, true);
    for (const auto& [name, value] : values) {
        const double by_customer = variance_of_difference(own, own_apart, value) / variance_of_difference(own, own_more, value);
        const double by_order =
            variance_of_difference(order, order_apart, value) / variance_of_difference(order, order_more, value);
        MESSAGE(std::string(name) << ": variance ratio " << by_customer << " by customer, " << by_order
                                  << " by order of service");
        if (value == &Day::service_level) continue;  // reported only
        CHECK(by_customer >= 20);
        CHECK(by_order < 2.0 / 3 * by_customer);
    }
}

TEST_CASE("Plans of different seeds do not pair; the engine pairs as the plain queue does") {
    const auto plan = engine(20, 1), more = engine(21, 1), apart = engine(21, 2), elsewhere = engine(21, 3);
    for (const auto& [name, value] : values) {
        const double unpaired = variance_of_difference(plan, apart, value);
        const double seeds = unpaired / variance_of_difference(plan, elsewhere, value),
                     paired = unpaired / variance_of_difference(plan, more, value);
        MESSAGE(std::string(name) << ": variance ratio " << paired << " paired, " << seeds << " with other seeds");
        CHECK(seeds < 3);
        if (value != &Day::service_level) CHECK(paired >= 20);
    }
}
