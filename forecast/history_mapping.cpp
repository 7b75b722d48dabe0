#include <yaml-cpp/yaml.h>

#include "core/problem.hpp"
#include "forecast/delimited.hpp"
#include "forecast/history_layout.hpp"

namespace peakline {
namespace {

class MappingReader {
public:
    explicit MappingReader(std::string file) : file_(std::move(file)) {}

    HistoryMapping read(const YAML::Node& root) {
        HistoryMapping mapping;
        mapping.file = file_;
        if (!root.IsMap()) fail(root, "", "is not a mapping", "", "keys such as timestamp and value");
        for (const auto& entry : root) take(mapping, entry.first.Scalar(), entry.second);
        if (mapping.timestamp.empty())
            fail(root, "timestamp", "is missing", "", "the name of a column, or [date column, time column]");
        if (mapping.value.empty()) fail(root, "value", "is missing", "", "the name of a column");
        return mapping;
    }

private:
    [[noreturn]] void fail(const YAML::Node& node, std::string key, std::string message, std::string found,
                           std::string expected) const {
        throw InputError(Problem{{file_, node.Mark().line + 1, node.Mark().column + 1},
                                 std::move(key),
                                 std::move(message),
                                 std::move(found),
                                 std::move(expected),
                                 {}});
    }

    std::vector<std::string> names(const YAML::Node& node) const {
        if (node.IsSequence()) return node.as<std::vector<std::string>>();
        return {node.as<std::string>()};
    }

    template <class T>
    T one_of(const YAML::Node& node, const std::string& key, const std::vector<std::pair<std::string, T>>& choices) const {
        std::string expected;
        for (const auto& [name, value] : choices) {
            if (node.Scalar() == name) return value;
            expected += (expected.empty() ? "" : ", ") + name;
        }
        fail(node, key, "is none of the choices", "'" + node.Scalar() + "'", expected);
    }

    void take(HistoryMapping& mapping, const std::string& key, const YAML::Node& node) const {
        if (key == "timestamp")
            mapping.timestamp = names(node);
        else if (key == "series")
            mapping.series = names(node);
        else if (key == "adds_up")
            mapping.parts = names(node);
        else if (key == "value")
            mapping.value = node.as<std::string>();
        else if (key == "handle_time")
            mapping.handle_time = node.as<std::string>();
        else if (key == "handle_time_is")
            mapping.handle_time_kind = one_of<HandleTimeKind>(node, key,
                                                              {{"mean_seconds", HandleTimeKind::mean_seconds},
                                                               {"mean_minutes", HandleTimeKind::mean_minutes},
                                                               {"total_seconds", HandleTimeKind::total_seconds}});
        else if (key == "dates")
            mapping.order = one_of<DateOrder>(node, key,
                                              {{"year_first", DateOrder::year_first},
                                               {"day_first", DateOrder::day_first},
                                               {"month_first", DateOrder::month_first}});
        else if (key == "decimal")
            mapping.mark = one_of<DecimalMark>(node, key, {{"point", DecimalMark::point}, {"comma", DecimalMark::comma}});
        else if (key == "delimiter")
            mapping.delimiter = one_of<char>(
                node, key, {{"comma", ','}, {",", ','}, {"semicolon", ';'}, {";", ';'}, {"tab", '\t'}, {"bar", '|'}, {"|", '|'}});
        else if (key == "zone")
            mapping.zone = node.as<std::string>();
        else
            unknown(key, node);
    }

    [[noreturn]] void unknown(const std::string& key, const YAML::Node& node) const {
        const std::vector<std::string> keys{"timestamp",      "series", "adds_up", "value",     "handle_time",
                                            "handle_time_is", "dates",  "decimal", "delimiter", "zone"};
        throw InputError(Problem{{file_, node.Mark().line + 1, 0}, key, "unknown key", {}, {}, nearest_name(key, keys)});
    }

    std::string file_;
};

}  // namespace

HistoryMapping read_mapping(const std::string& path) {
    const TextFile file = load_text(path);
    try {
        return MappingReader(path).read(YAML::Load(file.text));
    } catch (const YAML::Exception& e) {
        throw InputError(Problem{{path, e.mark.line + 1, e.mark.column + 1}, "", "cannot be read as YAML: " + e.msg, {}, {}, {}});
    }
}

}  // namespace peakline
