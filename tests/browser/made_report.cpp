// Test only: writes a report folder from made-up results.
// made_report FOLDER [small | days queues plans [24h]]
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string_view>

#include "../report/made_results.hpp"
#include "report/terminal.hpp"
#include "report/write.hpp"

int main(int count, char** arguments) try {
    if (count < 2) throw std::runtime_error("usage: made_report FOLDER [small | days queues plans [24h]]");
    peakline::SeasonShape shape;
    if (count > 4) shape = {std::atoi(arguments[2]), 48, std::atoi(arguments[3]), std::atoi(arguments[4]), count > 5};
    const bool small = count > 2 && std::string_view(arguments[2]) == "small";
    auto results = small ? peakline::small_results() : peakline::season_results(shape);
    if (results.plans.size() > 1) results.comparison = peakline::season_comparison(results);
    peakline::write_reports(results, arguments[1]);
    peakline::TerminalStyle style;
    if (const char* columns = std::getenv("COLUMNS")) style.width = static_cast<std::size_t>(std::atoi(columns));
    std::cout << peakline::terminal_report(results, style);
    return 0;
} catch (const std::exception& problem) {
    std::cerr << "made_report: " << problem.what() << "\n";
    return 1;
}
