// What the planner says stands, and the statistical forecast stays beside it.
#include <cmath>

#include <doctest/doctest.h>

#include "core/problem.hpp"
#include "forecast/run_forecast.hpp"
#include "tests/forecast/made.hpp"

using namespace peakline;
using namespace peakline::testing;

namespace {

HistorySeries calls() {
    return made_slots(
        "calls", day("2026-01-05"), 126, 24, [](Date d) { return 7 + 0.1 * noise("d", d.days); },
        [](int h) { return h >= 8 && h < 18 ? 0.1 : 0; });
}

constexpr const char* three_rows =
    "date,series,value,factor,note\n"
    "2026-05-13,calls,5000,,television\n"
    "2026-05-14 10:00,,,+50%,mailing\n"
    "2026-05-16..2026-05-17,calls,300,,\n";

Forecast fitted(const std::vector<OverrideRow>& rows, int paths = reference_paths) {
    const HistorySeries series = calls();
    ForecastRequest request;
    request.first = series.last() + 1;
    request.days = 14;
    request.paths = paths;
    request.overrides = rows;
    return fit_forecast(history_of({series}), {}, {}, request);
}

struct Moments {
    double mean = 0, relative_sd = 0;
};
Moments moments(const SeriesPaths& paths, int from, int to) {
    double sum = 0, squares = 0;
    for (int r = 0; r < paths.paths; ++r) {
        double total = 0;
        for (int c = from; c < to; ++c) total += paths.path(r)[c];
        sum += total / paths.paths;
        squares += total * total / paths.paths;
    }
    return {sum, std::sqrt(squares - sum * sum) / sum};
}

ForecastJob job_on(const Folder& folder, const std::string& overrides) {
    ForecastJob job;
    job.histories = {folder.write("calls.csv", as_csv(calls()))};
    job.overrides = {folder.write("overrides.csv", overrides)};
    job.days = 14;
    job.paths = reference_paths;
    job.out = folder.path() / "out";
    return job;
}

std::string refusal(const std::string& overrides) {
    const Folder folder;
    try {
        run_forecast(job_on(folder, overrides));
    } catch (const InputError& e) { return e.what(); }
    return "";
}

}  // namespace

TEST_CASE("Paths keep their relative spread about the planner's day") {
    const Folder folder;
    const Forecast f = fitted(read_overrides(folder.write("o.csv", three_rows)));
    const SeriesPaths paths = paths_of(f, 0), before = statistical_paths_of(f, 0);
    const int at = day("2026-05-13") - f.request.first;
    const Moments now = moments(paths, at * 24, at * 24 + 24), was = moments(before, at * 24, at * 24 + 24);
    CHECK(now.mean == doctest::Approx(5000).epsilon(1e-5));
    CHECK(was.mean < 2000);
    CHECK(now.relative_sd == doctest::Approx(was.relative_sd).epsilon(1e-4));
}

TEST_CASE("An interval's factor changes that interval alone") {
    const Folder folder;
    const Forecast f = fitted(read_overrides(folder.write("o.csv", three_rows)));
    const SeriesPaths paths = paths_of(f, 0), before = statistical_paths_of(f, 0);
    const int at = (day("2026-05-14") - f.request.first) * 24;
    for (int r = 0; r < paths.paths; ++r)
        for (int c = at; c < at + 24; ++c)
            REQUIRE(paths.path(r)[c] == doctest::Approx(before.path(r)[c] * (c == at + 10 ? 1.5 : 1)).epsilon(1e-5));
}

TEST_CASE("A value on a day and on one of its intervals: both hold, the rest makes up the day") {
    const Date when = day("2026-05-13");
    const Forecast f =
        fitted({{{}, "calls", {when, when, {}}, 5000, {}, ""}, {{}, "calls", {when, when, 10 * 3600}, 800, {}, ""}});
    const SeriesPaths paths = paths_of(f, 0);
    const int at = (when - f.request.first) * 24;
    CHECK(moments(paths, at, at + 24).mean == doctest::Approx(5000).epsilon(1e-5));
    CHECK(moments(paths, at + 10, at + 11).mean == doctest::Approx(800).epsilon(1e-5));
}

