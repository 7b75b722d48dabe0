// Queueing systems as scenarios, run in replications, and compared with exact values by the rule of agreement.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/statistics.hpp"
#include "scenarios/scenario.hpp"
#include "sim/books.hpp"

namespace oracles {

using peakline::Distribution;
using peakline::Scenario;
using peakline::sim::GroupCell;
using peakline::sim::GroupTally;
using peakline::sim::QueueCell;
using peakline::sim::Tally;

// Distributions by their usual parameters.
Distribution lognormal(double mean, double cv);
Distribution erlang(int stages, double mean);
Distribution gamma(double mean, double cv);
Distribution geometric(double mean);
Distribution uniform(double low, double high);
Distribution hyperexponential(std::vector<double> shares, std::vector<double> means);
Distribution with_at_once(double share, Distribution rest);

// A scenario of whole days, half-hourly, without anything in it; the margins let every contact of the horizon find a system in
// its stationary state and be decided.
Scenario empty_scenario(int days, double warm_up_hours = 6, double cool_down_hours = 2);
// Each returns what it added, to be changed further.
peakline::Queue& add_queue(Scenario& scenario, const std::string& name, const Distribution& handle_time,
                           const Distribution& patience, double within = 20);
peakline::Reason& add_reason(Scenario& scenario, const std::string& name, const std::string& queue, double per_hour);
peakline::Group& add_group(Scenario& scenario, const std::string& name, int agents,
                           std::vector<std::pair<std::string, int>> serves);

// One queue "voice", one group "agents".
struct SingleSystem {
    int agents;
    double per_hour;
    Distribution handle_time, patience;
    double within = 20;
    int days = 4;
    double lines = peakline::never;
    double warm_up_hours = 6;
};
Scenario single_queue(const SingleSystem& system);

// What every replication counted.
struct Study {
    std::vector<std::vector<QueueCell>> queues;                  // [queue][replication], whole horizon
    std::vector<std::vector<GroupCell>> groups;                  // [group][replication]
    std::vector<std::vector<std::vector<QueueCell>>> intervals;  // [queue][interval][replication], where asked for
};
Study run(const Scenario& scenario, int replications = 100, bool with_intervals = false);

// Checks that sum a / sum b over the replications agrees with the exact value, and that the standard error is small enough to see
// a bias that matters: at most `se`.
using Value = std::function<double(const QueueCell&)>;
void check_ratio(const std::string& what, const std::vector<QueueCell>& cells, const Value& a, const Value& b, double exact,
                 double se);
void check_mean(const std::string& what, const std::vector<QueueCell>& cells, const Value& value, double exact, double se);
void check_occupancy(const std::string& what, const std::vector<GroupCell>& cells, double exact, double se);

inline double offered(const QueueCell& c) { return c[Tally::offered]; }
inline double answered(const QueueCell& c) { return c[Tally::answered]; }
inline double abandoned(const QueueCell& c) { return c[Tally::abandoned]; }
inline double answered_within(const QueueCell& c) { return c[Tally::answered_within]; }
inline double waited(const QueueCell& c) { return c[Tally::offered] - c[Tally::at_once]; }
inline double wait_all(const QueueCell& c) { return c[Tally::wait_all]; }
inline double wait_answered(const QueueCell& c) { return c[Tally::wait_answered]; }

}  // namespace oracles
