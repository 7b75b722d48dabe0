#include "forecast/delimited.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include <zlib.h>

#include "core/problem.hpp"

namespace peakline {
namespace {

[[noreturn]] void refuse(const std::string& file, std::string message) {
    Problem problem;
    problem.place.file = file;
    problem.message = std::move(message);
    throw InputError(problem);
}

// zlib reads a plain file as it is and a compressed one through gzip.
std::string read_bytes(const std::filesystem::path& path, bool& compressed) {
    if (!std::filesystem::exists(path)) refuse(path.string(), "no such file");
    if (std::filesystem::is_directory(path)) refuse(path.string(), "is a folder, not a file");
    if (!std::filesystem::is_regular_file(path)) refuse(path.string(), "is a device or a pipe, not a file");  // may never end
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
    if (!file) refuse(path.string(), "cannot be opened");
    gzbuffer(file.get(), 1 << 18);
    std::string bytes;
    bytes.reserve(std::filesystem::file_size(path) + 1);
    std::vector<char> part(1 << 20);
    int count = 0;
    while ((count = gzread(file.get(), part.data(), static_cast<unsigned>(part.size()))) > 0)
        bytes.append(part.data(), static_cast<std::size_t>(count));
    compressed = gzdirect(file.get()) == 0;
    int error = Z_OK;  // a cut archive reads well up to the cut
    gzerror(file.get(), &error);
    if (count < 0 || error == Z_BUF_ERROR) refuse(path.string(), "is damaged: the compressed data cannot be read to the end");
    return bytes;
}

void append_utf8(std::string& out, unsigned code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | code >> 6);
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        out += static_cast<char>(0xE0 | code >> 12);
        out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    }
}

// Characters of the basic plane are enough for tables of numbers and names.
std::string from_utf16(std::string_view bytes, bool big_endian) {
    std::string out;
    for (std::size_t i = 2; i + 1 < bytes.size(); i += 2) {
        const auto a = static_cast<unsigned char>(bytes[i]), b = static_cast<unsigned char>(bytes[i + 1]);
        append_utf8(out, big_endian ? a << 8 | b : b << 8 | a);
    }
    return out;
}

constexpr std::size_t judged_bytes = 4096;

// What is in a file that is no text: zeros, or one control character in ten.
bool is_text(std::string_view text) {
    const std::string_view begin = text.substr(0, judged_bytes);
    const auto controls = std::count_if(begin.begin(), begin.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f';
    });
    return begin.find('\0') == std::string_view::npos && 10 * controls <= static_cast<std::ptrdiff_t>(begin.size());
}

constexpr std::array<char, 4> delimiters{'\t', ';', '|', ','};
constexpr int judged_lines = 60;

}  // namespace

TextFile load_text(const std::filesystem::path& path) {
    bool compressed = false;
    TextFile file{path.string(), read_bytes(path, compressed), {}};
    if (compressed) file.notes.push_back("compressed");
    if (file.text.starts_with("\xFF\xFE") || file.text.starts_with("\xFE\xFF")) {
        file.notes.push_back("UTF-16");
        file.text = from_utf16(file.text, file.text[0] == '\xFE');
    } else if (file.text.starts_with("\xEF\xBB\xBF")) {
        file.notes.push_back("byte order mark");
        file.text.erase(0, 3);
    }
    if (!is_text(file.text))
        refuse(file.name, file.text.starts_with("PK\x03\x04")
                              ? "is a workbook or an archive, not text (expected a CSV file: save the sheet as CSV)"
                              : "is not text (expected a CSV file)");
    const std::size_t line_end = file.text.find('\n');
    if (line_end == std::string::npos && file.text.find('\r') != std::string::npos) {
        file.notes.push_back("CR line ends");
        std::replace(file.text.begin(), file.text.end(), '\r', '\n');
    }
    if (line_end != std::string::npos && line_end > 0 && file.text[line_end - 1] == '\r') file.notes.push_back("CRLF line ends");
    return file;
}

char find_delimiter(std::string_view text) {
    char best = ',';
    int most = 0;
    for (const char candidate : delimiters) {
        std::vector<int> counts;
        int count = 0;
        bool quoted = false;
        for (std::size_t i = 0; i < text.size() && static_cast<int>(counts.size()) < judged_lines; ++i) {
            if (text[i] == '"') quoted = !quoted;
            if (text[i] == candidate && !quoted) ++count;
            if (text[i] == '\n' && !quoted) {
                counts.push_back(count);
                count = 0;
            }
        }
        if (counts.empty()) counts.push_back(count);
        std::sort(counts.begin(), counts.end());
        const int usual = counts[counts.size() / 2];
        const int even = usual > 0 ? static_cast<int>(std::count(counts.begin(), counts.end(), usual)) : 0;
        if (even > most) {
            most = even;
            best = candidate;
        }
    }
    return best;
}

std::string_view trimmed(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\r' || c == '\t'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool DelimitedReader::next() {
    while (at_ < text_.size()) {
        read_row();
        if (std::any_of(cells_.begin(), cells_.end(), [](std::string_view c) { return !c.empty(); })) return true;
    }
    return false;
}

void DelimitedReader::read_row() {
    cells_.clear();
    unescaped_.clear();
    row_line_ = line_;
    for (;;) {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
        std::size_t end = at_;
        if (at_ < text_.size() && text_[at_] == '"') {
            cells_.push_back(quoted_cell());
            end = at_;
            while (end < text_.size() && text_[end] != delimiter_ && text_[end] != '\n') ++end;
        } else {
            while (end < text_.size() && text_[end] != delimiter_ && text_[end] != '\n') ++end;
            cells_.push_back(trimmed(text_.substr(at_, end - at_)));
        }
        at_ = end + 1;
        if (end >= text_.size() || text_[end] == '\n') {
            ++line_;
            return;
        }
    }
}

std::string_view DelimitedReader::quoted_cell() {
    const std::size_t from = ++at_;
    bool doubled = false;
    for (; at_ < text_.size(); ++at_) {
        if (text_[at_] == '\n') ++line_;
        if (text_[at_] != '"') continue;
        if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
            doubled = true;
            ++at_;
            continue;
        }
        break;
    }
    if (at_ >= text_.size()) unclosed_ = row_line_;
    const std::string_view inside = text_.substr(from, std::min(at_, text_.size()) - from);
    at_ = std::min(at_ + 1, text_.size());
    if (!doubled) return trimmed(inside);
    std::string& plain = unescaped_.emplace_back();
    for (std::size_t i = 0; i < inside.size(); ++i) {
        plain += inside[i];
        if (inside[i] == '"') ++i;
    }
    return plain;
}

}  // namespace peakline
