// Text in aligned columns and colours, for the terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace peakline {

enum class Tone { plain, bold, dim, good, bad };

// The text in escape sequences if `colour`, else as it is.
std::string toned(std::string_view text, Tone tone, bool colour);

struct Cell {
    std::string text;
    Tone tone = Tone::plain;
};

// First column to the left, the others to the right unless `left` says otherwise; two blanks between columns, one if it gets
// tight; the first column gives way (with an ellipsis) before the line grows over `width`.
struct Table {
    std::vector<std::vector<Cell>> rows;
    std::vector<bool> left = {true};
    std::size_t indent = 0;
    bool whole_names = false;  // names that do not fit stand on lines of their own instead of being cut
    bool folds = false;        // columns that do not fit follow below, beside the first column again

    void add(std::vector<Cell> row) { rows.push_back(std::move(row)); }
    std::string text(std::size_t width, bool colour) const;
    bool cuts_names(std::size_t width) const;  // whether the first column gives way
    void break_heads();                        // the first row over two lines, so that columns get narrower

private:
    std::string folded(const std::vector<std::size_t>& widths, std::size_t width, bool colour) const;
};

// Words of a paragraph, broken at `width`, but not inside "1 234" and "95 %"; every line begins with `indent` blanks.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent = 0);

}  // namespace peakline
