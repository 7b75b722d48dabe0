#include "scenarios/csv.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "core/units.hpp"
#include "scenarios/moments.hpp"
#include "scenarios/node.hpp"

namespace peakline {
namespace {

constexpr std::size_t most_mistakes = 20;

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

std::string trimmed(std::string text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string::npos) return "";
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

char delimiter_of(std::string_view first_line) {
    char best = ',';
    for (const char c : {';', '\t'})
        if (std::count(first_line.begin(), first_line.end(), c) > std::count(first_line.begin(), first_line.end(), best))
            best = c;
    return best;
}

std::vector<std::string> cells_of(std::string_view line, char delimiter) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
            cells.back() += line[i++];
        } else if (line[i] == '"') {
            quoted = !quoted;
        } else if (line[i] == delimiter && !quoted) {
            cells.emplace_back();
        } else {
            cells.back() += line[i];
        }
    }
    for (std::string& cell : cells) cell = trimmed(std::move(cell));
    return cells;
}

// Which cells of a row hold the time, the name and the number.
struct Columns {
    std::size_t time = 0, value = 1;
    std::optional<std::size_t> name;
};

// Reads one series out of the rows of a file; mistakes are gathered.
class TableReader {
public:
    TableReader(const Csv& csv, const TableQuery& query, const Zone& zone) : csv_(csv), query_(query), zone_(zone) {}

    TimeTable read() {
        if (csv_.rows.empty()) give_up({csv_.file, 0, 0}, "", "an empty file", "", "a header and rows");
        columns_ = find_columns();
        for (std::size_t i = 1; i < csv_.rows.size() && mistakes_.size() < most_mistakes; ++i) read_row(csv_.rows[i]);
        if (mistakes_.empty() && table_.starts.empty())
            mistakes_.push_back(
                problem(0, fmt::format("no rows for {}", query_.name), "", "", nearest_name(query_.name, others_)));
        if (!mistakes_.empty()) throw InputError(std::move(mistakes_));
        table_.step = step();
        return std::move(table_);
    }

private:
    Problem problem(int line, std::string message, std::string found = {}, std::string expected = {},
                    std::string nearest = {}) const {
        return {{csv_.file, line, 0}, "", std::move(message), std::move(found), std::move(expected), std::move(nearest)};
    }

    Columns find_columns() {
        const std::vector<std::string>& header = csv_.rows.front().cells;
        Columns columns;
        for (std::size_t i = 0; i < header.size(); ++i) {
            const std::string title = lower(header[i]);
            if (title == "timestamp" || title == "date" || title == "time") columns.time = i;
            if (std::find(query_.grouped_by.begin(), query_.grouped_by.end(), title) != query_.grouped_by.end()) columns.name = i;
        }
        std::vector<std::size_t> numbers;
        for (std::size_t i = 0; i < header.size(); ++i)
            if (i != columns.time && i != columns.name) numbers.push_back(i);
        if (header.size() < 2 || numbers.empty())
            give_up({csv_.file, csv_.rows.front().line, 0}, "", "too few columns", comma_list(header), "timestamp and a value");
        if (columns.name || numbers.size() == 1) {
            columns.value = value_column(header, numbers);
            return columns;
        }
        for (const std::size_t i : numbers) {
            if (header[i] == query_.name) {
                columns.value = i;
                return columns;
            }
            others_.push_back(header[i]);
        }
        give_up({csv_.file, csv_.rows.front().line, 0}, "", "no column for " + query_.name, comma_list(others_), "",
                nearest_name(query_.name, others_));
    }

    static std::size_t value_column(const std::vector<std::string>& header, const std::vector<std::size_t>& numbers) {
        for (const std::size_t i : numbers)
            for (const char* const title : {"value", "agents", "contacts", "volume", "units"})
                if (lower(header[i]) == title) return i;
        return numbers.front();
    }

