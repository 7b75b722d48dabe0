// Little scenarios, written as YAML, run once, and asked by name for what they counted.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/demand.hpp"
#include "core/results.hpp"
#include "core/trace.hpp"
#include "scenarios/scenario.hpp"
#include "sim/books.hpp"
#include "sim/model.hpp"

namespace simtests {

using peakline::sim::Books;
using peakline::sim::GroupTally;
using peakline::sim::ReasonTally;
using peakline::sim::Tally;

// One plan of a file (the baseline unless named), loaded from text through the ordinary loader.
peakline::Scenario load(const std::string& yaml, const std::string& plan = "");

// The books of replications 0 ... n-1.
std::vector<Books> books_of(const peakline::Scenario& scenario, int replications = 1, int threads = 1);

class Outcome {
public:
    Outcome(const peakline::Scenario& scenario, int replication = 0);
    explicit Outcome(const std::string& yaml, int replication = 0) : Outcome(load(yaml), replication) {}

    double queue(const std::string& name, std::size_t tally) const;
    // Of the contacts that joined in [from, to), hours since the start; whole intervals.
    double queue(const std::string& name, std::size_t tally, double from, double to) const;
    double group(const std::string& name, std::size_t tally) const;
    double group(const std::string& name, std::size_t tally, double from, double to) const;
    double reason(const std::string& name, std::size_t tally) const;
    const Books& books() const { return books_; }

private:
    std::vector<std::string> queues_, groups_, reasons_;
    double interval_;
    Books books_;
};

// Results of one plan, and their means by "total.cost", "voice.offered", "agents.paid_hours", "r.needs".
peakline::PlanResults results_of(const std::string& yaml, int replications = 1);
std::map<std::string, double> means_of(const std::string& yaml, int replications = 1);

// Everything that happened in a replication.
peakline::Trace trace_of(const std::string& yaml, int replication = 0);
// When this happened in a queue, in order, of customers of a reason (all without a name).
std::vector<double> times_of(const peakline::Trace& trace, peakline::TraceStep::What what, const std::string& queue,
                             const std::string& reason = "");

void replace_all(std::string& text, const std::string& what, const std::string& with);

// A scenario whose contacts come at times known in advance: `items` pieces of work lie in `feed` at the start, are done one after
// the other by one feeder, `every` seconds each, and each wakes `later` seconds after it was done as a follow-up that joins
// `queue`, at every x k + later. Nobody else ever has a need (one in a million days).
struct Feed {
    std::string name, queue;
    int items = 1;
    double every = 60, later = 3600;
};

// `queues`, `groups` and `reasons` are the rest of these sections, indented by two, four and two blanks; `more` stands at top level.
std::string fed(const std::vector<Feed>& feeds, const std::string& queues, const std::string& groups,
                const std::string& more = "", int days = 1, const std::string& reasons = "");

// Needs that are not known in advance but certain in kind: a file of one day with `body` below its head.
std::string day(const std::string& body, int days = 1);

}  // namespace simtests
