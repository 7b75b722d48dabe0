// sensitivity at the shell: what it says, and how it ends when it is asked wrongly.
#include <doctest/doctest.h>

#include "tests/decide/verbs.hpp"

using namespace peakline::testing;

TEST_CASE("sensitivity ranks what is uncertain and what was chosen") {
    const Folder folder;
    const std::string file = folder.file("a.yaml", scenario("4"));
    const std::string question = "sensitivity " + file + " --vary staff.groups.core.agents=3..6 --replications 400";
    const Said said = ask(question);
    CAPTURE(said.out);
    CHECK(said.exit_code == 0);
    CHECK(holds(said.out, "voice.service_level"));
    CHECK(holds(said.out, "drivers.orders.scale"));
    CHECK(holds(said.out, "events.outage"));
    const auto json = json_of(question);
    const auto& rows = json["metrics"]["voice.service_level"]["inputs"];
    REQUIRE(rows.size() == 3);
    CHECK(rows[0]["input"] == "staff.groups.core.agents");  // three agents weigh more than a tenth of the volume
    double explained = 0;
    for (const auto& row : rows) {
        if (row["input"] == "staff.groups.core.agents") CHECK(row["swing"]["difference"].get<double>() > 0.2);
        if (row["input"] == "drivers.orders.scale") {
            CHECK(row["swing"]["difference"].get<double>() < 0);
            CHECK(row["low"]["at"] == "0.84");  // 10 % point of 0.8 to 1.2
        }
        if (row.contains("first_order")) explained += row["first_order"]["index"].get<double>();
    }
    CHECK(explained > 0.5);
    CHECK(explained < 1.1);
}

TEST_CASE("sensitivity has an error for every index, and says what so few seasons do not tell") {
    const Folder folder;
    const std::string file = folder.file("a.yaml", scenario("4, handle_time: {uniform: [0.99, 1.01]}, absence: {uniform: [0%, "
                                                            "1%]}, shrinkage: {uniform: [0%, 1%]}")),
                      question = "sensitivity " + file + " --metric voice.service_level,voice.offered --replications 40 --seed 2";
    const auto json = json_of(question);
    const auto& rows = json["metrics"]["voice.service_level"]["inputs"];
    REQUIRE(rows.size() == 5);
    for (const auto& row : rows) CHECK(row["first_order"]["error"].get<double>() > 0.01);
    const std::string said = ask(question + " | tr '\\n' ' '").out,
                      untold = "voice.service_level: from 40 seasons the share explained by ",
                      over = "voice.offered: the shares explained sum to 127 %, more than all: 40 seasons are too few";
    for (const std::string& words : {untold, std::string("is not told from 0; 1 000 or more tell finer."), over})
        CHECK(holds(said, words));
    CHECK(holds(json["notes"].dump(), untold));
    CHECK(holds(json["notes"].dump(), over));
}

TEST_CASE("sensitivity writes the ends of shares in per cent") {
    const Folder folder;
    const std::string file =
        folder.file("a.yaml", scenario("5, absence: {uniform: [10%, 60%]}, handle_time: {uniform: [0.8, 1.2]}"));
    const Said said = ask("sensitivity " + file + " --replications 60");
    CHECK(holds(said.out, " 15 %"));
    CHECK(holds(said.out, " 55 %"));
    CHECK(holds(said.out, " 0.84 "));
}

