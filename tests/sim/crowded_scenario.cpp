// Small centres in which everything meets everything: callbacks and closings, own lists and lent people, chases into outbound work,
// customers sent to the wrong queue, slots that change.
#include <random>
#include <vector>

#include "little.hpp"
#include "random_scenario.hpp"

namespace simtests {
namespace {

class Crowd {
public:
    explicit Crowd(std::uint32_t seed) : random_(seed) {}

    std::string text() {
        std::string all = "reasons:\n" + reasons();
        all += services();
        all += "queues:\n" + queues();
        all += staff();
        return all + events();
    }

private:
    std::string maybe(double p, const std::string& text) {
        return std::uniform_real_distribution<>(0, 1)(random_) < p ? text : std::string();
    }
    std::string one_of(const std::vector<std::string>& options) { return options[random_() % options.size()]; }
    std::string from_to(int least, int most) { return std::to_string(least + static_cast<int>(random_() % (most - least + 1))); }

    std::string reasons() {
        return "  a: {expected: " + one_of({"40/d", "400/d"}) +
               ", queues: {voice: 70%, chat: 30%}, resolved_first_time: " + one_of({"0%", "60%"}) +
               maybe(0.5, ", pending: {share: 40%, answered_after: {exponential: {mean: 2h}}, follow_up: {queue: " +
                              one_of({"mail", "voice"}) +
                              "}, chase: {after: 30min, share: 60%, queues: {voice: 100%}, up_to: 3}}") +
               "}\n  b: {expected: 60/d, queues: {mail: 70%, out: 30%}, resolved_first_time: 50%}\n"
               "  c: {expected: 100/d, queues: {second: 100%}}\n";
    }

    std::string services() {
        return "self_service:\n  bot: {before: [voice" + maybe(0.5, ", chat") + "], contains: " + one_of({"0%", "30%", "100%"}) +
               ", comes_back: {share: 50%, after: 1h}, misroutes: {voice: {second: 30%, chat: 30%}}, takes: 1min, saves: 30s, "
               "sessions: 4}\n";
    }

