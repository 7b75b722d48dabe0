// A scenario as plain values: what a planner wrote, checked, with names, units resolved (seconds, shares 0..1, money) and
// `like`, `extends` and defaults applied. One struct for every part of the file; the order is the file's. No YAML here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/changing.hpp"
#include "core/civil.hpp"
#include "core/demand.hpp"
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

// ---- demand ----------------------------------------------------------------------------------------------------
// What is expected, without a forecast: a rate (per day, hour or minute), a list by day from time.start on, or a CSV as read.
struct Expected {
    std::variant<Rate, std::vector<double>, TimeTable> value;
};

// Where a volume comes from: exactly one of the three, or none (a reason fed by a driver, or by events and notifications only).
struct Volume {
    std::optional<std::filesystem::path> history;   // forecast on the fly
    std::optional<std::filesystem::path> forecast;  // a folder saved by `peakline forecast`
    std::optional<Expected> expected;
    bool any() const { return history || forecast || expected; }
};

struct Driver {
    std::string name;
    bool enabled = true;
    Volume volume;
    Quantity scale = Distribution::constant(1);
};

// When in the day and week: weights by hour and day, or the shape of a history file. Neither: no profile.
struct Profile {
    std::optional<std::filesystem::path> history;
    Factors weights;
    bool any() const { return history || !weights.empty(); }
};

struct Chase {
    Quantity after = Distribution::constant(never);
    std::optional<Quantity> every;  // default: after
    Quantity share = Distribution::constant(0);
    ChangingShares queues;  // where the chaser goes
    int up_to = 1;
    Quantity closes = Distribution::constant(0);  // queue chase: share of chases elsewhere that close the waiting item
    std::optional<Quantity> handle_time;          // queue chase: added to the item's when they meet
};

struct Pending {
    Quantity share = Distribution::constant(0);
    Quantity answered_after;
    std::string follow_up_queue;
    std::optional<Quantity> follow_up_handle_time;
    std::optional<Chase> chase;
};

// A handle time for one queue or group: a duration that replaces, or a factor.
struct HandleTime {
    std::string name;     // queue (in a reason) or queue (in a group's map)
    bool factor = false;  // the quantity multiplies; else it replaces
    Quantity value;
};

enum class Counts : std::uint8_t { needs, offered };

struct Reason {
    std::string name;
    bool enabled = true;
    std::string per;                                        // driver; empty: own volume, or none
    Quantity rate = Distribution::constant(0);              // contacts per unit of the driver
    std::vector<std::pair<double, double>> lag = {{0, 1}};  // delay in seconds -> share; whole days are calendar days
    Profile profile;
    Volume volume;
    Counts counts = Counts::needs;
    Quantity first_contacts = Distribution::constant(1);
    Quantity scale = Distribution::constant(1);
    ChangingShares queues;
    Quantity resolved_first_time = Distribution::constant(1);
    std::optional<Pending> pending;
    std::vector<HandleTime> handle_time;  // by queue
};

// ---- deflection ------------------------------------------------------------------------------------------------
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

// ---- queues ----------------------------------------------------------------------------------------------------
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

// ---- staff -----------------------------------------------------------------------------------------------------
struct Break {
    double after = 0, after_last = 0;  // from the shift's start; a range spreads the agents
    double lasts = 0;
    bool paid = true;
};

struct Shift {
    std::string name;
    bool enabled = true;
    double start = 0;  // seconds of the day
    double lasts = 0;
    std::vector<Break> breaks;
};

using ShiftCounts = std::vector<std::pair<std::string, double>>;  // shift -> agents
using Roster = DayTable<ShiftCounts>;

struct Cost {
    double per_hour = 0, per_minute = 0, per_contact = 0;  // per_minute: of talking, writing and wrapping up
};

struct Ramp {
    std::vector<double> factors;
    double step = 7 * day_seconds;
};

struct Cohort {
    std::string name;
    bool enabled = true;
    Changing<Roster> roster;
    Date from{};
    std::optional<Date> until;    // last day, included
    std::optional<double> every;  // intake repeats, seconds (whole days)
    int up_to = 1;                // intakes in all
    double training = 0;          // whole days
    std::vector<double> ramp;     // handle-time factor by step
    double step = 7 * day_seconds;
    std::vector<double> errors;  // factor on 1 - resolved_first_time by step
};

struct Stress {
    double above = 1;  // occupancy
    double over = 2 * hour_seconds;
    double handle_time = 1, errors = 1, attrition = 1;
};

struct Group {
    std::string name;
    bool enabled = true;
    std::vector<std::pair<std::string, int>> serves;  // queue -> preference, 1 first; empty map entries do not occur
    std::variant<std::monostate, Changing<Roster>, TimeTable, Quantity>
        staffing;                                // by shift, by interval file as read, or `agents`
    Quantity scale = Distribution::constant(1);  // on the roster, by shift, rounded half up
    Quantity absence = Distribution::constant(0);
    Quantity shrinkage = Distribution::constant(0);
    Quantity handle_time = Distribution::constant(1);  // factor for every queue
    std::vector<std::pair<std::string, Quantity>> handle_time_by_queue;
    Cost cost;
    Cost overtime_cost;
    double overtime_up_to = never;
    bool has_overtime = false;
    std::vector<Cohort> cohorts;
    double attrition = 0;  // hazard per second
    std::optional<Stress> stress;
};

