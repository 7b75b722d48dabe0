// Civil time: dates, zones and clock changes, and the grid of a horizon across them.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/civil.hpp"
#include "core/problem.hpp"

using namespace peakline;

namespace {

LocalTime at(const char* date, int hour, int minute, int second = 0) {
    return {*parse_date(date), hour * 3600 + minute * 60 + second};
}

TimeAxis axis_of(const char* zone, const char* start, int days, double interval = 1800) {
    TimeAxis::Shape shape;
    shape.start = *parse_date(start);
    shape.days = days;
    shape.interval = interval;
    return TimeAxis(Zone(zone), shape);
}

}  // namespace

TEST_CASE("Dates are read only in the calendar") {
    CHECK(parse_date("1970-01-01")->days == 0);
    CHECK(parse_date("2026-11-27")->days == 20784);
    CHECK(parse_date("2024-02-29").has_value());
    for (const char* text : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-11-31", "2026-11-7", "2026/11/27", "26-11-27",
                             "2026-11-2x", "-026-11-27", ""})
        CHECK_MESSAGE(!parse_date(text).has_value(), text);
}

TEST_CASE("Dates survive the way to text and parts and back") {
    for (std::int32_t days = -30000; days <= 60000; days += 7) {
        const Date date{days};
        REQUIRE(parse_date(to_text(date)) == date);
        const auto [year, month, day] = year_month_day(date);
        REQUIRE(make_date(year, month, day) == date);
    }
}

TEST_CASE("Weekdays follow the calendar") {
    CHECK(weekday_of(*parse_date("2026-11-27")) == Weekday::fri);
    CHECK(weekday_of(*parse_date("2026-11-29")) == Weekday::sun);
    CHECK(weekday_of(*parse_date("2026-11-30")) == Weekday::mon);
    CHECK(weekday_of(*parse_date("1969-12-31")) == Weekday::wed);
}

TEST_CASE("An unknown zone names the nearest one") {
    const auto nearest = [](const char* name) {
        try {
            Zone zone(name);
        } catch (const InputError& error) { return error.problems().at(0).nearest; }
        return std::string("accepted");
    };
    CHECK(nearest("Europe/Berlin") == "accepted");
    CHECK(nearest("Europe/Berln") == "Europe/Berlin");
    CHECK(nearest("europe/berlin") == "Europe/Berlin");
    CHECK(nearest("Berlin") == "Europe/Berlin");
    CHECK(nearest("America/Newyork") == "America/New_York");
    CHECK(nearest("Somewhere/Entirely_Else").empty());
    CHECK(nearest("../etc/passwd") != "accepted");
    CHECK(nearest("") != "accepted");
}

TEST_CASE("Local time and UTC agree at known instants") {
    const Zone berlin("Europe/Berlin");
    CHECK(berlin.to_text(1795778100) == "2026-11-27T12:15:00+01:00");
    CHECK(berlin.to_utc(at("2026-11-27", 12, 15)) == 1795778100);
    CHECK(berlin.offset(1795778100) == 3600);
    CHECK(Zone("America/St_Johns").to_text(1795778100) == "2026-11-27T07:45:00-03:30");
    CHECK(Zone("UTC").to_text(0) == "1970-01-01T00:00:00+00:00");
}

TEST_CASE("In the doubled hour the first of the two instants counts") {
    // Berlin 2026-10-25: 03:00 +02:00 becomes 02:00 +01:00 at 01:00 UTC.
    const Zone berlin("Europe/Berlin");
    const std::int64_t change = 1792890000;
    CHECK(berlin.to_text(change - 1) == "2026-10-25T02:59:59+02:00");
    CHECK(berlin.to_text(change) == "2026-10-25T02:00:00+01:00");
    CHECK(berlin.to_utc(at("2026-10-25", 2, 30)) == change - 1800);
    CHECK(berlin.to_utc(at("2026-10-25", 3, 0)) == change + 3600);
    // New York 2026-11-01, one hour; Lord Howe 2026-04-05, half an hour.
    const Zone new_york("America/New_York"), lord_howe("Australia/Lord_Howe");
    CHECK(new_york.to_text(new_york.to_utc(at("2026-11-01", 1, 30))) == "2026-11-01T01:30:00-04:00");
    CHECK(lord_howe.to_text(lord_howe.to_utc(at("2026-04-05", 1, 45))) == "2026-04-05T01:45:00+11:00");
    CHECK(lord_howe.to_text(lord_howe.to_utc(at("2026-04-05", 1, 45)) + 1800) == "2026-04-05T01:45:00+10:30");
}

