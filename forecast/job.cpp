#include "forecast/job.hpp"

#include "forecast/trouble.hpp"

namespace peakline {

History read_history_of(const ForecastJob& job) {
    if (job.histories.empty() && !job.new_series.empty()) return {};
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
    for (const std::filesystem::path& path : job.calendars) add_calendar(calendar, read_calendar(path));
    return calendar;
}

ForecastRequest request_of(const ForecastJob& job, History& history) {
    ForecastRequest request;
    request.days = job.days;
    request.paths = job.paths;
    request.seed = job.seed;
    for (const auto& path : job.new_series)
        for (NewSeries& s : read_new_series(path)) request.new_series.push_back(std::move(s));
    for (const auto& path : job.overrides)
        for (OverrideRow& row : read_overrides(path)) request.overrides.push_back(std::move(row));
    const bool known = !history.series.empty();
    if (!known) history.slots = static_cast<int>(day_seconds / job.interval.value_or(typed_interval(request.new_series)));
    const std::optional<Date> typed = first_typed_day(request.new_series);
    if (job.until)
        request.first = *job.until + 1;
    else if (known)
        request.first = history.last() + 1;
    else if (typed)
        request.first = *typed;
    else
        throw InputError(Problem{{},
                                 "--until",
                                 "is missing: without a history and without typed dates nothing says when the forecast begins",
                                 "",
                                 "the day before the first one ahead",
                                 {}});
    return request;
}

}  // namespace peakline
