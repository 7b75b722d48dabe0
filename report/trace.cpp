#include "report/trace.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace peakline {
namespace {

using What = TraceStep::What;

constexpr std::uint32_t chase = 3;  // kind of episode
constexpr std::array<std::string_view, 9> causes{"closed",  "blocked", "balked",     "abandoned",  "disconnected",
                                                 "gave_up", "silent",  "unresolved", "not_reached"};

std::string zulu(std::int64_t utc) {
    const auto days = static_cast<std::int32_t>(utc >= 0 ? utc / 86400 : -((-utc + 86399) / 86400));
    const std::int64_t second = utc - std::int64_t{days} * 86400;
    return fmt::format("{}T{:02}:{:02}Z", to_text(Date{days}), second / 3600, second / 60 % 60);
}

// Folds the steps into stays: each begins when a contact comes to a queue's door, or takes a place in the line once more.
class Stays {
public:
    explicit Stays(const Trace& trace) : trace_(trace) {}

    std::vector<TracedContact> fold() {
        for (const TraceStep& step : trace_.steps) take(step);
        // A stay begins before self-service lets it join.
        std::stable_sort(rows_.begin(), rows_.end(),
                         [](const TracedContact& a, const TracedContact& b) { return a.joined < b.joined; });
        return std::move(rows_);
    }

private:
    using Key = std::tuple<CustomerId, std::uint32_t, std::uint16_t, std::uint16_t>;
    struct Open {
        std::size_t stay, line;
    };  // rows: the stay itself, its present place in the line

    std::size_t begin(const TraceStep& step) {
        TracedContact row;
        row.customer = step.customer;
        row.episode = step.episode;
        row.attempt = step.attempt;
        row.visit = step.visit;
        row.queue = step.queue;
        row.joined = step.time;
        rows_.push_back(row);
        return rows_.size() - 1;
    }
    Open& of(const TraceStep& step) {
        const Key key{step.customer, step.episode, step.attempt, step.visit};
        const auto found = open_.find(key);
        if (found != open_.end()) return found->second;
        const std::size_t row = begin(step);
        latest_[step.customer] = row;
        return open_.emplace(key, Open{row, row}).first->second;
    }
    void leave_line(const TraceStep& step) {
        TracedContact& line = rows_[of(step).line];
        if (!std::isnan(line.line_from) && std::isnan(line.line_until)) line.line_until = step.time;
    }
    void end(const TraceStep& step, std::string_view outcome) {
        TracedContact& row = rows_[of(step).stay];
        row.outcome = outcome;
        if (!std::isnan(step.value)) row.waited = step.value;
    }
    void wait(const TraceStep& step) {
        Open& open = of(step);
        if (std::isnan(rows_[open.line].line_from)) {
            rows_[open.line].line_from = step.time;
        } else if (!std::isnan(rows_[open.line].line_until)) {
            const double joined = rows_[open.stay].joined;
            open.line = begin(step);
            rows_[open.line].joined = joined;
            rows_[open.line].outcome = "again";
            rows_[open.line].line_from = step.time;
        }
    }
    // Of the case, not of one contact: it stands in its latest row.
    void close(const TraceStep& step, std::string end) {
        const auto found = latest_.find(step.customer);
        const std::size_t row = found != latest_.end() ? found->second : begin(step);
        latest_[step.customer] = row;
        rows_[row].case_end = std::move(end);
        rows_[row].case_began = began_[step.customer];
        rows_[row].case_ended = step.time;
    }

