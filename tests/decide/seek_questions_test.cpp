// What `seek` is asked that cannot be answered is refused with the reason; where a range would leave what the format takes, it stops.
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

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct File {
    std::string path = (std::filesystem::temp_directory_path() / fmt::format("peakline-seek-{}.yaml", getpid())).string();
    explicit File(const std::string& more = "") {
        std::ofstream(path) << R"(
time: {start: 2026-03-02, days: 2}
run: {replications: 5}
reasons: {ask: {expected: 30/h, queues: {voice: 90%, mail: 10%, silent: 0%}, resolved_first_time: 80%}}
queues:
  voice: {handle_time: {exponential: {mean: 5min}}, patience: {exponential: {mean: 3min}}, target: {service_level: 80%, within: 20s}}
  mail: {medium: deferred, handle_time: 5min}
  silent: {like: voice}
staff:
  shifts: {day: {start: "00:00", lasts: 24h}}
  groups:
    core: {serves: [voice, mail, silent], agents: 2, absence: 5%}
    spare: {serves: [voice], agents: 3, enabled: false}
    rostered: {serves: [voice], roster: {mon-sun: {day: 3}}}
)" << more;
    }
    ~File() { std::filesystem::remove(path); }
};

Said seek(const File& file, const std::string& words) {
    return shell(quoted(PEAKLINE_PROGRAM) + " seek " + file.path + " " + words + " 2>&1");
}

void ends(const File& file, const std::string& words, int exit_code, const std::string& part) {
    const Said said = seek(file, words);
    CAPTURE(words);
    CAPTURE(said.out);
    CHECK(said.exit_code == exit_code);
    CHECK(holds(said.out, part));
}

void refused(const File& file, const std::string& words, const std::string& reason) { ends(file, words, 2, reason); }

const std::string agents = "--vary staff.groups.core.agents ", level = " --until 'voice.service_level >= 80%'";

}  // namespace

TEST_CASE("A target that no season or every season meets is refused") {
    const File file;
    refused(file, agents + "--until 'voice.service_level >= 120%'", "voice.service_level is never so large (found >= 120%");
    refused(file, agents + "--until 'voice.service_level >= 0%'", "voice.service_level is always so large");
    refused(file, agents + "--until 'voice.abandonment <= 100%'", "voice.abandonment is always so small");
    refused(file, agents + "--until 'voice.asa <= -5s'", "voice.asa is never so small (found <= -5s, expected a value above 0)");
    refused(file, agents + "--until 'voice.abandonment <= 101% in 90% of seasons'", "always so small");
}

TEST_CASE("A metric that has no value here is refused with the reason") {
    const File file;
    refused(file, agents + "--until 'mail.service_level >= 80%'", "`within` in the target of queue mail");
    refused(file, agents + "--until 'mail.first_reply <= 80s'", "first_reply is measured in a chat by messages");
    refused(file, agents + "--until 'voice.conversation <= 80s'", "measured in a queue with medium: chat, and voice is none");
    refused(file, agents + "--until 'contact_rate <= 5%'", "contact_rate is per unit of a driver, and there is none");
    refused(file, agents + "--from 1 --to 3 --until 'silent.service_level >= 80%'",
            "has no value at any step: nobody is counted");
}

TEST_CASE("What cannot be varied is told with what can") {
    const File file("plans: {p: {set: {staff.groups.core.agents: 4}, do: [{staff: {group: core, agents: +2}}]}}\n");
    refused(file, "--vary plans.p.do.staff.agents" + level, "the key itself, as this plan leaves it: --plan p --vary");
    refused(file, "--vary plans.p.set.staff.groups.core.agents" + level, "--plan p --vary staff.groups.core.agents)");
    refused(file, "--vary time.days" + level, "time is the same for all plans");
    refused(file, "--vary baseline" + level, "baseline is the same for all plans");
    const File event("events: {e: {at: 2026-03-02, do: [{staff: {group: core, by: 1.3}}]}}\n");
    for (const char* const key : {"events.e.do", "events.e.do.staff.by", "events.e.do.0.staff.by"})
        refused(event, "--vary " + std::string(key) + level,
                "what `do` does cannot be varied: its numbers have no path (expected a key outside `do`; for people one of "
                "staff.groups.core.agents, staff.groups.spare.agents, staff.groups.rostered.scale)");
}

