#include "scenarios/uncertain.hpp"

#include <algorithm>

namespace peakline {
namespace {

class Gathering {
public:
    std::vector<UncertainNumber> found;

    void number(const std::string& key, Quantity& quantity) {
        const bool random = std::any_of(quantity.points.begin(), quantity.points.end(),
                                        [](const auto& point) { return !point.value.is_constant(); });
        if (random) found.push_back({key, &quantity});
    }
    void number(const std::string& key, std::optional<Quantity>& quantity) {
        if (quantity) number(key, *quantity);
    }
    void by_name(const std::string& key, std::vector<std::pair<std::string, Quantity>>& quantities) {
        for (auto& [name, quantity] : quantities) number(name.empty() ? key : key + "." + name, quantity);
    }
    void volume(const std::string& key, Volume& volume) {
        if (!volume.expected) return;
        if (Rate* const rate = std::get_if<Rate>(&volume.expected->value)) number(key + ".expected", rate->amount);
    }
    void chase(const std::string& key, Chase& chase) {
        number(key + ".share", chase.share);
        number(key + ".closes", chase.closes);
    }
};

void of_demand(Gathering& g, Scenario& s) {
    for (Driver& driver : s.drivers) {
        const std::string key = "drivers." + driver.name;
        g.volume(key, driver.volume);
        g.number(key + ".scale", driver.scale);
    }
    for (Reason& reason : s.reasons) {
        const std::string key = "reasons." + reason.name;
        g.volume(key, reason.volume);
        g.number(key + ".rate", reason.rate);
        g.number(key + ".scale", reason.scale);
        g.number(key + ".resolved_first_time", reason.resolved_first_time);
        for (HandleTime& own : reason.handle_time)
            if (own.factor) g.number(key + ".handle_time." + own.name, own.value);
        if (!reason.pending) continue;
        g.number(key + ".pending.share", reason.pending->share);
        if (reason.pending->chase) g.chase(key + ".pending.chase", *reason.pending->chase);
    }
}

void of_deflection(Gathering& g, Scenario& s) {
    for (Notification& n : s.notifications) {
        const std::string key = "notifications." + n.name;
        g.number(key + ".reach", n.reach);
        g.number(key + ".effect", n.effect);
        g.number(key + ".cost", n.cost);
        g.number(key + ".generates.rate", n.generates_rate);
        g.number(key + ".leaves_harder", n.leaves_harder);
    }
    for (SelfService& service : s.self_services) {
        const std::string key = "self_service." + service.name;
        g.by_name(key + ".contains", service.contains);
        g.number(key + ".gives_up", service.gives_up);
        g.number(key + ".comes_back.share", service.comes_back_share);
        g.number(key + ".leaves_harder", service.leaves_harder);
        g.number(key + ".cost", service.cost);
    }
}

void of_queues(Gathering& g, Scenario& s) {
    for (Queue& queue : s.queues) {
        const std::string key = "queues." + queue.name;
        if (queue.conversation) g.number(key + ".conversation.goes_silent", queue.conversation->goes_silent);
        if (queue.closed) g.number(key + ".closed.retry", queue.closed->retry);
        if (queue.balks) g.number(key + ".balks.share", queue.balks->share);
        if (queue.redial) g.number(key + ".redial.share", queue.redial->share);
        g.number(key + ".repeat.share", queue.repeat.share);
        if (queue.transfer) {
            g.number(key + ".transfer.share", queue.transfer->share);
            g.by_name(key + ".transfer.share", queue.transfer->by_reason);
        }
        g.number(key + ".lost_contact_costs", queue.lost_contact_costs);
        g.number(key + ".connects", queue.connects);
        if (queue.callback) {
            g.number(key + ".callback.accepts", queue.callback->accepts);
            g.number(key + ".callback.connects", queue.callback->connects);
        }
        if (queue.chase) g.chase(key + ".chase", *queue.chase);
    }
}

void of_staff(Gathering& g, Scenario& s) {
    for (Group& group : s.groups) {
        const std::string key = "staff.groups." + group.name;
        if (Quantity* const agents = std::get_if<Quantity>(&group.staffing)) g.number(key + ".agents", *agents);
        g.number(key + ".scale", group.scale);
        g.number(key + ".absence", group.absence);
        g.number(key + ".shrinkage", group.shrinkage);
        g.number(key + ".handle_time", group.handle_time);
        g.by_name(key + ".handle_time", group.handle_time_by_queue);
    }
}

}  // namespace

std::vector<UncertainNumber> uncertain_numbers(Scenario& scenario) {
    Gathering g;
    of_demand(g, scenario);
    of_deflection(g, scenario);
    of_queues(g, scenario);
    of_staff(g, scenario);
    return std::move(g.found);
}

void fix_at(Quantity& quantity, double u) {
    for (auto& point : quantity.points)
        if (!point.value.is_constant()) point.value = Distribution::constant(quantile(point.value, u));
}

Distribution times(Distribution d, double factor) {
    d.mean *= factor;
    for (double& point : d.points) point *= factor;  // uniform, triangular, hyperexponential, empirical
    return d;
}

}  // namespace peakline
