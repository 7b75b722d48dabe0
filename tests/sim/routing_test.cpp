// Who is served by whom, and in which order, worked out by hand from the model's section 5.
#include <cmath>

#include <doctest/doctest.h>

#include "little.hpp"

using namespace simtests;
using What = peakline::TraceStep::What;

namespace {

// Whose needs are never resolved.
const std::string unresolved = "  back: {expected: 0.000001/d, queues: {mail: 100%}, resolved_first_time: 0%}\n";
std::string policy(const std::string& text) { return "routing: {" + text + "}\n"; }

}  // namespace

TEST_CASE("Which of several idle agents: longest idle, least skilled, fastest, or any") {
    // Three contacts ten minutes apart, 100 s each; the faster group has more skills.
    const auto answered = [](const std::string& agent, int items = 3) {
        const Outcome x(fed(
            {{"a", "voice", items, 600, 3060}}, "  voice: {handle_time: 100s}\n  mail: {medium: deferred, handle_time: 100s}\n",
            "    general: {serves: [voice, mail], agents: 1, handle_time: 0.5}\n    special: {serves: [voice], agents: 1}\n",
            policy("agent: " + agent)));
        return std::pair{x.group("general", GroupTally::answered), x.group("special", GroupTally::answered)};
    };
    CHECK(answered("least_skilled") == std::pair{0.0, 3.0});
    CHECK(answered("fastest") == std::pair{3.0, 0.0});
    const auto [general, special] = answered("longest_idle");
    CHECK(std::abs(general - special) == 1);  // in turns
    const auto [some, others] = answered("random", 130);
    CHECK(some + others == 130);
    CHECK(std::abs(some - 65) < 5 * std::sqrt(130 * 0.25));  // five standard deviations
    CHECK(some != 65);
}

TEST_CASE("Which of several agents with as many chats: by the same policy") {
    // The first agent has ended a's chat when c comes, the other still has b's: c goes to the first, and d finds one chat each.
    const auto taken = [](const std::string& agent) {
        const Outcome x(
            fed({{"a", "chat", 1, 60, 3540}, {"b", "chat", 1, 60, 4140}, {"c", "chat", 1, 60, 4340}, {"d", "chat", 1, 60, 4440}},
                "  chat: {medium: chat, slots: {usual: 3}, conversation: {messages: 2, agent_reply: 60s, customer_reply: "
                "600s}}\n  mail: {medium: "
                "deferred, handle_time: 100s}\n",
                "    general: {serves: [chat, mail], agents: 1, handle_time: 0.5}\n    special: {serves: [chat], agents: 1}\n",
                policy("agent: " + agent)));
        return std::pair{x.group("general", GroupTally::answered), x.group("special", GroupTally::answered)};
    };
    CHECK(taken("least_skilled") == std::pair{1.0, 3.0});
    CHECK(taken("fastest") == std::pair{3.0, 1.0});
    CHECK(taken("longest_idle") == std::pair{2.0, 2.0});
}

TEST_CASE("`prefers` comes before the policy") {
    const Outcome x(fed({{"a", "voice", 3, 600, 3060}}, "  voice: {handle_time: 100s, prefers: [slow]}\n",
                        "    quick: {serves: [voice], agents: 1, handle_time: 0.5}\n    slow: {serves: [voice], agents: 1}\n",
                        policy("agent: fastest")));
    CHECK(x.group("slow", GroupTally::answered) == 3);
}

TEST_CASE("Which of several first contacts: by priority, by wait, or by deadline") {
    // The only agent is busy from 3600 to 4600; a joins `plain` at 3660, b `other` at 3720; whoever is second waits 100 s more.
    const auto b_first = [](const std::string& contact, const std::string& plain, const std::string& other) {
        const auto trace =
            trace_of(fed({{"c", "block", 1, 60, 3540}, {"a", "plain", 1}, {"b", "other", 1, 60, 3660}},
                         "  block: {handle_time: 1000s}\n  plain: {handle_time: 100s" + plain + "}\n  other: {handle_time: 100s" +
                             other + "}\n",
                         "    agents: {serves: [block, plain, other], agents: 1}\n", policy("contact: " + contact)));
        const auto a = times_of(trace, What::taken, "plain"), b = times_of(trace, What::taken, "other");
        REQUIRE(a.size() == 1);
        REQUIRE(b.size() == 1);
        REQUIRE(std::min(a[0], b[0]) == 4600);
        REQUIRE(std::max(a[0], b[0]) == 4700);
        return b[0] < a[0];
    };
    CHECK_FALSE(b_first("priority_then_wait", "", ""));
    CHECK(b_first("priority_then_wait", "", ", priority: 1"));
    CHECK_FALSE(b_first("longest_wait", "", ", priority: 1"));
    const std::string soon = ", target: {within: 10s}", later = ", target: {within: 20min}";
    CHECK(b_first("deadline", later, soon));
    CHECK_FALSE(b_first("deadline", soon, later));
    CHECK(b_first("deadline", "", later));     // without `within`: last
    CHECK_FALSE(b_first("deadline", "", ""));  // both without: by arrival
    CHECK_FALSE(b_first("longest_wait", later, soon));
}

