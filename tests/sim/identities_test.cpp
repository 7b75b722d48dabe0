// Who is who under another plan: customers keep their identity, their times and everything drawn for them when something is
// added beside them. Whole stories are compared, customer by customer; nobody waits for an agent in these scenarios, so that
// the stories do not depend on each other.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "little.hpp"
#include "report/trace.hpp"

using namespace peakline;
using namespace simtests;
using What = TraceStep::What;

namespace {

// What, queue, time, value, contact, attempt: all but who served.
using Line = std::tuple<int, std::string, double, double, std::uint32_t, int>;
using Stories = std::map<std::string, std::vector<Line>>;

Stories stories_of(const Trace& trace) {
    Stories stories;
    for (const TraceStep& step : trace.steps)
        stories[customer_text(step.customer, trace)].push_back(
            {static_cast<int>(step.what), step.queue == no_index ? "" : trace.queues[step.queue], step.time,
             std::isnan(step.value) ? -1 : step.value, step.episode, step.attempt});
    return stories;
}

std::set<std::string> who(const Trace& trace, What what) {
    std::set<std::string> names;
    for (const TraceStep& step : trace.steps)
        if (step.what == what) names.insert(customer_text(step.customer, trace));
    return names;
}

// Calls that are always taken, calls that never are, mail that is done at once; people come back, call again, wait for others.
struct Parts {
    std::string top = {}, reasons = {}, m_keys = {}, m_queues = "voice: 70%, hold: 30%", queues = {}, groups = {};
};
std::string village(const Parts& parts = {}) {
    return day(parts.top + "reasons:\n" + parts.reasons + "  m: {expected: 40/h, queues: {" + parts.m_queues +
               "}, resolved_first_time: 70%, pending: {share: 20%, answered_after: {exponential: {mean: 2h}}, "
               "follow_up: {queue: mail}, chase: {after: 1h, share: 50%, queues: {voice: 100%}, up_to: 2}}" +
               parts.m_keys +
               "}\n"
               "  n: {expected: {value: 30/h, by_hour: {\"08-12\": 1.5}}, queues: {hold: 100%}}\nqueues:\n" +
               parts.queues +
               "  voice: {handle_time: {lognormal: {mean: 6min, cv: 0.8}}, patience: {exponential: {mean: 3min}}, transfer: "
               "{share: 10%, queues: {mail: 100%}, adds: {exponential: {mean: 30s}}}, "
               "repeat: {share: 60%, after: {exponential: {mean: 1h}}}}\n"
               "  hold: {handle_time: 1min, patience: {weibull: {mean: 3min, shape: 0.8}}, redial: {share: 60%, after: "
               "{exponential: {mean: 10min}}, up_to: 4}}\n"
               "  mail: {medium: deferred, handle_time: {gamma: {mean: 5min, cv: 0.7}}}\nstaff:\n  groups:\n"
               "    many: {serves: [voice, mail], agents: 400}\n    empty: {serves: [hold], agents: 0}\n" +
               parts.groups);
}

// Every customer of `base` has the same story in `other`.
std::size_t differing(const Stories& base, const Stories& other) {
    return static_cast<std::size_t>(std::count_if(base.begin(), base.end(), [&](const auto& story) {
        const auto found = other.find(story.first);
        return found == other.end() || found->second != story.second;
    }));
}

}  // namespace

TEST_CASE(
    "A reason, queue, group, notification, self-service, event or rule that is added leaves everybody else's story as it was") {
    const Stories base = stories_of(trace_of(village()));
    REQUIRE(base.size() > 1500);
    const std::string extra_queue = "  another: {handle_time: 3min, patience: 1min, lines: 7}\n",
                      its_group = "    those: {serves: [another], agents: 3}\n";
    Parts reason, queue, group, notification, bot, more, event;
    reason.reasons = "  a: {expected: 25/h, queues: {voice: 50%, hold: 50%}, resolved_first_time: 50%}\n";
    queue.queues = extra_queue, queue.groups = its_group, queue.reasons = "  a: {expected: 25/h, queues: {another: 100%}}\n";
    group.groups = "    a_helper: {serves: {voice: 2, mail: 1}, agents: 20, absence: 10%, shrinkage: 10%, attrition: 10%/30d}\n";
    notification.reasons = reason.reasons + "  b: {queues: {voice: 100%}}\n",
    notification.top =
        "notifications: {push: {about: [a], per: a, reach: 60%, effect: 60%, generates: {reason: b, rate: 5%}, leaves_harder: "
        "20%}}\n";
    bot = queue, bot.top =
                     "self_service: {bot: {before: [another], contains: 30%, takes: {exponential: {mean: 1min}}, gives_up: 10%, "
                     "comes_back: {share: 20%, after: 1h}}}\n";
    more.m_keys = ", scale: 1.1";
    event = queue,
    event.top =
        "events: {e: {at: 2026-03-02 09:00, lasts: 3h, do: [{close: another}, {scale: {reason: a, by: 3}}]}}\n"
        "rules: {r: {when: {queue: another, metric: waiting, above: 0}, do: [{staff: {group: those, agents: +2}}], lasts: 1h}}\n";
    const std::vector<std::pair<const char*, Parts>> all{{"a reason", reason},
                                                         {"a queue", queue},
                                                         {"a group", group},
                                                         {"a notification", notification},
                                                         {"a self-service", bot},
                                                         {"more needs", more},
                                                         {"an event and a rule", event}};
    for (const auto& [name, parts] : all) {
        INFO(std::string(name));
        const Stories other = stories_of(trace_of(village(parts)));
        CHECK(differing(base, other) == 0);
        CHECK(other.size() >= base.size() + (parts.groups == group.groups ? 0 : 50));
    }
    CHECK(differing(base, stories_of(trace_of(village(), 1))) > base.size() / 2);  // the comparison sees what differs
}

