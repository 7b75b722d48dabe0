#include "forecast/history_grid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include <fmt/format.h>

namespace peakline {
namespace {

constexpr std::int64_t a_day = 86400;
constexpr float no_number = std::numeric_limits<float>::quiet_NaN();
constexpr std::int64_t lone_gap = 366;                    // days between a lone day and all others
constexpr std::ptrdiff_t lone_days = 3, lone_among = 20;  // so few days in a stretch, among so many times as many

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

// Readings of several groups (skills, languages) are added.
void add_readings(GridTable& table, const std::vector<Reading>& readings, std::int64_t step) {
    for (std::size_t i = 0; i < readings.size(); ++i) {
        const Reading& r = readings[i];
        const bool paired = r.second || (i + 1 < readings.size() && readings[i + 1].second);
        const float half = paired ? 0.5f : 1.0f;
        const auto at =
            static_cast<std::size_t>((day_of(r.local) - table.first_day) * table.slots + second_of_day(r.local) / step);
        if (std::isnan(r.value)) continue;
        float& value = table.value[at];
        value = (std::isnan(value) ? 0 : value) + half * r.value;
        if (std::isnan(r.handle_time) || r.value <= 0) continue;
        table.has_handle_time = true;
        if (table.seconds.empty()) {
            table.seconds.assign(table.value.size(), 0);
            table.contacts.assign(table.value.size(), 0);
        }
        table.contacts[at] += half * r.value;
        table.seconds[at] += half * r.value * r.handle_time;
    }
}

}  // namespace

std::int64_t second_of_day(std::int64_t local) { return ((local % a_day) + a_day) % a_day; }
std::int64_t day_of(std::int64_t local) { return (local - second_of_day(local)) / a_day; }

void leave_out_lone_dates(HistoryRows& rows) {
    std::map<std::int64_t, bool> lone;  // by day with rows
    std::int64_t last = INT64_MIN;
    for (const RowGroup& group : rows.groups)
        for (const HistoryRow& row : group.rows)
            if (const std::int64_t day = day_of(row.local); day != last) lone.emplace(last = day, false);
    bool any = false;
    for (auto from = lone.begin(); from != lone.end();) {  // stretches of days without a gap of a year
        auto to = std::next(from);
        std::ptrdiff_t days = 1;
        for (; to != lone.end() && to->first - std::prev(to)->first <= lone_gap; ++to) ++days;
        const bool slip = days <= lone_days && static_cast<std::ptrdiff_t>(lone.size()) >= lone_among * days;
        for (; from != to; ++from) from->second = slip;
        any = any || slip;
    }
    if (!any) return;
    for (RowGroup& group : rows.groups)
        std::erase_if(group.rows, [&](const HistoryRow& row) {
            if (!lone.at(day_of(row.local))) return false;
            const Date date{static_cast<std::int32_t>(day_of(row.local))};
            rows.log.add(Damage::lone_date, rows.files[row.file], group.name, row.line, to_text(date));
            return true;
        });
}

std::vector<GridTable> make_tables(HistoryRows& rows, const ReadOptions& options, std::int64_t step) {
    std::map<std::string, std::set<std::string>> channels;
    for (const RowGroup& group : rows.groups) channels[group.name].insert(group.channel);
    std::vector<GridTable> tables;
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
    for (std::size_t g = 0; g < settled.size(); ++g) add_readings(tables[owner[g]], settled[g], step);
    std::erase_if(tables, [](const GridTable& t) { return t.days == 0; });
    return tables;
}

}  // namespace peakline
