// What a season counted, worked out anew from the files of its trace alone.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "little.hpp"
#include "report/trace.hpp"

namespace simtests {

using namespace peakline;

// A CSV file whose cells hold no commas.
class Table {
public:
    explicit Table(const std::string& text) {
        std::istringstream in(text);
        for (std::string line; std::getline(in, line);) {
            std::vector<std::string> cells;
            for (std::size_t at = 0; at <= line.size();) {
                const std::size_t end = std::min(line.find(',', at), line.size());
                cells.push_back(line.substr(at, end - at));
                at = end + 1;
            }
            rows_.push_back(std::move(cells));
        }
        for (std::size_t i = 0; i < rows_[0].size(); ++i) columns_[rows_[0][i]] = i;
    }
    std::size_t rows() const { return rows_.size() - 1; }
    const std::string& text(std::size_t row, const std::string& column) const { return rows_[row + 1].at(columns_.at(column)); }
    double number(std::size_t row, const std::string& column) const {
        const std::string& cell = text(row, column);
        return cell.empty() ? no_value : std::stod(cell);
    }

private:
    std::vector<std::vector<std::string>> rows_;
    std::map<std::string, std::size_t> columns_;
};

using Cells = std::vector<sim::QueueCell>;

struct Recount {
    const Scenario& scenario;
    TimeAxis axis;
    Table contacts, agents, paid;
    std::map<std::string, Cells> queues;
    std::map<std::string, std::vector<sim::ReasonCell>> reasons;  // by day of the need; by_customers: of joining
    std::map<std::string, std::vector<sim::GroupCell>> groups;
    std::map<std::string, std::vector<double>> longest_settled;  // by queue and interval
    std::map<std::string, std::vector<sim::ReasonCell>> unsure;  // the same: cases of which the files do not tell
    double sessions = 0;                                         // of self-service
    std::map<std::string, double> unknown;                       // by group: calls that we were making at the end

    Recount(const Scenario& s, const Trace& trace)
        : scenario(s), axis(s.axis()), contacts(contacts_csv(trace, axis)), agents(agents_csv(trace, axis)),
          paid(paid_csv(trace, axis)) {
        const auto intervals = static_cast<std::size_t>(axis.intervals());
        for (const Queue& queue : scenario.queues) queues[queue.name].assign(intervals, sim::QueueCell{});
        for (const Reason& reason : scenario.reasons)
            reasons[reason.name] = unsure[reason.name] = std::vector<sim::ReasonCell>(static_cast<std::size_t>(axis.days()));
        for (const Group& group : scenario.groups) groups[group.name].assign(intervals, sim::GroupCell{});
        for (std::size_t i = 0; i < contacts.rows(); ++i) count(i);
        count_backlog();
        count_cases();
        count_agents();
        count_paid();
    }

    const Queue& queue(const std::string& name) const {
        return *std::find_if(scenario.queues.begin(), scenario.queues.end(), [&](const Queue& q) { return q.name == name; });
    }

