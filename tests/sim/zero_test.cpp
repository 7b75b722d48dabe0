// Every lever at zero strength equals its absence to the last bit: 0 reach, factor 1, 0 agents, a share of 0 %, a priority of +0.
#include <doctest/doctest.h>

#include "little.hpp"

using namespace peakline;
using namespace simtests;

namespace {

// A day with calls, chats, mail and dialling, in which everything is busy enough that a difference would show. Every argument
// stands where its section takes it.
struct Text {
    std::string top = {}, reason = {}, pending = {}, voice = {}, mail = {}, chat = {}, core = {}, end = {};
};

std::string village(const Text& t) {
    return day(t.top +
               "drivers:\n  orders: {expected: 3000/d}\nreasons:\n"
               "  r: {per: orders, rate: 30%, queues: {voice: 80%, mail: 20%}, resolved_first_time: 80%" +
               t.reason +
               "}\n"
               "  c: {expected: 15/h, queues: {chat: 100%}}\n"
               "  p: {expected: 10/h, queues: {mail: 100%}, pending: {share: 30%, answered_after: {exponential: {mean: 2h}}, "
               "follow_up: {queue: mail}" +
               t.pending +
               "}}\nqueues:\n"
               "  voice: {handle_time: {exponential: {mean: 5min}}, patience: {exponential: {mean: 2min}}, repeat: {share: 60%, "
               "after: {exponential: {mean: 1h}}}" +
               t.voice +
               "}\n"
               "  mail: {medium: deferred, handle_time: {exponential: {mean: 6min}}, target: {within: 4h}" +
               t.mail +
               "}\n"
               "  chat: {medium: chat, slots: {usual: 2}, patience: {exponential: {mean: 2min}}, conversation: {messages: "
               "{geometric: {mean: 3}}, agent_reply: {exponential: {mean: 50s}}, "
               "customer_reply: {exponential: {mean: 60s}}}" +
               t.chat +
               "}\n"
               "  other: {handle_time: 1min, patience: 1min}\nstaff:\n  shifts: {day: {start: \"08:00\", lasts: 9h}}\n  groups:\n"
               "    core: {serves: {voice: 1, mail: 2}, roster: {mon-sun: {day: 6}}" +
               t.core +
               "}\n"
               "    night: {serves: {voice: 1, mail: 1}, agents: 2}\n    talkers: {serves: [chat], agents: 2}\n    spare: "
               "{serves: [voice, other], agents: 0}\n" +
               t.end);
}

std::string event(const std::string& action) {
    return "events: {e: {at: 2026-03-02 10:00, lasts: 3h, fades: 1h, do: [{" + action + "}]}}\n";
}

}  // namespace