TEST_CASE("Live work before deferred, then preference, whatever has waited longer") {
    const auto order = [](const std::string& serves, const std::string& second) {
        const auto trace = trace_of(
            fed({{"c", "block", 1, 60, 3540}, {"a", "plain", 1}, {"b", "other", 1, 60, 3660}},
                "  block: {handle_time: 1000s}\n  plain: {handle_time: 100s" + second + "}\n  other: {handle_time: 100s}\n",
                "    agents: {serves: " + serves + ", agents: 1}\n"));
        return times_of(trace, What::taken, "plain")[0] < times_of(trace, What::taken, "other")[0];
    };
    CHECK(order("{block: 1, plain: 1, other: 1}", ""));
    CHECK_FALSE(order("{block: 1, plain: 2, other: 1}", ""));
    CHECK_FALSE(order("{block: 1, plain: 1, other: 2}", ", medium: deferred"));
}

TEST_CASE(
    "Who comes back waits for the agent of the last time: as long as twice the target, a minute without one, then for anybody") {
    // Agent 1 does the item from 0 to 100 and is asked again at 700. Agent 2 talks from 630 to 1130, agent 1 from 660 to 1160.
    const auto waited = [](const std::string& repeat, const std::string& target) {
        const auto trace = trace_of(
            fed({{"v", "voice", 2, 30, 600}},
                "  voice: {handle_time: 500s}\n"
                "  mail: {medium: deferred, handle_time: 100s, backlog: {items: 1, age: 0s}, repeat: {share: 100%, after: 600s" +
                    repeat + "}" + target + "}\n",
                "    agents: {serves: [mail, voice], agents: 2}\n", "", 1, unresolved));
        return times_of(trace, What::taken, "mail").at(1) - 700;
    };
    CHECK(waited("", "") == 430);
    CHECK(waited(", within: 1h, same_agent: true", "") == 430);
    CHECK(waited(", within: 1h, same_agent: true", ", target: {within: 300s}") == 460);
    CHECK(waited(", within: 5min, same_agent: true", ", target: {within: 300s}") == 430);
}

TEST_CASE("Who comes back soon enough goes before the others") {
    // One agent: the item until 100, a call from 630 to 1130; another mail comes at 660, the first returns at 700.
    const auto returned = [](const std::string& repeat) {
        const auto trace = trace_of(
            fed({{"v", "voice", 1, 30, 600}, {"c", "mail", 1, 60, 600}},
                "  voice: {handle_time: 500s}\n"
                "  mail: {medium: deferred, handle_time: 100s, backlog: {items: 1, age: 0s}, repeat: {share: 100%, after: 600s" +
                    repeat + "}}\n",
                "    agents: {serves: [mail, voice], agents: 1}\n", "", 1, unresolved));
        return times_of(trace, What::taken, "mail", "back").at(1);
    };
    CHECK(returned(", within: 1h") == 1230);
    CHECK(returned(", within: 1h, priority: +1") == 1130);
    CHECK(returned(", within: 5min, priority: +1") == 1230);
}

TEST_CASE(
    "Overflow looks at who is served next: behind a contact that was transferred in, one waits until that one has waited long "
    "enough") {
    // a joins at 3660. b was in `second` at 3600 and joins at 3700: first by arrival, so the helper comes for b when it has waited 60 s.
    const auto trace = trace_of(fed({{"a", "voice", 1}, {"b", "second", 1, 60, 3540}},
                                    "  voice: {handle_time: 10min, overflow: {after: 60s, groups: [helpers]}}\n  second: "
                                    "{handle_time: 100s, transfer: {share: 100%, queues: {voice: 100%}}}\n",
                                    "    core: {serves: [voice], agents: 0}\n    desk: {serves: [second], agents: 1}\n    "
                                    "helpers: {serves: [voice], agents: 1}\n"));
    CHECK(times_of(trace, What::taken, "voice").size() == 2);
    CHECK(times_of(trace, What::taken, "voice").at(0) == 3760);
}

TEST_CASE("At random means among those of the highest priority") {
    // Twenty wait from 3640 on, five who go before them from 3840 on; the agent of all is free for them at 5000.
    const auto trace =
        trace_of(fed({{"a", "voice", 20, 10, 3600}, {"b", "voice", 5, 50, 3600}}, "  voice: {order: random, handle_time: 100s}\n",
                     "    agents: {serves: [voice], agents: {from: {\"00:00\": 0, \"01:23:20\": 1}}}\n",
                     "baseline: p\nplans: {p: {do: [{priority: {reason: b, by: +1}}]}}\n"));
    CHECK(times_of(trace, What::taken, "voice", "b") == std::vector<double>{5000, 5100, 5200, 5300, 5400});
}