    // One stay.
    void count(std::size_t i) {
        const std::string name = contacts.text(i, "queue"), outcome = contacts.text(i, "outcome"),
                          contact = contacts.text(i, "contact");
        if (name.empty() || outcome == "again") return;
        count_taken(i, name);
        sessions += contacts.number(i, "self_service");
        const bool backlog = contacts.number(i, "backlog") == 1, offered = contacts.number(i, "offered") == 1;
        const double joined = contacts.number(i, "joined"), waited = contacts.number(i, "waited");
        const int interval = backlog ? 0 : axis.interval_of(joined);
        if (interval < 0 || interval >= axis.intervals()) return;
        sim::QueueCell& cell = queues[name][static_cast<std::size_t>(interval)];
        const Queue& q = queue(name);
        if (backlog) {
            cell[Tally::old] += 1;
            cell[Tally::old_answered] += outcome == "answered";
            cell[Tally::old_abandoned] += outcome == "abandoned";
            cell[Tally::old_disconnected] += outcome == "disconnected";
            cell[Tally::old_open] += outcome == "open";
        } else {
            cell[Tally::offered] += offered;
            cell[Tally::closed] += outcome == "closed";
            cell[Tally::blocked] += outcome == "blocked";
            cell[Tally::balked] += outcome == "balked";
            cell[Tally::redirected] += outcome == "redirected";
            cell[Tally::called_back] += outcome == "called_back";
            cell[Tally::answered] += outcome == "answered";
            cell[Tally::abandoned] += outcome == "abandoned";
            cell[Tally::disconnected] += outcome == "disconnected";
            cell[Tally::open] += outcome == "open";
            cell[Tally::at_once] += contacts.number(i, "at_once");
            const bool in_time = q.target.within && waited <= *q.target.within;
            cell[Tally::answered_within] += outcome == "answered" && in_time;
            cell[Tally::abandoned_within] += outcome == "abandoned" && in_time;
            cell[Tally::short_abandons] += outcome == "abandoned" && q.short_abandon > 0 && waited <= q.short_abandon;
            cell[Tally::open_early] += outcome == "open" && q.target.within && axis.stop() - joined <= *q.target.within;
            if (outcome == "answered") cell[Tally::wait_answered] += waited;
            if (outcome == "answered" || outcome == "abandoned" || outcome == "disconnected") cell[Tally::wait_all] += waited;
            const bool transferred = contacts.number(i, "transferred_in") == 1;
            cell[Tally::transferred_in] += offered && transferred;
            if (offered && !transferred) {
                const bool again = contacts.number(i, "attempt") > 1;
                cell[Tally::redials] += again;
                cell[Tally::repeats] += !again && contact.starts_with("repeat");
                cell[Tally::chases] += contact.starts_with("chase");
                cell[Tally::follow_ups] += contact.starts_with("follow_up");
            }
            cell[Tally::parked] += contacts.number(i, "parked");
            if (const double first = contacts.number(i, "first_reply"); !std::isnan(first))
                cell[Tally::first_replies] += 1, cell[Tally::first_reply] += first;
            cell[Tally::replies] += contacts.number(i, "replies");
            cell[Tally::reply] += contacts.number(i, "reply_seconds");
            if (const double lasted = contacts.number(i, "conversation"); !std::isnan(lasted))
                cell[Tally::conversations] += 1, cell[Tally::conversation] += lasted;
        }
        cell[Tally::transferred_out] += contacts.text(i, "next").starts_with("transferred to");
        if (const double handled = contacts.number(i, "handle_time"); !std::isnan(handled)) {
            const int own = backlog ? axis.interval_of(contacts.number(i, "handled_at")) : interval;
            if (own < axis.intervals()) {
                queues[name][static_cast<std::size_t>(own)][Tally::handled] += 1;
                queues[name][static_cast<std::size_t>(own)][Tally::handle_time] += handled;
            }
        }
    }

    // Whom an agent took: who is dialled has to be reached. What rings still counts as answered, when an item is dialled is not yet known.
    void count_taken(std::size_t i, const std::string& name) {
        const double taken = contacts.number(i, "taken");
        const std::string outcome = contacts.text(i, "outcome"), agent = contacts.text(i, "agent");
        if (std::isnan(taken) || (outcome != "answered" && outcome != "called_back")) return;
        const int interval = axis.interval_of(taken);
        if (interval < 0 || interval >= axis.intervals()) return;
        const std::string group = agent.substr(0, agent.find('/'));
        const bool dialled = outcome == "called_back" || queue(name).medium == Medium::outbound;
        const bool known = !dialled || !std::isnan(contacts.number(i, "handled_at"));
        (known ? groups[group][static_cast<std::size_t>(interval)][GroupTally::answered] : unknown[group]) += 1;
    }

