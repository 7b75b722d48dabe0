#include "app/seek_asked.hpp"

#include <algorithm>
#include <cmath>
#include <regex>

#include <fmt/format.h>

#include "app/plan_runs.hpp"
#include "core/problem.hpp"
#include "core/units.hpp"
#include "decide/choose_tolerance.hpp"
#include "report/metric.hpp"

namespace peakline {
namespace {

[[noreturn]] void refuse(const std::string& option, std::string message, std::string found, std::string expected) {
    throw InputError(Problem{{}, option, std::move(message), std::move(found), std::move(expected), {}});
}

// A value of a metric as a planner writes it: shares with %, waits with a unit, the rest plain.
double metric_value(const std::string& metric, const std::string& text, const std::string& option) {
    const Unit unit = metric_info(short_metric(metric)).unit;
    const bool share = unit == Unit::share || unit == Unit::rate;
    const auto value = share ? parse_share(text) : unit == Unit::seconds ? parse_duration(text) : parse_number(text);
    if (value) return *value;
    refuse(option, fmt::format("is no value of {}", metric), text,
           share                   ? "a share such as 80%"
           : unit == Unit::seconds ? "a duration such as 20s or 2min"
                                   : "a number without a unit");
}

// What no season meets, and what every season does, is not worth a search.
void check_possible(const std::string& metric, const UntilText& until, const SeekTarget& target) {
    const bool share = metric_info(short_metric(metric)).unit == Unit::share;
    const std::string range = share ? "between 0% and 100%" : "above 0";
    const bool too_high = share && (target.floor ? target.value > 1 : target.value >= 1);
    const bool too_low = target.floor ? target.value <= 0 : target.value < 0;
    if (!too_high && !too_low) return;
    const bool never = too_high == target.floor;
    refuse("--until", fmt::format("{} is {} {}", metric, never ? "never" : "always", target.floor ? "so large" : "so small"),
           fmt::format("{} {}", until.sign, until.value), "a value " + range);
}

// A round number near a hundredth of the value: 1, 2 or 5 times a power of ten.
double round_step(double value) {
    const double rough = std::abs(value) > 0 ? std::abs(value) / 100 : 0.01,
                 power = std::pow(10, std::floor(std::log10(rough) + 1e-9));
    const double digits = rough / power;
    return power * (digits >= 5 ? 5 : digits >= 2 ? 2 : 1);
}

double usual_step(const Setting& setting) {
    switch (setting.sort) {
        case Setting::Sort::count: return 1;
        case Setting::Sort::share:
            return std::abs(setting.number.value) >= 5 || setting.number.value == 0 ? 1 : round_step(setting.number.value);
        case Setting::Sort::factor: return 0.01;
        default: return round_step(setting.number.value);
    }
}

}  // namespace

UntilText read_until(const std::string& text) {
    static const std::regex form(
        R"(^\s*([^\s<>=]+)\s*(>=|<=|>|<|=)\s*(\S+?)\s*(?:in\s+(\S+?)\s*(?:of\s+(?:all\s+)?seasons)?\s*)?$)");
    std::smatch match;
    if (!std::regex_match(text, match, form) || match[2] == "=")
        refuse("--until", "is no target", text,
               "METRIC >= VALUE or METRIC <= VALUE, such as voice.service_level >= 80%, or with in 90% of seasons behind it");
    return {match[1], match[2], match[3], match[4]};
}

SeekTarget target_of(const UntilText& until, const std::string& metric, const std::string& tolerance) {
    SeekTarget target;
    target.value = metric_value(metric, until.value, "--until");
    target.floor = until.sign.front() == '>';
    check_possible(metric, until, target);
    if (!until.share.empty()) {
        target.share = parse_share(until.share);
        if (!target.share || !(*target.share > 0 && *target.share < 1))
            refuse("--until", "is no share of seasons", until.share, "a share above 0% and below 100%, such as 90%");
    }
    target.tolerance =
        target.share ? 0.05 : usual_tolerance(short_metric(metric), {target.value, target.value, target.value, true});
    if (!tolerance.empty()) {
        const auto share = parse_share(tolerance);
        if (target.share && !share)
            refuse("--tolerance", "is no difference of a share of seasons", tolerance, "points such as 2%");
        target.tolerance = target.share ? *share : metric_value(metric, tolerance, "--tolerance");
        if (!(target.tolerance > 0))
            refuse("--tolerance", "must be above 0", tolerance, "a difference that is not worth arguing about");
    }
    return target;
}

Grid grid_of(const Setting& setting, const SeekWords& words, SeekOptions& seek) {
    const auto read = [&](const std::string& option, const std::string& text) {
        const auto value = in_unit_of(setting.number, text);
        const bool share_of_count = setting.sort == Setting::Sort::count && text.ends_with('%');
        if (!value || share_of_count)
            refuse(option, fmt::format("does not go together with {}", setting.number.text(setting.number.value)), text,
                   "a number in the same unit");
        return *value;
    };
    Grid grid{setting, 0, usual_step(setting)};
    if (!words.step.empty()) grid.step = read("--step", words.step);
    if (!(grid.step > 0)) refuse("--step", "must be above 0", words.step, "such as " + setting.number.text(usual_step(setting)));
    const bool from = !words.from.empty(), to = !words.to.empty();
    const double low = from ? read("--from", words.from) : 0, high = to ? read("--to", words.to) : 0;
    if (from && to && low >= high) refuse("--from", "is not below --to", words.from, "less than " + words.to);
    const double value = setting.number.value, steps = std::floor(value / grid.step + 1e-9);
    grid.first = from ? low : to ? high - std::floor(high / grid.step + 1e-9) * grid.step : value - steps * grid.step;
    const auto index = [&](double of) { return static_cast<long>(std::floor((of - grid.first) / grid.step + 1e-6)); };
    if (std::abs((high - low) / grid.step) > 1e6)
        refuse("--step", "is too small: more than a million steps", words.step, "a larger one");
    seek.start = from && value < low ? 0 : index(value);
    seek.lowest = from ? 0 : index(setting.number.signed_text ? -std::abs(20 * value) : 0.0);
    if (seek.lowest < 0 && !setting.number.signed_text) seek.lowest = 0;
    seek.highest =
        setting.sort == Setting::Sort::share ? index(std::max(100.0, value)) : std::max(20 * std::abs(seek.start), 1000L);
    if (to) seek.highest = index(high);
    if (from && to) {
        seek.low = 0;
        seek.high = seek.highest;
        if (seek.highest < 1) refuse("--step", "is wider than the range", words.step, "a smaller one");
    }
    return grid;
}

void keep_to_what_stands(const SeekWords& words, const Stands& stands, SeekOptions& options) {
    const auto good = [&](long step) {
        try {
            stands(step, "--vary");
            return true;
        } catch (const InputError&) { return false; }
    };
    // The last step on the way from one that stands to one that need not.
    const auto last_good = [&](long from, long to) {
        if (good(to)) return to;
        while (std::abs(to - from) > 1) {
            const long middle = from + (to - from) / 2;
            (good(middle) ? from : to) = middle;
        }
        return from;
    };
    if (!words.from.empty()) stands(0, "--from");
    if (!words.to.empty()) stands(options.highest, "--to");
    const long start = std::clamp(options.start, options.lowest, options.highest);
    if (!good(start)) return;  // between the steps: the search will say why
    if (words.from.empty()) options.lowest = last_good(start, options.lowest);
    if (words.to.empty()) options.highest = last_good(start, options.highest);
    if (options.lowest < options.highest) return;
    for (const long beside : {start + 1, start - 1}) stands(beside, "--vary");  // neither does: the first says why
}

}  // namespace peakline
