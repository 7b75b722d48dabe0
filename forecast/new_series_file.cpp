#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "core/units.hpp"
#include "forecast/explain_words.hpp"
#include "forecast/new_series.hpp"
#include "forecast/trouble.hpp"

namespace peakline {
namespace {

const std::vector<std::string> weekday_words{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::optional<int> weekday_word(std::string_view text) {
    const std::string small = lower(trimmed(text));
    for (int w = 0; w < 7; ++w)
        if (small == weekday_words[static_cast<std::size_t>(w)] || small == lower(weekday_name(w))) return w;
    return std::nullopt;
}

// "mon", "mon-fri", "sat-sun 10:00".
bool parse_weekdays(std::string_view text, TypedVolume& out) {
    const auto blank = text.find(' ');
    if (blank != std::string_view::npos) {
        out.second = parse_clock(trimmed(text.substr(blank)));
        if (!out.second) return false;
        text = text.substr(0, blank);
    }
    const auto dash = text.find('-');
    const auto from = weekday_word(text.substr(0, dash));
    const auto to = dash == std::string_view::npos ? from : weekday_word(text.substr(dash + 1));
    if (!from || !to) return false;
    for (int w = *from;; w = (w + 1) % 7) {
        out.weekdays.push_back(w);
        if (w == *to) return true;
    }
}

class Reader {
public:
    explicit Reader(const std::filesystem::path& path) : table_(path, {"series", "like", "when", "value", "spread"}, false) {
        table_.require("series");
    }

    std::vector<NewSeries> read() {
        order_ = date_order(table_, "when");
        for (const NamedTable::Row& row : table_.rows()) take(row);
        for (const NewSeries& s : out_)
            if (s.like.empty() && s.typed.empty())
                problems_.push_back(trouble(s.place, fmt::format("nothing is known about {}", in_quotes(s.name)), "",
                                            "a series that it is `like`, or values"));
            else if (s.like.empty() && s.share)
                problems_.push_back(trouble(s.place, "a share without `like`", "", "the series of which it is a share"));
        if (!problems_.empty()) throw InputError(problems_);
        return std::move(out_);
    }

private:
    void fail(const NamedTable::Row& row, std::string_view column, std::string message, std::string expected) {
        problems_.push_back(table_.trouble_at(row, column, std::move(message), std::move(expected)));
    }

    NewSeries& series(const NamedTable::Row& row) {
        const std::string& name = table_.cell(row, "series");
        const auto at = std::find_if(out_.begin(), out_.end(), [&](const NewSeries& s) { return s.name == name; });
        if (at != out_.end()) return *at;
        out_.push_back({name, {table_.file(), row.line}, "", {}, {}, {}});
        return out_.back();
    }

    void take(const NamedTable::Row& row) {
        if (table_.cell(row, "series").empty()) return fail(row, "series", "the series has no name", "a name");
        NewSeries& s = series(row);
        const std::string &like = table_.cell(row, "like"), &value = table_.cell(row, "value"),
                          &spread = table_.cell(row, "spread");
        if (!like.empty() && !s.like.empty() && like != s.like)
            return fail(row, "like", fmt::format("{} is like {} already", in_quotes(s.name), in_quotes(s.like)), "one series");
        if (!like.empty()) s.like = like;
        if (!spread.empty()) {
            const auto share = parse_share(without_blanks(spread));
            if (!share || *share < 0 || *share > 3) return fail(row, "spread", "is not a spread", "a share such as 25%");
            s.log_sd = std::log1p(*share);
        }
        if (value.empty()) {
            if (!table_.cell(row, "when").empty()) fail(row, "value", "has no value", "contacts, such as 1200");
            return;
        }
        take_value(row, s, value);
    }

    void take_value(const NamedTable::Row& row, NewSeries& s, const std::string& value) {
        const std::string& when = table_.cell(row, "when");
        if (value.ends_with('%')) {
            s.share = parse_share(without_blanks(value));
            if (!s.share || !(*s.share > 0))
                fail(row, "value", "is not a share", "a share such as 40%");
            else if (!when.empty())
                fail(row, "when", "a share holds for every day", "no `when`");
            return;
        }
        TypedVolume typed;
        typed.place = table_.place(row, "value");
        const auto count = parse_count(value);
        if (!count) return fail(row, "value", "is not a number of contacts", "such as 1200, or a share of `like` such as 40%");
        typed.value = *count;
        if (!when.empty() && !parse_weekdays(when, typed)) {
            typed.weekdays.clear();
            typed.dates = parse_span(when, order_);
            if (!typed.dates)
                return fail(row, "when", "the days cannot be read",
                            "2026-11-27, 2026-11-27..2026-11-29, 2026-11-27 10:00, mon, mon-fri or mon-fri 10:00");
            typed.second = typed.dates->second;
        }
        s.typed.push_back(std::move(typed));
    }

    NamedTable table_;
    DateOrder order_ = DateOrder::year_first;
    std::vector<NewSeries> out_;
    std::vector<Problem> problems_;
};

}  // namespace

std::vector<NewSeries> read_new_series(const std::filesystem::path& path) { return Reader(path).read(); }

std::optional<Date> first_typed_day(const std::vector<NewSeries>& series) {
    std::optional<Date> first;
    for (const NewSeries& s : series)
        for (const TypedVolume& t : s.typed)
            if (t.dates && (!first || t.dates->from < *first)) first = t.dates->from;
    return first;
}

double typed_interval(const std::vector<NewSeries>& series) {
    std::int64_t step = 86400;
    bool any = false;
    for (const NewSeries& s : series)
        for (const TypedVolume& t : s.typed)
            if (t.second) {
                any = true;
                step = std::gcd(step, static_cast<std::int64_t>(*t.second));
            }
    if (!any) return day_seconds;
    return static_cast<double>(std::clamp<std::int64_t>(step, 300, 3600));
}

void check_times(const std::vector<NewSeries>& series, int slots) {
    std::vector<Problem> problems;
    for (const NewSeries& s : series)
        for (const TypedVolume& t : s.typed)
            if (t.second && (slots == 1 || *t.second % (86400 / slots) != 0))
                problems.push_back(trouble(
                    t.place,
                    fmt::format("the forecast has no interval that starts at {:02}:{:02}", *t.second / 3600, *t.second / 60 % 60),
                    "", slots == 1 ? "values by the day" : fmt::format("times on a grid of {} minutes", 1440 / slots)));
    if (!problems.empty()) throw InputError(problems);
}

}  // namespace peakline
