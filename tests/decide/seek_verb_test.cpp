// seek at the shell: what it says, and how it ends when it is asked wrongly.
#include <doctest/doctest.h>

#include "tests/decide/verbs.hpp"

using namespace peakline::testing;

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
