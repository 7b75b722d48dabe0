// YAML as a tree of plain values that know where they were written. Keys keep the order of the text; scalars stay text.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/problem.hpp"

namespace peakline {

// A file (or the command line) that nodes come from.
struct Source {
    std::string shown;             // as messages name it
    std::filesystem::path folder;  // files named in it are relative to this
};

struct Entry;

struct Node {
    enum class Kind : std::uint8_t { nothing, scalar, list, map };
    Kind kind = Kind::nothing;
    bool whole = false;        // set by a plan: `like` replaces with it and does not merge into it
    int line = 0, column = 0;  // from 1; 0: no place
    const Source* source = nullptr;
    std::string text;            // scalar
    std::vector<Node> items;     // list
    std::vector<Entry> entries;  // map

    bool is_map() const { return kind == Kind::map; }
    bool is_list() const { return kind == Kind::list; }
    bool is_scalar() const { return kind == Kind::scalar; }
    bool is_none() const { return is_scalar() && text == "none"; }
    const Node* find(std::string_view key) const;  // nullptr where this is no map or has no such key
    Node* find(std::string_view key);
    const Entry* entry(std::string_view key) const;
    void set(std::string_view key, Node value);  // replaces or appends; the key's place is the value's
    void erase(std::string_view key);
    Place place() const;
    std::string shown() const;  // as written, shortened: "30", "a map", "nothing"
};

struct Entry {
    Node key;  // a scalar
    Node value;
};

// All files of one load; nodes point into it.
struct Sources {
    std::deque<Source> all;
    const Source& add(std::string shown, std::filesystem::path folder) {
        all.push_back({std::move(shown), std::move(folder)});
        return all.back();
    }
};

// Reads one YAML document. Syntax errors, files that are no text, and trees of more than a million nodes throw InputError;
// duplicate keys, merge keys, keys that are no text go to `problems` and the tree keeps the first of them.
Node read_yaml_file(const std::filesystem::path& path, Sources& sources, std::vector<Problem>& problems);
Node read_yaml_text(const std::string& text, const Source& source, std::vector<Problem>& problems);

// One problem of a file as a whole or at a place, thrown by who cannot go on.
[[noreturn]] void give_up(const Place& place, std::string key, std::string message, std::string found = {},
                          std::string expected = {}, std::string nearest = {});

// Words for messages: "a, b, c".
std::string joined_text(const std::vector<std::string>& words, std::string_view between);
inline std::string comma_list(const std::vector<std::string>& words) { return joined_text(words, ", "); }

// The file's text. Throws InputError where there is none: missing, a folder, too large. `named_at` is where it was named.
std::string read_text_file(const std::filesystem::path& path, const Place& named_at = {}, const std::string& key = {});

}  // namespace peakline
