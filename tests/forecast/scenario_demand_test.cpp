// Volumes for the simulator, from histories and saved forecasts.
#include <algorithm>
#include <cmath>
#include <numeric>

#include <doctest/doctest.h>

#include "core/problem.hpp"
#include "forecast/run_forecast.hpp"
#include "forecast/scenario_demand.hpp"
#include "tests/forecast/made.hpp"

using namespace peakline;
using namespace peakline::testing;

namespace {

HistorySeries contacts() {
    return made_slots(
        "help", day("2026-01-05"), 84, 24, [](Date d) { return 6 + 0.1 * noise("d", d.days); },
        [](int h) { return h >= 8 && h < 18 ? 0.1 : 0; });
}

Scenario scenario() {
    Scenario s;
    s.zone = "Europe/Berlin";
    s.time.start = day("2026-03-23");
    s.time.days = 14;
    s.time.warm_up = 2 * day_seconds;
    s.run.seed = 5;
    return s;
}

Scenario with_orders(const Folder& folder) {
    Scenario s = scenario();
    Driver orders;
    orders.name = "orders";
    const HistorySeries daily = made_days("orders", day("2026-01-05"), 84, [](Date) { return 7.0; });
    orders.volume.history = folder.write("o.csv", as_csv(daily));
    s.drivers.push_back(orders);
    Reason help;
    help.name = "help";
    help.per = "orders";
    help.lag = {{0, 0.5}, {3 * day_seconds, 0.5}};
    help.profile.history = folder.write("help.csv", as_csv(contacts()));
    s.reasons.push_back(help);
    return s;
}

}  // namespace

TEST_CASE("A driver reaches back by the longest lag with its own history, then forecasts to the end") {
    const Folder folder;
    const ScenarioDemand demand = scenario_demand(with_orders(folder), 6);
    const VolumePaths& orders = demand.demand.volumes.at("orders");
    const Zone zone("Europe/Berlin");
    CHECK(orders.daily);
    CHECK(orders.edges.front() == zone.to_utc({day("2026-03-18"), 0}));  // two days of warm-up, three of lag
    CHECK(orders.edges.back() == zone.to_utc({day("2026-04-06"), 0}));
    CHECK(orders.edges.size() == 20);
    REQUIRE(orders.paths.size() == 6);
    const HistorySeries made = made_days("orders", day("2026-01-05"), 84, [](Date) { return 7.0; });
    for (int d = 0; d < 5; ++d)
        for (int r = 0; r < 6; ++r) CHECK(orders.paths[r][d] == made.at(72 + d, 0));
    CHECK(orders.paths[0][5] != orders.paths[1][5]);
    CHECK(orders.paths[0][5] == doctest::Approx(std::exp(7.0)).epsilon(0.3));
    CHECK(!demand.notes.empty());
}

TEST_CASE("Rows from the scenario's start on are not read") {
    const Folder folder;
    const Scenario s = with_orders(folder);
    const ScenarioDemand before = scenario_demand(s, 3);
    const std::string text = read_text(folder.path() / "o.csv");
    folder.write("o.csv", text.substr(0, text.find("2026-03-23")) + "2026-03-23 00:00,1000000\n2026-03-24 00:00,5\n");
    const ScenarioDemand after = scenario_demand(s, 3);
    CHECK(before.demand.volumes.at("orders").paths == after.demand.volumes.at("orders").paths);
}

TEST_CASE("A profile from history has the shape of the week") {
    const Folder folder;
    const WeekShape shape = scenario_demand(with_orders(folder), 1).demand.profiles.at("help");
    CHECK(shape.step == 3600);
    REQUIRE(shape.weights.size() == 168);
    CHECK(std::accumulate(shape.weights.begin(), shape.weights.end(), 0.0) == doctest::Approx(1));
    CHECK(shape.weights[7] == 0);
    CHECK(shape.weights[12] == doctest::Approx(1.0 / 70).epsilon(0.15));
}

