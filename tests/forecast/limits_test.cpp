// Where a history cannot carry what is asked of it, the forecast says so.
#include <cmath>

#include <doctest/doctest.h>

#include "core/problem.hpp"
#include "forecast/forecast.hpp"
#include "tests/forecast/made.hpp"

using namespace peakline;
using namespace peakline::testing;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

HistorySeries calls() {
    return made_days("calls", day("2026-01-05"), 140, [](Date d) { return 7 + 0.05 * noise("calls", d.days); });
}

ForecastRequest from(Date first) {
    ForecastRequest request;
    request.first = first;
    request.days = 14;
    request.paths = 20;
    return request;
}

// Orders that the calls follow, planned so many times larger for the days ahead.
HistorySeries orders(double times) {
    const Date ahead = day("2026-05-25");
    return made_days("orders", day("2026-01-05"), 180,
                     [=](Date d) { return 8 + 0.3 * noise("orders", d.days / 7) + (d < ahead ? 0 : std::log(times)); });
}

Forecast driven(double times) {
    HistorySeries driver = orders(1);
    HistorySeries series =
        made_days("calls", day("2026-01-05"), 140, [&](Date d) { return std::log(driver.at(d - driver.first, 0)) - 1; });
    return fit_forecast(history_of({series}), {}, {orders(times)}, from(day("2026-05-25")));
}

const Finding* told(const Forecast& forecast, const std::string& kind) {
    for (const Finding& f : forecast.findings)
        if (f.kind == kind) return &f;
    return nullptr;
}

template <class Work>
std::string refusal(Work work) {
    try {
        work();
    } catch (const InputError& e) { return e.what(); }
    return "was accepted";
}

}  // namespace

TEST_CASE("A forecast out of all proportion to its history is told") {
    CHECK(!told(driven(1.5), "far beyond"));
    const Forecast far = driven(200);
    const Finding* finding = told(far, "far beyond");
    REQUIRE(finding);
    CHECK(has(finding->found, "times the largest day of the history"));
}

TEST_CASE("A forecast that runs away is refused, not cut") {
    const std::string message = refusal([] { driven(1e9); });
    CHECK(has(message, "the forecast of 'calls' runs away"));
    CHECK(has(message, "2026-05-2"));
}

TEST_CASE("A history that ended weeks ago is told, one that ended years ago refused") {
    CHECK(!told(fit_forecast(history_of({calls()}), {}, {}, from(day("2026-06-01"))), "ends early"));
    const Forecast late = fit_forecast(history_of({calls()}), {}, {}, from(day("2026-08-01")));
    const Finding* finding = told(late, "ends early");
    REQUIRE(finding);
    CHECK(finding->found == "its last day with contacts is 2026-05-24");
    CHECK(has(finding->done, "68 days beyond it"));
    const std::string message = refusal([] { fit_forecast(history_of({calls()}), {}, {}, from(day("2036-08-01"))); });
    CHECK(has(message, "the last day with contacts of 'calls' is 2026-05-24, 3 721 days before the first day ahead"));
}

TEST_CASE("A file of which no row can be used says what was wrong with its rows") {
    const Folder folder;
    std::string text = "timestamp,value\n";
    for (int d = 10; d < 30; ++d) text += "2026-01-" + std::to_string(d) + (d % 2 ? ",-5\n" : ",7000000000000\n");
    const History history = read({folder.write("calls.csv", text)});
    const std::string message = refusal([&] { fit_forecast(history, {}, {}, from(day("2026-02-01"))); });
    CHECK(has(message, "'calls' has no day with contacts"));
    CHECK(has(message, "calls.csv:3: 10 negative values, such as '-5': taken as missing"));
    CHECK(has(message, "10 values too large to be true"));
}
