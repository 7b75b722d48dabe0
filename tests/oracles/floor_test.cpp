// The plain programs that the engine is measured against must simulate what they say.
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "bench/workloads.hpp"
#include "core/statistics.hpp"
#include "staffing/impatient.hpp"

using namespace peakline;

namespace {

struct Shares {
    std::vector<double> abandoned, within, wait;
};

void check_against(const Shares& shares, const ImpatientQueue& exact) {
    CHECK(agrees(shares.abandoned, exact.p_abandon()));
    CHECK(agrees(shares.within, exact.served_within(20)));
    CHECK(agrees(shares.wait, exact.mean_wait()));
    CHECK(mean_of(shares.abandoned).se < 1e-3);
}

void add(Shares& shares, const floor::Counts& counts) {
    const double offered = static_cast<double>(counts.offered);
    shares.abandoned.push_back(static_cast<double>(counts.abandoned) / offered);
    shares.within.push_back(static_cast<double>(counts.answered_within) / offered);
    shares.wait.push_back(counts.waits / offered);
}

}  // namespace

TEST_CASE("The plain program for patient customers agrees with Erlang C") {
    // The start from empty is felt for about n handle times over (n - load)^2: with 10 agents at load 8 not among 100 000 calls.
    const floor::SingleQueue system{10, 8.0 / 300, 300, 0, 20, 100'000};
    const ErlangC exact = erlang_c({10, 8.0 / 300, 300});
    std::vector<double> waits, within;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        const floor::Counts counts = floor::run_patient(system, seed);
        CHECK(counts.offered == counts.answered);
        waits.push_back(counts.waits / 1e5);
        within.push_back(static_cast<double>(counts.answered_within) / 1e5);
    }
    CHECK(agrees(waits, exact.mean_wait));
    CHECK(agrees(within, exact.service_level(20)));
    CHECK(mean_of(within).se < 1e-3);
}

TEST_CASE("The plain programs for impatient customers agree with Erlang A") {
    const floor::SingleQueue system{10, 11.0 / 300, 300, 300, 20, 100'000};
    for (const auto run : {floor::run_impatient, floor::run_leaving}) {
        Shares shares;
        for (std::uint64_t seed = 1; seed <= 100; ++seed) {
            const floor::Counts counts = run(system, seed);
            CHECK(counts.offered == counts.answered + counts.abandoned);
            add(shares, counts);
        }
        check_against(shares, ImpatientQueue::erlang_a({10, 11.0 / 300, 300}, 300));
    }
}

TEST_CASE("The plain program for three types is Erlang A where only one type calls") {
    // Type 0 is served by groups 0 and 2: 12 agents in all. Later half-hours only, so that the empty start is forgotten.
    floor::RingDay day;
    for (int i = 0; i < floor::ring_intervals; ++i) {
        day.rates[0][i] = 0.05;
        day.agents[0][i] = 5 + i % 2;  // moves between the groups from one half-hour to the next
        day.agents[1][i] = 3;
        day.agents[2][i] = 7 - i % 2;
    }
    day.handle_time = {240, 1, 1};
    day.patience = {150, 1, 1};
    Shares shares;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        const floor::RingBooks books = floor::run_ring(day, seed);
        floor::Counts counts;
        for (int i = 4; i < floor::ring_intervals; ++i) counts.add(books[0][i]);
        CHECK(counts.offered == counts.answered + counts.abandoned);
        add(shares, counts);
    }
    // Leaving after the contact in hand keeps a 13th agent for a moment in every other half-hour: allow for it.
    const ImpatientQueue exact = ImpatientQueue::erlang_a({12, 0.05, 240}, 150);
    CHECK(std::abs(mean_of(shares.abandoned).value - exact.p_abandon()) < 0.02);
    for (int i = 0; i < floor::ring_intervals; ++i) day.agents[0][i] = 5, day.agents[2][i] = 7;
    shares = {};
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        floor::Counts counts;
        const floor::RingBooks books = floor::run_ring(day, seed);
        for (int i = 4; i < floor::ring_intervals; ++i) counts.add(books[0][i]);
        add(shares, counts);
    }
    check_against(shares, exact);
}

TEST_CASE("The day of three types has 20 000 calls and loses some of them in every hour") {
    floor::Counts all;
    const floor::RingDay day = workloads::ring_day();
    std::vector<double> offered;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        floor::Counts today;
        for (const auto& type : floor::run_ring(day, seed))
            for (const floor::Counts& counts : type) today.add(counts);
        CHECK(today.offered == today.answered + today.abandoned);
        offered.push_back(static_cast<double>(today.offered));
        all.add(today);
    }
    CHECK(agrees(offered, 20000));
    const double lost = static_cast<double>(all.abandoned) / static_cast<double>(all.offered);
    CHECK(lost > 0.005);
    CHECK(lost < 0.15);
}
