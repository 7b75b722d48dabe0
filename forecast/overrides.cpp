#include "forecast/overrides.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "forecast/explain_words.hpp"
#include "forecast/trouble.hpp"

namespace peakline {
namespace {

constexpr double negligible = 1e-3;  // of the busiest interval's share

std::optional<OverrideRow> read_row(const NamedTable& table, const NamedTable::Row& row, DateOrder order,
                                    std::vector<Problem>& problems) {
    const auto fail = [&](std::string_view column, std::string message, std::string expected) {
        problems.push_back(table.trouble_at(row, column, std::move(message), std::move(expected)));
        return std::nullopt;
    };
    const std::string_view when = table.has("timestamp") ? "timestamp" : "date";
    const auto span = parse_span(table.cell(row, when), order);
    if (!span)
        return fail(when, "the time cannot be read",
                    "a day such as 2026-11-27, days such as 2026-11-27..2026-11-29, or an interval such as 2026-11-27 10:00");
    OverrideRow out{{table.file(), row.line}, table.cell(row, "series"), *span, {}, {}, table.cell(row, "note")};
    const std::string &value = table.cell(row, "value"), &factor = table.cell(row, "factor");
    if (value.empty() == factor.empty())
        return fail(table.has("value") ? "value" : "factor",
                    value.empty() ? "neither a value nor a factor" : "both a value and a factor", "one of the two");
    if (!value.empty() && !(out.value = parse_count(value))) return fail("value", "is not a number of contacts", "0 or more");
    if (factor.empty()) return out;
    const auto parsed = factor.find("..") == std::string::npos ? parse_factor(factor) : std::nullopt;
    if (parsed)
        out.factor = std::exp(parsed->log_mean);
    else if (parse_count(factor) == 0.0)
        out.factor = 0;
    if (!out.factor) return fail("factor", "is not a factor", "a factor such as 1.2, +20% or -10%");
    return out;
}

// Whether a span lies ahead, and which slot it means.
std::optional<int> slot_of(const OverrideRow& row, int slots, std::vector<Problem>& problems) {
    if (!row.when.second) return -1;
    const int step = 86400 / slots;
    if (slots > 1 && *row.when.second % step == 0) return *row.when.second / step;
    problems.push_back(trouble(row.place,
                               slots > 1 ? fmt::format("the forecast has no interval that starts at {:02}:{:02}",
                                                       *row.when.second / 3600, *row.when.second / 60 % 60)
                                         : "the forecast is by the day: it has no intervals",
                               "", slots > 1 ? fmt::format("a multiple of {} minutes", step / 60) : "a date"));
    return std::nullopt;
}

struct DayCells {
    const SeriesModel& model;
    SeriesPaths& paths;
    int day;

