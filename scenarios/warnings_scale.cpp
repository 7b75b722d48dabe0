// Factors on a roster that rounding swallows: 1.05 times 7 agents are 7.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include <fmt/format.h>

#include "scenarios/checks.hpp"

namespace peakline {
namespace {

double rounded(double agents) { return std::floor(agents + 0.5); }  // half up, as the simulator does

// Every number of agents that the group is ever planned with, before any factor; empty where that cannot be told beforehand.
std::vector<double> planned_numbers(const Group& group) {
    std::vector<double> numbers;
    const auto take = [&](const Changing<Roster>& roster) {
        for (const auto& point : roster.points)
            for (const auto& [days, counts] : point.value.rows)
                for (const auto& [shift, agents] : counts) numbers.push_back(agents);
    };
    if (const auto* const roster = std::get_if<Changing<Roster>>(&group.staffing)) take(*roster);
    for (const Cohort& cohort : group.cohorts) take(cohort.roster);
    if (const auto* const table = std::get_if<TimeTable>(&group.staffing))
        numbers.insert(numbers.end(), table->values.begin(), table->values.end());
    if (const auto* const agents = std::get_if<Quantity>(&group.staffing)) {
        for (const auto& point : agents->points) {
            if (!point.value.is_constant() || !agents->factors.empty()) return {};
            numbers.push_back(point.value.mean);
        }
    }
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    std::erase(numbers, 0.0);
    return numbers;
}

bool certain(const Quantity& quantity) {
    return quantity.factors.empty() && std::all_of(quantity.points.begin(), quantity.points.end(),
                                                   [](const auto& point) { return point.value.is_constant(); });
}

bool swallowed(const std::vector<double>& numbers, double factor) {
    return !numbers.empty() && factor != 1 &&
           std::all_of(numbers.begin(), numbers.end(), [&](double n) { return rounded(n * factor) == rounded(n); });
}

// "from 1.072 on one more comes", "below 0.928 one fewer comes": the least that would do, to a thousandth.
std::string least_that_acts(const std::vector<double>& numbers, double factor) {
    double up = std::numeric_limits<double>::infinity(), down = 0;
    for (const double n : numbers) {
        up = std::min(up, (rounded(n) + 0.5) / n);
        down = std::max(down, (rounded(n) - 0.5) / n);
    }
    return factor > 1 ? fmt::format("from {:.4g} on one more comes", std::ceil(1000 * up - 1e-6) / 1000)
                      : fmt::format("below {:.4g} one fewer comes", std::floor(1000 * down + 1e-6) / 1000);
}

class Scales {
public:
    Scales(Reading& reading, const Node& root, const Scenario& scenario, const std::string& plan)
        : reading_(reading), root_(root), s_(scenario), plan_(plan) {}

    void warn() {
        for (const Group& group : s_.groups) {
            const std::vector<double> numbers = planned_numbers(group);
            if (!group.enabled || numbers.empty() || !certain(group.scale)) continue;
            scale_key(group, numbers);
            if (group.scale.constant()) actions(group, numbers);
        }
    }

private:
    void say(const std::vector<std::string>& at, const std::vector<double>& numbers, const std::string& group, double factor) {
        reading_.warn(place_of(root_, at), joined_text(at, "."),
                      fmt::format("a factor of {:.6g} changes nobody in {}: rounded to whole agents, every number of its roster "
                                  "stays as it is; {}",
                                  factor, group, least_that_acts(numbers, factor)));
    }

    void scale_key(const Group& group, const std::vector<double>& numbers) {
        double strongest = 1;
        for (const auto& point : group.scale.points) {
            const double factor = point.value.mean;
            if (factor != 1 && !swallowed(numbers, factor)) return;
            if (std::abs(factor - 1) > std::abs(strongest - 1)) strongest = factor;
        }
        if (strongest != 1) say({"staff", "groups", group.name, "scale"}, numbers, group.name, strongest);
    }

    // A plan's own come after those of its levers, which were looked at as plans of their own, and multiply them.
    void actions(const Group& group, std::vector<double> numbers) {
        for (double& n : numbers) n *= group.scale.first().mean;
        for (const Event& event : s_.events) check(group, numbers, event.actions, {"events", event.name, "do"});
        for (const Rule& rule : s_.rules) check(group, numbers, rule.actions, {"rules", rule.name, "do"});
        std::vector<Action> of_plan;
        std::copy_if(s_.actions.begin(), s_.actions.end(), std::back_inserter(of_plan),
                     [](const Action& action) { return action.verb == Verb::staff; });
        const auto own = of_plan.end() - static_cast<std::ptrdiff_t>(std::min(own_actions(), of_plan.size()));
        for (auto action = of_plan.begin(); action != own; ++action)
            if (concerns(*action, group))
                for (double& n : numbers) n *= action->by.mean;
        check(group, numbers, {own, of_plan.end()}, {"plans", plan_, "do"});
    }

    static bool concerns(const Action& action, const Group& group) {
        return action.verb == Verb::staff && action.name == group.name && !action.agents && action.by.is_constant();
    }

    void check(const Group& group, std::vector<double> numbers, const std::vector<Action>& actions,
               const std::vector<std::string>& at) {
        for (const Action& action : actions) {
            if (!concerns(action, group)) continue;
            if (swallowed(numbers, action.by.mean)) say(at, numbers, group.name, action.by.mean);
            for (double& n : numbers) n *= action.by.mean;
        }
    }

    // How many actions on staff the plan has itself.
    std::size_t own_actions() const {
        const Node* node = &root_;
        for (const std::string& key : {std::string("plans"), plan_, std::string("do")})
            if (!(node = node->find(key))) return 0;
        return static_cast<std::size_t>(
            std::count_if(node->items.begin(), node->items.end(), [](const Node& item) { return item.find("staff"); }));
    }

    Reading& reading_;
    const Node& root_;
    const Scenario& s_;
    const std::string& plan_;
};

}  // namespace

void warn_of_swallowed_factors(Reading& reading, const Node& root, const Scenario& scenario, const std::string& plan) {
    Scales(reading, root, scenario, plan).warn();
}

}  // namespace peakline
