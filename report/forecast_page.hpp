// chart.html of a forecast: one page that holds everything it needs and opens offline.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/civil.hpp"
#include "core/results.hpp"

namespace peakline {

// What the page shows, as values. Factors are of the usual day: 1.12 is 12 % more.
struct ForecastPage {
    // Contacts of a day or an interval over all paths.
    struct Spread {
        double mean = 0, p025 = 0, p10 = 0, p25 = 0, p50 = 0, p75 = 0, p90 = 0, p975 = 0;
    };
    struct PastDay {
        Date date;
        double contacts = no_value;  // NaN: closed, missing or not usable
        std::string names;           // of the calendar; "closed" where it is
    };
    enum class PartKind : std::uint8_t { weekday, time_of_year, holiday, calendar, driver, recent, rest, planner };
    struct Part {
        PartKind kind = PartKind::weekday;
        std::string name;
        double factor = 1;
    };
    struct DayAhead {
        Date date;
        bool works = true;  // else 0 on every path
        std::string names;
        Spread contacts;
        std::vector<Part> parts;  // with the usual day they multiply to the mean
        std::string in_words;
        double statistical = no_value;  // mean without the planner's overrides; NaN: there are none that day
        std::string override_in_words;
    };
    struct Outlier {
        Date date;
        double contacts = 0, expected = 0;
    };
    struct Shift {
        Date date;
        double factor = 1;
        std::string in_words;
    };
    struct Holiday {
        struct Seen {
            Date date;
            double factor = 1;
        };
        std::string name;
        double factor = 1, low = 1, high = 1;  // with its 95 % interval
        std::vector<Seen> seen;
        std::vector<Date> ahead;
    };
    struct Series {
        std::string name;
        double usual_day = 0;                     // level after the last known day, without weekday and calendar
        double total = 0, first_week = 0;         // means of all days ahead, of the first seven
        std::optional<double> handle_time;        // seconds
        std::vector<PastDay> history;             // worked weekdays only
        std::vector<DayAhead> days;               // every calendar day ahead
        std::vector<Spread> intervals;            // beside `timestamps`; empty for daily series
        std::vector<double> statistical;          // means of the intervals without the planner's overrides; empty: there are none
        std::array<double, 7> weekdays{};         // factors from Monday on; NaN: not worked
        std::array<std::vector<double>, 7> week;  // contacts by interval of the usual Monday ...; empty: not worked or daily
        std::vector<Outlier> outliers;
        std::optional<Shift> shift;
        std::vector<Holiday> holidays;
    };
    struct Repair {
        std::string series, found, done, where;
    };

    std::string title, version;
    Date first;
    int days = 0;
    int interval_seconds = 86400;
    std::optional<std::string> zone;
    int paths = 0;
    std::uint64_t seed = 0;
    std::vector<std::string> timestamps;  // of the intervals shown, a whole number of days from `first` on
    std::vector<Series> series;
    int series_in_all = 0;          // with those that the page leaves out
    std::vector<std::string> read;  // in words: which files, how they were understood
    std::vector<Repair> repairs;
};

std::string forecast_page(const ForecastPage& page);

}  // namespace peakline
