// Sample paths: keyed, joint over days and queues, and what all figures are read from.
#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "forecast/forecast_tables.hpp"
#include "tests/forecast/made.hpp"

using namespace peakline;
using namespace peakline::testing;

namespace {

double share(int h) { return h >= 8 && h < 20 ? 1.0 / 12 : 0; }

// Two queues that are busy on the same days, with a level that wanders.
std::vector<HistorySeries> two_queues() {
    std::vector<double> level(400);
    for (int d = 1; d < 400; ++d) level[d] = level[d - 1] + 0.02 * noise("level", d);
    const Date first = day("2025-01-06");
    const auto log_volume = [=](const char* name) {
        return [=](Date d) { return 6.5 + level[d - first] + 0.08 * noise("both", d.days) + 0.02 * noise(name, d.days); };
    };
    return {made_slots("sales", first, 280, 24, log_volume("sales"), share),
            made_slots("service", first, 280, 24, log_volume("service"), share)};
}

Forecast fitted(const std::vector<HistorySeries>& series, int days, int paths, std::uint64_t seed = 1) {
    ForecastRequest request;
    request.first = series.front().last() + 1;
    request.days = days;
    request.paths = paths;
    request.seed = seed;
    return fit_forecast(history_of(series), {}, {}, request);
}

double day_total(const SeriesPaths& paths, int path, int from, int to) {
    double sum = 0;
    for (int c = from * paths.slots; c < to * paths.slots; ++c) sum += paths.path(path)[c];
    return sum;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const double n = static_cast<double>(a.size());
    double ma = 0, mb = 0, ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ma += a[i] / n;
        mb += b[i] / n;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - ma) * (b[i] - mb);
        aa += (a[i] - ma) * (a[i] - ma);
        bb += (b[i] - mb) * (b[i] - mb);
    }
    return ab / std::sqrt(aa * bb);
}

}  // namespace

TEST_CASE("Path r does not depend on how many paths or days are asked for") {
    const auto queues = two_queues();
    const Forecast few = fitted(queues, 7, 5), many = fitted(queues, 14, 40);
    for (int s = 0; s < 2; ++s) {
        const SeriesPaths a = paths_of(few, s), b = paths_of(many, s);
        const std::vector<float> ca = counts_of(few, s, a), cb = counts_of(many, s, b);
        for (int r = 0; r < 5; ++r)
            for (int c = 0; c < 7 * 24; ++c) {
                REQUIRE(a.path(r)[c] == b.path(r)[c]);
                REQUIRE(ca[r * 7 * 24 + c] == cb[r * 14 * 24 + c]);
            }
    }
}

TEST_CASE("Another seed gives other paths") {
    const auto queues = two_queues();
    CHECK(paths_of(fitted(queues, 3, 2, 1), 0).rate != paths_of(fitted(queues, 3, 2, 2), 0).rate);
}

TEST_CASE("A path is a path of its own series: names enter the draws") {
    auto queues = two_queues();
    queues[1] = queues[0];
    queues[1].name = "other";
    const Forecast f = fitted(queues, 3, 2);
    CHECK(paths_of(f, 0).rate != paths_of(f, 1).rate);
}

TEST_CASE("Daily totals and quantiles are read off the paths") {
    const Forecast f = fitted(two_queues(), 7, 300);
    const SeriesPaths paths = paths_of(f, 0);
    const std::vector<float> counts = counts_of(f, 0, paths);
    const SeriesTables tables = tables_of(paths, counts);
    std::vector<double> totals;
    double mean = 0, summed = 0;
    for (int r = 0; r < 300; ++r) {
        double total = 0;
        for (int c = 24; c < 48; ++c) total += counts[r * 7 * 24 + c];
        totals.push_back(total);
        mean += day_total(paths, r, 1, 2) / 300;
    }
    std::sort(totals.begin(), totals.end());
    CHECK(tables.days[1].mean == doctest::Approx(mean).epsilon(1e-5));
    CHECK(tables.days[1].quantile[2] >= totals[28]);
    CHECK(tables.days[1].quantile[2] <= totals[31]);
    for (int c = 24; c < 48; ++c) summed += tables.intervals[c].quantile[18];
    CHECK(summed > tables.days[1].quantile[18]);  // adding quantiles would overstate
    for (int c = 0; c < 24; ++c) CHECK((tables.intervals[c].mean > 0) == (share(c) > 0));
}

TEST_CASE("Quantiles rise with their level") {
    const Forecast f = fitted(two_queues(), 7, 200);
    const SeriesPaths paths = paths_of(f, 1);
    for (const Row& row : tables_of(paths, counts_of(f, 1, paths)).intervals)
        CHECK(std::is_sorted(row.quantile.begin(), row.quantile.end()));
}