    void take(const TraceStep& step) {
        switch (step.what) {
            case What::need: began_[step.customer] = step.time; return;
            case What::was_there:
                began_[step.customer] = step.time - step.value;
                rows_[of(step).stay].backlog = true, rows_[of(step).stay].joined = step.time - step.value;
                return;
            case What::prevented: return close(step, "prevented by " + trace_.notifications[step.other]);
            case What::self_service: ++rows_[of(step).stay].self_service; return;
            case What::contained:
                end(step, "contained");
                if (step.episode >> 20 != chase) close(step, "contained");  // a chase ends without consequence for the case
                return;
            case What::gave_up: return end(step, "gave_up");
            case What::passed: return;
            case What::arrives: {
                TracedContact& row = rows_[of(step).stay];
                row.queue = step.queue;
                row.joined = step.time;
                row.transfer = transferred_.contains({step.customer, step.episode, step.attempt, 0});
                latest_[step.customer] = of(step).stay;
                return;
            }
            case What::closed: return end(step, "closed");
            case What::blocked: return end(step, "blocked");
            case What::balked: return end(step, "balked");
            case What::redirected: return end(step, "redirected"), follow(step, "redirected to " + trace_.queues[step.other]);
            case What::sent_on: return follow(before_hop(step), "goes to " + trace_.queues[step.other]);
            case What::joins_item: return follow(step, "joins the item that waits");
            case What::offered: rows_[of(step).stay].offered = true; return;
            case What::at_once: rows_[of(step).stay].at_once = true; return;
            case What::accepts_callback: return end(step, "called_back");
            case What::waits: return wait(step);
            case What::taken:
                leave_line(step);
                if (TracedContact& row = rows_[of(step).stay]; std::isnan(row.taken)) {  // later: a parked conversation goes on
                    row.agent = step.agent;
                    row.taken = step.time;
                }
                return;
            case What::answered:
                if (rows_[of(step).stay].outcome != "called_back") end(step, "answered");
                return;
            case What::no_answer: rows_[of(step).stay].taken = no_value; return;
            case What::reply: {
                TracedContact& row = rows_[of(step).stay];
                if (std::isnan(row.first_reply))
                    row.first_reply = step.value;
                else
                    row.replies += 1, row.reply_seconds += step.value;
                return;
            }
            case What::parked: rows_[of(step).stay].parked += 1; return;
            case What::conversation: rows_[of(step).stay].conversation = step.value; return;
            case What::handled:
                rows_[of(step).stay].handle_time = step.value, rows_[of(step).stay].handled_at = step.time;
                return;
            case What::abandoned: return leave_line(step), end(step, "abandoned");
            case What::disconnected:
                leave_line(step);
                if (rows_[of(step).stay].outcome != "answered") end(step, "disconnected");  // else a conversation is cut off
                return;
            case What::leaves_unseen: return;
            case What::place_given_up: return leave_line(step);
            case What::closed_by_chase: return leave_line(step);
            case What::too_late: return leave_line(step);
            case What::transferred:
                transferred_.insert({step.customer, step.episode, step.attempt, 0});
                return follow(step, "transferred to " + trace_.queues[step.other]);
            case What::pending: return follow(step, "waits for a third party");
            case What::redials: return follow(step, "redials");
            case What::repeats: return follow(step, "not resolved: contacts again");
            case What::comes_back:
                rows_[latest_[step.customer]].case_end.clear();
                rows_[latest_[step.customer]].case_began = rows_[latest_[step.customer]].case_ended = no_value;
                return follow(step, "comes back");
            case What::retries: return follow(before_hop(step), "tries again after the opening");
            case What::dials_again: {
                // Another try of the same item: the stay goes on.
                const Key key{step.customer, step.episode, step.attempt, step.visit};
                const auto before =
                    open_.find({step.customer, step.episode, static_cast<std::uint16_t>(step.attempt - 1), step.visit});
                if (!open_.contains(key) && before != open_.end()) open_.emplace(key, before->second);
                return follow(step, "is dialled again");
            }
            case What::asks_again:
            case What::follows_up: return;
            case What::resolved: return close(step, "resolved");
            case What::lost: return close(step, fmt::format("lost ({})", causes[step.other]));
            case What::open: return end(step, "open");
            case What::case_open: return close(step, "open");
        }
    }
    // Closed queues are left by one visit more, before it is known where to.
    static TraceStep before_hop(TraceStep step) {
        if (step.visit > 0) --step.visit;
        return step;
    }
    void follow(const TraceStep& step, std::string next) { rows_[of(step).stay].next = std::move(next); }

    const Trace& trace_;
    std::vector<TracedContact> rows_;
    std::map<Key, Open> open_;
    std::set<Key> transferred_;  // of attempts (visit 0): from then on
    std::map<CustomerId, std::size_t> latest_;
    std::map<CustomerId, double> began_;
};

}  // namespace

std::string agent_text(std::uint32_t agent, const Trace& trace) {
    if (agent >= trace.agents.size()) return {};
    const TracedAgent& a = trace.agents[agent];
    return fmt::format("{}/{}/{}", trace.groups[a.group], a.shift == no_index ? "roster" : trace.shifts[a.shift], a.number + 1);
}

namespace {

void add(std::string& out, double value) {
    out += ',';
    if (std::isnan(value)) return;
    std::array<char, 32> digits;
    out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value + 0.0).ptr);  // never -0
}

void add(std::string& out, std::string_view text) {
    out += ',';
    const bool quoted = text.find_first_of(",\"\r\n") != std::string_view::npos;
    if (quoted) out += '"';
    for (const char c : text) out.append(c == '"' ? 2 : 1, c);
    if (quoted) out += '"';
}

