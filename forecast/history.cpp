#include "forecast/history.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>
#include <tbb/parallel_for.h>

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

std::int64_t second_of_day(std::int64_t local) { return ((local % a_day) + a_day) % a_day; }
std::int64_t day_of(std::int64_t local) { return (local - second_of_day(local)) / a_day; }

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

// Several channels of one queue are series of their own; their names say which.
std::string series_name(const RowGroup& group, const std::map<std::string, std::set<std::string>>& channels) {
    const auto at = channels.find(group.name);
    return at != channels.end() && at->second.size() > 1 ? group.name + " / " + group.channel : group.name;
}

// One reading of an interval: the rows of one group for one moment, duplicates settled.
struct Reading {
    std::int64_t local;
    float value, handle_time;
    bool second;
};

// Whether the clock shows this local time twice: by the zone, else by the pattern of rows (see doubled_by_pattern).
bool doubled_hour(std::int64_t local, const std::optional<Zone>& zone) {
    if (!zone) return false;
    const LocalTime time{{static_cast<std::int32_t>(day_of(local))}, static_cast<std::int32_t>(second_of_day(local))};
    const std::int64_t utc = zone->to_utc(time);
    return zone->to_local(utc + 3600) == time || zone->to_local(utc + 1800) == time;
}

bool skipped_hour(std::int64_t local, const Zone& zone) {
    const LocalTime time{{static_cast<std::int32_t>(day_of(local))}, static_cast<std::int32_t>(second_of_day(local))};
    return zone.to_local(zone.to_utc(time)) != time;
}

// Sundays in March, April, October or November, before 04:00: where clocks change.
bool could_change(std::int64_t local) {
    const Date date{static_cast<std::int32_t>(day_of(local))};
    const unsigned month = year_month_day(date).month;
    return weekday_of(date) == Weekday::sun && (month == 3 || month == 4 || month == 10 || month == 11) &&
           second_of_day(local) < 4 * 3600;
}

class Placer {
public:
    Placer(HistoryRows& rows, const ReadOptions& options, std::int64_t step) : rows_(rows), options_(options), step_(step) {}

    std::vector<Reading> settle(RowGroup& group) {
        std::stable_sort(group.rows.begin(), group.rows.end(), [](const HistoryRow& a, const HistoryRow& b) {
            return a.local != b.local ? a.local < b.local : a.second < b.second;
        });
        std::vector<Reading> readings;
        for (std::size_t i = 0; i < group.rows.size();) {
            std::size_t end = i + 1;
            while (end < group.rows.size() && group.rows[end].local == group.rows[i].local) ++end;
            settle_moment(group, i, end, readings);
            i = end;
        }
        return readings;
    }

private:
    void settle_moment(const RowGroup& group, std::size_t from, std::size_t to, std::vector<Reading>& out) {
        const auto& rows = group.rows;
        const HistoryRow& first = rows[from];
        if (options_.zone && could_change_by_zone(first.local) && skipped_hour(first.local, *options_.zone)) {
            for (std::size_t i = from; i < to; ++i)
                rows_.log.add(Damage::missing_hour, rows_.files[rows[i].file], group.name, rows[i].line);
            return;
        }
        const bool told = rows[to - 1].second && !first.second;
        const bool twice =
            to - from == 2 && (told || doubled_hour(first.local, options_.zone) ||
                               (!options_.zone && could_change(first.local) && rows[to - 1].line - first.line > 1));
        if (twice) {
            for (std::size_t i = from; i < to; ++i) {
                rows_.log.add(Damage::doubled_hour, rows_.files[rows[i].file], group.name, rows[i].line);
                out.push_back({first.local, rows[i].value, rows[i].handle_time, i > from});
            }
            return;
        }
        std::size_t kept = from;
        for (std::size_t i = from; i < to; ++i)
            if (!std::isnan(rows[i].value)) kept = i;
        for (std::size_t i = from; i < to; ++i) {
            if (i == kept) continue;
            const bool same = rows[i].value == rows[kept].value || std::isnan(rows[i].value);
            rows_.log.add(same ? Damage::same_duplicate : Damage::changed_duplicate, rows_.files[rows[i].file], group.name,
                          rows[i].line);
        }
        if (rows[kept].local % step_ != 0)
            rows_.log.add(Damage::off_grid, rows_.files[rows[kept].file], group.name, rows[kept].line,
                          fmt::format("{:02}:{:02}:{:02}", second_of_day(first.local) / 3600,
                                      second_of_day(first.local) / 60 % 60, second_of_day(first.local) % 60));
        out.push_back({first.local, rows[kept].value, rows[kept].handle_time, false});
    }

