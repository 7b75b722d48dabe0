#include "forecast/calendar.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "forecast/cell_values.hpp"
#include "forecast/delimited.hpp"
#include "forecast/trouble.hpp"

namespace peakline {
namespace {

const std::vector<std::string> weekday_names{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

std::optional<Weekday> parse_weekday(std::string_view text) {
    const std::string small = lower(text);
    for (std::size_t i = 0; i < weekday_names.size(); ++i)
        if (small == weekday_names[i] || (small.size() == 3 && weekday_names[i].starts_with(small))) return static_cast<Weekday>(i);
    return std::nullopt;
}

// 2026-11-27 whatever the others are; numbers with the year last by the order that reads all of them.
DateOrder order_of(std::string_view text, char delimiter) {
    bool month_first = true, day_first = true;
    DelimitedReader reader(text, delimiter);
    while (reader.next())
        if (const auto evidence = order_evidence(reader.cells().front())) {
            month_first = month_first && evidence->month_first;
            day_first = day_first && evidence->day_first;
        }
    return month_first && !day_first ? DateOrder::month_first : DateOrder::day_first;
}

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

void add_row(Calendar& calendar, Date date, const std::string& name, std::optional<Weekday> like) {
    CalendarDay& day = calendar.days[date];
    if (lower(name) == "closed") day.closed = true;
    else if (!name.empty() && std::find(day.names.begin(), day.names.end(), name) == day.names.end()) day.names.push_back(name);
    if (like) day.like = like;
}

}  // namespace

Calendar read_calendar(const std::filesystem::path& path) {
    const TextFile file = load_text(path);
    const char delimiter = find_delimiter(file.text);
    const DateOrder order = order_of(file.text, delimiter);
    Calendar calendar;
    std::vector<Problem> problems;
    DelimitedReader reader(file.text, delimiter);
    for (bool first = true; reader.next(); first = false) {
        const auto& cells = reader.cells();
        if (cells.front().starts_with('#')) continue;
        const auto stamp = parse_stamp(cells.front(), order);
        if (!stamp) {
            if (!first)
                problems.push_back(trouble({file.name, reader.line(), 1}, "the date cannot be read", quoted(cells.front()), "a date such as 2026-11-27"));
            continue;
        }
        std::optional<Weekday> like;
        if (cells.size() > 2 && !cells[2].empty() && !(like = parse_weekday(cells[2]))) {
            problems.push_back(trouble({file.name, reader.line(), 3}, "`like` is not a weekday", quoted(cells[2]), "monday ... sunday"));
            problems.back().nearest = nearest_name(lower(cells[2]), weekday_names);
        }
        add_row(calendar, Date{static_cast<std::int32_t>(stamp->local / 86400)}, cells.size() > 1 ? std::string(cells[1]) : "", like);
    }
    if (!problems.empty()) throw InputError(problems);
    return calendar;
}

}  // namespace peakline
