#include "app/what_matters.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "app/plan_runs.hpp"
#include "core/statistics.hpp"
#include "decide/sensitivity.hpp"
#include "report/text.hpp"

namespace peakline {
namespace {

constexpr std::size_t most_usual_metrics = 4;

Ratio ratio_of(const sim::Sample& sample, int replications) {
    const auto n = static_cast<std::size_t>(replications);
    return ratio_of_sums(std::span(sample.a).first(n), std::span(sample.b).first(n));
}

const char* kind_text(Input::Kind kind) {
    switch (kind) {
        case Input::Kind::forecast: return "forecast";
        case Input::Kind::busyness: return "busyness";
        case Input::Kind::number: return "number";
        case Input::Kind::event: return "event";
        case Input::Kind::setting: return "setting";
    }
    return "";
}

// One input's ends, for every metric at once.
struct Ends {
    std::vector<Ratio> low, high;
};

class Study {
public:
    Study(const Subject& subject, const sim::Simulation& as_is, MatterOptions options, SeasonCounter& counter)
        : subject_(subject), as_is_(*as_is.recorder), options_(std::move(options)), counter_(counter),
          paired_(std::min(paired_replications, as_is_.replications())), inputs_(uncertain_inputs(subject, as_is)) {
        std::move(options_.settings.begin(), options_.settings.end(), std::back_inserter(inputs_));
    }

    Sensitivity told() {
        for (const Input& input : inputs_)
            ends_.push_back({ratios(input.low, input.low_demand, input.name), ratios(input.high, input.high_demand, input.name)});
        Sensitivity result{subject_.plan, as_is_.replications(), paired_, {}};
        for (std::size_t m = 0; m < options_.metrics.size(); ++m) result.metrics.push_back(metric(m));
        return result;
    }

private:
    std::vector<Ratio> ratios(const Scenario& scenario, const std::shared_ptr<const Demand>& demand, const std::string& name) {
        const sim::Simulation simulation =
            simulate_headlines(subject_, scenario, demand ? *demand : subject_.demand.demand, 0, paired_);
        counter_.show(paired_, name);
        std::vector<Ratio> all;
        for (const std::string& metric : options_.metrics)
            all.push_back(ratio_of(sample_of(*simulation.recorder, metric), paired_));
        return all;
    }

    SensitivityMetric metric(std::size_t m) const {
        const sim::Sample& sample = sample_of(as_is_, options_.metrics[m]);
        const Measured all = ratio_of_sums(sample.a, sample.b).measured;
        const Ratio paired = ratio_of(sample, paired_);
        const std::vector<double> values = sample.values();
        std::vector<Swing> swings;
        for (const Ends& ends : ends_) swings.push_back(swing_of(paired, ends.low[m], ends.high[m]));
        SensitivityMetric result{options_.metrics[m], all.value, all.ci, paired.measured.value, {}};
        for (const std::size_t i : widest_first(swings)) {
            const Input& input = inputs_[i];
            const Swing& swing = swings[i];
            FirstOrder alone;
            if (options_.first_order && !input.drawn.empty()) alone = first_order(input.drawn, values);
            result.inputs.push_back({input.name,
                                     kind_text(input.kind),
                                     {input.low_text, swing.low, swing.from_low.value, swing.from_low.ci},
                                     {input.high_text, swing.high, swing.from_high.value, swing.from_high.ci},
                                     swing.swing.value,
                                     swing.swing.ci,
                                     {alone.index, alone.error}});
        }
        return result;
    }

    const Subject& subject_;
    const sim::Recorder& as_is_;
    MatterOptions options_;
    SeasonCounter& counter_;
    int paired_;
    std::vector<Input> inputs_;
    std::vector<Ends> ends_;
};

}  // namespace

std::vector<std::string> usual_sensitivity_metrics(const Scenario& scenario) {
    std::vector<std::string> metrics;
    if (scenario.run.until)
        metrics = {full_metric(scenario.run.until->decide.empty() ? scenario.run.until->metric : scenario.run.until->decide)};
    for (const Queue& queue : scenario.queues)
        if (queue.enabled && !queue.target.values.empty())
            metrics.push_back(queue.name + "." + queue.target.values.front().first);
    for (const auto& [name, value] : scenario.targets) metrics.push_back("total." + name);
    if (metrics.empty())
        for (const Queue& queue : scenario.queues)
            if (queue.enabled && queue.medium != Medium::outbound) metrics.push_back(queue.name + ".service_level");
    std::vector<std::string> once;
    for (const std::string& metric : metrics)
        if (std::find(once.begin(), once.end(), metric) == once.end() && once.size() < most_usual_metrics) once.push_back(metric);
    return once;
}

std::vector<std::string> not_told(const Sensitivity& sensitivity) {
    const bool few = sensitivity.replications < least_for_first_order;
    std::vector<std::string> sentences;
    for (const SensitivityMetric& metric : sensitivity.metrics) {
        std::vector<std::string> perhaps_none;
        double sum = 0;
        for (const SensitivityInput& input : metric.inputs) {
            const auto& [share, error] = input.first_order;
            const bool moves = std::abs(input.low.change) > 0 || std::abs(input.high.change) > 0;
            if (moves && share - half_of_error(error) <= 0) perhaps_none.push_back(input.input);
            if (share > 0) sum += share;
        }
        const std::string name = metric_text(metric.metric, "");
        if (!perhaps_none.empty())
            sentences.push_back(
                fmt::format("{}: from {} seasons the share explained by {} is not told from 0{}", name, sensitivity.replications,
                            listed(perhaps_none),
                            few ? fmt::format("; {} or more tell finer", value_text(least_for_first_order, Unit::count)) : ""));
        if (few && sum > 1)
            sentences.push_back(fmt::format("{}: the shares explained sum to {:.0f} %, more than all: {} seasons are too few",
                                            name, 100 * sum, sensitivity.replications));
    }
    return sentences;
}

Sensitivity what_matters(const Subject& subject, const sim::Simulation& as_is, MatterOptions options, SeasonCounter& counter) {
    return Study(subject, as_is, std::move(options), counter).told();
}

}  // namespace peakline
