#include "staffing/minimal.hpp"

#include <cmath>
#include <stdexcept>

namespace peakline {

int fewest_servers(int first, const std::function<bool(int)>& meets, int most) {
    if (meets(first)) return first;
    int below = first, step = 1;
    while (!meets(below + step)) {
        below += step;
        step *= 2;
        if (below > most - step) throw std::runtime_error("no number of servers meets the target");
    }
    int enough = below + step;
    while (enough - below > 1) {
        const int middle = below + (enough - below) / 2;
        (meets(middle) ? enough : below) = middle;
    }
    return enough;
}

int servers_for_loss(double load, double blocking) {
    if (!(blocking > 0)) throw std::invalid_argument("blocking must be above 0");
    double inverse = 1;  // the recursion passes every number on its way up
    int n = 0;
    while (1 / inverse > blocking) inverse = 1 + ++n / load * inverse;
    return n;
}

namespace {

bool patient_meets(const Servers& system, const StaffingTarget& target) {
    if (system.load() >= system.servers) return false;
    const ErlangC queue = erlang_c(system);
    return (!target.service_level || queue.service_level(target.within) >= *target.service_level) &&
           (!target.asa || queue.mean_wait <= *target.asa) && (!target.p_wait || queue.p_wait <= *target.p_wait) &&
           (!target.occupancy || queue.occupancy <= *target.occupancy);
}

bool impatient_meets(const ImpatientQueue& queue, const StaffingTarget& target) {
    const auto service_level = [&] {
        return target.early_abandons_count ? queue.served_within(target.within)
                                           : queue.service_level_less_early_abandons(target.within);
    };
    return (!target.service_level || service_level() >= *target.service_level) &&
           (!target.asa || queue.mean_wait_served() <= *target.asa) && (!target.p_wait || queue.p_wait() <= *target.p_wait) &&
           (!target.abandonment || queue.p_abandon() <= *target.abandonment) &&
           (!target.occupancy || queue.occupancy() <= *target.occupancy);
}

}  // namespace

bool meets(const Traffic& traffic, int servers, const StaffingTarget& target) {
    const Servers system{servers, traffic.arrival_rate, traffic.handle_time};
    return traffic.mean_patience ? impatient_meets(ImpatientQueue::erlang_a(system, *traffic.mean_patience), target)
                                 : patient_meets(system, target);
}

int servers_for(const Traffic& traffic, const StaffingTarget& target) {
    if (!(traffic.arrival_rate > 0)) return 0;
    const double load = traffic.arrival_rate * traffic.handle_time;
    const int first = traffic.mean_patience ? 1 : static_cast<int>(std::floor(load)) + 1;
    return fewest_servers(first, [&](int n) { return meets(traffic, n, target); });
}

}  // namespace peakline
