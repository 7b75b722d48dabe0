// The output folder of a run: results.json, intervals.csv, days.csv, queues.csv, groups.csv, report.html.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/results.hpp"

namespace peakline {

// Writes files (name, text) into a folder. Makes the folder where it is missing. Every file appears whole or not at all: all are written beside their places under
// temporary names first. Throws InputError where the folder cannot be one (a file of that name), std::runtime_error where
// writing fails (disk full, no permission); nothing half-written stays behind.
void write_files(const std::filesystem::path& folder, const std::vector<std::pair<std::string, std::string>>& files);

// Names of a run's files: "report.html, results.json, ..."; sensitivity.csv is among them where the run told what matters.
std::string report_files(const Results& results);

// All files of a run, by write_files.
void write_reports(const Results& results, const std::filesystem::path& out_dir);

}  // namespace peakline
