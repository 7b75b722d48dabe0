// Makes the example's data: two years of daily orders and half-hourly calls of an invented fashion shop.
// usage: generate_fashion_black_friday FOLDER      writes FOLDER/orders.csv and FOLDER/calls.csv, the same on every machine
//
// From the published case: 20 000 orders a day, 273 calls on a normal day. Assumed: weekdays, a mild yearly season, growth of
// 8 % a year, two small sales in the past, the time of day of the calls, day-to-day noise of 4 %.
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <numbers>

#include <fmt/format.h>

#include "core/civil.hpp"
#include "core/random.hpp"

namespace {

using namespace peakline;

constexpr double orders_a_day = 20000, calls_an_order = 273.0 / 20000;
constexpr std::array weekday_factor{1.06, 1.05, 1.04, 1.04, 1.06, 0.87, 0.88};
constexpr std::array<double, 24> hour_weight{0,   0,   0,   0,   0,   0,    0,   0,   0.55, 0.7, 1.4, 1.6,
                                             1.8, 1.9, 2.0, 1.8, 1.7, 1.55, 1.4, 1.2, 0.8,  0.6, 0,   0};
const Streams streams{20261116, 0, 0, 0};

double normal(std::uint64_t name, int day) {
    const auto u = draw(streams, Family::queueing, {name, 0, static_cast<std::uint64_t>(day), 0});
    return std::sqrt(-2 * std::log(u[0])) * std::cos(2 * std::numbers::pi * u[1]);
}

// Counts a unit Poisson process up to `mean`.
int poisson(double mean, std::uint64_t name, int day, int slot) {
    double sum = 0;
    for (int n = 0;; ++n) {
        sum -= std::log(
            draw(streams, Family::queueing,
                 {name, static_cast<std::uint64_t>(slot), static_cast<std::uint64_t>(day), static_cast<std::uint64_t>(n)})[0]);
        if (sum > mean) return n;
    }
}

// A sale of four days, from the Thursday before the last Friday of November.
bool sale(Date date) {
    const auto [year, month, day] = year_month_day(date);
    const Date last = make_date(year, 11, 30);
    const Date friday = last + -((static_cast<int>(weekday_of(last)) + 3) % 7);
    return month >= 11 && date - friday >= -1 && date - friday <= 2;
}

double orders_on(Date date, int day, int days) {
    const double growth = std::pow(1.08, (day - days) / 365.25);
    const double yearly = 1 + 0.04 * std::cos(2 * std::numbers::pi * (year_month_day(date).month - 12) / 12.0);
    const double noise = std::exp(0.04 * normal(hash64("orders"), day));
    return orders_a_day * growth * yearly * weekday_factor[static_cast<std::size_t>(weekday_of(date))] * noise *
           (sale(date) ? 1.45 : 1.0);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: generate_fashion_black_friday FOLDER\n";
        return 2;
    }
    const std::filesystem::path folder = argv[1];
    std::filesystem::create_directories(folder);
    std::ofstream orders(folder / "orders.csv"), calls(folder / "calls.csv");
    orders << "timestamp,orders\n";
    calls << "timestamp,calls\n";
    const Date first = make_date(2024, 11, 16), end = make_date(2026, 11, 16);
    double weights = 0;
    for (const double weight : hour_weight) weights += 2 * weight;
    for (int day = 0; day < end - first; ++day) {
        const Date date = first + day;
        const double count = orders_on(date, day, end - first);
        orders << fmt::format("{},{:.0f}\n", to_text(date), count);
        for (int slot = 16; slot < 44; ++slot) {
            const double mean = count * calls_an_order * hour_weight[static_cast<std::size_t>(slot / 2)] / weights;
            calls << fmt::format("{} {:02}:{:02},{}\n", to_text(date), slot / 2, slot % 2 * 30,
                                 poisson(mean, hash64("calls"), day, slot));
        }
    }
    return orders.good() && calls.good() ? 0 : 1;
}
