// One replication: state, events and the handful of verbs that carry every feature (docs/model.md draws the two state machines).
//   arrive -> (self-service) -> join -> begin -> finish -> ...     a contact
//   come -> idle -> begin ... finish -> look -> idle / away / go   an agent
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/random.hpp"
#include "core/trace.hpp"
#include "sim/books.hpp"
#include "sim/event_list.hpp"
#include "sim/model.hpp"
#include "sim/needs.hpp"
#include "sim/pool.hpp"
#include "sim/purpose.hpp"
#include "sim/season.hpp"
#include "sim/waiting_line.hpp"

namespace peakline::sim {

using ContactIndex = std::uint32_t;
using AgentIndex = std::uint32_t;
inline constexpr std::uint32_t nobody = 0xffffffffu;

enum class ContactState : std::uint8_t { free, scheduled, self_service, waiting, in_service, attached, conversation };

// Why a case ends unresolved; the order is that of ReasonTally.
enum class Cause : std::uint8_t { closed, blocked, balked, abandoned, disconnected, gave_up, silent, unresolved, not_reached };

struct Episode {
    enum Kind : std::uint32_t { first, repeat, come_back, chase, follow_up };
    static constexpr std::uint32_t of(Kind kind, std::uint32_t n) { return static_cast<std::uint32_t>(kind) << 20 | n; }
};

// A customer's case: one need, open until it is resolved or lost.
struct Case {
    std::uint64_t cell = 0;  // of the draws' keys
    double since = 0;
    std::uint32_t ordinal = 0;
    std::uint32_t contacts = 0, answered = 0;  // by the customer
    std::uint16_t repeats = 0, come_backs = 0;
    std::uint32_t contacts_alive = 0;  // contacts that refer to it
    ContactIndex item = nobody;        // the contact that carries the case (chases are others)
    ReasonId reason = 0;
    QueueId backlog_of = 0;  // backlog: the queue it was in at the start
    bool reported = false, alive = false, backlog = false, pending = false;
    std::uint8_t chases_of = 0;  // definitions whose share has been decided: 1 waiting, 2 pending
    std::uint16_t chases = 0;
};

struct Contact {
    double joined = 0, first_arrival = 0;
    double handle = -1;      // the customer's draw x factors as of joining; < 0: not drawn yet
    double u_patience = -1;  // from the block that made the customer; < 0: draw it
    double u_handle = -1;
    std::uint32_t case_index = 0, timer = 0;  // version of the pending event
    std::uint32_t place = 0;                  // in the queue's line
    std::int32_t cell = -1;                   // reported interval joined; -1: outside
    std::uint32_t episode = 0;
    std::uint16_t attempt = 0, visit = 0;
    QueueId queue = 0, right_queue = no_id;  // right_queue: misrouted
    std::int16_t priority = 0;
    ContactState state = ContactState::free;
    std::uint8_t stage = 0;       // self-services passed
    std::int16_t bonus = 0;       // priority beyond the queue's and the reason's
    double saved = 0, extra = 0;  // handle time saved by self-service, added by a transfer
    double returned_after = -1;   // repeats: since the last contact
    bool straight = false;        // past self-service
    bool transfer = false, backlog = false;
    double u_redial = -1, u_after = -1;  // of the attempt's block, where its patience was drawn from it
    double accepted = -never;            // callback: when it was accepted; then it waits without patience
    // chat: what is left of the conversation, when it began, since when the customer waits for a reply
    double began = -never, message_at = 0, virtual_end = 0;
    std::uint32_t messages_left = 0, replies = 0;
    AgentIndex agent = nobody;  // who holds it; same_agent: whose own list it waits in
    bool parked = false, ghost = false, own_list = false, redirected = false;
    ContactIndex next_chaser = nobody;            // chases that have joined this waiting item
    std::uint16_t tries = 0;                      // callback
    QueueId chase_definition = 0;                 // chase: the queue whose definition it follows
    std::uint8_t chase_left = 0, chase_kind = 0;  // chase: more to come after this one; 1 of a waiting, 2 of a pending case
    bool tried = false, reached = false;          // outbound: dialled before, so its wait has ended; answered
    bool promised() const { return accepted > -never; }  // to be called back
};

enum class AgentState : std::uint8_t { off, idle, busy, away };

struct Away {
    double start = 0, lasts = 0;
};

struct Agent {
    double idle_since = 0, leaves_at = never, since = 0;
    ContactIndex contact = nobody;
    std::uint32_t previous = nobody, next = nobody;  // idle list
    std::uint32_t timer = 0;
    std::uint32_t number = 0;
    double owed_away = 0;
    std::uint16_t next_away = 0;
    GroupId group = 0, serves_as = 0;  // whose costs and pace; whose queues (moved agents)
    std::uint16_t shift = no_id;
    double ramp = 1, errors = 1;  // of a cohort's people: handle time, share not resolved
    double quits = never;         // hazard at which the agent leaves for good
    AgentState state = AgentState::off;
    bool leaving = false;  // goes after the contact in hand: overtime
    std::vector<Away> aways;
    // chat: open conversations, those that wait for a reply, the one being written; a clock for conversations by slowdown
    int open = 0, listed = 0;  // listed: the list by open conversations that it stands in
    ContactIndex writing = nobody;
    std::vector<ContactIndex> unanswered, slowed, own;
    double virtual_now = 0, virtual_at = 0;
    std::size_t virtual_running = 0;
    std::uint32_t chat_timer = 0;
};

// People over the current interval: how many, and the sum of their time. A change after `since` seconds of it takes as much
// away as the new number would have had before.
struct Headcount {
    double now = 0, area = 0;
    void change(double by, double since) {
        now += by;
        area -= by * since;
    }
    double seconds(double since) const { return area + now * since; }
    double close(double length) {
        const double sum = seconds(length);
        area = 0;
        return sum;
    }
};

// Running sums by the clock, as an operations lead sees them on the wall board.
struct Seen {
    double offered = 0, answered = 0, within = 0, abandoned = 0, busy = 0, available = 0;
};

struct QueueState {
    WaitingLine waiting;
    std::vector<std::pair<double, ContactIndex>> by_arrival;  // lazily pruned, where the oldest need not be first
    std::size_t oldest = 0;
    double lines_used = 0;
    int max_waiting = 0;
    int forced_open = 0, forced_closed = 0;  // by actions
    bool open_by_hours = true, enabled = true;
    double handle_factor = 1;
    int priority = 0;
    int slots_usual = -1, slots_priority = -1;  // by actions
    int own_waiting = 0;                        // in agents' own lists
    double served = 0;                          // services begun: keys random order
    Seen clock;                                 // by the clock, for rules
    std::uint32_t overflow_timer = 0;
    bool draining = false;                              // closed, and people still wait
    std::vector<std::pair<QueueId, double>> redirects;  // by actions: to, share
    bool open() const { return enabled && forced_closed == 0 && (open_by_hours || forced_open > 0); }
};

// A shift that has begun, with the people it was last brought to.
struct RunningShift {
    std::uint32_t plan;
    int agents;
    double end;
};

struct GroupState {
    AgentIndex idle_head = nobody, idle_tail = nobody;
    int idle = 0;
    Headcount on_duty, busy, away, overtime, working, paid;   // busy: holds a contact; working: talks, writes or wraps up
    std::vector<std::pair<AgentIndex, AgentIndex>> chatting;  // by open conversations: head and tail of who could take one more
    int owed_leavers = 0;                                     // first_free
    std::vector<RunningShift> running;
    bool enabled = true;
    double handle_factor = 1;
    double staff_factor = 1, staff_more = 0, staff_set = -1;  // by actions
    std::vector<std::vector<AgentIndex>> by_shift;            // [shift][number]; by interval: [0][number]
    GroupCell now{};                                          // of the current interval
    std::vector<std::pair<double, double>> recent;            // busy and available seconds of past intervals, for stress
    double hazard = 0, hazard_at = 0;                         // attrition, integrated until hazard_at
    bool stressed = false;
    std::vector<std::pair<GroupId, int>> moves;  // by actions: to, agents
    bool any_moved = false;
    Seen clock;  // busy and available seconds so far, for rules
};

// A rule's eye on one queue or group, minute by minute.
struct RuleState {
    enum class Phase : std::uint8_t { watching, reacting, acting } phase = Phase::watching;
    double since = never;       // the condition has held since
    std::uint32_t timer = 0;    // version of the event that starts or ends it
    std::vector<double> times;  // when it acted, for the limit
    std::vector<std::uint32_t> happenings;
    std::uint64_t occurrence = 0;
};

class Engine {
public:
    explicit Engine(const Model& model);
    // Runs one replication from start to end. Throws std::logic_error if the books do not balance.
    // `trace`: also writes down everything that happens in it.
    Books run(const Streams& streams, Trace* trace = nullptr);

private:
    using What = TraceStep::What;
    // ---- the loop (engine.cpp)
    void prepare(const Streams& streams);
    void loop();
    void handle(const Event& event);
    void handle(const Moment& moment);
    void close_books(int interval);
    void book_days(const Needs& needs);
    void end_of_run();
    void check_balance() const;
    bool tie_before(const Event& a, const Event& b) const;
    void schedule(double time, EventKind kind, std::uint32_t subject, std::uint32_t version = 0) {
        events_.push({std::max(time, now_), pack(kind, version), subject},
                     [this](const Event& a, const Event& b) { return tie_before(a, b); });
    }

