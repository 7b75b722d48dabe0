// Values by the calendar: which day key wins, and which point or factor holds when.
#include <doctest/doctest.h>

#include "core/changing.hpp"

using namespace peakline;

namespace {

Date date_of(const char* text) { return *parse_date(text); }

DayKey weekdays(Weekday from, Weekday to) { return {.kind = DayKey::Kind::weekdays, .from = from, .to = to}; }
DayKey weekday(Weekday day) { return {.kind = DayKey::Kind::weekday, .from = day, .to = day}; }
DayKey holidays() { return {.kind = DayKey::Kind::holidays}; }
DayKey dates(const char* first, const char* last) {
    return {.kind = DayKey::Kind::dates, .first = date_of(first), .last = date_of(last)};
}
DayKey one_date(const char* day) { return {.kind = DayKey::Kind::date, .first = date_of(day), .last = date_of(day)}; }

}  // namespace

TEST_CASE("A range of weekdays may run over the weekend") {
    const DayKey key = weekdays(Weekday::sat, Weekday::mon);
    CHECK(key.matches(date_of("2026-11-28"), false));   // Saturday
    CHECK(key.matches(date_of("2026-11-30"), false));   // Monday
    CHECK(!key.matches(date_of("2026-12-01"), false));  // Tuesday
    CHECK(!key.matches(date_of("2026-11-27"), false));  // Friday
}

TEST_CASE("A range of dates holds both its ends") {
    const DayKey key = dates("2026-12-24", "2026-12-26");
    CHECK(!key.matches(date_of("2026-12-23"), false));
    CHECK(key.matches(date_of("2026-12-24"), false));
    CHECK(key.matches(date_of("2026-12-26"), false));
    CHECK(!key.matches(date_of("2026-12-27"), false));
}

TEST_CASE("The most specific day key wins whatever the order") {
    // Friday 2026-12-25.
    const Date day = date_of("2026-12-25");
    DayTable<int> table;
    CHECK(table.find(day, true) == nullptr);
    table.rows.emplace_back(weekdays(Weekday::mon, Weekday::sun), 1);
    CHECK(*table.find(day, true) == 1);
    table.rows.emplace_back(weekday(Weekday::fri), 2);
    CHECK(*table.find(day, true) == 2);
    table.rows.emplace_back(holidays(), 3);
    CHECK(*table.find(day, true) == 3);
    CHECK(*table.find(day, false) == 2);
    table.rows.emplace_back(dates("2026-12-24", "2026-12-26"), 4);
    CHECK(*table.find(day, true) == 4);
    table.rows.emplace_back(one_date("2026-12-25"), 5);
    CHECK(*table.find(day, true) == 5);
    table.rows.emplace_back(weekdays(Weekday::fri, Weekday::fri), 6);
    CHECK(*table.find(day, true) == 5);
    CHECK(*table.find(date_of("2026-12-29"), false) == 1);
}

TEST_CASE("A day that no key names has no value") {
    DayTable<int> table;
    table.rows.emplace_back(weekdays(Weekday::mon, Weekday::fri), 1);
    CHECK(table.find(date_of("2026-11-28"), false) == nullptr);
}

TEST_CASE("Factors of the hour and the day multiply and are 1 where nothing is said") {
    Factors factors;
    factors.by_hour = {{8 * 3600, 12 * 3600, 1.5}, {12 * 3600, 86400, 0.5}};
    factors.by_day.rows.emplace_back(weekday(Weekday::fri), 2.0);
    const Date friday = date_of("2026-11-27"), saturday = date_of("2026-11-28");
    CHECK(factors.at({friday, 7 * 3600}, false) == 2.0);
    CHECK(factors.at({friday, 8 * 3600}, false) == 3.0);
    CHECK(factors.at({friday, 12 * 3600 - 1}, false) == 3.0);
    CHECK(factors.at({friday, 12 * 3600}, false) == 1.0);
    CHECK(factors.at({saturday, 23 * 3600}, false) == 0.5);
    CHECK(factors.at({saturday, 0}, false) == 1.0);
}

TEST_CASE("Hours over midnight hold on both sides of it") {
    Factors factors;
    factors.by_hour = {{22 * 3600, 6 * 3600, 1.2}};
    const Date day = date_of("2026-11-27");
    CHECK(factors.at({day, 23 * 3600}, false) == 1.2);
    CHECK(factors.at({day, 5 * 3600}, false) == 1.2);
    CHECK(factors.at({day, 6 * 3600}, false) == 1.0);
    CHECK(factors.at({day, 21 * 3600}, false) == 1.0);
}

TEST_CASE("Dated steps hold from their moment on, and the first before it") {
    Changing<int> value;
    value.points = {{{date_of("2026-11-01"), 0}, 1}, {{date_of("2026-11-27"), 10 * 3600}, 2}};
    CHECK(value.at({date_of("2026-10-01"), 0}) == 1);
    CHECK(value.at({date_of("2026-11-27"), 10 * 3600 - 1}) == 1);
    CHECK(value.at({date_of("2026-11-27"), 10 * 3600}) == 2);
    CHECK(value.at({date_of("2027-01-01"), 0}) == 2);
}

TEST_CASE("Daily steps repeat, so that before the first the last one holds") {
    Changing<int> value;
    value.daily = true;
    value.points = {{{{}, 8 * 3600}, 1}, {{{}, 20 * 3600}, 2}};
    const Date day = date_of("2026-11-27");
    CHECK(value.at({day, 0}) == 2);
    CHECK(value.at({day, 8 * 3600}) == 1);
    CHECK(value.at({day, 20 * 3600 - 1}) == 1);
    CHECK(value.at({day, 20 * 3600}) == 2);
}