TEST_CASE("sensitivity writes a report that holds what it printed, and run tells the same of the same seasons") {
    const Folder folder;
    const std::string file = folder.file("a.yaml", scenario("4", plans));
    const auto printed = json_of("sensitivity " + file + " --plan more --replications 60 --out " + folder.at("out"));
    std::ifstream in(folder.at("out/results.json"));
    const auto results = nlohmann::json::parse(in);
    CHECK(results["sensitivity"]["metrics"] == printed["metrics"]);
    CHECK(results["sensitivity"]["plan"] == "more");
    CHECK(results["plans"]["more"]["replications"] == 60);
    CHECK(results["command"] == "peakline sensitivity a.yaml --plan more --replications 60");
    CHECK(fs::exists(folder.at("out/report.html")));
    const auto of_run = json_of("run " + file + " --plan more --replications 60 --sensitivity");
    const auto& told = of_run["sensitivity"]["metrics"]["voice.service_level"];
    const auto& before = printed["metrics"]["voice.service_level"];
    REQUIRE(told["inputs"].size() == before["inputs"].size());
    for (std::size_t i = 0; i < told["inputs"].size(); ++i) {
        CHECK(told["inputs"][i]["low"] == before["inputs"][i]["low"]);
        CHECK(told["inputs"][i]["high"] == before["inputs"][i]["high"]);
        CHECK(told["inputs"][i]["first_order"]["index"].is_null());  // 60 seasons say nothing about that
    }
    // Where the bars start: the plan's own first 40 seasons.
    const auto forty = json_of("run " + file + " --plan more --replications 40");
    CHECK(told["paired_mean"] == forty["plans"]["more"]["queues"]["voice"]["service_level"]["mean"]);
    CHECK(told["paired_mean"] != told["mean"]);
    CHECK_FALSE(forty.contains("sensitivity"));
    CHECK(holds(ask("run " + file + " --replications 40 --sensitivity").out, "What matters in plan baseline"));
}

TEST_CASE("sensitivity writes its files and refuses what it cannot answer") {
    const Folder folder;
    const std::string file = folder.file("a.yaml", scenario("5", plans));
    CHECK(ask("sensitivity " + file + " --metric cost,voice.abandonment --plan more --replications 40 --out " + folder.at("out"))
              .exit_code == 0);
    CHECK(fs::exists(folder.at("out/report.html")));
    CHECK(fs::exists(folder.at("out/sensitivity.csv")));
    std::ifstream csv(folder.at("out/sensitivity.csv"));
    std::string line;
    std::getline(csv, line);
    CHECK(line.starts_with("metric,input,kind,low_at"));
    std::getline(csv, line);
    CHECK(line.starts_with("total.cost,"));
    const auto refused = [&](const std::string& words, const std::string& reason) {
        const Said said = ask("sensitivity " + file + " " + words);
        CAPTURE(said.out);
        CHECK(said.exit_code == 2);
        CHECK(holds(said.out, reason));
    };
    refused("--metric voice.servicelevel", "did you mean 'voice.service_level'?");
    refused("--vary staff.groups.core.agents", "needs key=low..high");
    refused("--vary staff.groups.core.agents=6..3", "not below the high one");
    refused("--vary staff.groups.core.agents=3s..6s", "does not go together");
    refused("--vary staff.groups.core.agnets=3..6", "did you mean 'agents'?");
    refused("--replications 5", "--replications");
    refused("--plan nobody", "there is no plan of this name");
    refused("--out " + file, "is not a folder");
}

TEST_CASE("sensitivity knows what an event adds when that is uncertain, and heads a scenario without a name by its file") {
    const Folder folder;
    const std::string file = folder.file("a.yaml", R"(peakline: 1
time: {zone: UTC, start: 2026-03-02, days: 1}
reasons: {ask: {expected: 20/h, queues: {voice: 100%}}, more: {queues: {voice: 100%}}}
queues: {voice: {handle_time: 5min, patience: 3min, target: {service_level: 80%, within: 20s}}}
staff: {groups: {core: {serves: [voice], agents: 3}}}
events: {strike: {at: "2026-03-02 10:00", lasts: 4h, do: [{add: {reason: more, rate: {uniform: [1/h, 80/h]}}}]}}
)");
    const Said said = ask("sensitivity " + file + " --replications 40");
    CHECK(holds(said.out, "a: what matters in plan baseline"));
    CHECK(holds(said.out, "events.strike"));
}