    // ---- contacts (engine_contact.cpp)
    void begin_case(const Need& need);
    void add_backlog(QueueId queue);
    bool prevented(Case& c);
    ContactIndex new_contact(std::uint32_t case_index);
    void free_contact(ContactIndex contact);
    void arrive(ContactIndex contact);  // at the door: self-service, then the queue
    bool enter_self_service(ContactIndex contact);
    void leave_self_service(ContactIndex contact);
    void join(ContactIndex contact);
    void wait(ContactIndex contact);
    void turned_away(ContactIndex contact);  // the queue is closed
    void abandon(ContactIndex contact);
    void try_again(ContactIndex contact, Cause cause);  // redial, or lost
    void lose(ContactIndex contact, Cause cause);
    void close_case(std::uint32_t case_index, std::uint8_t outcome);
    void disconnect_all(QueueId queue);
    void overflow(QueueId queue);
    void set_handle(ContactIndex contact);
    double patience(Contact& contact);
    double harder(const Case& c, QueueId queue);
    void count_offered(Contact& contact);
    void count_attempt(Case& c);
    bool accepts_callback(const Contact& contact) const;
    bool call_back(ContactIndex contact);  // an agent calls: reached?
    void free_contact_and_case(ContactIndex contact, std::uint8_t outcome);
    bool is_chase(const Contact& contact) const { return contact.episode >> 20 == Episode::chase; }