TEST_CASE("Counts scatter about their rates as Poisson counts do") {
    const Forecast f = fitted(two_queues(), 7, 400);
    const SeriesPaths paths = paths_of(f, 0);
    const std::vector<float> counts = counts_of(f, 0, paths);
    double squares = 0, off = 0;
    int n = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (paths.rate[i] <= 0) {
            REQUIRE(counts[i] == 0);
            continue;
        }
        REQUIRE(counts[i] == std::floor(counts[i]));
        squares += (counts[i] - paths.rate[i]) * (counts[i] - paths.rate[i]) / paths.rate[i];
        off += (counts[i] - paths.rate[i]) / std::sqrt(paths.rate[i]);
        ++n;
    }
    CHECK(squares / n == doctest::Approx(1).epsilon(0.03));
    CHECK(std::abs(off / n) < 0.03);
}

TEST_CASE("Small rates give Poisson counts too") {
    const Forecast f = fitted({made_slots(
                                  "rare", day("2025-01-06"), 140, 24, [](Date) { return 3.0; }, [](int) { return 1.0 / 24; })},
                              7, 400);
    const SeriesPaths paths = paths_of(f, 0);
    const std::vector<float> counts = counts_of(f, 0, paths);
    double none = 0, expected = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        none += counts[i] == 0;
        expected += std::exp(-paths.rate[i]);
    }
    CHECK(none == doctest::Approx(expected).epsilon(0.02));
}

TEST_CASE("A queue with a handful of contacts a day is forecast without bias, days without any included") {
    const HistorySeries rare = made_slots(
        "rare", day("2025-01-06"), 280, 1, [](Date) { return std::log(4.0); }, [](int) { return 1.0; });
    double actual = 0, expected = 0;
    for (int d = 0; d < rare.days(); ++d) actual += static_cast<double>(rare.at(d, 0)) / rare.days();
    const Forecast f = fitted({rare}, 28, 400);
    const SeriesPaths paths = paths_of(f, 0);
    for (const float rate : paths.rate) expected += rate / static_cast<double>(paths.rate.size());
    CHECK(expected == doctest::Approx(actual).epsilon(0.08));
}

TEST_CASE("Queues that are busy together have paths that are busy together") {
    const Forecast f = fitted(two_queues(), 7, 400);
    const SeriesPaths a = paths_of(f, 0), b = paths_of(f, 1);
    std::vector<double> x, y;
    for (int r = 0; r < 400; ++r) {
        x.push_back(std::log(day_total(a, r, 0, 1)));
        y.push_back(std::log(day_total(b, r, 0, 1)));
    }
    CHECK(correlation(x, y) > 0.5);
}

TEST_CASE("Week totals are covered by the paths where days on their own would not cover them") {
    const Date first = day("2024-01-01");
    std::vector<double> level(900);
    for (int d = 1; d < 900; ++d) level[d] = level[d - 1] + 0.015 * noise("walk", d);
    const HistorySeries all =
        made_days("calls", first, 860, [&](Date d) { return 8 + level[d - first] + 0.05 * noise("day noise", d.days); });
    int covered = 0, alone = 0, weeks = 0;
    for (int origin = 260; origin + 28 <= 860; origin += 14) {
        HistorySeries known = all;
        known.values.resize(origin);
        const Forecast f = fitted({known}, 28, 300);
        const SeriesPaths paths = paths_of(f, 0);
        double actual = 0, mean = 0, independent = 0;
        for (int d = 21; d < 28; ++d) actual += all.at(origin + d, 0);
        std::vector<double> totals;
        for (int r = 0; r < 300; ++r) totals.push_back(day_total(paths, r, 21, 28));
        for (int d = 21; d < 28; ++d) {
            double m = 0, v = 0;
            for (int r = 0; r < 300; ++r) m += paths.path(r)[d] / 300;
            for (int r = 0; r < 300; ++r) v += std::pow(paths.path(r)[d] - m, 2) / 300;
            mean += m;
            independent += v;
        }
        std::sort(totals.begin(), totals.end());
        covered += actual >= totals[30] && actual <= totals[270];
        alone += std::abs(actual - mean) <= 1.2816 * std::sqrt(independent);
        ++weeks;
    }
    CHECK(weeks >= 40);
    CHECK(covered >= 0.70 * weeks);
    CHECK(covered <= 0.95 * weeks);
    CHECK(alone < 0.6 * weeks);
}
