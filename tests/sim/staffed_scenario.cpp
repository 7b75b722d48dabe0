// Small centres in which everything about people and actions meets: shifts beyond midnight and over days, breaks, absence, cohorts,
// people who leave, stress, rosters on a line, what events and rules do to all of these at once and while they fade, uncertain
// inputs, needs by day and by hour, on days of 23 and 25 hours, with time before the start and after the end.
#include <random>
#include <vector>

#include <fmt/format.h>

#include "little.hpp"
#include "random_scenario.hpp"

namespace simtests {
namespace {

class Staffed {
public:
    explicit Staffed(std::uint32_t seed) : random_(seed) {}

    std::string text() {
        const bool autumn = chance(0.5);
        month_ = autumn ? "2026-10" : "2026-03";
        first_ = autumn ? 24 : 28;
        return fmt::format(
                   "peakline: 1\nname: staffed\ntime: {{start: {}, days: 2, zone: {}, interval: {}, warm_up: {}, cool_down: {}, "
                   "holidays: [{}]}}\n",
                   date(0), one_of({"UTC", "Europe/Berlin"}), one_of({"15min", "30min", "60min"}), one_of({"0d", "6h", "1d"}),
                   one_of({"0d", "5h"}), date(1)) +
               demand() + queues() + staff() + events() + rules();
    }

private:
    bool chance(double p) { return std::uniform_real_distribution<>(0, 1)(random_) < p; }
    std::string maybe(double p, const std::string& text) { return chance(p) ? text : std::string(); }
    std::string one_of(const std::vector<std::string>& options) { return options[random_() % options.size()]; }
    std::string from_to(int least, int most) { return std::to_string(least + static_cast<int>(random_() % (most - least + 1))); }
    std::string date(int day) const { return fmt::format("{}-{:02}", month_, first_ + day); }
    std::string time() {
        return date(static_cast<int>(random_() % 2)) + fmt::format(" {:02}:{:02}", random_() % 24, random_() % 60);
    }

    std::string demand() {
        return "drivers:\n  orders: {expected: " + one_of({"600/d", "25/h", "[500, 700, 300]"}) +
               maybe(0.5, ", scale: {triangular: [0.8, 1, 1.5]}") +
               "}\nreasons:\n  a: {per: orders, rate: " + one_of({"40%", "{value: 40%, by_hour: {\"08-12\": 1.5}}"}) +
               ", lag: {0d: 50%, " + one_of({"90min", "1d"}) + ": 50%}" +
               maybe(0.4, ", profile: {by_hour: {\"00-07\": 0.2}, by_day: {sat-sun: 0.7}}") +
               ", queues: {from: {\"00:00\": {voice: 70%, chat: 30%}, \"14:30\": {voice: 40%, chat: 60%}}}, " +
               "resolved_first_time: 70%" +
               maybe(0.4, ", pending: {share: 30%, answered_after: 2h, follow_up: {queue: mail, handle_time: 2min}}") +
               "}\n  b: {expected: 120/d, counts: offered, queues: {mail: 60%, voice: 40%}" +
               maybe(0.4, ", scale: {uniform: [0.5, 1.5]}") +
               "}\n  c: {queues: {chat: 50%, mail: 50%}}\nbusyness: {gamma: {mean: 1, cv: 20%}}\nnotifications:\n  push: {about: "
               "[a], reach: " +
               one_of({"50%", "{uniform: [20%, 80%]}"}) + ", effect: 40%, per: " + one_of({"orders", "b"}) +
               ", cost: 0.01, generates: {reason: c, rate: 4%}, leaves_harder: 20%" + maybe(0.2, ", enabled: false") +
               "}\nself_service:\n  bot: {before: [voice], contains: 30%, takes: 1min, gives_up: 5%, saves: 20s, sessions: 5" +
               maybe(0.2, ", enabled: false") + "}\n";
    }

