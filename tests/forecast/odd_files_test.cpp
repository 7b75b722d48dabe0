// Files with slips that a reader must not be led astray by.
#include <algorithm>

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

namespace {

std::string refusal(const std::filesystem::path& file, const ReadOptions& options = {}) {
    try {
        read({file}, options);
    } catch (const InputError& e) { return e.what(); }
    return "was accepted";
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string days_of_calls(const std::string& year, int from = 10) {
    std::string text = "timestamp,value\n";
    for (int d = from; d < 28; ++d) text += year + "-01-" + std::to_string(d) + ",100\n";
    return text;
}

}  // namespace

TEST_CASE("What is no text is called so, and none of it is shown") {
    const Folder folder;
    const std::string bytes("\x7f\x45LF\x01\x02\0\0\x03,\x04\n\x05\x06\0,", 16);
    CHECK(has(refusal(folder.write("calls.csv", bytes)), "calls.csv: is not text"));
    const std::string book = refusal(folder.write("book.csv", std::string("PK\x03\x04\0\0\0\x08", 8)));
    CHECK(has(book, "is a workbook or an archive, not text"));
    CHECK(has(book, "save the sheet as CSV"));
    CHECK(!has(refusal(folder.write("latin.csv", "Datum;Anrufe\n" + std::string("\xfc\xe4\xf6;3\n"))), "not text"));
}

TEST_CASE("A long line is shown by its beginning") {
    const Folder folder;
    const std::string message = refusal(folder.write("calls.csv", "alpha,beta\n" + std::string(40000, 'x') + ",y\n"));
    CHECK(has(message, "no column holds dates"));
    CHECK(message.size() < 500);
    const std::string long_header = refusal(folder.write("wide.csv", std::string(40000, 'h') + ",b\n1,2\n"));
    CHECK(has(long_header, " ..."));
    CHECK(long_header.size() < 500);
}

TEST_CASE("Line ends of old computers are read") {
    const Folder folder;
    std::string text = days_of_calls("2026");
    std::replace(text.begin(), text.end(), '\n', '\r');
    const History history = read({folder.write("calls.csv", text)});
    CHECK(history.series.front().days() == 18);
    CHECK(has(history.read.front(), "CR line ends"));
}

TEST_CASE("Dates of years that no history has are called by their year") {
    const Folder folder;
    const std::string message = refusal(folder.write("calls.csv", days_of_calls("1926")));
    CHECK(
        has(message, "calls.csv:2: the dates are of years that no history has (found '1926-01-10', expected years from 1970 to"));
}

TEST_CASE("A quote that is never closed is found where it opens") {
    const Folder folder;
    const std::string early = refusal(folder.write("early.csv", "timestamp,\"value\n2026-01-01,5\n2026-01-02,6\n"));
    CHECK(has(early, "early.csv:1: a quote is opened in this row and never closed"));
    const std::string late = refusal(folder.write("late.csv", days_of_calls("2026") + "2026-01-28,\"100\n2026-01-29,100\n"));
    CHECK(has(late, "late.csv:20: a quote is opened in this row and never closed"));
    ReadOptions before;
    before.until = day("2026-01-20");
    CHECK(refusal(folder.write("late.csv", days_of_calls("2026") + "2026-01-28,\"100\n2026-01-29,100\n"), before) ==
          "was accepted");
}

TEST_CASE("A slip in the year of a row does not make a history of decades") {
    const Folder folder;
    for (const char* slip : {"1990-01-15,100\n", "2062-01-15,100\n"}) {
        const History history =
            read({folder.write("calls.csv", days_of_calls("2025") + days_of_calls("2026").substr(16) + slip)});
        CHECK(history.series.front().first == day("2025-01-10"));
        CHECK(history.last() == day("2026-01-27"));
        const Finding* finding = found(history, "lone date");
        REQUIRE(finding);
        CHECK(finding->lines.size() == 1);
        CHECK(has(finding->found, "1 row more than a year apart from all others"));
    }
    const std::string two_years = "timestamp,value\n2024-01-10,100\n2024-01-11,100\n2026-01-10,100\n2026-01-11,100\n";
    CHECK(!found(read({folder.write("short.csv", two_years)}), "lone date"));
}
