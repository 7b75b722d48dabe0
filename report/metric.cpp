#include "report/metric.hpp"

#include <algorithm>
#include <array>

namespace peakline {

namespace {

using enum Unit;
using enum Better;

constexpr auto metrics = std::to_array<MetricInfo>({
    {"offered", "Offered", count, neither, "Contacts that joined the queue, every attempt counted anew."},
    {"answered", "Answered", count, neither, "Contacts that an agent took."},
    {"answered_within", "Answered in time", count, neither,
     "Contacts answered within the time that the service level speaks of."},
    {"abandoned", "Abandoned", count, lower, "Contacts whose customer gave up while waiting."},
    {"abandoned_within", "Abandoned early", count, neither,
     "Contacts abandoned within the time that the service level speaks of."},
    {"short_abandons", "Short abandons", count, neither,
     "Contacts abandoned so soon that the scenario does not hold them against the queue."},
    {"balked", "Balked", count, lower, "Customers who saw the wait ahead and did not join the queue."},
    {"blocked", "Blocked", count, lower, "Customers who found all lines taken."},
    {"disconnected", "Disconnected", count, lower, "Contacts cut off while waiting, at closing time."},
    {"redirected", "Redirected", count, neither, "Contacts that were sent on to another queue while waiting."},
    {"called_back", "Called back", count, neither, "Contacts that accepted a callback instead of waiting."},
    {"transferred_in", "Transferred in", count, neither, "Contacts that came from another queue."},
    {"transferred_out", "Transferred out", count, neither, "Contacts that an agent passed on to another queue."},
    {"redials", "Redials", count, lower, "Attempts of customers who had not got through before."},
    {"repeats", "Repeats", count, lower, "Contacts of customers whose case had not been resolved the first time."},
    {"chases", "Chases", count, lower, "Contacts that ask about a case which is still being worked on."},
    {"parked", "Parked", count, neither, "Conversations set aside until the customer writes again."},
    {"open", "Open at the end", count, lower, "Contacts undecided when the simulation stopped."},
    {"service_level", "Service level", share, higher,
     "Share of contacts answered within the target time, by the formula that the scenario names."},
    {"service_level_by_formula", "Service level by formula", share, higher,
     "The service level as other formulas would count it."},
    {"on_target", "Intervals on target", share, higher,
     "Share of intervals with at least 10 offered contacts that meet the target."},
    {"worst_interval", "Worst interval", share, higher, "Lowest service level of an interval with at least 10 offered contacts."},
    {"abandonment", "Abandonment", share, lower, "Share of offered contacts that were abandoned, without short abandons."},
    {"asa", "Speed of answer", seconds, lower, "Average wait of the contacts that were answered."},
    {"wait_mean", "Mean wait", seconds, lower, "Average wait of all offered contacts, answered or not."},
    {"waited", "Had to wait", share, lower, "Share of contacts that no agent took at once."},
    {"wait_p50", "Median wait", seconds, lower, "Half of the answered contacts waited less than this."},
    {"wait_p90", "Wait, 90 %", seconds, lower, "Nine in ten answered contacts waited less than this."},
    {"wait_p95", "Wait, 95 %", seconds, lower, "Nineteen in twenty answered contacts waited less than this."},
    {"wait_max", "Longest wait", seconds, lower, "The longest wait of an answered contact."},
    {"handle_time", "Handle time", seconds, lower, "Average time that an agent spends on a contact, wrap-up included."},
    {"first_reply", "First reply", seconds, lower, "Chat: from joining to the agent's first message."},
    {"reply", "Reply", seconds, lower, "Chat: from a customer's later message to the agent's reply."},
    {"conversation", "Conversation", seconds, lower, "Chat: from assignment to the end of the conversation."},
    {"occupancy", "Occupancy", share, neither, "Share of the available time on shift in which agents held a contact."},
    {"work_share", "Share of work", share, neither,
     "Share of the available time on shift in which agents talked, wrote or wrapped up."},
    {"backlog", "Backlog", count, lower, "Contacts waiting at the end of the period."},
    {"backlog_max", "Highest backlog", count, lower, "The most contacts waiting at any moment of the period."},
    {"backlog_age", "Age of the backlog", seconds, lower, "Age of the oldest waiting contact at the end of the period."},
    {"days_to_clear", "Days to clear", count, lower, "Days from the highest backlog until it is back to its target."},
    {"cleared", "Cleared", share, higher, "Share of seasons in which the backlog is back to its target before the end."},
    {"resolution_time", "Resolution time", seconds, lower, "From the customer's need to its resolution."},
    {"resolution_time_p50", "Resolution time, half", seconds, lower, "Half of the needs were resolved in less than this."},
    {"resolution_time_p90", "Resolution time, 90 %", seconds, lower, "Nine in ten needs were resolved in less than this."},
    {"fcr", "First contact resolution", share, higher, "Share of answered cases resolved by exactly one answered contact."},
    {"contact_rate", "Contact rate", rate, lower, "Contacts by customers per unit of the business (an order, a delivery)."},
    {"attempts_per_case", "Attempts per case", ratio, lower, "Contacts that a customer needs for one case."},
    {"unreached", "Never got through", count, lower,
     "Cases whose customer never reached anybody, without those who only ever found the queue closed."},
    {"attempts_of_unreached", "Attempts of the unreached", ratio, neither, "How often those tried who never reached anybody."},
    {"peak_days", "Days off target", count, lower, "Days on which a target was missed."},
    {"answered_per_paid_hour", "Answered per paid hour", ratio, higher, "Contacts answered for every hour of pay."},
    {"units_per_paid_hour", "Units per paid hour", ratio, higher, "Units of the business (orders) for every hour of pay."},
    {"paid_hours", "Paid hours", hours, neither, "Hours of pay, overtime included."},
    {"overtime", "Overtime", hours, lower, "Hours worked after the end of the shift."},
    {"cost", "Cost", money, lower, "Wages, overtime, outsourcing, messages, self-service and lost contacts together."},
    {"acted", "Times acted", count, neither, "How often the rule began to act."},
    {"in_force", "In force", hours, neither, "Hours for which what the rule does was in force."},
    {"needs", "Needs", count, neither, "Customers with a question, before anything deflects them."},
    {"prevented", "Prevented", count, higher, "Needs that a message answered before the customer made contact."},
    {"contained", "Contained", count, higher, "Needs that self-service resolved without an agent."},
    {"resolved", "Resolved", count, neither, "Needs resolved by agents."},
    {"lost", "Lost", count, lower, "Needs given up without an answer."},
    {"backlog_at_start", "Backlog at the start", count, neither, "Needs that were waiting already when the season began."},
});

const MetricInfo* find(std::string_view name) {
    const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const MetricInfo& m) { return m.name == name; });
    return found == metrics.end() ? nullptr : &*found;
}

std::string_view first_part(std::string_view name) { return name.substr(0, name.find('.')); }

}  // namespace

std::span<const MetricInfo> all_metrics() { return metrics; }

MetricInfo metric_info(std::string_view name) {
    if (const auto* known = find(name)) return *known;
    MetricInfo info{name, name, count, neither, ""};
    if (const auto* family = find(first_part(name))) info = *family, info.name = info.label = name;
    return info;
}

std::size_t metric_order(std::string_view name) {
    const auto* known = find(name);
    if (!known) known = find(first_part(name));
    return known ? static_cast<std::size_t>(known - metrics.data()) : metrics.size();
}

}  // namespace peakline
