// The option table, the JSON Schema and the docs say the same.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <nlohmann/json.hpp>

#include "scenarios/load.hpp"
#include "scenarios/schema.hpp"
#include "scenarios/sections.hpp"

using namespace peakline;

namespace {

std::string docs() {
    std::ifstream file(std::string(PEAKLINE_SOURCE_DIR) + "/docs/scenario.md");
    return {std::istreambuf_iterator<char>(file), {}};
}

void check_references(const nlohmann::json& node, const nlohmann::json& definitions) {
    if (node.is_object() && node.contains("$ref")) {
        const std::string name = node["$ref"].get<std::string>().substr(std::string("#/$defs/").size());
        CHECK_MESSAGE(definitions.contains(name), name);
    }
    for (const auto& inner : node)
        if (inner.is_structured()) check_references(inner, definitions);
}

}  // namespace

TEST_CASE("The schema is JSON, its references resolve, and it has every key of the table") {
    const auto schema = nlohmann::json::parse(scenario_schema());
    CHECK(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema");
    check_references(schema, schema["$defs"]);
    for (const TypeRef& type : {scenario_table().type, queue_table().type, group_table().type, event_table().type})
        for (const FieldInfo& field : type->fields)
            CHECK_MESSAGE(schema["$defs"][type->name]["properties"].contains(field.key), field.key);
}

TEST_CASE("The reference in docs/scenario.md is the table's") {
    const std::string text = docs(), marker = "<!-- generated: peakline schema --markdown -->\n";
    const auto at = text.find(marker);
    REQUIRE(at != std::string::npos);
    CHECK(text.substr(at + marker.size()) == scenario_reference());
}

TEST_CASE("The example in docs/scenario.md loads") {
    const std::string text = docs();
    const auto begin = text.find("```yaml\npeakline: 1\n"), end = text.find("```\n", begin + 8);
    REQUIRE(begin != std::string::npos);
    const auto path = std::filesystem::temp_directory_path() / "peakline_docs_example.yaml";
    std::ofstream(path) << text.substr(begin + 8, end - begin - 8);
    const LoadedScenario loaded = load_scenario(path);
    CHECK(loaded.file.plans.size() == 4);
    CHECK(loaded.warnings.empty());
    std::filesystem::remove(path);
}

TEST_CASE("The drafts load") {
    const std::filesystem::path folder = std::filesystem::path(PEAKLINE_SHARED_DIR) / "drafts";
    if (!std::filesystem::exists(folder)) return;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".yaml") CHECK_NOTHROW(load_scenario(entry.path()));
}