std::string_view change_text(AgentChange::What what) {
    switch (what) {
        case AgentChange::What::comes: return "comes";
        case AgentChange::What::goes: return "goes";
        case AgentChange::What::away: return "away";
        case AgentChange::What::back: return "back";
        case AgentChange::What::busy: return "busy";
        case AgentChange::What::free: return "free";
        case AgentChange::What::works: return "works";
        case AgentChange::What::rests: return "rests";
        case AgentChange::What::overtime: return "overtime";
        case AgentChange::What::stays: return "stays";
        case AgentChange::What::serves: return "serves";
    }
    return {};
}

}  // namespace

std::vector<TracedContact> contacts_of(const Trace& trace) { return Stays(trace).fold(); }

std::string customer_text(const CustomerId& customer, const Trace& trace) {
    if (customer.backlog_of != no_index) return fmt::format("{}/backlog/{}", trace.queues[customer.backlog_of], customer.ordinal);
    return fmt::format("{}/{}/{}", trace.reasons[customer.reason], zulu(customer.cell), customer.ordinal);
}

std::string contact_text(std::uint32_t episode) {
    constexpr std::array<std::string_view, 5> kinds{"first", "repeat", "come_back", "chase", "follow_up"};
    const std::uint32_t kind = episode >> 20, n = episode & 0xfffffu;
    return kind == 0 ? "first" : fmt::format("{} {}", kinds[kind], n);
}

std::string contacts_csv(const Trace& trace, const TimeAxis& axis) {
    std::string out =
        "customer,reason,contact,attempt,visit,queue,time,joined,offered,at_once,transferred_in,backlog,self_service,outcome,"
        "waited,line_from,line_until,agent,taken,handle_time,handled_at,"
        "first_reply,replies,reply_seconds,parked,conversation,next,case_end,case_began,case_ended\n";
    for (const TracedContact& row : contacts_of(trace)) {
        out += customer_text(row.customer, trace);
        add(out, trace.reasons[row.customer.reason]);
        add(out, contact_text(row.episode));
        add(out, row.attempt + 1.0);
        add(out, row.visit + 1.0);
        add(out, row.queue == no_index ? std::string_view{} : std::string_view(trace.queues[row.queue]));
        add(out, axis.zone().to_text(axis.utc(row.joined)));
        add(out, row.joined);
        add(out, row.offered ? 1.0 : 0.0);
        add(out, row.at_once ? 1.0 : 0.0);
        add(out, row.transfer ? 1.0 : 0.0);
        add(out, row.backlog ? 1.0 : 0.0);
        add(out, static_cast<double>(row.self_service));
        add(out, row.outcome);
        for (const double value : {row.waited, row.line_from, row.line_until}) add(out, value);
        add(out, agent_text(row.agent, trace));
        for (const double value : {row.taken, row.handle_time, row.handled_at, row.first_reply, row.replies, row.reply_seconds,
                                   row.parked, row.conversation})
            add(out, value);
        add(out, row.next);
        add(out, row.case_end);
        add(out, row.case_began);
        add(out, row.case_ended);
        out += '\n';
    }
    return out;
}

std::string agents_csv(const Trace& trace, const TimeAxis& axis) {
    std::string out = "agent,group,time,seconds,change,serves\n";
    for (const AgentChange& change : trace.changes) {
        out += agent_text(change.agent, trace);
        add(out, trace.groups[trace.agents[change.agent].group]);
        add(out, axis.zone().to_text(axis.utc(change.time)));
        add(out, change.time);
        add(out, change_text(change.what));
        add(out, change.group == no_index ? std::string_view{} : std::string_view(trace.groups[change.group]));
        out += '\n';
    }
    return out;
}

std::string paid_csv(const Trace& trace, const TimeAxis& axis) {
    std::string out = "group,time,from,until,agents,overtime\n";
    for (const PaidTime& paid : trace.paid) {
        out += trace.groups[paid.group];
        add(out, axis.zone().to_text(axis.utc(paid.from)));
        for (const double value : {paid.from, paid.to, paid.agents, paid.overtime ? 1.0 : 0.0}) add(out, value);
        out += '\n';
    }
    return out;
}

std::optional<CustomerId> find_customer(std::string_view text, const Trace& trace) {
    for (const TraceStep& step : trace.steps)
        if (step.what == What::need || step.what == What::was_there)
            if (customer_text(step.customer, trace) == text) return step.customer;
    return std::nullopt;
}

}  // namespace peakline
