// compare, and several plans of run, at the shell: what they say, and how they end when they are asked wrongly.
#include <doctest/doctest.h>

#include "tests/decide/verbs.hpp"

using namespace peakline::testing;

TEST_CASE("A what-if beside a chosen plan is laid on top of that plan") {
    const Folder folder;
    const std::string file = folder.file("s.yaml", scenario("5", plans));
    const auto hours = [](const nlohmann::json& results, const char* plan) {
        return results["plans"][plan]["total"]["paid_hours"]["mean"].get<double>();
    };
    const auto more = json_of("run " + file + " --plan more --set queues.voice.lines=500"),
               as_written = json_of("run " + file + " --set queues.voice.lines=500");
    CHECK(hours(more, "set") == 8 * 24);
    CHECK(hours(more, "more") == 8 * 24);
    CHECK(hours(as_written, "set") == 5 * 24);
}

TEST_CASE("compare reports files like plans of one") {
    const Folder folder;
    const std::string a = folder.file("a.yaml", scenario()), b = folder.file("b.yaml", scenario("8", "", "UTC"));
    const auto json = json_of("compare " + a + " " + b);
    CHECK(json["comparison"]["baseline"] == "a");
    CHECK(json["plans"].contains("b"));
    CHECK(json["replications"] == 5);
    // The same as two plans of one file.
    const auto one = json_of("run " + folder.file("c.yaml", scenario("5", "plans: {b: {set: {staff.groups.core.agents: 8}}}\n")));
    CHECK(json["plans"]["b"]["total"] == one["plans"]["b"]["total"]);
    CHECK(json["comparison"]["plans"]["b"]["voice.service_level"] == one["comparison"]["plans"]["b"]["voice.service_level"]);
    fs::create_directories(folder.path / "sub");
    const auto twice = json_of("compare " + a + " " + folder.file("sub/a.yaml", scenario("6")));
    CHECK(twice["plans"].size() == 2);
    CHECK(ask("compare " + a + " " + b + " --check").exit_code == 0);
}

TEST_CASE("compare refuses what cannot be paired, naming everything that differs") {
    const Folder folder;
    const std::string a = folder.file("a.yaml", scenario());
    std::string text = scenario("5", "", "Europe/Berlin");
    text.replace(text.find("days: 1"), 7, "days: 2");
    const Said said = ask("compare " + a + " " + folder.file("b.yaml", text));
    CHECK(said.exit_code == 2);
    CHECK(holds(said.out, "time.zone: cannot be compared with"));
    CHECK(holds(said.out, "found Europe/Berlin, expected UTC, as there"));
    CHECK(holds(said.out, "time.days"));
    CHECK(ask("compare " + a).exit_code == 2);
    CHECK(ask("compare " + a + " " + folder.at("none.yaml")).exit_code == 2);
    CHECK(ask("compare " + a + " " + a + " --seed x").exit_code == 2);
}

TEST_CASE("Results name the command that repeats them, without what changes no result and without the machine's folders") {
    const Folder folder;
    const std::string file = folder.file("a b.yaml", scenario("4"));
    const auto json = json_of("run '" + file + "' --set staff.groups.core.agents=6 --replications 8 --seed 5 --threads 1");
    CHECK(json["scenario_file"] == "a b.yaml");
    CHECK(json["command"] == "peakline run 'a b.yaml' --set staff.groups.core.agents=6 --replications 8 --seed 5");
    CHECK(json == nlohmann::json::parse(shell("cd " + quoted(folder.path.string()) + " && " + program + " " +
                                              json["command"].get<std::string>().substr(9) + " --json")
                                            .out));
    const auto compared = json_of("compare '" + file + "' " + folder.file("c.yaml", scenario("5")));
    CHECK(compared["command"] == "peakline compare 'a b.yaml' c.yaml");
}

TEST_CASE("Every queue says what it began with, and half-hours of a few contacts are not called the worst") {
    const Folder folder;
    std::string text = scenario("5");
    text.replace(text.find("queues: {voice: {"), 17,
                 "queues: {mail: {medium: deferred, handle_time: 3min, backlog: {items: 30}}, voice: {");
    text.replace(text.find("{voice: 100%}"), 13, "{voice: 80%, mail: 20%}");
    text.replace(text.find("[voice]"), 7, "[voice, mail]");
    const auto json = json_of("run " + folder.file("a.yaml", text) + " --replications 8");
    const auto& plan = json["plans"]["baseline"];
    CHECK(plan["queues"]["mail"]["backlog_at_start"]["mean"] == 30);
    CHECK(plan["queues"]["voice"]["backlog_at_start"]["mean"] == 0);
    for (const auto& worst : plan["worst_intervals"]) {
        if (worst["queue"] == "voice") CHECK(worst["offered"].get<double>() >= 5);
        if (worst["queue"] == "mail") CHECK(worst["backlog_max"].get<double>() > 20);
    }
    CHECK(plan["worst_days"].back()["backlog_max"].is_number());
}
