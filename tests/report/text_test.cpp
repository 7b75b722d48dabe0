#include <doctest/doctest.h>

#include "core/results.hpp"
#include "report/metric.hpp"
#include "report/table.hpp"
#include "report/text.hpp"

using namespace peakline;

TEST_CASE("Numbers read as a planner writes them") {
    CHECK(value_text(1234.4, Unit::count) == "1 234");
    CHECK(value_text(1234567, Unit::count) == "1 234 567");
    CHECK(value_text(3.46, Unit::count) == "3.5");
    CHECK(value_text(0.25, Unit::count) == "0.25");
    CHECK(value_text(0, Unit::count) == "0");
    CHECK(value_text(0.8123, Unit::share) == "81.2 %");
    CHECK(value_text(0.01424, Unit::rate) == "1.42 %");
    CHECK(value_text(98765.4, Unit::money) == "98 765");
    CHECK(value_text(12.5, Unit::money) == "12.50");
    CHECK(value_text(-1234.4, Unit::money) == "-1 234");
    CHECK(value_text(no_value, Unit::count) == "-");
}

TEST_CASE("What makes no difference is said in the metric's own unit") {
    CHECK(tolerance_text("service_level", 0.005, "EUR") == "0.5 points of service level");
    CHECK(tolerance_text("abandonment", 0.01, "EUR") == "1 point of abandonment");
    CHECK(tolerance_text("asa", 3, "EUR") == "3 s of speed of answer");
    CHECK(tolerance_text("cost", 4200, "EUR") == "4 200 EUR of cost");
    CHECK(tolerance_text("cost", 72.05, "") == "72.05 of cost");
    CHECK(tolerance_text("contact_rate", 0.0002, "") == "0.02 points of contact rate");
    CHECK(metric_text("total.cost", "EUR") == "cost, EUR");
    CHECK(metric_text("total.contact_rate", "EUR") == "contact rate");
    CHECK(metric_text("voice.service_level", "EUR") == "voice.service_level");
}

TEST_CASE("A share's error is half the width of its interval") {
    CHECK(share_and_error_text(0.6, 0.1) == "60 % ± 20 pt");
    CHECK(share_and_error_text(0.6, no_value) == "60 %");
    CHECK(share_and_error_text(0.6, 0.7) == "60 % ± over 100 pt");
}

TEST_CASE("Durations read in the unit that suits them") {
    CHECK(value_text(4.23, Unit::seconds) == "4.2 s");
    CHECK(value_text(45.4, Unit::seconds) == "45 s");
    CHECK(value_text(59.7, Unit::seconds) == "1 min");
    CHECK(value_text(200, Unit::seconds) == "3 min 20 s");
    CHECK(value_text(1234, Unit::seconds) == "21 min");
    CHECK(value_text(7500, Unit::seconds) == "2 h 5 min");
    CHECK(value_text(86400, Unit::seconds) == "24 h");
    CHECK(value_text(3.26 * 86400, Unit::seconds) == "3.3 d");
}

TEST_CASE("Differences carry their sign, shares are in points") {
    CHECK(difference_text(0.031, Unit::share) == "+3.1 pt");
    CHECK(difference_text(-0.00001, Unit::share) == "0.0 pt");
    CHECK(difference_text(-12, Unit::seconds) == "-12 s");
    CHECK(difference_text(no_value, Unit::count) == "-");
}

TEST_CASE("What is not certain never reads as never or always") {
    CHECK(chance_text(0) == "0 %");
    CHECK(chance_text(0.004) == "<1 %");
    CHECK(chance_text(0.23) == "23 %");
    CHECK(chance_text(0.996) == ">99 %");
    CHECK(chance_text(1) == "100 %");
}

TEST_CASE("A half width too small for its digits says so") {
    Estimate e;
    CHECK(half_width_text(e, Unit::share) == "");
    e.ci95 = {0.5, 0.5004};
    CHECK(half_width_text(e, Unit::share) == "<0.1 pt");
    e.ci95 = {0.49, 0.51};
    CHECK(half_width_text(e, Unit::share) == "1.0 pt");
}

TEST_CASE("Widths count what a terminal shows, not bytes") {
    CHECK(display_width("voice") == 5);
    CHECK(display_width("Rückgabe") == 8);
    CHECK(display_width("e\u0301te\u0301") == 3);
    CHECK(display_width("電話") == 4);
}

TEST_CASE("Long names are cut with an ellipsis and control characters cannot reach the terminal") {
    CHECK(fitted("Rückgabe", 8) == "Rückgabe");
    CHECK(fitted("Rückgabefrist", 8) == "Rückgab…");
    CHECK(fitted("電話電話", 5) == "電話…");
    CHECK(fitted("a\x1b[31mb", 80) == "a?[31mb");
    CHECK(fitted("a\nb", 80) == "a b");
}

TEST_CASE("Dates are told with their weekday") {
    CHECK(date_text("2026-11-27") == "Fri 27 Nov 2026");
    CHECK(date_text("Fri 2026-11-27 10:00-10:30") == "Fri 27 Nov 2026 10:00-10:30");
    CHECK(date_text("Fri 27 Nov 11:00-11:30") == "Fri 27 Nov 11:00-11:30");
    CHECK(date_text("2026-W48") == "2026-W48");
}

TEST_CASE("Metrics know their unit and direction, parts of a metric take after it, unknown ones are plain") {
    CHECK(metric_info("asa").unit == Unit::seconds);
    CHECK(metric_info("service_level").better == Better::higher);
    CHECK(metric_info("cost.wages").unit == Unit::money);
    CHECK(metric_info("cost.wages").label == "cost.wages");
    CHECK(metric_info("something_new").unit == Unit::count);
    CHECK(metric_order("offered") < metric_order("backlog"));
    CHECK(metric_order("something_new") > metric_order("lost"));
}

TEST_CASE("What decides between plans and what reports call better agree on every metric") {
    for (const MetricInfo& m : all_metrics()) {
        CAPTURE(m.name);
        if (m.better != Better::neither) CHECK(larger_is_better(m.name) == (m.better == Better::higher));
    }
}

TEST_CASE("Paragraphs break neither inside a number of groups nor before its per cent") {
    CHECK(wrapped("it costs +2 065 EUR", 12) == "it costs\n+2 065 EUR\n");
    CHECK(wrapped("in 1 234 567", 8) == "in\n1 234 567\n");
    CHECK(wrapped("(95 % interval", 6) == "(95 %\ninterval\n");
    CHECK(wrapped("12 3456 a", 4) == "12\n3456\na\n");
    CHECK(wrapped("a 95", 3) == "a\n95\n");
}

TEST_CASE("Names are listed as people say them") {
    CHECK(listed({}).empty());
    CHECK(listed({"a"}) == "a");
    CHECK(listed({"a", "b"}) == "a and b");
    CHECK(listed({"a", "b", "c"}) == "a, b and c");
}
