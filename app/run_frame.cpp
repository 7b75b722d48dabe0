#include "app/run_frame.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace peakline {
namespace {

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

const char* medium_name(Medium medium) {
    switch (medium) {
        case Medium::voice: return "voice";
        case Medium::chat: return "chat";
        case Medium::deferred: return "deferred";
        case Medium::outbound: return "outbound";
    }
    return "";
}

void add_grid(Results& results, const TimeAxis& axis) {
    results.interval = fmt::format("{}min", static_cast<int>(axis.interval() / 60));
    results.interval_seconds = axis.interval();
    for (int i = 0; i < axis.intervals(); ++i) {
        results.timestamps.push_back(axis.timestamp(i));
        results.day_of_interval.push_back(axis.day_of_interval(i));
    }
    for (int day = 0; day < axis.days(); ++day) results.dates.push_back(to_text(axis.date_of_day(day)));
}

void add_rows(Results& results, const Scenario& scenario) {
    for (const Queue& queue : scenario.queues)
        if (std::none_of(results.queues.begin(), results.queues.end(),
                         [&](const QueueInfo& info) { return info.name == queue.name; }))
            results.queues.push_back({queue.name, medium_name(queue.medium), queue.target.within});
    for (const Group& group : scenario.groups)
        if (std::find(results.groups.begin(), results.groups.end(), group.name) == results.groups.end())
            results.groups.push_back(group.name);
}

}  // namespace

Results framed_results(const Scenario& baseline, const std::vector<Plan>& plans) {
    Results results;
    results.scenario = baseline.name.empty() ? baseline.file.stem().string() : baseline.name;
    results.description = baseline.description;
    results.currency = baseline.currency;
    results.scenario_text = text_of(baseline.file);
    results.version = PEAKLINE_VERSION;
    results.seed = baseline.run.seed;
    results.replications = baseline.run.replications;
    results.zone = baseline.zone;
    add_grid(results, baseline.axis());
    for (const Plan& plan : plans) add_rows(results, plan.scenario);
    return results;
}

std::string shown_path(const std::string& path) {
    const std::filesystem::path given(path);
    return given.is_absolute() ? given.filename().string() : path;
}

std::string command_text(const std::vector<std::string>& words) {
    static constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+%@";
    std::string text;
    for (const std::string& word : words) {
        if (!text.empty()) text += ' ';
        if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) {
            text += word;
            continue;
        }
        text += '\'';
        for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
        text += '\'';
    }
    return text;
}

}  // namespace peakline
