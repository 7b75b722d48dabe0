// Files with slips that a reader must not be led astray by.
#include <doctest/doctest.h>

#include "core/problem.hpp"
#include "forecast/explain_words.hpp"
#include "tests/forecast/made.hpp"

using namespace peakline;
using namespace peakline::testing;

TEST_CASE("A year of 0001 is no year") {
    CHECK(!parse_stamp("0001-01-01 00:00", DateOrder::year_first));
    CHECK(!parse_stamp("01.01.0001", DateOrder::day_first));
    CHECK(parse_stamp("01.02.26", DateOrder::day_first)->local == parse_stamp("2026-02-01", DateOrder::year_first)->local);
}

TEST_CASE("Dates in two orders are refused with a line of each") {
    const Folder folder;
    std::string text = "timestamp,value\n";
    for (int d = 13; d < 28; ++d) text += std::to_string(d) + "/01/2026,100\n01/" + std::to_string(d) + "/2026,100\n";
    try {
        read({folder.write("calls.csv", text)});
        FAIL("was accepted");
    } catch (const InputError& e) {
        CHECK(std::string(e.what()).find(
                  "calls.csv:3:1: the dates are in two orders: '13/01/2026' in line 2 has the day first (found '01/13/2026'") !=
              std::string::npos);
    }
}

TEST_CASE("Control characters of a file do not reach the terminal") {
    const Folder folder;
    std::string text = "timestamp,value\n";
    for (int d = 10; d < 28; ++d) text += "2026-01-" + std::to_string(d) + (d == 12 ? ",\x1b[2Jmany\n" : ",100\n");
    const History history = read({folder.write("calls.csv", text)});
    const Finding* finding = found(history, "not a number");
    REQUIRE(finding);
    CHECK(finding->found.find("?[2Jmany") != std::string::npos);
}

TEST_CASE("Days and their occasions are told as people say them") {
    CHECK(day_name(day("2026-11-27")) == "Friday 27 November");
    CHECK(occasions_in_words({{day("2024-11-29"), "+165 %"}, {day("2025-11-28"), "+195 %"}}) ==
          "(seen twice, 2024: +165 %, 2025: +195 %)");
    CHECK(occasions_in_words({{day("2025-03-01"), "+1 %"}, {day("2025-09-01"), "+2 %"}, {day("2026-01-01"), "+3 %"}}) ==
          "(seen 3 times, 1 March 2025: +1 %, 1 September 2025: +2 %, 1 January 2026: +3 %)");
    CHECK(spaced(4210.4) == "4 210");
    CHECK(spaced(0) == "0");
}