    // ---- cases that wait (engine_chase.cpp)
    void start_chasing(std::uint32_t case_index, std::uint8_t kind, double from);
    bool chase_is_due(ContactIndex contact);  // else the chaser is gone
    void next_chase(Contact& contact);
    bool attach(ContactIndex chaser);  // joins the item that it asks about
    void answer_attached(ContactIndex item, double answered_at);
    void abandon_attached(ContactIndex item);
    void after_chase(ContactIndex contact);
    void set_pending(ContactIndex contact);
    void follow_up(ContactIndex contact);
    void serve_waiting(QueueId queue);
    QueueId redirected(const Contact& contact) const;

    // ---- service (engine_service.cpp)
    AgentIndex find_agent(const Contact& contact, bool overflow) const;
    AgentIndex best_idle(const std::vector<GroupId>& rank, const Contact& contact) const;
    bool look(AgentIndex agent);  // a free agent looks for a contact and begins it
    QueueId best_queue(AgentIndex agent, const ServeLevel& level) const;
    bool takes_from(const Agent& agent, QueueId queue) const;
    void begin(AgentIndex agent, ContactIndex contact);
    void finish(AgentIndex agent);
    void after_service(ContactIndex contact);
    void transfer(ContactIndex contact, QueueId to, double extra);
    void note_wait(const Contact& contact, double waited);
    double begin_try(Contact& contact, const Agent& agent);
    void dial_again(ContactIndex contact);
    void call_later(ContactIndex contact);
    void rejoin(ContactIndex contact);
    double handle_factor(GroupId group, QueueId queue) const;
    double pace(const Agent& agent, const Contact& contact) const;  // factor of agent and actions as of now

