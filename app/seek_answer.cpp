#include "app/seek_answer.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "app/plan_runs.hpp"
#include "core/statistics.hpp"
#include "report/json.hpp"
#include "report/metric.hpp"
#include "report/table.hpp"
#include "report/terminal_writer.hpp"
#include "report/text.hpp"

namespace peakline {
namespace {

using Json = nlohmann::ordered_json;
using Outcome = SeekAnswer::Outcome;

constexpr std::size_t line_width = 100;

Unit unit_of(const SeekQuestion& q) { return metric_info(q.metric.substr(q.metric.find('.') + 1)).unit; }

// "at least 80.0 % on average over seasons" or "at least 80.0 % in 90 % of seasons"
std::string target_words(const SeekQuestion& q) {
    const std::string value =
        fmt::format("{} {}", q.target.floor ? "at least" : "at most", value_text(q.target.value, unit_of(q)));
    return q.target.share ? fmt::format("{} in {:.4g} % of seasons", value, 100 * *q.target.share)
                          : value + " on average over seasons";
}

std::string tolerance_words(const SeekQuestion& q) {
    if (q.target.share || unit_of(q) == Unit::share || unit_of(q) == Unit::rate)
        return fmt::format("{:.3g} {}", 100 * q.target.tolerance, q.target.tolerance == 0.01 ? "point" : "points");
    return value_text(q.target.tolerance, unit_of(q));
}

std::string estimate_words(const SeekQuestion& q, double value) {
    return q.target.share ? fmt::format("{:.1f} % of seasons", 100 * value)
                          : mean_beside_target(value, q.target.value, short_metric(q.metric));
}

// How the target fares at a step, as far as it can be told.
std::string verdict(const StepTest& test) {
    if (test.sure) return test.meets ? "met" : "missed";
    return test.meets ? "rather met than missed" : "rather missed than met";
}

std::string test_words(const SeekQuestion& q, const StepTest& test) {
    const std::string range = q.target.share ? fmt::format("{:.1f} to {:.1f} %", 100 * test.bounds.low, 100 * test.bounds.high)
                                             : range_text(test.bounds.low, test.bounds.high, unit_of(q));
    return fmt::format("{}: {} (surely {}; {} seasons)", q.grid.text(test.step), estimate_words(q, test.value), range,
                       test.replications);
}

struct Risk {
    double meeting = no_value;
    std::vector<double> quantiles;  // 5, 50, 95 %
};

Risk risk_of(const SeekResult& r) {
    Risk risk;
    double met = 0, n = 0;
    for (const double v : r.seasons) {
        if (std::isnan(v)) continue;
        met += r.question.target.floor ? v >= r.question.target.value : v <= r.question.target.value;
        ++n;
    }
    if (n > 0) risk.meeting = met / n;
    risk.quantiles = quantiles(r.seasons, std::array{0.05, 0.5, 0.95});
    return risk;
}

std::string headline(const SeekResult& r) {
    const SeekQuestion& q = r.question;
    const std::string metric = q.metric, target = target_words(q), here = q.grid.text(r.answer.step);
    switch (r.answer.outcome) {
        case Outcome::found:
            return fmt::format(
                "{} is {}the {} value (in steps of {}) of {} with which {} is {}, to within {}: it may miss by less than that, "
                "and a step {} may meet by less than that.",
                here, r.answer.sure ? "" : "probably ", r.answer.direction > 0 ? "smallest" : "largest",
                q.grid.setting.number.text(q.grid.step), q.grid.setting.key, metric, target, tolerance_words(q),
                r.answer.direction > 0 ? "less" : "more");
        case Outcome::met_everywhere:
            return fmt::format("Wherever it was looked, {} is {}, also with {} = {}.", metric, target, q.grid.setting.key, here);
        case Outcome::met_nowhere: break;
    }
    return fmt::format("With no value looked at is {} {}; {} = {} comes nearest.", metric, target, q.grid.setting.key, here);
}

std::string confidence(const SeekResult& r) {
    std::string text =
        r.answer.sure ? "95 % sure of the simulation, however long it runs."
                      : "Not separated: the differences are too small for the seasons simulated (see --max and --tolerance).";
    text += " At " + test_words(r.question, r.answer.at);
    text += r.answer.at.sure ? "." : fmt::format(", the target is {}.", verdict(r.answer.at));
    if (r.answer.before)
        text += fmt::format(" One step {} it, at {}, the target is {}.", r.answer.direction > 0 ? "short of" : "beyond",
                            test_words(r.question, *r.answer.before), verdict(*r.answer.before));
    return text + fmt::format(" {} seasons simulated, {} steps looked at.", r.answer.replications, r.answer.steps_searched);
}

std::string risk(const SeekResult& r) {
    const Risk found = risk_of(r);
    if (std::isnan(found.meeting)) return "";
    const SeekQuestion& q = r.question;
    const double bad = q.target.floor ? found.quantiles.front() : found.quantiles.back();
    const std::string extreme = std::isnan(bad) ? ""
                                                : fmt::format(", and one season in twenty is {} {}",
                                                              q.target.floor ? "below" : "above", value_text(bad, unit_of(q)));
    return fmt::format("A single season is another matter: with {} it is {} {} in {} of seasons{}.", q.grid.text(r.answer.step),
                       q.target.floor ? "at least" : "at most", value_text(q.target.value, unit_of(q)),
                       chance_text(found.meeting), extreme);
}

// "voice.abandonment 7.2 % (95 % interval 6.9 % to 7.5 %), at most 5.0 %"
std::string other_words(const OtherTarget& other) {
    const std::string name = short_metric(other.metric);
    const Unit unit = metric_info(name).unit;
    const std::string range = range_text(other.found.ci.low, other.found.ci.high, unit);
    return fmt::format(
        "{} {}{}, {} {}", metric_text(other.metric, ""),
        std::isnan(other.found.value) ? "without a value" : mean_beside_target(other.found.value, other.target, name),
        range.empty() ? "" : fmt::format(" (95 % interval {})", range), other.floor ? "at least" : "at most",
        value_text(other.target, unit));
}

std::string others_words(const SeekResult& r) {
    std::string missed, met;
    for (const OtherTarget& other : r.beside.targets)
        (other.meets() ? met : missed) += (other.meets() ? met : missed).empty() ? other_words(other) : "; " + other_words(other);
    std::string text;
    if (!missed.empty()) text += fmt::format("MISSED with {}: {}.", r.question.grid.text(r.answer.step), missed);
    if (!met.empty()) text += (text.empty() ? "met: " : " Met: ") + met + ".";
    return text;
}

std::string blocked_words(const SeekResult& r) {
    std::string text;
    for (const Blocked& blocked : r.beside.blocked)
        text += fmt::format("{}{:.1f} % of attempts to join {}", text.empty() ? "" : ", ", 100 * blocked.share, blocked.queue);
    return text.empty() ? "" : text + " find all lines taken; service level and waits do not count them.";
}

// A factor on a roster: people are whole, so that several factors may stand for one roster.
std::string roster_words(const SeekResult& r) {
    if (!r.rosters) return "";
    return fmt::format(
        "with {} it has {} shifts in the season, {} as it is. The factor is rounded shift by shift to whole people, so that "
        "steps "
        "side by side may stand for the same roster.",
        r.question.grid.text(r.answer.step), value_text(r.rosters->then, Unit::count), value_text(r.rosters->now, Unit::count));
}

Json test_json(const SeekQuestion& q, const StepTest& test) {
    return {{"value", q.grid.text(test.step)},
            {"number", q.grid.value(test.step)},
            {"estimate", number_or_null(test.value)},
            {"bounds", {number_or_null(test.bounds.low), number_or_null(test.bounds.high)}},
            {"meets", test.meets},
            {"sure", test.sure},
            {"replications", test.replications}};
}

}  // namespace

std::string seek_words(const SeekResult& r) {
    const SeekQuestion& q = r.question;
    const Setting& setting = q.grid.setting;
    std::string text = fmt::format("{}\n\n", fitted(q.scenario.empty() ? q.file : q.scenario, line_width));
    text += fmt::format("{}: {}{}\n\n", setting.key,
                        r.answer.outcome == Outcome::met_nowhere ? "no value" : q.grid.text(r.answer.step),
                        fmt::format(" ({} {} in plan {})", setting.written ? "now" : "by default",
                                    setting.number.text(setting.number.value), q.plan));
    text += wrapped(headline(r), line_width);
    text += "\n" + wrapped("Confidence: " + confidence(r), line_width);
    if (const std::string words = risk(r); !words.empty()) text += "\n" + wrapped("Risk: " + words, line_width);
    if (const std::string words = others_words(r); !words.empty()) text += "\n" + wrapped("Other targets: " + words, line_width);
    if (const std::string words = blocked_words(r); !words.empty()) text += "\n" + wrapped("Blocked: " + words, line_width);
    if (const std::string words = roster_words(r); !words.empty()) text += "\n" + wrapped("Roster: " + words, line_width);
    if (!r.answer.monotone)
        text += "\n" + wrapped(
                           "Beware: further steps the same way make it worse again; a value found so is no threshold beyond "
                           "which all is well.",
                           line_width);
    return text;
}

Json seek_json(const SeekResult& r) {
    static const char* const outcomes[] = {"found", "met_everywhere", "met_nowhere"};
    const SeekQuestion& q = r.question;
    const Risk found = risk_of(r);
    Json json;
    json["scenario"] = q.scenario;
    json["plan"] = q.plan;
    json["seed"] = q.seed;
    json["vary"] = {{"key", q.grid.setting.key},
                    {"now", q.grid.setting.number.text(q.grid.setting.number.value)},
                    {"step", q.grid.setting.number.text(q.grid.step)}};
    json["until"] = {{"text", q.until},
                     {"metric", q.metric},
                     {"target", q.target.value},
                     {"at_least", q.target.floor},
                     {"share_of_seasons", q.target.share ? Json(*q.target.share) : Json()},
                     {"tolerance", q.target.tolerance}};
    json["outcome"] = outcomes[static_cast<int>(r.answer.outcome)];
    json["value"] = q.grid.text(r.answer.step);
    json["number"] = q.grid.value(r.answer.step);
    json["confidence"] = {{"level", 0.95},
                          {"sure", r.answer.sure},
                          {"at", test_json(q, r.answer.at)},
                          {"before", r.answer.before ? test_json(q, *r.answer.before) : Json()}};
    json["risk"] = {{"seasons", r.seasons.size()},
                    {"meeting", number_or_null(found.meeting)},
                    {"p05", number_or_null(found.quantiles[0])},
                    {"p50", number_or_null(found.quantiles[1])},
                    {"p95", number_or_null(found.quantiles[2])}};
    json["other_targets"] = Json::object();
    for (const OtherTarget& other : r.beside.targets)
        json["other_targets"][other.metric] = {{"target", other.target},
                                               {"mean", number_or_null(other.found.value)},
                                               {"ci95", interval_or_null(other.found.ci)},
                                               {"meets", other.meets()}};
    json["blocked"] = Json::object();
    for (const Blocked& blocked : r.beside.blocked) json["blocked"][blocked.queue] = blocked.share;
    if (r.rosters) json["rostered_shifts"] = {{"now", r.rosters->now}, {"then", r.rosters->then}};
    json["monotone"] = r.answer.monotone;
    json["judged"] = Json::array();
    for (const StepTest& test : r.answer.tests) json["judged"].push_back(test_json(q, test));
    json["replications"] = r.answer.replications;
    json["steps_searched"] = r.answer.steps_searched;
    return json;
}

}  // namespace peakline
