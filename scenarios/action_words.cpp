#include "scenarios/action_words.hpp"

#include <fmt/format.h>

#include "scenarios/effective.hpp"

namespace peakline {
namespace {

struct Words {
    const Node& map;

    std::string of(const char* key) const {
        const Node* const node = map.find(key);
        return node ? flow_text(*node) : "";
    }
    bool has(const char* key) const { return map.find(key) != nullptr; }
    // "queue voice": the first of the map's keys that names a thing.
    std::string thing() const {
        for (const char* const kind : {"driver", "reason", "queue", "notification", "self_service", "pending", "group", "shift",
                                       "event", "rule", "cohort"})
            if (has(kind))
                return fmt::format("{} {}",
                                   kind == std::string("self_service") ? "self-service"
                                   : kind == std::string("pending")    ? "pending cases of"
                                                                       : kind,
                                   of(kind));
        return flow_text(map);
    }
};

std::string staff_words(const Words& w) {
    if (w.has("by")) return fmt::format("staff of group {} times {}", w.of("group"), w.of("by"));
    return fmt::format("{} agents in group {}", w.of("agents"), w.of("group"));  // "40 agents", or "+8 agents"
}

std::string slots_words(const Words& w) {
    std::string text = "slots of queue " + w.of("queue");
    if (w.has("usual")) text += ": " + w.of("usual") + " as usual";
    if (w.has("priority"))
        text += fmt::format("{} {} in all for priority contacts", w.has("usual") ? "," : ":", w.of("priority"));
    return text;
}

}  // namespace

std::string action_words(const Node& action) {
    if (!action.is_map() || action.entries.size() != 1) return flow_text(action);
    const std::string& verb = action.entries.front().key.text;
    const Node& value = action.entries.front().value;
    if (value.is_scalar()) return fmt::format("{} {}", verb, value.text);
    const Words w{value};
    if (verb == "scale") return fmt::format("scale {} by {}", w.thing(), w.of("by"));
    if (verb == "add")
        return w.has("contacts") ? fmt::format("add {} contacts of reason {}", w.of("contacts"), w.of("reason"))
                                 : fmt::format("add {} of reason {}", w.of("rate"), w.of("reason"));
    if (verb == "handle_time") return fmt::format("handle time of {} times {}", w.thing(), w.of("by"));
    if (verb == "enable" || verb == "disable" || verb == "open" || verb == "close") return fmt::format("{} {}", verb, w.thing());
    if (verb == "redirect")
        return fmt::format("redirect {} of queue {} to {}", w.has("share") ? w.of("share") : "100%", w.of("from"), w.of("to"));
    if (verb == "staff") return staff_words(w);
    if (verb == "move") return fmt::format("move {} agents from group {} to {}", w.of("agents"), w.of("from"), w.of("to"));
    if (verb == "priority") return fmt::format("priority of {} {}", w.thing(), w.of("by"));
    if (verb == "slots") return slots_words(w);
    return flow_text(action);
}

}  // namespace peakline
