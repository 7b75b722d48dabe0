// Reading what planners have: delimiters, date orders, decimal marks, layouts of common systems.
#include <cmath>

#include <doctest/doctest.h>

#include "core/problem.hpp"
#include "tests/forecast/made.hpp"

using namespace peakline;
using namespace peakline::testing;

namespace {

float value_at(const History& history, const std::string& series, const char* date, int slot = 0) {
    for (const HistorySeries& s : history.series)
        if (s.name == series) return s.at(day(date) - s.first, slot);
    FAIL("no series ", series);
    return 0;
}

}  // namespace

TEST_CASE("Timestamp and value are one series, called after its file") {
    const Folder folder;
    const History h = read({folder.write("calls.csv", "timestamp,value\n2026-03-02 08:00,12\n2026-03-02 08:30,15\n")});
    REQUIRE(h.series.size() == 1);
    CHECK(h.series[0].name == "calls");
    CHECK(h.slots == 48);
    CHECK(value_at(h, "calls", "2026-03-02", 16) == 12);
    CHECK(value_at(h, "calls", "2026-03-02", 17) == 15);
    CHECK(std::isnan(value_at(h, "calls", "2026-03-02", 18)));
    CHECK(h.findings.empty());
}

TEST_CASE("A file without a header is understood") {
    const Folder folder;
    const History h = read({folder.write("orders.csv", "2026-03-02,100\n2026-03-03,110\n")});
    CHECK(h.slots == 1);
    CHECK(value_at(h, "orders", "2026-03-03") == 110);
}

TEST_CASE("A long file has a series for each name, with handle times") {
    const Folder folder;
    const History h =
        read({folder.write("h.csv",
                           "timestamp,queue,value,handle_time\n2026-03-02 08:00,sales,12,240\n2026-03-02 08:00,service,40,300\n"
                           "2026-03-02 08:30,sales,9,250\n")});
    REQUIRE(h.series.size() == 2);
    CHECK(value_at(h, "sales", "2026-03-02", 17) == 9);
    CHECK(value_at(h, "service", "2026-03-02", 16) == 40);
    CHECK(h.series[0].handle_time[16] == 240);
}

TEST_CASE("A wide file has a series for each column") {
    const Folder folder;
    const History h = read({folder.write(
        "h.csv", "timestamp;sales;service\n02.03.2026 08:00;12;40\n02.03.2026 08:30;9;41\n23.03.2026 08:30;9;41\n")});
    REQUIRE(h.series.size() == 2);
    CHECK(value_at(h, "service", "2026-03-02", 17) == 41);
}

TEST_CASE("A day in rows and times of day in columns is understood") {
    const Folder folder;
    const History h = read({folder.write("calls.csv", "date,08:00,08:30,09:00\n2026-03-02,1,2,3\n2026-03-03,4,5,6\n")});
    CHECK(h.slots == 48);
    CHECK(value_at(h, "calls", "2026-03-03", 18) == 6);
}

TEST_CASE("Date and time may stand in two columns") {
    const Folder folder;
    const History h = read({folder.write("calls.csv", "date,time,calls\n2026-03-02,08:00,7\n2026-03-02,08:15,8\n")});
    CHECK(h.slots == 96);
    CHECK(value_at(h, "calls", "2026-03-02", 33) == 8);
}

TEST_CASE("The order of day and month is decided by the whole file") {
    const Folder folder;
    const History us = read({folder.write("us.csv", "date,value\n03/02/2026,1\n03/03/2026,2\n03/25/2026,3\n")});
    CHECK(value_at(us, "us", "2026-03-02") == 1);
    const History eu = read({folder.write("eu.csv", "date,value\n02/03/2026,1\n03/03/2026,2\n25/03/2026,3\n")});
    CHECK(value_at(eu, "eu", "2026-03-02") == 1);
    CHECK(found(eu, "ambiguous dates") == nullptr);
}

