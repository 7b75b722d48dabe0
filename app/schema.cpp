// peakline schema: the format of scenario files for editors and for people.
#include <memory>

#include <fmt/format.h>

#include "app/verbs.hpp"
#include "scenarios/load.hpp"
#include "scenarios/schema.hpp"

namespace peakline {
namespace {

constexpr const char* examples = R"(
Examples:
  peakline schema > scenario.schema.json     JSON Schema (draft 2020-12): completion and checks in an editor
  peakline schema --markdown                 the reference: every key with its value, default and meaning

With the YAML language server, the first line of a scenario can be
  # yaml-language-server: $schema=scenario.schema.json
)";

}  // namespace

void add_schema(CLI::App& app, int& exit_code) {
    CLI::App* const verb = app.add_subcommand("schema", "print the format of scenario files as JSON Schema or Markdown");
    const auto markdown = std::make_shared<bool>(false);
    verb->add_flag("--markdown", *markdown, "the reference for people instead");
    verb->footer(examples);
    verb->callback([markdown, &exit_code] {
        fmt::print("{}", *markdown ? scenario_reference() : scenario_schema());
        exit_code = done;
    });
}

}  // namespace peakline