    // ---- chat (engine_chat.cpp)
    int slots_of(const Contact& contact) const;
    AgentIndex chat_agent(const std::vector<GroupId>& rank, const Contact& contact) const;
    bool prefers_waiting(const Agent& agent, QueueId queue) const;
    void begin_chat(AgentIndex agent, ContactIndex contact);
    void hold(AgentIndex agent, ContactIndex contact);
    void release(AgentIndex agent);
    void list_chat(AgentIndex agent);
    void unlist_chat(AgentIndex agent);
    void take_chats(AgentIndex agent);
    void start_writing(AgentIndex agent);
    void reply_sent(AgentIndex agent);
    void customer_writes(ContactIndex contact);
    void park(ContactIndex contact);
    void end_conversation(ContactIndex contact, bool silent);
    void slow_clock(AgentIndex agent);
    void slowed_ends(const Event& event);
    bool leave_silently(ContactIndex contact);
    // ---- returning to the same agent
    bool wait_for_agent(ContactIndex contact);
    bool take_own(AgentIndex agent);
    void leave_own_list(ContactIndex contact);

    // ---- the queue's order (engine_queue.cpp)
    void push_waiting(QueueId queue, ContactIndex contact);
    ContactIndex pop_waiting(QueueId queue);
    void remove_waiting(QueueId queue, ContactIndex contact);
    const QueueEntry& first_entry(QueueId queue) const;
    const Contact& first_waiting(QueueId queue) const { return contacts_[first_entry(queue).contact]; }
    struct ServiceOrder;  // who is served first
    struct ServiceLaw;
    bool identity_before(ContactIndex a, ContactIndex b) const;
    double oldest_joined(QueueId queue);

    // ---- staff (engine_staff.cpp)
    void change(Headcount& people, double by) { people.change(by, now_ - interval_began_); }
    void close_group_books(GroupId group);
    void start_shift(GroupId group, std::uint32_t plan);
    void restaff(GroupId group);
    void pay_shift(GroupId group, const RunningShift& running, int agents);
    void set_roster(GroupId group);
    int planned_agents(GroupId group, double base) const;
    std::vector<int> planned_by_shift(GroupId group) const;
    bool missing(GroupId group, std::uint32_t number, int day);
    AgentIndex agent_of(GroupId group, std::uint16_t shift, std::uint32_t number);
    bool absent(GroupId group, std::uint16_t shift, std::uint32_t number, int day) const;
    void plan_aways(AgentIndex agent, double from, double to, int day);
    void come(AgentIndex agent, double leaves_at);
    void stay(AgentIndex agent);  // was marked to leave, is needed after all
    void next_timer(AgentIndex agent);
    void staff_event(const Event& event);
    void go_away(AgentIndex agent);
    void dismiss(AgentIndex agent);  // shift end, or one too many
    void go(AgentIndex agent);
    void free_agent(AgentIndex agent);
    void make_idle(AgentIndex agent);
    void unlink_idle(AgentIndex agent);
    void check_draining(QueueId queue);

    // ---- actions (engine_actions.cpp)
    void act(std::uint32_t happening, bool on);
    double active_product(const ActionModel& action) const;
    void change_staff(const ActionModel& action);
    void change_slots(QueueId queue);
    void switch_on(const ActionModel& action, bool on);
    void set_open(QueueId queue, bool was_open);
    void refresh_fading();

