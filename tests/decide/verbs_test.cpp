// diff, compare, seek and sensitivity at the shell: what they say, and how they end when they are asked wrongly.
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/house/shell.hpp"

namespace {

using namespace peakline::testing;
namespace fs = std::filesystem;

const std::string program = quoted(PEAKLINE_PROGRAM);

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// A folder of its own for every test, gone afterwards.
struct Folder {
    fs::path path = fs::temp_directory_path() / fmt::format("peakline-questions-{}", getpid());
    Folder() {
        fs::remove_all(path);
        fs::create_directories(path);
    }
    ~Folder() { fs::remove_all(path); }
    std::string file(const std::string& name, const std::string& text) const {
        std::ofstream(path / name) << text;
        return (path / name).string();
    }
    std::string at(const std::string& name) const { return (path / name).string(); }
};

std::string scenario(const std::string& agents = "5", const std::string& more = "", const std::string& zone = "UTC") {
    return fmt::format(R"(peakline: 1
name: Small
time: {{zone: {}, start: 2026-03-02, days: 1}}
run: {{replications: 5}}
drivers: {{orders: {{expected: 1000/d, scale: {{uniform: [0.8, 1.2]}}}}}}
reasons: {{ask: {{per: orders, rate: 50%, queues: {{voice: 100%}}}}}}
queues: {{voice: {{handle_time: {{exponential: {{mean: 5min}}}}, patience: {{exponential: {{mean: 3min}}}}, target: {{service_level: 80%, within: 20s}}}}}}
staff: {{groups: {{core: {{serves: [voice], agents: {}, cost: 10/h}}}}}}
events: {{outage: {{at: "2026-03-02 10:00", lasts: 2h, chance: 50%, do: [{{scale: {{driver: orders, by: 3}}}}]}}}}
{})",
                       zone, agents, more);
}
const std::string plans = R"(plans:
  more: {set: {staff.groups.core.agents: 8, queues.voice.handle_time.exponential.mean: 4min}}
  busy: {do: [{staff: {group: core, by: 1.5}}, {scale: {reason: ask, by: 90%}}]}
)";

// What is said on stderr together with stdout.
Said ask(const std::string& words) { return shell(program + " " + words + " 2>&1"); }
nlohmann::json json_of(const std::string& words) { return nlohmann::json::parse(shell(program + " " + words + " --json").out); }

}  // namespace

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

TEST_CASE("seek answers with confidence and risk apart") {
    const Folder folder;
    const std::string file = folder.file("a.yaml", scenario("2"));
    const std::string question = "seek " + file + " --vary staff.groups.core.agents --until 'voice.service_level >= 80%'";
    const Said said = ask(question);
    CHECK(said.exit_code == 0);
    CHECK(holds(said.out, "is the smallest value (in steps of 1) of staff.groups.core.agents with which"));
    CHECK(holds(said.out, "Confidence: 95 % sure of the simulation"));
    CHECK(holds(said.out, "Risk: A single season is another matter"));
    const auto average = json_of(question);
    CHECK(average["outcome"] == "found");
    CHECK(average["confidence"]["at"]["meets"] == true);
    CHECK(average["confidence"]["before"]["meets"] == false);
    CHECK(average["confidence"]["before"]["number"].get<int>() + 1 == average["number"].get<int>());
    const auto most =
        json_of("seek " + file + " --vary staff.groups.core.agents --until 'voice.service_level >= 80% in 90% of seasons'");
    CHECK(most["number"].get<double>() >= average["number"].get<double>());
    CHECK(most["risk"]["meeting"].get<double>() > 0.8);
    // From the other side, in a range, and on a plan.
    CHECK(json_of("seek " + folder.file("b.yaml", scenario("20")) +
                  " --vary staff.groups.core.agents --until 'voice.service_level >= 80%'")["value"] == average["value"]);
    CHECK(json_of(question + " --from 3 --to 12 --threads 1")["value"] == average["value"]);
}