TEST_CASE("A new place to go moves only those who choose it; a smaller share elsewhere moves nobody back") {
    Parts parts;
    parts.m_queues = "voice: 63%, hold: 27%, another: 10%";
    parts.queues = "  another: {handle_time: 3min, patience: 1min}\n",
    parts.groups = "    those: {serves: [another], agents: 300}\n";
    const Trace trace = trace_of(village(parts));
    const Stories base = stories_of(trace_of(village())), other = stories_of(trace);
    std::set<std::string> movers;
    for (const TraceStep& step : trace.steps)
        if (step.what == What::arrives && trace.queues[step.queue] == "another")
            movers.insert(customer_text(step.customer, trace));
    REQUIRE(movers.size() > 50);
    for (const auto& [name, story] : base) {
        INFO(std::string(name));
        REQUIRE(other.count(name) == 1);
        CHECK((movers.count(name) == 1 || other.at(name) == story));
    }
}

TEST_CASE("Needs at 1.1 of the volume hold every customer of the plan, each with the same handle times, at any rate in between") {
    const auto handled = [](const std::string& scale) {
        Parts parts;
        parts.m_keys = ", scale: " + scale;
        const Trace trace = trace_of(village(parts));
        std::map<std::pair<std::string, std::uint32_t>, std::pair<double, double>> times;  // customer, contact -> when, how long
        for (const TraceStep& step : trace.steps)
            if (step.what == What::handled) times[{customer_text(step.customer, trace), step.episode}] = {step.time, step.value};
        return times;
    };
    const auto base = handled("1"), more = handled("1.1"),
               changing = handled("{from: {\"00:00\": 1, \"06:00\": 1.1, \"12:00\": 1, \"18:00\": 1.05}}");
    CHECK(base.size() > 700);
    CHECK(more.size() > base.size() + 40);
    CHECK(changing.size() > base.size());
    CHECK(changing.size() < more.size());
    CHECK(std::includes(more.begin(), more.end(), changing.begin(), changing.end()));
    CHECK(std::includes(changing.begin(), changing.end(), base.begin(), base.end()));
}

TEST_CASE(
    "Whoever is prevented at 60 % reach is prevented at 70 %, whoever a bot contains at 30 % it contains at 40 %; the others "
    "keep their story") {
    const auto with = [](const std::string& top) {
        Parts parts;
        parts.top = top;
        return trace_of(village(parts));
    };
    const auto push = [&](const std::string& reach) {
        return with("notifications: {push: {about: [m, n], per: m, reach: " + reach + ", effect: 50%}}\n");
    };
    const auto bot = [&](const std::string& share) {
        return with("self_service: {bot: {before: [voice, hold], contains: " + share + "}}\n");
    };
    const auto nested = [](const Trace& less_trace, const Trace& more_trace, What what) {
        const auto less = who(less_trace, what), more = who(more_trace, what);
        CHECK(less.size() > 300);
        CHECK(more.size() > less.size() + 30);
        CHECK(std::includes(more.begin(), more.end(), less.begin(), less.end()));
        const Stories a = stories_of(less_trace), b = stories_of(more_trace);
        for (const auto& [name, story] : a)
            if (more.count(name) == 0) REQUIRE(b.at(name) == story);
    };
    nested(push("60%"), push("70%"), What::prevented);
    nested(bot("30%"), bot("40%"), What::contained);
}

TEST_CASE("What happens to agents belongs to them: a second group changes nobody's absence, spells or leaving") {
    const std::string people = "roster: {mon-sun: {day: 30}}, absence: 20%, shrinkage: 15%, attrition: 60%/30d";
    const std::string shifts = "  shifts: {day: {start: \"08:00\", lasts: 8h, breaks: [{after: [3h, 5h], lasts: 30min}]}}\n";
    const auto changes = [&](const std::string& more) {
        const Trace trace = trace_of(day(
            "reasons:\n  r: {expected: 0.000001/d, queues: {voice: 100%}}\nqueues:\n  voice: {handle_time: 1s, patience: 1s}\n"
            "staff:\n" +
                shifts + "  groups:\n" + more + "    team: {serves: [voice], " + people + "}\n",
            5));
        using Change = AgentChange::What;
        std::vector<std::tuple<std::string, double, int>> found;
        for (const AgentChange& change : trace.changes)
            if (trace.groups[trace.agents[change.agent].group] == "team" &&
                (change.what == Change::comes || change.what == Change::goes || change.what == Change::away ||
                 change.what == Change::back))
                found.emplace_back(agent_text(change.agent, trace), change.time, static_cast<int>(change.what));
        std::sort(found.begin(), found.end());
        return found;
    };
    const auto base = changes("");
    CHECK(base.size() > 2000);
    CHECK(base == changes("    another: {serves: [voice], " + people + "}\n"));
}
