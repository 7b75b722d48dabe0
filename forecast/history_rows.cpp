#include "forecast/history_rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include <fmt/format.h>

#include "forecast/delimited.hpp"
#include "forecast/history_notation.hpp"
#include "forecast/trouble.hpp"

namespace peakline {
namespace {

constexpr float no_number = std::numeric_limits<float>::quiet_NaN();
constexpr std::size_t no_group = std::string::npos;
constexpr double longest_mean_seconds = 36000;  // a mean handle time beyond ten hours was written in milliseconds

std::string stem(const std::string& path) {
    std::string name = std::filesystem::path(path).filename().string();
    for (const std::string_view ending : {".gz", ".csv", ".tsv", ".txt"})
        if (name.size() > ending.size() && lower(name).ends_with(ending)) name.resize(name.size() - ending.size());
    return name;
}

// Reads one file's rows into groups.
class FileReader {
public:
    FileReader(HistoryRows& out, const TextFile& file, const ReadOptions& options, const std::optional<HistoryMapping>& mapping)
        : out_(out), file_(file), options_(options), index_(static_cast<std::uint16_t>(out.files.size())) {
        delimiter_ = mapping && mapping->delimiter ? *mapping->delimiter : find_delimiter(file.text);
        layout_ = find_layout(file.name, file.text, delimiter_, mapping);
        out.files.push_back(file.name);
        if (mapping && mapping->zone) zone_.emplace(*mapping->zone);
        if (options.zone) zone_ = options.zone;
    }

    void read(std::unordered_map<std::string, std::size_t>& known) {
        const OrderDecision order = find_order(file_, delimiter_, layout_, options_);
        order_ = order.order;
        const MarkDecision mark = find_mark(file_, delimiter_, layout_, order_, options_);
        mark_ = mark.mark;
        if (order.ambiguous)
            out_.log.add(Damage::ambiguous_dates, file_.name, "", 0,
                         order_ == DateOrder::day_first ? "day first" : "month first");
        if (mark.ambiguous)
            out_.log.add(Damage::ambiguous_numbers, file_.name, "", 0, mark_ == DecimalMark::comma ? "point" : "comma");
        for (const std::string& name : layout_.ignored)
            out_.log.add(Damage::ignored_column, file_.name, "", 1 + layout_.skipped, name);
        DelimitedReader reader(file_.text, delimiter_);
        for (int i = 0; i < layout_.skipped && reader.next(); ++i) out_.log.add(Damage::preamble, file_.name, "", reader.line());
        if (layout_.header && reader.next() && layout_.timestamp < static_cast<int>(reader.cells().size()))
            header_cell_ = reader.cells()[layout_.timestamp];
        while (reader.next()) {
            read_row(reader, known);
            if (reader.unclosed() && !later_) refuse_unclosed(reader.unclosed());
        }
        describe();
    }

private:
    [[noreturn]] void refuse_unclosed(int line) const {
        throw InputError(trouble({file_.name, line, 0}, "a quote is opened in this row and never closed", "",
                                 "a second \" where the cell ends"));
    }

    void read_row(const DelimitedReader& reader, std::unordered_map<std::string, std::size_t>& known) {
        const auto& cells = reader.cells();
        const int line = reader.line();
        const auto cell = [&](int c) { return c >= 0 && c < static_cast<int>(cells.size()) ? cells[c] : std::string_view{}; };
        const std::string_view moment = cell(layout_.timestamp);
        const auto stamp = parse_stamp(moment, order_);
        if (!stamp) {
            if (later_) return;
            const bool total = is_totals_word(moment) || std::any_of(cells.begin(), cells.end(), is_totals_word);
            const bool header = layout_.header && moment == header_cell_;
            out_.log.add(total    ? Damage::totals_line
                         : header ? Damage::repeated_header
                                  : Damage::unreadable_time,
                         file_.name, "", line, moment);
            return;
        }
        std::int64_t local = stamp->local;
        if (layout_.clock >= 0) {
            const auto clock = parse_clock(cell(layout_.clock));
            if (!clock) {
                if (!(options_.until && date_of(local) > *options_.until))
                    out_.log.add(is_totals_word(cell(layout_.clock)) ? Damage::totals_line : Damage::unreadable_time, file_.name,
                                 "", line, cell(layout_.clock));
                return;
            }
            local += *clock;
        }
        bool second = false;
        if (stamp->offset) local = to_local(local - *stamp->offset, *stamp->offset, second);
        later_ = options_.until && date_of(local) > *options_.until;
        if (later_) return;
        if (layout_.clock < 0 && layout_.clock_columns.empty()) (stamp->has_time ? timed_ : untimed_) += 1;
        const HistoryRow row{local, no_number, no_number, line, index_, second};
        if (!layout_.clock_columns.empty()) return add_clock_columns(cells, row, known);
        if (layout_.series.empty()) return add_wide(cells, row, stamp->has_time || layout_.clock >= 0, known);
        add_long(cells, row, stamp->has_time || layout_.clock >= 0, known);
    }

