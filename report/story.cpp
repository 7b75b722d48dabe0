// One customer's story in words.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/units.hpp"
#include "report/text.hpp"
#include "report/trace.hpp"

namespace peakline {
namespace {

using What = TraceStep::What;

std::string short_time(double seconds) { return value_text(seconds, Unit::seconds); }

class Story {
public:
    Story(const CustomerId& customer, const Trace& trace, const TimeAxis& axis)
        : customer_(customer), trace_(trace), axis_(axis) {}

    std::string tell() {
        text_ = fmt::format("Customer {}\n", customer_text(customer_, trace_));
        for (const TraceStep& step : trace_.steps)
            if (step.customer == customer_)
                if (const std::string words = words_of(step); !words.empty()) line(step.time, words);
        sum_up();
        return text_;
    }

private:
    std::string clock(double t) const {
        const LocalTime local = axis_.local(t);
        return fmt::format("{:02}:{:02}:{:02}", local.second / 3600, local.second / 60 % 60, local.second % 60);
    }
    // "10:22:10", with the day where it is another one.
    std::string at(double t, double now) const {
        const Date date = axis_.local(t).date;
        return date == axis_.local(now).date ? clock(t) : fmt::format("{} {}", date_text(to_text(date)), clock(t));
    }
    void line(double t, const std::string& words) {
        const Date date = axis_.local(t).date;
        if (!day_ || *day_ != date) text_ += fmt::format("\n{}\n", date_text(to_text(date)));
        day_ = date;
        text_ += fmt::format("  {}  {}\n", clock(t), words);
    }
    const std::string& queue(std::uint16_t id) const { return trace_.queues[id]; }
    std::string words_of(const TraceStep& s);
    std::string arrival(const TraceStep& s) const;
    void sum_up();