    std::string queues() {
        return "queues:\n  voice: {handle_time: {exponential: {mean: " + one_of({"3min", "9min"}) +
               "}}, patience: {exponential: {mean: 6min}}, target: {within: 1min}" +
               maybe(0.5, ", hours: {mon-fri: \"07:00-22:00\", sat-sun: \"09:00-01:00\", holidays: \"08:00-12:00\"}") +
               maybe(0.5, ", redial: {share: 50%, after: 7min, up_to: 3}") + maybe(0.3, ", closing: disconnect") +
               maybe(0.3, ", prefers: [second, core]") + maybe(0.3, ", overflow: {after: 3min, groups: [spare]}") +
               "}\n  chat: {medium: chat, slots: {usual: 2, priority: 3}, patience: {exponential: {mean: 5min}}" +
               one_of({", handle_time: 8min, slowdown: [1, 1.4, 1.8]",
                       ", conversation: {messages: {geometric: {mean: 3}}, agent_reply: 50s, customer_reply: 2min}"}) +
               "}\n  mail: {medium: deferred, handle_time: 6min, order: " + one_of({"fifo", "lifo", "deadline"}) +
               ", target: {within: 8h}, backlog: {items: 30, age: {uniform: [0h, 20h]}}}\nrouting: {agent: " +
               one_of({"longest_idle", "fastest", "random", "least_skilled"}) +
               ", when_fewer: " + one_of({"named", "idle_first", "first_free"}) + "}\n";
    }

    std::string people() {
        return maybe(0.5, ", absence: 15%") + maybe(0.5, ", shrinkage: 20%") + maybe(0.4, ", attrition: 60%/30d") +
               maybe(0.4, ", stress: {above: 50%, over: 90min, handle_time: 1.3, errors: 2, attrition: 3}") +
               maybe(0.3, ", scale: " + one_of({"1.4", "{uniform: [0.6, 1.6]}", "{from: {\"10:40\": 2, \"15:00\": 1}}"})) +
               maybe(0.3, ", handle_time: {voice: 0.8, mail: 1.3}") + ", cost: 10/h";
    }

    std::string staff() {
        return "staff:\n  shifts:\n    day: {start: \"07:30\", lasts: 8h, breaks: [{after: [2h, 6h], lasts: 40min, paid: false}, "
               "{after: 1h, lasts: 10min}]}\n    night: {start: \"21:15\", lasts: 9h, breaks: [{after: 4h, lasts: 30min}]}\n"
               "    duty: {start: \"18:00\", lasts: " +
               one_of({"24h", "30h"}) + ", breaks: [{after: [1h, 17h], lasts: 6h}]" + maybe(0.3, ", enabled: false") +
               "}\n  groups:\n    core: {serves: {voice: 1, chat: " + from_to(1, 2) +
               ", mail: 2}, roster: {mon-fri: {day: " + from_to(1, 4) + ", night: 1}, sat-sun: {day: " + from_to(1, 4) +
               ", night: " + from_to(0, 2) + "}, holidays: {day: 2, duty: 1}}" + people() +
               maybe(0.5, ", overtime: {cost: 15/h, up_to: 20min}") +
               maybe(0.5, ", cohorts: {class: {roster: {mon-sun: {day: 2, night: 1}}, from: " + date(-1) +
                              ", every: 1d, up_to: 2, training: " + one_of({"0d", "1d"}) +
                              ", ramp: [1.6, 1.2], step: 1d, errors: [2, 1]}}") +
               "}\n    second: {serves: [voice, mail], agents: " +
               one_of({"2", "{through: {\"06:00\": 0, \"12:00\": 5, \"20:00\": 1}}",
                       "{from: {\"00:00\": 1, \"08:20\": 4, \"17:50\": 2}}", "{uniform: [1, 5]}",
                       "{value: 3, by_hour: {\"12-14\": 0.4}}"}) +
               people() + "}\n    spare: {serves: [mail, chat], agents: " + from_to(0, 2) + people() +
               maybe(0.3, ", enabled: false") + "}\n";
    }

    std::string group() { return one_of({"core", "second", "spare"}); }