TEST_CASE("Interval histories keep their intervals over a clock change") {
    const Folder folder;
    Scenario s = scenario();
    Reason help;
    help.name = "help";
    help.volume.history = folder.write("help.csv", as_csv(contacts()));
    s.reasons.push_back(help);
    const VolumePaths volume = scenario_demand(s, 2).demand.volumes.at("help");
    CHECK(!volume.daily);
    CHECK(volume.edges.size() == 16 * 24 - 1 + 1);  // the night of 29 March is an hour shorter
    for (std::size_t i = 1; i < volume.edges.size(); ++i) CHECK(volume.edges[i] - volume.edges[i - 1] == 3600);
    CHECK(volume.paths[0].size() + 1 == volume.edges.size());
}

TEST_CASE("A saved forecast gives back its paths") {
    const Folder folder;
    ForecastJob job;
    job.histories = {folder.write("help.csv", as_csv(contacts()))};
    job.zone = "Europe/Berlin";
    job.until = day("2026-03-22");
    job.days = 14;
    job.paths = 4;
    job.seed = 5;
    job.out = folder.path() / "saved";
    run_forecast(job);
    Scenario saved = scenario(), fresh = scenario();
    Reason help;
    help.name = "help";
    help.volume.forecast = folder.path() / "saved";
    saved.reasons.push_back(help);
    help.volume = {};
    help.volume.history = folder.path() / "help.csv";
    fresh.reasons.push_back(help);
    const VolumePaths a = scenario_demand(saved, 4).demand.volumes.at("help"),
                      b = scenario_demand(fresh, 4).demand.volumes.at("help");
    REQUIRE(a.paths.size() == 4);
    const std::size_t offset = b.paths[0].size() - a.paths[0].size();  // the history before the start
    CHECK(offset == 48);
    CHECK(a.edges.front() == b.edges[offset]);
    for (std::size_t i = 0; i < a.paths[0].size(); ++i)
        CHECK(a.paths[2][i] == doctest::Approx(b.paths[2][i + offset]).epsilon(1e-5));
}

TEST_CASE("A history that no profile can be learned from is named with its key, a name that a file lacks with the nearest") {
    const Folder folder;
    const auto mistake = [](const Reason& reason) {
        Scenario s = scenario();
        s.reasons.push_back(reason);
        try {
            scenario_demand(s, 1);
        } catch (const InputError& e) { return std::string(e.what()); }
        return std::string("none");
    };
    Reason empty, misnamed;
    empty.name = "help";
    empty.profile.history = folder.write("empty.csv", "timestamp,help\n2026-03-02,0\n2026-03-03,0\n");
    CHECK(mistake(empty).find("reasons.help.profile.history") != std::string::npos);
    misnamed.name = "help_desk";
    misnamed.volume.history = folder.write("w.csv", "timestamp,help_desc,other\n2026-03-02,1,2\n2026-03-03,1,2\n");
    CHECK(mistake(misnamed).find("help_desc") != std::string::npos);
}

TEST_CASE("A history that ends long before the season is told, and after years refused") {
    const Folder folder;
    Scenario s = with_orders(folder);
    s.time.start = day("2026-09-01");
    const auto notes = scenario_demand(s, 2).notes;
    CHECK(std::any_of(notes.begin(), notes.end(), [](const std::string& note) {
        return note.find("the history of orders ends on 2026-03-29, 155 days before the season") != std::string::npos;
    }));
    s.time.start = day("2046-09-01");
    try {
        scenario_demand(s, 2);
        FAIL("was accepted");
    } catch (const InputError& e) {
        CHECK(std::string(e.what()).find("drivers.orders.history: the history of orders ends on 2026-03-29") !=
              std::string::npos);
    }
}

TEST_CASE("A volume by the day without a profile is told to have no busy hour") {
    const Folder folder;
    Scenario s = with_orders(folder);
    const auto told = [&] {
        const auto notes = scenario_demand(s, 2).notes;
        return std::any_of(notes.begin(), notes.end(), [](const std::string& note) {
            return note.find("help: orders is known by the day only and help has no `profile`") == 0;
        });
    };
    CHECK(!told());
    s.reasons.front().profile = {};
    CHECK(told());
}
