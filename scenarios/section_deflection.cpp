// notifications, self_service: what keeps contacts from the queues.
#include "scenarios/sections.hpp"

namespace peakline {
namespace {

const Table<Notification>& generates_table() {
    static const Table<Notification> table{
        "generates",
        "Contacts that the messages themselves cause.",
        {
            {"reason", name_of(Kind::reason), &Notification::generates, required, "what they are about"},
            {"rate", quantity(ratio()), &Notification::generates_rate, required, "contacts per message"},
        }};
    return table;
}

// A driver or a reason.
Value<std::string> driver_or_reason() {
    return {value_type("driver_or_reason", "the name of a driver or a reason", {{"type", "string"}}),
            [](Reading& reading, const Node& node) -> std::optional<std::string> {
                if (node.is_scalar() && reading.names.has(Kind::driver, node.text)) return node.text;
                if (node.is_scalar() && reading.names.has(Kind::reason, node.text)) return node.text;
                std::vector<std::string> known = reading.names.of(Kind::driver);
                for (const std::string& name : reading.names.of(Kind::reason)) known.push_back(name);
                reading.wrong(node, "there is no driver or reason of this name", "", nearest_name(node.text, known));
                return std::nullopt;
            }};
}

// {chat: {delivery: 3%}}: the queue that was meant, then the queue that is reached first.
Value<std::vector<std::pair<std::string, Shares>>> misroutes() {
    using Map = std::vector<std::pair<std::string, Shares>>;
    const Value<Shares> to = shares(Kind::queue, Total::at_most_all);
    TypeRef type = value_type("misroutes", "by queue, shares of the wrong ones: {chat: {delivery: 3%}}",
                              {{"type", "object"}, {"additionalProperties", reference_to(*to.type)}}, {to.type});
    type = altered(type, [&](Type& t) {
        t.inside = Type::Inside::names;
        t.element = to.type;
    });
    return {type, [to](Reading& reading, const Node& node) -> std::optional<Map> {
                if (!node.is_map()) {
                    reading.wrong(node, "shares by queue are needed", "{chat: {delivery: 3%}}");
                    return std::nullopt;
                }
                Map map;
                const std::size_t before = reading.mistakes();
                for (const Entry& entry : node.entries) {
                    const auto scope = reading.at(entry.key.text);
                    check_known(reading, entry.key, Kind::queue);
                    if (auto wrong = to.parse(reading, entry.value)) map.emplace_back(entry.key.text, std::move(*wrong));
                }
                return reading.mistakes() == before ? std::optional(std::move(map)) : std::nullopt;
            }};
}

const Table<SelfService>& comes_back_table() {
    static const Table<SelfService> table{
        "comes_back",
        "Contained customers who return after all, straight to an agent.",
        {
            {"share", quantity(share()), &SelfService::comes_back_share, required, "share of the contained"},
            {"after", quantity(duration()), &SelfService::comes_back_after, required, "delay until they return"},
        }};
    return table;
}

}  // namespace

const Table<Notification>& notification_table() {
    static const Table<Notification> table{
        "notification",
        "A message that answers before customers ask. A need is prevented with probability reach x effect.",
        {
            like_row<Notification>(),
            {"about", names_of(Kind::reason), &Notification::about, required, "reasons that it prevents"},
            {"reach", quantity(share()), &Notification::reach, required, "share of affected customers whom it reaches in time"},
            {"effect", quantity(share()), &Notification::effect, required, "share of those reached who then do not contact"},
            {"per", driver_or_reason(), &Notification::per, required, "driver or reason: messages sent = its units x reach"},
            {"cost", quantity(money()), &Notification::cost, "0", "per message"},
            {"generates", generates_table(), "", "contacts that messages cause"},
            {"leaves_harder", quantity(ratio()), &Notification::leaves_harder, "0%",
             "what still comes takes longer, in proportion to what was prevented"},
            enabled_row<Notification>(),
        }};
    return table;
}

const Table<SelfService>& self_service_table() {
    static const Table<SelfService> table{
        "self_service",
        "A bot, an account page, announcements: stands before queues and resolves some contacts itself, at any hour.",
        {
            like_row<SelfService>(),
            {"before", names_of(Kind::queue), &SelfService::before, required, "queues that it stands before"},
            {"contains", quantities_by(Kind::reason, share(), true), &SelfService::contains, required,
             "share that it resolves, by reason or one for all"},
            {"takes", quantity(duration()), &SelfService::takes, "0s", "time inside it"},
            {"gives_up", quantity(share()), &SelfService::gives_up, "0%", "leave inside it and are lost"},
            {"comes_back", comes_back_table(), "", "of the contained: return, to an agent"},
            {"misroutes", misroutes(), &SelfService::misroutes, "", "of those passed on: reach a wrong queue first"},
            {"saves", quantity(duration()), &SelfService::saves, "0s", "handle time saved on those passed on"},
            {"leaves_harder", quantity(ratio()), &SelfService::leaves_harder, "0%",
             "what still comes takes longer, in proportion to what was contained"},
            {"skip_repeats_within", number(duration()), &SelfService::skip_repeats_within, "0s",
             "who returns within this goes straight to an agent"},
            {"sessions", number(whole(0)), &SelfService::sessions, "no limit", "at most at once; the rest pass by"},
            {"cost", quantity(money()), &SelfService::cost, "0", "per session"},
            enabled_row<SelfService>(),
        },
        [](Reading& reading, const Node& node, SelfService& service) {
            for (const auto& [queue, wrong] : service.misroutes) {
                const Entry* const entry = node.find("misroutes")->entry(queue);
                if (std::find(service.before.begin(), service.before.end(), queue) == service.before.end())
                    reading.wrong_at(entry->key.place(), "misroutes speaks of a queue that it does not stand before", queue, "",
                                     nearest_name(queue, service.before));
                for (const auto& [to, share_of] : wrong)
                    if (to == queue) reading.wrong_at(entry->value.place(), "a misrouted contact reaches another queue", to);
            }
        }};
    return table;
}

}  // namespace peakline