    // Who stands in the line when an interval's books are closed: before anything else happens at that instant.
    void count_backlog() {
        for (std::size_t i = 0; i < contacts.rows(); ++i) {
            const double from = contacts.number(i, "line_from"), until = contacts.number(i, "line_until");
            if (std::isnan(from)) continue;
            for (int interval = std::max(0, axis.interval_of(from)); interval < axis.intervals(); ++interval) {
                const double end = axis.interval_start(interval + 1);
                if (until < end) break;
                if (from < end) queues[contacts.text(i, "queue")][static_cast<std::size_t>(interval)][Tally::backlog] += 1;
            }
        }
        for (auto& [name, cells] : queues) count_line(name, cells);
    }

    // The longest line within each interval (at most, and at least, as those of one instant come before they go or after), and how long ago the oldest in it joined when the interval ends.
    void count_line(const std::string& name, Cells& cells) {
        struct Move {
            double time, by, joined;
        };
        std::vector<Move> moves;
        for (std::size_t i = 0; i < contacts.rows(); ++i) {
            const double from = contacts.number(i, "line_from"), until = contacts.number(i, "line_until");
            if (contacts.text(i, "queue") != name || std::isnan(from)) continue;
            moves.push_back({from, +1, contacts.number(i, "joined")});
            if (!std::isnan(until)) moves.push_back({until, -1, contacts.number(i, "joined")});
        }
        std::stable_sort(moves.begin(), moves.end(),
                         [](const Move& a, const Move& b) { return a.time != b.time ? a.time < b.time : a.by > b.by; });
        std::multiset<double> line;
        std::size_t next = 0;
        const auto step = [&] {
            const Move& move = moves[next++];
            if (move.by > 0)
                line.insert(move.joined);
            else
                line.erase(line.find(move.joined));
        };
        while (next < moves.size() && moves[next].time < 0) step();
        for (std::size_t interval = 0; interval < cells.size(); ++interval) {
            const double end = axis.interval_start(static_cast<int>(interval) + 1);
            double most = static_cast<double>(line.size()), settled = most;
            while (next < moves.size() && moves[next].time < end) {
                step();
                most = std::max(most, static_cast<double>(line.size()));
                if (next == moves.size() || moves[next].time > moves[next - 1].time)
                    settled = std::max(settled, static_cast<double>(line.size()));
            }
            cells[interval][Tally::backlog_max] = most;
            longest_settled[name].push_back(settled);
            cells[interval][Tally::backlog_age] = line.empty() ? 0 : end - *line.begin();
        }
    }

    static constexpr double instant = 1e-6;  // what ends a case comes before its end
    static constexpr std::size_t no_stay = static_cast<std::size_t>(-1);
    // What became of a customer, from all rows in the order of their stays.
    struct Customer {
        std::string reason, end;
        double began = no_value, ended = no_value;
        std::size_t last_stay = no_stay;
        bool being_called = false;              // when the run ends: nobody knows whether it will be an answer
        std::vector<double> attempts, answers;  // when
        std::set<std::string> redirected;       // attempts sent on to another queue: one attempt all the same
    };

    // The cell of a day; before the start and after the end nobody counts.
    sim::ReasonCell& day(std::map<std::string, std::vector<sim::ReasonCell>>& cells, const std::string& reason, double time) {
        if (time < 0 || time >= axis.end()) return outside;
        return cells[reason][static_cast<std::size_t>(axis.day_of_interval(axis.interval_of(time)))];
    }
    sim::ReasonCell outside{};

