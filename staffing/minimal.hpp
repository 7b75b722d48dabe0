// The fewest servers that meet a target. Every search gallops and bisects over a measure that servers can only improve.
#pragma once

#include <functional>
#include <optional>

#include "staffing/impatient.hpp"

namespace peakline {

// Smallest n >= first with meets(n), meets being false, then true for good. Throws std::runtime_error beyond `most`.
int fewest_servers(int first, const std::function<bool(int)>& meets, int most = 1 << 24);

int servers_for_loss(double load, double blocking);  // Erlang B: blocking at most this

// Traffic whose servers are sought; mean_patience absent: Erlang C.
struct Traffic {
    double arrival_rate = 0;              // per second
    double handle_time = 1;               // seconds
    std::optional<double> mean_patience;  // seconds
};

// Which of the targets are set must all be met. Waits in seconds, shares 0 ... 1.
struct StaffingTarget {
    std::optional<double> service_level;  // at least, over offered, within `within`
    double within = 20;
    std::optional<double> asa;          // at most, of the answered
    std::optional<double> p_wait;       // at most
    std::optional<double> abandonment;  // at most; met by every stable system where nobody leaves
    std::optional<double> occupancy;    // at most
    bool early_abandons_count = true;   // false: those who leave within `within` are left out of the service level
};
bool meets(const Traffic& traffic, int servers, const StaffingTarget& target);
int servers_for(const Traffic& traffic, const StaffingTarget& target);

}  // namespace peakline
