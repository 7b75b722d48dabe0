#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/civil.hpp"
#include "made_results.hpp"

namespace peakline {

namespace {

constexpr std::array<const char*, 3> queue_names = {"voice", "chat", "email"};
constexpr std::array<const char*, 3> media = {"voice", "chat", "deferred"};

double bell(double x, double centre, double width) { return std::exp(-0.5 * std::pow((x - centre) / width, 2)); }

Estimate made(double mean, double relative) {
    Estimate e;
    e.mean = mean;
    e.se = std::abs(mean) * relative / std::sqrt(200.0);
    e.ci95 = {mean - 1.97 * e.se, mean + 1.97 * e.se};
    const double spread = std::abs(mean) * relative;
    e.p05 = std::max(0.0, mean - 1.6 * spread);
    e.p25 = mean - 0.7 * spread;
    e.p50 = mean;
    e.p75 = mean + 0.7 * spread;
    e.p95 = mean + 1.6 * spread;
    return e;
}

Estimate share(double mean, double relative) {
    auto e = made(mean, relative);
    for (double* q : {&e.p05, &e.p25, &e.p50, &e.p75, &e.p95}) *q = std::clamp(*q, 0.0, 1.0);
    return e;
}

// What one queue lives through in one interval or day; load 1 is what the staff can carry.
struct Cell {
    double offered = 0, load = 0;
    double abandonment() const { return std::clamp(0.02 + 0.9 * (load - 1), 0.01, 0.6); }
    double service_level() const { return std::clamp(1 / (1 + std::exp(9 * (load - 0.95))), 0.0, 1.0); }
    double asa() const { return 4 * std::exp(3.2 * load); }
    double backlog(bool deferred) const { return deferred ? 900 * load * load : 0.6 * std::max(0.0, load - 0.4) * offered / 10; }
};

class Season {
public:
    explicit Season(const SeasonShape& shape) : shape_(shape) {}
    Results results() const;

private:
    double day_factor(int day) const {
        return 1 + 1.6 * bell(day, 0.25 * shape_.days, 2.5) + 0.5 * bell(day, 0.6 * shape_.days, 6);
    }
    bool open(int slot) const {
        const double hour = 24.0 * slot / shape_.intervals_per_day;
        return shape_.around_the_clock || (hour >= 8 && hour < 21);
    }
    Cell cell(int plan, int queue, int day, int slot) const;
    Cell whole_day(int plan, int queue, int day) const;
    Metrics metrics(const Cell& cell, int queue, bool horizon) const;
    PlanResults plan(const Results& results, int plan) const;
    void add_intervals(PlanResults& plan, int number) const;
    void add_worst(PlanResults& plan, const Results& results, int number) const;
    bool deferred(int queue) const { return queue % 3 == 2; }

