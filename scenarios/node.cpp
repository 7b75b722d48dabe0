#include "scenarios/node.hpp"

#include <algorithm>
#include <array>
#include <fstream>

namespace peakline {

namespace {
constexpr std::size_t longest_shown = 60;
constexpr std::size_t largest_file = 256u << 20;

InputError unreadable(const std::filesystem::path& path, const Place& named_at, const std::string& key, std::string message) {
    Problem problem;
    problem.place = named_at.file.empty() ? Place{path.string(), 0, 0} : named_at;
    problem.key = key;
    problem.message = std::move(message);
    if (!named_at.file.empty()) problem.found = path.string();
    return InputError(problem);
}
}  // namespace

const Entry* Node::entry(std::string_view key) const {
    const auto it = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.key.text == key; });
    return it == entries.end() ? nullptr : &*it;
}

const Node* Node::find(std::string_view key) const {
    const Entry* const found = entry(key);
    return found ? &found->value : nullptr;
}

Node* Node::find(std::string_view key) { return const_cast<Node*>(static_cast<const Node*>(this)->find(key)); }

void Node::set(std::string_view key, Node value) {
    if (Node* const old = find(key)) {
        *old = std::move(value);
        return;
    }
    Node name;
    name.kind = Kind::scalar;
    name.text = key;
    name.line = value.line;
    name.column = value.column;
    name.source = value.source;
    entries.push_back({std::move(name), std::move(value)});
}

void Node::erase(std::string_view key) {
    std::erase_if(entries, [&](const Entry& e) { return e.key.text == key; });
}

Place Node::place() const { return {source ? source->shown : std::string(), line, column}; }

std::string Node::shown() const {
    switch (kind) {
        case Kind::nothing: return "nothing";
        case Kind::list: return items.empty() ? "an empty list" : "a list";
        case Kind::map: return entries.empty() ? "an empty map" : "a map";
        case Kind::scalar: break;
    }
    std::string start;
    for (const char c : text.substr(0, longest_shown)) start += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    if (text.size() > longest_shown) {
        while (!start.empty() && (static_cast<unsigned char>(start.back()) & 0xC0) == 0x80)
            start.pop_back();  // whole characters only
        start += "...";
    }
    return start.empty() ? "an empty text" : start;
}

void give_up(const Place& place, std::string key, std::string message, std::string found, std::string expected,
             std::string nearest) {
    std::vector<Problem> problems(1);
    Problem& problem = problems.front();
    problem.place = place;
    problem.key = std::move(key);
    problem.message = std::move(message);
    problem.found = std::move(found);
    problem.expected = std::move(expected);
    problem.nearest = std::move(nearest);
    throw InputError(std::move(problems));
}

std::string joined_text(const std::vector<std::string>& words, std::string_view between) {
    std::string all;
    for (const std::string& word : words) {
        if (&word != &words.front()) all += between;
        all += word;
    }
    return all;
}

std::string read_text_file(const std::filesystem::path& path, const Place& named_at, const std::string& key) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) throw unreadable(path, named_at, key, "no such file");
    if (std::filesystem::is_directory(status)) throw unreadable(path, named_at, key, "a folder, not a file");
    std::ifstream file(path, std::ios::binary);
    std::string text;
    for (std::array<char, 1 << 16> part; file.read(part.data(), part.size()) || file.gcount() > 0;) {
        text.append(part.data(), static_cast<std::size_t>(file.gcount()));
        // A pipe or a device may never end.
        if (text.size() > largest_file) throw unreadable(path, named_at, key, "larger than 256 MiB");
    }
    if (!file.eof()) throw unreadable(path, named_at, key, "cannot be read");
    return text;
}

}  // namespace peakline
