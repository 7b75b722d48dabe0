// The engine beside the plain programs, in turns and in one run: processor nanoseconds a contact, their ratio, and the results of both, so
// that they are seen to do the same work. The fastest of the rounds counts: what slows a round down is the machine, not the code.
// engine_ratio [ROUNDS] [--sizes] [--long]: --sizes adds the cost by number of contacts, agents and queues, with the memory that
// the process has come to need, and the gain of a second thread; --long also 10^8 contacts.
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/scenarios.hpp"
#include "sim/engine.hpp"
#include "sim/simulate.hpp"

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

// The largest memory of the process so far, in megabytes.
double peak_megabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

void compare_size(const Workload& workload, int rounds) {
    compare(workload, rounds);
    fmt::print("{:<26}{:>10.0f} MB\n", "", peak_megabytes());
}

// Wall time of the same replications on one thread and on two.
void compare_threads() {
    const Demand demand;
    const Scenario scenario = scenario_of(workloads::ring_day());
    const sim::Model model = sim::compile(scenario, scenario, demand);
    const auto seconds = [&](int threads) {
        const auto start = std::chrono::steady_clock::now();
        sim::replicate(model, 200, threads, [](int, const sim::Books&) {});
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    double one = seconds(1), two = seconds(2);
    for (int round = 0; round < 2; ++round) one = std::min(one, seconds(1)), two = std::min(two, seconds(2));
    fmt::print("200 days of three types: {:.2f} s on one thread, {:.2f} s on two: {:.2f} times as fast\n", one, two, one / two);
}

}  // namespace

int main(int argc, char** argv) {
    int rounds = 5;
    bool sizes = false, large = false;
    for (int i = 1; i < argc; ++i) {
        if (std::string(argv[i]) == "--sizes")
            sizes = true;
        else if (std::string(argv[i]) == "--long")
            sizes = large = true;
        else
            rounds = std::max(1, std::atoi(argv[i]));
    }
    fmt::print("{:<26}{:>10}{:>9}{:>9}{:>8}   {:<13}   {}\n", "workload", "contacts", "plain ns", "engine ns", "ratio",
               "abandoned p e", "within p e");
    compare(single("M/M/100, load 0.95", single_queue(100, 0.95, 1'000'000), true), rounds);
    compare(single("M/M/100+M, load 1.1", single_queue(100, 1.1, 1'000'000), false), rounds);
    const floor::SingleQueue leaving = single_queue(100, 1.1, 1'000'000);
    compare({"the same, known when left", scenario_of(leaving, false), 1,
             [&](std::uint64_t seed) { return floor::run_leaving(leaving, seed); }},
            rounds);
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
    std::vector<std::uint64_t> contacts{10'000, 100'000, 1'000'000, 10'000'000};
    if (large) contacts.push_back(100'000'000);
    for (const std::uint64_t n : contacts)
        compare_size(single(fmt::format("{} contacts", n), single_queue(100, 1.1, n), false), n > 10'000'000 ? 1 : rounds);
    for (const int agents : {10, 100, 1000, 10000})
        compare_size(single(fmt::format("{} agents", agents), single_queue(agents, 1.1, 1'000'000), false), rounds);
    for (const int queues : {1, 10, 100}) {
        const floor::SingleQueue system = single_queue(10, 1.1, 1'000'000 / static_cast<std::uint64_t>(queues));
        compare_size({fmt::format("{} queues of 10 agents", queues), scenario_of(system, queues), 1,
                      [=](std::uint64_t seed) {
                          floor::Counts sum;
                          for (int q = 0; q < queues; ++q)
                              sum.add(floor::run_impatient(system, seed * 1000 + static_cast<std::uint64_t>(q)));
                          return sum;
                      }},
                     rounds);
    }
    compare_threads();
}
