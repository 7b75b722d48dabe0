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

bool DayKey::rivals(const DayKey& other) const {
    if (kind != other.kind || days() != other.days()) return false;
    if (kind == Kind::date || kind == Kind::dates) return first <= other.last && other.first <= last;
    if (kind == Kind::holidays) return true;
    // Of two runs of weekdays of one length, each has a day of the other if one begins within the other.
    const int ahead = (static_cast<int>(other.from) - static_cast<int>(from) + 7) % 7;
    return ahead < days() || 7 - ahead < days();
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