TEST_CASE("No lever at zero strength leaves a trace") {
    const auto plain = books_of(load(village({})), 2);
    const std::vector<std::pair<const char*, Text>> levers{
        {"reach 0",
         {.top = "notifications: {n: {about: [r], per: orders, reach: 0%, effect: 50%, leaves_harder: 20%, generates: {reason: "
                 "c, rate: 5%}}}\n"}},
        {"effect 0", {.top = "notifications: {n: {about: [r, c, p], per: r, reach: 60%, effect: 0%, leaves_harder: 20%}}\n"}},
        {"generates 0",
         {.top = "notifications: {n: {about: [r], per: orders, reach: 60%, effect: 0%, generates: {reason: c, rate: 0%}}}\n"}},
        {"a notification that is off",
         {.top = "notifications: {n: {about: [r], per: orders, reach: 60%, effect: 40%, enabled: false}}\n"}},
        {"contains 0",
         {.top = "self_service: {b: {before: [voice, chat, mail], contains: 0%, gives_up: 0%, leaves_harder: 30%, saves: 0s, "
                 "misroutes: {voice: {other: 0%}}, comes_back: {share: 100%, after: 1h}}}\n"}},
        {"no sessions", {.top = "self_service: {b: {before: [voice, chat], contains: 50%, takes: 2min, sessions: 0}}\n"}},
        {"scale 1 of a reason", {.reason = ", scale: 1"}},
        {"handle time times 1", {.reason = ", handle_time: {voice: 1, mail: 1}"}},
        {"all on the day itself", {.reason = ", lag: {0d: 100%}"}},
        {"no chases of pending cases", {.pending = ", chase: {after: 10min, share: 0%, queues: {voice: 100%}, up_to: 3}"}},
        {"no redials", {.voice = ", redial: {share: 0%, after: 5min, up_to: 3}"}},
        {"one attempt", {.voice = ", redial: {after: 5min, up_to: 1}"}},
        {"nobody balks", {.voice = ", balks: {when_longer_than: 0, share: 0%}"}},
        {"nobody accepts", {.voice = ", callback: {offer_above: 10s, accepts: 0%}"}},
        {"no transfers", {.voice = ", transfer: {share: 0%, queues: {other: 100%}, adds: 1min}"}},
        {"lines for everybody", {.voice = ", lines: 1000000"}},
        {"no ringing", {.voice = ", rings: 0s"}},
        {"overflow to nobody", {.voice = ", overflow: {after: 30s, groups: [spare]}"}},
        {"closed never", {.voice = ", hours: {mon-sun: \"00:00-24:00\"}, closed: {retry: 100%}"}},
        {"priority 0", {.voice = ", priority: 0"}},
        {"no chases", {.mail = ", chase: {after: 10min, share: 0%, queues: {voice: 100%}, up_to: 3, closes: 100%}"}},
        {"no backlog", {.mail = ", backlog: {items: 0, age: 5h}"}},
        {"nobody leaves unseen", {.chat = ", silent_abandon: {share: 0%, costs: 5min}"}},
        {"no absence", {.core = ", absence: 0%, shrinkage: 0%, attrition: 0%/30d, scale: 1, handle_time: 1"}},
        {"stress that does nothing", {.core = ", stress: {above: 10%, over: 1h, handle_time: 1, errors: 1, attrition: 3}"}},
        {"a class of nobody",
         {.core = ", cohorts: {new: {roster: {mon-sun: {day: 0}}, from: 2026-03-02, ramp: [2, 1.5], errors: [3]}}"}},
        {"a class of fully trained",
         {.core = ", cohorts: {new: {roster: {mon-sun: {day: 4}}, from: 2026-03-02, training: 9d, ramp: [2, 1.5], errors: [3], "
                  "enabled: false}}"}},
        {"driver x 1", {.end = event("scale: {driver: orders, by: 1}")}},
        {"reason x 1", {.end = event("scale: {reason: r, by: 1}")}},
        {"queue x 1", {.end = event("scale: {queue: voice, by: 1}")}},
        {"pending x 1", {.end = event("scale: {pending: p, by: 1}")}},
        {"add 0", {.end = event("add: {reason: c, contacts: 0}")}},
        {"add 0 an hour", {.end = event("add: {reason: c, rate: 0/h}")}},
        {"handle time of a queue x 1", {.end = event("handle_time: {queue: voice, by: 1}")}},
        {"handle time of a group x 1", {.end = event("handle_time: {group: core, by: 1}")}},
        {"enable what is on", {.end = event("enable: {queue: voice}")}},
        {"open what is open", {.end = event("open: voice")}},
        {"redirect nobody", {.end = event("redirect: {from: voice, to: other, share: 0%}")}},
        {"staff +0", {.end = event("staff: {group: core, agents: +0}")}},
        {"staff x 1", {.end = event("staff: {group: core, by: 1}")}},
        {"move nobody", {.end = event("move: {from: core, to: spare, agents: 0}")}},
        {"priority +0", {.end = event("priority: {queue: voice, by: +0}")}},
        {"the same slots", {.end = event("slots: {queue: chat, usual: 2}")}},
        {"an event that never comes",
         {.end = "events: {e: {at: 2026-03-02 10:00, lasts: 3h, chance: 0%, do: [{close: voice}]}}\n"}},
        {"a rule that does nothing",
         {.end = "rules: {w: {when: {queue: voice, metric: waiting, above: 0}, do: [{staff: {group: core, agents: +0}}, "
                 "{priority: {reason: r, by: +0}}], lasts: 30min}}\n"}},
        {"a rule that never acts",
         {.end = "rules: {w: {when: {queue: voice, metric: waiting, above: 100000}, do: [{close: voice}]}}\n"}},
        {"a plan's do of nothing",
         {.end = "baseline: x\nplans: {x: {do: [{staff: {group: core, by: 1}}, {scale: {driver: orders, by: 1}}]}}\n"}},
    };
    for (const auto& [name, lever] : levers) {
        INFO(std::string(name));
        const auto other = books_of(load(village(lever)), 2);
        for (std::size_t r = 0; r < 2; ++r) {
            CHECK(plain[r].queues == other[r].queues);
            CHECK(plain[r].groups == other[r].groups);
            CHECK(plain[r].reasons == other[r].reasons);
            CHECK(plain[r].waits == other[r].waits);
        }
    }
    // The comparison sees a hundredth.
    const auto other = books_of(load(village({.end = event("handle_time: {queue: voice, by: 1.01}")})), 2);
    CHECK(plain[0].queues != other[0].queues);
    CHECK(plain[0].reason(0)[ReasonTally::needs] > 500);
}

TEST_CASE("More agents never make anybody wait longer in a queue of the simplest kind, customer by customer") {
    // First come, first served, nobody leaves: with one more server every customer's wait is at most what it was (Kiefer and Wolfowitz).
    const auto waits = [](int agents) {
        const Trace trace =
            trace_of(day("reasons:\n  r: {expected: 60/h, queues: {voice: 100%}}\nqueues:\n  voice: {handle_time: {lognormal: "
                         "{mean: 5min, cv: 1}}}\n"
                         "staff: {groups: {agents: {serves: [voice], agents: " +
                         std::to_string(agents) + "}}}\n"));
        std::map<CustomerId, double> found;
        for (const TraceStep& step : trace.steps)
            if (step.what == TraceStep::What::answered) found[step.customer] = step.value;
        return found;
    };
    auto fewer = waits(5);
    REQUIRE(fewer.size() > 1000);
    for (int agents = 6; agents <= 10; ++agents) {
        const auto more = waits(agents);
        std::size_t longer = 0;
        for (const auto& [customer, wait] : fewer) longer += more.count(customer) == 0 || more.at(customer) > wait + 1e-6;
        CHECK(longer == 0);
        fewer = more;
    }
}
