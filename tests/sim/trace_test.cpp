// Every metric's tallies, worked out anew from the files of a trace alone.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <sstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "core/statistics.hpp"
#include "little.hpp"
#include "random_scenario.hpp"
#include "report/trace.hpp"
#include "sim/metrics.hpp"
#include "sim/trace.hpp"

using namespace peakline;
using namespace simtests;

namespace {

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
    Table contacts, agents;
    std::map<std::string, Cells> queues;
    std::map<std::string, sim::ReasonCell> reasons;
    std::map<std::string, std::vector<sim::GroupCell>> groups;

    Recount(const Scenario& s, const Trace& trace)
        : scenario(s), axis(s.axis()), contacts(contacts_csv(trace, axis)), agents(agents_csv(trace, axis)) {
        const auto intervals = static_cast<std::size_t>(axis.intervals());
        for (const Queue& queue : scenario.queues) queues[queue.name].assign(intervals, sim::QueueCell{});
        for (const Reason& reason : scenario.reasons) reasons[reason.name] = {};
        for (const Group& group : scenario.groups) groups[group.name].assign(intervals, sim::GroupCell{});
        for (std::size_t i = 0; i < contacts.rows(); ++i) count(i);
        count_backlog();
        count_cases();
        count_agents();
    }

    const Queue& queue(const std::string& name) const {
        return *std::find_if(scenario.queues.begin(), scenario.queues.end(), [&](const Queue& q) { return q.name == name; });
    }

    // One stay.
    void count(std::size_t i) {
        const std::string name = contacts.text(i, "queue"), outcome = contacts.text(i, "outcome"),
                          contact = contacts.text(i, "contact");
        if (name.empty() || outcome == "again") return;
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
    }

    void count_cases() {
        std::map<std::string, std::pair<std::string, double>> seen;  // customer -> reason, contacts
        for (std::size_t i = 0; i < contacts.rows(); ++i) {
            const std::string customer = contacts.text(i, "customer"), name = contacts.text(i, "queue"),
                              outcome = contacts.text(i, "outcome");
            sim::ReasonCell& cell = reasons[contacts.text(i, "reason")];
            if (seen.try_emplace(customer, contacts.text(i, "reason"), 0).second)
                cell[customer.find("/backlog/") == std::string::npos ? ReasonTally::needs : ReasonTally::backlog] += 1;
            if (const std::string end = contacts.text(i, "case_end"); !end.empty()) {
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
                cell[end.starts_with("prevented") ? static_cast<std::size_t>(ReasonTally::prevented) : ends.at(end)] += 1;
            }
            if (name.empty() || outcome == "again" || contacts.number(i, "backlog") == 1) continue;
            const bool by_customer = queue(name).medium != Medium::outbound && contacts.number(i, "transferred_in") == 0 &&
                                     !contacts.text(i, "contact").starts_with("follow_up");
            const bool counts = contacts.number(i, "offered") == 1 || outcome == "blocked" || outcome == "balked";
            if (by_customer && counts) cell[ReasonTally::contacts] += 1;
        }
    }

    void count_agents() {
        struct State {
            bool on = false, away = false, busy = false, overtime = false;
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
            if (change == "busy") state.busy = true;
            if (change == "free") state.busy = false;
            if (change == "overtime") state.overtime = true;
            if (change == "stays") state.overtime = false;
        }
        for (auto& [agent, state] : states) spend(group_of[agent], state, axis.end());
    }
};

constexpr std::array<std::size_t, 36> queue_tallies{Tally::offered,
                                                    Tally::answered,
                                                    Tally::answered_within,
                                                    Tally::abandoned,
                                                    Tally::abandoned_within,
                                                    Tally::balked,
                                                    Tally::blocked,
                                                    Tally::disconnected,
                                                    Tally::redirected,
                                                    Tally::called_back,
                                                    Tally::transferred_in,
                                                    Tally::transferred_out,
                                                    Tally::redials,
                                                    Tally::repeats,
                                                    Tally::chases,
                                                    Tally::parked,
                                                    Tally::open,
                                                    Tally::at_once,
                                                    Tally::wait_answered,
                                                    Tally::wait_all,
                                                    Tally::handled,
                                                    Tally::handle_time,
                                                    Tally::first_replies,
                                                    Tally::first_reply,
                                                    Tally::replies,
                                                    Tally::reply,
                                                    Tally::conversations,
                                                    Tally::conversation,
                                                    Tally::follow_ups,
                                                    Tally::closed,
                                                    Tally::old,
                                                    Tally::old_answered,
                                                    Tally::old_abandoned,
                                                    Tally::old_disconnected,
                                                    Tally::old_open,
                                                    Tally::backlog};

}  // namespace

