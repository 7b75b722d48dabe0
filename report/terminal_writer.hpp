// The terminal report's sections; one writer lives for one report.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/metric.hpp"
#include "report/table.hpp"
#include "report/terminal.hpp"

namespace peakline {

const Estimate* find_metric(const Metrics& metrics, std::string_view name);

std::string mean_text(const Metrics& metrics, std::string_view name);

// Good or bad where the metric has a target and a mean; a metric without a direction is compared as "at most".
Tone tone_of(const Estimate* estimate, std::string_view metric);

// "79.96 %": a mean with its usual digits, but where it misses its target with as many as tell it from the target.
std::string mean_beside_target(double mean, double target, std::string_view metric);

// "97 % of seasons"; of plans that are alike in every season half of the ties would read as a coin's toss. Nothing where neither
// direction is better.
std::string better_text(const Difference& difference, Better better);

// Seconds that the queue's service level speaks of.
std::optional<double> within_of(const Results& results, std::string_view queue);

class TerminalWriter {
public:
    TerminalWriter(const Results& results, const TerminalStyle& style)
        : results_(results), style_(style), width_(std::max<std::size_t>(style.width, 60)) {}

    std::string report();

private:
    void line(std::string_view text, Tone tone = Tone::plain);
    void title(std::string_view text);
    void paragraph(std::string_view text, Tone tone = Tone::plain);
    void table(const Table& t);
    bool wide() const { return width_ >= 120; }

    void heading();
    void plan_overview();
    std::vector<std::string> overview_keys() const;
    void queue_overview(std::string_view heading, const std::vector<std::string>& queues, std::string_view metric);
    void answers(const Comparison& c);
    void best(const Best& b);
    void levers(const LeverResults& results);
    void lever_table(const LeverResults& results, const std::string& key, double whole);
    void point_costs(const Comparison& c);
    void robustness(const Robustness& r);
    void variance(const PlanResults& plan);
    std::string label(std::string_view key) const;
    std::string lead_metric() const;  // what was decided by, else the first service level
    void plan_section(const PlanResults& plan);
    void queues(const PlanResults& plan);
    void queue_rows(Table& t, const NamedMetrics& queue, bool shared_within) const;
    void targets(const PlanResults& plan);
    void target_rows(Table& t, std::string_view owner, const Metrics& metrics) const;
    void target_overview();
    void groups(const PlanResults& plan);
    void totals(const PlanResults& plan);
    void worst(const std::vector<WorstPeriod>& periods, const char* period);
    void worst_live(const std::vector<WorstPeriod>& periods, const char* period);
    void worst_deferred(const std::vector<WorstPeriod>& periods, const char* period);
    void reasons(const PlanResults& plan);
    void rules(const PlanResults& plan);
    void every_metric(const PlanResults& plan);
    void comparison(const Comparison& c);
    void closing();

    const Results& results_;
    TerminalStyle style_;
    std::size_t width_;
    std::string out_;
};

}  // namespace peakline