TEST_CASE("Something that is switched off is varied with a warning, unless something brings it in") {
    const std::string warning = "spare is switched off in plan baseline (enabled: false), so nothing depends on it",
                      asked = "--vary staff.groups.spare.agents --from 1 --to 3" + level;
    CHECK(holds(seek(File(), asked).out, warning));
    CHECK_FALSE(holds(seek(File("events: {e: {at: 2026-03-02, do: [{enable: spare}]}}\n"), asked).out, warning));
    CHECK_FALSE(holds(seek(File(), agents + "--from 1 --to 3" + level).out, "switched off"));
}

TEST_CASE("Without a range the search stays where the format takes the number") {
    const File file;
    // Absence stays between 0 and 100 %; a mean has to be above 0; and shares of one map must sum to 100 %.
    ends(file, "--vary staff.groups.core.absence --until 'voice.abandonment <= 99%'", 0, "Wherever it was looked");
    ends(file, "--vary queues.voice.handle_time.exponential.mean --step 1min --until 'voice.abandonment <= 0%'", 3,
         "comes nearest");
    refused(file, "--vary reasons.ask.queues.voice" + level, "with reasons.ask.queues.voice at 91%: the shares sum to 101%");
    refused(file, "--vary staff.groups.core.absence --from 50% --to 120%" + level,
            "--to staff.groups.core.absence: too large (found 120%");
    refused(file, "--vary staff.groups.core.absence --from -5%" + level,
            "--from staff.groups.core.absence: must not be negative");
}

TEST_CASE("A factor on a roster is told with the shifts that it comes to") {
    ends(File(), "--vary staff.groups.rostered.scale --step 0.5 --until 'voice.service_level >= 99%'", 0,
         "shifts in the season, 6 as it is");
    CHECK_FALSE(holds(seek(File(), agents + "--from 1 --to 3" + level).out, "Roster:"));
}

TEST_CASE("The answer has the step that misses beside it, the other targets there and callers who find all lines taken") {
    const File file(
        "plans: {p: {set: {queues.voice.target.abandonment: 0.1%, queues.mail.target: {backlog: 5000}, "
        "queues.voice.lines: 5}}}\n");
    const std::string question = agents + "--plan p --step 1 --tolerance 2%" + level;
    const Said said = seek(file, question + " | tr '\\n' ' '");
    CAPTURE(said.out);
    CHECK(holds(said.out, "to within 2 points: it may miss by less than that"));
    CHECK(holds(said.out, "One step short of it, at "));
    CHECK(holds(said.out, "the target is missed."));
    CHECK(holds(said.out, "Other targets: MISSED with "));
    CHECK(holds(said.out, ": voice.abandonment "));
    CHECK(holds(said.out, "at most 0.1 %. Met: mail.backlog "));
    CHECK(holds(said.out, "silent.service_level without a value, at least 80.0 %"));
    CHECK(holds(said.out, "of attempts to join voice find all lines taken"));
    const auto json = nlohmann::json::parse(seek(file, question + " --json").out);
    CHECK(json["other_targets"]["voice.abandonment"]["meets"] == false);
    CHECK(json["other_targets"]["mail.backlog"]["meets"] == true);
    CHECK(json["other_targets"]["silent.abandonment"]["mean"].is_null());
    CHECK(json["other_targets"]["silent.abandonment"]["meets"] == false);
    CHECK(json["blocked"].value("voice", 0.0) > 0.001);
    CHECK(json["blocked"].size() == 1);
    const auto plain = nlohmann::json::parse(seek(File(), agents + level + " --json").out);
    CHECK(plain["blocked"].empty());
}