    void read_row(const CsvRow& row) {
        if (columns_.name) {
            const std::string& name = *columns_.name < row.cells.size() ? row.cells[*columns_.name] : std::string();
            if (name != query_.name) {
                if (std::find(others_.begin(), others_.end(), name) == others_.end() && others_.size() < 1000)
                    others_.push_back(name);
                return;
            }
        }
        if (std::max(columns_.time, columns_.value) >= row.cells.size()) {
            mistakes_.push_back(problem(row.line, "too few cells", fmt::format("{}", row.cells.size()),
                                        fmt::format("{}", csv_.rows[0].cells.size())));
            return;
        }
        const std::string& time = row.cells[columns_.time];
        const std::string& number = row.cells[columns_.value];
        const auto value = parse_number(number);
        const bool good_value = value && *value >= 0 && (!query_.whole || *value == std::floor(*value));
        if (!good_value)
            mistakes_.push_back(
                problem(row.line, "not a count", number, query_.whole ? "a whole number, 0 or more" : "a number, 0 or more"));
        const auto moment = parse_timestamp(time);
        if (!moment) {
            mistakes_.push_back(
                problem(row.line, "not a timestamp", time, "2026-11-27 10:00, 2026-11-27T10:00+01:00 or 2026-11-27"));
        } else if (good_value) {
            add(row.line, time, *moment, *value);
        }
    }

    void add(int line, const std::string& text, const Timestamp& moment, double value) {
        std::int64_t utc = moment.utc ? *moment.utc : zone_.to_utc(moment.local);
        const bool not_later = !table_.starts.empty() && utc <= table_.starts.back();
        if (not_later && !moment.utc && zone_.to_local(utc + 3600) == moment.local)
            utc += 3600;  // the doubled hour's second reading
        if (!table_.starts.empty() && utc <= table_.starts.back()) {
            mistakes_.push_back(problem(line, "rows must go forward in time", text, "a later time than the row before"));
            return;
        }
        all_dates_ = all_dates_ && moment.date_only;
        table_.starts.push_back(utc);
        table_.values.push_back(value);
    }

    // The length of a period: days where only dates stand, else the smallest gap between rows.
    double step() const {
        if (all_dates_) return day_seconds;
        std::int64_t smallest = 0;
        for (std::size_t i = 1; i < table_.starts.size(); ++i) {
            const std::int64_t gap = table_.starts[i] - table_.starts[i - 1];
            if (smallest == 0 || gap < smallest) smallest = gap;
        }
        return smallest == 0 ? hour_seconds / 2 : std::min(static_cast<double>(smallest), day_seconds);
    }

    const Csv& csv_;
    const TableQuery& query_;
    const Zone& zone_;
    Columns columns_;
    TimeTable table_;
    bool all_dates_ = true;
    std::vector<std::string> others_;
    std::vector<Problem> mistakes_;
};

}  // namespace

const Csv& Tables::csv(const std::filesystem::path& path) {
    const auto known = files_.find(path.string());
    if (known != files_.end()) return known->second;
    std::string text = read_text_file(path);
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    if (text.find('\0') != std::string::npos) give_up({path.string(), 0, 0}, "", "not a text file", "", "a CSV file");
    Csv csv{path.string(), {}};
    const char delimiter = delimiter_of(std::string_view(text).substr(0, text.find('\n')));
    int line = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view row(text.data() + begin, end - begin);
        ++line;
        if (row.find_first_not_of(" \t\r") != std::string_view::npos) csv.rows.push_back({line, cells_of(row, delimiter)});
        begin = end + 1;
    }
    return files_.emplace(path.string(), std::move(csv)).first->second;
}

const TimeTable& Tables::table(const std::filesystem::path& path, const TableQuery& query, const Zone& zone) {
    const std::string key = path.string() + '\n' + query.name + '\n' + zone.name();
    const auto known = tables_.find(key);
    if (known != tables_.end()) return known->second;
    return tables_.emplace(key, TableReader(csv(path), query, zone).read()).first->second;
}

}  // namespace peakline
