// The engine beside the plain programs, in turns and in one run: processor nanoseconds a contact, their ratio, and the results of both, so
// that they are seen to do the same work. The fastest of the rounds counts: what slows a round down is the machine, not the code.
// engine_ratio [ROUNDS] [--sizes]: --sizes adds the cost by number of contacts and agents.
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/scenarios.hpp"
#include "sim/engine.hpp"

using namespace peakline;
using workloads::scenario_of;
using workloads::single_queue;

namespace {

struct Outcome {
    floor::Counts counts;
    double contacts = 0, seconds = 0;
    double nanoseconds() const { return seconds / contacts * 1e9; }
};

// Of this thread alone, so that a busy machine disturbs little.
double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

Outcome timed(const std::function<floor::Counts()>& work) {
    const double start = cpu_seconds();
    Outcome outcome;
    outcome.counts = work();
    outcome.seconds = cpu_seconds() - start;
    outcome.contacts = static_cast<double>(outcome.counts.offered);
    return outcome;
}

floor::Counts counts_of(const sim::Books& books) {
    floor::Counts counts;
    for (const auto& queue : books.queues)
        for (const sim::QueueCell& cell : queue) {
            counts.offered += static_cast<std::uint64_t>(cell[sim::Tally::offered]);
            counts.answered += static_cast<std::uint64_t>(cell[sim::Tally::answered]);
            counts.abandoned += static_cast<std::uint64_t>(cell[sim::Tally::abandoned]);
            counts.answered_within += static_cast<std::uint64_t>(cell[sim::Tally::answered_within]);
            counts.waits += cell[sim::Tally::wait_all];
        }
    return counts;
}

struct Workload {
    std::string name;
    Scenario scenario;
    int days = 1;  // replications a round
    std::function<floor::Counts(std::uint64_t seed)> plain;
};

// One engine for all rounds, as in a run of many replications: its memory is reused.
void compare(const Workload& workload, int rounds) {
    const Demand demand;
    const sim::Model model = sim::compile(workload.scenario, workload.scenario, demand);
    sim::Engine engine(model);
    Outcome best_engine, best_plain;
    floor::Counts all_engine, all_plain;
    for (int round = 0; round < rounds; ++round) {
        const auto first = static_cast<std::uint32_t>(round * workload.days);
        const auto keep = [round](Outcome& best, const Outcome& now) {
            if (round == 0 || now.nanoseconds() < best.nanoseconds()) best = now;
        };
        const Outcome plain = timed([&] {
            floor::Counts sum;
            for (int day = 0; day < workload.days; ++day) sum.add(workload.plain(first + static_cast<std::uint64_t>(day) + 1));
            return sum;
        });
        const Outcome engine_now = timed([&] {
            floor::Counts sum;
            for (std::uint32_t r = first; r < first + static_cast<std::uint32_t>(workload.days); ++r)
                sum.add(counts_of(engine.run({model.seed, r, r, r})));
            return sum;
        });
        keep(best_plain, plain);
        keep(best_engine, engine_now);
        all_engine.add(engine_now.counts);
        all_plain.add(plain.counts);
    }
    const auto share = [](std::uint64_t part, const floor::Counts& of) {
        return static_cast<double>(part) / static_cast<double>(of.offered);
    };
    fmt::print("{:<26}{:>10}{:>9.1f}{:>9.1f}{:>8.2f}   {:.4f} {:.4f}   {:.4f} {:.4f}\n", workload.name,
               best_engine.counts.offered, best_plain.nanoseconds(), best_engine.nanoseconds(),
               best_engine.nanoseconds() / best_plain.nanoseconds(), share(all_plain.abandoned, all_plain),
               share(all_engine.abandoned, all_engine), share(all_plain.answered_within, all_plain),
               share(all_engine.answered_within, all_engine));
    std::fflush(stdout);
}

Workload single(const std::string& name, const floor::SingleQueue& system, bool patient) {
    return {name, scenario_of(system, patient), 1,
            [=](std::uint64_t seed) { return patient ? floor::run_patient(system, seed) : floor::run_impatient(system, seed); }};
}

}  // namespace

int main(int argc, char** argv) {
    int rounds = 5;
    bool sizes = false;
    for (int i = 1; i < argc; ++i) {
        if (std::string(argv[i]) == "--sizes")
            sizes = true;
        else
            rounds = std::max(1, std::atoi(argv[i]));
    }
    fmt::print("{:<26}{:>10}{:>9}{:>9}{:>8}   {:<13}   {}\n", "workload", "contacts", "plain ns", "engine ns", "ratio",
               "abandoned p e", "within p e");
    compare(single("M/M/100, load 0.95", single_queue(100, 0.95, 1'000'000), true), rounds);
    compare(single("M/M/100+M, load 1.1", single_queue(100, 1.1, 1'000'000), false), rounds);
    const floor::RingDay day = workloads::ring_day();
    compare({"day of three types", scenario_of(day), 25,
             [&](std::uint64_t seed) {
                 floor::Counts sum;
                 for (const auto& type : floor::run_ring(day, seed))
                     for (const floor::Counts& counts : type) sum.add(counts);
                 return sum;
             }},
            rounds);
    if (!sizes) return 0;
    for (const std::uint64_t contacts : {10'000u, 100'000u, 1'000'000u, 10'000'000u})
        compare(single(fmt::format("{} contacts", contacts), single_queue(100, 1.1, contacts), false), rounds);
    for (const int agents : {10, 100, 1000, 10000})
        compare(single(fmt::format("{} agents", agents), single_queue(agents, 1.1, 1'000'000), false), rounds);
}
