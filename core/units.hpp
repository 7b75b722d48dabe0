// Numbers with their units, as planners write them: "20s", "30%", "4.2/min". Inside the program a duration is seconds, a share is 0..1.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace peakline {

// "40", "-1.5", "+3", "2_000_000". Nothing else may stand beside the digits; no infinities, no hexadecimals.
std::optional<double> parse_number(std::string_view text);

// "20s", "5min", "2h", "3d" -> seconds. Negative durations parse: whether they make sense is the caller's business.
std::optional<double> parse_duration(std::string_view text);

// "30%" -> 0.3
std::optional<double> parse_share(std::string_view text);

// "4.2/min", "1500000/30d", "4%/30d": an amount (a share where `share`) in every `per` seconds.
struct AmountPer {
    double amount = 0;
    double per = 1;
    bool share = false;
};
std::optional<AmountPer> parse_amount_per(std::string_view text);

// "08:00", "8", "17:30:15", "24:00" -> seconds of the day, at most 86400.
std::optional<std::int32_t> parse_time_of_day(std::string_view text);

// The shortest way to write a duration with one unit: 1800 -> "30min", 5400 -> "90min", 86400 -> "1d".
std::string duration_text(double seconds);

}  // namespace peakline