    std::string queues() {
        std::string text = "  voice: {handle_time: {exponential: {mean: " + one_of({"5min", "20min"}) +
                           "}}, patience: {exponential: {mean: " + one_of({"3min", "40min", "5h"}) + "}}, hours: {mon-sun: \"" +
                           one_of({"08:00-20:00", "00:00-10:00", "09:00-09:30"}) +
                           "\"}, closing: " + one_of({"serve", "disconnect"}) + ", order: " + one_of({"fifo", "random", "lifo"});
        text += maybe(0.7, ", callback: {offer_above: " + one_of({"0s", "1min"}) +
                               ", accepts: 60%, connects: " + one_of({"0%", "50%", "100%"}) +
                               ", within: " + one_of({"20min", "2h", "never"}) + ", tries: " + from_to(1, 3) + "}");
        text += maybe(0.6, ", repeat: {share: 80%, after: {exponential: {mean: " + one_of({"20min", "2h"}) +
                               "}}, within: 3h, same_agent: true, priority: +1}");
        text += maybe(0.5, ", chase: {after: 10min, every: 15min, share: " + one_of({"50%", "100%"}) +
                               ", queues: {voice: 50%, chat: 50%}, up_to: 4, closes: 40%}");
        text += maybe(0.5, ", closed: {retry: 60%, within: 24h, queues: {chat: 20%, mail: 20%}}");
        text += maybe(0.5, ", transfer: {share: 30%, queues: {chat: 50%, mail: 50%}, adds: 30s}") + maybe(0.4, ", lines: 5") +
                maybe(0.5, ", redial: {share: 80%, after: 5min, up_to: 4}") + maybe(0.4, ", target: {within: 10min}") +
                maybe(0.4, ", overflow: {after: 2min, groups: [helpers]}") + "}\n";
        text +=
            "  chat: {medium: chat, slots: {usual: " + from_to(1, 3) +
            "}, patience: {exponential: {mean: " + one_of({"2min", "30min"}) + "}}, closing: " + one_of({"serve", "disconnect"}) +
            one_of({", handle_time: 10min, slowdown: [1, 1.5, 2]",
                    ", conversation: {messages: {geometric: {mean: 3}}, agent_reply: 1min, customer_reply: {exponential: {mean: "
                    "5min}}, goes_silent: 20%, timeout: 15min, parks_after: 4min}"}) +
            maybe(0.6, ", silent_abandon: {share: 60%, costs: 2min}") + maybe(0.6, ", hours: {mon-sun: \"09:00-15:00\"}") +
            maybe(0.5, ", repeat: {share: 90%, after: 10min, within: 1h, same_agent: true}") +
            maybe(0.4, ", transfer: {share: 30%, queues: {second: 50%, mail: 50%}}") + "}\n";
        text += "  second: {medium: chat, handle_time: 4min, slowdown: [1, 1.2, 3], slots: {usual: 2}, patience: 5min" +
                maybe(0.4, ", closed: {retry: 40%}, hours: {mon-sun: \"10:00-18:00\"}") + "}\n";
        text +=
            "  mail: {medium: deferred, handle_time: 8min, order: " + one_of({"fifo", "random", "deadline"}) +
            ", backlog: {items: 40, age: {uniform: [0h, 9h]}}" + maybe(0.6, ", hours: {mon-sun: \"08:00-17:00\"}") +
            maybe(0.6,
                  ", chase: {after: 1h, every: 30min, share: 70%, queues: {mail: 40%, voice: 30%, out: 30%}, up_to: 3, "
                  "closes: 30%}") +
            maybe(0.6, ", repeat: {share: 90%, after: 1h, within: 8h, same_agent: true, priority: +1}, target: {within: 8h}") +
            "}\n";
        text += "  out: {medium: outbound, handle_time: 2min, connects: 50%, no_answer: 20s, redial: {after: 40min, up_to: 3}" +
                maybe(0.6, ", chase: {after: 20min, share: 60%, queues: {out: 100%}}, hours: {mon-sun: \"10:00-12:00\"}") + "}\n";
        return text + "routing: {agent: " + one_of({"longest_idle", "fastest", "random", "least_skilled"}) +
               ", when_fewer: " + one_of({"named", "idle_first", "first_free"}) + "}\n";
    }

    std::string staff() {
        return "staff:\n  shifts: {d: {start: \"07:00\", lasts: 5h, breaks: [{after: 1h, lasts: 20min}]}, e: {start: \"09:00\", "
               "lasts: 10h}}\n  groups:\n    core: {serves: {voice: " +
               from_to(1, 2) + ", chat: " + from_to(1, 2) +
               ", second: 2, mail: 3, out: 3}, roster: {mon-sun: {d: " + from_to(0, 3) + ", e: " + from_to(0, 3) + "}}" +
               maybe(0.5, ", shrinkage: 20%, overtime: {cost: 1/h, up_to: 30min}") +
               "}\n    helpers: {serves: [voice, mail], agents: {from: {\"00:00\": " + from_to(0, 2) +
               ", \"12:00\": " + from_to(0, 3) +
               ", \"16:00\": 1}}}\n    spare: {serves: [out, second], agents: " + from_to(0, 2) + "}\n";
    }

    std::string events() {
        return "events:\n  lend: {random: {every: 5h}, lasts: 2h, do: [{move: {from: " + one_of({"spare", "core"}) +
               ", to: helpers, agents: 1}}]}\n  upset: {random: {every: 6h}, lasts: 1h, do: [{" +
               one_of({"close: voice", "close: chat", "disable: voice", "disable: mail", "close: mail", "disable: bot",
                       "redirect: {from: second, to: voice, share: 60%}", "redirect: {from: chat, to: voice, share: 100%}"}) +
               "}]}\n  people: {random: {every: 6h}, lasts: 1h, do: [{staff: {group: " + one_of({"core", "helpers"}) +
               ", agents: " + one_of({"-2", "+2", "1"}) + "}}, {slots: {queue: chat, usual: " + from_to(1, 4) + "}}]}\n";
    }

    std::mt19937 random_;
};

}  // namespace

std::string crowded_scenario(std::uint32_t seed) { return day(Crowd(seed).text(), 2); }

}  // namespace simtests