    std::string action(bool fades) {
        const std::string g = group(), other = g == "core" ? "second" : "core";
        std::vector<std::string> all{
            "{staff: {group: " + g + ", agents: " + one_of({"+3", "-2", "+1"}) + "}}",
            "{staff: {group: " + g + ", agents: " + from_to(0, 4) + "}}",
            "{staff: {group: " + g + ", by: " + one_of({"0.5", "1.5", "0", "{uniform: [0.5, 2]}"}) + "}}",
            "{move: {from: " + g + ", to: " + other + ", agents: " + from_to(1, 3) + "}}",
            "{handle_time: {queue: " + one_of({"voice", "chat", "mail"}) + ", by: 1.5}}",
            "{handle_time: {group: " + g + ", by: 0.7}}",
            "{redirect: {from: voice, to: mail, share: 40%}}",
            "{redirect: {from: voice, to: chat, share: 30%}}",
            "{disable: " + one_of({"day", "night", "duty", "second", "bot", "push", "a", "{driver: orders}"}) + "}",
            "{enable: " + one_of({"duty", "spare", "bot", "push"}) + "}",
            "{" + one_of({"close", "open"}) + ": voice}",
            "{priority: {queue: mail, by: +1}}",
            "{priority: {reason: a, by: +2}}",
            "{slots: {queue: chat, usual: " + from_to(1, 3) + "}}",
            "{scale: {reason: a, by: {uniform: [0.5, 2]}}}",
            "{scale: {driver: orders, by: 1.5}}",
            "{scale: {queue: voice, by: 1.4}}",
            "{scale: {notification: push, by: 1.5}}",
            "{scale: {self_service: bot, by: 0.5}}",
            "{add: {reason: c, rate: 10/h}}",
        };
        if (fades) all.push_back("{add: {reason: c, contacts: 30}}");
        return one_of(all);
    }
    std::string actions(bool fades) {
        std::string all = action(fades);
        for (int n = static_cast<int>(random_() % 3); n > 0; --n) all += ", " + action(fades);
        return "do: [" + all + "]";
    }

    std::string events() {
        std::string text = "events:\n";
        for (int n = 0; n < 6; ++n) {
            const std::string when = one_of({"at: " + time(), "at: mon-sun 10:10", "at: mon-sun 02:30", "random: {every: 9h}"});
            text += fmt::format("  e{}: {{{}, lasts: {}", n, when,
                                one_of({"50min", "3h", "{exponential: {mean: 2h}, at_once: 20%}"})) +
                    maybe(0.5, ", fades: " + one_of({"70min", "4h"})) + maybe(0.3, ", chance: 60%") + ", " + actions(true) +
                    "}\n";
        }
        if (chance(0.5)) text += "  off: {at: " + time() + ", lasts: 4h, do: [{disable: e0}, {disable: e1}]}\n";
        return text;
    }

    std::string rules() {
        std::string text = "rules:\n";
        for (int n = 0; n < 3; ++n) {
            const std::string g = group();
            const std::string when =
                one_of({"queue: voice, metric: longest_wait, above: 1min", "queue: mail, metric: waiting, above: 20",
                        "queue: voice, metric: service_level, below: 80%", "queue: voice, metric: abandonment, above: 5%",
                        "group: " + g + ", metric: agents_free, below: 1", "group: " + g + ", metric: occupancy, above: 60%"});
            const bool above = when.find("above") != std::string::npos;
            const std::string mark = when.find("%") != std::string::npos         ? "50%"
                                     : when.find("longest") != std::string::npos ? "20s"
                                                                                 : "1";
            text +=
                fmt::format("  r{}: {{when: {{{}{}}}", n, when, maybe(0.5, ", for: 5min")) + maybe(0.5, ", takes: 12min") + ", " +
                actions(false) +
                one_of({", lasts: 45min", ", until: {" + std::string(above ? "below: " : "above: ") + mark + ", for: 3min}"}) +
                maybe(0.5, ", up_to: " + one_of({"2/d", "1/3h"})) + "}\n";
        }
        return text;
    }

    std::mt19937 random_;
    std::string month_;
    int first_ = 0;
};

}  // namespace

std::string staffed_scenario(std::uint32_t seed) { return Staffed(seed).text(); }

}  // namespace simtests
