#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "forecast/backtest.hpp"

namespace peakline {
namespace {

const Tally* find(const Backtest& backtest, const TallyKey& key) {
    const auto at = backtest.tallies.find(key);
    return at == backtest.tallies.end() ? nullptr : &at->second;
}

std::string share(double value) { return std::isnan(value) ? "" : fmt::format("{:.4f}", value); }
std::string per_cent(double value) { return std::isnan(value) ? "-" : fmt::format("{:.1f} %", 100 * value); }

void add_row(std::string& out, const Backtest& backtest, const std::string& by, const std::string& what,
             const std::string& level) {
    const Tally* own = find(backtest, {by, what, level, "peakline"});
    if (!own) return;
    const Tally* last = find(backtest, {by, what, level, "last_week"});
    const Tally* mean = find(backtest, {by, what, level, "mean_of_8"});
    out += fmt::format("  {:<22}{:<10}{:>8}{:>12}{:>12}{:>10}{:>9}{:>9}{:>8}\n", by + " " + what, level, per_cent(own->wape()),
                       last ? per_cent(last->wape()) : "-", mean ? per_cent(mean->wape()) : "-", per_cent(own->relative_bias()),
                       per_cent(own->coverage80()), per_cent(own->coverage95()), own->count);
}

// Names of a grouping, in order.
std::vector<std::string> names_of(const Backtest& backtest, const std::string& by) {
    std::vector<std::string> names;
    for (const auto& [key, tally] : backtest.tallies)
        if (key.by == by && (names.empty() || names.back() != key.what)) names.push_back(key.what);
    if (by == "weekday") {
        const std::vector<std::string> week{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
        std::sort(names.begin(), names.end(), [&](const std::string& a, const std::string& b) {
            return std::find(week.begin(), week.end(), a) < std::find(week.begin(), week.end(), b);
        });
    }
    return names;
}

constexpr const char* legend =
    "\n"
    "  window   D1: the next working day, W1: the next week of working days, W4: the fourth\n"
    "  of each  interval, day, week; morning: a day's sum until noon, busiest: a day's largest interval\n"
    "  error    sum of all misses over the sum of what came: of the forecast, of the same day of last week, of the mean of the\n"
    "           last 8 days of that weekday; smaller is better\n"
    "  bias     sum of the forecasts over the sum of what came, less 1: above 0, too much was forecast\n"
    "  in 80 %  how often what came lay inside the 80 % range: about 80 % is right\n"
    "  values   how many figures were compared\n";

constexpr double width = 760, height = 320, left = 60, right = 130, top = 30, bottom = 40;
struct Line {
    const char* method;
    const char* name;
    const char* colour;
};
constexpr Line lines[] = {{"peakline", "this forecast", "#1b6ca8"},
                          {"mean_of_8", "mean of the last 8", "#c77c11"},
                          {"last_week", "same day last week", "#888888"}};

}  // namespace

std::string backtest_table(const Backtest& backtest) {
    std::string out =
        fmt::format("Forecasts from {} past days, {} to {}, beside what came ({:.2f} s a forecast)\n", backtest.origins.size(),
                    to_text(backtest.origins.front()), to_text(backtest.origins.back()), backtest.seconds);
    out += fmt::format("  {:<32}{:<32}{:<19}{:<18}\n", "", "error (WAPE)", "this forecast", "");
    out += fmt::format("  {:<22}{:<10}{:>8}{:>12}{:>12}{:>10}{:>9}{:>9}{:>8}\n", "", "of each", "forecast", "last week",
                       "mean of 8", "bias", "in 80 %", "in 95 %", "values");
    for (const char* window : {"D1", "W1", "W4"})
        for (const char* level : {"interval", "day", "week", "morning", "busiest"})
            add_row(out, backtest, "window", window, level);
    for (const char* by : {"weekday", "holiday", "hour"})
        for (const std::string& name : names_of(backtest, by))
            add_row(out, backtest, by, name, by == std::string("hour") ? "interval" : "day");
    const std::vector<std::string> series = names_of(backtest, "series");
    for (const std::string& name : series)
        if (series.size() > 1) add_row(out, backtest, "series", name, "day");
    return out + legend;
}

std::string backtest_csv(const Backtest& backtest) {
    std::string out = "by,what,level,method,WAPE,bias,wQL,cov80,cov95,values\n";
    for (const auto& [key, t] : backtest.tallies) {
        const bool own = key.method == "peakline" || key.method == "independent";
        out += fmt::format("{},\"{}\",{},{},{},{},{},{},{},{}\n", key.by, key.what, key.level, key.method, share(t.wape()),
                           share(t.relative_bias()), own ? share(t.wql()) : "", own ? share(t.coverage80()) : "",
                           own ? share(t.coverage95()) : "", t.count);
    }
    return out;
}

std::string backtest_picture(const Backtest& backtest) {
    const std::vector<std::string> days = names_of(backtest, "day ahead");
    double largest = 0.01;
    for (const auto& [key, tally] : backtest.tallies)
        if (key.by == "day ahead" && key.level == "day") largest = std::max(largest, tally.wape());
    const double across = (width - left - right) / std::max<double>(1, static_cast<double>(days.size()) - 1),
                 up = (height - top - bottom) / largest;
    std::string out = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" font-family=\"sans-serif\" font-size=\"12\">\n"
        "<text x=\"{}\" y=\"18\">Error of daily totals (WAPE) by days ahead</text>\n",
        width, height, left);
    for (int i = 0; i <= 4; ++i) {
        const double y = height - bottom - up * largest * i / 4;
        out += fmt::format(
            "<line x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"#ddd\"/><text x=\"8\" y=\"{:.1f}\">{:.1f} %</text>\n",
            left, width - right, y, y, y + 4, 100 * largest * i / 4);
    }
    for (std::size_t d = 0; d < days.size(); d += 7)
        out += fmt::format("<text x=\"{:.1f}\" y=\"{}\">{}</text>\n", left + across * static_cast<double>(d), height - 14,
                           std::stoi(days[d]));
    double label = top + 20;
    for (const Line& line : lines) {
        std::string points;
        for (std::size_t d = 0; d < days.size(); ++d)
            if (const Tally* t = find(backtest, {"day ahead", days[d], "day", line.method}); t && t->volume > 0)
                points += fmt::format("{:.1f},{:.1f} ", left + across * static_cast<double>(d), height - bottom - up * t->wape());
        out += fmt::format(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/><text x=\"{}\" y=\"{}\" "
            "fill=\"{}\">{}</text>\n",
            points, line.colour, width - right + 8, label, line.colour, line.name);
        label += 18;
    }
    return out + "</svg>\n";
}

}  // namespace peakline
