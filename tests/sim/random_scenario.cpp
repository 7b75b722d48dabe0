#include "random_scenario.hpp"

#include <cstdlib>
#include <random>
#include <vector>

#include "little.hpp"

namespace simtests {

std::uint32_t random_seasons(std::uint32_t usual) { return std::getenv("PEAKLINE_LONG") ? 50 * usual : usual; }

std::string random_scenario(std::uint32_t seed) {
    std::mt19937 random(seed);
    const auto maybe = [&](double p, const std::string& text) {
        return std::uniform_real_distribution<>(0, 1)(random) < p ? text : std::string();
    };
    const auto one_of = [&](const std::vector<std::string>& options) { return options[random() % options.size()]; };
    // What was added later draws from its own source, so that a seed's older part stays as it was.
    std::mt19937 later(seed + 1'000'003);
    const auto also = [&](double p, const std::string& more) {
        return std::uniform_real_distribution<>(0, 1)(later) < p ? more : std::string();
    };
    const auto either = [&](const std::vector<std::string>& options) { return options[later() % options.size()]; };
    std::string text = "drivers:\n  orders: {expected: " + one_of({"2000/d", "5000/d", "150/h"}) +
                       maybe(0.5, ", scale: {triangular: [0.8, 1, 1.4]}") + "}\n" +
                       also(0.3, "  parcels: {expected: [1500, 2500]}\n");
    const bool parcels = text.find("parcels") != std::string::npos;
    text += "busyness: {gamma: {mean: 1, cv: 10%}}\nreasons:\n  status: {per: orders, rate: " +
            either({"10%", "{through: {2026-03-02: 8%, 2026-03-04: 12%}}"}) +
            also(0.4, ", profile: {by_hour: {\"00-08\": 0.2, \"08-20\": 1, \"20-24\": 0.5}, by_day: {mon: 1.2}}") +
            also(0.3, ", scale: {uniform: [0.8, 1.2]}") + also(0.3, ", handle_time: {voice: 1.2, mail: 4min}") +
            maybe(0.5, ", lag: {0d: 60%, 1d: 40%}") +
            ", queues: {voice: 60%, mail: 40%}, resolved_first_time: " + one_of({"100%", "80%", "50%"}) +
            maybe(0.5,
                  ", pending: {share: 30%, answered_after: {exponential: {mean: 3h}}, follow_up: {queue: mail, handle_time: "
                  "2min}, chase: {after: 1h, share: 50%, queues: {voice: 100%}, up_to: 2}}") +
            "}\n";
    text += parcels ? "  where: {per: parcels, rate: 3%, lag: {0d: 50%, 2h: 50%}, queues: {from: {\"00:00\": {voice: 50%, chat: "
                      "50%}, \"12:00\": {voice: 100%}}}}\n"
                    : "";
    text += "  later: {queues: {chat: 50%, mail: 50%}}\n";
    text += "  refund: {expected: " + one_of({"200/d", "12/h"}) +
            ", queues: {voice: 80%, mail: 20%}}\n  calls: {expected: 60/d, queues: {out: 100%}}\n" +
            "  ask: {expected: 15/h, queues: {chat: 100%}, resolved_first_time: 80%}\n";
    text += maybe(
        0.6,
        "notifications: {push: {about: [status], per: orders, reach: 70%, effect: 40%, leaves_harder: 10%" +
            also(0.5, ", cost: 0.01, generates: {reason: later, rate: 1%}") + "}" +
            also(0.5, ", letter: {about: [refund, status], per: refund, reach: 50%, effect: {uniform: [10%, 30%]}, enabled: " +
                          either({"true", "false"}) + "}") +
            "}\n");
    text += maybe(0.6,
                  "self_service: {bot: {before: [voice], contains: 30%, takes: {exponential: {mean: 90s}}, gives_up: 5%, "
                  "comes_back: {share: 30%, after: {exponential: {mean: 1h}}}, misroutes: {voice: {second: 10%}}, saves: 20s, "
                  "sessions: 5, skip_repeats_within: 24h, leaves_harder: 10%, cost: 0.1}}\n");
    text +=
        "queues:\n  voice: {handle_time: {lognormal: {mean: 5min, cv: 0.8}}, patience: " +
        either({"{exponential: {mean: 3min}}", "{exponential: {mean: 3min}, at_once: 5%}", "{weibull: {mean: 3min, shape: 0.7}}",
                "{value: 3min, by_hour: {\"12-18\": 2}}"}) +
        ", target: {service_level: 80%, within: 20s}" +
        also(0.4, ", short_abandon: 10s, service_level_counts: " +
                      either({"offered_less_short_abandons", "answered", "short_abandons_met"})) +
        also(0.3, ", prefers: [helpers, core]") + also(0.5, ", lost_contact_costs: 4") + maybe(0.5, ", rings: 5s") +
        maybe(0.5, ", hours: {mon-sun: \"08:00-20:00\"}, closing: " + one_of({"serve", "disconnect"}) +
                       maybe(0.7, ", closed: {retry: 50%, within: 24h, queues: {mail: 30%}}")) +
        maybe(0.4, ", lines: 12") +
        maybe(0.4, ", balks: {" + either({"when_longer_than: 3", "when_wait_above: 1min"}) + ", share: 50%}") +
        maybe(0.5, ", redial: {share: 60%, after: {exponential: {mean: 10min}}, up_to: 4, queues: {voice: 80%, second: 20%}}") +
        maybe(0.4, ", callback: {offer_above: 1min, accepts: 50%, within: 2h, connects: 70%, tries: 2}") +
        maybe(0.4, ", transfer: {share: " + either({"10%", "{status: 20%, refund: 5%}"}) +
                       ", queues: {second: 60%, mail: 40%}, adds: 30s}") +
        maybe(0.5, ", repeat: {share: 70%, after: {exponential: {mean: 2h}}, within: 1h, priority: +1}") +
        maybe(0.4, ", overflow: {after: 60s, groups: [helpers]}") + ", order: " + one_of({"fifo", "lifo", "random", "deadline"}) +
        "}\n";
    text +=
        "  second: {handle_time: {value: 4min, by_hour: {\"09-17\": 1.1}}, patience: {erlang: {mean: 4min, stages: 2}}, "
        "priority: 1}\n";
    text += "  mail: {medium: deferred, handle_time: 6min, order: " + one_of({"fifo", "deadline", "lifo"}) +
            ", target: {service_level: 80%, within: 8h}" + maybe(0.5, ", backlog: {items: 40, age: {uniform: [0h, 20h]}}") +
            maybe(0.6,
                  ", chase: {after: 2h, every: 1h, share: 60%, queues: {voice: 50%, mail: 50%}, up_to: 3, closes: 40%, "
                  "handle_time: 1min}") +
            "}\n";
    text +=
        "  chat: {medium: chat, patience: {exponential: {mean: 3min}}, target: {service_level: 80%, within: 60s}, " +
        one_of({"handle_time: 6min, slowdown: [1.0, 1.3, 1.7]",
                "slots: {usual: 2, priority: 3}, conversation: {messages: {geometric: {mean: 3}}, agent_reply: {exponential: "
                "{mean: 40s}}, customer_reply: {exponential: {mean: 60s}}, goes_silent: 10%, timeout: 5min}",
                "slots: {usual: 2, priority: 2}, conversation: {messages: {geometric: {mean: 4}}, agent_reply: {exponential: "
                "{mean: 40s}}, customer_reply: {exponential: {mean: 5min}}, goes_silent: 5%, timeout: 2h, parks_after: 3min}"}) +
        maybe(0.5, ", silent_abandon: {share: 50%, costs: 1min}") +
        maybe(0.5, ", repeat: {share: 70%, after: {exponential: {mean: 1h}}, within: 2h, same_agent: true, priority: +1}") +
        "}\n";
    text += "  out: {medium: outbound, " + also(0.5, "hours: {mon-sun: \"09:00-18:00\", holidays: closed}, ") +
            "handle_time: 90s, connects: 60%, no_answer: 30s, redial: {after: 1h, up_to: 3}}\n";
    text += "routing: {agent: " + one_of({"longest_idle", "least_skilled", "fastest", "random"}) +
            ", contact: " + one_of({"priority_then_wait", "longest_wait", "deadline"}) +
            ", when_fewer: " + one_of({"idle_first", "named", "first_free"}) + "}\n";
    text += "staff:\n  shifts:\n    day: {start: \"08:00\", lasts: 9h, breaks: [{after: [3h, 5h], lasts: 45min" +
            also(0.5, ", paid: false") + "}" + also(0.5, ", {after: 2h, lasts: 10min}") +
            "]}\n    late: {start: \"14:00\", lasts: 10h}\n  groups:\n";
    text += "    core: {serves: {voice: 1, second: 1, mail: 2, out: 3}, roster: {mon-sun: {day: " + one_of({"2", "4", "6"}) +
            ", late: 3}}" + also(0.5, ", cost: 12/h, overtime: {cost: 20/h, up_to: 1h}") + also(0.3, ", scale: 1.3") +
            also(0.3, ", handle_time: {voice: 0.9, mail: 1.2}") + maybe(0.5, ", absence: 10%, shrinkage: 8%") +
            maybe(0.4, ", attrition: 20%/30d") +
            maybe(0.4, ", stress: {above: 80%, over: 1h, handle_time: 1.2, errors: 1.5, attrition: 2}") +
            maybe(0.4,
                  ", cohorts: {new: {roster: {mon-sun: {day: 2}}, from: 2026-03-02, training: 1d, ramp: [1.5, 1.2], step: 1d, "
                  "errors: [2, 1]}}") +
            "}\n";
    text +=
        "    others: {serves: {chat: 1, mail: 2, out: 2, second: 2}, agents: {from: {\"00:00\": 1, \"09:00\": 3, \"18:00\": "
        "2}}}\n    helpers: {serves: [voice], agents: 1, handle_time: 1.3, cost: {per_contact: 1.6, per_minute: 0.2}" +
        also(0.3, ", enabled: false") + "}\n";
    text +=
        "events:\n  rush: {at: 2026-03-02 10:00, lasts: 2h, fades: 2h, do: [{add: {reason: refund, contacts: 60}}, {scale: "
        "{driver: orders, by: 1.5}}]}\n" +
        maybe(0.4,
              "  trouble: {random: {every: 12h}, lasts: {exponential: {mean: 2h}}, do: [{handle_time: {queue: voice, by: 1.3}}, "
              "{redirect: {from: voice, to: second, share: 30%}}]}\n") +
        maybe(0.3, "  shut: {at: 2026-03-02 15:00, lasts: 1h, do: [{close: voice}]}\n") +
        maybe(0.3,
              "  aid: {at: 2026-03-02 12:00, lasts: 3h, do: [{staff: {group: core, agents: +2}}, {move: {from: others, to: core, "
              "agents: 1}}]}\n");
    text +=
        also(0.3,
             "  evening: {at: mon-sun 18:00, lasts: 3h, do: [{priority: {queue: second, by: +2}}, {slots: {queue: chat, usual: "
             "2}}, {handle_time: {group: core, by: 1.1}}]}\n") +
        also(0.3,
             "  wave: {random: {every: 8h}, chance: 60%, lasts: 1h, fades: 1h, do: [{add: {reason: later, rate: 20/h}}, {scale: "
             "{reason: status, by: {uniform: [1, 2]}}}, {scale: {queue: mail, by: 1.3}}]}\n") +
        also(0.2, "  people: {at: 2026-03-02 13:00, lasts: 5h, do: [{staff: {group: core, by: 0.5}}, {disable: helpers}]}\n") +
        also(0.2, "  no_refunds: {at: 2026-03-03 09:00, lasts: 4h, do: [{disable: refund}, {close: mail}, {close: chat}]}\n") +
        also(0.2, "  always: {at: 2026-03-02 20:00, lasts: 6h, do: [{open: voice}, {priority: {reason: refund, by: +1}}]}\n");
    if (text.find("pending:") != std::string::npos)
        text += also(0.3, "  slow: {at: 2026-03-02 09:00, lasts: 9h, do: [{scale: {pending: status, by: 3}}]}\n");
    if (text.find("  push:") != std::string::npos || text.find("{push:") != std::string::npos)
        text += also(0.3, "  off: {at: 2026-03-02 11:00, lasts: 5h, do: [{scale: {notification: push, by: 0.5}}]}\n");
    if (text.find("{bot:") != std::string::npos)
        text += also(0.3, "  deaf: {at: 2026-03-02 11:00, lasts: 5h, do: [{scale: {self_service: bot, by: 0.3}}]}\n");
    const std::string watch =
        either({"{queue: mail, metric: waiting, above: 20}", "{queue: voice, metric: service_level, below: 70%, for: 5min}",
                "{queue: voice, metric: abandonment, above: 10%}", "{group: core, metric: agents_free, below: 1, for: 2min}",
                "{group: core, metric: occupancy, above: 90%}"});
    const std::string second_rule = also(0.4, "watch: {when: " + watch + ", takes: 2min, do: [" +
                                                  either({"{redirect: {from: voice, to: second, share: 50%}}",
                                                          "{staff: {group: others, agents: +2}}", "{close: mail}"}) +
                                                  "], lasts: 1h, up_to: 2/d}");
    text += second_rule.empty() ? "" : "rules:\n  " + second_rule + "\n";
    const std::string rules_head = second_rule.empty() ? "rules:\n  " : "  ";
    text += maybe(0.5, rules_head +
                           "help: {when: {queue: voice, metric: longest_wait, above: 2min, for: 3min}, takes: 5min, do: [{staff: "
                           "{group: core, by: 1.5}}], until: {below: 30s, for: 5min}, up_to: 3/d}\n");
    text += also(0.3, "targets: {cost: 100000, contact_rate: 5%}\n") +
            also(0.3, "baseline: p\nplans: {p: {set: {queues.second.lines: 30}, do: [{scale: {reason: refund, by: 1.2}}]}}\n");
    // What takes events, rules, shifts and cohorts in and out.
    std::string switches =
        also(0.3, "  calm: {at: 2026-03-02 11:00, lasts: 2h, do: [{disable: rush}]}\n") +
        also(0.3, "  home: {at: 2026-03-02 15:00, lasts: 3h, do: [{disable: late}]}\n") +
        also(0.2,
             "  strike: {random: {every: 10h}, lasts: {exponential: {mean: 2h}}, do: [{disable: day}, {disable: others}]}\n");
    if (text.find("  wave: {") != std::string::npos)
        switches += also(0.5, "  ebb: {random: {every: 5h}, lasts: 1h, do: [{disable: wave}]}\n");
    if (text.find("  help: {when") != std::string::npos)
        switches += also(0.5, "  mute: {random: {every: 6h}, lasts: 90min, do: [{disable: help}]}\n");
    if (text.find("cohorts: {new:") != std::string::npos)
        switches += also(0.5, "  exam: {at: 2026-03-03 10:00, lasts: 2h, do: [{disable: new}]}\n");
    text.insert(text.find("events:\n") + 8, switches);
    if (also(0.2, "dormant").size() > 0) {
        text.replace(text.find("rush: {at"), 9, "rush: {enabled: false, at");
        text.insert(text.find("events:\n") + 8, "  wake: {random: {every: 9h}, lasts: 2h, do: [{enable: rush}]}\n");
    }
    // A chat that closes over conversations; callers who chase a callback.
    if (also(0.4, "closes").size() > 0)
        text.replace(
            text.find("chat: {medium: chat, "), 21,
            "chat: {medium: chat, hours: {mon-sun: \"10:00-16:00\"}, closing: " + either({"serve", "disconnect"}) + ", ");
    if (also(0.3, "chases").size() > 0)
        text.replace(text.find("  voice: {"), 10,
                     "  voice: {chase: {after: 10min, every: 20min, share: 50%, queues: {voice: 70%, second: 30%}, up_to: 3, "
                     "closes: 50%}, ");
    // Chats like calls: behind self-service, with lines, redials and transfers, taken by those who take calls as gladly.
    if (also(0.3, "asked first").size() > 0) replace_all(text, "bot: {before: [voice]", "bot: {before: [voice, chat]");
    if (also(0.3, "either").size() > 0) replace_all(text, "helpers: {serves: [voice]", "helpers: {serves: [voice, chat]");
    if (also(0.3, "like calls").size() > 0)
        text.insert(
            text.find("chat: {medium: chat, ") + 21,
            "lines: 6, redial: {share: 50%, after: {exponential: {mean: 5min}}, up_to: 3, queues: {chat: 60%, voice: 40%}}, "
            "transfer: {share: {ask: 15%}, queues: {second: 50%, mail: 50%}, adds: 40s}, ");
    if (also(0.3, "fading").size() > 0)
        text.insert(text.find("events:\n") + 8,
                    "  ill: {at: 2026-03-01 20:00, lasts: 5h, fades: 9h, do: [{staff: {group: others, agents: +2}}, "
                    "{handle_time: {queue: chat, by: 1.4}}, {redirect: {from: chat, to: voice, share: 30%}}]}\n");
    if (also(0.3, "counted where they arrive").size() > 0) text.replace(text.find("refund: {"), 9, "refund: {counts: offered, ");
    text.insert(text.find("  ask: {"), also(0.3, "  ask_too: {like: ask, expected: 5/h, resolved_first_time: 100%}\n"));
    std::string whole = day(text, 2);
    whole.replace(whole.find("days: 2"), 7,
                  "days: 2, holidays: [2026-03-03], zone: " + either({"UTC", "Europe/Berlin", "Asia/Kolkata"}) +
                      ", interval: " + either({"30min", "15min", "60min"}));
    // A day of 23 hours, and one of 25.
    if (const std::string clocks = also(0.1, "03") + also(0.1, "10"); clocks.size() == 2) {
        const std::vector<std::string> days =
            clocks == "03" ? std::vector<std::string>{"27", "28", "29", "30"} : std::vector<std::string>{"23", "24", "25", "26"};
        for (std::size_t d = 0; d < days.size(); ++d)
            replace_all(whole, "2026-03-0" + std::to_string(d + 1), "2026-" + clocks + "-" + days[d]);
    }
    return whole;
}

}  // namespace simtests
