// One number of a scenario file, found by its path: what can be varied to seek a target or to see what matters.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/events.hpp"

namespace peakline {

// A number with the unit behind it: "40", "80%", "20s", "4.2/min", "4%/30d".
struct WrittenNumber {
    double value = 0;
    std::string unit;                   // "", "%", "s", "/min", ...
    bool signed_text = false;           // "+1": a change
    std::string text(double of) const;  // another number in this unit, to nine digits behind the point
};
std::optional<WrittenNumber> read_number(std::string_view text);

// Another number in the unit of `like`: durations are converted ("2min" in seconds: 120); nothing where the units do not go together.
std::optional<double> in_unit_of(const WrittenNumber& like, std::string_view text);

struct Setting {
    enum class Sort { count, share, duration, factor, other };
    std::string key;       // "staff.groups.core.agents"
    std::string meaning;   // of the key, from the format
    WrittenNumber number;  // as the plan leaves it
    bool written = true;   // else the format's default, or `sample`
    Sort sort = Sort::other;
    Kind off_kind = Kind::none;  // of the thing on the path that is not enabled: what is varied in it changes nothing
    std::string off;             // ... its name
};

// The number at this path as the plan (a name that is no plan: the scenario as written) leaves it. `sample` stands for a number
// that is written nowhere. Throws InputError where there is no single number, naming the numbers that stand below. `option` is the
// place that messages name: "--vary".
struct SettingPlace {
    std::filesystem::path file;
    std::string plan;
};
Setting find_setting(const SettingPlace& place, const std::string& key, const std::string& sample, const std::string& option);

}  // namespace peakline
