// Pushes at a time of day: a mailing, a spot, a message to customers. Past ones are taken out of the history, and tell how large they are.
#pragma once

#include <string>
#include <vector>

#include <Eigen/Core>

#include "forecast/calendar.hpp"
#include "forecast/history_days.hpp"

namespace peakline {

struct PushAhead {
    struct Seen {
        Date date;
        double contacts;
    };
    std::string name;
    Date date;
    double at = 0;                // seconds of the day
    UncertainFactor size;         // log of its contacts; mean of exp(...) is their mean
    std::vector<double> weights;  // by slot; sum to 1, less what falls behind midnight
    std::vector<Seen> seen;       // past occasions: contacts beyond the usual day's
    bool typed = false;           // the planner gave the size
    std::string in_words;         // "mailing at 10:00 about 1 800 contacts (seen twice, 2025: 1 650, 2026: 1 950)"
};

// Takes past pushes out of totals and values, tells the sizes of those ahead. In a daily series a push is a name of its day. Pushes ahead
// without a size are left out with a finding.
std::vector<PushAhead> take_out_pushes(HistoryDays& history, const std::vector<Push>& pushes, Date first_ahead);

}  // namespace peakline