TEST_CASE("Every tally can be counted anew from the files of a trace") {
    double compared = 0;
    for (std::uint32_t seed = 1; seed <= random_seasons(25); ++seed) {
        const Scenario scenario = load(random_scenario(seed));
        const auto [trace, books] = sim::trace_replication(scenario, scenario, Demand{}, 0);
        const Recount recount(scenario, trace);
        for (std::size_t q = 0; q < scenario.queues.size(); ++q)
            for (std::size_t i = 0; i < books.queues[q].size(); ++i)
                for (const std::size_t tally : queue_tallies) {
                    const double mine = recount.queues.at(scenario.queues[q].name)[i][tally], theirs = books.queues[q][i][tally];
                    compared += theirs;
                    INFO("seed " << seed << ", queue " << scenario.queues[q].name << ", interval " << i << ", tally " << tally);
                    REQUIRE(mine == doctest::Approx(theirs).epsilon(1e-9));
                }
        for (std::size_t r = 0; r < scenario.reasons.size(); ++r)
            for (std::size_t tally = 0; tally <= ReasonTally::open; ++tally) {
                INFO("seed " << seed << ", reason " << scenario.reasons[r].name << ", tally " << tally);
                REQUIRE(recount.reasons.at(scenario.reasons[r].name)[tally] == books.reasons[r][tally]);
            }
        for (std::size_t g = 0; g < scenario.groups.size(); ++g)
            for (std::size_t i = 0; i < books.groups[g].size(); ++i)
                for (const std::size_t tally :
                     {GroupTally::on_duty, GroupTally::available, GroupTally::busy, GroupTally::overtime}) {
                    INFO("seed " << seed << ", group " << scenario.groups[g].name << ", interval " << i << ", tally " << tally);
                    REQUIRE(recount.groups.at(scenario.groups[g].name)[i][tally] ==
                            doctest::Approx(books.groups[g][i][tally]).epsilon(1e-9));
                }
    }
    CHECK(compared > 10000);
}

TEST_CASE("Quantiles of waits agree with those of the trace to one per cent") {
    const Scenario scenario = load(random_scenario(3));
    const auto [trace, books] = sim::trace_replication(scenario, scenario, Demand{}, 0);
    std::vector<double> waits;
    for (const TracedContact& contact : contacts_of(trace))
        if (contact.outcome == "answered" && !contact.backlog && scenario.queues[contact.queue].name == "mail")
            waits.push_back(contact.waited);
    const auto mail = static_cast<std::size_t>(
        std::find_if(scenario.queues.begin(), scenario.queues.end(), [](const Queue& q) { return q.name == "mail"; }) -
        scenario.queues.begin());
    sim::WaitCounts counts(sim::WaitBins::bins, 0);
    for (const auto& day : books.waits[mail])
        for (std::size_t bin = 0; bin < day.size(); ++bin) counts[bin] += day[bin];
    REQUIRE(waits.size() > 50);
    std::sort(waits.begin(), waits.end());
    for (const double share : {0.5, 0.9, 0.95}) {
        const double exact = waits[static_cast<std::size_t>(std::ceil(share * static_cast<double>(waits.size()))) - 1];
        CHECK(sim::wait_quantile(counts, share) == doctest::Approx(exact).epsilon(0.01));
    }
}

TEST_CASE("Tracing changes nothing, and a story tells the whole way of a customer") {
    const Scenario scenario = load(random_scenario(7));
    const auto [trace, books] = sim::trace_replication(scenario, scenario, Demand{}, 1);
    CHECK(books.queues == books_of(scenario, 2)[1].queues);
    const auto remarkable = remarkable_customers(trace);
    REQUIRE(!remarkable.empty());
    const std::string name = customer_text(remarkable[0].second, trace);
    CHECK(find_customer(name, trace) == remarkable[0].second);
    CHECK_FALSE(find_customer("nobody/2026-03-02T10:00Z/1", trace));
    const std::string story = customer_story(remarkable[0].second, trace, scenario.axis());
    CHECK(story.find("Customer " + name) == 0);
    CHECK(story.find("after") != std::string::npos);
}
