#include "forecast/saved_forecast.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "forecast/cell_values.hpp"
#include "forecast/delimited.hpp"
#include "forecast/trouble.hpp"

namespace peakline {
namespace {

struct SavedRow {
    std::int64_t start;
    bool daily;
    std::vector<float> values;
};

std::int64_t utc_of(const Stamp& stamp, const Zone& zone) {
    if (stamp.offset) return stamp.local - *stamp.offset;
    return zone.to_utc({{static_cast<std::int32_t>(stamp.local / 86400)}, static_cast<std::int32_t>(stamp.local % 86400)});
}

SavedRow read_row(const DelimitedReader& reader, const std::string& file, const Zone& zone, std::size_t paths) {
    const auto& cells = reader.cells();
    const auto stamp = parse_stamp(cells[0], DateOrder::year_first);
    if (!stamp)
        throw InputError(trouble({file, reader.line(), 1}, "the time cannot be read", "'" + std::string(cells[0]) + "'",
                                 "a time such as 2026-11-27 08:30"));
    SavedRow row{utc_of(*stamp, zone), !stamp->has_time, {}};
    for (std::size_t c = 2; c < cells.size() && row.values.size() < paths; ++c) {
        float value = 0;
        const auto [end, error] = std::from_chars(cells[c].data(), cells[c].data() + cells[c].size(), value);
        if (error != std::errc() || end != cells[c].data() + cells[c].size() || !(value >= 0))
            throw InputError(trouble({file, reader.line(), static_cast<int>(c) + 1}, "is not an expected count",
                                     "'" + std::string(cells[c]) + "'", "a number, 0 or more"));
        row.values.push_back(value);
    }
    return row;
}

// Whose rows are wanted: the series of that name, or the only one there is.
std::string series_of(const std::string& text, const std::string& file, const std::string& name) {
    std::vector<std::string> names;
    DelimitedReader reader(text, ',');
    reader.next();
    while (reader.next())
        if (reader.cells().size() > 2 && (names.empty() || names.back() != reader.cells()[1]) &&
            std::find(names.begin(), names.end(), reader.cells()[1]) == names.end())
            names.emplace_back(reader.cells()[1]);
    if (names.empty()) throw InputError(trouble({file}, "holds no paths", "", "rows of timestamp, series, path_1 ..."));
    if (std::find(names.begin(), names.end(), name) != names.end()) return name;
    if (names.size() == 1) return names.front();
    Problem problem = trouble({file}, "no series of this name", "'" + name + "'", fmt::format("one of {} series", names.size()));
    problem.nearest = nearest_name(name, names);
    throw InputError(problem);
}

std::int64_t length_of(const std::vector<SavedRow>& rows) {
    std::int64_t shortest = 86400;
    for (std::size_t i = 1; i < rows.size(); ++i) shortest = std::min(shortest, rows[i].start - rows[i - 1].start);
    return rows.front().daily ? 86400 : std::max<std::int64_t>(shortest, 60);
}

}  // namespace

VolumePaths read_saved_forecast(const std::filesystem::path& folder, const std::string& name, const Zone& zone, int paths) {
    const TextFile file = load_text(std::filesystem::is_directory(folder) ? folder / "paths.csv" : folder);
    const std::string series = series_of(file.text, file.name, name);
    std::vector<SavedRow> rows;
    DelimitedReader reader(file.text, ',');
    reader.next();
    while (reader.next())
        if (reader.cells().size() > 2 && reader.cells()[1] == series)
            rows.push_back(read_row(reader, file.name, zone, static_cast<std::size_t>(paths)));
    std::sort(rows.begin(), rows.end(), [](const SavedRow& a, const SavedRow& b) { return a.start < b.start; });
    VolumePaths volume;
    volume.daily = rows.front().daily;
    volume.paths.resize(rows.front().values.size());
    const std::int64_t length = length_of(rows);
    const auto end_of = [&](const SavedRow& row) {
        return volume.daily ? zone.to_utc({zone.to_local(row.start).date + 1, 0}) : row.start + length;
    };
    for (const SavedRow& row : rows) {
        if (!volume.edges.empty() && row.start > volume.edges.back())  // a hole in the file: nothing comes
            for (auto& path : volume.paths) path.push_back(0);
        if (volume.edges.empty() || row.start > volume.edges.back()) volume.edges.push_back(row.start);
        if (row.start < volume.edges.back() || row.values.size() != volume.paths.size())
            throw InputError(trouble({file.name}, "rows overlap or have different numbers of paths", zone.to_text(row.start)));
        volume.edges.push_back(end_of(row));
        for (std::size_t r = 0; r < row.values.size(); ++r) volume.paths[r].push_back(row.values[r]);
    }
    return volume;
}

}  // namespace peakline
