// What changes during a replication: cases, contacts, agents, queues, groups, rules.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/random.hpp"
#include "sim/books.hpp"
#include "sim/by_arrival.hpp"
#include "sim/model.hpp"
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

// A customer's case: one need, open until it is resolved or lost. One cache line.
struct alignas(64) Case {
    std::uint64_t cell = 0;  // of the draws' keys
    double since = 0;
    std::uint32_t ordinal = 0;
    std::uint32_t contacts = 0, answered = 0;  // by the customer
    std::uint32_t contacts_alive = 0;          // contacts that refer to it
    ContactIndex item = nobody;                // the contact that carries the case (chases are others)
    std::uint16_t repeats = 0, come_backs = 0;
    ReasonId reason = 0;
    QueueId backlog_of = 0;  // backlog: the queue it was in at the start
    std::uint16_t chases = 0;
    std::uint16_t chase_round = 0;  // times that it began to be chased: chases of an earlier round are past
    bool chased = false;            // of this round: chases come, or as many as may have come
    bool alive = false, backlog = false, pending = false;
    std::int32_t day = -1;        // reported day of the need; -1: outside
    double chased_since = never;  // when the wait began in which it is chased
};

// Three cache lines: what every contact needs, what most do, what few do.
struct alignas(64) Contact {
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
    std::int16_t priority = 0, bonus = 0;    // bonus: priority beyond the queue's and the reason's
    ContactState state = ContactState::free;
    std::uint8_t stage = 0;  // self-services passed
    bool straight = false;   // past self-service
    bool transfer = false, backlog = false, redirected = false;
    bool tried = false, reached = false;          // outbound: dialled before, so its wait has ended; answered
    AgentIndex agent = nobody;                    // who holds it; same_agent: whose own list it waits in
    ContactIndex next_chaser = nobody;            // chases that have joined this waiting item
    double u_redial = -1, u_after = -1;           // of the attempt's block, where its patience was drawn from it
    double accepted = -never;                     // callback: when it was accepted; then it waits without patience
    double began = -never;                        // chat: when the conversation began
    std::uint8_t chase_left = 0, chase_kind = 0;  // chase: more to come after this one; 1 of a waiting, 2 of a pending case
    QueueId chase_definition = 0;                 // chase: the queue whose definition it follows
    bool parked = false, ghost = false, own_list = false;

    double saved = 0, extra = 0;  // handle time saved by self-service, added by a transfer
    double returned_after = -1;   // repeats: since the last contact
    // chat: since when the customer waits for a reply, what is left of the conversation; by messages: the factor on every reply,
    // as of joining, from the beginning on with the agent's
    double message_at = 0;
    union {
        double still_takes = 0;
        double reply_factor;
    };
    std::uint32_t messages_left = 0, replies = 0;
    std::uint16_t tries = 0;        // callback
    std::uint16_t chase_round = 0;  // chase: the case's when it was planned

    bool is(Episode::Kind kind) const { return episode >> 20 == kind; }
    void draw_anew() { u_patience = u_redial = u_after = -1; }  // what depends on the attempt and the visit
    bool promised() const { return accepted > -never; }         // to be called back
};
static_assert(sizeof(Case) == 64 && sizeof(Contact) == 192);

enum class AgentState : std::uint8_t { off, idle, busy, away };

struct Away {
    double start = 0, lasts = 0;
};

// The first two cache lines are what every service needs.
struct alignas(64) Agent {
    ContactIndex contact = nobody;
    std::uint32_t previous = nobody, next = nobody;  // idle list
    std::uint32_t timer = 0;
    double idle_since = 0, leaves_at = never, owed_away = 0;
    double ramp = 1, errors = 1;       // of a cohort's people: handle time, share not resolved
    GroupId group = 0, serves_as = 0;  // whose costs and pace; whose queues (moved agents)
    std::uint16_t next_away = 0;
    AgentState state = AgentState::off;
    bool leaving = false;  // goes after the contact in hand: overtime

    std::vector<Away> aways;
    std::vector<ContactIndex> own;  // who waits for this agent alone
    // chat: open conversations, those that wait for a reply, the one being written; when those by slowdown were last looked at
    int open = 0, listed = 0;  // listed: the list by open conversations that it stands in
    ContactIndex writing = nobody;
    bool works = false;  // writes, or holds a conversation by slowdown
    std::uint32_t chat_timer = 0;

    std::vector<ContactIndex> unanswered, slowed;
    double slowed_at = 0;
    double quits = never;  // hazard at which the agent leaves for good
    std::uint32_t number = 0;
    std::uint16_t shift = no_id;
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
    ByArrival by_arrival;
    double lines_used = 0;
    int max_waiting = 0;
    int forced_open = 0, forced_closed = 0;  // by actions
    bool open_by_hours = true, enabled = true;
    double handle_factor = 1;
    int priority = 0;
    int slots_usual = -1, slots_priority = -1;          // by actions
    std::vector<ContactIndex> promised;                 // to be called back: in the line while open
    int own_waiting = 0;                                // in agents' own lists
    double served = 0;                                  // services begun: keys random order
    Seen clock;                                         // by the clock, for rules
    bool draining = false;                              // closed, and people still wait
    double closed_at = 0;                               // since when it drains
    std::vector<std::pair<QueueId, double>> redirects;  // by actions: to, share
    int people() const { return static_cast<int>(waiting.size() + (open() ? 0 : promised.size())) + own_waiting; }  // who wait
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
    Headcount on_duty, busy, listening, away, overtime, paid;  // busy: holds a contact; listening: works on none of its chats
    std::vector<std::pair<AgentIndex, AgentIndex>> chatting;   // by open conversations: head and tail of who could take one more
    int owed_leavers = 0;                                      // first_free
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
    bool lent_to = false;  // people of other groups have served as this one
    Seen clock;            // busy and available seconds so far, for rules
};

// Whether a named thing is in: as written, unless what is in force takes it out, which wins, or brings it in.
struct Switch {
    bool written = true;
    std::uint16_t taken_out = 0, brought_in = 0;
    bool on() const { return taken_out == 0 && (brought_in > 0 || written); }
};

// An occurrence of an event that may be taken in or out, while its time lasts: the happening as drawn, and the one in force.
struct Occurrence {
    std::uint32_t drawn;
    std::uint32_t in_force = nobody;
};

// A rule's eye on one queue or group, minute by minute.
struct RuleState {
    enum class Phase : std::uint8_t { watching, reacting, acting } phase = Phase::watching;
    double since = never;  // the condition has held since
    double acting_since = 0;
    std::uint32_t timer = 0;    // version of the event that starts or ends it
    std::vector<double> times;  // when it acted, for the limit
    std::vector<std::uint32_t> happenings;
    std::uint64_t occurrence = 0;
};

}  // namespace peakline::sim