    float* at(int r) { return paths.path(r) + static_cast<std::ptrdiff_t>(day) * paths.slots; }
    double mean(int slot) {
        double sum = 0;
        const int count = std::min(paths.paths, reference_paths);
        for (int r = 0; r < count; ++r) sum += at(r)[slot];
        return sum / count;
    }
    double total_mean() {
        double sum = 0;
        for (int i = 0; i < paths.slots; ++i) sum += mean(i);
        return sum;
    }
};

// Totals by path of the nearest day that is worked, over their mean: the spread of a day that the forecast takes for closed.
std::vector<double> relative_totals(const SeriesPaths& paths, int day) {
    std::vector<double> best(static_cast<std::size_t>(paths.paths), 1.0);
    for (int reach = 0; reach < paths.days; ++reach)
        for (const int d : {day - reach, day + reach}) {
            if (d < 0 || d >= paths.days) continue;
            double mean = 0;
            std::vector<double> totals(best.size());
            for (int r = 0; r < paths.paths; ++r) {
                for (int i = 0; i < paths.slots; ++i)
                    totals[static_cast<std::size_t>(r)] += paths.path(r)[static_cast<std::ptrdiff_t>(d) * paths.slots + i];
                if (r < reference_paths) mean += totals[static_cast<std::size_t>(r)] / std::min(paths.paths, reference_paths);
            }
            if (!(mean > 0)) continue;
            for (double& t : totals) t /= mean;
            return totals;
        }
    return best;
}

void set_slot(DayCells cells, int slot, double target) {
    const double mean = cells.mean(slot);
    if (mean > 0) {
        for (int r = 0; r < cells.paths.paths; ++r) cells.at(r)[slot] = static_cast<float>(cells.at(r)[slot] * (target / mean));
        return;
    }
    const std::vector<double> relative = relative_totals(cells.paths, cells.day);
    for (int r = 0; r < cells.paths.paths; ++r)
        cells.at(r)[slot] = static_cast<float>(target * relative[static_cast<std::size_t>(r)]);
}

// Everything of the day that no interval's own value fixes.
void set_rest(DayCells cells, const std::set<int>& fixed, double target, Date date) {
    double mean = 0;
    for (int i = 0; i < cells.paths.slots; ++i) mean += fixed.contains(i) ? 0 : cells.mean(i);
    Eigen::VectorXd shares = cells.model.profiles.shares[static_cast<std::size_t>(weekday_of(date))];
    shares = (shares.array() < negligible * shares.maxCoeff()).select(0.0, shares);  // smoothing spills over opening hours
    const std::vector<double> relative = mean > 0 ? std::vector<double>{} : relative_totals(cells.paths, cells.day);
    double open = 0;
    for (int i = 0; i < cells.paths.slots; ++i) open += fixed.contains(i) ? 0 : shares[i];
    for (int r = 0; r < cells.paths.paths; ++r)
        for (int i = 0; i < cells.paths.slots; ++i) {
            if (fixed.contains(i)) continue;
            if (mean > 0)
                cells.at(r)[i] = static_cast<float>(cells.at(r)[i] * (target / mean));
            else if (open > 0)
                cells.at(r)[i] = static_cast<float>(target * relative[static_cast<std::size_t>(r)] * shares[i] / open);
        }
}

void apply_day(DayCells cells, const std::vector<const Override*>& rows, Date date) {
    const double statistical = cells.total_mean();
    std::set<int> fixed;
    double intervals = 0;
    for (const Override* row : rows) {
        if (row->slot < 0) continue;
        const double target = row->value ? *row->value : *row->factor * cells.mean(row->slot);
        set_slot(cells, row->slot, target);
        fixed.insert(row->slot);
        intervals += target;
    }
    for (const Override* row : rows) {
        if (row->slot >= 0) continue;
        const double rest = (row->value ? *row->value : *row->factor * statistical) - intervals;
        if (rest < -1e-6)
            throw InputError(trouble(row->place, "the day's intervals add up to more than the day",
                                     fmt::format("{} in intervals", spaced(intervals)),
                                     "intervals within the day's volume, or no volume for the day"));
        set_rest(cells, fixed, std::max(0.0, rest), date);
    }
}

}  // namespace

std::vector<OverrideRow> read_overrides(const std::filesystem::path& path) {
    const NamedTable table(path, {"series", "timestamp", "date", "value", "factor", "note"}, false);
    if (table.has("timestamp") == table.has("date"))
        throw InputError(trouble({table.file(), 1}, "no column says when", "", "one column called timestamp or date"));
    const DateOrder order = date_order(table, table.has("timestamp") ? "timestamp" : "date");
    std::vector<OverrideRow> rows;
    std::vector<Problem> problems;
    for (const NamedTable::Row& row : table.rows())
        if (auto read = read_row(table, row, order, problems)) rows.push_back(std::move(*read));
    if (!problems.empty()) throw InputError(problems);
    return rows;
}

std::vector<std::vector<Override>> resolve_overrides(const std::vector<OverrideRow>& rows, const std::vector<std::string>& series,
                                                     const OverrideRequest& request, std::vector<Finding>& findings) {
    std::vector<std::vector<Override>> out(series.size());
    std::vector<Problem> problems;
    std::map<std::tuple<std::size_t, Date, int>, int> seen;
    Finding unused{"override not used",
                   "",
                   rows.empty() ? "" : rows.front().place.file,
                   {},
                   {},
                   "",
                   "not used: the forecast does not reach them"};
    for (const OverrideRow& row : rows) {
        const auto slot = slot_of(row, request.slots, problems);
        bool any = row.series.empty();
        for (std::size_t s = 0; s < series.size() && slot; ++s) {
            if (!row.series.empty() && row.series != series[s]) continue;
            any = true;
            for (Date d = std::max(row.when.from, request.first); d <= row.when.to && d < request.first + request.days;
                 d = d + 1) {
                const auto [at, fresh] = seen.try_emplace({s, d, *slot}, row.place.line);
                if (!fresh)
                    problems.push_back(
                        trouble(row.place,
                                fmt::format("line {} speaks of the same {} already", at->second, *slot < 0 ? "day" : "interval"),
                                to_text(d), "one row"));
                out[s].push_back({d, *slot, row.value, row.factor, row.note, row.place});
            }
        }
        if (slot && !any) {
            problems.push_back(trouble(row.place, "no series of this name", in_quotes(row.series),
                                       fmt::format("one of {} series", series.size())));
            problems.back().nearest = nearest_name(row.series, series);
        }
        if (row.when.from < request.first || row.when.to >= request.first + request.days) unused.lines.push_back(row.place.line);
    }
    if (!problems.empty()) throw InputError(problems);
    if (!unused.lines.empty()) {
        unused.found = fmt::format("{} of the planner's values for days that are not ahead", unused.lines.size());
        findings.push_back(std::move(unused));
    }
    return out;
}

void apply_overrides(const SeriesModel& model, const std::vector<Override>& overrides, Date first, SeriesPaths& paths) {
    std::map<Date, std::vector<const Override*>> by_day;
    for (const Override& o : overrides) by_day[o.date].push_back(&o);
    for (const auto& [date, rows] : by_day)
        if (date >= first && date < first + paths.days) apply_day({model, paths, date - first}, rows, date);
}

std::string override_in_words(const std::vector<Override>& overrides, Date date, int slots) {
    std::string out;
    for (const Override& o : overrides) {
        if (o.date != date) continue;
        if (!out.empty()) out += "; ";
        if (o.slot >= 0) out += fmt::format("{:02}:{:02} ", o.slot * (1440 / slots) / 60, o.slot * (1440 / slots) % 60);
        out += o.value ? spaced(*o.value) : "x" + fmt::format("{:.4g}", *o.factor);
        if (!o.note.empty()) out += " (" + o.note + ")";
    }
    return out;
}

}  // namespace peakline