    static bool could_change_by_zone(std::int64_t local) { return second_of_day(local) < 4 * 3600; }

    HistoryRows& rows_;
    const ReadOptions& options_;
    std::int64_t step_;
};

// A series on its grid; readings of several groups (skills, languages) are added.
struct Table {
    std::string name, file;
    std::int64_t first_day = 0;
    int days = 0, slots = 1;
    std::vector<float> value, contacts, seconds;  // contacts and their handle time seconds, for the mean
    bool has_handle_time = false;

    void add(const std::vector<Reading>& readings, std::int64_t step) {
        for (std::size_t i = 0; i < readings.size(); ++i) {
            const Reading& r = readings[i];
            const bool paired = r.second || (i + 1 < readings.size() && readings[i + 1].second);
            const float half = paired ? 0.5f : 1.0f;
            const auto at = static_cast<std::size_t>((day_of(r.local) - first_day) * slots + second_of_day(r.local) / step);
            if (std::isnan(r.value)) continue;
            value[at] = (std::isnan(value[at]) ? 0 : value[at]) + half * r.value;
            if (std::isnan(r.handle_time) || r.value <= 0) continue;
            has_handle_time = true;
            if (seconds.empty()) {
                seconds.assign(value.size(), 0);
                contacts.assign(value.size(), 0);
            }
            contacts[at] += half * r.value;
            seconds[at] += half * r.value * r.handle_time;
        }
    }
};

// Values a hundred times what the series usually reaches are slips of a keyboard or an export.
void take_out_impossible(Table& table, DamageLog& log, const std::string& file) {
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

HistorySeries to_series(const Table& table, int merge) {
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

std::vector<Table> make_tables(HistoryRows& rows, const ReadOptions& options, std::int64_t step) {
    std::map<std::string, std::set<std::string>> channels;
    for (const RowGroup& group : rows.groups) channels[group.name].insert(group.channel);
    std::vector<Table> tables;
    std::map<std::string, std::size_t> by_name;
    std::vector<std::vector<Reading>> settled;
    std::vector<std::size_t> owner;
    std::vector<std::pair<std::int64_t, std::int64_t>> spans;
    Placer placer(rows, options, step);
    for (RowGroup& group : rows.groups) {
        const std::string name = series_name(group, channels);
        if (group.rows.empty() || (options.only && *options.only != name)) continue;
        const auto [at, fresh] = by_name.try_emplace(name, tables.size());
        settled.push_back(placer.settle(group));
        owner.push_back(at->second);
        if (fresh) {
            tables.push_back({});
            tables.back().name = name;
            tables.back().file = rows.files[group.rows.front().file];
            spans.emplace_back(INT64_MAX, INT64_MIN);
        }
        if (settled.back().empty()) continue;
        auto& [first, last] = spans[at->second];
        first = std::min(first, day_of(settled.back().front().local));
        last = std::max(last, day_of(settled.back().back().local));
        std::vector<HistoryRow>().swap(group.rows);
    }
    for (std::size_t t = 0; t < tables.size(); ++t) {
        if (spans[t].first > spans[t].second) continue;
        tables[t].first_day = spans[t].first;
        tables[t].days = static_cast<int>(spans[t].second - spans[t].first + 1);
        tables[t].slots = static_cast<int>(a_day / step);
        tables[t].value.assign(static_cast<std::size_t>(tables[t].days) * tables[t].slots, no_number);
    }
    for (std::size_t g = 0; g < settled.size(); ++g) tables[owner[g]].add(settled[g], step);
    std::erase_if(tables, [](const Table& t) { return t.days == 0; });
    return tables;
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
    const std::int64_t step = find_step(rows);
    const int merge = merged_steps(rows, step, options);
    std::vector<Table> tables = make_tables(rows, options, step);
    History history;
    history.slots = static_cast<int>(a_day / step) / merge;
    for (Table& table : tables) {
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
