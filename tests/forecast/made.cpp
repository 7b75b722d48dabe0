#include "tests/forecast/made.hpp"

#include <unistd.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <zlib.h>

#include "forecast/normal.hpp"

namespace peakline::testing {

Folder::Folder() {
    static int count = 0;
    path_ = std::filesystem::temp_directory_path() / fmt::format("peakline-forecast-{}-{}", ::getpid(), count++);
    std::filesystem::create_directories(path_);
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path Folder::write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
}

std::filesystem::path Folder::gzip(const std::string& name, const std::string& text) const {
    const gzFile file = gzopen((path_ / name).c_str(), "wb");
    REQUIRE(gzwrite(file, text.data(), static_cast<unsigned>(text.size())) == static_cast<int>(text.size()));
    gzclose(file);
    return path_ / name;
}

std::string read_text(const std::filesystem::path& path) {
    std::ostringstream out;
    out << std::ifstream(path, std::ios::binary).rdbuf();
    return out.str();
}

Date day(const char* text) { return *parse_date(text); }

double noise(const std::string& what, int when) {
    return normals(42, 0, {hash64(what), static_cast<std::uint64_t>(when), 0, 0})[0];
}

HistorySeries made_days(const std::string& name, Date first, int days, const std::function<double(Date)>& log_volume) {
    return made_slots(name, first, days, 1, log_volume, [](int) { return 1.0; });
}

HistorySeries made_slots(const std::string& name, Date first, int days, int slots, const std::function<double(Date)>& log_volume,
                         const std::function<double(int)>& share) {
    HistorySeries series;
    series.name = name;
    series.first = first;
    series.slots = slots;
    for (int d = 0; d < days; ++d)
        for (int i = 0; i < slots; ++i) {
            const double mean = std::exp(log_volume(first + d)) * share(i);
            const double count = std::round(mean + std::sqrt(mean) * noise(name + " counting", (first.days + d) * slots + i));
            series.values.push_back(static_cast<float>(std::max(0.0, count)));
        }
    return series;
}

History history_of(std::vector<HistorySeries> series) {
    History history;
    history.slots = series.front().slots;
    history.series = std::move(series);
    return history;
}

std::string as_csv(const HistorySeries& series) {
    std::string out = "timestamp,value\n";
    for (int d = 0; d < series.days(); ++d)
        for (int i = 0; i < series.slots; ++i) {
            const int minutes = i * 1440 / series.slots;
            out += fmt::format("{} {:02}:{:02},{}\n", to_text(series.first + d), minutes / 60, minutes % 60, series.at(d, i));
        }
    return out;
}

History read(const std::vector<std::filesystem::path>& files, const ReadOptions& options) { return read_history(files, options); }

const Finding* found(const History& history, const std::string& kind) {
    for (const Finding& f : history.findings)
        if (f.kind == kind) return &f;
    return nullptr;
}

}  // namespace peakline::testing
