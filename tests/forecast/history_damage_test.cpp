// What is wrong with planners' files: everything is repaired in a stated way or refused, and all of it is told.
#include <cmath>

#include <doctest/doctest.h>

#include "core/problem.hpp"
#include "forecast/history_days.hpp"
#include "tests/forecast/made.hpp"

using namespace peakline;
using namespace peakline::testing;

namespace {

void check_lines(const History& history, const std::string& kind, const std::vector<int>& lines) {
    const Finding* finding = found(history, kind);
    INFO(kind);
    REQUIRE(finding);
    std::string listed, wanted;
    for (const int line : finding->lines) listed += std::to_string(line) + " ";
    for (const int line : lines) wanted += std::to_string(line) + " ";
    CHECK(listed == wanted);
    CHECK(!finding->found.empty());
    CHECK(!finding->done.empty());
}

}  // namespace

TEST_CASE("A file with every kind of damage is read, and each kind is reported with its lines") {
    const Folder folder;
    const History h = read({folder.write("calls.csv",
                                         "\xEF\xBB\xBF"
                                         "timestamp,value\r\n"            // 1
                                         "2026-03-02 08:00,10\r\n"        // 2
                                         "2026-03-02 08:30,11\r\n"        // 3
                                         "2026-03-02 09:00,12\r\n"        // 4
                                         "2026-03-02 09:00,12\r\n"        // 5 the same again
                                         "2026-03-02 09:30,13\r\n"        // 6
                                         "2026-03-02 09:30,14\r\n"        // 7 changed
                                         "yesterday,14\r\n"               // 8
                                         "2026-03-02 10:30,-3\r\n"        // 9
                                         "2026-03-02 10:00,15\r\n"        // 10 too late
                                         "2026-03-02 11:00,many\r\n"      // 11
                                         "2026-03-02 11:30,\r\n"          // 12
                                         "2026-03-02 12:00\r\n"           // 13
                                         "Total,85\r\n"                   // 14
                                         "timestamp,value\r\n"            // 15
                                         "2026-03-02,85\r\n"              // 16 the day's total
                                         "2026-03-02 12:30,\"16,5\"\r\n"  // 17
                                         "2026-03-02 13:00,17.5\r\n"      // 18
                                         "2026-03-02 13:30,18.5\r\n"      // 19
                                         "2026-03-02 14:00,1e12\r\n"      // 20
                                         "2026-02-30 14:00,1\r\n")});     // 21
    check_lines(h, "duplicate", {4});
    check_lines(h, "changed duplicate", {6});
    check_lines(h, "unreadable time", {8, 21});
    check_lines(h, "negative value", {9});
    check_lines(h, "out of order", {10});
    check_lines(h, "not a number", {11});
    check_lines(h, "no value", {12});
    check_lines(h, "short row", {13});
    check_lines(h, "totals line", {14, 16});
    check_lines(h, "repeated header", {15});
    check_lines(h, "mixed decimal marks", {17});
    check_lines(h, "impossible value", {20});
    const HistorySeries& s = h.series.at(0);
    CHECK(s.at(0, 18) == 12);
    CHECK(s.at(0, 19) == 14);
    CHECK(s.at(0, 20) == 15);
    CHECK(std::isnan(s.at(0, 21)));
    CHECK(std::isnan(s.at(0, 22)));
    CHECK(s.at(0, 25) == 16.5f);
    CHECK(h.read.at(0).find("byte order mark") != std::string::npos);
    CHECK(h.read.at(0).find("CRLF") != std::string::npos);
}

TEST_CASE("The doubled hour counts by its mean, the missing hour does not exist") {
    const Folder folder;
    ReadOptions options;
    options.zone.emplace("Europe/Berlin");
    const History autumn =
        read({folder.write("a.csv",
                           "timestamp,value\n2026-10-25 01:00,5\n2026-10-25 02:00,6\n2026-10-25 02:00,8\n2026-10-25 03:00,9\n")},
             options);
    CHECK(autumn.series[0].at(0, 2) == 7);
    check_lines(autumn, "doubled hour", {3, 4});
    const History spring =
        read({folder.write("b.csv", "timestamp,value\n2026-03-29 01:00,5\n2026-03-29 02:00,6\n2026-03-29 03:00,9\n")}, options);
    CHECK(std::isnan(spring.series[0].at(0, 2)));
    check_lines(spring, "missing hour", {3});
}

TEST_CASE("Offsets tell the two passes of the doubled hour apart") {
    const Folder folder;
    ReadOptions options;
    options.zone.emplace("Europe/Berlin");
    const History h = read(
        {folder.write(
            "a.csv", "timestamp,value\n2026-10-25T02:00:00+02:00,6\n2026-10-25T02:00:00+01:00,8\n2026-10-25T03:00:00+01:00,9\n")},
        options);
    CHECK(h.series[0].at(0, 2) == 7);
    CHECK(found(h, "changed duplicate") == nullptr);
}

