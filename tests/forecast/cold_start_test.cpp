// Series without a history: like another one, typed, or a few days of their own.
#include <cmath>

#include <doctest/doctest.h>

#include "core/problem.hpp"
#include "forecast/explain.hpp"
#include "forecast/run_forecast.hpp"
#include "tests/forecast/made.hpp"

using namespace peakline;
using namespace peakline::testing;

namespace {

HistorySeries calls(const char* name = "calls", int days = 126, double level = 7) {
    return made_slots(
        name, day("2026-05-11") + -days, days, 24,
        [level](Date d) { return level + (d.days % 7 == 4 ? 0.3 : 0) + 0.05 * noise("d", d.days); },
        [](int h) { return h >= 8 && h < 18 ? 0.1 : 0; });
}

Forecast fitted(const std::vector<HistorySeries>& series, const std::string& rows, int paths = reference_paths) {
    const Folder folder;
    ForecastRequest request;
    request.first = day("2026-05-11");
    request.days = 14;
    request.paths = paths;
    request.new_series = read_new_series(folder.write("new.csv", rows));
    History history;
    history.slots = 24;
    history.series = series;
    return fit_forecast(history, {}, {}, request);
}

double mean_of(const SeriesPaths& paths, int day) {
    double sum = 0;
    for (int r = 0; r < paths.paths; ++r)
        for (int i = 0; i < paths.slots; ++i) sum += paths.path(r)[day * paths.slots + i];
    return sum / paths.paths;
}

double log_sd(const SeriesPaths& paths, int day) {
    double sum = 0, squares = 0;
    for (int r = 0; r < paths.paths; ++r) {
        double total = 0;
        for (int i = 0; i < paths.slots; ++i) total += paths.path(r)[day * paths.slots + i];
        sum += std::log(total) / paths.paths;
        squares += std::log(total) * std::log(total) / paths.paths;
    }
    return std::sqrt(squares - sum * sum);
}

std::string refusal(const std::vector<HistorySeries>& series, const std::string& rows) {
    try {
        fitted(series, rows);
    } catch (const InputError& e) { return e.what(); }
    return "";
}

}  // namespace

TEST_CASE("A new series like another one has its week and hours at its own size, and is less certain") {
    const Forecast f = fitted({calls()}, "series,like,value,spread\nshop,calls,40%,30%\n");
    REQUIRE(f.series.size() == 2);
    const SeriesPaths like = paths_of(f, 0), shop = paths_of(f, 1);
    for (int d = 0; d < 14; ++d) CHECK(mean_of(shop, d) == doctest::Approx(0.4 * mean_of(like, d)).epsilon(0.06));
    CHECK(log_sd(shop, 3) == doctest::Approx(std::hypot(std::log(1.3), log_sd(like, 3))).epsilon(0.15));
    for (int i = 0; i < 8; ++i) CHECK(shop.path(0)[i] == 0);
}

TEST_CASE("Typed days are met on average, the others follow the shape") {
    const Forecast f = fitted({calls()}, "series,like,when,value\nshop,calls,,500\nshop,,2026-05-13,900\nshop,,sun,100\n");
    const SeriesPaths shop = paths_of(f, 1);
    CHECK(usual_day(f.series[1]) == doctest::Approx(500));
    CHECK(mean_of(shop, 2) == doctest::Approx(900).epsilon(1e-5));
    CHECK(mean_of(shop, 6) == doctest::Approx(100).epsilon(1e-5));
    CHECK(mean_of(shop, 8) == doctest::Approx(0.5 * mean_of(paths_of(f, 0), 8)).epsilon(0.15));
}

TEST_CASE("Path r of a typed series does not depend on how many paths are asked for") {
    const char* rows = "series,when,value\ndesk,mon-fri 09:00,40\ndesk,mon-fri 10:00,60\ndesk,wed,150\n";
    const SeriesPaths few = paths_of(fitted({}, rows, 4), 0), many = paths_of(fitted({}, rows, 1100), 0);
    REQUIRE(few.paths == 4);
    for (int r = 0; r < 4; ++r)
        for (int c = 0; c < 14 * 24; ++c) REQUIRE(few.path(r)[c] == many.path(r)[c]);
}

TEST_CASE("A few days of one's own tell the size") {
    const Forecast f = fitted({calls(), calls("young", 4, 6)}, "series,like\nyoung,calls\n");
    REQUIRE(f.series.size() == 2);
    CHECK(f.series[1].borrowed->log_factor == doctest::Approx(-1).epsilon(0.06));
    CHECK(f.series[1].borrowed->in_words.find("from 4 days of its own") != std::string::npos);
    CHECK(f.series[1].borrowed->log_sd < 0.1);
}

TEST_CASE("Typed volumes alone carry a forecast: weekdays, times of day, closed days") {
    const Forecast f = fitted({}, "series,when,value\ndesk,mon-fri 09:00,40\ndesk,mon-fri 10:00,60\ndesk,mon 10:00,160\n");
    const SeriesPaths desk = paths_of(f, 0);
    CHECK(mean_of(desk, 0) == doctest::Approx(200).epsilon(1e-5));
    CHECK(mean_of(desk, 1) == doctest::Approx(100).epsilon(1e-5));
    CHECK(mean_of(desk, 5) == 0);
    for (int i = 0; i < 24; ++i) CHECK((desk.path(7)[24 + i] > 0) == (i == 9 || i == 10));
    CHECK(log_sd(desk, 1) == doctest::Approx(0.2).epsilon(0.25));
}

TEST_CASE("Typed dates alone say when the forecast begins; the program writes its files") {
    const Folder folder;
    ForecastJob job;
    job.new_series = {folder.write("new.csv", "series;when;value\nwork;2026-12-01..2026-12-10;1200\n")};
    job.paths = reference_paths;
    job.out = folder.path() / "out";
    const ForecastResult result = run_forecast(job);
    CHECK(result.document["first"] == "2026-12-01");
    CHECK(result.document["series"][0]["new_series"]["in_words"].get<std::string>().find("typed") != std::string::npos);
    CHECK(read_text(folder.path() / "out" / "days.csv").find("2026-12-01,work,1200,") != std::string::npos);
    job.new_series = {folder.write("weekdays.csv", "series,when,value\nwork,mon-fri,1200\n")};
    CHECK_THROWS_AS(run_forecast(job), InputError);
}

TEST_CASE("A week of history is enough, fewer days are refused with the reason and the way out") {
    CHECK(fitted({calls("calls", 7)}, "series\n").series.size() == 1);
    const std::string words = refusal({calls("calls", 5)}, "series\n");
    CHECK(words.find("'calls' reaches back 5 days: weekdays that were never seen cannot be foreseen") != std::string::npos);
    CHECK(words.find("--new") != std::string::npos);
}

TEST_CASE("What is not known about a new series is asked for") {
    CHECK(refusal({calls()}, "series,like\nshop,cals\n").find("did you mean 'calls'") != std::string::npos);
    CHECK(refusal({calls()}, "series,like\nshop,calls\n").find("the size of 'shop' is not known") != std::string::npos);
    CHECK(refusal({calls()}, "series,like\nshop,\n").find("nothing is known about 'shop'") != std::string::npos);
    CHECK(refusal({calls()}, "series,when,value\nshop,someday,5\n").find("the days cannot be read") != std::string::npos);
    CHECK(refusal({calls()}, "series,when,value\nshop,mon 10:20,5\n").find("no interval that starts at 10:20") !=
          std::string::npos);
}
