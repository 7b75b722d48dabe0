#include "core/changing.hpp"

namespace peakline {

bool DayKey::matches(Date date, bool holiday) const {
    switch (kind) {
        case Kind::date: return date == first;
        case Kind::dates: return first <= date && date <= last;
        case Kind::holidays: return holiday;
        case Kind::weekday: return weekday_of(date) == from;
        case Kind::weekdays: {
            const Weekday day = weekday_of(date);
            return from <= to ? from <= day && day <= to : from <= day || day <= to;
        }
    }
    return false;
}

double Factors::at(LocalTime local, bool holiday) const {
    double factor = 1;
    for (const Hours& hours : by_hour) {
        const bool inside = hours.from <= hours.to ? hours.from <= local.second && local.second < hours.to
                                                   : hours.from <= local.second || local.second < hours.to;  // over midnight
        if (inside) {
            factor = hours.factor;
            break;
        }
    }
    if (const double* day = by_day.find(local.date, holiday)) factor *= *day;
    return factor;
}

}  // namespace peakline