    CustomerId customer_;
    const Trace& trace_;
    const TimeAxis& axis_;
    std::string text_;
    std::optional<Date> day_;
    double began_ = no_value, ended_ = no_value;
    // By episode and attempt, whatever queues they go through; what goes on inside the house (follow-ups) is none by the customer.
    using Contact = std::pair<std::uint32_t, std::uint16_t>;
    std::set<Contact> contacts_, answered_, follow_ups_, promised_, unseen_;  // unseen: left, and their place stays taken
    std::string outcome_;
};

std::string Story::arrival(const TraceStep& s) const {
    const std::string again = s.attempt > 0 ? fmt::format(" (attempt {})", s.attempt + 1) : "";
    switch (s.episode >> 20) {
        case 0: return fmt::format("contacts {}{}", queue(s.queue), again);
        case 1: return fmt::format("contacts {} again, since it was not resolved{}", queue(s.queue), again);
        case 2: return fmt::format("comes back from self-service to {}{}", queue(s.queue), again);
        case 3: return fmt::format("asks in {} what has become of it{}", queue(s.queue), again);
        default: return fmt::format("the case is work for {} again", queue(s.queue));
    }
}

std::string Story::words_of(const TraceStep& s) {
    const auto agent = [&] { return agent_text(s.agent, trace_); };
    const Contact contact{s.episode, s.attempt};
    const bool unseen = unseen_.contains(contact);
    switch (s.what) {
        case What::need: began_ = s.time; return fmt::format("has a reason to contact us: {}", trace_.reasons[customer_.reason]);
        case What::was_there:
            began_ = s.time - s.value;
            contacts_.insert(contact);
            return fmt::format("has been waiting in {} for {}", queue(s.queue), short_time(s.value));
        case What::prevented:
            outcome_ = "prevented";
            return fmt::format("does not need to: {} has told what there is to know", trace_.notifications[s.other]);
        case What::self_service: return fmt::format("talks to {}", trace_.self_services[s.other]);
        case What::contained: outcome_ = "contained"; return fmt::format("is helped by {}", trace_.self_services[s.other]);
        case What::gave_up: return fmt::format("gives up in {}", trace_.self_services[s.other]);
        case What::passed: return fmt::format("is passed on to {}", queue(s.queue));
        case What::comes_back: return fmt::format("will come back at {}", at(s.value, s.time));
        case What::arrives: return arrival(s);
        case What::closed: return fmt::format("finds {} closed", queue(s.queue));
        case What::blocked: return "finds all lines busy";
        case What::balked: return "hears how long it will take and hangs up";
        case What::retries: return fmt::format("will try after the opening, at {}", at(s.value, s.time));
        case What::sent_on: return fmt::format("goes to {} instead", queue(s.other));
        case What::redirected: return fmt::format("is redirected to {}", queue(s.other));
        case What::joins_item: return "joins the item that waits there";
        case What::offered: (s.episode >> 20 == 4 ? follow_ups_ : contacts_).insert(contact); return "";
        case What::at_once: return "";
        case What::accepts_callback: promised_.insert(contact); return "accepts to be called back";
        case What::waits: return unseen ? "" : "waits";
        case What::taken:
            if (unseen) return fmt::format("the place that stayed taken is given to {}", agent());
            if (!promised_.contains(contact)) return fmt::format("is taken by {}", agent());
            answered_.insert(contact);  // unless nobody picks up
            return fmt::format("is called back by {}", agent());
        case What::answered:
            answered_.insert(contact);
            return s.value > 0 ? fmt::format("is answered after {}", short_time(s.value)) : "is answered at once";
        case What::no_answer: answered_.erase(contact); return "does not pick up";
        case What::too_late: return "was to be called by now, and is not";
        case What::reply: return fmt::format("gets a message, {} after the last of their own", short_time(s.value));
        case What::parked: return "is silent for long: the conversation is parked";
        case What::conversation: return fmt::format("the conversation ends after {}", short_time(s.value));
        case What::handled: answered_.insert(contact); return fmt::format("{} of the agent's time", short_time(s.value));
        case What::abandoned: return fmt::format("gives up after {}", short_time(s.value));
        case What::leaves_unseen:
            unseen_.insert(contact);
            return "nobody notices, since the window is left open: the queue keeps the place";
        case What::place_given_up: unseen_.erase(contact); return "the queue gives up the place: nobody is there any more";
        case What::disconnected: return fmt::format("is disconnected after {}: nobody is left to answer", short_time(s.value));
        case What::transferred: promised_.erase(contact); return fmt::format("is transferred to {}", queue(s.other));
        case What::pending: return fmt::format("waits for a third party, until {}", at(s.value, s.time));
        case What::redials: return fmt::format("will try again at {}", at(s.value, s.time));
        case What::repeats: return fmt::format("it is not resolved: will be in touch again at {}", at(s.value, s.time));
        case What::dials_again: return fmt::format("is dialled again at {}", at(s.value, s.time));
        case What::asks_again: return "";
        case What::closed_by_chase: return "that settles the waiting item too";
        case What::follows_up: return "the answer has come";
        case What::resolved:
            ended_ = s.time;
            outcome_ = "resolved";
            return "resolved";
        case What::lost:
            ended_ = s.time;
            outcome_ = "lost";
            return unseen_.empty() ? "is lost" : "the case is lost";
        case What::open:
            return unseen ? "the queue still keeps the place when the simulated time ends"
                          : "is still waiting when the simulated time ends";
        case What::case_open: outcome_ = "open"; return "the case is open when the simulated time ends";
    }
    return "";
}

void Story::sum_up() {
    const auto some = [](std::size_t n, const char* what) { return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s"); };
    std::size_t answered = 0;
    for (const Contact& contact : contacts_) answered += answered_.count(contact);
    text_ += contacts_.empty() ? "\nNo contact by the customer"
                               : fmt::format("\n{} by the customer, {} answered", some(contacts_.size(), "contact"), answered);
    if (!follow_ups_.empty()) text_ += fmt::format(", and {}", some(follow_ups_.size(), "follow-up"));
    if (!outcome_.empty()) text_ += "; " + outcome_;
    if (!std::isnan(ended_) && !std::isnan(began_)) text_ += fmt::format(" {} after the need arose", short_time(ended_ - began_));
    text_ += ".\n";
}

}  // namespace

std::string customer_story(const CustomerId& customer, const Trace& trace, const TimeAxis& axis) {
    return Story(customer, trace, axis).tell();
}

std::vector<std::pair<std::string, CustomerId>> remarkable_customers(const Trace& trace) {
    struct Most {
        const TraceStep* step = nullptr;
        double value = 0;
    };
    Most wait, attempts, longest;
    std::map<CustomerId, std::pair<double, std::uint32_t>> seen;  // since when, contacts
    for (const TraceStep& step : trace.steps) {
        auto& [since, contacts] = seen.try_emplace(step.customer, step.time, 0u).first->second;
        const auto most = [&](Most& of, double value) {
            if (value > of.value) of = {&step, value};
        };
        if (step.what == What::answered || step.what == What::abandoned) most(wait, step.value);
        if (step.what == What::offered) most(attempts, ++contacts);
        if (step.what == What::resolved) most(longest, step.time - since);
    }
    std::vector<std::pair<std::string, CustomerId>> found;
    const auto keep = [&](const Most& of, const std::string& words) {
        if (of.step) found.emplace_back(words, of.step->customer);
    };
    keep(wait, fmt::format("the longest wait, {}", short_time(wait.value)));
    keep(attempts, fmt::format("the most contacts, {:.0f}", attempts.value));
    keep(longest, fmt::format("the longest way to an answer, {}", short_time(longest.value)));
    return found;
}

}  // namespace peakline