    SeasonShape shape_;
};

Cell Season::cell(int plan, int queue, int day, int slot) const {
    if (!open(slot)) return {};
    const double hour = 24.0 * slot / shape_.intervals_per_day;
    const double relief = 1 - 0.15 * plan;
    const double shape = 0.4 + bell(hour, 11, 2) + 0.8 * bell(hour, 18, 2.5);
    return {40 * relief * shape * day_factor(day) / (1 + queue % 3),
            relief * (0.55 + 0.25 * shape) * std::pow(day_factor(day), 0.7)};
}

Cell Season::whole_day(int plan, int queue, int day) const {
    Cell sum;
    for (int slot = 0; slot < shape_.intervals_per_day; ++slot) {
        const auto c = cell(plan, queue, day, slot);
        sum.offered += c.offered;
        sum.load += c.offered * c.load;
    }
    sum.load /= sum.offered;
    return sum;
}

Metrics Season::metrics(const Cell& c, int queue, bool horizon) const {
    auto level = share(c.service_level(), 0.08), lost = share(c.abandonment(), 0.15);
    if (horizon) {
        level.target = deferred(queue) ? 0.9 : 0.8;
        level.met = level.mean > *level.target ? 0.93 : 0.23;
        level.met_ci95 = {*level.met - 0.05, *level.met + 0.05};
        lost.target = 0.05;
        lost.met = 0.4;
        lost.met_ci95 = {0.34, 0.47};
    }
    Metrics m = {{"offered", made(c.offered, 0.07)},
                 {"answered", made(c.offered * (1 - c.abandonment()), 0.06)},
                 {"abandoned", made(c.offered * c.abandonment(), 0.2)},
                 {"service_level", level},
                 {"abandonment", lost},
                 {"asa", made(c.asa() * (deferred(queue) ? 300 : 1), 0.2)},
                 {"backlog", made(c.backlog(deferred(queue)), 0.3)}};
    if (deferred(queue)) m.erase(m.begin() + 4);  // nobody abandons an e-mail
    return m;
}

void Season::add_intervals(PlanResults& plan, int number) const {
    auto& table = plan.intervals;
    table.columns = {"offered", "answered", "abandoned", "service_level", "abandonment", "asa", "backlog"};
    table.fan_columns = {"offered", "service_level", "abandonment", "asa", "backlog"};
    for (int queue = 0; queue < shape_.queues; ++queue) {
        auto& means = table.means.emplace_back();
        auto& fan = table.fan.emplace_back();
        for (int i = 0; i < shape_.days * shape_.intervals_per_day; ++i) {
            const auto c = cell(number, queue, i / shape_.intervals_per_day, i % shape_.intervals_per_day);
            const bool any = c.offered > 0;
            const double level = any ? c.service_level() : no_value, lost = any ? c.abandonment() : no_value,
                         asa = any ? c.asa() : no_value;
            const double waiting = c.backlog(deferred(queue));
            means.insert(means.end(),
                         {c.offered, any ? c.offered * (1 - lost) : 0, any ? c.offered * lost : 0, level, lost, asa, waiting});
            for (const double v : {c.offered, level, lost, asa, waiting}) fan.push_back({0.7 * v, 1.4 * v, 0.02 * v});
        }
    }
    for (int group = 0; group < 2; ++group) {
        auto& cells = plan.group_intervals.cells.emplace_back();
        for (int i = 0; i < shape_.days * shape_.intervals_per_day; ++i) {
            const auto c = cell(number, group, i / shape_.intervals_per_day, i % shape_.intervals_per_day);
            const double agents = c.offered > 0 ? 14 + 6 * (1 - group) : 0;
            const double busy = agents * std::min(0.98, c.load);
            cells.push_back({agents, busy, agents > 0 ? busy / agents : no_value});
        }
    }
}

void Season::add_worst(PlanResults& plan, const Results& results, int number) const {
    const int peak = static_cast<int>(0.25 * shape_.days);
    for (int queue = 0; queue < shape_.queues; ++queue) {
        for (int rank = 0; rank < 5; ++rank) {
            const int day = std::clamp(peak + (rank % 2 ? rank : -rank), 0, shape_.days - 1);
            const auto c = whole_day(number, queue, day);
            plan.worst_days.push_back({results.queues[static_cast<std::size_t>(queue)].name,
                                       results.dates[static_cast<std::size_t>(day)], day, c.service_level(), c.abandonment(),
                                       c.offered, c.asa(), 0.6 / (1 + rank)});
            const int slot = shape_.intervals_per_day * 11 / 24;
            const auto worst = cell(number, queue, day, slot);
            plan.worst_intervals.push_back({results.queues[static_cast<std::size_t>(queue)].name,
                                            fmt::format("Fri {} Nov 11:00-11:30", 27 + rank),
                                            day * shape_.intervals_per_day + slot, worst.service_level(), worst.abandonment(),
                                            worst.offered, worst.asa(), 0.4 / (1 + rank)});
        }
    }
}

PlanResults Season::plan(const Results& results, int number) const {
    PlanResults plan;
    plan.name = number == 0 ? "before" : number == 1 ? "war_room" : fmt::format("plan_{}", number);
    plan.replications = results.replications;
    double offered = 0;
    for (const auto& q : results.queues) plan.queues.push_back({q.name, {}});
    std::vector<Cell> sums(results.queues.size());
    for (int day = 0; day < shape_.days; ++day) {
        Period period{results.dates[static_cast<std::size_t>(day)], {}, {}, {}};
        for (int queue = 0; queue < shape_.queues; ++queue) {
            const auto c = whole_day(number, queue, day);
            auto& sum = sums[static_cast<std::size_t>(queue)];
            sum.offered += c.offered;
            sum.load += c.offered * c.load;
            offered += c.offered;
            period.queues.push_back({results.queues[static_cast<std::size_t>(queue)].name, metrics(c, queue, false)});
        }
        plan.days.push_back(std::move(period));
    }
    for (std::size_t queue = 0; queue < sums.size(); ++queue)
        plan.queues[queue].metrics =
            metrics({sums[queue].offered, sums[queue].load / sums[queue].offered}, static_cast<int>(queue), true);
    plan.total = {{"offered", made(offered, 0.06)},
                  {"redials", made(offered / (4 + number), 0.1)},
                  {"repeats", made(offered / 20, 0.05)},
                  {"chases", made(offered / (9 + 2 * number), 0.1)},
                  {"contact_rate", made(0.0142 - 0.002 * number, 0.03)},
                  {"fcr", share(0.71 + 0.02 * number, 0.01)},
                  {"attempts_per_case", made(1.43 - 0.1 * number, 0.05)},
                  {"cost", made(412000 + 15000 * number, 0.02)}};
    for (const auto& group : results.groups)
        plan.groups.push_back({group,
                               {{"occupancy", share(0.84 - 0.03 * number, 0.02)},
                                {"paid_hours", made(11200, 0.01)},
                                {"overtime", made(35, 0.3)},
                                {"cost", made(206000, 0.02)}}});
    for (const auto* reason : {"where_is_my_order", "return_or_exchange", "payment_or_promo"})
        plan.reasons.push_back({reason,
                                {{"needs", made(19000, 0.05)},
                                 {"prevented", made(number * offered / 25, 0.05)},
                                 {"contained", made(number * offered / 30, 0.05)},
                                 {"resolved", made(offered / 6, 0.05)},
                                 {"lost", made(offered / 20, 0.1)},
                                 {"open", made(3, 0.3)}}});
    add_intervals(plan, number);
    add_worst(plan, results, number);
    plan.all_targets_met = 0.12 + 0.3 * number;
    plan.all_targets_met_ci95 = {*plan.all_targets_met - 0.04, *plan.all_targets_met + 0.05};
    if (number == 0 || number + 1 == shape_.plans)
        plan.variance["voice.service_level"] = {VarianceShare{0.6 - 0.1 * number, 0.07}, VarianceShare{0.3 + 0.1 * number, 0.05},
                                                VarianceShare{0.1, 0.02}};
    return plan;
}

Results Season::results() const {
    Results r;
    r.scenario = "Fashion shop, <Black Friday> & \"friends\" </script><script>window.hacked = 1</script>";
    r.description = "Voice, chat and e-mail over a peak; numbers made by formulas";
    r.currency = "EUR";
    r.scenario_file = "seasons/peak.yaml";
    r.command = "peakline run seasons/peak.yaml --robust";
    r.scenario_text =
        "peakline: 1\nname: Fashion shop\n# </script><img src=x onerror=\"window.hacked = 1\">\nqueues: {voice: {target: "
        "{service_level: 80%, within: 20s}}}\n";
    r.version = "0.1.0";
    r.seed = 7;
    r.replications = 200;
    r.interval_seconds = day_seconds / shape_.intervals_per_day;
    r.interval = fmt::format("{:.0f}min", r.interval_seconds / 60);
    r.zone = "Europe/Berlin";
    const Date start = make_date(2026, 11, 16);
    for (int day = 0; day < shape_.days; ++day) {
        r.dates.push_back(to_text(start + day));
        for (int slot = 0; slot < shape_.intervals_per_day; ++slot) {
            const int minutes = slot * 1440 / shape_.intervals_per_day;
            r.timestamps.push_back(fmt::format("{}T{:02}:{:02}:00+01:00", r.dates.back(), minutes / 60, minutes % 60));
            r.day_of_interval.push_back(day);
        }
    }
    for (int queue = 0; queue < shape_.queues; ++queue) {
        const auto kind = static_cast<std::size_t>(queue % 3);
        const std::string name =
            queue < 3 ? queue_names[kind] : fmt::format("{}_for_customers_of_region_{}", queue_names[kind], queue);
        r.queues.push_back({name, media[kind], kind == 0 ? 20.0 : kind == 1 ? 60.0 : 86400.0});
    }
    r.groups = {"core", "outsourcer"};
    for (int number = 0; number < shape_.plans; ++number) r.plans.push_back(plan(r, number));
    if (shape_.plans > 1) {
        r.comparison = Comparison{r.plans[0].name, {}};
        for (int number = 1; number < shape_.plans; ++number)
            r.comparison->plans.push_back({r.plans[static_cast<std::size_t>(number)].name,
                                           {{"voice.offered", {-4200.0 * number, {-4300.0 * number, -4100.0 * number}, 1}},
                                            {"voice.service_level", {0.12, {0.118, 0.122}, 0.99}},
                                            {"voice.abandonment", {-0.04, {-0.042, -0.038}, 0.98}},
                                            {"total.cost", {15000, {14000, 16000}, 0.02}}}});
    }
    r.notes = {"numbers made by formulas, for tests"};
    return r;
}

}  // namespace

Results season_results(const SeasonShape& shape) { return Season(shape).results(); }

}  // namespace peakline
