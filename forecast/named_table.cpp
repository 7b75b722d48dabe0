#include "forecast/named_table.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "forecast/trouble.hpp"

namespace peakline {
namespace {

constexpr double normal_90 = 1.2816;  // quantile of the standard normal: ends of "8 in 10"
constexpr double usual_log_sd = 0.1;  // of a factor given as one number

std::optional<double> number(std::string_view text) {
    const CellNumber parsed = parse_number(trimmed(text), DecimalMark::point);
    return parsed.value && std::isfinite(*parsed.value) ? parsed.value : std::nullopt;
}

// The log of one end of a factor.
std::optional<double> log_factor(std::string_view text) {
    text = trimmed(text);
    if (text.empty()) return std::nullopt;
    const bool per_cent = text.back() == '%', plus = text.front() == '+', minus = text.front() == '-';
    if (per_cent) text.remove_suffix(1);
    if (plus || minus || text.front() == 'x') text.remove_prefix(1);
    const auto value = number(text);
    if (!value || *value < 0 || ((plus || minus) && !per_cent)) return std::nullopt;
    const double factor = plus ? 1 + *value / 100 : minus ? 1 - *value / 100 : per_cent ? *value / 100 : *value;
    if (!(factor > 0)) return std::nullopt;
    return std::log(factor);
}

}  // namespace

NamedTable::NamedTable(const std::filesystem::path& path, std::vector<std::string> names, bool bare)
    : names_(std::move(names)), column_(names_.size(), -1) {
    const TextFile text = load_text(path);
    file_ = text.name;
    DelimitedReader reader(text.text, find_delimiter(text.text));
    bool first = true;
    while (reader.next()) {
        const auto& cells = reader.cells();
        if (cells.front().starts_with('#')) continue;
        if (first) {
            first = false;
            const auto known = [&](std::string_view cell) {
                return std::find(names_.begin(), names_.end(), lower(cell)) != names_.end();
            };
            if (std::any_of(cells.begin(), cells.end(), known)) {
                for (std::size_t c = 0; c < cells.size(); ++c) {
                    const auto at = std::find(names_.begin(), names_.end(), lower(cells[c]));
                    if (at != names_.end()) {
                        column_[static_cast<std::size_t>(at - names_.begin())] = static_cast<int>(c);
                        continue;
                    }
                    if (cells[c].empty() || lower(cells[c]) == "note") continue;
                    Problem problem = trouble({file_, reader.line(), static_cast<int>(c) + 1}, "unknown column",
                                              in_quotes(cells[c]), fmt::format("{}", fmt::join(names_, ", ")));
                    problem.nearest = nearest_name(lower(cells[c]), names_);
                    throw InputError(problem);
                }
                continue;
            }
            if (!bare)
                throw InputError(trouble({file_, reader.line(), 1}, "no header with the names of the columns",
                                         in_quotes(cells.front()), fmt::format("{}", fmt::join(names_, ", "))));
            for (std::size_t c = 0; c < names_.size(); ++c) column_[c] = static_cast<int>(c);
            if (!parse_stamp(cells.front().substr(0, cells.front().find("..")), DateOrder::day_first))
                continue;  // a header in other words
        }
        Row row{reader.line(), {}};
        for (const int c : column_)
            row.cells.emplace_back(c >= 0 && c < static_cast<int>(cells.size()) ? cells[static_cast<std::size_t>(c)]
                                                                                : std::string_view{});
        rows_.push_back(std::move(row));
    }
}

void NamedTable::require(std::string_view name) const {
    if (!rows_.empty() && !has(name))
        throw InputError(
            trouble({file_, 1}, fmt::format("no column '{}'", name), "", fmt::format("{}", fmt::join(names_, ", "))));
}

bool NamedTable::has(std::string_view name) const {
    const auto at = std::find(names_.begin(), names_.end(), name);
    return at != names_.end() && column_[static_cast<std::size_t>(at - names_.begin())] >= 0;
}

const std::string& NamedTable::cell(const Row& row, std::string_view name) const {
    return row.cells[static_cast<std::size_t>(std::find(names_.begin(), names_.end(), name) - names_.begin())];
}

Place NamedTable::place(const Row& row, std::string_view name) const {
    const int column = column_[static_cast<std::size_t>(std::find(names_.begin(), names_.end(), name) - names_.begin())];
    return {file_, row.line, column + 1};
}

Problem NamedTable::trouble_at(const Row& row, std::string_view name, std::string message, std::string expected) const {
    return trouble(place(row, name), std::move(message), in_quotes(cell(row, name)), std::move(expected));
}

std::optional<DateSpan> parse_span(std::string_view text, DateOrder order) {
    const auto dots = text.find("..");
    const auto date = [&](std::string_view part) { return parse_stamp(trimmed(part), order); };
    const auto from = date(text.substr(0, dots));
    if (!from) return std::nullopt;
    const auto day = [](const Stamp& s) {
        return Date{static_cast<std::int32_t>(s.local >= 0 ? s.local / 86400 : -((-s.local + 86399) / 86400))};
    };
    DateSpan span{day(*from), day(*from), std::nullopt};
    if (from->has_time) span.second = static_cast<std::int32_t>(from->local - static_cast<std::int64_t>(span.from.days) * 86400);
    if (dots == std::string_view::npos) return span;
    const auto to = date(text.substr(dots + 2));
    if (!to || to->has_time || from->has_time || day(*to) < span.from) return std::nullopt;
    span.to = day(*to);
    return span;
}

DateOrder date_order(const NamedTable& table, std::string_view column) {
    bool month_first = true, day_first = true;
    for (const NamedTable::Row& row : table.rows())
        if (const auto evidence = order_evidence(table.cell(row, column))) {
            month_first = month_first && evidence->month_first;
            day_first = day_first && evidence->day_first;
        }
    return month_first && !day_first ? DateOrder::month_first : DateOrder::day_first;
}

std::optional<double> parse_count(std::string_view text) {
    const auto value = number(text);
    return value && *value >= 0 && *value < 1e9 ? value : std::nullopt;
}

std::string without_blanks(std::string_view text) {
    std::string out(text);
    std::erase_if(out, [](char c) { return c == ' '; });
    return out;
}

std::optional<UncertainFactor> parse_factor(std::string_view text) {
    const auto dots = text.find("..");
    const auto low = log_factor(text.substr(0, dots));
    if (!low) return std::nullopt;
    if (dots == std::string_view::npos) return UncertainFactor{*low, usual_log_sd};
    const auto high = log_factor(text.substr(dots + 2));
    if (!high || *high < *low) return std::nullopt;
    return UncertainFactor{0.5 * (*low + *high), (*high - *low) / (2 * normal_90)};
}

}  // namespace peakline