    // Offsets of the zone change only on whole quarters of an hour.
    std::int64_t to_local(std::int64_t utc, std::int32_t written, bool& second) {
        if (!zone_) return utc + written;
        if (utc / 900 != cached_quarter_ || cached_quarter_ == 0) {
            cached_quarter_ = utc / 900;
            cached_offset_ = zone_->offset(utc);
            cached_second_ = zone_->offset(utc - 3600) > cached_offset_ || zone_->offset(utc - 1800) > cached_offset_;
        }
        second = cached_second_;
        return utc + cached_offset_;
    }

    float value_of(std::string_view text, const std::string& series, int line) {
        const CellNumber number = parse_number(text, mark_);
        if (number.absent)
            out_.log.add(Damage::no_value, file_.name, series, line);
        else if (!number.value)
            out_.log.add(Damage::not_a_number, file_.name, series, line, text);
        else if (!std::isfinite(*number.value) || std::abs(*number.value) > 1e9)
            out_.log.add(Damage::impossible, file_.name, series, line, text);
        else if (*number.value < 0)
            out_.log.add(Damage::negative, file_.name, series, line, text);
        else {
            if (text.find_first_of(".,") != std::string_view::npos && mark_evidence(text).value_or(mark_) != mark_)
                out_.log.add(Damage::mixed_decimal_marks, file_.name, series, line, text);
            return static_cast<float>(*number.value);
        }
        return no_number;
    }

    RowGroup& group(const std::string& name, const std::string& channel, const std::string& part,
                    std::unordered_map<std::string, std::size_t>& known) {
        const std::string key = name + '\0' + channel + '\0' + part;
        const auto [at, fresh] = known.try_emplace(key, out_.groups.size());
        if (fresh) out_.groups.push_back({name, channel, part, {}});
        return out_.groups[at->second];
    }

    void add_wide(const std::vector<std::string_view>& cells, HistoryRow row, bool timed,
                  std::unordered_map<std::string, std::size_t>& known) {
        if (columns_.empty())
            for (std::size_t i = 0; i < layout_.values.size(); ++i) {
                const std::string name = layout_.values.size() == 1 ? stem(file_.name) : layout_.value_names[i];
                group(name, "", "", known);
                columns_.push_back(known.at(name + '\0' + '\0'));
            }
        for (std::size_t i = 0; i < layout_.values.size(); ++i) {
            RowGroup& target = out_.groups[columns_[i]];
            if (layout_.values[i] >= static_cast<int>(cells.size())) {
                out_.log.add(Damage::short_row, file_.name, target.name, row.line);
                continue;
            }
            row.value = value_of(cells[layout_.values[i]], target.name, row.line);
            row.handle_time = handle_time(cells, row.line, row.value);
            push(target, row, timed);
        }
    }

    void add_long(const std::vector<std::string_view>& cells, HistoryRow row, bool timed,
                  std::unordered_map<std::string, std::size_t>& known) {
        const int widest = std::max(layout_.values.front(), *std::max_element(layout_.series.begin(), layout_.series.end()));
        if (widest >= static_cast<int>(cells.size())) {
            out_.log.add(Damage::short_row, file_.name, "", row.line);
            return;
        }
        key_.clear();
        for (const int c : layout_.series) (key_ += cells[c]) += '\0';
        for (const int c : layout_.parts)
            if (c < static_cast<int>(cells.size())) (key_ += cells[c]) += '\0';
        auto at = by_key_.find(key_);
        if (at == by_key_.end()) {
            std::string name, channel, part;
            for (const int c : layout_.series)
                if (c == layout_.optional_part)
                    channel = cells[c];
                else
                    (name += name.empty() ? "" : " ") += cells[c];
            for (const int c : layout_.parts)
                if (c < static_cast<int>(cells.size())) (part += cells[c]) += '|';
            const std::size_t index =
                name.empty() ? no_group : static_cast<std::size_t>(&group(name, channel, part, known) - out_.groups.data());
            at = by_key_.emplace(key_, index).first;
        }
        if (at->second == no_group) {
            out_.log.add(Damage::no_series_name, file_.name, "", row.line);
            return;
        }
        RowGroup& target = out_.groups[at->second];
        row.value = value_of(cells[layout_.values.front()], target.name, row.line);
        row.handle_time = handle_time(cells, row.line, row.value);
        push(target, row, timed);
    }

