// One replication: state, events and the handful of verbs that carry every feature (docs/model.md draws the two state machines).
//   arrive -> (self-service) -> join -> begin -> finish -> ...     a contact
//   come -> idle -> begin ... finish -> look -> idle / away / go   an agent
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
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
#include "sim/state.hpp"

namespace peakline::sim {

inline constexpr double misrouted_takes = 60;  // seconds of an agent's time, until sent on (model.md section 2)

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
    void close_books();
    void book_days(const Needs& needs);
    void end_of_run();
    void check_balance() const;
    bool tie_before(const Event& a, const Event& b) const;
    bool is_stale(const Event& event) const;
    struct EventLaw {
        const Engine& engine;
        bool tie(const Event& a, const Event& b) const { return engine.tie_before(a, b); }
        bool stale(const Event& event) const { return engine.is_stale(event); }
    };
    void schedule(double time, EventKind kind, std::uint32_t subject, std::uint32_t version = 0) {
        events_.push({std::max(time, now_), pack(kind, version), subject}, EventLaw{*this});
    }

    // ---- cases (engine_case.cpp)
    void begin_case(const Need& need);
    std::vector<double> backlog_weights(QueueId queue) const;
    void add_backlog(QueueId queue);
    bool prevented(Case& c);
    ContactIndex new_contact(std::uint32_t case_index);
    void free_contact(ContactIndex contact);
    void close_case(std::uint32_t case_index, std::uint8_t outcome);
    void free_contact_and_case(ContactIndex contact, std::uint8_t outcome);

    // ---- at the door: self-service (engine_self_service.cpp)
    void arrive(ContactIndex contact);  // at the door: self-service, then the queue
    bool enter_self_service(ContactIndex contact);
    void leave_self_service(ContactIndex contact);

    // ---- contacts: joining, waiting, leaving unserved (engine_contact.cpp)
    void join(ContactIndex contact);
    void wait(ContactIndex contact);
    void turned_away(ContactIndex contact);  // the queue is closed
    void abandon(ContactIndex contact);
    void try_again(ContactIndex contact, Cause cause);  // redial, or lost
    void come_later(ContactIndex contact, double at);
    void lose(ContactIndex contact, Cause cause);
    void disconnect_all(QueueId queue);
    void set_handle(ContactIndex contact);
    double patience(Contact& contact);
    double when_joined(const Contact& contact) const { return std::max(contact.joined, model_.begin); }
    double harder(const Case& c, QueueId queue);
    // Who was sent to the wrong queue may come to the right one by itself.
    static void sent_to(Contact& contact, QueueId queue) {
        contact.queue = queue;
        if (contact.right_queue == queue) contact.right_queue = no_id;
    }
    void count_offered(Contact& contact);
    bool by_customer(const Contact& contact) const;
    void count_attempt(Case& c);
    bool accepts_callback(const Contact& contact) const;

    // ---- cases that wait (engine_chase.cpp)
    void start_chasing(std::uint32_t case_index, std::uint8_t kind, double from);
    void chase_item(ContactIndex contact);
    bool chase_is_due(ContactIndex contact);  // else the chaser is gone
    void plan_chase(std::uint32_t case_index, std::uint8_t kind, std::uint8_t left, QueueId waits_in, double due);
    void next_chase(const Contact& done);
    double work_of_chase(ContactIndex chaser);
    bool attach(ContactIndex chaser);  // joins the item that it asks about
    void answer_attached(ContactIndex item, double answered_at);
    void abandon_attached(ContactIndex item);
    void after_chase(ContactIndex contact);
    void set_pending(ContactIndex contact);
    void follow_up(ContactIndex contact);

    // ---- service (engine_service.cpp)
    void serve_waiting(QueueId queue);
    AgentIndex find_agent(const Contact& contact, bool overflow) const;
    AgentIndex best_idle(const std::vector<GroupId>& rank, const Contact& contact) const;
    AgentIndex first_idle(GroupId group, const Contact& contact) const;
    bool of_different_pace(GroupId group) const;
    bool goes_before(AgentIndex a, AgentIndex b, const Contact& contact) const;
    double any_of_them(const Contact& contact) const;
    bool look(AgentIndex agent);  // a free agent looks for a contact and begins it
    QueueId best_queue(AgentIndex agent, const ServeLevel& level, std::optional<Medium> only = std::nullopt) const;
    bool takes_from(const Agent& agent, QueueId queue) const;
    void begin(AgentIndex agent, ContactIndex contact);
    void finish(AgentIndex agent);
    void after_service(ContactIndex contact);
    void transfer(ContactIndex contact, QueueId to, double extra);
    void note_wait(const Contact& contact, double waited);
    void queue_again(ContactIndex contact);
    bool takes_transfers(QueueId queue) const {
        return queues_[queue].enabled && (!model_.queues[queue].live || queues_[queue].open());
    }
    double handle_factor(GroupId group, QueueId queue) const;
    double pace(const Agent& agent, const Contact& contact) const;   // factor of agent and actions as of now
    double work(const Agent& agent, const Contact& contact) const {  // with a customer who is on the line
        return contact.right_queue == no_id ? contact.handle * pace(agent, contact) : misrouted_takes;
    }

    // ---- calls that we make (engine_dialling.cpp)
    double begin_try(Contact& contact, const Agent& agent);
    void dial_again(ContactIndex contact);
    bool call_back(ContactIndex contact);  // an agent calls: reached?
    void call_later(ContactIndex contact);
    void rejoin(ContactIndex contact);

