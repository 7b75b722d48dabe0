// The plain programs alone: nanoseconds a call.
#include <benchmark/benchmark.h>

#include "bench/workloads.hpp"

using namespace peakline;

namespace {

void report(benchmark::State& state, double calls) {
    using benchmark::Counter;
    state.counters["ns_per_call"] = Counter(calls / 1e9, Counter::kIsRate | Counter::kInvert);
}

void patient(benchmark::State& state) {
    const auto system = workloads::single_queue(static_cast<int>(state.range(0)), 0.95, 1'000'000);
    std::uint64_t seed = 1;
    for (auto _ : state) benchmark::DoNotOptimize(floor::run_patient(system, seed++));
    report(state, static_cast<double>(state.iterations() * system.contacts));
}

template <floor::Counts (*run)(const floor::SingleQueue&, std::uint64_t)>
void impatient(benchmark::State& state) {
    const auto system = workloads::single_queue(static_cast<int>(state.range(0)), 1.1, 1'000'000);
    std::uint64_t seed = 1;
    for (auto _ : state) benchmark::DoNotOptimize(run(system, seed++));
    report(state, static_cast<double>(state.iterations() * system.contacts));
}

void ring(benchmark::State& state) {
    const floor::RingDay day = workloads::ring_day();
    std::uint64_t seed = 1;
    double calls = 0;
    for (auto _ : state) {
        const floor::RingBooks books = floor::run_ring(day, seed++);
        for (const auto& type : books)
            for (const floor::Counts& counts : type) calls += static_cast<double>(counts.offered);
    }
    report(state, calls);
}

}  // namespace

BENCHMARK(patient)->Arg(10)->Arg(100)->Arg(10000)->Unit(benchmark::kMillisecond);
BENCHMARK(impatient<floor::run_leaving>)->Name("leaving")->Arg(10)->Arg(100)->Unit(benchmark::kMillisecond);
BENCHMARK(impatient<floor::run_impatient>)->Name("impatient")->Arg(10)->Arg(100)->Arg(10000)->Unit(benchmark::kMillisecond);
BENCHMARK(ring)->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
