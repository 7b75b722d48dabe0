// Amounts as every section of a scenario writes them: numbers that may be random and may change, shares by name, rates.
#pragma once

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/changing.hpp"
#include "core/civil.hpp"
#include "core/distribution.hpp"

namespace peakline {

inline constexpr double never = std::numeric_limits<double>::infinity();

// Anything that may be random and may change: a share, a factor, a duration in seconds, a number. A share or factor that is
// random is drawn once a replication, a customer's duration once a customer.
using Quantity = Changing<Distribution>;
using Shares = std::vector<std::pair<std::string, double>>;  // name -> share; most sum to 1
using ChangingShares = Changing<Shares>;

// An amount per time: a volume ("1200/d") or a rate at an instant ("4.2/min", "9.5/h").
struct Rate {
    Quantity amount;  // contacts or units per `per` seconds
    double per = day_seconds;
    bool daily() const { return per >= day_seconds; }  // per day(s): spread by a profile; else a rate at that instant
};

}  // namespace peakline
