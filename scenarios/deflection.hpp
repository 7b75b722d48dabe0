// `notifications` and `self_service`: what answers before an agent has to.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenarios/amounts.hpp"

namespace peakline {

struct Notification {
    std::string name;
    bool enabled = true;
    std::vector<std::string> about;  // reasons
    Quantity reach = Distribution::constant(0);
    Quantity effect = Distribution::constant(0);
    std::string per;                            // driver or reason
    Quantity cost = Distribution::constant(0);  // per message
    std::string generates;                      // reason; empty: none
    Quantity generates_rate = Distribution::constant(0);
    Quantity leaves_harder = Distribution::constant(0);
};

struct SelfService {
    std::string name;
    bool enabled = true;
    std::vector<std::string> before;                         // queues
    std::vector<std::pair<std::string, Quantity>> contains;  // by reason; name "" = all reasons
    Quantity takes = Distribution::constant(0);
    Quantity gives_up = Distribution::constant(0);
    Quantity comes_back_share = Distribution::constant(0);
    Quantity comes_back_after = Distribution::constant(0);
    std::vector<std::pair<std::string, Shares>> misroutes;  // from queue -> (wrong queue, share)
    Quantity saves = Distribution::constant(0);
    Quantity leaves_harder = Distribution::constant(0);
    double skip_repeats_within = 0;             // seconds; 0: never
    double sessions = never;                    // at most at once
    Quantity cost = Distribution::constant(0);  // per session
};

}  // namespace peakline
