#include "forecast/job.hpp"

namespace peakline {

History read_history_of(const ForecastJob& job) {
    ReadOptions options;
    options.until = job.until;
    options.interval = job.interval;
    options.mapping = job.mapping;
    if (job.zone) options.zone.emplace(*job.zone);
    return read_history(job.histories, options);
}

std::vector<HistorySeries> read_drivers_of(const ForecastJob& job, History& history) {
    std::vector<HistorySeries> drivers;
    for (const std::filesystem::path& path : job.drivers) {
        ReadOptions options;
        if (job.zone) options.zone.emplace(*job.zone);
        History read = read_history({&path, 1}, options);
        for (HistorySeries& s : read.series) drivers.push_back(std::move(s));
        history.read.insert(history.read.end(), read.read.begin(), read.read.end());
        history.findings.insert(history.findings.end(), read.findings.begin(), read.findings.end());
    }
    return drivers;
}

Calendar read_calendars_of(const ForecastJob& job) {
    Calendar calendar;
    for (const std::filesystem::path& path : job.calendars)
        for (auto& [date, day] : read_calendar(path).days) {
            CalendarDay& into = calendar.days[date];
            into.closed = into.closed || day.closed;
            into.names.insert(into.names.end(), day.names.begin(), day.names.end());
            if (day.like) into.like = day.like;
        }
    return calendar;
}

}  // namespace peakline
