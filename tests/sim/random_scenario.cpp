#include "random_scenario.hpp"

#include <random>
#include <vector>

#include "little.hpp"

namespace simtests {

std::string random_scenario(std::uint32_t seed) {
    std::mt19937 random(seed);
    const auto maybe = [&](double p, const std::string& text) { return std::uniform_real_distribution<>(0, 1)(random) < p ? text : std::string(); };
    const auto one_of = [&](const std::vector<std::string>& options) { return options[random() % options.size()]; };
    std::string text = "drivers:\n  orders: {expected: " + one_of({"2000/d", "5000/d", "150/h"}) + maybe(0.5, ", scale: {triangular: [0.8, 1, 1.4]}") + "}\n";
    text += "busyness: {gamma: {mean: 1, cv: 10%}}\nreasons:\n  status: {per: orders, rate: 10%" + maybe(0.5, ", lag: {0d: 60%, 1d: 40%}") +
            ", queues: {voice: 60%, mail: 40%}, resolved_first_time: " + one_of({"100%", "80%", "50%"}) +
            maybe(0.5, ", pending: {share: 30%, answered_after: {exponential: {mean: 3h}}, follow_up: {queue: mail, handle_time: 2min}, chase: {after: 1h, share: 50%, queues: {voice: 100%}, up_to: 2}}") + "}\n";
    text += "  refund: {expected: " + one_of({"200/d", "12/h"}) + ", queues: {voice: 80%, mail: 20%}}\n  calls: {expected: 60/d, queues: {out: 100%}}\n" +
            "  ask: {expected: 15/h, queues: {chat: 100%}, resolved_first_time: 80%}\n";
    text += maybe(0.6, "notifications: {push: {about: [status], per: orders, reach: 70%, effect: 40%, leaves_harder: 10%}}\n");
    text += maybe(0.6, "self_service: {bot: {before: [voice], contains: 30%, takes: {exponential: {mean: 90s}}, gives_up: 5%, comes_back: {share: 30%, after: {exponential: {mean: 1h}}}, misroutes: {voice: {second: 10%}}, saves: 20s, sessions: 5, skip_repeats_within: 24h}}\n");
    text += "queues:\n  voice: {handle_time: {lognormal: {mean: 5min, cv: 0.8}}, patience: {exponential: {mean: 3min}}, target: {service_level: 80%, within: 20s}" +
            maybe(0.5, ", rings: 5s") + maybe(0.5, ", hours: {mon-sun: \"08:00-20:00\"}, closing: " + one_of({"serve", "disconnect"}) + maybe(0.7, ", closed: {retry: 50%, within: 24h, queues: {mail: 30%}}")) +
            maybe(0.4, ", lines: 12") + maybe(0.4, ", balks: {when_longer_than: 3, share: 50%}") +
            maybe(0.5, ", redial: {share: 60%, after: {exponential: {mean: 10min}}, up_to: 4, queues: {voice: 80%, second: 20%}}") +
            maybe(0.4, ", callback: {offer_above: 1min, accepts: 50%, within: 2h, connects: 70%, tries: 2}") +
            maybe(0.4, ", transfer: {share: 10%, queues: {second: 60%, mail: 40%}, adds: 30s}") +
            maybe(0.5, ", repeat: {share: 70%, after: {exponential: {mean: 2h}}, within: 1h, priority: +1}") +
            maybe(0.4, ", overflow: {after: 60s, groups: [helpers]}") + ", order: " + one_of({"fifo", "lifo", "random", "deadline"}) + "}\n";
    text += "  second: {handle_time: 4min, patience: {erlang: {mean: 4min, stages: 2}}, priority: 1}\n";
    text += "  mail: {medium: deferred, handle_time: 6min, order: " + one_of({"fifo", "deadline", "lifo"}) + ", target: {service_level: 80%, within: 8h}" +
            maybe(0.5, ", backlog: {items: 40, age: {uniform: [0h, 20h]}}") +
            maybe(0.6, ", chase: {after: 2h, every: 1h, share: 60%, queues: {voice: 50%, mail: 50%}, up_to: 3, closes: 40%, handle_time: 1min}") + "}\n";
    text += "  chat: {medium: chat, patience: {exponential: {mean: 3min}}, target: {service_level: 80%, within: 60s}, " +
            one_of({"handle_time: 6min, slowdown: [1.0, 1.3, 1.7]", "slots: {usual: 2, priority: 3}, conversation: {messages: {geometric: {mean: 3}}, agent_reply: {exponential: {mean: 40s}}, customer_reply: {exponential: {mean: 60s}}, goes_silent: 10%, timeout: 5min}",
                    "slots: {usual: 2, priority: 2}, conversation: {messages: {geometric: {mean: 4}}, agent_reply: {exponential: {mean: 40s}}, customer_reply: {exponential: {mean: 5min}}, goes_silent: 5%, timeout: 2h, parks_after: 3min}"}) +
            maybe(0.5, ", silent_abandon: {share: 50%, costs: 1min}") + maybe(0.5, ", repeat: {share: 70%, after: {exponential: {mean: 1h}}, within: 2h, same_agent: true, priority: +1}") + "}\n";
    text += "  out: {medium: outbound, handle_time: 90s, connects: 60%, no_answer: 30s, redial: {after: 1h, up_to: 3}}\n";
    text += "routing: {agent: " + one_of({"longest_idle", "least_skilled", "fastest", "random"}) + ", contact: " + one_of({"priority_then_wait", "longest_wait", "deadline"}) +
            ", when_fewer: " + one_of({"idle_first", "named", "first_free"}) + "}\n";
    text += "staff:\n  shifts:\n    day: {start: \"08:00\", lasts: 9h, breaks: [{after: [3h, 5h], lasts: 45min}]}\n    late: {start: \"14:00\", lasts: 10h}\n  groups:\n";
    text += "    core: {serves: {voice: 1, second: 1, mail: 2, out: 3}, roster: {mon-sun: {day: " + one_of({"2", "4", "6"}) + ", late: 3}}" +
            maybe(0.5, ", absence: 10%, shrinkage: 8%") + maybe(0.4, ", attrition: 20%/30d") + maybe(0.4, ", stress: {above: 80%, over: 1h, handle_time: 1.2, errors: 1.5}") +
            maybe(0.4, ", cohorts: {new: {roster: {mon-sun: {day: 2}}, from: 2026-03-02, training: 1d, ramp: [1.5, 1.2], step: 1d, errors: [2, 1]}}") + "}\n";
    text += "    others: {serves: {chat: 1, mail: 2, out: 2, second: 2}, agents: {from: {\"00:00\": 1, \"09:00\": 3, \"18:00\": 2}}}\n    helpers: {serves: [voice], agents: 1, handle_time: 1.3}\n";
    text += "events:\n  rush: {at: 2026-03-02 10:00, lasts: 2h, fades: 2h, do: [{add: {reason: refund, contacts: 60}}, {scale: {driver: orders, by: 1.5}}]}\n" +
            maybe(0.4, "  trouble: {random: {every: 12h}, lasts: {exponential: {mean: 2h}}, do: [{handle_time: {queue: voice, by: 1.3}}, {redirect: {from: voice, to: second, share: 30%}}]}\n") +
            maybe(0.3, "  shut: {at: 2026-03-02 15:00, lasts: 1h, do: [{close: voice}]}\n") +
            maybe(0.3, "  aid: {at: 2026-03-02 12:00, lasts: 3h, do: [{staff: {group: core, agents: +2}}, {move: {from: others, to: core, agents: 1}}]}\n");
    text += maybe(0.5, "rules: {help: {when: {queue: voice, metric: longest_wait, above: 2min, for: 3min}, takes: 5min, do: [{staff: {group: core, by: 1.5}}], until: {below: 30s, for: 5min}, up_to: 3/d}}\n");
    return day(text, 2);
}

}  // namespace simtests
