#include "forecast/history_days.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace peakline {
namespace {

constexpr int judged_occurrences = 8;  // of a weekday, the latest, when deciding whether the business works on it
constexpr double surely_missing = 25;  // contacts that a silent stretch should have had: e^-25 by chance
constexpr double rare_total = 20;      // contacts a day, below which a day without any is no wonder
constexpr double silent_share = 0.05;  // of the usual volume, below which another day is silent there too
constexpr double largest_gap = 0.5;    // of a day's volume that can be made up for by the rest

double known(float value) { return std::isnan(value) ? 0 : value; }

double day_sum(const HistorySeries& series, int day) {
    double sum = 0;
    for (int i = 0; i < series.slots; ++i) sum += known(series.at(day, i));
    return sum;
}

std::vector<double> day_sums(const HistorySeries& series, Date first_ahead) {
    std::vector<double> sums(std::clamp(first_ahead - series.first, 0, series.days()));
    for (std::size_t d = 0; d < sums.size(); ++d) sums[d] = day_sum(series, static_cast<int>(d));
    return sums;
}

// A weekday works if contacts came on at least a quarter of its latest occurrences that the calendar does not close.
std::vector<int> operating_week(const HistorySeries& series, const std::vector<double>& sums, const Calendar& calendar) {
    std::array<int, 7> seen{}, worked{};
    for (int d = static_cast<int>(sums.size()) - 1; d >= 0; --d) {
        const Date date = series.first + d;
        const CalendarDay* mark = calendar.find(date);
        const int w = static_cast<int>(weekday_of(date));
        if ((mark && mark->closed) || seen[w] == judged_occurrences) continue;
        ++seen[w];
        worked[w] += sums[d] > 0;
    }
    std::vector<int> week;
    for (int w = 0; w < 7; ++w)
        if (worked[w] > 0 && 4 * worked[w] >= seen[w]) week.push_back(w);
    return week;
}

// By the median of the days with contacts.
bool rare(std::vector<double> sums) {
    std::erase_if(sums, [](double s) { return s <= 0; });
    if (sums.empty()) return false;
    const auto middle = sums.begin() + static_cast<std::ptrdiff_t>(sums.size() / 2);
    std::nth_element(sums.begin(), middle, sums.end());
    return *middle < rare_total;
}

OperatingDay make_day(Date date, const Calendar& calendar, const std::vector<int>& week) {
    OperatingDay day;
    day.date = date;
    day.weekday = static_cast<int>(weekday_of(date));
    const CalendarDay* mark = calendar.find(date);
    if (!mark) return day;
    day.names = mark->names;
    for (const std::string& name : day.names)
        if (const auto plan = calendar.plans.find(name); plan != calendar.plans.end() && plan->second.effect)
            day.planned += plan->second.effect->log_mean;
    day.closed = mark->closed;
    if (mark->like && !mark->closed) {
        day.weekday = static_cast<int>(*mark->like);
        day.replaced = true;
        day.closed = std::find(week.begin(), week.end(), day.weekday) == week.end();
    }
    return day;
}

std::string clock(int slot, int slots) {
    const int minutes = slot * 1440 / slots;
    return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

// "1 day", "3 days", "2 stretches": the ending in brackets goes with more than one.
std::string counted(std::size_t count, std::string_view noun) {
    const auto open = noun.find('('), close = noun.find(')');
    std::string out = fmt::format("{} {}", count, noun.substr(0, open));
    if (count != 1) out += noun.substr(open + 1, close - open - 1);
    return out += noun.substr(close + 1);
}

// Silent stretches in days that are otherwise busy: outages of the system that counts, not of the customers.
class GapFinder {
public:
    explicit GapFinder(HistoryDays& out) : out_(out), slots_(static_cast<int>(out.values.cols())) {
        for (int w = 0; w < 7; ++w) usual_[w] = Eigen::VectorXd::Zero(slots_);
        std::array<int, 7> count{};
        for (int d = 0; d < out.days.past; ++d) {
            if (std::isnan(out.days.days[d].total)) continue;
            usual_[out.days.days[d].weekday] += out.values.row(d).transpose();
            ++count[out.days.days[d].weekday];
        }
        for (int w = 0; w < 7; ++w) usual_[w] /= std::max(1, count[w]);
    }

    void find() {
        Finding finding{"gap",
                        "",
                        "",
                        {},
                        {},
                        "",
                        "the day's total is made up from the rest of the day; the day does not teach the time of day"};
        Finding lost{"lost day", "", "", {}, {}, "", "taken as missing: too little of the day is left"};
        for (int d = 0; d < out_.days.past; ++d) {
            OperatingDay& day = out_.days.days[d];
            if (std::isnan(day.total) || !day.ordinary()) continue;
            const double share = missing_share(d, finding);
            if (share <= 0) continue;
            out_.whole[d] = false;
            if (share > largest_gap) {
                day.total = no_value;
                lost.when.push_back(to_text(day.date));
            } else
                day.total /= 1 - share;
        }
        report(std::move(finding), "silent stretch(es) where contacts were due");
        report(std::move(lost), "day(s) of which most is missing");
    }

    void report(Finding finding, std::string_view text) {
        if (finding.when.empty()) return;
        finding.found = counted(finding.when.size(), text);
        out_.findings.push_back(std::move(finding));
    }

private:
    double missing_share(int d, Finding& finding) {
        const OperatingDay& day = out_.days.days[d];
        const Eigen::VectorXd& usual = usual_[day.weekday];
        const double all = usual.sum();
        if (all <= 0) return 0;
        double heard = 0;
        for (int i = 0; i < slots_; ++i) heard += out_.values(d, i) > 0 ? usual[i] : 0;
        const double level = heard > 0 ? std::clamp(out_.values.row(d).sum() / heard, 0.2, 5.0) : 1;
        double missing = 0;
        for (int from = 0; from < slots_;) {
            int to = from;
            double expected = 0;
            while (to < slots_ && out_.values(d, to) <= 0) expected += usual[to++];
            if (to == from) {
                ++from;
                continue;
            }
            if (expected * level > surely_missing && !often_silent(d, from, to, expected)) {
                missing += expected;
                finding.when.push_back(fmt::format("{} {} to {}", to_text(day.date), clock(from, slots_), clock(to, slots_)));
            }
            from = to;
        }
        return missing / all;
    }

    // Whether the same weekday was silent then on a quarter of the eight nearest weeks: shorter hours, not an outage.
    bool often_silent(int d, int from, int to, double expected) const {
        int seen = 0, silent = 0;
        for (int reach = 1; seen < judged_occurrences && (d - reach >= 0 || d + reach < out_.days.past); ++reach)
            for (const int other : {d - reach, d + reach}) {
                if (other < 0 || other >= out_.days.past || seen == judged_occurrences) continue;
                if (out_.days.days[other].weekday != out_.days.days[d].weekday || std::isnan(out_.days.days[other].total))
                    continue;
                ++seen;
                silent += out_.values.row(other).segment(from, to - from).sum() < silent_share * expected;
            }
        return 4 * silent >= seen && silent > 0;
    }

    HistoryDays& out_;
    int slots_;
    std::array<Eigen::VectorXd, 7> usual_;
};

void add_date_finding(HistoryDays& out, std::string kind, std::vector<std::string> when, std::string_view found,
                      std::string done) {
    if (when.empty()) return;
    std::string words = counted(when.size(), found);
    out.findings.push_back({std::move(kind), "", "", {}, std::move(when), std::move(words), std::move(done)});
}

}  // namespace

HistoryDays history_days(const HistorySeries& series, const Calendar& calendar, Date first_ahead, int ahead) {
    HistoryDays out;
    std::vector<double> sums = day_sums(series, first_ahead);
    out.days.week = operating_week(series, sums, calendar);
    out.days.rare = rare(sums);
    out.days.plans = calendar.plans;
    const auto begin = std::find_if(sums.begin(), sums.end(), [](double s) { return s > 0; });
    const auto works = [&](Date date) {
        return std::find(out.days.week.begin(), out.days.week.end(), static_cast<int>(weekday_of(date))) != out.days.week.end();
    };
    std::vector<std::string> missing, unusual, closed;
    std::vector<int> rows;
    for (auto d = static_cast<int>(begin - sums.begin()); series.first + d < first_ahead + ahead; ++d) {
        const Date date = series.first + d;
        const bool past = date < first_ahead, read = past && d < static_cast<int>(sums.size());
        const double sum = read ? sums[d] : 0;
        if (!works(date)) {
            if (sum > 0) unusual.push_back(to_text(date));
            continue;
        }
        OperatingDay day = make_day(date, calendar, out.days.week);
        if (past && !day.closed && (sum > 0 || (out.days.rare && read)))
            day.total = sum;
        else if (past && !day.closed)
            missing.push_back(to_text(date));
        if (past && day.closed && sum > 0) closed.push_back(to_text(date));
        if (past) {
            rows.push_back(read ? d : -1);
            ++out.days.past;
        }
        out.days.days.push_back(std::move(day));
    }
    out.values = DayMatrix::Zero(out.days.past, series.slots);
    for (int d = 0; d < out.days.past; ++d)
        for (int i = 0; rows[d] >= 0 && i < series.slots; ++i) out.values(d, i) = known(series.at(rows[d], i));
    out.whole.assign(out.days.past, true);
    for (int d = 0; d < out.days.past; ++d) out.whole[d] = !std::isnan(out.days.days[d].total);
    if (series.slots > 1 && out.days.past > 0) GapFinder(out).find();
    add_date_finding(out, "missing day", std::move(missing), "day(s) without contacts on weekdays that are worked",
                     "taken as missing; name them 'closed' in the calendar if they were closed");
    add_date_finding(out, "unusual day", std::move(unusual), "day(s) with contacts on weekdays that are not worked",
                     "left out of the forecast");
    add_date_finding(out, "closed day", std::move(closed), "day(s) with contacts that the calendar calls closed",
                     "left out, as the calendar says");
    for (Finding& finding : out.findings) finding.series = series.name;
    return out;
}

}  // namespace peakline