    void count_cases() {
        std::map<std::string, Customer> customers;
        for (std::size_t i = 0; i < contacts.rows(); ++i) follow(i, customers[contacts.text(i, "customer")]);
        for (const auto& [name, customer] : customers) {
            const bool backlog = name.find("/backlog/") != std::string::npos;
            const double began = backlog ? 0 : customer.began;  // what was there at the start counts on the first day
            sim::ReasonCell& cell = day(reasons, customer.reason, began);
            cell[backlog ? ReasonTally::backlog : ReasonTally::needs] += 1;
            cell[ReasonTally::contacts] += static_cast<double>(customer.attempts.size());
            cell[ReasonTally::cases] += !customer.attempts.empty();
            cell[ReasonTally::cases_answered] += !customer.answers.empty();
            sim::ReasonCell& open = day(unsure, customer.reason, began);
            open[ReasonTally::cases_answered] += customer.answers.empty() && customer.being_called;
            cell[end_of(customer.end)] += 1;
            charge_lost(customer);
            const auto by_then = [&](const std::vector<double>& times) {
                return std::count_if(times.begin(), times.end(), [&](double t) { return t < customer.ended; });
            };
            if (customer.end == "resolved") {
                cell[ReasonTally::resolved_first] += by_then(customer.answers) == 1;
                open[ReasonTally::resolved_first] += static_cast<double>(  // two agents, one instant: which came first?
                    std::count(customer.answers.begin(), customer.answers.end(), customer.ended));
                cell[ReasonTally::resolution_time] += customer.ended - customer.began;
            } else if (customer.end != "open" && by_then(customer.attempts) > 0 && by_then(customer.answers) == 0) {
                // Help at the instant of the end: what ended the case may have come first.
                sim::ReasonCell& told =
                    std::count(customer.answers.begin(), customer.answers.end(), customer.ended) > 0 ? open : cell;
                told[ReasonTally::unreached] += 1;
                told[ReasonTally::unreached_attempts] += static_cast<double>(by_then(customer.attempts));
            }
        }
    }

    static std::size_t end_of(const std::string& end) {
        static const std::map<std::string, std::size_t> ends{{"resolved", ReasonTally::resolved},
                                                             {"contained", ReasonTally::contained},
                                                             {"open", ReasonTally::open},
                                                             {"lost (closed)", ReasonTally::closed},
                                                             {"lost (blocked)", ReasonTally::blocked},
                                                             {"lost (balked)", ReasonTally::balked},
                                                             {"lost (abandoned)", ReasonTally::abandoned},
                                                             {"lost (disconnected)", ReasonTally::disconnected},
                                                             {"lost (gave_up)", ReasonTally::gave_up},
                                                             {"lost (silent)", ReasonTally::silent},
                                                             {"lost (unresolved)", ReasonTally::unresolved},
                                                             {"lost (not_reached)", ReasonTally::not_reached}};
        return end.starts_with("prevented") ? static_cast<std::size_t>(ReasonTally::prevented) : ends.at(end);
    }

    // By the queue of the last stay that was no chase; who gives up in self-service, goes silent or has no help from an answer is
    // not lost by a queue.
    void charge_lost(const Customer& customer) {
        if (!customer.end.starts_with("lost") || customer.last_stay == no_stay) return;
        if (customer.end == "lost (gave_up)" || customer.end == "lost (silent)" || customer.end == "lost (unresolved)") return;
        const int interval = axis.interval_of(contacts.number(customer.last_stay, "joined"));
        const std::string& name = contacts.text(customer.last_stay, "queue");
        if (interval >= 0 && interval < axis.intervals())
            queues[name][static_cast<std::size_t>(interval)][Tally::lost_cost] += mean(queue(name).lost_contact_costs.first());
    }

