// The metrics that targets, `run.until` and questions speak of: how their values are written, and where they exist.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/scenario.hpp"
#include "scenarios/values.hpp"

namespace peakline {

// What a metric cannot do without: a chat, one by messages, `within` beside the queue's target, a target for the service level,
// any target, a driver.
enum class Needs : std::uint8_t { nothing, chat, messages, within, level, target, driver };

struct MetricRow {
    std::string name;
    Number number;
    bool of_queue, of_total;
    Needs needs;
    std::string meaning;
};
const std::vector<MetricRow>& metric_rows();
const MetricRow* metric_named(std::string_view name);
std::vector<std::string> metric_names(bool of_queue);  // else of the total

// Why "mail.first_reply" or "contact_rate" never has a value in this scenario; empty: it has, or it is not one of these metrics.
std::string why_no_value(const Scenario& scenario, std::string_view metric);

}  // namespace peakline
