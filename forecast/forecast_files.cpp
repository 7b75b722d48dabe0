#include "forecast/forecast_files.hpp"

#include <charconv>
#include <map>
#include <stdexcept>
#include <system_error>

#include <fmt/compile.h>
#include <fmt/format.h>

#include "core/problem.hpp"

namespace peakline {
namespace {

// Quoted only where it must be.
std::string csv_cell(const std::string& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

void append(std::string& out, float value) {
    out += ',';
    char text[32];
    const auto [end, error] = std::to_chars(text, text + sizeof text, value, std::chars_format::general, 6);
    out.append(text, end);
}

void append(std::string& out, const Row& row) {
    append(out, row.mean);
    for (const float q : row.quantile) append(out, q);
}

std::string quantile_names() {
    std::string out;
    for (const double level : quantile_levels) {
        const int thousandths = static_cast<int>(level * 1000 + 0.5);
        out += thousandths % 10 ? fmt::format(",p{:03}", thousandths) : fmt::format(",p{:02}", thousandths / 10);
    }
    return out;
}

// Of each calendar day ahead, as `like` has it.
std::vector<int> weekdays_ahead(const SeriesModel& model, const ForecastRequest& request) {
    std::vector<int> weekdays;
    for (int d = 0; d < request.days; ++d) weekdays.push_back(static_cast<int>(weekday_of(request.first + d)));
    for (int h = model.days.past; h < static_cast<int>(model.days.days.size()); ++h)
        weekdays[model.days.days[h].date - request.first] = model.days.days[h].weekday;
    return weekdays;
}

constexpr const char* override_names = ",statistical_mean,override";

// What the planner said about each interval: of itself, or of its day.
class OverrideCells {
public:
    OverrideCells(const std::vector<Override>& overrides, int slots) : slots_(slots) {
        for (const Override& o : overrides) by_place_[{o.date, o.slot}].push_back(o);
    }
    std::string at(Date date, int slot) const {
        if (by_place_.empty()) return "";
        for (const int s : {slot, -1})
            if (const auto found = by_place_.find({date, s}); found != by_place_.end())
                return override_in_words(found->second, date, slots_);
        return "";
    }

private:
    std::map<std::pair<Date, int>, std::vector<Override>> by_place_;
    int slots_;
};

[[noreturn]] void fail(const std::filesystem::path& path, const char* what) {
    throw std::runtime_error(fmt::format("{}: {}", path.string(), what));
}

}  // namespace

OutputFiles::OutputFiles(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::error_code error;
    if (std::filesystem::exists(folder_, error) && !std::filesystem::is_directory(folder_, error))
        throw InputError(Problem{{}, "--out", "is not a folder", folder_.string(), "a folder, made where it is missing", {}});
    std::filesystem::create_directories(folder_, error);
    if (!std::filesystem::is_directory(folder_)) fail(folder_, "the folder cannot be made");
}

OutputFiles::~OutputFiles() {
    if (committed_) return;
    for (Open& open : files_) {
        open.file.reset();
        std::error_code ignored;
        std::filesystem::remove(open.temporary, ignored);
    }
}

void OutputFiles::write(const std::string& name, const std::string& text) {
    Open* open = nullptr;
    for (Open& known : files_)
        if (known.name == name) open = &known;
    if (!open) {
        const std::filesystem::path temporary = folder_ / ("." + name + ".part");
        files_.push_back({name, temporary, {std::fopen(temporary.c_str(), "wb"), std::fclose}});
        open = &files_.back();
        if (!open->file) fail(temporary, "cannot be written");
    }
    if (std::fwrite(text.data(), 1, text.size(), open->file.get()) != text.size())
        fail(open->temporary, "cannot be written: is the disk full?");
}

void OutputFiles::commit() {
    for (Open& open : files_) {
        if (std::fflush(open.file.get()) != 0 || std::ferror(open.file.get()))
            fail(open.temporary, "cannot be written: is the disk full?");
        open.file.reset();
    }
    for (const Open& open : files_) std::filesystem::rename(open.temporary, folder_ / open.name);
    committed_ = true;
}

std::vector<StampedSlot> stamped_slots(const ForecastRequest& request, int slots, const std::optional<Zone>& zone) {
    std::vector<StampedSlot> out;
    const int step = 86400 / slots;
    if (!zone || slots == 1) {
        for (int d = 0; d < request.days; ++d)
            for (int i = 0; i < slots; ++i) {
                const int minutes = i * step / 60;
                out.push_back({slots == 1 ? to_text(request.first + d)
                                          : fmt::format("{} {:02}:{:02}", to_text(request.first + d), minutes / 60, minutes % 60),
                               d, i});
            }
        return out;
    }
    const std::int64_t begin = zone->to_utc({request.first, 0}), end = zone->to_utc({request.first + request.days, 0});
    for (std::int64_t t = begin; t < end; t += step) {
        const LocalTime local = zone->to_local(t);
        out.push_back({zone->to_text(t), local.date - request.first, local.second / step});
    }
    return out;
}

std::string interval_header(const IntervalColumns& columns) {
    return "timestamp,series,mean" + quantile_names() + (columns.handle_time ? ",handle_time" : "") +
           (columns.overrides ? override_names : "") + "\n";
}
std::string day_header(const IntervalColumns& columns) {
    return "date,series,mean" + quantile_names() + (columns.overrides ? override_names : "") + "\n";
}

std::string path_header(int paths) {
    std::string out = "timestamp,series";
    for (int r = 1; r <= paths; ++r) out += fmt::format(",path_{}", r);
    return out + "\n";
}

std::string interval_rows(const Forecast& forecast, int series, const SeriesTables& tables, const std::vector<StampedSlot>& slots,
                          const IntervalColumns& columns) {
    const SeriesModel& model = forecast.series[series];
    const std::string name = csv_cell(model.name);
    const std::vector<int> weekdays = weekdays_ahead(model, forecast.request);
    const OverrideCells overrides(forecast.overrides[series], model.slots);
    std::string out;
    out.reserve(slots.size() * 160);
    for (const StampedSlot& s : slots) {
        ((out += s.text) += ',') += name;
        const std::size_t cell = static_cast<std::size_t>(s.day) * model.slots + s.slot;
        const Row& row = tables.intervals[cell];
        append(out, row);
        if (columns.handle_time) {
            if (model.handle_time.known && row.mean > 0)
                append(out, static_cast<float>(model.handle_time.seconds(weekdays[s.day], s.slot)));
            else
                out += ',';
        }
        if (columns.overrides) {
            append(out, tables.statistical_intervals.empty() ? row.mean : tables.statistical_intervals[cell].mean);
            (out += ',') += csv_cell(overrides.at(forecast.request.first + s.day, s.slot));
        }
        out += '\n';
    }
    return out;
}

std::string day_rows(const Forecast& forecast, int series, const SeriesTables& tables, const IntervalColumns& columns) {
    const std::string name = csv_cell(forecast.series[series].name);
    std::string out;
    for (std::size_t d = 0; d < tables.days.size(); ++d) {
        const Date date = forecast.request.first + static_cast<int>(d);
        ((out += to_text(date)) += ',') += name;
        append(out, tables.days[d]);
        if (columns.overrides) {
            append(out, tables.statistical_days.empty() ? tables.days[d].mean : tables.statistical_days[d].mean);
            (out += ',') += csv_cell(override_in_words(forecast.overrides[series], date, forecast.slots));
        }
        out += '\n';
    }
    return out;
}

std::string path_rows(const SeriesModel& model, const SeriesPaths& paths, const std::vector<StampedSlot>& slots) {
    const std::string name = csv_cell(model.name);
    std::string out;
    out.reserve(slots.size() * (30 + static_cast<std::size_t>(paths.paths) * 8));
    for (const StampedSlot& s : slots) {
        ((out += s.text) += ',') += name;
        for (int r = 0; r < paths.paths; ++r) append(out, paths.path(r)[s.day * paths.slots + s.slot]);
        out += '\n';
    }
    return out;
}

}  // namespace peakline