    void add_clock_columns(const std::vector<std::string_view>& cells, HistoryRow row,
                           std::unordered_map<std::string, std::size_t>& known) {
        const bool named = !layout_.series.empty() && layout_.series.front() < static_cast<int>(cells.size());
        RowGroup& target = group(named ? std::string(cells[layout_.series.front()]) : stem(file_.name), "", "", known);
        const std::int64_t midnight = row.local;
        for (std::size_t i = 0; i < layout_.clock_columns.size(); ++i) {
            if (layout_.clock_columns[i] >= static_cast<int>(cells.size())) {
                out_.log.add(Damage::short_row, file_.name, target.name, row.line);
                break;
            }
            row.local = midnight + layout_.clocks[i];
            row.value = value_of(cells[layout_.clock_columns[i]], target.name, row.line);
            push(target, row, true);
        }
    }

    // A date without a time among rows with one is the day's total.
    void push(RowGroup& target, const HistoryRow& row, bool timed) {
        if (!timed && timed_ > 0 && untimed_ * 10 < timed_ + 100) {
            out_.log.add(Damage::totals_line, file_.name, "", row.line);
            return;
        }
        if (!target.rows.empty() && target.rows.back().file == row.file && row.local < target.rows.back().local && !row.second)
            out_.log.add(Damage::out_of_order, file_.name, target.name, row.line);
        target.rows.push_back(row);
    }

    float handle_time(const std::vector<std::string_view>& cells, int line, float contacts) {
        if (layout_.handle_time < 0 || layout_.handle_time >= static_cast<int>(cells.size())) return no_number;
        const CellNumber number = parse_number(cells[layout_.handle_time], mark_);
        if (!number.value || *number.value <= 0) {
            if (!number.value && !number.absent)
                out_.log.add(Damage::not_a_number, file_.name, "handle time", line, cells[layout_.handle_time]);
            else if (number.value && *number.value < 0)
                out_.log.add(Damage::negative, file_.name, "handle time", line, cells[layout_.handle_time]);
            return no_number;
        }
        double mean = *number.value;
        if (layout_.handle_time_kind == HandleTimeKind::mean_minutes) mean *= 60;
        if (layout_.handle_time_kind == HandleTimeKind::total_seconds) {
            double handled = contacts;
            if (layout_.handled >= 0 && layout_.handled < static_cast<int>(cells.size()))
                handled = parse_number(cells[layout_.handled], mark_).value.value_or(0);
            if (!(handled > 0)) return no_number;
            mean /= handled;
        }
        return static_cast<float>(mean > longest_mean_seconds ? mean / 1000 : mean);
    }

    void describe() {
        std::string text = fmt::format("{}: {} layout", file_.name, layout_.name);
        if (order_ != DateOrder::year_first)
            text += order_ == DateOrder::day_first ? ", dates with the day first" : ", dates with the month first";
        if (mark_ == DecimalMark::comma) text += ", decimal comma";
        if (delimiter_ != ',')
            text += fmt::format(", delimiter '{}'", delimiter_ == '\t' ? std::string("tab") : std::string(1, delimiter_));
        if (!layout_.header) text += ", no header";
        for (const std::string& note : file_.notes) text += ", " + note;
        out_.read.push_back(std::move(text));
    }

    HistoryRows& out_;
    const TextFile& file_;
    const ReadOptions& options_;
    std::uint16_t index_;
    char delimiter_;
    HistoryLayout layout_;
    DateOrder order_ = DateOrder::year_first;
    DecimalMark mark_ = DecimalMark::point;
    std::optional<Zone> zone_;
    bool later_ = false;
    long timed_ = 0, untimed_ = 0;
    std::int64_t cached_quarter_ = 0;
    std::int32_t cached_offset_ = 0;
    bool cached_second_ = false;
    std::string key_, header_cell_;
    std::unordered_map<std::string, std::size_t> by_key_;
    std::vector<std::size_t> columns_;
};

}  // namespace

bool is_totals_word(std::string_view text) {
    constexpr std::array<std::string_view, 12> words{"total",     "totals",      "sum",   "grand total", "gesamt", "summe",
                                                     "insgesamt", "gesamtsumme", "somme", "totale",      "итого",  "всего"};
    std::string small = lower(trimmed(text));
    while (!small.empty() && small.back() == ':') small.pop_back();
    return std::any_of(words.begin(), words.end(), [&](std::string_view w) {
        return small == w || (small.starts_with(w) && small.size() > w.size() && small[w.size()] == ' ') ||
               (small.ends_with(w) && small.size() > w.size() && small[small.size() - w.size() - 1] == ' ');
    });
}

HistoryRows read_rows(std::span<const std::filesystem::path> files, const ReadOptions& options) {
    HistoryRows rows;
    std::optional<HistoryMapping> mapping;
    if (options.mapping) mapping = read_mapping(options.mapping->string());
    std::unordered_map<std::string, std::size_t> known;
    for (const std::filesystem::path& path : files) {
        const TextFile file = load_text(path);
        FileReader(rows, file, options, mapping).read(known);
    }
    return rows;
}

}  // namespace peakline
