// Text tables as they come: any of the usual delimiters, quotes, byte order marks, line ends, gzip.
#pragma once

#include <deque>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace peakline {

struct TextFile {
    std::string name;                // as the user gave it
    std::string text;                // UTF-8 without a byte order mark
    std::vector<std::string> notes;  // "compressed", "UTF-16", "byte order mark", "CRLF line ends"
};

// Throws InputError when the file cannot be read.
TextFile load_text(const std::filesystem::path& path);

// The delimiter that splits the first lines most evenly: tab, semicolon, bar or comma.
char find_delimiter(std::string_view text);

// Reads row by row. A quoted cell may hold delimiters, line ends and doubled quotes; blanks about a cell are cut.
class DelimitedReader {
public:
    DelimitedReader(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}
    bool next();  // to the next row that is not blank
    const std::vector<std::string_view>& cells() const { return cells_; }
    int line() const { return row_line_; }  // of the row's start, from 1
    bool at_end() const { return at_ >= text_.size(); }
    int unclosed() const { return unclosed_; }  // line of the row in which a quote is opened and never closed; 0: none

private:
    std::string_view quoted_cell();
    void read_row();
    std::string_view text_;
    char delimiter_;
    std::size_t at_ = 0;
    int line_ = 1, row_line_ = 0, unclosed_ = 0;
    std::vector<std::string_view> cells_;
    std::deque<std::string> unescaped_;  // cells of this row with doubled quotes
};

std::string_view trimmed(std::string_view text);
std::string lower(std::string_view text);  // ASCII

}  // namespace peakline
