#include "forecast/calendar.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/units.hpp"
#include "forecast/cell_values.hpp"
#include "forecast/delimited.hpp"
#include "forecast/trouble.hpp"

namespace peakline {
namespace {

const std::vector<std::string> weekday_names{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

std::optional<Weekday> parse_weekday(std::string_view text) {
    const std::string small = lower(text);
    for (std::size_t i = 0; i < weekday_names.size(); ++i)
        if (small == weekday_names[i] || (small.size() == 3 && weekday_names[i].starts_with(small)))
            return static_cast<Weekday>(i);
    return std::nullopt;
}

constexpr double usual_count_sd = 0.15;  // log sd of a number of contacts given as one number
constexpr double usual_fade = 2 * hour_seconds;
constexpr int farthest_days = 28;

void add_name(CalendarDay& day, const std::string& name) {
    if (lower(name) == "closed")
        day.closed = true;
    else if (!name.empty() && std::find(day.names.begin(), day.names.end(), name) == day.names.end())
        day.names.push_back(name);
}

class CalendarReader {
public:
    explicit CalendarReader(const std::filesystem::path& path)
        : table_(path, {"date", "name", "like", "effect", "before", "after", "at", "lasts", "fades", "contacts", "series"},
                 true) {
        table_.require("date");
    }

    Calendar read() {
        const DateOrder order = date_order(table_, "date");
        for (const NamedTable::Row& row : table_.rows()) {
            const auto span = parse_span(table_.cell(row, "date"), order);
            if (!span)
                fail(row, "date", "the date cannot be read", "a date such as 2026-11-27, or days such as 2026-11-27..2026-11-29");
            else
                take(row, *span);
        }
        if (!problems_.empty()) throw InputError(problems_);
        return std::move(out_);
    }

private:
    void fail(const NamedTable::Row& row, std::string_view column, std::string message, std::string expected) {
        problems_.push_back(table_.trouble_at(row, column, std::move(message), std::move(expected)));
    }

    void take(const NamedTable::Row& row, const DateSpan& span) {
        const std::string &name = table_.cell(row, "name"), &series = table_.cell(row, "series"),
                          &like = table_.cell(row, "like");
        if (!table_.cell(row, "at").empty() || span.second) return take_push(row, span);
        std::optional<Weekday> weekday;
        if (!like.empty() && !(weekday = parse_weekday(like))) {
            fail(row, "like", "`like` is not a weekday", "monday ... sunday");
            problems_.back().nearest = nearest_name(lower(like), weekday_names);
        }
        for (Date d = span.from; d <= span.to; d = d + 1) {
            if (!series.empty()) {
                out_.of_series.push_back({series, d, name, false});
                continue;
            }
            CalendarDay& day = out_.days[d];
            add_name(day, name);
            if (weekday) day.like = weekday;
        }
        take_plan(row, name);
    }

    void take_plan(const NamedTable::Row& row, const std::string& name) {
        const std::string& effect = table_.cell(row, "effect");
        if (!effect.empty()) {
            const auto factor = parse_factor(effect);
            if (factor)
                out_.plans[name].effect = factor;
            else
                fail(row, "effect", "is not an effect", "+40%, -10%, x2.5 or a range such as +20%..+60%");
        }
        for (const char* side : {"before", "after"}) {
            if (table_.cell(row, side).empty()) continue;
            const auto days = parse_count(table_.cell(row, side));
            if (!days || *days != static_cast<int>(*days) || *days > farthest_days) {
                fail(row, side, "is not a number of days", "0 ... 28");
                continue;
            }
            EventPlan& plan = out_.plans[name];
            (side[0] == 'b' ? plan.before : plan.after) = static_cast<int>(*days);
            plan.spread_wide = true;
        }
    }

    void take_push(const NamedTable::Row& row, const DateSpan& span) {
        Push push{table_.cell(row, "name"),
                  table_.cell(row, "series"),
                  span.from,
                  static_cast<double>(span.second.value_or(0)),
                  0,
                  usual_fade,
                  {},
                  {table_.file(), row.line}};
        if (!table_.cell(row, "at").empty()) {
            const auto at = parse_clock(table_.cell(row, "at"));
            if (!at) return fail(row, "at", "is not a time of day", "such as 10:00");
            push.at = *at;
        }
        for (const auto& [column, into] : {std::pair{"lasts", &push.lasts}, {"fades", &push.fades}}) {
            if (table_.cell(row, column).empty()) continue;
            const auto seconds = parse_duration(without_blanks(table_.cell(row, column)));
            if (!seconds || *seconds < 0) return fail(row, column, "is not a duration", "such as 90min or 2h");
            *into = *seconds;
        }
        const std::string& contacts = table_.cell(row, "contacts");
        if (!contacts.empty()) {
            if (contacts.find_first_of("+-%x") == std::string::npos) push.contacts = parse_factor(contacts);
            if (!push.contacts)
                return fail(row, "contacts", "is not a number of contacts", "such as 1800, or a range such as 1000..3000");
            if (contacts.find("..") == std::string::npos) push.contacts->log_sd = usual_count_sd;
        }
        for (; push.date <= span.to; push.date = push.date + 1) out_.pushes.push_back(push);
    }

    NamedTable table_;
    Calendar out_;
    std::vector<Problem> problems_;
};

}  // namespace

Calendar calendar_of(const Calendar& calendar, const std::string& series) {
    Calendar own = calendar;
    for (const SeriesDay& day : calendar.of_series)
        if (day.removes && day.series == series) own.days[day.date].names.clear();
    for (const SeriesDay& day : calendar.of_series)
        if (!day.removes && day.series == series) add_name(own.days[day.date], day.name);
    std::erase_if(own.pushes, [&](const Push& p) { return !p.series.empty() && p.series != series; });
    return own;
}

Calendar read_calendar(const std::filesystem::path& path) { return CalendarReader(path).read(); }

void add_calendar(Calendar& to, const Calendar& more) {
    for (const auto& [date, day] : more.days) {
        CalendarDay& into = to.days[date];
        into.closed = into.closed || day.closed;
        for (const std::string& name : day.names) add_name(into, name);
        if (day.like) into.like = day.like;
    }
    for (const auto& [name, plan] : more.plans) to.plans[name] = plan;
    to.pushes.insert(to.pushes.end(), more.pushes.begin(), more.pushes.end());
    to.of_series.insert(to.of_series.end(), more.of_series.begin(), more.of_series.end());
}

}  // namespace peakline