    void follow(std::size_t i, Customer& customer) {
        customer.reason = contacts.text(i, "reason");
        const std::string name = contacts.text(i, "queue"), outcome = contacts.text(i, "outcome"),
                          contact = contacts.text(i, "contact");
        if (const std::string end = contacts.text(i, "case_end"); !end.empty()) {
            customer.end = end;
            customer.began = contacts.number(i, "case_began");
            customer.ended = contacts.number(i, "case_ended");
        }
        if (name.empty() || outcome == "again") return;
        if (!contact.starts_with("chase")) customer.last_stay = i;
        const bool outbound = queue(name).medium == Medium::outbound;
        if (outbound || contacts.number(i, "transferred_in") == 1 || contact.starts_with("follow_up")) return;
        const bool reached = outcome == "called_back" && !std::isnan(contacts.number(i, "handled_at"));
        if (outcome == "called_back" && !reached && !std::isnan(contacts.number(i, "taken"))) customer.being_called = true;
        if (outcome == "answered" || reached) {
            const double taken = contacts.number(i, "taken");
            // Whom the agent of the case takes as the next one is answered after it; who waits beside it, with it.
            customer.answers.push_back(std::isnan(taken) ? contacts.number(i, "joined") + contacts.number(i, "waited") - instant
                                                         : taken);
        }
        const std::string attempt = contact + '/' + contacts.text(i, "attempt");
        const bool tried = contacts.number(i, "offered") == 1 || outcome == "blocked" || outcome == "balked";
        if (tried && contacts.number(i, "backlog") == 0 && !customer.redirected.contains(attempt)) {
            const double joined = contacts.number(i, "joined");
            customer.attempts.push_back(joined - instant);
            if (contacts.number(i, "offered") == 1) day(reasons, customer.reason, joined)[ReasonTally::by_customers] += 1;
        }
        if (outcome == "redirected") customer.redirected.insert(attempt);
        if (contacts.text(i, "next").starts_with("tries again")) customer.redirected.erase(attempt);
    }

    void count_agents() {
        struct State {
            bool on = false, away = false, busy = false, rests = false, overtime = false;
            double since = 0;
        };
        std::map<std::string, State> states;
        const auto spend = [&](const std::string& group, State& state, double to) {
            for (double t = std::max(0.0, state.since); t < std::min(to, axis.end());) {
                const int interval = axis.interval_of(t);
                const double end = std::min({to, axis.interval_start(interval + 1)});
                sim::GroupCell& cell = groups[group][static_cast<std::size_t>(interval)];
                cell[GroupTally::on_duty] += state.on ? end - t : 0;
                cell[GroupTally::available] += state.on && !state.away ? end - t : 0;
                cell[GroupTally::busy] += state.busy ? end - t : 0;
                cell[GroupTally::work] += state.busy && !state.rests ? end - t : 0;
                cell[GroupTally::overtime] += state.overtime ? end - t : 0;
                t = end;
            }
            state.since = to;
        };
        std::map<std::string, std::string> group_of;
        for (std::size_t i = 0; i < agents.rows(); ++i) {
            const std::string agent = agents.text(i, "agent"), change = agents.text(i, "change");
            State& state = states[agent];
            group_of[agent] = agents.text(i, "group");
            spend(group_of[agent], state, agents.number(i, "seconds"));
            if (change == "comes") state.on = true;
            if (change == "goes") state.on = state.away = state.overtime = false;
            if (change == "away") state.away = true;
            if (change == "back") state.away = false;
            if (change == "busy") state.busy = true, state.rests = false;
            if (change == "rests") state.rests = true;
            if (change == "works") {
                state.rests = false;
                // What will ring beyond the end has been taken off already.
                if (const double late = agents.number(i, "seconds") - axis.stop(); late > 0 && axis.stop() == axis.end())
                    groups[group_of[agent]].back()[GroupTally::work] -= late;
            }
            if (change == "free") state.busy = false;
            if (change == "overtime") state.overtime = true;
            if (change == "stays") state.overtime = false;
        }
        for (auto& [agent, state] : states) spend(group_of[agent], state, axis.end());
    }

    void count_paid() {
        for (std::size_t i = 0; i < paid.rows(); ++i) {
            const double to = std::min(paid.number(i, "until"), axis.end());
            for (double t = std::max(0.0, paid.number(i, "from")); t < to;) {
                const int interval = axis.interval_of(t);
                const double end = std::min(to, axis.interval_start(interval + 1));
                groups[paid.text(i, "group")][static_cast<std::size_t>(interval)]
                      [paid.number(i, "overtime") == 1 ? GroupTally::overtime : GroupTally::paid] +=
                    paid.number(i, "agents") * (end - t);
                t = end;
            }
        }
    }
};

}  // namespace simtests
