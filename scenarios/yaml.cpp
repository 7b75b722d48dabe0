// The only place that knows yaml-cpp: its events become Nodes, with what it lets pass silently reported.
#include <map>
#include <sstream>
#include <unordered_map>

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "scenarios/node.hpp"
#include "scenarios/quotes.hpp"

namespace peakline {
namespace {

constexpr std::size_t most_nodes = 1'000'000;  // aliases of aliases grow without bound
constexpr std::uintmax_t largest_yaml = 16u << 20;

Problem problem_at(const Place& place, std::string message, std::string found = {}, std::string expected = {}) {
    return {place, "", std::move(message), std::move(found), std::move(expected), ""};
}

class TreeBuilder : public YAML::EventHandler {
public:
    TreeBuilder(const Source& source, std::vector<Problem>& problems) : source_(source), problems_(problems) {}
    Node root;

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { add(node(Node::Kind::nothing, mark), anchor); }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string& value) override {
        Node scalar = node(Node::Kind::scalar, mark);
        scalar.text = value;
        add(std::move(scalar), anchor);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto known = anchors_.find(anchor);
        if (known == anchors_.end()) give_up(place(mark), "", "an alias inside what it stands for");
        count_ += known->second.nodes;
        Node copy = known->second.node;
        add(std::move(copy), 0);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open_.push_back({node(Node::Kind::list, mark), anchor, count_, false, {}, {}});
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open_.push_back({node(Node::Kind::map, mark), anchor, count_, false, {}, {}});
    }
    void OnMapEnd() override { close(); }

private:
    struct Open {
        Node node;
        YAML::anchor_t anchor;
        std::size_t count_before;
        bool has_key;
        Node key;
        std::unordered_map<std::string, int> lines;  // of the keys so far
    };
    struct Anchored {
        Node node;
        std::size_t nodes;
    };

    Place place(const YAML::Mark& mark) const { return {source_.shown, mark.line + 1, mark.column + 1}; }

    Node node(Node::Kind kind, const YAML::Mark& mark) {
        if (++count_ > most_nodes) give_up(place(mark), "", "more than a million values");
        Node made;
        made.kind = kind;
        made.line = mark.line + 1;
        made.column = mark.column + 1;
        made.source = &source_;
        return made;
    }

    void close() {
        Open done = std::move(open_.back());
        open_.pop_back();
        add(std::move(done.node), done.anchor, count_ - done.count_before);
    }

    void add(Node made, YAML::anchor_t anchor, std::size_t nodes = 1) {
        if (count_ > most_nodes) give_up(made.place(), "", "more than a million values");
        if (anchor) anchors_[anchor] = {made, nodes};
        if (open_.empty()) {
            root = std::move(made);
            return;
        }
        Open& parent = open_.back();
        if (parent.node.is_list()) {
            parent.node.items.push_back(std::move(made));
        } else if (!parent.has_key) {
            parent.key = std::move(made);
            parent.has_key = true;
        } else {
            parent.has_key = false;
            add_entry(parent, std::move(made));
        }
    }

    void add_entry(Open& parent, Node value) {
        const auto say = [&](std::string message, std::string expected = {}) {
            problems_.push_back({parent.key.place(), key_path(), std::move(message),
                                 parent.key.is_scalar() ? "" : parent.key.shown(), std::move(expected), ""});
        };
        if (!parent.key.is_scalar()) {
            say("a key must be a name");
        } else if (parent.key.text == "<<") {
            say("merge keys are not part of the format", "like: NAME");
        } else if (const auto [first, fresh] = parent.lines.emplace(parent.key.text, parent.key.line); !fresh) {
            say(fmt::format("duplicate key; it stands in line {} already", first->second));
        } else {
            parent.node.entries.push_back({std::move(parent.key), std::move(value)});
        }
    }

    std::string key_path() const {
        std::vector<std::string> keys;
        for (const Open& open : open_)
            if (open.node.is_map() && open.key.is_scalar()) keys.push_back(open.key.text);
        return joined_text(keys, ".");
    }

    const Source& source_;
    std::vector<Problem>& problems_;
    std::vector<Open> open_;
    std::map<YAML::anchor_t, Anchored> anchors_;
    std::size_t count_ = 0;
};

// The first byte that UTF-8 text cannot have, as a place; yaml-cpp would read on.
void require_text(const std::string& text, const Source& source) {
    int line = 1, column = 1, follow = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool continues = (byte & 0xC0) == 0x80;
        const bool control = byte < ' ' && byte != '\t' && byte != '\n' && byte != '\r';
        if (control || (follow > 0) != continues || byte >= 0xF8)
            give_up({source.shown, line, column}, "", "not a text file", fmt::format("byte 0x{:02x}", byte), "UTF-8 text");
        follow = continues ? follow - 1 : byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC0 ? 1 : 0;
        if (!continues) ++column;
        if (byte == '\n') ++line, column = 1;
    }
}

// A line of the text, from 0.
std::string_view line_of(std::string_view text, int line) {
    while (line-- > 0) text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    return text.substr(0, text.find('\n'));
}

void say_tab(const std::string& text, int line, const Source& source) {
    const std::string_view written = line < 0 ? std::string_view() : line_of(text, line);
    const auto tab = written.substr(0, written.find_first_not_of(" \t")).find('\t');
    if (tab != std::string_view::npos)
        give_up({source.shown, line + 1, static_cast<int>(tab) + 1}, "", "a tab cannot indent", "", "spaces");
}

}  // namespace

Node read_yaml_text(const std::string& text, const Source& source, std::vector<Problem>& problems) {
    if (text.size() > largest_yaml) give_up({source.shown, 0, 0}, "", "larger than 16 MiB: put long lists into CSV files");
    require_text(text, source);
    if (const auto quote = find_open_quote(text)) {
        const std::string expected = fmt::format("a closing {} in the same line", quote->mark);
        give_up({source.shown, quote->line, quote->column}, "", "this quote is not closed", "", expected);
    }
    TreeBuilder builder(source, problems);
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(builder)) return {};
        TreeBuilder rest(source, problems);
        if (parser.HandleNextDocument(rest))
            problems.push_back(problem_at(rest.root.place(), "a second document; a scenario is one"));
    } catch (const YAML::DeepRecursion& error) {
        give_up({source.shown, error.mark.line + 1, error.mark.column + 1}, "", "nested too deeply");
    } catch (const YAML::Exception& error) {
        say_tab(text, error.mark.line, source);
        give_up({source.shown, error.mark.line + 1, error.mark.column + 1}, "", "not YAML: " + error.msg);
    }
    return std::move(builder.root);
}

Node read_yaml_file(const std::filesystem::path& path, Sources& sources, std::vector<Problem>& problems) {
    const Source& source = sources.add(path.string(), path.parent_path());
    return read_yaml_text(read_text_file(path), source, problems);
}

}  // namespace peakline
