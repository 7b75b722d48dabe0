#include "forecast/cell_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include "forecast/delimited.hpp"

namespace peakline {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

// Takes what it knows from the front of a text.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}
    bool done() const { return text_.empty(); }
    char peek() const { return text_.empty() ? '\0' : text_.front(); }
    bool take(char c) {
        if (peek() != c) return false;
        text_.remove_prefix(1);
        return true;
    }
    void skip_blanks() {
        while (peek() == ' ') text_.remove_prefix(1);
    }
    // A run of digits; its length tells years from days.
    std::optional<int> number(int& length) {
        length = 0;
        int value = 0;
        while (digit(peek()) && length < 9) {
            value = value * 10 + (peek() - '0');
            text_.remove_prefix(1);
            ++length;
        }
        if (length == 0) return std::nullopt;
        return value;
    }
    std::string word() {
        std::string out;
        while ((peek() | 32) >= 'a' && (peek() | 32) <= 'z') {
            out += static_cast<char>(peek() | 32);
            text_.remove_prefix(1);
        }
        return out;
    }
    std::string_view rest() const { return text_; }

private:
    std::string_view text_;
};

std::optional<int> month_of(const std::string& word) {
    constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
    for (int m = 0; m < 12; ++m)
        if (word.size() >= 3 && std::string_view(word).substr(0, 3) == months[m]) return m + 1;
    return std::nullopt;
}

// A year of two digits; one written with four, such as 0001, stays as it is and is none.
int full_year(int year, int digits) { return digits > 2 ? year : year + (year < 70 ? 2000 : 1900); }