TEST_CASE("A planner opens a day that the history has closed") {
    HistorySeries series = calls();
    for (int d = 5; d < 126; d += 7)
        for (int i = 0; i < 48; ++i) series.values[static_cast<std::size_t>(d) * 24 + i] = 0;  // no weekends
    ForecastRequest request;
    request.first = series.last() + 1;
    request.days = 7;
    request.paths = reference_paths;
    const Date saturday = request.first + 5;
    request.overrides = {{{}, "", {saturday, saturday, {}}, 400, {}, ""}};
    const Forecast f = fit_forecast(history_of({series}), {}, {}, request);
    const Moments opened = moments(paths_of(f, 0), 5 * 24, 6 * 24);
    CHECK(opened.mean == doctest::Approx(400).epsilon(1e-5));
    CHECK(opened.relative_sd > 0.03);
    for (int c = 5 * 24; c < 5 * 24 + 8; ++c) CHECK(paths_of(f, 0).path(0)[c] == 0);  // never a contact before eight
}

TEST_CASE("The statistical forecast stays visible in CSV, JSON and on the terminal") {
    const Folder folder;
    const ForecastResult result = run_forecast(job_on(folder, three_rows));
    const std::string days = read_text(folder.path() / "out" / "days.csv"),
                      intervals = read_text(folder.path() / "out" / "intervals.csv");
    CHECK(days.find(",p975,statistical_mean,override\n") != std::string::npos);
    CHECK(days.find(",5 000 (television)\n") != std::string::npos);
    CHECK(intervals.find(",10:00 x1.5 (mailing)\n") != std::string::npos);
    const auto& series = result.document["series"][0];
    CHECK(series["overrides"].size() == 4);
    CHECK(series["days"][2]["mean"] == 5000);
    CHECK(series["days"][2]["statistical"]["mean"].get<double>() < 2000);
    CHECK(result.summary.find("set by the planner: 5 000 (television); statistical 1 ") != std::string::npos);
}

TEST_CASE("Overrides that cannot hold are refused with their place") {
    CHECK(refusal("date,series,value\n2026-05-13,cals,5\n")
              .find("overrides.csv:2: no series of this name (found 'cals', expected one of 1 series); did you mean 'calls'?") !=
          std::string::npos);
    CHECK(refusal("date,value\n2026-05-13,5\n2026-05-13,6\n").find("line 2 speaks of the same day already") != std::string::npos);
    CHECK(refusal("date,value\n2026-05-13 10:10,5\n").find("no interval that starts at 10:10") != std::string::npos);
    CHECK(refusal("date,value\n2026-05-13,100\n2026-05-13 10:00,500\n").find("the day's intervals add up to more than the day") !=
          std::string::npos);
    CHECK(refusal("date,value,factor\n2026-05-13,100,2\n").find("both a value and a factor") != std::string::npos);
    CHECK(refusal("date,valeu\n2026-05-13,100\n").find("did you mean 'value'") != std::string::npos);
    CHECK(refusal("date,value\n2026-05-13,many\n").find("overrides.csv:2:2") != std::string::npos);
}

TEST_CASE("A value for a day that is not ahead is told, not used") {
    const Folder folder;
    const ForecastResult result = run_forecast(job_on(folder, "date,value\n2025-01-01,5\n"));
    CHECK(result.summary.find("1 of the planner's values for days that are not ahead") != std::string::npos);
}

TEST_CASE("Path r does not depend on how many paths are asked for where a planner sets days and intervals") {
    const Folder folder;
    const auto rows = read_overrides(folder.write("o.csv", three_rows));
    const SeriesPaths few = paths_of(fitted(rows, 5), 0), some = paths_of(fitted(rows, 60), 0),
                      many = paths_of(fitted(rows, 1100), 0);
    REQUIRE(few.paths == 5);
    REQUIRE(many.paths == 1100);
    for (int r = 0; r < 5; ++r)
        for (int c = 0; c < 14 * 24; ++c) {
            REQUIRE(few.path(r)[c] == some.path(r)[c]);
            REQUIRE(few.path(r)[c] == many.path(r)[c]);
        }
}
