#include "scenarios/uncertain.hpp"

#include <algorithm>

namespace peakline {
namespace {

// Of a quantity by name, or of the one for all.
std::string key_of(const std::string& key, const std::string& name) { return name.empty() ? key : key + "." + name; }

class Gathering {
public:
    std::vector<UncertainNumber> found;

    void number(const std::string& key, Quantity& quantity) {
        const bool random = std::any_of(quantity.points.begin(), quantity.points.end(),
                                        [](const auto& point) { return !point.value.is_constant(); });
        if (random) found.push_back({key, &quantity});
    }
    template <class T>
    void share(const std::string& key, T& quantity) {
        const std::size_t before = found.size();
        number(key, quantity);
        if (found.size() > before) found.back().share = true;
    }
    void number(const std::string& key, std::optional<Quantity>& quantity) {
        if (quantity) number(key, *quantity);
    }
    void by_name(const std::string& key, std::vector<std::pair<std::string, Quantity>>& quantities) {
        for (auto& [name, quantity] : quantities) number(key_of(key, name), quantity);
    }
    void shares_by_name(const std::string& key, std::vector<std::pair<std::string, Quantity>>& quantities) {
        for (auto& [name, quantity] : quantities) share(key_of(key, name), quantity);
    }
    void volume(const std::string& key, Volume& volume) {
        if (!volume.expected) return;
        if (Rate* const rate = std::get_if<Rate>(&volume.expected->value)) number(key + ".expected", rate->amount);
    }
    void chase(const std::string& key, Chase& chase) {
        share(key + ".share", chase.share);
        share(key + ".closes", chase.closes);
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
        g.share(key + ".rate", reason.rate);
        g.number(key + ".scale", reason.scale);
        g.share(key + ".resolved_first_time", reason.resolved_first_time);
        for (HandleTime& own : reason.handle_time)
            if (own.factor) g.number(key + ".handle_time." + own.name, own.value);
        if (!reason.pending) continue;
        g.share(key + ".pending.share", reason.pending->share);
        if (reason.pending->chase) g.chase(key + ".pending.chase", *reason.pending->chase);
    }
}

void of_deflection(Gathering& g, Scenario& s) {
    for (Notification& n : s.notifications) {
        const std::string key = "notifications." + n.name;
        g.share(key + ".reach", n.reach);
        g.share(key + ".effect", n.effect);
        g.number(key + ".cost", n.cost);
        g.share(key + ".generates.rate", n.generates_rate);
        g.share(key + ".leaves_harder", n.leaves_harder);
    }
    for (SelfService& service : s.self_services) {
        const std::string key = "self_service." + service.name;
        g.shares_by_name(key + ".contains", service.contains);
        g.share(key + ".gives_up", service.gives_up);
        g.share(key + ".comes_back.share", service.comes_back_share);
        g.share(key + ".leaves_harder", service.leaves_harder);
        g.number(key + ".cost", service.cost);
    }
}

void of_queues(Gathering& g, Scenario& s) {
    for (Queue& queue : s.queues) {
        const std::string key = "queues." + queue.name;
        if (queue.conversation) g.share(key + ".conversation.goes_silent", queue.conversation->goes_silent);
        if (queue.closed) g.share(key + ".closed.retry", queue.closed->retry);
        if (queue.balks) g.share(key + ".balks.share", queue.balks->share);
        if (queue.redial) g.share(key + ".redial.share", queue.redial->share);
        g.share(key + ".repeat.share", queue.repeat.share);
        if (queue.transfer) {
            g.share(key + ".transfer.share", queue.transfer->share);
            g.shares_by_name(key + ".transfer.share", queue.transfer->by_reason);
        }
        g.number(key + ".lost_contact_costs", queue.lost_contact_costs);
        g.share(key + ".connects", queue.connects);
        if (queue.callback) {
            g.share(key + ".callback.accepts", queue.callback->accepts);
            g.share(key + ".callback.connects", queue.callback->connects);
        }
        if (queue.chase) g.chase(key + ".chase", *queue.chase);
    }
}

void of_staff(Gathering& g, Scenario& s) {
    for (Group& group : s.groups) {
        const std::string key = "staff.groups." + group.name;
        if (Quantity* const agents = std::get_if<Quantity>(&group.staffing)) g.number(key + ".agents", *agents);
        g.number(key + ".scale", group.scale);
        g.share(key + ".absence", group.absence);
        g.share(key + ".shrinkage", group.shrinkage);
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
