// The files of a forecast. All of them appear whole, or none does.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "forecast/forecast.hpp"
#include "forecast/forecast_tables.hpp"

namespace peakline {

// Files written under temporary names beside their own and renamed together by commit(); left uncommitted they vanish.
class OutputFiles {
public:
    explicit OutputFiles(std::filesystem::path folder);
    ~OutputFiles();
    OutputFiles(const OutputFiles&) = delete;
    OutputFiles& operator=(const OutputFiles&) = delete;
    void write(const std::string& name,
               const std::string& text);  // appends; throws std::runtime_error when the disk does not take it
    void commit();
    const std::filesystem::path& folder() const { return folder_; }

private:
    struct Open {
        std::string name;
        std::filesystem::path temporary;
        std::unique_ptr<std::FILE, int (*)(std::FILE*)> file;
    };
    std::filesystem::path folder_;
    std::vector<Open> files_;
    bool committed_ = false;
};

// Timestamps of the slots ahead: "2026-11-27 08:30" without a zone, "2026-11-27T08:30:00+01:00" with one. The skipped hour is
// not there, the doubled hour twice; `slot` is where its value stands.
struct StampedSlot {
    std::string text;
    int day = 0, slot = 0;
};
std::vector<StampedSlot> stamped_slots(const ForecastRequest& request, int slots, const std::optional<Zone>& zone);

// Columns that are there only where something fills them.
struct IntervalColumns {
    bool handle_time = false;
    bool overrides = false;  // statistical_mean and override, beside the planner's
};

std::string interval_header(const IntervalColumns& columns);
std::string day_header(const IntervalColumns& columns);
std::string path_header(int paths);

// Rows of one series.
std::string interval_rows(const Forecast& forecast, int series, const SeriesTables& tables, const std::vector<StampedSlot>& slots,
                          const IntervalColumns& columns);
std::string day_rows(const Forecast& forecast, int series, const SeriesTables& tables, const IntervalColumns& columns);
std::string path_rows(const SeriesModel& model, const SeriesPaths& paths, const std::vector<StampedSlot>& slots);

}  // namespace peakline
