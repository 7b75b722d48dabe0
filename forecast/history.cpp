#include "forecast/history.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include "forecast/history_grid.hpp"
#include "forecast/history_rows.hpp"
#include "forecast/trouble.hpp"

namespace peakline {
namespace {

constexpr std::int64_t a_day = 86400;
constexpr float no_number = std::numeric_limits<float>::quiet_NaN();
constexpr double on_grid_share = 0.98;
constexpr double impossible_factor = 100;  // times what 95 % of the intervals stay below

[[noreturn]] void refuse(const HistoryRows& rows, std::string message, std::string expected = "") {
    throw InputError(trouble({rows.files.empty() ? "history" : rows.files.front()}, std::move(message), "", std::move(expected)));
}

// The widest step on whose grid nearly all rows begin.
std::int64_t find_step(const HistoryRows& rows) {
    constexpr std::array<int, 16> minutes{1440, 720, 360, 240, 180, 120, 60, 30, 20, 15, 12, 10, 6, 5, 2, 1};
    std::array<long, minutes.size()> on_grid{};
    long total = 0;
    for (const RowGroup& group : rows.groups)
        for (const HistoryRow& row : group.rows) {
            ++total;
            const std::int64_t second = second_of_day(row.local);
            for (std::size_t i = 0; i < minutes.size(); ++i) on_grid[i] += second % (minutes[i] * 60) == 0;
        }
    for (std::size_t i = 0; i < minutes.size(); ++i)
        if (static_cast<double>(on_grid[i]) >= on_grid_share * static_cast<double>(total)) return minutes[i] * 60;
    refuse(rows, "the rows begin at any second of the day: this looks like a list of single contacts",
           "one row an interval, with the number of contacts in it");
}

// Values a hundred times what the series usually reaches are slips of a keyboard or an export.
void take_out_impossible(GridTable& table, DamageLog& log, const std::string& file) {
    std::vector<float> known;
    for (const float v : table.value)
        if (v > 0) known.push_back(v);
    if (known.size() < 40) return;
    const auto at = known.begin() + static_cast<std::ptrdiff_t>(0.95 * static_cast<double>(known.size()));
    std::nth_element(known.begin(), at, known.end());
    const double limit = impossible_factor * (*at + 10.0);
    for (std::size_t i = 0; i < table.value.size(); ++i)
        if (table.value[i] > limit) {
            const Date date{static_cast<std::int32_t>(table.first_day) + static_cast<int>(i) / table.slots};
            log.add(Damage::impossible, file, table.name, 0, fmt::format("{} on {}", table.value[i], to_text(date)));
            table.value[i] = no_number;
        }
}

HistorySeries to_series(const GridTable& table, int merge) {
    HistorySeries series;
    series.name = table.name;
    series.file = table.file;
    series.first = Date{static_cast<std::int32_t>(table.first_day)};
    series.slots = table.slots / merge;
    const std::size_t cells = table.value.size() / static_cast<std::size_t>(merge);
    series.values.assign(cells, no_number);
    if (table.has_handle_time) series.handle_time.assign(cells, no_number);
    for (std::size_t i = 0; i < cells; ++i) {
        float sum = 0, contacts = 0, seconds = 0;
        bool known = false;
        for (std::size_t k = i * merge; k < (i + 1) * merge; ++k) {
            if (!std::isnan(table.value[k])) {
                sum += table.value[k];
                known = true;
            }
            if (table.has_handle_time) {
                contacts += table.contacts[k];
                seconds += table.seconds[k];
            }
        }
        if (known) series.values[i] = sum;
        if (contacts > 0) series.handle_time[i] = seconds / contacts;
    }
    return series;
}

int merged_steps(const HistoryRows& rows, std::int64_t step, const ReadOptions& options) {
    if (!options.interval) return 1;
    const auto wanted = static_cast<std::int64_t>(*options.interval);
    if (wanted >= step && wanted % step == 0) return static_cast<int>(wanted / step);
    refuse(rows, fmt::format("the history is by {} minutes; {} minutes cannot be made of that", step / 60, wanted / 60),
           fmt::format("a multiple of {} minutes", step / 60));
}

// A series called "Total" beside others is their sum, not a queue.
void drop_totals(History& history, const HistoryRows& rows) {
    if (history.series.size() < 3) return;
    for (std::size_t t = 0; t < history.series.size(); ++t) {
        if (!is_totals_word(history.series[t].name)) continue;
        const HistorySeries& total = history.series[t];
        double sum = 0, off = 0;
        for (int d = 0; d < total.days(); ++d)
            for (int i = 0; i < total.slots; ++i) {
                double others = 0;
                for (const HistorySeries& s : history.series) {
                    const int day = (total.first + d) - s.first;
                    if (&s != &total && day >= 0 && day < s.days() && !std::isnan(s.at(day, i))) others += s.at(day, i);
                }
                if (std::isnan(total.at(d, i))) continue;
                sum += total.at(d, i);
                off += std::abs(total.at(d, i) - others);
            }
        Finding finding{"totals series",
                        total.name,
                        rows.files.front(),
                        {},
                        {},
                        fmt::format("series '{}' beside others", total.name),
                        off < 0.05 * sum ? "left out: it is the sum of the others"
                                         : "kept as a series of its own: it is not the sum of the others"};
        if (off < 0.05 * sum) history.series.erase(history.series.begin() + static_cast<std::ptrdiff_t>(t--));
        history.findings.push_back(std::move(finding));
    }
}

}  // namespace

Date History::last() const {
    Date latest{INT32_MIN};
    for (const HistorySeries& s : series) latest = std::max(latest, s.last());
    return latest;
}

History read_history(std::span<const std::filesystem::path> files, const ReadOptions& options) {
    HistoryRows rows = read_rows(files, options);
    const bool any = std::any_of(rows.groups.begin(), rows.groups.end(), [](const RowGroup& g) { return !g.rows.empty(); });
    if (!any) {
        std::vector<Problem> problems{
            trouble({rows.files.front()}, "no row can be used", "",
                    options.until ? "rows up to " + to_text(*options.until) : "rows with a time and a value")};
        for (const Finding& finding : rows.log.findings())
            problems.push_back(trouble({finding.file, finding.lines.empty() ? 0 : finding.lines.front()}, finding.found));
        throw InputError(problems);
    }
    leave_out_lone_dates(rows);
    const std::int64_t step = find_step(rows);
    const int merge = merged_steps(rows, step, options);
    std::vector<GridTable> tables = make_tables(rows, options, step);
    History history;
    history.slots = static_cast<int>(a_day / step) / merge;
    for (GridTable& table : tables) {
        take_out_impossible(table, rows.log, table.file);
        history.series.push_back(to_series(table, merge));
    }
    drop_totals(history, rows);
    const std::vector<Finding> damage = rows.log.findings();
    history.findings.insert(history.findings.begin(), damage.begin(), damage.end());
    history.read = rows.read;
    if (history.series.empty()) refuse(rows, options.only ? "no series called '" + *options.only + "'" : "no row can be used");
    return history;
}

}  // namespace peakline
