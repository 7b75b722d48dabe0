// One replication with everything that happened in it.
#pragma once

#include "core/demand.hpp"
#include "core/trace.hpp"
#include "scenarios/scenario.hpp"
#include "sim/books.hpp"

namespace peakline::sim {

struct Traced {
    Trace trace;
    Books books;
};

// Replication r of a plan, exactly as simulate() runs it. `baseline` as there.
Traced trace_replication(const Scenario& scenario, const Scenario& baseline, const Demand& demand, int replication);

}  // namespace peakline::sim
