// Backtests: what they report is right, and the paths of real series are as wide as they claim.
#include <cmath>

#include <doctest/doctest.h>

#include "core/problem.hpp"
#include "forecast/backtest.hpp"
#include "tests/forecast/made.hpp"

using namespace peakline;
using namespace peakline::testing;

namespace {

const Tally& tally(const Backtest& backtest, const std::string& what, const std::string& level,
                   const std::string& method = "peakline") {
    return backtest.tallies.at({"window", what, level, method});
}

BacktestJob job_on(const std::filesystem::path& history) {
    BacktestJob job;
    job.forecast.histories = {history};
    job.forecast.paths = 200;
    job.origins = 3;
    return job;
}

}  // namespace

TEST_CASE("The same day of last week and the mean of eight are what they say") {
    const Folder folder;
    const HistorySeries s = made_days("calls", day("2026-01-05"), 126, [](Date d) { return 7 + 0.1 * noise("d", d.days); });
    BacktestJob job = job_on(folder.write("calls.csv", as_csv(s)));
    job.origins_file = folder.write("origins.csv", "last_known_day\n2026-03-29\n");
    const Backtest b = run_backtest(job);
    double last = 0, mean = 0, volume = 0;
    for (Date d = day("2026-03-30"); d < day("2026-04-06"); d = d + 1) {
        const auto at = [&](int back) { return static_cast<double>(s.at(d - s.first - back, 0)); };
        double sum = 0;
        for (int k = 1; k <= 8; ++k) sum += at(7 * k) / 8;
        last += std::abs(at(7) - at(0));
        mean += std::abs(sum - at(0));
        volume += at(0);
    }
    CHECK(tally(b, "W1", "day", "last_week").wape() == doctest::Approx(last / volume));
    CHECK(tally(b, "W1", "day", "mean_of_8").wape() == doctest::Approx(mean / volume));
    CHECK(tally(b, "W1", "day").count == 7);
    CHECK(tally(b, "D1", "day").count == 1);
}

TEST_CASE("A history too short for an origin is refused") {
    const Folder folder;
    const HistorySeries s = made_days("calls", day("2026-01-05"), 40, [](Date) { return 7.0; });
    CHECK_THROWS_AS(run_backtest(job_on(folder.write("calls.csv", as_csv(s)))), InputError);
}

TEST_CASE("Table, CSV and picture tell of every window") {
    const Folder folder;
    const HistorySeries s = made_slots(
        "calls", day("2026-01-05"), 126, 24, [](Date) { return 7.0; }, [](int h) { return h >= 8 && h < 18 ? 0.1 : 0; });
    const Backtest b = run_backtest(job_on(folder.write("calls.csv", as_csv(s))));
    CHECK(b.origins.size() == 3);
    for (const char* part : {"window D1", "window W4", "weekday Monday", "hour 09", "morning", "busiest"})
        CHECK(backtest_table(b).find(part) != std::string::npos);
    CHECK(backtest_csv(b).starts_with("by,what,level,method,WAPE,bias,wQL,cov80,cov95,values\n"));
    CHECK(backtest_picture(b).find("<polyline") != std::string::npos);
}

TEST_CASE("On public series weeks, mornings and busiest intervals are covered as the paths claim") {
    const std::filesystem::path data = std::filesystem::path(PEAKLINE_SHARED_DIR) / "data";
    if (!std::filesystem::exists(data)) return;
    std::map<std::string, Tally> sums;
    Tally independent;
    for (const char* name : {"bank_calls", "technion_calls", "uk_ed", "nyc_taxi", "case_calls", "births", "swast_ambulance"}) {
        BacktestJob job = job_on(data / name / "history.csv");
        job.forecast.calendars = {data / name / "calendar.csv"};
        job.origins_file = data / name / "origins.csv";
        if (std::string(name) == "bank_calls") job.forecast.interval = 1800;
        const Backtest b = run_backtest(job);
        for (const char* level : {"week", "morning", "busiest"})
            for (const char* window : {"W1", "W4"})
                if (const auto at = b.tallies.find({"window", window, level, "peakline"}); at != b.tallies.end()) {
                    sums[level].in80 += at->second.in80;
                    sums[level].count += at->second.count;
                }
        for (const char* window : {"W1", "W4"}) {
            const Tally& alone = tally(b, window, "week", "independent");
            independent.in80 += alone.in80;
            independent.count += alone.count;
        }
    }
    INFO("weeks of independent marginals: ", independent.coverage80());
    CHECK(independent.coverage80() < 0.5);
    for (const auto& [level, sum] : sums) {
        INFO(level, " ", sum.coverage80(), " of ", sum.count);
        CHECK(sum.coverage80() >= 0.70);
        CHECK(sum.coverage80() <= 0.95);
    }
}