TEST_CASE("A series that is the sum of the others is left out, one that is merely called so is kept") {
    const Folder folder;
    const History sum = read({folder.write("a.csv", "timestamp,a,b,Total\n2026-03-02,1,2,3\n2026-03-03,4,5,9\n")});
    CHECK(sum.series.size() == 2);
    CHECK(found(sum, "totals series"));
    const History other = read({folder.write("b.csv", "timestamp,a,b,Total\n2026-03-02,1,2,30\n2026-03-03,4,5,90\n")});
    CHECK(other.series.size() == 3);
}

TEST_CASE("A moment off the grid is added to its interval") {
    const Folder folder;
    const HistorySeries regular = made_slots(
        "h", day("2026-03-02"), 2, 48, [](Date) { return 5.0; }, [](int) { return 1.0 / 48; });
    const History h = read({folder.write("h.csv", as_csv(regular) + "2026-03-04 08:07,5\n")});
    CHECK(h.slots == 48);
    CHECK(h.series[0].at(2, 16) == 5);
    CHECK(found(h, "off the grid"));
}

TEST_CASE("A file without one usable row is refused with its place") {
    const Folder folder;
    const auto refused = [&](const std::string& text) {
        try {
            read({folder.write("h.csv", text)});
        } catch (const InputError& e) { return e.problems().at(0).text(); }
        return std::string();
    };
    CHECK(refused("").find("h.csv") != std::string::npos);
    CHECK(refused("timestamp,value\n").find("h.csv:1") != std::string::npos);
    CHECK(refused("name,colour\nx,red\n").find("no column holds dates") != std::string::npos);
    CHECK(refused("timestamp,value\n2026-03-02 08:00:01,1\n2026-03-02 08:11:17,1\n2026-03-02 09:42:59,1\n")
              .find("single contacts") != std::string::npos);
    CHECK_THROWS_AS(read({folder.path() / "absent.csv"}), InputError);
}

TEST_CASE("A history too short to tell weekdays apart is refused") {
    const HistorySeries s = made_days("calls", day("2026-03-02"), 6, [](Date) { return 5.0; });
    ForecastRequest request;
    request.first = s.last() + 1;
    CHECK_THROWS_AS(fit_forecast(history_of({s}), {}, {}, request), InputError);
}

TEST_CASE("A silent afternoon is a gap: the day's total is made up and the gap is told") {
    HistorySeries s = made_slots(
        "calls", day("2026-01-05"), 56, 24, [](Date) { return 7.0; }, [](int h) { return h >= 8 && h < 18 ? 0.1 : 0; });
    for (int h = 14; h < 18; ++h) s.values[40 * 24 + h] = 0;
    const HistoryDays days = history_days(s, {}, s.last() + 1, 0);
    CHECK(days.days.days[40].total == doctest::Approx(std::exp(7.0)).epsilon(0.1));
    CHECK(!days.whole[40]);
    CHECK(days.whole[39]);
    REQUIRE(days.findings.size() == 1);
    CHECK(days.findings[0].when.at(0) == "2026-02-14 14:00 to 24:00");
}

TEST_CASE("Shorter hours from some day on are not gaps") {
    HistorySeries s = made_slots(
        "calls", day("2026-01-05"), 112, 24, [](Date) { return 7.0; }, [](int h) { return h >= 8 && h < 18 ? 0.1 : 0; });
    for (int d = 70; d < 112; ++d)
        for (int h = 16; h < 18; ++h) s.values[d * 24 + h] = 0;
    const HistoryDays days = history_days(s, {}, s.last() + 1, 0);
    int gaps = 0;
    for (int d = 0; d < 112; ++d) gaps += !days.whole[d];
    CHECK(gaps <= 21);  // at the change itself, where the weeks around still disagree
    for (int d = 98; d < 112; ++d) CHECK(days.whole[d]);
}

TEST_CASE("Weekdays that are never worked are not forecast, holidays of the calendar are closed") {
    HistorySeries s =
        made_days("calls", day("2026-01-05"), 70, [](Date d) { return static_cast<int>(weekday_of(d)) < 5 ? 6.0 : -50.0; });
    Calendar calendar;
    calendar.days[s.last() + 1].closed = true;
    ForecastRequest request;
    request.first = s.last() + 1;
    request.days = 7;
    request.paths = 20;
    const Forecast forecast = fit_forecast(history_of({s}), calendar, {}, request);
    const SeriesPaths paths = paths_of(forecast, 0);
    CHECK(paths.path(3)[0] == 0);  // closed Monday
    CHECK(paths.path(3)[1] > 100);
    CHECK(paths.path(3)[5] == 0);  // Saturday
}