    // ---- rules, moved agents (engine_rules.cpp)
    void rule_event(const Event& event);
    void look_at_rules();
    double watched(const RuleModel& rule);
    Seen seen_now(const RuleModel& rule);
    void start_rule(std::size_t rule);
    void end_rule(std::size_t rule);
    void demand_changed();
    void change_moves(GroupId from);
    void serve_as(AgentIndex agent, GroupId group);
    void keep_moves(GroupId from);
    // ---- stress and attrition
    void look_at_stress(GroupId group);
    double hazard_of(GroupId group);
    bool has_quit(GroupId group, const Agent& agent);

    // ---- the trace (engine_trace.cpp)
    void note(const Contact& contact, What what, double number = no_value, std::uint16_t other = no_id) {
        if (trace_) [[unlikely]]
            write_down(&contact, cases_[contact.case_index], what, number, other);
    }
    void note(const Case& c, What what, std::uint16_t other = no_id) {
        if (trace_) [[unlikely]]
            write_down(nullptr, c, what, no_value, other);
    }
    void note_agent(AgentIndex agent, AgentChange::What what) {
        if (trace_) [[unlikely]]
            trace_->changes.push_back({now_, agent, what});
    }
    void write_down(const Contact* contact, const Case& c, What what, double number, std::uint16_t other);
    void name_agents();

    // ---- draws and small things
    double value(NumberId id) const { return season_.value(id, now_); }
    DrawKey key(const Case& c, std::uint64_t what) const { return {model_.reasons[c.reason].name, c.cell, c.ordinal, what}; }
    DrawKey key(const Case& c, std::uint64_t name, std::uint64_t what) const {
        return {hash64(model_.reasons[c.reason].name, name), c.cell, c.ordinal, what};
    }
    std::array<double, 4> q(const DrawKey& k) const { return draw(streams_, Family::queueing, k); }
    QueueId choose(const Case& c, std::span<const Choice::Option> options, std::uint64_t what) const;
    QueueCell& cell(const Contact& contact) {
        return contact.cell < 0 ? outside_[contact.queue] : books_.queues[contact.queue][static_cast<std::size_t>(contact.cell)];
    }
    QueueCell& at_start(QueueId queue) { return books_.queues[queue][0]; }  // what was there when the reported time began
    void count_answered(Contact& contact, double waited);
    bool overflow_due(const Contact& contact) const {
        return now_ >= contact.joined + model_.queues[contact.queue].overflow_after;
    }
    ReasonCell& of(const Case& c) { return c.reported ? books_.reasons[c.reason] : reasons_outside_[c.reason]; }
    void count(const Case& c, std::uint8_t tally, double n = 1) { of(c)[tally] += n; }

    const Model& model_;
    Streams streams_;
    Season season_;
    std::vector<Need> needs_now_;
    std::size_t next_need_ = 0;
    EventList events_;
    double now_ = 0;
    double interval_began_ = 0;
    int interval_ = 0;            // current, counted from the first simulated one
    std::int32_t reported_ = -1;  // the same in the books; -1: outside
    int day_ = -1;                // reported day
    Pool<Case> cases_;
    std::vector<std::uint32_t> free_cases_;
    Pool<Contact> contacts_;
    std::vector<ContactIndex> free_contacts_;
    Pool<Agent> agents_;
    std::vector<QueueState> queues_;
    std::vector<GroupState> groups_;
    std::vector<int> notification_off_, notification_on_, self_service_off_, self_service_on_, reason_priority_;
    std::vector<double> effect_factor_, contains_factor_, pending_factor_;
    std::vector<double> sessions_;
    std::vector<std::uint32_t> active_;  // happenings in force
    std::vector<RuleState> rules_;
    std::vector<std::vector<Seen>> seen_;  // [rule][minute of a ring of 31]
    std::uint64_t minutes_ = 0;
    double errors_ = 1;  // of the agent whose contact has just ended
    Books books_;
    std::vector<QueueCell> outside_;  // by queue: contacts that joined in the warm-up or cool-down
    std::vector<ReasonCell> reasons_outside_;
    Needs* needs_ = nullptr;
    Trace* trace_ = nullptr;
};

}  // namespace peakline::sim
