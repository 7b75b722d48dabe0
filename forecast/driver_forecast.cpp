#include "forecast/driver_forecast.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "forecast/paths.hpp"

namespace peakline {

std::vector<DriverModel> fit_drivers(std::vector<HistorySeries>& drivers, const Calendar& calendar, Horizon horizon,
                                     std::vector<Finding>& findings) {
    std::vector<DriverModel> models;
    for (HistorySeries& driver : drivers) {
        const Date first = first_unknown(driver);
        const int unknown = horizon.end - std::max(first, horizon.first);
        if (unknown <= 0 || driver.days() == 0) continue;
        Fitted fitted = fit_series(driver, calendar, {}, {first, horizon.end});
        const auto tell = [&](const char* kind, const std::string& done) {
            findings.push_back({kind,
                                driver.name,
                                driver.file,
                                {},
                                {},
                                fmt::format("the driver's last row is of {}: {} of the {} days ahead have none",
                                            to_text(first + -1), unknown, horizon.end - horizon.first),
                                done});
        };
        if (!fitted.refusal.empty()) {
            tell("driver not known", fmt::format("not forecast itself ({}): those days are forecast without it", fitted.refusal));
            continue;
        }
        tell("driver forecast", "forecast first; its uncertainty is in the paths");
        DriverModel model{std::move(fitted.model), {}};
        model.middle = middle_of(model.model);
        driver = continued(driver, first, model.middle);
        models.push_back(std::move(model));
    }
    return models;
}

DriverFuture future_of(const DriverModel& driver, const JointDraws& draws, int row, std::uint64_t seed) {
    const SeriesModel& model = driver.model;
    DriverFuture future{model.name, model.first, model.ahead, {}};
    const SeriesPaths paths = sample_paths(model, draws, {seed, row, model.first, model.ahead, 0, draws.paths, nullptr});
    for (int p = 0; p < draws.paths; ++p)
        for (int d = 0; d < model.ahead; ++d) {
            double total = 0;
            for (int i = 0; i < paths.slots; ++i) total += paths.path(p)[d * paths.slots + i];
            const double middle = driver.middle[static_cast<std::size_t>(d)];
            future.log_off.push_back(total > 0 && middle > 0 ? static_cast<float>(std::log(total / middle)) : 0.0f);
        }
    return future;
}

}  // namespace peakline