std::optional<Date> checked_date(int year, int month, int day) {
    if (year < first_year || year > last_year || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
    const Date date = make_date(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
    const YearMonthDay back = year_month_day(date);
    if (back.month != static_cast<unsigned>(month) || back.day != static_cast<unsigned>(day)) return std::nullopt;
    return date;
}

bool separator(char c) { return c == '-' || c == '/' || c == '.'; }

// The three numbers of a date as written, with the length of the first and last.
struct WrittenDate {
    int first, second, third, first_length, third_length;
    bool named = false;
    int month = 0;
};

std::optional<WrittenDate> written_date(Scanner& s) {
    WrittenDate w{};
    int length = 0;
    const auto first = s.number(w.first_length);
    if (!first) return std::nullopt;
    w.first = *first;
    const char mark = s.peek();
    if (!separator(mark) && mark != ' ') return std::nullopt;
    s.take(mark);
    if (!digit(s.peek())) {
        const auto month = month_of(s.word());
        if (!month) return std::nullopt;
        w.named = true;
        w.month = *month;
    } else {
        const auto second = s.number(length);
        if (!second || length > 2) return std::nullopt;
        w.second = *second;
    }
    if (!s.take(mark) && !s.take(',')) return std::nullopt;
    s.skip_blanks();
    const auto third = s.number(w.third_length);
    if (!third) return std::nullopt;
    w.third = *third;
    return w;
}

std::optional<Date> scan_date(Scanner& s, DateOrder order) {
    const auto w = written_date(s);
    if (!w) return std::nullopt;
    if (w->named)
        return w->first_length == 4 ? checked_date(w->first, w->month, w->third)
                                    : checked_date(full_year(w->third, w->third_length), w->month, w->first);
    if (w->first_length == 4) return checked_date(w->first, w->second, w->third);
    if (w->third_length != 4 && w->third_length != 2) return std::nullopt;
    if (order == DateOrder::month_first) return checked_date(full_year(w->third, w->third_length), w->first, w->second);
    return checked_date(full_year(w->third, w->third_length), w->second, w->first);
}

std::optional<std::int32_t> scan_clock(Scanner& s) {
    int length = 0;
    const auto hour = s.number(length);
    if (!hour) return std::nullopt;
    int minute = 0, second = 0;
    if (s.take(':') || s.take('.')) {
        const auto m = s.number(length);
        if (!m) return std::nullopt;
        minute = *m;
        if (s.take(':') || s.take('.')) {
            const auto sec = s.number(length);
            if (!sec) return std::nullopt;
            second = *sec;
            if (s.take('.') || s.take(',')) s.number(length);
        }
    } else if (length == 4) {
        minute = *hour % 100;
    } else {
        return std::nullopt;
    }
    int h = length == 4 && minute == *hour % 100 && *hour > 24 ? *hour / 100 : *hour;
    s.skip_blanks();
    if ((s.peek() | 32) == 'a' || (s.peek() | 32) == 'p') {
        const bool afternoon = (s.peek() | 32) == 'p';
        s.word();
        h = h % 12 + (afternoon ? 12 : 0);
    }
    if (h > 24 || minute > 59 || second > 60 || (h == 24 && minute > 0)) return std::nullopt;
    return h * 3600 + minute * 60 + second;
}

// "Z", "+02:00", "+0200", "+02" directly after a time.
std::optional<std::int32_t> scan_offset(Scanner& s) {
    if (s.take('Z') || s.take('z')) return 0;
    const char sign = s.peek();
    if (sign != '+' && sign != '-') return std::nullopt;
    Scanner look = s;
    look.take(sign);
    int length = 0;
    const auto hours = look.number(length);
    if (!hours || (length != 2 && length != 4)) return std::nullopt;
    int minutes = length == 4 ? *hours % 100 : 0;
    const int h = length == 4 ? *hours / 100 : *hours;
    if (length == 2 && look.take(':')) {
        const auto m = look.number(length);
        if (!m) return std::nullopt;
        minutes = *m;
    }
    s = look;
    return (sign == '-' ? -1 : 1) * (h * 3600 + minutes * 60);
}

std::optional<Stamp> stamp_of_digits(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (text.size() == 8) {
        const auto date =
            checked_date(static_cast<int>(value / 10000), static_cast<int>(value / 100 % 100), static_cast<int>(value % 100));
        if (!date) return std::nullopt;
        return Stamp{std::int64_t{86400} * date->days, std::nullopt, false};
    }
    if (text.size() == 13)
        value /= 1000;
    else if (text.size() != 10)
        return std::nullopt;
    return Stamp{value, 0, true};
}

// The commonest notation without any search: 2026-11-27 08:30.
std::optional<Stamp> stamp_of_iso(std::string_view t) {
    if (t.size() != 16 || t[4] != '-' || t[7] != '-' || t[13] != ':' || (t[10] != ' ' && t[10] != 'T')) return std::nullopt;
    for (const int i : {0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15})
        if (!digit(t[i])) return std::nullopt;
    const auto two = [&](int i) { return (t[i] - '0') * 10 + (t[i + 1] - '0'); };
    thread_local std::array<char, 10> last_text{};
    thread_local std::optional<Date> last_date;
    if (!std::equal(last_text.begin(), last_text.end(), t.begin())) {
        std::copy_n(t.begin(), 10, last_text.begin());
        last_date = checked_date(two(0) * 100 + two(2), two(5), two(8));
    }
    if (!last_date || two(11) > 23 || two(14) > 59) return std::nullopt;
    return Stamp{std::int64_t{86400} * last_date->days + two(11) * 3600 + two(14) * 60, std::nullopt, true};
}

}  // namespace

std::optional<Stamp> parse_stamp(std::string_view text, DateOrder order) {
    if (const auto iso = stamp_of_iso(text)) return iso;
    if (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos) return stamp_of_digits(text);
    Scanner s(text);
    const auto date = scan_date(s, order);
    if (!date) return std::nullopt;
    Stamp stamp{std::int64_t{86400} * date->days, std::nullopt, false};
    if (s.done()) return stamp;
    if (!s.take('T') && !s.take(',') && s.peek() != ' ') return std::nullopt;
    s.skip_blanks();
    const auto clock = scan_clock(s);
    if (!clock) return std::nullopt;
    stamp.local += *clock;
    stamp.has_time = true;
    stamp.offset = scan_offset(s);
    s.skip_blanks();
    if (!s.done() && s.peek() != '-' && s.peek() != '\xE2' && s.peek() != '/') return std::nullopt;
    return stamp;
}

std::optional<std::int32_t> parse_clock(std::string_view text) {
    Scanner s(text);
    const auto clock = scan_clock(s);
    s.skip_blanks();
    if (!clock || (!s.done() && s.peek() != '-' && s.peek() != '\xE2')) return std::nullopt;
    return clock;
}

std::optional<OrderEvidence> order_evidence(std::string_view text) {
    Scanner s(text);
    const auto w = written_date(s);
    if (!w || w->named || w->first_length == 4) return std::nullopt;
    return OrderEvidence{w->first <= 31 && w->second <= 12, w->first <= 12 && w->second <= 31};
}

std::optional<int> odd_year(std::string_view text) {
    Scanner s(text);
    const auto w = written_date(s);
    if (!w || (w->first_length != 4 && w->third_length != 4)) return std::nullopt;
    const int year = w->first_length == 4 ? w->first : w->third;
    if (year >= first_year && year <= last_year) return std::nullopt;
    return year;
}

std::optional<DecimalMark> mark_evidence(std::string_view text) {
    const std::size_t point = text.find_last_of('.'), comma = text.find_last_of(',');
    constexpr std::size_t none = std::string_view::npos;
    if (point == none && comma == none) return std::nullopt;
    if (point != none && comma != none) return point > comma ? DecimalMark::point : DecimalMark::comma;
    const char mark = point != none ? '.' : ',';
    const DecimalMark as_decimal = mark == '.' ? DecimalMark::point : DecimalMark::comma;
    const DecimalMark as_thousands = mark == '.' ? DecimalMark::comma : DecimalMark::point;
    const std::size_t first = text.find(mark), last = text.rfind(mark);
    if (first != last) return as_thousands;
    const std::size_t before = first - (!text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0),
                      after = text.size() - last - 1;
    if (after != 3 || before > 3 || before == 0 || (before == 1 && text[first - 1] == '0')) return as_decimal;
    return std::nullopt;
}

CellNumber parse_number(std::string_view text, DecimalMark mark) {
    if (!text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == std::string_view::npos) {
        int value = 0;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return {static_cast<double>(value), false};
    }
    const std::string small = lower(text);
    for (const std::string_view none : {"", "-", "--", "na", "n/a", "nan", "null", "none", "#n/a", "#nv", "."})
        if (small == none) return {std::nullopt, true};
    mark = mark_evidence(text).value_or(mark);
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == (mark == DecimalMark::comma ? ',' : '.'))
            plain += '.';
        else if (c == (mark == DecimalMark::comma ? '.' : ',') || c == ' ' || c == '\'')
            continue;
        else if (c == '\xC2' && i + 1 < text.size() && text[i + 1] == '\xA0')
            ++i;  // no-break space
        else if (text.substr(i, 3) == "\xE2\x80\xAF")
            i += 2;  // narrow no-break space
        else if (c == '+' && i == 0)
            continue;
        else
            plain += c;
    }
    double value = 0;
    const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
    if (plain.empty() || error != std::errc() || end != plain.data() + plain.size()) return {};
    return {value, false};
}

}  // namespace peakline
