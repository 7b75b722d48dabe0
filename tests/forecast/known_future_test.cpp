// What is known about the days ahead: events with days about them, effects that a planner gives, pushes at a time of day, drivers.
#include <cmath>

#include <doctest/doctest.h>

#include "core/problem.hpp"
#include "forecast/explain.hpp"
#include "forecast/scenario_demand.hpp"
#include "tests/forecast/made.hpp"

using namespace peakline;
using namespace peakline::testing;

namespace {

double share(int h) { return h >= 8 && h < 18 ? 0.1 : 0; }

ForecastRequest request_after(const HistorySeries& series, int days = 14, int paths = 300) {
    ForecastRequest request;
    request.first = series.last() + 1;
    request.days = days;
    request.paths = paths;
    return request;
}

Forecast fitted(const HistorySeries& series, const std::string& calendar, int days = 14,
                const std::vector<HistorySeries>& drivers = {}) {
    const Folder folder;
    return fit_forecast(history_of({series}), read_calendar(folder.write("calendar.csv", calendar)), drivers,
                        request_after(series, days));
}

double mean_of(const SeriesPaths& paths, int from, int to) {
    double sum = 0;
    for (int r = 0; r < paths.paths; ++r)
        for (int c = from; c < to; ++c) sum += static_cast<double>(paths.path(r)[c]) / paths.paths;
    return sum;
}

double log_sd(const SeriesPaths& paths, int cell) {
    double sum = 0, squares = 0;
    for (int r = 0; r < paths.paths; ++r) {
        sum += std::log(static_cast<double>(paths.path(r)[cell])) / paths.paths;
        squares += std::pow(std::log(static_cast<double>(paths.path(r)[cell])), 2) / paths.paths;
    }
    return std::sqrt(squares - sum * sum);
}

// Half a year of days at about 3 000 contacts; `extra` is on top of their logs.
HistorySeries days_with(const std::function<double(Date)>& extra) {
    return made_days("calls", day("2025-11-03"), 182, [&](Date d) { return 8 + 0.03 * noise("day", d.days) + extra(d); });
}

}  // namespace

TEST_CASE("An event's days before and after are learned as far as the calendar says") {
    const std::string rows =
        "date,name,before,after\n2025-12-05,sale,,3\n2026-01-30,sale,,3\n2026-03-27,sale,,3\n2026-05-08,sale,,3\n";
    const Date sales[] = {day("2025-12-05"), day("2026-01-30"), day("2026-03-27"), day("2026-05-08")};
    const HistorySeries series = days_with([&](Date d) {
        for (const Date sale : sales) {
            if (d == sale) return 0.7;
            if (d - sale == 3) return 0.3;
        }
        return 0.0;
    });
    const SeriesPaths with = paths_of(fitted(series, rows), 0), without = paths_of(fitted(series, "date,name\n"), 0);
    const int sale = sales[3] - (series.last() + 1);
    CHECK(mean_of(with, sale, sale + 1) == doctest::Approx(std::exp(8.7)).epsilon(0.12));
    CHECK(mean_of(with, sale + 3, sale + 4) > 1.15 * mean_of(without, sale + 3, sale + 4));
    CHECK(mean_of(with, sale + 5, sale + 6) == doctest::Approx(mean_of(without, sale + 5, sale + 6)).epsilon(0.06));
}

TEST_CASE("A launch of uncertain size takes the planner's range, and widens the paths") {
    const HistorySeries series = days_with([](Date) { return 0.0; });
    const Forecast f = fitted(series, "date,name,effect\n2026-05-06..2026-05-08,launch,+20%..+120%\n");
    const SeriesPaths paths = paths_of(f, 0);
    const int at = day("2026-05-06") - f.request.first;
    const double middle = 0.5 * (std::log(1.2) + std::log(2.2)), sd = (std::log(2.2) - std::log(1.2)) / 2.563;
    CHECK(mean_of(paths, at, at + 1) ==
          doctest::Approx(mean_of(paths, at - 1, at) * std::exp(middle + 0.5 * sd * sd)).epsilon(0.08));
    CHECK(log_sd(paths, at) == doctest::Approx(std::hypot(sd, log_sd(paths, at - 1))).epsilon(0.15));
    CHECK(day_in_words(f.series[0], day("2026-05-06")).find("launch +62 % (by the planner, never seen)") != std::string::npos);
}

