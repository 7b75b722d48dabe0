#include "report/table.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "report/text.hpp"

namespace peakline {

namespace {

constexpr std::size_t narrowest_name = 8;

std::vector<std::size_t> column_widths(const std::vector<std::vector<Cell>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i].text));
    }
    return widths;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The end of a word that begins at `at`: numbers in groups of three and their per cent stay together.
std::size_t end_of_word(std::string_view text, std::size_t at) {
    auto end = text.find_first_of(" \n", at);
    const auto inside = [&] {
        if (end == std::string_view::npos || end == 0 || text[end] != ' ' || !is_digit(text[end - 1])) return false;
        const auto next = text.substr(end + 1);
        const bool group =
            next.size() >= 3 && std::all_of(next.begin(), next.begin() + 3, is_digit) && (next.size() == 3 || !is_digit(next[3]));
        return next.starts_with('%') || group;
    };
    while (inside()) end = text.find_first_of(" \n", end + 1);
    return std::min(end, text.size());
}

std::string trimmed(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

}  // namespace

std::string toned(std::string_view text, Tone tone, bool colour) {
    const char* code = "";
    switch (tone) {
        case Tone::plain: break;
        case Tone::bold: code = "1"; break;
        case Tone::dim: code = "2"; break;
        case Tone::good: code = "32"; break;
        case Tone::bad: code = "31"; break;
    }
    if (!colour || !*code || text.empty()) return std::string(text);
    return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

bool Table::cuts_names(std::size_t width) const {
    const auto widths = column_widths(rows);
    return !widths.empty() && std::accumulate(widths.begin(), widths.end(), indent) + widths.size() - 1 > width;
}

void Table::break_heads() {
    std::vector<Cell> above = rows.front();
    for (std::size_t i = 0; i < above.size(); ++i) {
        const std::string text = above[i].text;
        std::size_t best = std::string::npos, narrowest = display_width(text);
        for (std::size_t at = text.find(' '); at != std::string::npos; at = text.find(' ', at + 1)) {
            const std::size_t wide = std::max(display_width(text.substr(0, at)), display_width(text.substr(at + 1)));
            if (wide < narrowest) narrowest = wide, best = at;
        }
        above[i].text = best == std::string::npos ? "" : text.substr(0, best);
        if (best != std::string::npos) rows.front()[i].text = text.substr(best + 1);
    }
    rows.insert(rows.begin(), std::move(above));
}

std::string Table::text(std::size_t width, bool colour) const {
    auto widths = column_widths(rows);
    if (widths.empty()) return {};
    const std::size_t content = std::accumulate(widths.begin() + 1, widths.end(), indent);
    const std::size_t gaps = widths.size() - 1;
    const std::size_t gap = content + widths[0] + 2 * gaps <= width ? 2 : 1;
    const std::size_t others = content + gap * gaps;
    if (folds && gaps > 1 && others + std::min(widths[0], width / 2) > width) return folded(widths, width, colour);
    widths[0] = std::min(widths[0], std::max(narrowest_name, width > others ? width - others : 0));
    std::string out;
    for (const auto& row : rows) {
        std::string line(indent, ' ');
        for (std::size_t i = 0; i < row.size(); ++i) {
            const bool own_line = i == 0 && whole_names && row.size() > 1 && display_width(row[0].text) > widths[0];
            if (own_line) out += line + toned(row[0].text, row[0].tone, colour) + "\n";
            const auto shown = own_line ? "" : fitted(row[i].text, i == 0 ? widths[0] : std::numeric_limits<std::size_t>::max());
            const std::string blanks(widths[i] - std::min(widths[i], display_width(shown)), ' ');
            const bool to_left = i < left.size() && left[i];
            if (i > 0) line.append(gap, ' ');
            line += to_left ? toned(shown, row[i].tone, colour) + blanks : blanks + toned(shown, row[i].tone, colour);
        }
        out += trimmed(std::move(line)) + "\n";
    }
    return out;
}

// Below one another as many columns each time as fit beside the first, whose names keep up to half of the width.
std::string Table::folded(const std::vector<std::size_t>& widths, std::size_t width, bool colour) const {
    std::string out;
    for (std::size_t next = 1; next < widths.size();) {
        const std::size_t from = next;
        std::size_t taken = indent + std::min(widths[0], width / 2);
        while (next < widths.size() && (next == from || taken + widths[next] + 2 <= width)) taken += widths[next++] + 2;
        Table block;
        block.indent = indent;
        block.left = {left.empty() || left[0]};
        for (std::size_t i = from; i < next; ++i) block.left.push_back(i < left.size() && left[i]);
        for (const auto& row : rows) {
            block.add({row.front()});
            for (std::size_t i = from; i < std::min(next, row.size()); ++i) block.rows.back().push_back(row[i]);
        }
        out += block.text(width, colour);
    }
    return out;
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
    const std::string start(indent, ' ');
    std::string out, line = start;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = end_of_word(text, at);
        const auto word = fitted(text.substr(at, end - at), std::numeric_limits<std::size_t>::max());
        at = end + 1;
        if (word.empty()) continue;
        const bool first = line.size() == start.size();
        if (!first && display_width(line) + 1 + display_width(word) > width) {
            out += line + "\n";
            line = start + word;
        } else {
            line += (first ? "" : " ") + word;
        }
    }
    return out + line + "\n";
}

}  // namespace peakline
