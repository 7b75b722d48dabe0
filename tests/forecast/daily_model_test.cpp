// The daily model finds what was planted.
#include <cmath>

#include <doctest/doctest.h>

#include "forecast/explain.hpp"
#include "tests/forecast/made.hpp"

using namespace peakline;
using namespace peakline::testing;

namespace {

constexpr double weekday_effect[7] = {0.25, 0.1, 0.05, 0, 0.05, -0.2, -0.25};

double planted(Date d) { return 8 + weekday_effect[static_cast<int>(weekday_of(d))] + 0.03 * noise("day", d.days); }

Forecast fitted(const std::vector<HistorySeries>& series, const Calendar& calendar, int days = 14, int paths = 400) {
    ForecastRequest request;
    request.first = series.front().last() + 1;
    request.days = days;
    request.paths = paths;
    return fit_forecast(history_of(series), calendar, {}, request);
}

double mean_of(const SeriesPaths& paths, int day) {
    double sum = 0;
    for (int r = 0; r < paths.paths; ++r) sum += paths.path(r)[day];
    return sum / paths.paths;
}

const Effect& effect(const std::vector<Effect>& effects, const std::string& name) {
    for (const Effect& e : effects)
        if (e.name == name) return e;
    FAIL("no effect ", name);
    return effects.front();
}

}  // namespace

TEST_CASE("Level and weekdays are found") {
    const Forecast f = fitted({made_days("calls", day("2025-01-06"), 280, planted)}, {});
    CHECK(usual_day(f.series[0]) == doctest::Approx(std::exp(8.0)).epsilon(0.03));
    const auto effects = effects_of(f.series[0]);
    CHECK(effect(effects, "Monday").effect == doctest::Approx(0.25).epsilon(0.15));
    CHECK(effect(effects, "Sunday").effect == doctest::Approx(-0.25).epsilon(0.15));
    const SeriesPaths paths = paths_of(f, 0);
    for (int d = 0; d < 14; ++d)
        CHECK(mean_of(paths, d) ==
              doctest::Approx(std::exp(8 + weekday_effect[static_cast<int>(weekday_of(f.request.first + d))])).epsilon(0.05));
}

TEST_CASE("The effect of a holiday is learned from its past and foreseen") {
    Calendar calendar;
    for (const char* date : {"2023-12-24", "2024-12-24", "2025-12-24"}) calendar.days[day(date)].names = {"eve"};
    const auto with_eve = [&](Date d) { return planted(d) + (calendar.find(d) ? -0.8 : 0); };
    const Forecast f = fitted({made_days("calls", day("2023-01-02"), 1080, with_eve)}, calendar);
    const auto effects = effects_of(f.series[0]);
    const Effect& eve = effect(effects, "holiday eve");
    CHECK(eve.effect == doctest::Approx(-0.8).epsilon(0.15));
    REQUIRE(eve.seen.size() == 2);
    CHECK(eve.seen[0].effect == doctest::Approx(-0.8).epsilon(0.15));
    CHECK(eve.in_words.find("seen twice") != std::string::npos);
    const SeriesPaths paths = paths_of(f, 0);
    const int at = day("2025-12-24") - f.request.first;
    REQUIRE(at < 14);
    CHECK(mean_of(paths, at) == doctest::Approx(std::exp(8 + weekday_effect[2] - 0.8)).epsilon(0.12));
}

TEST_CASE("A day like another takes that weekday's place") {
    Calendar calendar;
    calendar.days[day("2025-10-15")] = {false, {"bridge"}, Weekday::sun};
    const Forecast f = fitted({made_days("calls", day("2025-01-06"), 280, planted)}, calendar);
    const SeriesPaths paths = paths_of(f, 0);
    CHECK(mean_of(paths, day("2025-10-15") - f.request.first) < 0.95 * mean_of(paths, day("2025-10-14") - f.request.first));
}

TEST_CASE("A shift of the level is found, dated and followed") {
    const Date from = day("2025-09-29");
    const Forecast f =
        fitted({made_days("calls", day("2025-01-06"), 280, [&](Date d) { return planted(d) + (d >= from ? 0.3 : 0); })}, {});
    const auto shift = shift_of(f.series[0]);
    REQUIRE(shift);
    CHECK(std::abs(shift->date - from) <= 1);
    CHECK(mean_of(paths_of(f, 0), 0) ==
          doctest::Approx(std::exp(8.3 + weekday_effect[static_cast<int>(weekday_of(f.request.first))])).epsilon(0.08));
}

TEST_CASE("No shift is found where there is none") {
    CHECK(!shift_of(fitted({made_days("calls", day("2025-01-06"), 280, planted)}, {}).series[0]));
}

TEST_CASE("A few outages and doubled days hardly move the forecast") {
    const HistorySeries clean = made_days("calls", day("2025-01-06"), 280, planted);
    HistorySeries damaged = clean;
    for (int d = 20; d < 280; d += 33) damaged.values[d] *= d % 2 ? 2.0f : 0.5f;
    const SeriesPaths a = paths_of(fitted({clean}, {}), 0), b = paths_of(fitted({damaged}, {}), 0);
    for (int d = 0; d < 14; ++d) CHECK(mean_of(b, d) == doctest::Approx(mean_of(a, d)).epsilon(0.04));
    CHECK(outliers_of(fitted({damaged}, {}).series[0]).size() >= 5);
}

TEST_CASE("Three weeks are enough for a forecast, with wider ranges") {
    const Forecast f = fitted({made_days("calls", day("2025-01-06"), 21, planted)}, {});
    const SeriesPaths paths = paths_of(f, 0);
    CHECK(mean_of(paths, 0) == doctest::Approx(std::exp(8.25)).epsilon(0.15));
}

TEST_CASE("A driver known ahead carries the volume") {
    HistorySeries driver =
        made_days("orders", day("2025-01-06"), 300, [](Date d) { return 9 + 0.3 * noise("orders", d.days / 9); });
    const auto calls = [&](Date d) { return planted(d) - 9 + std::log(driver.at(d - driver.first, 0)); };
    const HistorySeries history = made_days("calls", day("2025-01-06"), 280, calls);
    ForecastRequest request;
    request.first = history.last() + 1;
    request.days = 14;
    request.paths = 300;
    const Forecast without = fit_forecast(history_of({history}), {}, {}, request),
                   with = fit_forecast(history_of({history}), {}, {driver}, request);
    double miss_without = 0, miss_with = 0;
    for (int d = 0; d < 14; ++d) {
        const double truth = std::exp(calls(request.first + d));
        miss_without += std::abs(mean_of(paths_of(without, 0), d) - truth);
        miss_with += std::abs(mean_of(paths_of(with, 0), d) - truth);
    }
    CHECK(miss_with < 0.6 * miss_without);
}