TEST_CASE("A planner's effect is mended by the occasions that were seen") {
    const HistorySeries series = days_with(
        [](Date d) { return d == day("2026-02-11") || d == day("2026-03-11") || d == day("2026-04-08") ? std::log(2) : 0; });
    const Forecast f = fitted(
        series, "date,name,effect\n2026-02-11,promo,+20%..+60%\n2026-03-11,promo,\n2026-04-08,promo,\n2026-05-06,promo,\n");
    const SeriesPaths paths = paths_of(f, 0);
    const int at = day("2026-05-06") - f.request.first;
    const double ratio = mean_of(paths, at, at + 1) / mean_of(paths, at - 1, at);
    CHECK(ratio > 1.75);
    CHECK(ratio < 2.1);
}

TEST_CASE("A push at a time of day is learned from past ones, and stays out of the usual day") {
    HistorySeries series = made_slots(
        "calls", day("2026-01-05"), 126, 24, [](Date d) { return 7 + 0.02 * noise("d", d.days); }, share);
    const Date past[] = {day("2026-03-04"), day("2026-04-01"), day("2026-05-06")};
    for (const Date d : past)
        for (const auto& [hour, contacts] : {std::pair{10, 300}, {11, 100}})
            series.values[static_cast<std::size_t>(d - series.first) * 24 + hour] += static_cast<float>(contacts);
    const std::string rows =
        "date,name,at,lasts,fades\n2026-03-04,mail,10:00,1h,1h\n2026-04-01,mail,10:00,1h,1h\n2026-05-06,mail,10:00,1h,1h\n2026-"
        "05-13,mail,10:00,1h,1h\n";
    const Forecast f = fitted(series, rows), plain = fitted(series, "date,name\n");
    const SeriesPaths paths = paths_of(f, 0);
    const int at = (day("2026-05-13") - f.request.first) * 24;
    CHECK(mean_of(paths, at + 10, at + 11) - mean_of(paths, at + 24 + 10, at + 24 + 11) == doctest::Approx(267).epsilon(0.25));
    CHECK(mean_of(paths, at + 15, at + 16) == doctest::Approx(mean_of(paths, at + 24 + 15, at + 24 + 16)).epsilon(0.08));
    CHECK(mean_of(paths, 24 + 10, 24 + 11) < mean_of(paths_of(plain, 0), 24 + 10, 24 + 11) * 1.02);
    REQUIRE(f.series[0].pushes.size() == 1);
    CHECK(f.series[0].pushes[0].seen.size() == 3);
    CHECK(f.series[0].pushes[0].seen[0].contacts == doctest::Approx(400).epsilon(0.2));
    CHECK(day_in_words(f.series[0], day("2026-05-13")).find("mail at 10:00 about") != std::string::npos);
}

TEST_CASE("A push may be given its size; one without any is told, not used") {
    const HistorySeries series = made_slots(
        "calls", day("2026-01-05"), 126, 24, [](Date) { return 7.0; }, share);
    const Forecast f =
        fitted(series, "date,name,at,fades,contacts\n2026-05-13,mail,10:00,2h,1000..3000\n2026-05-14,spot,12:00,1h,\n");
    const SeriesPaths paths = paths_of(f, 0);
    const int at = (day("2026-05-13") - f.request.first) * 24;
    CHECK(mean_of(paths, at, at + 24) - mean_of(paths, at + 24, at + 48) ==
          doctest::Approx(std::sqrt(1000.0 * 3000)).epsilon(0.1));
    CHECK(mean_of(paths, at + 10, at + 11) >
          2.5 * mean_of(paths, at + 11, at + 12));  // three quarters of it in the first of two hours
    CHECK(std::any_of(f.findings.begin(), f.findings.end(), [](const Finding& x) { return x.kind == "push without a size"; }));
}

TEST_CASE("A name of one series is not another's") {
    const HistorySeries a = days_with([](Date) { return 0.0; });
    HistorySeries b = a;
    b.name = "other";
    const Folder folder;
    const Calendar calendar = read_calendar(folder.write("c.csv", "date,name,effect,series\n2026-05-06,spot,x3,other\n"));
    const Forecast f = fit_forecast(history_of({a, b}), calendar, {}, request_after(a));
    const int at = day("2026-05-06") - f.request.first;
    CHECK(mean_of(paths_of(f, 0), at, at + 1) < 3500);
    CHECK(mean_of(paths_of(f, 1), at, at + 1) > 8000);
}

