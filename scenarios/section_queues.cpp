// queues: where contacts wait.
#include <fmt/format.h>

#include "scenarios/calendars.hpp"
#include "scenarios/sections.hpp"

namespace peakline {
namespace {

const Table<ClosedBehaviour>& closed_table() {
    static const Table<ClosedBehaviour> table{
        "closed",
        "What those do who come outside hours: retry after the next opening, else another queue, else lost.",
        {
            {"retry", quantity(share()), &ClosedBehaviour::retry, "0%",
             "come after the next opening, if that is within `within`"},
            {"within", number(duration_or_never()), &ClosedBehaviour::within, "never",
             "longest wait for the opening; never: however long"},
            {"queues", changing_shares(Kind::queue, Total::at_most_all), &ClosedBehaviour::queues, "",
             "of the rest: elsewhere; without it lost"},
        }};
    return table;
}

const Table<Balking>& balking_table() {
    static const Table<Balking> table{
        "balks",
        "Customers who hear how long it takes and leave at once.",
        {
            {"when_longer_than", number(whole(0)), &Balking::when_longer_than, "", "waiting contacts"},
            {"when_wait_above", number(duration()), &Balking::when_wait_above, "",
             "expected wait: the wait so far of the first in the queue"},
            {"share", quantity(share()), &Balking::share, "100%", "share of them who leave"},
        },
        [](Reading& reading, const Node& node, Balking& b) {
            if (!b.when_longer_than && !b.when_wait_above)
                reading.wrong_at(node.place(), "does not say when", "", "when_longer_than or when_wait_above");
        }};
    return table;
}

const Table<Redial>& redial_table() {
    static const Table<Redial> table{
        "redial",
        "Who did not get through tries again. In an outbound queue: numbers that are dialled again.",
        {
            {"share", quantity(share()), &Redial::share, "100%", "share who try again"},
            {"after", quantity(duration()), &Redial::after, required, "delay until then"},
            {"up_to", whole_number(1), &Redial::up_to, required, "attempts in all, the first counted"},
            {"queues", changing_shares(Kind::queue), &Redial::queues, "the same queue", "where they try"},
        }};
    return table;
}

const Table<Callback>& callback_table() {
    static const Table<Callback> table{
        "callback",
        "An offer to be called back instead of waiting.",
        {
            {"offer_above", number(duration()), &Callback::offer_above, required, "expected wait above which it is offered"},
            {"accepts", quantity(share()), &Callback::accepts, required, "share who accept"},
            {"within", number(duration_or_never()), &Callback::within, "never",
             "the call is made within this, or the contact is lost"},
            {"connects", quantity(share()), &Callback::connects, "100%", "share whom a try reaches"},
            {"tries", whole_number(1), &Callback::tries, "1", "tries in all, 30 min apart"},
        }};
    return table;
}

const Table<Repeat>& repeat_table() {
    static const Table<Repeat> table{
        "repeat",
        "Who was not helped comes back to this queue.",
        {
            {"share", quantity(share()), &Repeat::share, "100%", "of the unresolved; the rest is lost"},
            {"after", quantity(duration()), &Repeat::after, "{exponential: {mean: 1d}}", "delay until then"},
            {"within", number(duration()), &Repeat::within, "0s", "same agent and priority are for who returns within this"},
            {"same_agent", yes_or_no(), &Repeat::same_agent, "false", "wait for the agent of the last time"},
            {"priority", change_of_priority(), &Repeat::priority, "+0", "added to the queue's priority"},
        }};
    return table;
}

const Table<Transfer>& transfer_table() {
    static const Table<Transfer> table{
        "transfer",
        "Contacts that the first agent passes on when done.",
        {
            {"share", quantities_by(Kind::reason, share(), true),
             [](Transfer& t, std::vector<std::pair<std::string, Quantity>>&& map) {
                 if (map.size() == 1 && map.front().first.empty())
                     t.share = map.front().second;
                 else
                     t.by_reason = std::move(map);
             },
             required, "share of answered contacts, or by reason"},
            {"queues", changing_shares(Kind::queue), &Transfer::queues, required, "where they go"},
            {"adds", quantity(duration()), &Transfer::adds, "0s", "to the handle time of the second agent"},
        }};
    return table;
}

const Table<Target>& target_table() {
    static const Table<Target> table = [] {
        std::vector<Field<Target>> rows;
        rows.push_back({"within", number(duration()), &Target::within, "", "the wait that service_level speaks of"});
        for (const MetricRow& row : metric_rows()) {
            if (!row.of_queue) continue;
            rows.push_back({row.name, number(row.number),
                            [name = row.name](Target& t, double value) { t.values.emplace_back(name, value); }, "", row.meaning});
        }
        return Table<Target>{
            "target", "What a queue should reach.", std::move(rows), [](Reading& reading, const Node& node, Target& t) {
                if (t.within) return;
                for (const char* const metric : {"service_level", "on_target", "worst_interval"})
                    if (const Entry* const entry = node.entry(metric))
                        reading.wrong_at(entry->key.place(), fmt::format("{} needs a wait that it speaks of", metric), "",
                                         "within: 20s beside it");
            }};
    }();
    return table;
}

const Table<Slots>& slots_table() {
    static const Table<Slots> table{"slots",
                                    "Conversations that an agent holds at once.",
                                    {
                                        {"usual", whole_number(1, 1000), &Slots::usual, required, "for everybody"},
                                        {"priority", whole_number(1, 1000), &Slots::priority, "usual",
                                         "in all, where a contact's priority exceeds its queue's"},
                                    },
                                    [](Reading& reading, const Node& node, Slots& s) {
                                        const Node* const priority = node.find("priority");
                                        if (!priority)
                                            s.priority = s.usual;
                                        else if (s.priority < s.usual)
                                            reading.wrong(*priority, "fewer slots for priority contacts than usual",
                                                          fmt::format("{} or more", s.usual));
                                    }};
    return table;
}

Value<Changing<Slots>> changing_slots() {
    ChangingForm<Slots> form;
    form.point = record(slots_table()).parse;
    return {altered(slots_table().type, [](Type& t) { t.changes = true; }),
            [form](Reading& reading, const Node& node) { return read_changing(reading, node, form); }};
}

const Table<Conversation>& conversation_table() {
    static const Table<Conversation> table{
        "conversation",
        "Chat by messages: an agent writes one reply at a time.",
        {
            {"messages", quantity(count()), &Conversation::messages, required, "agent's replies in a conversation"},
            {"agent_reply", quantity(duration()), &Conversation::agent_reply, required, "time to write a reply"},
            {"customer_reply", quantity(duration()), &Conversation::customer_reply, required, "the customer's time to answer"},
            {"goes_silent", quantity(share()), &Conversation::goes_silent, "0%",
             "share of replies after which the customer says no more"},
            {"timeout", number(duration_or_never()), &Conversation::timeout, "never",
             "a silent conversation is closed after this"},
            {"parks_after", number(duration_or_never()), &Conversation::parks_after, "never",
             "messengers: after this long without a message the slot is free again"},
        },
        [](Reading& reading, const Node& node, Conversation& c) {
            const Node* const silent = node.find("goes_silent");
            const bool goes_silent = silent && !(c.goes_silent.constant() && c.goes_silent.first() == Distribution::constant(0));
            if (goes_silent && c.timeout == never)
                reading.wrong_at(node.place(), "customers who go silent hold their slot for ever", "",
                                 "timeout: 5min beside goes_silent");
        }};
    return table;
}

const Table<Queue>& silent_abandon_table() {
    static const Table<Queue> table{
        "silent_abandon",
        "Customers who leave without closing the window.",
        {
            {"share", number(share()), &Queue::silent_share, required, "share of those who abandon"},
            {"costs", quantity(duration()), &Queue::silent_costs, "0s", "time that an agent's slot loses by each"},
        }};
    return table;
}

const Table<Queue>& overflow_table() {
    static const Table<Queue> table{
        "overflow",
        "Groups that help when somebody waits long.",
        {
            {"after", number(duration()), &Queue::overflow_after, required, "wait after which they join"},
            {"groups", names_of(Kind::group), &Queue::overflow_groups, required, "in this order"},
        }};
    return table;
}

const Table<InitialBacklog>& backlog_table() {
    static const Table<InitialBacklog> table{
        "backlog",
        "What is there when the scenario starts.",
        {
            {"items", number(whole(0, 1e7)), &InitialBacklog::items, required, "how many"},
            {"age", quantity(duration()), &InitialBacklog::age, "0s", "how long ago they joined"},
        }};
    return table;
}

std::vector<Field<Chase>> chase_rows() {
    return {
        {"after", quantity(duration()), &Chase::after, required, "first time, from when the case began to wait"},
        {"every", quantity(positive_duration()), &Chase::every, "after", "then each time, from the end of the last"},
        {"share", quantity(share()), &Chase::share, required, "share of cases whose customer chases; decided once a case"},
        {"queues", changing_shares(Kind::queue), &Chase::queues, required, "where they ask"},
        {"up_to", whole_number(1), &Chase::up_to, "1", "times in all"},
    };
}

// Keys that mean something for one medium only.
void check_medium(Reading& reading, const Node& node, const Queue& queue) {
    struct Row {
        const char* key;
        Medium medium;
        const char* name;
    };
    static constexpr Row rows[] = {
        {"slots", Medium::chat, "chat"},
        {"conversation", Medium::chat, "chat"},
        {"slowdown", Medium::chat, "chat"},
        {"silent_abandon", Medium::chat, "chat"},
        {"connects", Medium::outbound, "outbound"},
        {"no_answer", Medium::outbound, "outbound"},
    };
    for (const Row& row : rows)
        if (const Entry* const entry = node.entry(row.key); entry && queue.medium != row.medium)
            reading.wrong_key(*entry, fmt::format("only a queue with medium: {} has {}", row.name, row.key));
}

void check_queue(Reading& reading, const Node& node, Queue& queue) {
    check_medium(reading, node, queue);
    const bool chat = queue.medium == Medium::chat;
    if (!queue.handle_time && !(chat && queue.conversation)) {
        const auto scope = reading.at("handle_time");
        reading.wrong_at(
            node.place(), "required key is missing", "",
            chat ? "handle_time, or conversation for chat by messages" : "a duration such as 6min, or a distribution");
    }
    if (queue.conversation && (queue.handle_time || !queue.slowdown.empty()))
        reading.wrong_at(node.place(), "a chat goes either by messages or by handle time", "",
                         "conversation, or handle_time and slowdown");
    if (queue.callback && queue.medium != Medium::voice)
        reading.wrong_key(*node.entry("callback"), "only a queue with medium: voice offers a callback");
    const bool needs_limit = queue.service_level_counts == ServiceLevelFormula::offered_less_short_abandons ||
                             queue.service_level_counts == ServiceLevelFormula::short_abandons_met;
    if (needs_limit && !node.find("short_abandon")) {
        const auto scope = reading.at("service_level_counts");
        reading.wrong_at(node.entry("service_level_counts")->key.place(), "this formula needs to know what a short abandon is",
                         "", "short_abandon: 5s");
    }
}

std::vector<Field<Queue>> waiting_rows() {
    return {
        {"rings", quantity(duration()), &Queue::rings, "0s", "pick-up time: part of the wait and of the agent's time"},
        {"patience", quantity(duration_or_never()), &Queue::patience, "never", "how long customers wait before they abandon"},
        {"balks", record(balking_table()), &Queue::balks, "", "leave at once when it looks long"},
        {"lines", number(whole(1)), &Queue::lines, "no limit", "waiting + in service; the rest is blocked"},
        {"redial", record(redial_table()), &Queue::redial, "", "who did not get through tries again"},
        {"callback", record(callback_table()), &Queue::callback, "", "offer to be called back"},
        {"repeat", record(repeat_table()), &Queue::repeat, "all of them", "who was not helped comes back"},
        {"transfer", record(transfer_table()), &Queue::transfer, "", "contacts that are passed on"},
        {"target", record(target_table()), &Queue::target, "", "what the queue should reach"},
        {"service_level_counts",
         choice<ServiceLevelFormula>("service_level_counts",
                                     {{"offered", ServiceLevelFormula::offered},
                                      {"offered_less_short_abandons", ServiceLevelFormula::offered_less_short_abandons},
                                      {"answered", ServiceLevelFormula::answered},
                                      {"answered_or_abandoned_within", ServiceLevelFormula::answered_or_abandoned_within},
                                      {"offered_less_early_abandons", ServiceLevelFormula::offered_less_early_abandons},
                                      {"short_abandons_met", ServiceLevelFormula::short_abandons_met}}),
         &Queue::service_level_counts, "offered", "formula of the service level"},
        {"short_abandon", number(duration()), &Queue::short_abandon, "0s", "who abandons within this does not count as lost"},
        {"closing", choice<Closing>("closing", {{"serve", Closing::serve}, {"disconnect", Closing::disconnect}}), &Queue::closing,
         "serve", "who waits at closing"},
    };
}

std::vector<Field<Queue>> order_rows() {
    return {
        {"prefers", names_of(Kind::group), &Queue::prefers, "", "order in which groups are tried for an idle agent"},
        {"overflow", overflow_table(), "", "groups that help when somebody waits long"},
        {"order",
         choice<Order>("order",
                       {{"fifo", Order::fifo}, {"lifo", Order::lifo}, {"deadline", Order::deadline}, {"random", Order::random}}),
         &Queue::order, "fifo", "order of service"},
        {"priority", change_of_priority(), &Queue::priority, "0", "larger is served first"},
        {"lost_contact_costs", quantity(money()), &Queue::lost_contact_costs, "0", "per contact lost here"},
    };
}

std::vector<Field<Queue>> medium_rows() {
    return {
        {"slots", changing_slots(), &Queue::slots, "{usual: 1}", "chat: conversations at once"},
        {"conversation", record(conversation_table()), &Queue::conversation, "", "chat by messages"},
        {"slowdown", list_of(number(positive_factor())), &Queue::slowdown, "no slowdown",
         "chat by handle time: factor with 1, 2, ... open conversations"},
        {"silent_abandon", silent_abandon_table(), "", "chat: leave without closing the window"},
        {"chase", record(queue_chase_table()), &Queue::chase, "", "customers who ask again while they wait"},
        {"backlog", record(backlog_table()), &Queue::backlog, "", "what is there at the start"},
        {"connects", quantity(share()), &Queue::connects, "100%", "outbound: share whom a try reaches"},
        {"no_answer", quantity(duration()), &Queue::no_answer, "0s", "outbound: agent's time on a try that reaches nobody"},
    };
}

std::vector<Field<Queue>> queue_rows() {
    std::vector<Field<Queue>> rows{
        like_row<Queue>(),
        {"medium",
         choice<Medium>(
             "medium",
             {{"voice", Medium::voice}, {"chat", Medium::chat}, {"deferred", Medium::deferred}, {"outbound", Medium::outbound}}),
         &Queue::medium, "voice", "how it is worked"},
        {"hours", opening_hours(), &Queue::hours, "always open", "opening hours; a day that no key names is closed"},
        {"closed", record(closed_table()), &Queue::closed, "lost", "who comes outside hours"},
        {"handle_time", quantity(duration()), &Queue::handle_time, "",
         "talk, hold and wrap-up; required but for chat by messages"},
    };
    for (auto more : {waiting_rows(), order_rows(), medium_rows()})
        for (auto& row : more) rows.push_back(std::move(row));
    rows.push_back(enabled_row<Queue>());
    return rows;
}

}  // namespace

const Table<Chase>& pending_chase_table() {
    static const Table<Chase> table{"pending_chase", "Customers of cases that wait for somebody else ask again.", chase_rows()};
    return table;
}

const Table<Chase>& queue_chase_table() {
    static const Table<Chase> table = [] {
        auto rows = chase_rows();
        rows.push_back(
            {"closes", quantity(share()), &Chase::closes, "0%", "share of chases elsewhere that close the waiting item"});
        rows.push_back(
            {"handle_time", quantity(duration()), &Chase::handle_time, "the queue's", "added to the item's when they meet"});
        return Table<Chase>{"chase", "Customers whose item waits here ask again.", std::move(rows)};
    }();
    return table;
}

const Table<Queue>& queue_table() {
    static const Table<Queue> table{"queue", "Where contacts of one medium wait and are served.", queue_rows(), check_queue};
    return table;
}

}  // namespace peakline
