#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "sim/compiler.hpp"

namespace peakline::sim {
namespace {

template <class T>
std::map<std::string, std::uint16_t> ids_of(const std::vector<T>& things) {
    std::map<std::string, std::uint16_t> ids;
    for (const T& thing : things) ids.emplace(thing.name, static_cast<std::uint16_t>(ids.size()));
    return ids;
}

// Where messages about the needs of one reason cause those of another, their lags add up.
double longest_lag(const Scenario& scenario) {
    std::map<std::string, double> own;
    for (const Reason& reason : scenario.reasons)
        for (const auto& [delay, share] : reason.lag) own[reason.name] = std::max(own[reason.name], delay);
    auto reach = own;
    for (std::size_t round = 0; round < scenario.notifications.size(); ++round)
        for (const Notification& n : scenario.notifications)
            if (n.per != n.generates && own.contains(n.per) && own.contains(n.generates))
                reach[n.generates] = std::max(reach[n.generates], own[n.generates] + reach[n.per]);
    double longest = 0;
    for (const auto& [name, lag] : reach) longest = std::max(longest, lag);
    return longest;
}

Model empty_model(const Scenario& scenario) {
    Model model(scenario.axis());
    model.begin = model.axis.begin();
    model.stop = model.axis.stop();
    model.span = {model.begin - longest_lag(scenario) - 2 * day_seconds, model.stop + 2 * day_seconds};
    model.first_day = model.axis.local(model.span.from).date - model.axis.first_day();
    for (int day = model.first_day; model.day_starts.empty() || model.day_starts.back() <= model.span.to; ++day)
        model.day_starts.push_back(model.axis.day_start(day));
    model.seed = scenario.run.seed;
    model.routing = scenario.routing;
    return model;
}

void check_collisions(const std::set<std::string>& names) {
    std::map<std::uint64_t, std::string> seen;
    for (const std::string& name : names)
        if (const auto [it, fresh] = seen.emplace(hash64(name), name); !fresh)
            throw InputError(
                Problem{{}, name, fmt::format("has the same hash as '{}'; rename one of them", it->second), {}, {}, {}});
}

}  // namespace

Compiler::Compiler(const Scenario& s, const Scenario& b, const Demand& d, Model& m)
    : scenario(s), baseline(b), demand(d), model(m), drivers(ids_of(s.drivers)), reasons(ids_of(s.reasons)),
      queues(ids_of(s.queues)), groups(ids_of(s.groups)), shifts(ids_of(s.shifts)), notifications(ids_of(s.notifications)),
      self_services(ids_of(s.self_services)), events(ids_of(s.events)), rules(ids_of(s.rules)) {
    for (const Group& group : s.groups)
        for (const Cohort& cohort : group.cohorts)
            cohorts.emplace(group.name + "." + cohort.name, static_cast<std::uint16_t>(cohorts.size()));
    const auto note = [this](const std::vector<Action>& actions) {
        for (const Action& action : actions)
            if (action.verb == Verb::enable || action.verb == Verb::disable)
                may_be_switched.emplace(action.kind, (action.kind == Kind::cohort ? action.to + "." : "") + action.name);
    };
    for (const Event& event : s.events) note(event.actions);
    for (const Rule& rule : s.rules) note(rule.actions);
}

NumberId Compiler::number(const Quantity& quantity, const std::string& path) {
    model.numbers.push_back(compile_number(quantity, model.axis, model.span, hash64(path)));
    return static_cast<NumberId>(model.numbers.size() - 1);
}

NumberId Compiler::constant(double value) { return number(Distribution::constant(value), ""); }

std::vector<Choice::Option> Compiler::options(const Shares& shares, const std::map<std::string, std::uint16_t>& ids) const {
    std::vector<Choice::Option> result;
    for (const auto& [name, share] : shares)
        if (share > 0) result.push_back({ids.at(name), share, hash64(name)});
    return result;
}

Choice Compiler::choice(const ChangingShares& shares, const std::map<std::string, std::uint16_t>& ids) const {
    Choice choice;
    choice.starts = shares.constant() ? std::vector<double>{model.span.from} : piece_starts(shares, model.axis, model.span);
    choice.options.clear();
    for (const double start : choice.starts)
        choice.options.push_back(options(shares.constant() ? shares.first() : shares.at(model.axis.local(start)), ids));
    return choice;
}

ChaseModel Compiler::chase(const Chase& chase, std::uint64_t name, const std::string& path) {
    ChaseModel m;
    m.name = name;
    m.after = duration(chase.after);
    m.every = duration(chase.every ? *chase.every : chase.after);
    m.has_handle_time = chase.handle_time.has_value();
    if (chase.handle_time) m.handle_time = duration(*chase.handle_time);
    m.share = number(chase.share, path + ".share");
    m.closes = number(chase.closes, path + ".closes");
    m.queues = choice(chase.queues, queues);
    m.up_to = chase.up_to;
    return m;
}

void Compiler::compile_names() {
    std::set<std::string> names;
    for (const auto* ids : {&drivers, &reasons, &queues, &groups, &shifts, &notifications, &self_services, &events, &rules})
        for (const auto& [name, id] : *ids) names.insert(name);
    check_collisions(names);
}

double Model::shift_days(double t, int n) const {
    if (n == 0) return t;
    const int day = day_of(t), other = day + n;
    if (other < 0 || other >= days()) return t + n * day_seconds;
    const auto length = [&](int d) {
        return day_starts[static_cast<std::size_t>(d) + 1] - day_starts[static_cast<std::size_t>(d)];
    };
    const double offset = t - day_starts[static_cast<std::size_t>(day)];
    if (length(day) == day_seconds && length(other) == day_seconds) return day_starts[static_cast<std::size_t>(other)] + offset;
    LocalTime local = axis.local(t);
    local.date = local.date + n;
    return axis.seconds(local) + (t - std::floor(t));
}

Model compile(const Scenario& scenario, const Scenario& baseline, const Demand& demand) {
    Model model = empty_model(scenario);
    Compiler compiler(scenario, baseline, demand, model);
    compiler.compile_names();
    compiler.compile_queues();
    compiler.compile_deflection();
    compiler.compile_demand();
    compiler.compile_breaks();
    compiler.compile_staff();
    compiler.compile_actions();
    compiler.compile_moments();
    for (const Number& number : model.numbers) model.fixed.push_back(number.fixed);
    if (scenario.busyness) {
        model.has_busyness = !scenario.busyness->is_constant() || scenario.busyness->mean != 1;
        model.busyness = *scenario.busyness;
    }
    for (const auto& [name, paths] : demand.volumes)
        model.shared_paths = std::max(model.shared_paths, static_cast<int>(paths.paths.size()));
    return model;
}

}  // namespace peakline::sim
