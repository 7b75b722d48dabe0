#include "scenarios/setting.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/units.hpp"
#include "scenarios/effective.hpp"

namespace peakline {
namespace {

constexpr std::size_t most_suggestions = 6;

bool is_unit(std::string_view unit) {
    static const std::string_view plain[] = {"", "%", "s", "min", "h", "d"};
    return std::find(std::begin(plain), std::end(plain), unit) != std::end(plain) || unit.starts_with('/') ||
           unit.starts_with("%/");
}

std::vector<std::string> split(const std::string& path) {
    std::vector<std::string> parts(1);
    for (const char c : path) {
        if (c == '.')
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

// Paths of the numbers at and below a node, as far as a plan's path may reach.
void gather_numbers(const Node& node, const std::string& path, std::vector<std::string>& found) {
    if (found.size() >= most_suggestions) return;
    if (node.is_scalar() && read_number(node.text)) found.push_back(path);
    for (const Entry& entry : node.entries)
        if (entry.key.text != "from" && entry.key.text != "through" && entry.key.text != "by_hour" && entry.key.text != "by_day")
            gather_numbers(entry.value, path + "." + entry.key.text, found);
}

class Finding {
public:
    Finding(const std::string& key, const std::string& sample, const std::string& option)
        : key_(key), sample_(sample), option_(option) {}

    Setting find(const Node& root) {
        const Node* node = &root;
        const Type* type = scenario_table().type.get();
        const std::vector<std::string> parts = split(key_);
        refuse_fixed(parts);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const Node* const above = node;
            type = enter(*type, above, parts[i], i + 1 == parts.size());
            node = above ? above->find(parts[i]) : nullptr;
            if (parts[i] == "do") refuse_action(root);
        }
        if (!node && parts.back() == "agents") refuse_roster(root, parts);
        return setting(node, *type);
    }

private:
    [[noreturn]] void refuse(std::string message, std::string found = {}, std::string expected = {},
                             std::string nearest = {}) const {
        give_up({option_, 0, 0}, key_, std::move(message), std::move(found), std::move(expected), std::move(nearest));
    }

    // What plans may not change, and what plans are.
    void refuse_fixed(const std::vector<std::string>& parts) const {
        static constexpr std::array fixed{"peakline", "extends", "baseline", "time", "run"};
        if (std::find(fixed.begin(), fixed.end(), parts.front()) != fixed.end())
            refuse(parts.front() + " is the same for all plans", "", "a number of what is simulated");
        if (parts.front() != "plans") return;
        const std::string plan = parts.size() > 1 ? parts[1] : "PLAN";
        std::string key = "staff.groups.NAME.agents";
        if (parts.size() > 3 && parts[2] == "set") key = key_.substr(key_.find(".set.") + 5);
        refuse("what a plan sets or does is not varied by this path", "",
               fmt::format("the key itself, as this plan leaves it: --plan {} {} {}", plan, option_, key));
    }

    // Numbers in `do` have no path of their own: lists are replaced whole.
    [[noreturn]] void refuse_action(const Node& root) const {
        std::string numbers;
        if (const Node* const groups = root.find("staff") ? root.find("staff")->find("groups") : nullptr)
            for (const Entry& group : groups->entries) {
                const bool roster = group.value.find("roster") != nullptr;
                numbers +=
                    fmt::format("{}staff.groups.{}.{}", numbers.empty() ? "" : ", ", group.key.text, roster ? "scale" : "agents");
            }
        refuse("what `do` does cannot be varied: its numbers have no path", "",
               "a key outside `do`; for people one of " + numbers);
    }

    const Type* enter(const Type& type, const Node* node, const std::string& part, bool last) {
        if (type.shape == Type::Shape::record) {
            if (const FieldInfo* const field = type.field(part)) {
                default_ = field->default_text;
                meaning_ = field->meaning;
                return field->type.get();
            }
            std::vector<std::string> keys;
            for (const FieldInfo& field : type.fields) keys.push_back(field.key);
            const std::string nearest = nearest_name(part, keys);
            refuse(fmt::format("unknown key {}", part), "", nearest.empty() ? comma_list(keys) : "", nearest);
        }
        default_.clear();
        std::vector<std::string> names;
        if (node)
            for (const Entry& entry : node->entries) names.push_back(entry.key.text);
        const bool there = std::find(names.begin(), names.end(), part) != names.end();
        if (type.shape == Type::Shape::named) {
            if (!there)
                refuse(fmt::format("there is no {} named {}", type.element->name, part), "",
                       names.empty() ? "" : "one of " + comma_list(names), nearest_name(part, names));
            remember_disabled(*node->find(part), type.kind, part);
            return type.element.get();
        }
        if (type.inside == Type::Inside::closed && !there) refuse("there is nothing below this key", part, type.expects);
        if (!there && !(last && type.inside == Type::Inside::names))
            refuse(fmt::format("{} does not stand there", part), node ? flow_text(*node) : "",
                   names.empty() ? "" : "one of " + comma_list(names), nearest_name(part, names));
        return type.inside == Type::Inside::names && type.element ? type.element.get() : &type;
    }

    void remember_disabled(const Node& thing, Kind kind, const std::string& name) {
        const Node* const enabled = thing.find("enabled");
        if (!off_.empty() || !enabled || (enabled->text != "false" && enabled->text != "no")) return;
        off_ = name;
        off_kind_ = kind;
    }

    // A roster is varied through the factor on it.
    void refuse_roster(const Node& root, const std::vector<std::string>& parts) const {
        const Node* group = &root;
        for (std::size_t i = 0; group && i + 1 < parts.size(); ++i) group = group->find(parts[i]);
        if (!group || !group->find("roster")) return;
        std::string scale = key_.substr(0, key_.size() - parts.back().size()) + "scale";
        refuse("this group has a roster, not a number of agents", "", "a factor on the roster: " + scale);
    }

    Setting setting(const Node* node, const Type& type) const {
        Setting setting;
        setting.key = key_;
        setting.meaning = meaning_;
        setting.off = off_;
        setting.off_kind = off_kind_;
        if (node && !node->is_scalar()) {
            std::vector<std::string> numbers;
            gather_numbers(*node, key_, numbers);
            const bool roster = key_.ends_with(".roster");
            refuse("is not a single number", flow_text(*node).substr(0, 80),
                   roster            ? "a factor on it: " + key_.substr(0, key_.size() - 6) + "scale"
                   : numbers.empty() ? "a number"
                                     : "one of the numbers in it: " + comma_list(numbers));
        }
        setting.written = node != nullptr;
        const std::string text = node ? node->text : read_number(default_) ? default_ : sample_;
        const auto number = read_number(text);
        if (!number && node)
            refuse("is not a number", node->text,
                   key_.ends_with(".roster") ? "a factor on it: " + key_.substr(0, key_.size() - 6) + "scale"
                                             : "a key with a number: a count, a share, a duration, a factor or a rate");
        if (!number)
            refuse("is written nowhere, and its default is no number", default_,
                   type.expects.empty() ? "a key with a number" : type.expects);
        setting.number = *number;
        setting.sort = sort_of(*number, type);
        return setting;
    }

    static Setting::Sort sort_of(const WrittenNumber& number, const Type& type) {
        if (number.unit == "%") return Setting::Sort::share;
        if (!number.unit.empty())
            return number.unit.find('/') == std::string::npos ? Setting::Sort::duration : Setting::Sort::other;
        if (type.expects.find("factor") != std::string::npos) return Setting::Sort::factor;
        return type.expects.find("amount") != std::string::npos || number.value != std::floor(number.value)
                   ? Setting::Sort::other
                   : Setting::Sort::count;
    }

    const std::string &key_, &sample_, &option_;
    std::string default_, meaning_, off_;
    Kind off_kind_ = Kind::none;
};

}  // namespace

std::optional<WrittenNumber> read_number(std::string_view text) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789._+-"), text.size());
    const auto value = parse_number(text.substr(0, digits));
    const std::string_view unit = text.substr(digits);
    if (!value || !is_unit(unit)) return std::nullopt;
    return WrittenNumber{*value, std::string(unit), text.starts_with('+')};
}

std::string WrittenNumber::text(double of) const {
    std::string digits = fmt::format("{:.9f}", of);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
    if (digits == "-0") digits = "0";
    return (signed_text && of > 0 ? "+" : "") + digits + unit;
}

std::optional<double> in_unit_of(const WrittenNumber& like, std::string_view text) {
    const auto number = read_number(text);
    if (!number) return std::nullopt;
    if (number->unit == like.unit) return number->value;
    const auto seconds = parse_duration(text), one = parse_duration("1" + like.unit);
    if (seconds && one) return *seconds / *one;
    if (like.unit.empty() && number->unit == "%") return number->value / 100;  // a factor may be written either way
    return std::nullopt;
}

Setting find_setting(const SettingPlace& place, const std::string& key, const std::string& sample, const std::string& option) {
    const EffectiveTree tree = effective_tree(place.file, place.plan);
    return Finding(key, sample, option).find(tree.root);
}

}  // namespace peakline
