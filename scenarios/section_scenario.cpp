// The file as a whole: its head, time, run, targets, plans.
#include <cmath>

#include <fmt/format.h>

#include "core/units.hpp"
#include "scenarios/sections.hpp"

namespace peakline {
namespace {

Value<std::string> zone_name() {
    return {value_type("zone", "a time zone such as Europe/Berlin", {{"type", "string"}}),
            [](Reading& reading, const Node& node) -> std::optional<std::string> {
                reading.zone.reset();
                try {
                    reading.zone.emplace(node.text);
                    return node.text;
                } catch (const InputError& error) {
                    const std::string nearest = error.problems().empty() ? "" : error.problems().front().nearest;
                    reading.wrong(node, "no such time zone", nearest.empty() ? "a time zone such as Europe/Berlin" : "", nearest);
                    return std::nullopt;
                }
            }};
}

Value<double> grid_interval() {
    return choice<double>("interval",
                          {{"30min", 1800}, {"5min", 300}, {"10min", 600}, {"15min", 900}, {"60min", 3600}, {"1h", 3600}});
}

// Ten years: what lies further back is another season.
Number margin() {
    Number n = duration();
    n.name = "margin";
    n.high = 3660 * day_seconds;
    n.most = "3660d";
    return n;
}

// Where clocks change by half an hour (Australia/Lord_Howe), intervals of an hour would begin at half past ever after.
void check_grid(Reading& reading, const Node& node, const Scenario& s) {
    const TimeAxis axis(*reading.zone, s.time);
    if (axis.intervals() < 1) {
        const auto scope = reading.at("start");
        const Node* const start = node.find("start");
        return reading.wrong_at(start ? start->place() : node.place(),
                                fmt::format("this day does not exist in {}: its calendar left it out", s.zone),
                                to_text(s.time.start), "another day, or more days");
    }
    for (int day = 0; day <= axis.days(); ++day) {
        if (std::fmod(axis.day_start(day), axis.interval()) == 0) continue;
        const auto scope = reading.at("interval");
        const Node* const interval = node.find("interval");
        const std::string message =
            fmt::format("clocks in {} change by a part of an interval on {}: intervals would no longer begin on the hour", s.zone,
                        to_text(axis.date_of_day(day - 1)));
        reading.wrong_at(interval ? interval->place() : node.place(), message, interval ? interval->text : "30min",
                         "a shorter interval");
        return;
    }
}

const Table<Scenario>& time_table() {
    static const Table<Scenario> table{
        "time",
        "What is covered, on which grid.",
        {
            {"zone", zone_name(), &Scenario::zone, "UTC", "local time of all dates and times in the file"},
            {"start", calendar_date(), [](Scenario& s, Date date) { s.time.start = date; }, required, "first reported day"},
            {"days", whole_number(1, 36500), [](Scenario& s, int days) { s.time.days = days; }, required,
             "reported: start to start + days"},
            {"interval", grid_interval(), [](Scenario& s, double seconds) { s.time.interval = seconds; }, "30min",
             "grid of staffing and reports"},
            {"warm_up", number(margin()), [](Scenario& s, double seconds) { s.time.warm_up = seconds; }, "0d",
             "simulated before start, not reported"},
            {"cool_down", number(margin()), [](Scenario& s, double seconds) { s.time.cool_down = seconds; }, "0d",
             "simulated after the end, not reported"},
            {"holidays", list_of(calendar_date()),
             [](Scenario& s, std::vector<Date>&& days) { s.time.holidays = std::move(days); }, "none",
             "days that the key holidays means"},
        },
        [](Reading& reading, const Node& node, Scenario& s) {
            reading.start = s.time.start;
            reading.days = s.time.days;
            if (last_date < s.time.start + s.time.days) {
                const auto scope = reading.at("days");
                reading.wrong(*node.find("days"), "the season ends outside the calendar", "an end by " + to_text(last_date));
            } else if (reading.zone) {
                check_grid(reading, node, s);
            }
        }};
    return table;
}

// "voice.service_level", or a metric of the total.
Value<std::string> metric_path() {
    return {value_type("metric_path", "QUEUE.METRIC such as voice.service_level, or a metric of the total such as cost",
                       {{"type", "string"}}),
            [](Reading& reading, const Node& node) -> std::optional<std::string> {
                const auto dot = node.text.find('.');
                const bool of_queue = dot != std::string::npos;
                const std::string queue = node.text.substr(0, of_queue ? dot : 0),
                                  metric = of_queue ? node.text.substr(dot + 1) : node.text;
                if (of_queue && queue != "total" && !reading.names.has(Kind::queue, queue)) {
                    reading.wrong(node, "there is no queue of this name", "QUEUE.METRIC",
                                  nearest_name(queue, reading.names.of(Kind::queue)));
                    return std::nullopt;
                }
                const MetricRow* const row = metric_named(metric);
                if (row && (of_queue && queue != "total" ? row->of_queue : row->of_total)) return node.text;
                reading.wrong(node, "there is no metric of this name",
                              "QUEUE.METRIC such as voice.service_level, or a metric of the total such as cost",
                              nearest_name(metric, metric_names(of_queue)));
                return std::nullopt;
            }};
}

// In the metric's own unit: a number in any of them is taken as it stands.
Value<double> metric_difference() {
    Number n{"metric_difference", "a difference in the metric's unit: 0.5%, 5s or 1000",
             R"(^[0-9][0-9_]*(\.[0-9]+)?(%|s|min|h|d)?$)", [](std::string_view text) {
                 const auto percent = parse_share(text);
                 const auto time = parse_duration(text);
                 return percent ? percent : time ? time : parse_number(text);
             }};
    n.above_low = true;
    return number(n);
}

const Table<Until>& until_run_table() {
    static const Table<Until> table{
        "run_until",
        "Replicate until an answer is sure: a metric known to a half-width, or the best plan decided.",
        {
            {"metric", metric_path(), &Until::metric, "", "what is estimated"},
            {"half_width", metric_difference(), &Until::half_width, "", "of its 95% interval"},
            {"decide", metric_path(), &Until::decide, "", "what the best plan is chosen by"},
            {"subject_to", choice<bool>("subject_to", {{"targets", true}}), &Until::subject_to_targets, "",
             "only plans that meet the targets"},
            {"tolerance", metric_difference(), &Until::tolerance, "by metric",
             "differences smaller than this are not worth arguing about"},
            {"max", whole_number(2), &Until::max, "5000", "replications at most"},
        },
        [](Reading& reading, const Node& node, Until& u) {
            if (u.metric.empty() == u.decide.empty())
                reading.wrong_at(node.place(), "does not say what is to be sure", "", "metric and half_width, or decide");
            if (!u.metric.empty() && u.half_width == 0)
                reading.wrong_at(node.place(), "does not say how sure", "", "half_width: 0.5% beside metric");
        }};
    return table;
}

const Table<Run>& run_table() {
    static const Table<Run> table{
        "run",
        "How often the season is played.",
        {
            {"seed", number(whole(0, 9007199254740992.0)), [](Run& r, double seed) { r.seed = static_cast<std::uint64_t>(seed); },
             "1", "of all draws"},
            {"replications", whole_number(1), &Run::replications, "200", "how many"},
            {"until", record(until_run_table()), &Run::until, "", "or until an answer is sure"},
        }};
    return table;
}

const Table<Routing>& routing_table() {
    static const Table<Routing> table{
        "routing",
        "Who is served by whom.",
        {
            {"agent",
             choice<AgentPolicy>("agent_policy", {{"longest_idle", AgentPolicy::longest_idle},
                                                  {"least_skilled", AgentPolicy::least_skilled},
                                                  {"fastest", AgentPolicy::fastest},
                                                  {"random", AgentPolicy::random}}),
             &Routing::agent, "longest_idle", "which of several idle agents"},
            {"contact",
             choice<ContactPolicy>("contact_policy", {{"priority_then_wait", ContactPolicy::priority_then_wait},
                                                      {"longest_wait", ContactPolicy::longest_wait},
                                                      {"deadline", ContactPolicy::deadline}}),
             &Routing::contact, "priority_then_wait", "which of several queues' first contacts"},
            {"when_fewer",
             choice<WhenFewer>(
                 "when_fewer",
                 {{"idle_first", WhenFewer::idle_first}, {"named", WhenFewer::named}, {"first_free", WhenFewer::first_free}}),
             &Routing::when_fewer, "idle_first", "who leaves when a roster by interval falls"},
        }};
    return table;
}

const Table<Scenario>& staff_part_table() {
    static const Table<Scenario> table{
        "staff",
        "Who answers.",
        {
            {"shifts", named(shift_table(), Kind::shift), &Scenario::shifts, "", "working days' frames"},
            {"groups", named(group_table(), Kind::group), &Scenario::groups, required, "people with the same skills"},
        }};
    return table;
}

const Table<Scenario>& total_targets_table() {
    static const Table<Scenario> table = [] {
        std::vector<Field<Scenario>> rows;
        for (const MetricRow& row : metric_rows())
            if (row.of_total)
                rows.push_back({row.name, number(row.number),
                                [name = row.name](Scenario& s, double value) { s.targets.emplace_back(name, value); }, "",
                                row.meaning});
        return Table<Scenario>{"targets", "Targets of the total.", std::move(rows)};
    }();
    return table;
}

Value<std::vector<Node>> raw_list() {
    return {list_type(value_type("plan_name", "the name of a plan", {{"type", "string"}})),
            [](Reading& reading, const Node& node) -> std::optional<std::vector<Node>> {
                if (node.is_list()) return node.items;
                reading.wrong(node, "a list is needed", "[PLAN, ...]");
                return std::nullopt;
            }};
}

Value<Node> raw_paths() {
    return {value_type("paths", "values by path: {queues.voice.lines: 400}", {{"type", "object"}}),
            [](Reading& reading, const Node& node) -> std::optional<Node> {
                if (node.is_map()) return node;
                reading.wrong(node, "values by path are needed", "{queues.voice.lines: 400}");
                return std::nullopt;
            }};
}

// Plans are worked out after everything else; here only their keys are known.
Field<Scenario> plans_row() {
    Field<Scenario> row{"plans", text(), [](Scenario&, std::string&&) {}, "", "what we might do about it"};
    row.type = named_type(plan_table().type, Kind::none);
    row.read = [](Reading&, const Node&, Scenario&) {};
    return row;
}

Field<Scenario> ignored_row(std::string key, const Value<std::string>& value, std::string default_text, std::string meaning) {
    Field<Scenario> row{std::move(key), value, [](Scenario&, std::string&&) {}, std::move(default_text), std::move(meaning)};
    row.read = [](Reading&, const Node&, Scenario&) {};
    return row;
}

}  // namespace

const Table<PlanText>& plan_table() {
    static const Table<PlanText> table = [] {
        Value<Node> raw_actions{actions().type, [](Reading& reading, const Node& node) -> std::optional<Node> {
                                    if (node.is_list()) return node;
                                    reading.wrong(node, "a list is needed", "[{VERB: {...}}, ...]");
                                    return std::nullopt;
                                }};
        return Table<PlanText>{
            "plan",
            "What we might do: values by path, actions that hold for its whole length, and other plans that it builds on.",
            {
                {"levers", raw_list(), &PlanText::levers, "", "plans that it builds on, in this order"},
                {"set", raw_paths(), &PlanText::set, "", "values by path; each replaces what stands there"},
                {"do", raw_actions, &PlanText::actions, "", "actions, as in events"},
            }};
    }();
    return table;
}

// Written bare it is a number to an editor, quoted a text.
Value<int> format_version() {
    auto version = choice<int>("format_version", {{"1", 1}});
    version.type = value_type("format_version", version.type->expects, {{"enum", {1, "1"}}});
    return version;
}

const Table<Scenario>& scenario_table() {
    static const Table<Scenario> table{
        "scenario",
        "One peak season: the time it covers, what drives contacts, how they are deflected, the queues they reach, who answers "
        "them, what can go wrong, and the plans to compare.",
        {
            {"peakline", format_version(), [](Scenario&, int) {}, "1", "version of the format"},
            {"name", text(), &Scenario::name, "", "title in reports"},
            {"description", text(), &Scenario::description, "", "a sentence for reports"},
            {"currency", text(), &Scenario::currency, "", "of all money"},
            ignored_row("baseline", text(), "the scenario as written", "plan that the others are compared with"),
            ignored_row("extends", text(), "", "another scenario file; what stands here replaces it key by key"),
            {"time", time_table(), required, "what is covered, on which grid"},
            {"run", record(run_table()), &Scenario::run, "", "how often the season is played"},
            {"drivers", named(driver_table(), Kind::driver), &Scenario::drivers, "", "what the business does"},
            {"reasons", named(reason_table(), Kind::reason), &Scenario::reasons, required, "why customers contact us"},
            {"busyness", random(positive_factor()), &Scenario::busyness, "1",
             "factor on volumes given by expected, drawn once a day"},
            {"notifications", named(notification_table(), Kind::notification), &Scenario::notifications, "",
             "messages that answer before customers ask"},
            {"self_service", named(self_service_table(), Kind::self_service), &Scenario::self_services, "",
             "what resolves contacts itself"},
            {"queues", named(queue_table(), Kind::queue), &Scenario::queues, required, "where contacts wait"},
            {"routing", record(routing_table()), &Scenario::routing, "", "who is served by whom"},
            {"staff", staff_part_table(), required, "who answers"},
            {"events", named(event_table(), Kind::event), &Scenario::events, "", "what can happen"},
            {"rules", named(rule_table(), Kind::rule), &Scenario::rules, "", "what is done when somebody sees it"},
            {"targets", total_targets_table(), "", "targets of the total"},
            plans_row(),
        }};
    return table;
}

}  // namespace peakline