// ---- what can happen -------------------------------------------------------------------------------------------
enum class Verb : std::uint8_t { scale, add, handle_time, enable, disable, close, open, redirect, staff, move, priority, slots };
enum class Kind : std::uint8_t {
    none,
    driver,
    reason,
    queue,
    notification,
    self_service,
    pending,
    group,
    shift,
    event,
    rule,
    cohort
};

// Shifts, cohorts, events and rules may be taken in and out by events and rules while the season runs. The one switch of the
// loader, which refuses it as long as the simulator does not know how; a plan's own `enable` and `disable` of these are in
// `enabled` of the thing itself, never among the scenario's actions.
inline constexpr bool planned_things_switch_midway = false;

// One row of the `do` vocabulary; which members count depends on the verb. enable and disable: `kind` is what `name` is (any but
// none and pending), a cohort's group is `to`.
struct Action {
    Verb verb = Verb::scale;
    Kind kind = Kind::none;  // what `name` is
    std::string name;
    std::string to;                               // redirect, move: the other queue or group; cohort: its group is `to`
    Distribution by = Distribution::constant(1);  // scale, handle_time, staff by
    double share = 0;                             // redirect
    std::optional<double> contacts;               // add: in all
    std::optional<Rate> rate;                     // add: per time
    std::optional<double> agents;                 // staff: to this many, or by so many; move
    bool relative = false;                        // staff: agents is a change ("+8")
    int priority = 0;                             // priority by
    std::optional<int> usual, priority_slots;     // slots
};

struct Event {
    std::string name;
    bool enabled = true;
    std::optional<LocalTime> at;                      // once
    std::optional<std::pair<DayKey, double>> daily;   // "mon-sun 18:00": on those days at that second
    std::optional<double> random_every;               // mean gap, seconds
    Distribution chance = Distribution::constant(1);  // share, once an occurrence
    Distribution lasts = Distribution::constant(never);
    Distribution fades = Distribution::constant(0);
    std::vector<Action> actions;
};

enum class Watched : std::uint8_t { longest_wait, waiting, service_level, abandonment, agents_free, occupancy };

struct Rule {
    std::string name;
    bool enabled = true;
    std::string queue, group;  // one of them
    Watched metric = Watched::longest_wait;
    bool above = true;  // else below
    double threshold = 0;
    double held_for = 0;  // `for`
    double takes = 0;
    std::vector<Action> actions;
    std::optional<double> until_threshold;  // until: {below or above, for}
    bool until_above = false;
    double until_held_for = 0;
    std::optional<double> lasts;  // or lasts
    double up_to = never;         // times per up_to_per seconds
    double up_to_per = day_seconds;
};

// ---- the whole -------------------------------------------------------------------------------------------------
struct Until {           // run.until
    std::string metric;  // "voice.service_level"
    double half_width = 0;
    std::string decide;  // metric, or "cost"
    bool subject_to_targets = false;
    std::optional<double> tolerance;
    int max = 5000;
};

struct Run {
    std::uint64_t seed = 1;
    int replications = 200;
    std::optional<Until> until;
};

struct Scenario {
    std::filesystem::path file;
    std::string name, description, currency;
    std::string zone = "UTC";
    TimeAxis::Shape time;
    Run run;
    std::vector<Driver> drivers;
    std::vector<Reason> reasons;
    std::optional<Distribution> busyness;
    std::vector<Notification> notifications;
    std::vector<SelfService> self_services;
    std::vector<Queue> queues;
    Routing routing;
    std::vector<Shift> shifts;
    std::vector<Group> groups;
    std::vector<Event> events;
    std::vector<Rule> rules;
    std::vector<std::pair<std::string, double>> targets;  // of the total, by metric name
    std::vector<Action> actions;                          // a plan's own and its levers' `do`: hold for the whole length

    TimeAxis axis() const { return TimeAxis(Zone(zone), time); }
};

struct Plan {
    std::string name;
    std::vector<std::string> levers;
    Scenario scenario;  // with everything that the plan sets
};

// A file with its plans worked out. Without `plans` there is one plan, `baseline`; with plans and no `baseline:` key the
// scenario as written comes first as `baseline`. plans[baseline] is what the others are compared with.
struct ScenarioFile {
    std::vector<Plan> plans;
    std::size_t baseline = 0;
    // Where only some plans were asked for and the baseline is not among them (then `baseline` is the first of them): its settings,
    // by which volumes that count `offered` are turned into needs.
    std::optional<Scenario> unselected_baseline;

    // What turns offered volumes into needs: the baseline's settings, also where the baseline itself is not run.
    const Scenario& offered_settings() const { return unselected_baseline ? *unselected_baseline : plans[baseline].scenario; }
};

}  // namespace peakline
