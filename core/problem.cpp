#include "core/problem.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace peakline {
namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

// Damerau-Levenshtein distance in the "optimal string alignment" form: insertion, deletion, change and swap of neighbours
// cost 1 each and no substring is edited twice. Three rows of the table suffice.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        before_last.swap(last);
        last.swap(row);
    }
    return last[b.size()];
}

// How many slips a name of this length may hold and still be meant: one in a short word, about one in three letters, at most four.
std::size_t allowed_slips(std::size_t length) { return std::clamp<std::size_t>((length + 1) / 3, 1, 4); }

std::string all_texts(const std::vector<Problem>& problems) {
    std::string text;
    for (const Problem& problem : problems) {
        if (!text.empty()) text += '\n';
        text += problem.text();
    }
    return text;
}

}  // namespace

std::string Problem::text() const {
    std::string text = place.file;
    if (place.line > 0) text += fmt::format(":{}", place.line);
    if (place.line > 0 && place.column > 0) text += fmt::format(":{}", place.column);
    if (!text.empty()) text += ": ";
    if (!key.empty()) text += key + ": ";
    text += message;
    if (!found.empty() && !expected.empty()) {
        text += fmt::format(" (found {}, expected {})", found, expected);
    } else if (!found.empty()) {
        text += fmt::format(" (found {})", found);
    } else if (!expected.empty()) {
        text += fmt::format(" (expected {})", expected);
    }
    if (!nearest.empty()) text += fmt::format("; did you mean '{}'?", nearest);
    return text;
}

InputError::InputError(std::vector<Problem> problems) : std::runtime_error(all_texts(problems)), problems_(std::move(problems)) {}

InputError::InputError(Problem problem) : InputError(std::vector<Problem>{std::move(problem)}) {}

std::string nearest_name(std::string_view name, std::span<const std::string> candidates) {
    const std::string wanted = lower(name);
    const std::string* best = nullptr;
    std::size_t best_distance = allowed_slips(wanted.size()) + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t shorter = std::min(candidate.size(), wanted.size());
        if (std::max(candidate.size(), wanted.size()) - shorter >= best_distance) continue;
        const std::size_t distance = edit_distance(wanted, lower(candidate));
        // As many slips as letters is another word.
        if (distance < best_distance && distance < std::max<std::size_t>(wanted.size(), 1)) {
            best = &candidate;
            best_distance = distance;
        }
    }
    return best ? *best : std::string();
}

}  // namespace peakline
