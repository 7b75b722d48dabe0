// The scenario compiled: dense, read-only, shared by all threads. Ids index the vectors; names are hashes for the keyed draws.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "core/demand.hpp"
#include "core/random.hpp"
#include "scenarios/scenario.hpp"
#include "sim/track.hpp"

namespace peakline::sim {

using ReasonId = std::uint16_t;
using QueueId = std::uint16_t;
using GroupId = std::uint16_t;
using NumberId = std::uint32_t;  // index of Model::numbers, resolved once a replication
inline constexpr std::uint16_t no_id = 0xffff;

// ---- demand ----------------------------------------------------------------------------------------------------
struct VolumeModel {
    enum class Form : std::uint8_t { none, rate, days, table, paths };
    Form form = Form::none;
    NumberId amount = 0;  // rate: per `per` seconds
    double per = day_seconds;
    std::vector<double> days;  // days: by day from the start on, repeated by weeks outside
    const TimeTable* table = nullptr;
    const VolumePaths* paths = nullptr;
    bool daily = false;  // whole days; else a rate at an instant
    bool busy = false;   // busyness applies (volumes given by `expected`)
};

// How many days of a volume that covers `seconds` are repeated outside of it: its first or last seven, or as many as it has,
// whether its last evening is in it and whether one of them has 25 hours.
inline int repeated_days(double seconds) {
    return std::clamp(static_cast<int>(std::ceil((seconds - 2 * hour_seconds) / day_seconds)), 1, 7);
}

struct DriverModel {
    std::uint64_t name = 0;
    bool enabled = true;
    VolumeModel volume;
    NumberId scale = 0;
};

struct Lag {
    int days = 0;
    double seconds = 0;
    double share = 1;
};

struct ChaseModel {
    std::uint64_t name = 0;  // of the definition: its queue, or its reason
    Duration after, every, handle_time;
    bool has_handle_time = false;
    NumberId share = 0, closes = 0;
    Choice queues;
    int up_to = 1;
};

struct ReasonModel {
    std::uint64_t name = 0;
    std::string title;  // for messages alone
    bool enabled = true;
    std::uint16_t driver = no_id;
    NumberId rate = 0;
    std::vector<Lag> lags;
    bool by_day = true;  // day totals spread by `shape`; else the unit's own time is kept
    Track shape;         // share of the day's needs a second
    VolumeModel volume;
    bool counts_offered = false;
    Track needs_per_offered{1};  // counts: offered
    std::vector<double> breaks;  // moments off the grid at which its rate may step, known to all replications
    bool linear = false;         // something in its rate runs on a line
    NumberId scale = 0;
    Choice queues;
    NumberId resolved = 0;
    bool has_pending = false;
    NumberId pending_share = 0;
    Duration answered_after;
    QueueId follow_up_queue = no_id;
    bool has_follow_up_handle_time = false;
    Duration follow_up_handle_time;
    bool has_chase = false;
    ChaseModel chase;
    bool outbound = false;  // all of its queues are outbound: in no customer metric
    struct HandleTimeModel {
        bool replaces = false;
        Duration duration;
        NumberId factor = 0;
    };
    std::vector<HandleTimeModel> handle_time;  // by queue
    std::vector<std::uint16_t> notifications;  // that are about it, in file order
    std::vector<std::uint16_t> generated_by;   // notifications whose messages cause it
};

struct NotificationModel {
    std::uint64_t name = 0;
    bool enabled = true;
    NumberId reach = 0, effect = 0, cost = 0, generates_rate = 0, leaves_harder = 0;
    std::uint16_t per_driver = no_id, per_reason = no_id, generates = no_id;
};

struct SelfServiceModel {
    std::uint64_t name = 0;
    bool enabled = true;
    std::vector<NumberId> contains;  // by reason
    Duration takes;
    NumberId gives_up = 0, back_share = 0, leaves_harder = 0, cost = 0;
    Duration back_after, saves;
    struct Misroute {
        QueueId from;
        std::vector<Choice::Option> to;
    };
    std::vector<Misroute> misroutes;
    double skip_repeats_within = 0, sessions = never;
};

// ---- queues ----------------------------------------------------------------------------------------------------
struct QueueModel {
    std::uint64_t name = 0;
    bool enabled = true;
    Medium medium = Medium::voice;
    bool live = true;                   // voice, chat
    std::vector<double> opens, closes;  // opening times over the span, sorted; always_open: none
    bool always_open = true;
    bool has_closed = false;
    NumberId retry = 0;
    double retry_within = never;
    Choice closed_queues;
    Duration handle_time, rings, patience;
    bool balks = false;
    double balk_length = never, balk_wait = never;
    NumberId balk_share = 0;
    double lines = never;
    bool has_redial = false;
    NumberId redial_share = 0;
    Duration redial_after;
    int redial_up_to = 1;
    Choice redial_queues;
    bool has_callback = false;
    double callback_above = never, callback_within = never;
    NumberId callback_accepts = 0, callback_connects = 0;
    int callback_tries = 1;
    NumberId repeat_share = 0;
    Duration repeat_after;
    double repeat_within = 0;
    bool repeat_same_agent = false;
    int repeat_priority = 0;
    bool has_transfer = false;
    std::vector<NumberId> transfer_share;  // by reason
    Choice transfer_queues;
    Duration transfer_adds;
    double within = no_within;  // target.within
    double short_abandon = 0;
    ServiceLevelFormula formula = ServiceLevelFormula::offered;
    bool disconnects = false;  // closing: disconnect
    Order order = Order::fifo;
    int priority = 0;
    NumberId lost_cost = 0;
    double overflow_after = never;
    // Groups that serve it, in the order in which they are tried: ranks of equal standing.
    std::vector<std::vector<GroupId>> ranks;
    std::vector<std::vector<GroupId>> overflow_ranks;  // tried after `ranks` once overflow_after has passed
    NumberId connects = 0;
    Duration no_answer;
    // chat
    bool by_messages = false;
    Track slots_usual{1}, slots_priority{1};
    std::vector<QueueId> holds_back;  // chat queues whose agents take no new chat while somebody waits here
    Duration messages, agent_reply, customer_reply, silent_costs;
    NumberId goes_silent = 0;
    double timeout = never, parks_after = never, silent_share = 0;
    std::vector<double> slowdown;  // with 1, 2, ... open conversations
    bool has_chase = false;
    ChaseModel chase;
    double backlog_items = 0;
    Distribution patience_as_written = Distribution::constant(never);
    Duration backlog_age;
    static constexpr double no_within = -1;
    std::string title;  // for messages alone
};

// ---- staff -----------------------------------------------------------------------------------------------------
struct ShiftModel {
    std::uint64_t name = 0;
    bool enabled = true;
    double start = 0, lasts = 0;
    std::vector<Break> breaks;
    double unpaid = 0;
    double joins = -never;         // a cohort's intake: when its people join
    std::uint16_t written_as = 0;  // the shift itself, or the one whose hours an intake works
    std::uint16_t cohort = no_id;
    std::string title;  // for traces alone
};

struct CohortModel {
    bool enabled = true;
    GroupId group = 0;
};

struct ServeLevel {  // queues that a freed agent looks at together
    bool live = true;
    int preference = 1;
    std::vector<QueueId> queues;
};

struct GroupModel {
    std::uint64_t name = 0;
    bool enabled = true;
    bool by_shift = false;
    // One shift of one day: how many people, and for a cohort how far they have come. Training: paid, but not there.
    struct ShiftPlan {
        double start;
        std::uint16_t shift;
        int day;
        double agents;
        double ramp = 1, errors = 1;
        bool training = false;
    };
    std::vector<ShiftPlan> plans;  // every shift begun in the span, by start
    Track agents;                  // else: planned number over time (steps)
    bool agents_random = false;
    NumberId agents_number = 0;  // `agents:` as written; times open
    Track open;                  // 1 while a queue that it serves is open
    NumberId scale = 0, absence = 0, shrinkage = 0, handle_time = 0;
    std::vector<NumberId> handle_time_by_queue;  // own factor by queue; no_number: the group's
    std::vector<ServeLevel> levels;              // in the order in which a freed agent looks
    std::vector<std::uint8_t> serves;            // by queue
    Cost cost, overtime_cost;
    double overtime_up_to = never;
    bool has_cohorts = false;
    double attrition = 0;  // hazard a second
    bool has_stress = false;
    Stress stress;
    int skills = 0;
};
inline constexpr NumberId no_number = 0xffffffffu;

// ---- what happens at known times ----------------------------------------------------------------------------------
struct EventModel {
    std::uint64_t name = 0;
    bool enabled = true;
    bool switched = false;               // another event or a rule may take it in or out
    std::vector<double> times;           // known occurrences, sorted
    std::uint64_t first_occurrence = 0;  // number of the first of them: below 0 where it is before the simulated days
    double random_every = 0;             // else: mean gap
    Distribution chance, lasts, fades;
    std::uint16_t first_action = 0, actions = 0;  // range of Model::actions
};

struct ActionModel {
    Verb verb = Verb::scale;
    Kind kind = Kind::none;
    std::uint16_t id = no_id, to = no_id;
    Distribution by;                        // factor; add: contacts per `per` seconds
    double share = 0, amount = 0, per = 0;  // add: contacts in all, where per is 0
    int priority = 0;
    double agents = 0;
    bool relative = false, has_agents = false;
    int usual = -1, priority_slots = -1;  // slots
    std::uint64_t name = 0;               // keys its draw
};

struct RuleModel {
    std::uint64_t name = 0;
    bool enabled = true;
    std::uint16_t queue = no_id, group = no_id;
    Watched metric = Watched::longest_wait;
    bool above = true, until_above = false, has_until = false;
    double threshold = 0, held_for = 0, takes = 0, until_threshold = 0, until_held_for = 0, lasts = never;
    double up_to = never, up_to_per = day_seconds;
    std::uint16_t first_action = 0, actions = 0;
};

// Moments known in advance, the same in every replication.
struct Moment {
    enum class Kind : std::uint8_t { books, open, close, roster, shift, shift_end };
    double time = 0;
    Kind kind = Kind::books;
    std::uint16_t subject = 0;  // queue or group
    std::uint32_t index = 0;    // interval, shift plan
};

struct Model {
    explicit Model(TimeAxis time) : axis(std::move(time)) {}

