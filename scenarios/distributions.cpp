// Distributions: one row a family, with its parameters and what they derive.
#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "scenarios/quantities.hpp"

namespace peakline {
namespace {

using Family = Distribution::Family;

// What one family needs: reads its parameters into a distribution.
struct FamilyRow {
    std::string name;
    Family family;
    std::string second;  // name of the second parameter beside mean; empty: none
    std::string form;    // as documented
};

const std::vector<FamilyRow>& families() {
    static const std::vector<FamilyRow> rows{
        {"exponential", Family::exponential, "", "{exponential: {mean: 2min}}"},
        {"lognormal", Family::lognormal, "cv", "{lognormal: {mean: 6min, cv: 0.8}}"},
        {"gamma", Family::gamma, "cv", "{gamma: {mean: 7min, cv: 0.7}}"},
        {"weibull", Family::weibull, "shape", "{weibull: {mean: 3min, shape: 0.8}}"},
        {"erlang", Family::erlang, "stages", "{erlang: {mean: 3min, stages: 3}}"},
        {"hyperexponential", Family::hyperexponential, "", "{hyperexponential: {means: [1min, 10min], shares: [80%, 20%]}}"},
        {"geometric", Family::geometric, "", "{geometric: {mean: 5}}"},
        {"uniform", Family::uniform, "", "{uniform: [1min, 3min]}"},
        {"triangular", Family::triangular, "", "{triangular: [1min, 2min, 5min]}"},
        {"empirical", Family::empirical, "", "{empirical: FILE.csv}"},
        {"constant", Family::constant, "", "{constant: 3min}"},
    };
    return rows;
}

const FamilyRow* family_named(std::string_view name) {
    for (const FamilyRow& row : families())
        if (row.name == name) return &row;
    return nullptr;
}

Number second_parameter(const std::string& name) {
    if (name == "cv") return factor();
    if (name == "stages") return whole(1, 10000);
    return positive_factor();
}

// A positive mean within the bounds of the quantity.
Number mean_of(Number number, Family family) {
    number.above_low = true;
    number.never = false;
    number.whole = false;
    if (family == Family::geometric) {
        number.low = 1;
        number.above_low = false;
        number.expects = "a mean of 1 or more: a geometric number counts 1, 2, ...";
    } else if (!number.expects.ends_with("above 0")) {
        number.expects += ", above 0";
    }
    return number;
}

bool only_keys(Reading& reading, const Node& node, const std::vector<std::string>& keys) {
    if (!node.is_map()) {
        reading.wrong(node, "parameters are needed", fmt::format("{{{}: ...}}", joined_text(keys, ": ..., ")));
        return false;
    }
    bool good = true;
    for (const Entry& entry : node.entries) {
        if (std::find(keys.begin(), keys.end(), entry.key.text) != keys.end()) continue;
        const std::string nearest = nearest_name(entry.key.text, keys);
        reading.wrong_key(entry, "unknown key", nearest.empty() ? comma_list(keys) : "", nearest);
        good = false;
    }
    for (const std::string& key : keys) {
        if (node.find(key)) continue;
        const auto scope = reading.at(key);
        reading.wrong_at(node.place(), "required key is missing");
        good = false;
    }
    return good;
}

std::optional<double> parameter(Reading& reading, const Node& node, const std::string& key, const Number& number) {
    const auto scope = reading.at(key);
    return parse_scalar(reading, *node.find(key), number);
}

// exponential, lognormal, gamma, weibull, erlang, geometric: a mean and perhaps a second parameter.
std::optional<Distribution> read_mean_family(Reading& reading, const Node& node, const FamilyRow& row, const Number& number) {
    std::vector<std::string> keys{"mean"};
    if (!row.second.empty()) keys.push_back(row.second);
    if (!only_keys(reading, node, keys)) return std::nullopt;
    Distribution d;
    d.family = row.family;
    const auto mean = parameter(reading, node, "mean", mean_of(number, row.family));
    const auto second =
        row.second.empty() ? std::optional(1.0) : parameter(reading, node, row.second, second_parameter(row.second));
    if (!mean || !second) return std::nullopt;
    d.mean = *mean;
    d.shape = *second;
    if (row.second == "cv" && d.shape == 0) return Distribution::constant(d.mean);
    return d;
}

std::optional<std::vector<double>> read_numbers(Reading& reading, const Node& node, const Number& number, std::size_t size,
                                                const char* expects) {
    if (!node.is_list() || node.items.empty() || (size > 0 && node.items.size() != size)) {
        reading.wrong(node, "a list of numbers is needed", expects);
        return std::nullopt;
    }
    std::vector<double> numbers;
    for (const Node& item : node.items)
        if (const auto value = parse_scalar(reading, item, number)) numbers.push_back(*value);
    return numbers.size() == node.items.size() ? std::optional(numbers) : std::nullopt;
}

// uniform, triangular: points in ascending order.
std::optional<Distribution> read_points_family(Reading& reading, const Node& node, const FamilyRow& row, Number number) {
    const bool uniform = row.family == Family::uniform;
    number.never = false;
    const auto points =
        read_numbers(reading, node, number, uniform ? 2 : 3, uniform ? "[lowest, highest]" : "[lowest, most likely, highest]");
    if (!points) return std::nullopt;
    if (!std::is_sorted(points->begin(), points->end())) {
        reading.wrong(node, "the points must ascend", uniform ? "[lowest, highest]" : "[lowest, most likely, highest]");
        return std::nullopt;
    }
    if (points->front() == points->back()) return Distribution::constant(points->front());
    Distribution d;
    d.family = row.family;
    d.points = *points;
    d.mean = std::accumulate(points->begin(), points->end(), 0.0) / static_cast<double>(points->size());
    return d;
}

std::optional<Distribution> read_hyperexponential(Reading& reading, const Node& node, const Number& number) {
    if (!only_keys(reading, node, {"means", "shares"})) return std::nullopt;
    std::optional<std::vector<double>> means, weights;
    {
        const auto scope = reading.at("means");
        means = read_numbers(reading, *node.find("means"), mean_of(number, Family::hyperexponential), 0, "[mean, mean, ...]");
    }
    const auto scope = reading.at("shares");
    weights = read_numbers(reading, *node.find("shares"), share(), 0, "[share, share, ...]");
    if (!means || !weights) return std::nullopt;
    if (means->size() != weights->size()) {
        reading.wrong(*node.find("shares"), "as many shares as means are needed", fmt::format("{} shares", means->size()));
        return std::nullopt;
    }
    const double sum = std::accumulate(weights->begin(), weights->end(), 0.0);
    const std::size_t before = reading.mistakes();
    check_total(reading, *node.find("shares"), sum, Total::all);
    if (reading.mistakes() != before) return std::nullopt;
    Distribution d;
    d.family = Family::hyperexponential;
    d.points = *means;
    d.weights = *weights;
    for (double& weight : d.weights) weight /= sum;
    d.mean = std::inner_product(d.points.begin(), d.points.end(), d.weights.begin(), 0.0);
    return d;
}

// One value a row, in the first column; a first row that is no value is a header. Bare numbers are in the quantity's own unit: seconds, shares 0..1.
std::optional<Distribution> read_empirical(Reading& reading, const Node& node, const Number& number) {
    const auto path = file().parse(reading, node);
    if (!path) return std::nullopt;
    Distribution d;
    d.family = Family::empirical;
    constexpr int most_told = 20;
    int bad = 0, last = 0;  // rows; the line of the last one
    try {
        const Csv& csv = reading.tables.csv(*path);
        for (std::size_t i = 0; i < csv.rows.size(); ++i) {
            const std::string& cell = csv.rows[i].cells.front();
            auto value = number.parse(cell);
            if (!value) value = count().parse(cell);
            if (!value && i == 0) continue;
            if (!value || *value < number.low || *value > number.high) {
                last = csv.rows[i].line;
                if (++bad <= most_told)
                    reading.wrong_at({csv.file, last, 0}, "not a value of this quantity", cell, number.expects);
                continue;
            }
            d.points.push_back(*value);
        }
        if (bad > most_told) reading.wrong_at({csv.file, last, 0}, fmt::format("and {} more rows like these", bad - most_told));
    } catch (const InputError& error) {
        for (const Problem& problem : error.problems())
            reading.wrong_at(problem.place, problem.message, problem.found, problem.expected);
        return std::nullopt;
    }
    if (bad > 0) return std::nullopt;
    if (d.points.empty()) {
        reading.wrong(node, "a file without values", "one value a row");
        return std::nullopt;
    }
    std::sort(d.points.begin(), d.points.end());
    d.mean = std::accumulate(d.points.begin(), d.points.end(), 0.0) / static_cast<double>(d.points.size());
    return d;
}

std::optional<Distribution> read_family(Reading& reading, const Node& node, const FamilyRow& row, const Number& number) {
    switch (row.family) {
        case Family::uniform:
        case Family::triangular: return read_points_family(reading, node, row, number);
        case Family::hyperexponential: return read_hyperexponential(reading, node, number);
        case Family::empirical: return read_empirical(reading, node, number);
        case Family::constant: {
            Number bare = number;
            bare.whole = number.whole || number.whole_when_bare;
            const auto value = parse_scalar(reading, node, bare);
            return value ? std::optional(Distribution::constant(*value)) : std::nullopt;
        }
        default: return read_mean_family(reading, node, row, number);
    }
}

std::vector<std::string> family_names() {
    std::vector<std::string> names;
    for (const FamilyRow& row : families()) names.push_back(row.name);
    return names;
}

std::optional<Distribution> read_distribution(Reading& reading, const Node& node, const Number& number) {
    if (!node.is_map()) {
        Number bare = number;
        bare.whole = number.whole || number.whole_when_bare;
        const auto value = parse_scalar(reading, node, bare);
        return value ? std::optional(Distribution::constant(*value)) : std::nullopt;
    }
    const FamilyRow* row = nullptr;
    const Node* parameters = nullptr;
    bool good = true;
    std::vector<std::string> keys = family_names();
    keys.push_back("at_once");
    for (const Entry& entry : node.entries) {
        const FamilyRow* const named = family_named(entry.key.text);
        if (named && row) {
            reading.wrong_key(entry, fmt::format("a second distribution beside {}", row->name));
            good = false;
        } else if (named) {
            row = named;
            parameters = &entry.value;
        } else if (entry.key.text != "at_once") {
            const std::string nearest = nearest_name(entry.key.text, keys);
            reading.wrong_key(entry, "not a distribution", nearest.empty() ? comma_list(family_names()) : "", nearest);
            good = false;
        }
    }
    if (!row) {
        if (good) reading.wrong(node, "no distribution is named", number.expects);
        return std::nullopt;
    }
    std::optional<Distribution> d;
    {
        const auto scope = reading.at(row->name);
        d = read_family(reading, *parameters, *row, number);
    }
    if (const Node* const at_once = node.find("at_once")) {
        const auto scope = reading.at("at_once");
        const auto zeros = parse_scalar(reading, *at_once, share());
        if (d && zeros) d->at_once = *zeros;
        good = good && zeros;
    }
    return good ? d : std::nullopt;
}

TypeRef random_type(const Number& number) {
    const TypeRef scalar = number_type(number), factors = number_type(factor()), positive = number_type(positive_factor()),
                  shares = number_type(share());
    const Json one = reference_to(*scalar);
    const auto object = [](Json properties, Json needed) {
        return Json{{"type", "object"},
                    {"properties", std::move(properties)},
                    {"required", std::move(needed)},
                    {"additionalProperties", false}};
    };
    Json choices = Json::array({one});
    for (const FamilyRow& row : families()) {
        Json parameters;
        if (row.family == Family::uniform || row.family == Family::triangular) {
            const int size = row.family == Family::uniform ? 2 : 3;
            parameters = {{"type", "array"}, {"items", one}, {"minItems", size}, {"maxItems", size}};
        } else if (row.family == Family::hyperexponential) {
            parameters = object({{"means", {{"type", "array"}, {"items", one}}},
                                 {"shares", {{"type", "array"}, {"items", reference_to(*shares)}}}},
                                {"means", "shares"});
        } else if (row.family == Family::empirical) {
            parameters = {{"type", "string"}};
        } else if (row.family == Family::constant) {
            parameters = one;
        } else if (row.second.empty()) {
            parameters = object({{"mean", one}}, Json::array({"mean"}));
        } else {
            parameters = object({{"mean", one}, {row.second, reference_to(*(row.second == "cv" ? factors : positive))}},
                                {"mean", row.second});
        }
        choices.push_back(object({{row.name, parameters}, {"at_once", reference_to(*shares)}}, Json::array({row.name})));
    }
    auto type = value_type("random_" + number.name, number.expects + ", or a distribution", {{"anyOf", choices}},
                           {scalar, factors, positive, shares});
    std::const_pointer_cast<Type>(type)->inside = Type::Inside::quantity;
    return type;
}

}  // namespace

Value<Distribution> random(const Number& number) {
    return {random_type(number),
            [number](Reading& reading, const Node& node) { return read_distribution(reading, node, number); }};
}

std::optional<Distribution> read_random(Reading& reading, const Node& node, const Number& number) {
    return read_distribution(reading, node, number);
}

bool is_quantity_map(const Node& node) {
    if (!node.is_map()) return false;
    for (const Entry& entry : node.entries)
        if (family_named(entry.key.text) || entry.key.text == "from" || entry.key.text == "through" ||
            entry.key.text == "value" || entry.key.text == "at_once")
            return true;
    return false;
}

}  // namespace peakline
