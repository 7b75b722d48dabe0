#include "scenarios/reading.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace peakline {

std::string_view kind_text(Kind kind) {
    switch (kind) {
        case Kind::none: return "name";
        case Kind::driver: return "driver";
        case Kind::reason: return "reason";
        case Kind::queue: return "queue";
        case Kind::notification: return "notification";
        case Kind::self_service: return "self_service";
        case Kind::pending: return "pending";
        case Kind::group: return "group";
        case Kind::shift: return "shift";
        case Kind::event: return "event";
        case Kind::rule: return "rule";
        case Kind::cohort: return "cohort";
    }
    return "";
}

std::string kind_plural(Kind kind) {
    switch (kind) {
        case Kind::self_service: return "self_service";
        case Kind::group: return "staff.groups";
        case Kind::shift: return "staff.shifts";
        case Kind::cohort: return "cohorts";
        case Kind::pending: return "reasons with pending";
        default: return std::string(kind_text(kind)) + "s";
    }
}

const std::vector<std::string>& Names::of(Kind kind) const {
    static const std::vector<std::string> no_names;
    const auto found = all.find(kind);
    return found == all.end() ? no_names : found->second;
}

bool Names::has(Kind kind, std::string_view name) const {
    const auto& names = of(kind);
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string Reading::path() const { return joined_text(path_, "."); }

void Reading::add(Problem problem) { problems.push_back(std::move(problem)); }

void Reading::wrong(const Node& node, std::string message, std::string expected, std::string nearest) {
    add({node.place(), path(), std::move(message), node.shown(), std::move(expected), std::move(nearest)});
}

void Reading::wrong_key(const Entry& entry, std::string message, std::string expected, std::string nearest) {
    const Scope here = at(entry.key.text);
    add({entry.key.place(), path(), std::move(message), "", std::move(expected), std::move(nearest)});
}

void Reading::wrong_at(const Place& place, std::string message, std::string found, std::string expected, std::string nearest) {
    add({place, path(), std::move(message), std::move(found), std::move(expected), std::move(nearest)});
}

void Reading::warn(const Place& place, std::string key, std::string message) {
    warnings.push_back({place, std::move(key), std::move(message), "", "", ""});
}

bool Reading::sound(std::string_view prefix) const {
    return std::none_of(problems.begin(), problems.end(), [&](const Problem& p) {
        return p.key.starts_with(prefix) && (p.key.size() == prefix.size() || prefix.empty() || p.key[prefix.size()] == '.');
    });
}

}  // namespace peakline
