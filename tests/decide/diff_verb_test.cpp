// diff at the shell: what it says, and how it ends when it is asked wrongly.
#include <doctest/doctest.h>

#include "tests/decide/verbs.hpp"

using namespace peakline::testing;

TEST_CASE("diff says what a plan changes") {
    const Folder folder;
    const std::string file = folder.file("a.yaml", scenario("5", plans));
    const Said said = ask("diff " + file + " more");
    CHECK(said.exit_code == 0);
    CHECK(holds(said.out, "From baseline to more\n"));
    CHECK(holds(said.out, "  staff.groups.core.agents: 5 -> 8 (+3, +60 %)\n"));
    CHECK(holds(said.out, "  queues.voice.handle_time.exponential.mean: 5min -> 4min (-1min)\n"));
    const Said busy = ask("diff " + file + " more busy");
    CHECK(holds(busy.out, "staff.groups.core.agents: 8 -> 5"));
    CHECK(holds(busy.out, "busy does: staff of group core times 1.5\n"));
    CHECK(holds(busy.out, "busy does: scale reason ask by 90%\n"));
    CHECK(holds(ask("diff " + file + " busy more").out, "more no longer: staff of group core times 1.5\n"));
    CHECK(ask("diff " + file + " more more").out == "This is more beside itself: nothing differs\n");
}

TEST_CASE("diff of two files looks at values, not spellings") {
    const Folder folder;
    const std::string a = folder.file("a.yaml", scenario());
    std::string text = scenario();
    text.replace(text.find("5min"), 4, "300s");
    CHECK(holds(ask("diff " + a + " " + folder.file("b.yaml", text)).out,
                "b.yaml come to the same: a run would give the same results"));
    text = scenario("6", "plans: {x: {}}\n");
    text.replace(text.find("target: {"), 9, "priority: 2, rings: 0s, target: {abandonment: 5%, ");
    text.replace(text.find("serves"), 6, "enabled: true, serves");
    const std::string c = folder.file("c.yaml", text);
    const Said said = ask("diff " + a + " " + c);
    CHECK(holds(said.out, "queues.voice.priority: 0 (default) -> 2"));
    CHECK(holds(said.out, "queues.voice.target.abandonment: added, 5%"));
    CHECK(holds(said.out, "plans.x: added"));
    CHECK_FALSE(holds(said.out, "rings"));  // the default, written out
    CHECK_FALSE(holds(said.out, "enabled"));
    const auto json = json_of("diff " + a + " " + c);
    bool found = false;
    for (const auto& change : json["changes"])
        if (change["key"] == "queues.voice.priority")
            found = change["kind"] == "changed" && change["from_default"] == true && change["to"] == "2";
    CHECK(found);
    CHECK(json["to"]["plan"] == "baseline");
}

TEST_CASE("diff refuses what it cannot find") {
    const Folder folder;
    const std::string file = folder.file("a.yaml", scenario("5", plans));
    const Said plan = ask("diff " + file + " mroe");
    CHECK(plan.exit_code == 2);
    CHECK(holds(plan.out, "did you mean 'more'?"));
    CHECK(ask("diff " + file + " " + folder.at("none.yaml")).exit_code == 2);
    CHECK(ask("diff " + file).exit_code == 2);
    CHECK(ask("diff " + file + " more busy more").exit_code == 2);
    CHECK(ask("diff --help").out.find("peakline diff scenario.yaml war_room") != std::string::npos);
}