TEST_CASE("seek goes down where less is better, on a plan, and says when nothing helps") {
    const Folder folder;
    const std::string file = folder.file("a.yaml", scenario("2", plans));
    const auto rate =
        json_of("seek " + file + " --plan busy --vary reasons.ask.rate --step 5% --until 'voice.service_level >= 80%'");
    CHECK(rate["outcome"] == "found");
    CHECK(rate["vary"]["now"] == "50%");
    CHECK(rate["confidence"]["before"]["number"].get<double>() > rate["number"].get<double>());
    const Said none =
        ask("seek " + file + " --vary staff.groups.core.agents --from 1 --to 3 --until 'voice.service_level >= 99%'");
    CHECK(none.exit_code == 3);
    CHECK(holds(none.out, "comes nearest"));
    const Said all =
        ask("seek " + file + " --vary staff.groups.core.agents --from 20 --to 22 --until 'voice.service_level >= 10%'");
    CHECK(all.exit_code == 0);
    CHECK(holds(all.out, "Wherever it was looked"));
}

TEST_CASE("seek refuses questions that make no sense, and says what would") {
    const Folder folder;
    const std::string file = folder.file("a.yaml", scenario("5", plans)), until = " --until 'voice.service_level >= 80%'";
    const auto refused = [&](const std::string& words, const std::string& reason) {
        const Said said = ask("seek " + words);
        CAPTURE(said.out);
        CHECK(said.exit_code == 2);
        CHECK(holds(said.out, reason));
    };
    refused(file + " --vary staff.groups.core.agnets" + until, "did you mean 'agents'?");
    refused(file + " --vary staff.groups.coer.agents" + until, "did you mean 'core'?");
    refused(file + " --vary queues.voice.handle_time" + until, "queues.voice.handle_time.exponential.mean");
    refused(file + " --vary queues.voice.medium" + until, "its default is no number");
    refused(file + " --vary time.days" + until, "--vary");
    refused(file + " --vary staff.groups.core.agents --until 'voice.servicelevel >= 80%'", "did you mean 'voice.service_level'?");
    refused(file + " --vary staff.groups.core.agents --until 'voice.service_level >= 80'", "a share such as 80%");
    refused(file + " --vary staff.groups.core.agents --until 'voice.asa <= 20'", "a duration such as 20s");
    refused(file + " --vary staff.groups.core.agents --until 'voice.service_level = 80%'", "is no target");
    refused(file + " --vary staff.groups.core.agents --until 'nonsense'", "METRIC >= VALUE");
    refused(file + " --vary staff.groups.core.agents --until 'voice.service_level >= 80% in 90 of seasons'", "share of seasons");
    refused(file + " --vary staff.groups.core.agents" + until + " --from 10 --to 5", "is not below --to");
    refused(file + " --vary staff.groups.core.agents" + until + " --from 10%", "does not go together");
    refused(file + " --vary staff.groups.core.agents" + until + " --step 0", "must be above 0");
    refused(file + " --vary staff.groups.core.agents" + until + " --from 1 --to 3 --step 5", "wider than the range");
    refused(file + " --vary staff.groups.core.agents" + until + " --tolerance 0%", "must be above 0");
    refused(file + " --vary staff.groups.core.agents" + until + " --plan mroe", "did you mean 'more'?");
    refused(file + " --vary staff.groups.core.agents" + until + " --seed -3", "is not a seed");
    refused(file + " --vary reasons.ask.queues.voice" + until + " --from 10% --to 200% --step 95%", "the shares sum to 10%");
    refused(file + " --vary staff.groups.core.agents", "--until");
    std::string roster = scenario();
    roster.replace(roster.find("agents: 5"), 9, "roster: {mon-sun: {day: 5}}");
    roster.replace(roster.find("staff: {"), 8, "staff: {shifts: {day: {start: \"00:00\", lasts: 24h}}, ");
    const std::string with_roster = folder.file("r.yaml", roster);
    refused(with_roster + " --vary staff.groups.core.agents" + until, "staff.groups.core.scale");
    refused(with_roster + " --vary staff.groups.core.roster" + until, "staff.groups.core.scale");
    CHECK(json_of("seek " + with_roster + " --vary staff.groups.core.scale --step 0.2" + until)["outcome"] == "found");
}

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
