// Made histories and the files they come in.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "forecast/calendar.hpp"
#include "forecast/forecast.hpp"
#include "forecast/history.hpp"

namespace peakline::testing {

// A folder of its own for a test, gone at the end.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path write(const std::string& name, const std::string& text) const;
    std::filesystem::path gzip(const std::string& name, const std::string& text) const;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

std::string read_text(const std::filesystem::path& path);

Date day(const char* text);

// A standard normal for each (what, when); the same in every run.
double noise(const std::string& what, int when);

// Days of counts from a log volume by day; Poisson-like noise is left to the caller.
HistorySeries made_days(const std::string& name, Date first, int days, const std::function<double(Date)>& log_volume);

// The same with `slots` a day, by shares that sum to 1, counts rounded with noise of a Poisson's size.
HistorySeries made_slots(const std::string& name, Date first, int days, int slots, const std::function<double(Date)>& log_volume,
                         const std::function<double(int)>& share);

History history_of(std::vector<HistorySeries> series);

// A CSV of timestamp and value.
std::string as_csv(const HistorySeries& series);

History read(const std::vector<std::filesystem::path>& files, const ReadOptions& options = {});
const Finding* found(const History& history, const std::string& kind);

}  // namespace peakline::testing
