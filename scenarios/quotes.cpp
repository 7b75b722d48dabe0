#include "scenarios/quotes.hpp"

namespace peakline {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Follows YAML's text as far as quotes need it: where a value may begin, flow brackets, comments, and block texts, in which
// quotes mean nothing.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    std::optional<OpenQuote> run() {
        while (!done() && !found_) {
            const char c = here();
            if (c == '\n')
                begin_line();
            else if (is_blank(c))
                next();
            else if (c == '#' && after_blank())
                skip_line();
            else if (fresh_ && (c == '"' || c == '\''))
                quoted();
            else if (fresh_ && depth_ == 0 && (c == '|' || c == '>'))
                block_text();
            else
                plain(c);
        }
        return found_;
    }

private:
    bool done() const { return at_ >= text_.size(); }
    char here() const { return text_[at_]; }
    char following() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : '\n'; }
    bool after_blank() const { return at_ == 0 || is_blank(text_[at_ - 1]); }

    void next() {
        if (here() == '\n') {
            ++line_;
            column_ = 0;
        }
        if ((static_cast<unsigned char>(here()) & 0xC0) != 0x80) ++column_;  // characters, not bytes
        ++at_;
    }

    void begin_line() {
        next();
        fresh_ = true;
        column_ = 1;
        start_ = 1;
    }

    void skip_line() {
        while (!done() && here() != '\n') next();
    }

    void quoted() {
        const OpenQuote quote{line_, column_, here()};
        if (fresh_) start_ = column_;
        fresh_ = false;
        for (next(); !done(); next()) {
            if (quote.mark == '"' && here() == '\\' && following() != '\n') {
                next();
            } else if (here() == quote.mark) {
                if (quote.mark == '"' || following() != quote.mark) break;
                next();
            }
        }
        constexpr std::string_view ends = " \t\r\n,]}:#";
        if (done() || (line_ > quote.line && ends.find(following()) == std::string_view::npos))
            found_ = quote;
        else
            next();
    }

    // Lines that are indented more than the key (or dash) that the block belongs to, and empty ones.
    void block_text() {
        const int parent = start_;
        skip_line();
        while (!done()) {
            const std::string_view rest = text_.substr(at_ + 1);
            const std::string_view line = rest.substr(0, rest.find('\n'));
            const auto indent = line.find_first_not_of(" \t\r");
            if (indent != std::string_view::npos && static_cast<int>(indent) + 1 <= parent) return;
            next();
            skip_line();
        }
    }

    void plain(char c) {
        const bool opens = c == '[' || c == '{', closes = c == ']' || c == '}';
        const bool separates = (c == ':' && is_blank(following())) || (fresh_ && (c == '-' || c == '?') && is_blank(following()));
        if (fresh_ && c != ':') start_ = column_;
        if (fresh_ && (c == '&' || c == '!')) {  // an anchor or a tag stands before its value
            while (!done() && !is_blank(here())) next();
            return;
        }
        if (opens && (fresh_ || depth_ > 0))
            ++depth_;
        else if (closes && depth_ > 0)
            --depth_;
        fresh_ = separates || (depth_ > 0 && (opens || c == ','));
        next();
    }

    std::string_view text_;
    std::optional<OpenQuote> found_;
    std::size_t at_ = 0;
    int line_ = 1, column_ = 1;
    int depth_ = 0;      // of flow brackets
    int start_ = 1;      // column of the key or dash that a block text would belong to
    bool fresh_ = true;  // a value may begin here
};

}  // namespace

std::optional<OpenQuote> find_open_quote(std::string_view text) { return Scanner(text).run(); }

}  // namespace peakline
