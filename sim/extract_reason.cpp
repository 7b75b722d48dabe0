// What becomes of the needs of each reason, and how the cases of customers end.
#include <array>

#include "sim/extract.hpp"

namespace peakline::sim {
namespace {

// In the order of ReasonTally.
constexpr std::array<std::string_view, 9> causes{"lost.closed",    "lost.blocked",      "lost.balked",
                                                 "lost.abandoned", "lost.disconnected", "lost.gave_up",
                                                 "lost.silent",    "lost.unresolved",   "lost.not_reached"};

double lost_of(const ReasonCell& r) {
    double lost = 0;
    for (std::size_t i = ReasonTally::closed; i <= ReasonTally::not_reached; ++i) lost += r[i];
    return lost;
}

Row needs_row(const ReasonCell& r) {
    return {{"needs", {r[ReasonTally::needs], 1}},
            {"prevented", {r[ReasonTally::prevented], 1}},
            {"contained", {r[ReasonTally::contained], 1}},
            {"resolved", {r[ReasonTally::resolved], 1}},
            {"lost", {lost_of(r), 1}},
            {"open", {r[ReasonTally::open], 1}}};
}

NamedParts contact_rate(const ReasonCell& r, double units) { return {"contact_rate", {r[ReasonTally::by_customers], units}}; }

NamedParts resolution_time(const ReasonCell& r) {
    return {"resolution_time", {r[ReasonTally::resolution_time], r[ReasonTally::resolved]}};
}

Row period_row(const ReasonCell& r, double units) {
    Row row = needs_row(r);
    row.push_back(contact_rate(r, units));
    const Row cases = case_row(r);
    row.insert(row.end(), cases.begin(), cases.begin() + 2);
    row.push_back(resolution_time(r));
    return row;
}

Row horizon_row(const ReasonCell& r, double units, const WaitCounts& resolution) {
    Row row = needs_row(r);
    row.push_back({"backlog_at_start", {r[ReasonTally::backlog], 1}});
    for (std::size_t i = 0; i < causes.size(); ++i) row.push_back({causes[i], {r[ReasonTally::closed + i], 1}});
    row.push_back(contact_rate(r, units));
    append(row, case_row(r));
    row.push_back(resolution_time(r));
    row.push_back({"resolution_time_p50", {wait_quantile(resolution, 0.5), 1}});
    row.push_back({"resolution_time_p90", {wait_quantile(resolution, 0.9), 1}});
    return row;
}

}  // namespace

Row case_row(const ReasonCell& r) {
    return {{"fcr", {r[ReasonTally::resolved_first], r[ReasonTally::cases_answered]}},
            {"attempts_per_case", {r[ReasonTally::contacts], r[ReasonTally::cases]}},
            {"unreached", {r[ReasonTally::unreached], 1}},
            {"attempts_of_unreached", {r[ReasonTally::unreached_attempts], r[ReasonTally::unreached]}}};
}

void name_reasons(Layout& layout) {
    layout.reason = names_of(horizon_row({}, 0, {}));
    layout.reason_period = names_of(period_row({}, 0));
}

void extract_reason(Extract& x, const PeriodSums& sums, const Layout& layout, std::size_t reason) {
    const std::uint16_t driver = sums.model.reasons[reason].driver;
    const auto units = [&](const PeriodRange& days) { return driver == no_id ? 0 : sums.units(driver, days); };
    const PeriodRange all = sums.horizon();
    x.reason.push_back(values_of(horizon_row(sums.reason(reason, all), units(all), sums.books.resolution[reason])));
    for (std::size_t p = 0; p < layout.periods.size(); ++p) {
        const PeriodRange& days = layout.periods[p];
        x.reason_period[p].push_back(values_of(period_row(sums.reason(reason, days), units(days))));
    }
}

}  // namespace peakline::sim