TEST_CASE("In the missing hour the instant of the change counts") {
    const Zone berlin("Europe/Berlin"), new_york("America/New_York"), lord_howe("Australia/Lord_Howe");
    for (const int minute : {0, 1, 30, 59})
        CHECK(berlin.to_text(berlin.to_utc(at("2026-03-29", 2, minute))) == "2026-03-29T03:00:00+02:00");
    CHECK(new_york.to_text(new_york.to_utc(at("2026-03-08", 2, 30))) == "2026-03-08T03:00:00-04:00");
    CHECK(lord_howe.to_text(lord_howe.to_utc(at("2026-10-04", 2, 15))) == "2026-10-04T02:30:00+11:00");
}

TEST_CASE("UTC survives the way to local time and back outside doubled hours") {
    for (const char* name : {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"}) {
        const Zone zone(name);
        int doubled = 0;
        for (std::int64_t utc = 1767225600; utc < 1767225600 + 366 * 86400; utc += 900) {
            const LocalTime local = zone.to_local(utc);
            REQUIRE(local.second >= 0);
            REQUIRE(local.second < 86400);
            if (zone.to_utc(local) != utc) ++doubled;
        }
        const std::string zone_name = name;
        CHECK(doubled == (zone_name == "Australia/Lord_Howe"                                ? 2
                          : zone_name == "Europe/Berlin" || zone_name == "America/New_York" ? 4
                                                                                            : 0));
    }
}

TEST_CASE("Days have 23, 24 and 25 hours, or half an hour less or more") {
    const auto lengths = [](const char* zone, const char* start) {
        const TimeAxis axis = axis_of(zone, start, 3);
        return std::vector<double>{axis.day_start(1) - axis.day_start(0), axis.day_start(2) - axis.day_start(1),
                                   axis.end() - axis.day_start(2)};
    };
    const double h = hour_seconds;
    CHECK(lengths("Europe/Berlin", "2026-03-28") == std::vector<double>{24 * h, 23 * h, 24 * h});
    CHECK(lengths("Europe/Berlin", "2026-10-24") == std::vector<double>{24 * h, 25 * h, 24 * h});
    CHECK(lengths("America/New_York", "2026-03-07") == std::vector<double>{24 * h, 23 * h, 24 * h});
    CHECK(lengths("America/New_York", "2026-10-31") == std::vector<double>{24 * h, 25 * h, 24 * h});
    CHECK(lengths("Australia/Lord_Howe", "2026-10-03") == std::vector<double>{24 * h, 23.5 * h, 24 * h});
    CHECK(lengths("Australia/Lord_Howe", "2026-04-04") == std::vector<double>{24 * h, 24.5 * h, 24 * h});
    CHECK(lengths("UTC", "2026-03-28") == std::vector<double>{24 * h, 24 * h, 24 * h});
}

TEST_CASE("A day whose midnight is missing starts at the change") {
    // Cairo puts its clocks forward at midnight: 2026-04-24 00:00 does not exist.
    const TimeAxis axis = axis_of("Africa/Cairo", "2026-04-23", 2);
    CHECK(axis.local(axis.day_start(1)).date == *parse_date("2026-04-24"));
    CHECK(axis.local(axis.day_start(1)).second == 3600);
    CHECK(axis.end() == 47 * hour_seconds);
}

TEST_CASE("The grid runs on through an autumn change and both doubled intervals keep their offset") {
    const TimeAxis axis = axis_of("Europe/Berlin", "2026-10-24", 3);
    REQUIRE(axis.intervals() == 48 + 50 + 48);
    CHECK(axis.timestamp(0) == "2026-10-24T00:00:00+02:00");
    CHECK(axis.timestamp(48 + 4) == "2026-10-25T02:00:00+02:00");
    CHECK(axis.timestamp(48 + 6) == "2026-10-25T02:00:00+01:00");
    CHECK(axis.day_of_interval(47) == 0);
    CHECK(axis.day_of_interval(48) == 1);
    CHECK(axis.day_of_interval(97) == 1);
    CHECK(axis.day_of_interval(98) == 2);
    CHECK(axis.local(axis.interval_start(98)) == at("2026-10-26", 0, 0));
}

TEST_CASE("The grid leaves out the missing hour in spring") {
    const TimeAxis axis = axis_of("America/New_York", "2026-03-08", 1);
    REQUIRE(axis.intervals() == 46);
    CHECK(axis.timestamp(3) == "2026-03-08T01:30:00-05:00");
    CHECK(axis.timestamp(4) == "2026-03-08T03:00:00-04:00");
}

TEST_CASE("An hour that straddles midnight after a half-hour change belongs to the day on which it starts") {
    const TimeAxis axis = axis_of("Australia/Lord_Howe", "2026-10-04", 2, 3600);
    REQUIRE(axis.intervals() == 48);  // 47.5 hours, the last interval begun
    CHECK(axis.timestamp(23) == "2026-10-04T23:30:00+11:00");
    CHECK(axis.day_of_interval(23) == 0);
    CHECK(axis.day_of_interval(24) == 1);
}

TEST_CASE("Intervals are half-open and negative in the warm-up") {
    TimeAxis::Shape shape{
        .start = *parse_date("2026-10-01"), .days = 2, .interval = 900, .warm_up = 3600, .cool_down = 1800, .holidays = {}};
    const TimeAxis axis(Zone("Europe/Berlin"), shape);
    CHECK(axis.interval_of(0) == 0);
    CHECK(axis.interval_of(899.999) == 0);
    CHECK(axis.interval_of(900) == 1);
    CHECK(axis.interval_of(-0.001) == -1);
    CHECK(axis.interval_of(-3600) == -4);
    for (int i = -4; i < axis.intervals(); ++i) CHECK(axis.interval_of(axis.interval_start(i)) == i);
    CHECK(axis.begin() == -3600);
    CHECK(axis.end() == 2 * day_seconds);
    CHECK(axis.stop() == 2 * day_seconds + 1800);
}

TEST_CASE("Seconds since the start, local time and UTC go together") {
    const TimeAxis axis = axis_of("Europe/Berlin", "2026-10-24", 3);
    CHECK(axis.seconds(at("2026-10-24", 0, 0)) == 0);
    CHECK(axis.seconds(at("2026-10-25", 12, 0)) == 24 * hour_seconds + 13 * hour_seconds);
    CHECK(axis.seconds(at("2026-10-23", 23, 0)) == -hour_seconds);
    CHECK(axis.local(36 * hour_seconds + 0.75) == at("2026-10-25", 11, 0));
    CHECK(axis.utc(-0.5) == axis.utc_start() - 1);
    CHECK(axis.seconds_of_utc(axis.utc(7200)) == 7200);
}

TEST_CASE("Days outside the horizon have their own midnights") {
    const TimeAxis axis = axis_of("Europe/Berlin", "2026-10-26", 1);
    CHECK(axis.day_start(-1) == -25 * hour_seconds);
    CHECK(axis.day_start(-2) == -49 * hour_seconds);
    CHECK(axis.day_start(2) == 48 * hour_seconds);
    CHECK(axis.date_of_day(-1) == *parse_date("2026-10-25"));
}

TEST_CASE("Holidays are found in any order") {
    TimeAxis::Shape shape;
    shape.start = *parse_date("2026-12-20");
    shape.days = 10;
    shape.holidays = {*parse_date("2026-12-26"), *parse_date("2026-12-25")};
    const TimeAxis axis(Zone("Europe/Berlin"), shape);
    CHECK(axis.is_holiday(*parse_date("2026-12-25")));
    CHECK(axis.is_holiday(*parse_date("2026-12-26")));
    CHECK(!axis.is_holiday(*parse_date("2026-12-24")));
}