TEST_CASE("What cannot be read in a calendar is refused with its place") {
    const Folder folder;
    for (const auto& [rows, part] : {std::pair{"date,name,effect\n2026-05-06,x,much\n", "c.csv:2:3: is not an effect"},
                                     {"date,name,at\n2026-05-06,x,noon\n", "is not a time of day"},
                                     {"date,name,efect\n2026-05-06,x,1\n", "did you mean 'effect'"},
                                     {"date,name,after\n2026-05-06,x,many\n", "is not a number of days"}}) {
        try {
            read_calendar(folder.write("c.csv", rows));
            FAIL("was accepted: ", rows);
        } catch (const InputError& e) { CHECK(std::string(e.what()).find(part) != std::string::npos); }
    }
}

TEST_CASE("A driver without rows ahead is forecast first, jointly with the volume, and said so") {
    const auto orders = [](Date d) { return 9 + 0.004 * (d.days % 40) + 0.15 * noise("orders", d.days); };
    const HistorySeries driver = made_days("orders", day("2025-06-02"), 336, orders);
    const HistorySeries calls =
        made_days("calls", day("2025-06-02"), 336, [&](Date d) { return 7 + 0.9 * (orders(d) - 9) + 0.02 * noise("c", d.days); });
    HistorySeries longer = made_days("orders", day("2025-06-02"), 370, orders);
    const Forecast blind = fit_forecast(history_of({calls}), {}, {driver}, request_after(calls)),
                   seeing = fit_forecast(history_of({calls}), {}, {longer}, request_after(calls));
    REQUIRE(blind.driver_futures.size() == 1);
    CHECK(seeing.driver_futures.empty());
    const auto told = [](const Forecast& f) {
        return std::any_of(f.findings.begin(), f.findings.end(), [](const Finding& x) { return x.kind == "driver forecast"; });
    };
    CHECK(told(blind));
    CHECK(!told(seeing));
    const SeriesPaths paths = paths_of(blind, 0);
    CHECK(log_sd(paths, 3) > 2 * log_sd(paths_of(seeing, 0), 3));
    double together = 0, squares = 0;  // the volume's log moves with the driver's path
    for (int r = 0; r < paths.paths; ++r) {
        const double off = blind.driver_futures[0].at(r, blind.request.first + 3);
        together += off * std::log(paths.path(r)[3]);
        squares += off * off;
    }
    CHECK(together / squares > 0.5);
}

TEST_CASE("An event of a scenario is not counted twice: holidays stand back on its days, past ones do not teach the level") {
    const Folder folder;
    Scenario s;
    s.time.start = day("2026-05-04");
    s.time.days = 14;
    for (const char* date : {"2025-12-05", "2026-01-30", "2026-03-27", "2026-05-08"}) s.time.holidays.push_back(day(date));
    const HistorySeries history = days_with([&](Date d) {
        return std::find(s.time.holidays.begin(), s.time.holidays.end(), d) != s.time.holidays.end() ? 1.0 : 0.0;
    });
    Driver orders;
    orders.name = "orders";
    orders.volume.history = folder.write("o.csv", as_csv(history));
    s.drivers.push_back(orders);
    const auto on_the_day = [&] { return mean_of({1, 14, 1, scenario_demand(s, 1).demand.volumes.at("orders").paths[0]}, 4, 5); };
    const double holiday = on_the_day();
    Event sale;
    sale.name = "sale";
    sale.at = LocalTime{day("2026-05-08"), 0};
    sale.lasts = Distribution::constant(day_seconds);
    sale.actions = {Action{}};
    sale.actions[0].kind = Kind::driver;
    sale.actions[0].name = "orders";
    s.events = {sale};
    const double plain = on_the_day();
    CHECK(holiday > 2 * plain);
    CHECK(plain == doctest::Approx(std::exp(8.0)).epsilon(0.2));
    const auto notes = scenario_demand(s, 1).notes;
    CHECK(std::any_of(notes.begin(), notes.end(), [](const std::string& n) {
        return n.find("sale acts on 2026-05-08; the forecast is of those days without it") != std::string::npos;
    }));
}