TEST_CASE("Dates that could be either are read in a stated way") {
    const Folder folder;
    const History h = read({folder.write("h.csv", "date,value\n02/03/2026,1\n03/03/2026,2\n")});
    CHECK(value_at(h, "h", "2026-03-02") == 1);
    REQUIRE(found(h, "ambiguous dates"));
    CHECK(found(h, "ambiguous dates")->done.find("day first") != std::string::npos);
}

TEST_CASE("Decimal commas and marks of thousands are told apart") {
    const Folder folder;
    const History comma = read({folder.write("a.csv", "date;value\n2026-03-02;1.234,5\n2026-03-03;12,5\n2026-03-04;1.000\n")});
    CHECK(value_at(comma, "a", "2026-03-02") == 1234.5f);
    CHECK(value_at(comma, "a", "2026-03-04") == 1000);
    const History point = read({folder.write("b.csv", "date,value\n2026-03-02,\"1,234.5\"\n2026-03-03,12.5\n")});
    CHECK(value_at(point, "b", "2026-03-02") == 1234.5f);
}

TEST_CASE("Afternoons, month names, compact dates and seconds since 1970 are times") {
    const Folder folder;
    CHECK(value_at(read({folder.write("a.csv", "time,value\n3/25/2026 2:30 PM,5\n3/25/2026 3:00 PM,6\n")}), "a", "2026-03-25",
                   29) == 5);
    CHECK(value_at(read({folder.write("b.csv", "time,value\n25-Mar-2026 14:30,5\n25-Mar-2026 15:00,6\n")}), "b", "2026-03-25",
                   29) == 5);
    CHECK(value_at(read({folder.write("c.csv", "date,value\n20260325,5\n20260326,6\n")}), "c", "2026-03-26") == 6);
    CHECK(value_at(read({folder.write("d.csv", "ts,value\n1774449000,5\n1774450800,6\n")}), "d", "2026-03-25", 29) == 5);
}

TEST_CASE("Offsets are turned into the zone's clock") {
    const Folder folder;
    ReadOptions options;
    options.zone.emplace("Europe/Berlin");
    const History h =
        read({folder.write("h.csv", "timestamp,value\n2026-03-02T07:00:00Z,5\n2026-07-02T07:30:00+00:00,6\n")}, options);
    CHECK(value_at(h, "h", "2026-03-02", 16) == 5);  // 08:00 in winter
    CHECK(value_at(h, "h", "2026-07-02", 19) == 6);  // 09:30 in summer
}

TEST_CASE("A compressed history that is cut short is refused") {
    const Folder folder;
    std::string text = "timestamp,value\n";
    for (int day = 0; day < 400; ++day)
        text += to_text(make_date(2025, 1, 1) + day) + "," + std::to_string(100 + day * 7919 % 97) + "\n";
    const std::filesystem::path whole = folder.gzip("cut.csv.gz", text);
    CHECK_NOTHROW(read({whole}));
    std::filesystem::resize_file(whole, std::filesystem::file_size(whole) * 7 / 10);
    CHECK_THROWS_AS(read({whole}), InputError);
}

TEST_CASE("Byte order marks, carriage returns, UTF-16 and gzip change nothing") {
    const Folder folder;
    const std::string plain = "timestamp,value\r\n2026-03-02 08:00,12\r\n2026-03-02 08:30,15\r\n";
    CHECK(value_at(read({folder.write("a.csv", "\xEF\xBB\xBF" + plain)}), "a", "2026-03-02", 17) == 15);
    CHECK(value_at(read({folder.gzip("b.csv.gz", plain)}), "b", "2026-03-02", 17) == 15);
    std::string wide = "\xFF\xFE";
    for (const char c : plain) (wide += c) += '\0';
    CHECK(value_at(read({folder.write("c.csv", wide)}), "c", "2026-03-02", 17) == 15);
}

TEST_CASE("Several files of one series are one history") {
    const Folder folder;
    const auto a = folder.write("2025.csv", "timestamp,series,value\n2025-12-31,calls,5\n");
    const auto b = folder.write("2026.csv", "timestamp,series,value\n2026-01-01,calls,6\n");
    const History h = read({a, b});
    REQUIRE(h.series.size() == 1);
    CHECK(h.series[0].days() == 2);
}

