#include "forecast/new_series.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "core/units.hpp"
#include "forecast/explain.hpp"
#include "forecast/explain_words.hpp"
#include "forecast/trouble.hpp"

namespace peakline {
namespace {

constexpr double usual_spread = 0.1823;   // log sd (20 %) of a size that nothing was learned about
constexpr double least_spread = 0.05;     // of a size learned from days
constexpr double least_day_spread = 0.1;  // log sd of one day's ratio to another series
// Prior means of the daily model's hyperparameters (daily_fit.cpp), for a series that has taught nothing.
constexpr double level_sd = 0.012, weekday_sd = 0.004, phi = 0.69, autoregressive_sd = 0.04, noise_sd = 0.04;
constexpr double weekday_doubt = 0.05;

std::string in_quotes(const std::string& text) { return "'" + text + "'"; }

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
        problems_.push_back(
            trouble(table_.place(row, column), std::move(message), in_quotes(table_.cell(row, column)), std::move(expected)));
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

bool holds(const TypedVolume& typed, Date date) {
    if (typed.dates) return date >= typed.dates->from && date <= typed.dates->to;
    return typed.weekdays.empty() ||
           std::find(typed.weekdays.begin(), typed.weekdays.end(), static_cast<int>(weekday_of(date))) != typed.weekdays.end();
}

// Dates say more than weekdays, weekdays more than nothing; of equals the last row counts.
int rank(const TypedVolume& typed) { return typed.dates ? 2 : typed.weekdays.empty() ? 0 : 1; }

struct DayTyped {
    const TypedVolume* whole = nullptr;
    std::map<int, const TypedVolume*> slots;
};

DayTyped typed_on(const NewSeries& series, Date date, int slots) {
    DayTyped out;
    for (const TypedVolume& t : series.typed) {
        if (!holds(t, date)) continue;
        const TypedVolume*& best = t.second ? out.slots[*t.second / (86400 / slots)] : out.whole;
        if (!best || rank(t) >= rank(*best)) best = &t;
    }
    return out;
}

double day_value(const DayTyped& typed) {
    if (typed.whole) return typed.whole->value;
    return std::accumulate(typed.slots.begin(), typed.slots.end(), 0.0,
                           [](double sum, const auto& slot) { return sum + slot.second->value; });
}

bool closed(const Calendar& calendar, Date date) {
    const CalendarDay* mark = calendar.find(date);
    return mark && mark->closed;
}

double known_total(const HistorySeries& series, Date date) {
    const int day = date - series.first;
    double sum = 0;
    for (int i = 0; day >= 0 && day < series.days() && i < series.slots; ++i)
        if (!std::isnan(series.at(day, i))) sum += series.at(day, i);
    return sum;
}

// The size of the few days there are against the other series on the same days.
std::optional<std::pair<double, Borrowed>> learned_size(const SeriesModel& like, const HistorySeries& own) {
    std::vector<double> ratios;
    for (int d = 0; d < like.days.past; ++d)
        if (const double mine = known_total(own, like.days.days[d].date), theirs = like.days.days[d].total;
            mine > 0 && theirs > 0)
            ratios.push_back(std::log(mine / theirs));
    if (ratios.empty()) return std::nullopt;
    const auto middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
    std::nth_element(ratios.begin(), middle, ratios.end());
    const double centre = *middle, n = static_cast<double>(ratios.size());
    double squares = 0;
    for (const double r : ratios) squares += (r - centre) * (r - centre);
    const double day_spread = std::max(least_day_spread, std::sqrt(squares / n));
    Borrowed size{"", centre, std::sqrt(least_spread * least_spread + day_spread * day_spread / n), ""};
    return std::pair{n, size};
}

void fill_profiles(SeriesModel& model, const NewSeries& series, const HorizonGrid& grid) {
    std::array<Eigen::VectorXd, 7> by_weekday;
    by_weekday.fill(Eigen::VectorXd::Zero(grid.slots));
    Eigen::VectorXd all = Eigen::VectorXd::Zero(grid.slots);
    for (int d = 0; d < grid.days; ++d)
        for (const auto& [slot, typed] : typed_on(series, grid.first + d, grid.slots).slots)
            by_weekday[static_cast<std::size_t>(weekday_of(grid.first + d))][slot] += typed->value;
    for (const Eigen::VectorXd& v : by_weekday) all += v;
    if (!(all.sum() > 0)) all.setOnes();
    for (std::size_t w = 0; w < 7; ++w) {
        const Eigen::VectorXd& own = by_weekday[w].sum() > 0 ? by_weekday[w] : all;
        model.profiles.shares[w] = own / own.sum();
    }
}

// The daily model as it stands before any day has been seen: prior effects about the typed level and weekdays.
DailyFit prior_fit(const OperatingDays& days, const std::map<int, double>& weekday_logs, double middle, double doubt) {
    DailyFit fit;
    fit.design = design_daily(days, {}, 0);
    const auto terms = static_cast<Eigen::Index>(fit.design.moving);
    fit.design.terms.resize(static_cast<std::size_t>(terms));
    fit.design.rows = fit.design.rows.leftCols(terms).eval();
    fit.hyper = {level_sd, weekday_sd, phi, autoregressive_sd, noise_sd};
    fit.middle = middle;
    fit.planned.assign(days.days.size(), 0.0);
    fit.space.autoregressive = fit.design.autoregressive();
    fit.space.phi = phi;
    fit.space.process_variance.assign(static_cast<std::size_t>(terms), 0.0);
    fit.space.process_variance[0] = level_sd * level_sd;
    fit.space.process_variance[static_cast<std::size_t>(terms - 1)] = autoregressive_sd * autoregressive_sd * (1 - phi * phi);
    fit.filtered.state = Eigen::VectorXd::Zero(terms);
    fit.filtered.covariance = Eigen::MatrixXd::Zero(terms, terms);
    fit.filtered.covariance(0, 0) = doubt * doubt;
    for (Eigen::Index w = 1; w + 1 < terms; ++w) {
        const auto at = weekday_logs.find(days.week[static_cast<std::size_t>(w - 1)]);
        fit.filtered.state[w] = at == weekday_logs.end() ? 0 : at->second - middle;
        fit.filtered.covariance(w, w) = weekday_doubt * weekday_doubt;
    }
    fit.filtered.covariance(terms - 1, terms - 1) = autoregressive_sd * autoregressive_sd;
    return fit;
}

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

SeriesModel model_like(const NewSeries& series, const SeriesModel& like, const HistorySeries* own) {
    SeriesModel model = like;
    model.name = series.name;
    const auto typed =
        std::find_if(series.typed.begin(), series.typed.end(), [](const TypedVolume& t) { return rank(t) == 0 && !t.second; });
    Borrowed size{series.like, 0, series.log_sd.value_or(usual_spread), ""};
    std::string whence = "by the planner";
    if (series.share) {
        size.log_factor = std::log(*series.share);
    } else if (typed != series.typed.end() && typed->value > 0) {
        size.log_factor = std::log(typed->value / usual_day(like));
    } else if (const auto learned = own ? learned_size(like, *own) : std::nullopt) {
        size.log_factor = learned->second.log_factor;
        size.log_sd = series.log_sd.value_or(learned->second.log_sd);
        whence = fmt::format("from {:.0f} days of its own", learned->first);
    } else if (series.typed.empty()) {
        throw InputError(
            trouble(series.place, fmt::format("the size of {} is not known", in_quotes(series.name)), "",
                    fmt::format("a value, a share of {} such as 40%, or some days of history", in_quotes(series.like))));
    }
    size.in_words = fmt::format(
        "has no history to carry a forecast: behaves like {} at {:.3g} % of its volume, {}; the size may be off by {:.0f} %",
        series.like, 100 * std::exp(size.log_factor), whence, 100 * std::expm1(size.log_sd));
    model.borrowed = std::move(size);
    return model;
}

SeriesModel model_typed(const NewSeries& series, const Calendar& calendar, const HorizonGrid& grid) {
    SeriesModel model;
    model.name = series.name;
    model.slots = grid.slots;
    model.first = grid.first;
    model.ahead = grid.days;
    std::map<int, std::vector<double>> logs;
    for (int d = 0; d < grid.days; ++d) {
        const Date date = grid.first + d;
        const double value = day_value(typed_on(series, date, grid.slots));
        if (!(value > 0)) continue;
        const int weekday = static_cast<int>(weekday_of(date));
        logs[weekday].push_back(std::log(value));
        OperatingDay day{date, weekday, closed(calendar, date), {}, false, no_value};
        if (const CalendarDay* mark = calendar.find(date)) day.names = mark->names;
        model.days.days.push_back(std::move(day));
    }
    if (logs.empty())
        throw InputError(
            trouble(series.place,
                    fmt::format("no volume of {} is typed for the days from {} on", in_quotes(series.name), to_text(grid.first)),
                    "", "values for days ahead"));
    std::map<int, double> means;
    double middle = 0;
    for (const auto& [weekday, all] : logs) {
        model.days.week.push_back(weekday);
        means[weekday] = std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
        middle += means[weekday] / static_cast<double>(logs.size());
    }
    const double doubt = series.log_sd.value_or(usual_spread);
    model.fits = {{1, prior_fit(model.days, means, middle, doubt)}};
    fill_profiles(model, series, grid);
    model.shape = {Eigen::MatrixXd::Zero(grid.slots, 0),
                   Eigen::VectorXd::Constant(grid.slots, grid.slots > 1 ? least_day_spread : 0)};
    model.borrowed =
        Borrowed{"", 0, 0,
                 fmt::format("has no history: follows the {} values that were typed; the size may be off by {:.0f} %",
                             series.typed.size(), 100 * std::expm1(doubt))};
    return model;
}

std::vector<Override> typed_values(const NewSeries& series, const Calendar& calendar, const HorizonGrid& grid) {
    std::vector<Override> out;
    for (int d = 0; d < grid.days; ++d) {
        const Date date = grid.first + d;
        if (closed(calendar, date)) continue;
        const DayTyped typed = typed_on(series, date, grid.slots);
        const bool sized = !series.like.empty() && typed.whole && rank(*typed.whole) == 0;  // the size of `like`, not of this day
        if (typed.whole && !sized) out.push_back({date, -1, typed.whole->value, {}, "", typed.whole->place});
        for (const auto& [slot, t] : typed.slots) out.push_back({date, slot, t->value, {}, "", t->place});
    }
    return out;
}

}  // namespace peakline
