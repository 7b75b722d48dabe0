#include "forecast/history_layout.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "forecast/delimited.hpp"
#include "forecast/trouble.hpp"

namespace peakline {
namespace {

constexpr int judged_rows = 200;

using Names = std::vector<std::string_view>;
const Names timestamp_names{
    "timestamp",      "datetime", "date_time",  "date time",  "date", "time",   "interval", "interval start",
    "interval_start", "start",    "start time", "start_time", "day",  "period", "ds",       "zeit",
    "zeitstempel",    "datum",    "fecha",      "data"};
const Names clock_names{"time", "clock", "time of day", "interval", "interval start", "start", "start time",
                        "from", "hour",  "uhrzeit",     "zeit",     "hora",           "heure"};
const Names series_names{"series", "queue", "driver",  "reason",    "queue name",    "queuename",
                         "skill",  "group", "channel", "unique_id", "warteschlange", "thema"};
const Names value_names{"value", "volume", "calls",         "contacts",         "offered", "count",  "orders", "arrivals", "y",
                        "units", "number", "calls offered", "contacts offered", "anrufe",  "anzahl", "wert",   "menge"};
const Names handle_names{"handle_time",         "handle time",       "aht",     "average handle time",
                         "average_handle_time", "averagehandletime", "aht (s)", "aht seconds"};

[[noreturn]] void refuse(const std::string& file, int line, std::string message, std::string found, std::string expected) {
    throw InputError(trouble({file, line, 0}, std::move(message), std::move(found), std::move(expected)));
}

struct Sample {
    std::vector<std::string> header;             // lower case
    std::vector<std::string> written;            // as written
    std::vector<std::vector<std::string>> rows;  // below the header
    int skipped = 0;
    bool has_header = true;
};

bool is_stamp(std::string_view text) {
    return parse_stamp(text, DateOrder::day_first) || parse_stamp(text, DateOrder::month_first);
}
bool is_number(std::string_view text) {
    return parse_number(text, DecimalMark::point).value || parse_number(text, DecimalMark::comma).value;
}

// The table begins with the first row as wide as most rows are; what stands above is a preamble.
Sample take_sample(const std::string& file, std::string_view text, char delimiter) {
    std::vector<std::vector<std::string>> rows;
    DelimitedReader reader(text, delimiter);
    while (static_cast<int>(rows.size()) < judged_rows && reader.next()) {
        std::vector<std::string> row(reader.cells().begin(), reader.cells().end());
        while (row.size() > 1 && row.back().empty()) row.pop_back();
        rows.push_back(std::move(row));
    }
    if (reader.unclosed() && rows.size() <= 2)
        refuse(file, reader.unclosed(), "a quote is opened in this row and never closed", "", "a second \" where the cell ends");
    Sample sample;
    if (rows.empty()) return sample;
    std::vector<std::size_t> widths;
    for (const auto& row : rows) widths.push_back(row.size());
    std::sort(widths.begin(), widths.end());
    const std::size_t usual = widths[widths.size() / 2];
    std::size_t first = 0;
    while (first + 1 < rows.size() && (rows[first].size() < usual || rows[first].front().starts_with('#')) &&
           !is_stamp(rows[first].front()))
        ++first;
    sample.skipped = static_cast<int>(first);
    sample.has_header =
        std::none_of(rows[first].begin(), rows[first].end(), [](const std::string& c) { return is_stamp(c) && !parse_clock(c); });
    if (sample.has_header) {
        sample.written = rows[first];
        for (const std::string& cell : rows[first]) sample.header.push_back(lower(cell));
        ++first;
    }
    sample.rows.assign(rows.begin() + static_cast<std::ptrdiff_t>(first), rows.end());
    return sample;
}

std::size_t width(const Sample& sample) {
    std::size_t widest = sample.header.size();
    for (const auto& row : sample.rows) widest = std::max(widest, row.size());
    return widest;
}

// Share of the filled cells of a column of which `holds` is true; -1 where none is filled.
template <class Test>
double share_of(const Sample& sample, std::size_t column, Test holds) {
    int filled = 0, good = 0;
    for (const auto& row : sample.rows) {
        if (column >= row.size() || row[column].empty()) continue;
        ++filled;
        good += holds(row[column]) ? 1 : 0;
    }
    return filled ? static_cast<double>(good) / filled : -1;
}

int named(const Sample& sample, const Names& names) {
    for (const std::string_view name : names)
        for (std::size_t c = 0; c < sample.header.size(); ++c)
            if (sample.header[c] == name) return static_cast<int>(c);
    return -1;
}

std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

// ---- layouts of common systems, by their header ------------------------------------------------------------------
struct KnownLayout {
    std::string_view name;
    std::string_view timestamp, queue, channel, value, handle_time, handled;
    HandleTimeKind kind;
    std::array<std::string_view, 2> parts;
};
constexpr std::array<KnownLayout, 3> known_layouts{{
    {"Amazon Connect",
     "timestamp",
     "queuename",
     "channeltype",
     "incomingcontactvolume",
     "averagehandletime",
     "",
     HandleTimeKind::mean_seconds,
     {}},
    {"Genesys Cloud",
     "interval start utc date",
     "queue",
     "media type",
     "offered",
     "total handle time",
     "interactions handled",
     HandleTimeKind::total_seconds,
     {"skill set", "language"}},
    {"Dynamics 365", "datetime", "queuename", "channelname", "volume", "aht in minutes", "", HandleTimeKind::mean_minutes, {}},
}};

std::optional<HistoryLayout> known_layout(const Sample& sample) {
    const auto column = [&](std::string_view name) { return name.empty() ? -1 : named(sample, {name}); };
    for (const KnownLayout& known : known_layouts) {
        if (column(known.timestamp) < 0 || column(known.queue) < 0 || column(known.channel) < 0 || column(known.value) < 0)
            continue;
        HistoryLayout layout;
        layout.name = known.name;
        layout.timestamp = column(known.timestamp);
        layout.series = {column(known.queue), column(known.channel)};
        layout.optional_part = column(known.channel);
        layout.values = {column(known.value)};
        layout.handle_time = column(known.handle_time);
        if (known.name == "Dynamics 365" && layout.handle_time < 0)
            layout.handle_time = named(sample, {"aht", "aht (minutes)", "aht (in minutes)"});
        layout.handled = column(known.handled);
        layout.handle_time_kind = layout.handle_time >= 0 ? known.kind : HandleTimeKind::none;
        for (const std::string_view part : known.parts)
            if (column(part) >= 0) layout.parts.push_back(column(part));
        return layout;
    }
    return std::nullopt;
}

// ---- a planner's own table ----------------------------------------------------------------------------------------
int find_timestamp(const std::string& file, const Sample& sample) {
    const int by_name = named(sample, timestamp_names);
    if (by_name >= 0 && share_of(sample, by_name, is_stamp) > 0.5) return by_name;
    for (std::size_t c = 0; c < width(sample); ++c)
        if (share_of(sample, c, is_stamp) > 0.5 && share_of(sample, c, [](const std::string& t) { return t.size() >= 6; }) > 0.5)
            return static_cast<int>(c);
    for (std::size_t c = 0; c < width(sample); ++c)
        if (share_of(sample, c, [](const std::string& t) { return odd_year(t).has_value(); }) > 0.5)
            refuse(file, 1 + sample.skipped + (sample.has_header ? 1 : 0), "the dates are of years that no history has",
                   in_quotes(sample.rows.front()[c]), fmt::format("years from {} to {}", first_year, last_year));
    refuse(file, 1 + sample.skipped, "no column holds dates or times",
           sample.has_header     ? listed(sample.written)
           : sample.rows.empty() ? "no rows"
                                 : listed(sample.rows.front()),
           "a column such as 'timestamp' with the start of each interval");
}

void find_clock(const Sample& sample, HistoryLayout& layout) {
    const bool bare_dates = share_of(sample, layout.timestamp, [](const std::string& t) {
                                const auto stamp = parse_stamp(t, DateOrder::day_first);
                                return (stamp && !stamp->has_time) || (!stamp && parse_stamp(t, DateOrder::month_first));
                            }) > 0.5;
    if (!bare_dates) return;
    for (const std::string_view name : clock_names)
        for (std::size_t c = 0; c < sample.header.size(); ++c)
            if (static_cast<int>(c) != layout.timestamp && sample.header[c] == name &&
                share_of(sample, c, [](const std::string& t) { return parse_clock(t).has_value(); }) > 0.9)
                layout.clock = static_cast<int>(c);
}

void find_clock_columns(const Sample& sample, HistoryLayout& layout) {
    for (std::size_t c = 0; c < sample.header.size(); ++c)
        if (const auto clock = parse_clock(sample.header[c]); clock && sample.header[c].find(':') != std::string::npos) {
            layout.clock_columns.push_back(static_cast<int>(c));
            layout.clocks.push_back(*clock);
        }
    if (layout.clock_columns.size() < 2) layout.clock_columns.clear();
}

HistoryLayout own_layout(const std::string& file, const Sample& sample) {
    HistoryLayout layout;
    layout.timestamp = find_timestamp(file, sample);
    find_clock(sample, layout);
    find_clock_columns(sample, layout);
    std::vector<int> texts, numbers;
    for (std::size_t c = 0; c < width(sample); ++c) {
        if (static_cast<int>(c) == layout.timestamp || static_cast<int>(c) == layout.clock) continue;
        const double numeric = share_of(sample, c, [](const std::string& t) { return is_number(t); });
        if (numeric < 0 && sample.has_header) {
            if (c < sample.written.size()) layout.ignored.push_back(sample.written[c]);
            continue;
        }
        (numeric > 0.5 ? numbers : texts).push_back(static_cast<int>(c));
    }
    const int series = named(sample, series_names), value = named(sample, value_names), handle = named(sample, handle_names);
    const auto has = [](const std::vector<int>& columns, int c) {
        return std::find(columns.begin(), columns.end(), c) != columns.end();
    };
    if (!layout.clock_columns.empty()) {
        layout.name = "a column for each time of day";
        if (!texts.empty()) layout.series = {has(texts, series) ? series : texts.front()};
        return layout;
    }
    if (numbers.empty())
        refuse(file, 1 + sample.skipped, "no column holds numbers", sample.has_header ? listed(sample.written) : "",
               "a column such as 'value'");
    const bool long_form =
        has(texts, series) || has(numbers, series) || (!texts.empty() && (numbers.size() == 1 || has(numbers, value)));
    if (has(numbers, handle) && (long_form || numbers.size() == 2)) {
        layout.handle_time = handle;
        layout.handle_time_kind = HandleTimeKind::mean_seconds;
        std::erase(numbers, handle);
    }
    if (long_form) {
        layout.name = "long";
        layout.series = {series >= 0 && (has(texts, series) || has(numbers, series)) ? series : texts.front()};
        std::erase(numbers, layout.series.front());
        if (numbers.empty())
            refuse(file, 1 + sample.skipped, "no column holds numbers", listed(sample.written), "a column such as 'value'");
        layout.values = {has(numbers, value) ? value : numbers.front()};
        if (numbers.size() == 2 && !sample.has_header) {
            layout.handle_time = numbers[1];
            layout.handle_time_kind = HandleTimeKind::mean_seconds;
        }
    } else {
        layout.name = numbers.size() > 1 ? "wide" : "one series";
        layout.values = numbers;
        for (const int c : numbers)
            layout.value_names.push_back(c < static_cast<int>(sample.written.size())
                                             ? sample.written[c]
                                             : "series " + std::to_string(&c - numbers.data() + 1));
    }
    for (std::size_t c = 0; c < sample.written.size(); ++c) {
        const int i = static_cast<int>(c);
        if (i != layout.timestamp && i != layout.clock && i != layout.handle_time && !has(layout.series, i) &&
            !has(layout.values, i) && (has(texts, i) || has(numbers, i)))
            layout.ignored.push_back(sample.written[c]);
    }
    return layout;
}

HistoryLayout mapped_layout(const std::string& file, const Sample& sample, const HistoryMapping& mapping) {
    const auto column = [&](const std::string& name) {
        for (std::size_t c = 0; c < sample.header.size(); ++c)
            if (sample.header[c] == lower(name)) return static_cast<int>(c);
        Problem problem = trouble({file, 1 + sample.skipped, 0},
                                  fmt::format("the mapping {} names a column that the file does not have", mapping.file),
                                  listed(sample.written), in_quotes(name));
        problem.nearest = nearest_name(name, sample.written);
        throw InputError(problem);
    };
    HistoryLayout layout;
    layout.name = "mapped";
    layout.timestamp = column(mapping.timestamp.front());
    if (mapping.timestamp.size() > 1) layout.clock = column(mapping.timestamp[1]);
    for (const std::string& name : mapping.series) layout.series.push_back(column(name));
    for (const std::string& name : mapping.parts) layout.parts.push_back(column(name));
    layout.values = {column(mapping.value)};
    layout.value_names = {mapping.value};
    if (!mapping.handle_time.empty()) {
        layout.handle_time = column(mapping.handle_time);
        layout.handle_time_kind = mapping.handle_time_kind;
    }
    layout.order = mapping.order;
    layout.mark = mapping.mark;
    layout.delimiter = mapping.delimiter;
    return layout;
}

}  // namespace

HistoryLayout find_layout(const std::string& file, std::string_view text, char delimiter,
                          const std::optional<HistoryMapping>& mapping) {
    const Sample sample = take_sample(file, text, delimiter);
    if (sample.header.empty() && sample.rows.empty()) refuse(file, 0, "is empty", "", "rows of timestamp and value");
    if (sample.rows.empty()) refuse(file, 1, "holds a header and no rows", listed(sample.written), "rows of timestamp and value");
    HistoryLayout layout;
    if (mapping)
        layout = mapped_layout(file, sample, *mapping);
    else if (const auto known = known_layout(sample))
        layout = *known;
    else
        layout = own_layout(file, sample);
    layout.header = sample.has_header;
    layout.skipped = sample.skipped;
    layout.cells = width(sample);
    return layout;
}

}  // namespace peakline
