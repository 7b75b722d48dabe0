#include "report/packed_column.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

using namespace peakline;

static std::string packed(const std::vector<double>& values, int scale = 1) {
    return packed_column(values.size(), scale, [&](std::size_t i) { return values[i]; });
}

// Digits 0, 1, 2, 3, ... are written ! # $ % ...; 89 is } and 90 is ~.
TEST_CASE("A packed column holds steps, repetitions and missing values") {
    CHECK(packed({}) == "1:");
    CHECK(packed({1, 2, 2, std::nan("")}) == "1:$$~!}");
    CHECK(packed({0.5, 0.2}, 10) == "10:,'");
    CHECK(packed({std::nan(""), std::nan(""), std::nan(""), 0}) == "1:}~#!");
}

TEST_CASE("Large steps take more characters, and the step after a missing value starts from the last one there was") {
    CHECK(packed({1000}) == "1:y%8");
    CHECK(packed({1000, std::nan(""), 1001}) == "1:y%8}$");
    CHECK(packed({std::numeric_limits<double>::infinity(), 3e9}).size() == 3 + 6);
}

TEST_CASE("A packed column can stand in JSON and in a script as it is") {
    std::vector<double> values;
    for (int i = 0; i < 4000; ++i) values.push_back(std::sin(i) * i * i);
    const auto text = packed(values, 10);
    for (const char c : text) CHECK((c > ' ' && c < 0x7f && c != '"' && c != '<' && c != '\\'));
}
