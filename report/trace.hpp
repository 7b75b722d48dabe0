// A trace for people and programs: contacts.csv, agents.csv, and one customer's story in words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/civil.hpp"
#include "core/trace.hpp"

namespace peakline {

// One stay of a contact at a queue (or its end before any queue). Times are seconds since the scenario's start; no_value where
// it did not come to that.
struct TracedContact {
    CustomerId customer;
    std::uint32_t episode = 0;
    std::uint16_t attempt = 0, visit = 0, queue = no_index;
    double joined = no_value;
    bool offered = false, at_once = false, backlog = false, transfer = false;
    std::string_view outcome;  // what ended the waiting: answered, abandoned, blocked ...; "again": another stay in the line
    double waited = no_value;  // until answered, abandoned or disconnected
    double line_from = no_value, line_until = no_value;  // its stay in the line; still there: line_until has no value
    std::uint32_t agent = nobody_there;
    double taken = no_value;  // by the agent: answered once it has rung
    double handle_time = no_value, handled_at = no_value;
    double first_reply = no_value, replies = 0, reply_seconds = 0, parked = 0, conversation = no_value;
    int self_service = 0;  // sessions before it
    std::string next;      // what followed: redials, transferred to ...
    std::string case_end;  // where this was the customer's last stay: resolved, lost (abandoned), prevented, open ...
    double case_began = no_value, case_ended = no_value;
};

// In the order of `joined`.
std::vector<TracedContact> contacts_of(const Trace& trace);

std::string contacts_csv(const Trace& trace, const TimeAxis& axis);
std::string agents_csv(const Trace& trace, const TimeAxis& axis);
std::string paid_csv(const Trace& trace, const TimeAxis& axis);

// "order_status/2026-11-27T10:00Z/3"; "email/backlog/17" of what waited at the start.
std::string customer_text(const CustomerId& customer, const Trace& trace);
std::optional<CustomerId> find_customer(std::string_view text, const Trace& trace);

// "core/early/3": group, shift (roster: by interval), number; "" of nobody.
std::string agent_text(std::uint32_t agent, const Trace& trace);
// "first", "repeat 1", "chase 2", "come_back 1", "follow_up 1".
std::string contact_text(std::uint32_t episode);

// What happened to one customer, line by line; `trace` may hold all customers.
std::string customer_story(const CustomerId& customer, const Trace& trace, const TimeAxis& axis);

// Customers worth looking at, for who does not know whom to ask for: the longest wait, the most attempts, the first.
std::vector<std::pair<std::string, CustomerId>> remarkable_customers(const Trace& trace);

}  // namespace peakline
