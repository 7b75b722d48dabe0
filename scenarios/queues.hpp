// `queues` and `routing`: where contacts wait, what they do meanwhile, and who is served by whom.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/amounts.hpp"
#include "scenarios/demand.hpp"

namespace peakline {

enum class Medium : std::uint8_t { voice, chat, deferred, outbound };
enum class Order : std::uint8_t { fifo, lifo, deadline, random };
enum class Closing : std::uint8_t { serve, disconnect };
enum class ServiceLevelFormula : std::uint8_t {
    offered,
    offered_less_short_abandons,
    answered,
    answered_or_abandoned_within,
    offered_less_early_abandons,
    short_abandons_met
};

// Opening times of one day, seconds from that day's midnight; to may pass 86400. Empty: closed.
struct Opening {
    double from = 0, to = day_seconds;
};
using Hours = DayTable<std::vector<Opening>>;  // no rows: always open; a day that no key names is closed

struct Redial {
    Quantity share = Distribution::constant(1);
    Quantity after = Distribution::constant(0);
    int up_to = 1;          // attempts in all, the first counted
    ChangingShares queues;  // empty: the same queue
};

struct ClosedBehaviour {
    Quantity retry = Distribution::constant(0);
    double within = never;
    ChangingShares queues;  // of the rest; empty: lost
};

struct Balking {
    std::optional<double> when_longer_than;  // waiting contacts
    std::optional<double> when_wait_above;   // seconds
    Quantity share = Distribution::constant(1);
};

struct Callback {
    double offer_above = never;  // expected wait, seconds
    Quantity accepts = Distribution::constant(0);
    double within = never;
    Quantity connects = Distribution::constant(1);
    int tries = 1;
};

struct Repeat {
    Quantity share = Distribution::constant(1);
    Quantity after = Distribution::exponential(day_seconds);
    double within = 0;  // same agent and priority for who returns within this; 0: never
    bool same_agent = false;
    int priority = 0;
};

struct Transfer {
    Quantity share = Distribution::constant(0);  // where `by_reason` says nothing
    std::vector<std::pair<std::string, Quantity>> by_reason;
    ChangingShares queues;
    Quantity adds = Distribution::constant(0);
};

struct Conversation {
    Quantity messages = Distribution::constant(1);
    Quantity agent_reply;
    Quantity customer_reply;
    Quantity goes_silent = Distribution::constant(0);
    double timeout = never;
    double parks_after = never;
};

// Targets by metric name (model.md section 8), with the wait that service_level and abandonment speak of.
struct Target {
    std::optional<double> within;
    std::vector<std::pair<std::string, double>> values;  // "service_level" -> 0.8, "asa" -> 90, "backlog" -> 2000 ...
};

struct InitialBacklog {
    double items = 0;
    Quantity age = Distribution::constant(0);
};

struct Slots {
    int usual = 1;
    int priority = 1;
};  // priority >= usual

struct Queue {
    std::string name;
    bool enabled = true;
    Medium medium = Medium::voice;
    Hours hours;
    std::optional<ClosedBehaviour> closed;
    std::optional<Quantity> handle_time;  // absent only for chat by messages
    Quantity rings = Distribution::constant(0);
    Quantity patience = Distribution::constant(never);
    std::optional<Balking> balks;
    double lines = never;
    std::optional<Redial> redial;
    std::optional<Callback> callback;
    Repeat repeat;
    std::optional<Transfer> transfer;
    Target target;
    ServiceLevelFormula service_level_counts = ServiceLevelFormula::offered;
    double short_abandon = 0;
    Closing closing = Closing::serve;
    std::vector<std::string> prefers;  // groups, in order
    double overflow_after = never;
    std::vector<std::string> overflow_groups;
    Order order = Order::fifo;
    int priority = 0;
    Quantity lost_contact_costs = Distribution::constant(0);
    // chat
    Changing<Slots> slots;
    std::optional<Conversation> conversation;  // by messages
    std::vector<double> slowdown;              // else by slowdown: factor with 1, 2, ... open conversations
    double silent_share = 0;                   // silent_abandon
    Quantity silent_costs = Distribution::constant(0);
    // deferred
    std::optional<Chase> chase;
    std::optional<InitialBacklog> backlog;
    // outbound
    Quantity connects = Distribution::constant(1);
    Quantity no_answer = Distribution::constant(0);
};

enum class AgentPolicy : std::uint8_t { longest_idle, least_skilled, fastest, random };
enum class ContactPolicy : std::uint8_t { priority_then_wait, longest_wait, deadline };
enum class WhenFewer : std::uint8_t { idle_first, named, first_free };

struct Routing {
    AgentPolicy agent = AgentPolicy::longest_idle;
    ContactPolicy contact = ContactPolicy::priority_then_wait;
    WhenFewer when_fewer = WhenFewer::idle_first;
};

}  // namespace peakline
