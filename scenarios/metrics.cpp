// Metrics that targets may speak of, with the unit of their values.
#include "scenarios/sections.hpp"

namespace peakline {

const std::vector<MetricRow>& metric_rows() {
    static const std::vector<MetricRow> rows{
        {"service_level", share(), true, true, "share served within `within`"},
        {"on_target", share(), true, false, "share of intervals with at least 10 offered that reach the target"},
        {"worst_interval", share(), true, false, "lowest service level of such an interval"},
        {"abandonment", share(), true, true, "share of offered who abandon"},
        {"asa", duration(), true, true, "mean wait of the answered"},
        {"wait_mean", duration(), true, true, "mean wait of all offered"},
        {"waited", share(), true, true, "share whom no agent took at once"},
        {"wait_p50", duration(), true, true, "median wait of the answered"},
        {"wait_p90", duration(), true, true, "wait that 90% of the answered stay below"},
        {"wait_p95", duration(), true, true, "wait that 95% of the answered stay below"},
        {"wait_max", duration(), true, true, "longest wait of the answered"},
        {"handle_time", duration(), true, true, "mean handle time"},
        {"first_reply", duration(), true, false, "chat: joining to first message"},
        {"reply", duration(), true, false, "chat: later message to reply"},
        {"conversation", duration(), true, false, "chat: assignment to end"},
        {"backlog", count(), true, true, "items waiting at the period's end"},
        {"backlog_max", count(), true, true, "most items waiting"},
        {"backlog_age", duration(), true, true, "age of the oldest item"},
        {"days_to_clear", count(), true, true, "days from the highest backlog to a normal one"},
        {"peak_days", count(), true, true, "days on which a target was missed"},
        {"abandoned", count(), true, true, "contacts who abandon"},
        {"blocked", count(), true, true, "contacts who find no line"},
        {"balked", count(), true, true, "contacts who leave at once"},
        {"disconnected", count(), true, true, "contacts cut off at closing"},
        {"redials", count(), true, true, "attempts after a failed one"},
        {"repeats", count(), true, true, "returns of those not helped"},
        {"chases", count(), true, true, "customers who ask again"},
        {"transferred_out", count(), true, false, "contacts passed on"},
        {"occupancy", share(), false, true, "time holding a contact / time on shift and available"},
        {"work_share", share(), false, true, "time talking, writing or wrapping up"},
        {"resolution_time", duration(), false, true, "need to resolved"},
        {"fcr", share(), false, true, "cases resolved after one contact"},
        {"contact_rate", ratio(), false, true, "contacts per unit of the first driver"},
        {"attempts_per_case", count(), false, true, "contacts per case"},
        {"unreached", count(), false, true, "cases that never reached anybody"},
        {"attempts_of_unreached", count(), false, true, "their attempts"},
        {"answered_per_paid_hour", count(), false, true, "contacts answered per paid hour"},
        {"units_per_paid_hour", count(), false, true, "units of the first driver per paid hour"},
        {"paid_hours", count(), false, true, "hours paid"},
        {"overtime", duration(), false, true, "work after shifts' ends"},
        {"cost", money(), false, true, "of everything"},
    };
    return rows;
}

}  // namespace peakline