    // ---- chat (engine_chat.cpp)
    int slots_of(const Contact& contact) const;
    AgentIndex chat_agent(const std::vector<GroupId>& rank, const Contact& contact) const;
    bool prefers_waiting(const Agent& agent, QueueId queue) const;
    bool waits_for(const Agent& agent, QueueId queue) const;
    void begin_chat(AgentIndex agent, ContactIndex contact);
    // Keyed by the customer's episode alone; whoever it is transferred to begins anew.
    static std::uint64_t conversation_of(const Contact& contact) { return contact.transfer ? contact.visit : 0; }
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
    void look_at_work(AgentIndex agent);
    bool leave_silently(ContactIndex contact);

    // ---- chat by slowdown (engine_slowdown.cpp)
    double slowness(ContactIndex contact, int open) const;
    void proceed(AgentIndex agent);
    void plan_slowed_end(AgentIndex agent);
    void slowed_ends(AgentIndex agent);

    // ---- returning to the same agent (engine_own_list.cpp)
    bool wait_for_agent(ContactIndex contact);
    void take_own(AgentIndex agent);
    void leave_own_list(ContactIndex contact);
    void give_up_own_list(AgentIndex agent);

    // ---- the queue's order (engine_queue.cpp)
    void count_waiting(QueueId queue, ContactIndex contact);
    void push_waiting(QueueId queue, ContactIndex contact);
    void line_up(QueueId queue, ContactIndex contact);
    ContactIndex pop_waiting(QueueId queue);
    void remove_waiting(QueueId queue, ContactIndex contact);
    void leave_line(QueueId queue, ContactIndex contact);
    void wake_chats(QueueId queue);
    const QueueEntry& first_entry(QueueId queue) const;
    const Contact& first_waiting(QueueId queue) const { return contacts_[first_entry(queue).contact]; }
    struct ServiceOrder;  // who is served first
    struct ServiceLaw;
    bool identity_before(ContactIndex a, ContactIndex b) const;
    double oldest_joined(QueueId queue);

    // ---- rosters and pay (engine_staff.cpp)
    void change(Headcount& people, double by) { people.change(by, now_ - interval_began_); }
    void close_group_books(GroupId group);
    void start_shift(GroupId group, std::uint32_t plan);
    void end_shift(GroupId group);
    void restaff(GroupId group);
    void pay_shift(GroupId group, const RunningShift& running, int agents);
    void set_roster(GroupId group);
    void owe_leavers(GroupId group, int more);
    bool serves_out_of_hours(GroupId group) const;
    void follow(QueueId queue);
    int planned_agents(GroupId group, double base) const;
    std::vector<int> planned_by_shift(GroupId group) const;
    bool is_in(GroupId group, const RunningShift& running) const;
    bool missing(GroupId group, std::uint32_t number, int day);
    AgentIndex agent_of(GroupId group, std::uint16_t shift, std::uint32_t number);
    bool absent(GroupId group, std::uint16_t shift, std::uint32_t number, int day) const;
    void plan_aways(AgentIndex agent, double from, double to, int day);

    // ---- agents: coming, breaks, going (engine_agent.cpp)
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
    QueueId redirected(const Contact& contact) const;
    void act(std::uint32_t happening, bool on);
    void apply(const ActionModel& action);
    double active_product(const ActionModel& action) const;
    void change_staff(const ActionModel& action);
    void change_slots(QueueId queue);
    void happens(std::uint32_t happening, bool on);
    std::uint32_t begin_action(std::uint16_t action, const Spell& spell);
    void end_action(std::uint32_t happening);
    bool is_on(Kind kind, std::size_t id) const { return switches_[static_cast<std::size_t>(kind)][id].on(); }
    void take_in_or_out(const ActionModel& action, bool begins);
    void switch_event(std::uint16_t event);
    void set_open(QueueId queue, bool was_open);
    void refresh_fading();

    // ---- rules, moved agents, stress and attrition (engine_rules.cpp)
    void switch_rule(std::uint16_t rule);
    void rule_event(const Event& event);
    void look_at_rules();
    double watched(const RuleModel& rule);
    Seen seen_now(const RuleModel& rule);
    void start_rule(std::size_t rule);
    void end_rule(std::size_t rule);
    void book_rule(std::size_t rule);
    void demand_changed();
    void change_moves(GroupId from);
    void serve_as(AgentIndex agent, GroupId group);
    void keep_moves(GroupId from);
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
    void note_agent(AgentIndex agent, AgentChange::What what, GroupId group = no_id) {
        if (trace_) [[unlikely]]
            trace_->changes.push_back({now_, agent, what, group});
    }
    void note_ringing(AgentIndex agent, double rings) {
        note_agent(agent, AgentChange::What::rests);
        if (trace_) [[unlikely]]
            trace_->changes.push_back({now_ + rings, agent, AgentChange::What::works});
    }
    void write_down(const Contact* contact, const Case& c, What what, double number, std::uint16_t other);
    void end_trace();

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
    void count_help(const Contact& contact);
    void count_abandoned(const Contact& contact);
    bool overflow_due(const Contact& contact) const {
        return now_ >= contact.joined + model_.queues[contact.queue].overflow_after;
    }
    ReasonCell& of(const Case& c) {
        return c.day < 0 ? reasons_outside_[c.reason] : books_.reasons[c.reason][static_cast<std::size_t>(c.day)];
    }
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
    std::array<std::vector<Switch>, static_cast<std::size_t>(Kind::cohort) + 1> switches_;  // [kind][thing]
    std::vector<std::vector<Occurrence>> occurrences_;                                      // of switched events, under way
    std::vector<int> reason_priority_;
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
