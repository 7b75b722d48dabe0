#include "forecast/explain_words.hpp"

#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace peakline {
namespace {

constexpr std::size_t most_told = 4;
constexpr std::array<const char*, 12> months{"January", "February", "March",     "April",   "May",      "June",
                                             "July",    "August",   "September", "October", "November", "December"};

std::string month_name(Date date) { return months[year_month_day(date).month - 1]; }

}  // namespace

std::string in_per_cent(double log_effect) {
    const std::string text = fmt::format("{:+.0f} %", 100 * std::expm1(log_effect));
    return text == "-0 %" ? "+0 %" : text;
}

std::string weekday_name(int weekday) {
    constexpr std::array<const char*, 7> names{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    return names[static_cast<std::size_t>(weekday)];
}

std::string spaced(double count) {
    std::string digits = fmt::format("{:.0f}", count);
    if (count < 10 && count != 0) return fmt::format("{:.1f}", count);
    for (int i = static_cast<int>(digits.size()) - 3; i > 0; i -= 3) digits.insert(static_cast<std::size_t>(i), " ");
    return digits;
}

std::string day_name(Date date) {
    return fmt::format("{} {} {}", weekday_name(static_cast<int>(weekday_of(date))), year_month_day(date).day, month_name(date));
}

std::string occasions_in_words(const std::vector<std::pair<Date, std::string>>& seen) {
    if (seen.empty()) return "";
    std::set<int> years;
    for (const auto& [date, text] : seen) years.insert(year_month_day(date).year);
    std::string out = "(seen " + (seen.size() == 1 ? "once" : seen.size() == 2 ? "twice" : fmt::format("{} times", seen.size()));
    for (std::size_t i = seen.size() > most_told ? seen.size() - most_told : 0; i < seen.size(); ++i) {
        const auto [date, text] = seen[i];
        const int year = year_month_day(date).year;
        out += ", " +
               (years.size() == seen.size() ? fmt::format("{}", year)
                                            : fmt::format("{} {} {}", year_month_day(date).day, month_name(date), year)) +
               ": " + text;
    }
    return out + ")";
}

}  // namespace peakline
