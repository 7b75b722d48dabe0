#include "forecast/history_notation.hpp"

#include <fmt/format.h>

#include "forecast/trouble.hpp"

namespace peakline {
namespace {

constexpr std::int64_t a_day = 86400;
constexpr double slip = 0.02;  // share of dates that may contradict the others as slips; more are a mixture

// Dates that can be read in one order only.
struct Evidence {
    int count = 0, line = 0;
    std::string example;
    void add(int at, std::string_view cell) {
        if (count++ == 0) {
            line = at;
            example = cell;
        }
    }
};

void refuse_mixture(const TextFile& file, const Evidence& day, const Evidence& month) {
    if (std::min(day.count, month.count) <= slip * (day.count + month.count)) return;
    const Evidence &first = day.line < month.line ? day : month, &second = day.line < month.line ? month : day;
    const char* const is = day.line < month.line ? "the day" : "the month";
    throw InputError(
        trouble({file.name, second.line, 1},
                fmt::format("the dates are in two orders: '{}' in line {} has {} first", first.example, first.line, is),
                "'" + second.example + "'", "one order in a file; files of different orders may be given side by side"));
}

}  // namespace

Date date_of(std::int64_t local) {
    return {static_cast<std::int32_t>(local >= 0 ? local / a_day : -((-local + a_day - 1) / a_day))};
}

OrderDecision find_order(const TextFile& file, char delimiter, const HistoryLayout& layout, const ReadOptions& options) {
    if (layout.order) return {*layout.order, false};
    Evidence day, month;
    bool numeric = false, dotted = false, afternoon = false;
    DelimitedReader reader(file.text, delimiter);
    while (reader.next()) {
        if (layout.timestamp >= static_cast<int>(reader.cells().size())) continue;
        const std::string_view cell = reader.cells()[layout.timestamp];
        const auto evidence = order_evidence(cell);
        if (!evidence) {
            if (!numeric && reader.line() > 1000) break;
            continue;
        }
        numeric = true;
        if (options.until) {
            const auto a = parse_stamp(cell, DateOrder::day_first), b = parse_stamp(cell, DateOrder::month_first);
            if ((!a || date_of(a->local) > *options.until) && (!b || date_of(b->local) > *options.until) && (a || b)) break;
        }
        dotted = dotted || cell.find('.') < 4;
        afternoon = afternoon || lower(cell).find("am") != std::string::npos || lower(cell).find("pm") != std::string::npos;
        if (evidence->day_first != evidence->month_first) (evidence->day_first ? day : month).add(reader.line(), cell);
    }
    if (!numeric) return {DateOrder::year_first, false};
    refuse_mixture(file, day, month);
    if (day.count != month.count) return {day.count > month.count ? DateOrder::day_first : DateOrder::month_first, false};
    return {!dotted && afternoon ? DateOrder::month_first : DateOrder::day_first, true};
}

MarkDecision find_mark(const TextFile& file, char delimiter, const HistoryLayout& layout, DateOrder order,
                       const ReadOptions& options) {
    if (layout.mark) return {*layout.mark, false};
    const bool dotted_dates = order != DateOrder::year_first;
    if (delimiter == ',' && file.text.find('.') == std::string::npos && file.text.find('"') == std::string::npos) return {};
    const std::vector<int>& columns = layout.clock_columns.empty() ? layout.values : layout.clock_columns;
    int points = 0, commas = 0, unclear_points = 0, unclear_commas = 0;
    DelimitedReader reader(file.text, delimiter);
    while (reader.next()) {
        const auto& cells = reader.cells();
        if (layout.timestamp >= static_cast<int>(cells.size())) continue;
        const auto stamp = parse_stamp(cells[layout.timestamp], order);
        if (!stamp || (options.until && date_of(stamp->local) > *options.until)) continue;
        for (const int c : columns) {
            if (c >= static_cast<int>(cells.size()) || cells[c].find_first_of(".,") == std::string_view::npos) continue;
            const auto evidence = mark_evidence(cells[c]);
            if (!evidence)
                (cells[c].find('.') != std::string_view::npos ? unclear_points : unclear_commas) += 1;
            else
                (*evidence == DecimalMark::point ? points : commas) += 1;
        }
    }
    if (points != commas) return {points > commas ? DecimalMark::point : DecimalMark::comma, false};
    if (unclear_points + unclear_commas == 0) return {};
    // Counts are whole: "1,234" and, where dates or delimiters are not English, "1.234" are thousands.
    return {unclear_points > unclear_commas && (dotted_dates || delimiter == ';') ? DecimalMark::comma : DecimalMark::point,
            true};
}

}  // namespace peakline