    TimeAxis axis;
    Span span;  // of all tracks
    double begin = 0, stop = 0;
    std::uint64_t seed = 1;
    std::vector<Number> numbers;
    std::vector<DriverModel> drivers;
    std::vector<ReasonModel> reasons;
    std::vector<NotificationModel> notifications;
    std::vector<SelfServiceModel> self_services;
    std::vector<std::vector<std::uint16_t>> self_service_before;  // by queue, in file order
    std::vector<QueueModel> queues;
    std::vector<ShiftModel> shifts;
    std::vector<CohortModel> cohorts;
    std::vector<GroupModel> groups;
    std::vector<EventModel> events;
    std::vector<RuleModel> rules;
    bool watches = false;  // a rule may act
    std::vector<ActionModel> actions;
    std::vector<std::uint16_t> standing_actions;  // a plan's `do`
    std::vector<Moment> moments;                  // sorted by the law of time
    bool has_busyness = false;
    Distribution busyness;
    Routing routing;
    int shared_paths = 0;            // number of forecast paths; 0: none
    int first_day = 0;               // of the span, counted from the scenario's first day
    std::vector<double> day_starts;  // local midnights of the span's days, and one more
    int days() const { return static_cast<int>(day_starts.size()) - 1; }
    // Index into day_starts of the day that holds t, clamped to the span.
    int day_of(double t) const {
        int day = static_cast<int>((t - day_starts.front()) / day_seconds);
        day = day < 0 ? 0 : day >= days() ? days() - 1 : day;
        while (day > 0 && t < day_starts[static_cast<std::size_t>(day)]) --day;
        while (day + 1 < days() && t >= day_starts[static_cast<std::size_t>(day) + 1]) ++day;
        return day;
    }
    // The same clock time n calendar days later (or earlier).
    double shift_days(double t, int n) const;
    // Resolved numbers that are the same in every replication; random ones are drawn by the season.
    std::vector<Track> fixed;
};

// Throws InputError for names whose hashes collide.
// `baseline` gives the settings that turn `counts: offered` into needs; `demand` must outlive the model.
Model compile(const Scenario& scenario, const Scenario& baseline, const Demand& demand);

}  // namespace peakline::sim