TEST_CASE("Amazon Connect histories are recognised") {
    const Folder folder;
    const History h = read({folder.write(
        "connect.csv",
        "QueueName,QueueId,ChannelType,TimeStamp,IntervalDuration,IncomingContactVolume,AverageHandleTime,ContactsHandled\n"
        "Sales,q1,VOICE,2026-03-02T08:00:00Z,15,12,240,11\nSales,q1,CHAT,2026-03-02T08:00:00Z,15,5,600,5\nCare,q2,VOICE,2026-03-"
        "02T08:15:00Z,15,7,300,7\n")});
    REQUIRE(h.series.size() == 3);
    CHECK(h.slots == 96);
    CHECK(value_at(h, "Sales / CHAT", "2026-03-02", 32) == 5);
    CHECK(value_at(h, "Care", "2026-03-02", 33) == 7);
}

TEST_CASE("Genesys Cloud histories are recognised and their skills added up") {
    const Folder folder;
    const History h = read({folder.write(
        "genesys.csv",
        "Interval Start UTC Date,Queue,Media Type,Skill Set,Language,Offered,Interactions Handled,Total Handle Time\n"
        "2026-03-02T08:00:00Z,Care,voice,a,en,10,10,3000\n2026-03-02T08:00:00Z,Care,voice,b,en,30,30,6000\n2026-03-02T08:30:00Z,"
        "Care,voice,a,de,1,0,0\n")});
    REQUIRE(h.series.size() == 1);
    CHECK(value_at(h, "Care", "2026-03-02", 16) == 40);
    CHECK(h.series[0].handle_time[16] == 225);
}

TEST_CASE("Dynamics 365 histories are recognised, with minutes of handle time") {
    const Folder folder;
    const History h = read({folder.write("d365.csv",
                                         "DateTime,ChannelName,QueueName,Volume,AHT in minutes,Interval\n"
                                         "3/2/2026 8:00:00 AM,Voice,Care,10,5,15\n3/22/2026 8:15:00 AM,Voice,Care,12,6,15\n")});
    CHECK(value_at(h, "Care", "2026-03-02", 32) == 10);
    CHECK(h.series[0].handle_time[32] == 300);
}

TEST_CASE("A mapping file says what unknown columns mean") {
    const Folder folder;
    ReadOptions options;
    options.mapping = folder.write("m.yaml",
                                   "timestamp: [Tag, Uhrzeit]\nseries: Team\nvalue: Faelle\nhandle_time: Dauer\nhandle_time_is: "
                                   "mean_minutes\ndates: day_first\n");
    const History h = read(
        {folder.write("h.csv", "Team;Tag;Uhrzeit;Faelle;Dauer\nA;02.03.2026;08:00;12;4\nA;02.03.2026;08:30;13;5\n")}, options);
    CHECK(value_at(h, "A", "2026-03-02", 17) == 13);
    CHECK(h.series[0].handle_time[16] == 240);
}

TEST_CASE("A mapping that names a missing column says which is near") {
    const Folder folder;
    ReadOptions options;
    options.mapping = folder.write("m.yaml", "timestamp: Tag\nvalue: Fälle\n");
    try {
        read({folder.write("h.csv", "Tag,Faelle\n2026-03-02,1\n")}, options);
        FAIL("was accepted");
    } catch (const InputError& e) {
        CHECK(e.problems()[0].place.line == 1);
        CHECK(e.problems()[0].text().find("m.yaml") != std::string::npos);
    }
}

TEST_CASE("A coarser interval adds up, a finer one is refused") {
    const Folder folder;
    const auto file = folder.write("h.csv", "timestamp,value\n2026-03-02 08:00,12\n2026-03-02 08:30,15\n");
    ReadOptions options;
    options.interval = 3600;
    CHECK(value_at(read({file}, options), "h", "2026-03-02", 8) == 27);
    options.interval = 300;
    CHECK_THROWS_AS(read({file}, options), InputError);
}
