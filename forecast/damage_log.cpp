#include <array>

#include <fmt/format.h>

#include "forecast/history_rows.hpp"
#include "forecast/trouble.hpp"

namespace peakline {
namespace {

struct Words {
    std::string_view kind, found, done;
};

// In the order of Damage. {} is the number of rows or cells, [] an example.
constexpr std::array<Words, 21> words{{
    {"unreadable time", "{} rows whose date or time cannot be read, such as '[]'", "left out"},
    {"totals line", "{} lines with totals", "left out: totals are added up from the intervals"},
    {"repeated header", "{} repeated header lines", "left out"},
    {"short row", "{} rows with too few cells", "left out"},
    {"no value", "{} rows without a value", "taken as missing, not as 0"},
    {"not a number", "{} cells that are not numbers, such as '[]'", "taken as missing"},
    {"negative value", "{} negative values, such as '[]'", "taken as missing"},
    {"impossible value", "{} values too large to be true, such as '[]'", "taken as missing"},
    {"mixed decimal marks", "{} numbers written with another decimal mark than the rest, such as '[]'", "read by their own mark"},
    {"no series name", "{} rows that do not name their series", "left out"},
    {"duplicate", "{} rows that repeat another one with the same value", "counted once"},
    {"changed duplicate", "{} rows for an interval that has another row with a different value",
     "the last row in the files counts"},
    {"out of order", "{} rows earlier than the row above them", "sorted by time"},
    {"off the grid", "{} rows whose time is not the start of an interval, such as '[]'",
     "added to the interval that contains them"},
    {"doubled hour", "{} rows of the hour that the clock shows twice when summer time ends",
     "the mean of the two passes stands for the hour"},
    {"missing hour", "{} rows in the hour that the clock skips when summer time begins", "left out: no such time exists"},
    {"ambiguous dates", "dates that could be read with the day or the month first",
     "read with the [] first; a mapping file can say otherwise"},
    {"ambiguous numbers", "numbers with one mark before three digits, such as 1.234 or 1,234", "[]"},
    {"unused column", "column '[]'", "not used"},
    {"preamble", "{} lines above the table", "skipped"},
    {"lone date", "{} rows more than a year apart from all others, such as of [], a slip in the date", "left out"},
}};

std::string filled(std::string_view text, std::size_t count, const std::string& example) {
    std::string out(text);
    if (const auto at = out.find("{}"); at != std::string::npos) {
        out.replace(at, 2, std::to_string(count));
        if (count == 1)
            for (const auto& [many, one] : {std::pair{"1 rows", "1 row"},
                                            {"1 cells", "1 cell"},
                                            {"1 lines", "1 line"},
                                            {"1 values", "1 value"},
                                            {"1 numbers", "1 number"},
                                            {"1 negative values", "1 negative value"},
                                            {"lines", "line"}})
                if (const auto place = out.find(many); place != std::string::npos)
                    out.replace(place, std::string_view(many).size(), one);
    }
    if (const auto at = out.find("[]"); at != std::string::npos) out.replace(at, 2, example);
    return out;
}

}  // namespace

void DamageLog::add(Damage damage, const std::string& file, const std::string& series, int line, std::string_view example) {
    const bool by_example = damage == Damage::ignored_column;
    Entry& entry = entries_[{damage, file, by_example ? std::string(example) : series}];
    if (entry.lines.empty()) entry.example = printable(example);
    entry.lines.push_back(line);
}

std::vector<Finding> DamageLog::findings() const {
    std::vector<Finding> findings;
    for (const auto& [key, entry] : entries_) {
        const Words& w = words[static_cast<std::size_t>(key.damage)];
        Finding finding;
        finding.kind = w.kind;
        finding.file = key.file;
        if (key.damage != Damage::ignored_column) finding.series = key.series;
        finding.lines = entry.lines;
        if (finding.lines == std::vector<int>{0}) finding.lines.clear();
        finding.found = filled(w.found, entry.lines.size(), entry.example);
        finding.done = filled(w.done, entry.lines.size(), entry.example);
        if (key.damage == Damage::ambiguous_numbers)
            finding.done = fmt::format("the {} taken as a mark of thousands; a mapping file can say otherwise", entry.example);
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace peakline
