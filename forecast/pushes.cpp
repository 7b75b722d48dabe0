#include "forecast/pushes.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "forecast/explain_words.hpp"

namespace peakline {
namespace {

constexpr int compared_days = 8;                    // ordinary days of the weekday that say what was due without the push
constexpr double least_outside = 0.2;               // share of a day outside a push's reach, for the rest to tell the day's size
constexpr double prior_sd = 0.4, prior_pushes = 2;  // log sd of pushes of one name, as good as so many seen ones
constexpr double least_contacts = 1;

// The push's strength by slot: full while it lasts, then falling linearly; sum 1 over all time.
std::vector<double> weights_of(const Push& push, int slots) {
    const double step = day_seconds / slots, lasts = std::max(push.lasts, push.fades > 0 ? 0 : step),
                 area = lasts + 0.5 * push.fades;
    const auto come = [&](double t) {  // share that has come t seconds after its start
        if (t <= 0) return 0.0;
        if (t <= lasts) return t / area;
        const double u = std::min(t - lasts, push.fades);
        return (lasts + (push.fades > 0 ? u - 0.5 * u * u / push.fades : 0)) / area;
    };
    std::vector<double> weights(static_cast<std::size_t>(slots));
    for (int i = 0; i < slots; ++i)
        weights[static_cast<std::size_t>(i)] = come((i + 1) * step - push.at) - come(i * step - push.at);
    return weights;
}

// Shares of the day by slot on the nearest ordinary days of the same weekday.
Eigen::VectorXd usual_shares(const HistoryDays& history, int d, const std::vector<bool>& pushed) {
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(history.values.cols());
    int count = 0;
    for (int reach = 1; reach < history.days.past && count < compared_days; ++reach)
        for (const int other : {d - reach, d + reach}) {
            if (other < 0 || other >= history.days.past || pushed[static_cast<std::size_t>(other)] ||
                !history.whole[static_cast<std::size_t>(other)])
                continue;
            const OperatingDay& day = history.days.days[static_cast<std::size_t>(other)];
            if (day.weekday != history.days.days[static_cast<std::size_t>(d)].weekday || !day.ordinary() || !(day.total > 0))
                continue;
            sum += history.values.row(other).transpose() / history.values.row(other).sum();
            ++count;
        }
    return count ? Eigen::VectorXd(sum / count) : sum;
}

// Contacts beyond what the rest of the day lets expect, by slot.
std::optional<Eigen::VectorXd> excess_of(const HistoryDays& history, int d, const std::vector<double>& weights,
                                         const std::vector<bool>& pushed) {
    const Eigen::VectorXd usual = usual_shares(history, d, pushed), day = history.values.row(d).transpose();
    double outside = 0, share = 0;
    for (int i = 0; i < day.size(); ++i)
        if (!(weights[static_cast<std::size_t>(i)] > 0)) {
            outside += day[i];
            share += usual[i];
        }
    if (share < least_outside) return std::nullopt;
    Eigen::VectorXd excess = Eigen::VectorXd::Zero(day.size());
    double sum = 0, weight = 0;
    for (int i = 0; i < day.size(); ++i)
        if (weights[static_cast<std::size_t>(i)] > 0) {
            sum += day[i] - outside / share * usual[i];
            weight += weights[static_cast<std::size_t>(i)];
        }
    for (int i = 0; i < day.size(); ++i) excess[i] = std::clamp(sum * weights[static_cast<std::size_t>(i)] / weight, 0.0, day[i]);
    return excess;
}

UncertainFactor learned(const std::vector<PushAhead::Seen>& seen) {
    const auto n = static_cast<double>(seen.size());
    double mean = 0, squares = 0;
    for (const auto& s : seen) mean += std::log(std::max(s.contacts, least_contacts)) / n;
    for (const auto& s : seen) squares += std::pow(std::log(std::max(s.contacts, least_contacts)) - mean, 2);
    const double variance = (squares + prior_pushes * prior_sd * prior_sd) / (n - 1 + prior_pushes);
    return {mean + 0.5 * variance, std::sqrt(variance * (1 + 1 / n))};  // the mean of a lognormal size
}

std::string words_of(const PushAhead& push) {
    const int minutes = static_cast<int>(push.at / 60);
    std::string out = fmt::format("{} at {:02}:{:02} about {} contacts", push.name, minutes / 60, minutes % 60,
                                  spaced(std::exp(push.size.log_mean)));
    if (push.typed) out += ", by the planner";
    std::vector<std::pair<Date, std::string>> told;
    for (const auto& s : push.seen) told.emplace_back(s.date, spaced(s.contacts));
    return told.empty() ? out : out + " " + occasions_in_words(told);
}

}  // namespace

std::vector<PushAhead> take_out_pushes(HistoryDays& history, const std::vector<Push>& pushes, Date first_ahead) {
    if (pushes.empty()) return {};
    const int slots = static_cast<int>(history.values.cols());
    std::map<Date, int> past;
    for (int d = 0; d < history.days.past; ++d) past[history.days.days[static_cast<std::size_t>(d)].date] = d;
    if (slots == 1) {
        for (OperatingDay& day : history.days.days)
            for (const Push& push : pushes)
                if (push.date == day.date) day.names.push_back(push.name);
        return {};
    }
    std::vector<bool> pushed(static_cast<std::size_t>(history.days.past), false);
    for (const Push& push : pushes)
        if (const auto at = past.find(push.date); at != past.end()) pushed[static_cast<std::size_t>(at->second)] = true;
    std::map<std::string, std::vector<PushAhead::Seen>> seen;
    for (const Push& push : pushes) {
        const auto at = past.find(push.date);
        if (at == past.end() || std::isnan(history.days.days[static_cast<std::size_t>(at->second)].total)) continue;
        const auto excess = excess_of(history, at->second, weights_of(push, slots), pushed);
        if (!excess) continue;
        history.values.row(at->second) -= excess->transpose();
        history.days.days[static_cast<std::size_t>(at->second)].total -= excess->sum();
        history.whole[static_cast<std::size_t>(at->second)] = false;
        seen[push.name].push_back({push.date, excess->sum()});
    }
    std::vector<PushAhead> ahead;
    for (const Push& push : pushes) {
        if (push.date < first_ahead) continue;
        const auto& occasions = seen[push.name];
        if (!push.contacts && occasions.empty()) {
            history.findings.push_back({"push without a size",
                                        "",
                                        push.place.file,
                                        {push.place.line},
                                        {},
                                        fmt::format("nothing tells how large '{}' is", push.name),
                                        "not used: past days of the same name, or contacts, would tell"});
            continue;
        }
        ahead.push_back({push.name, push.date, push.at, push.contacts ? *push.contacts : learned(occasions),
                         weights_of(push, slots), occasions, push.contacts.has_value(), ""});
        ahead.back().in_words = words_of(ahead.back());
    }
    return ahead;
}

}  // namespace peakline
