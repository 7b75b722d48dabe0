#include "app/uncertain_inputs.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>
#include <boost/math/distributions/poisson.hpp>

#include "core/problem.hpp"
#include "core/statistics.hpp"
#include "scenarios/setting.hpp"
#include "scenarios/uncertain.hpp"
#include "sim/purpose.hpp"
#include "sim/season.hpp"

namespace peakline {
namespace {

constexpr double normal_90 = 1.2815515655446004;  // the 90 % point of a standard normal variable

Input plain(const Subject& subject, Input::Kind kind, std::string name) {
    Input input;
    input.kind = kind;
    input.name = std::move(name);
    input.low = input.high = subject.scenario;
    return input;
}

bool fixed(const Distribution& d) { return d.is_constant() || d.is_infinite(); }

// What a season draws for an action: its factor, or the rate that it adds.
auto& drawn_of(auto& action) { return action.rate ? action.rate->amount.points.front().value : action.by; }

class Inputs {
public:
    Inputs(const Subject& subject, const sim::Simulation& simulation) : subject_(subject), model_(*simulation.model) {
        const auto n = static_cast<std::uint32_t>(simulation.recorder->replications()),
                   first = static_cast<std::uint32_t>(simulation.options.first);
        for (std::uint32_t r = first; r < first + n; ++r) streams_.push_back({model_.seed, r, r, r});
        for (const Streams& streams : streams_) seasons_.push_back(sim::draw_season(model_, streams));
    }

    std::vector<Input> all() {
        add_forecast();
        add_busyness();
        add_numbers();
        for (std::size_t e = 0; e < subject_.scenario.events.size(); ++e) add_event(e);
        return std::move(inputs_);
    }

private:
    // All series of one forecast move together: a path is as high as its volumes are on average beside their own means.
    std::vector<double> path_heights() const {
        std::vector<double> heights(static_cast<std::size_t>(model_.shared_paths), 0.0);
        for (const auto& [name, volume] : subject_.demand.demand.volumes) {
            std::vector<double> totals;
            for (std::size_t p = 0; p < heights.size(); ++p) {
                const auto& path = volume.paths[p % volume.paths.size()];
                totals.push_back(std::accumulate(path.begin(), path.end(), 0.0));
            }
            const double mean = std::accumulate(totals.begin(), totals.end(), 0.0) / static_cast<double>(totals.size());
            for (std::size_t p = 0; p < heights.size() && mean > 0; ++p) heights[p] += totals[p] / mean;
        }
        for (double& height : heights) height /= static_cast<double>(subject_.demand.demand.volumes.size());
        return heights;
    }

    // One path alone says more of its own shape than of its height: the tenth of all paths around the point.
    std::shared_ptr<const Demand> paths_around(const std::vector<std::size_t>& order, double share) const {
        const auto at = [&](double s) { return static_cast<std::size_t>(s * static_cast<double>(order.size())); };
        const std::size_t from = at(share - 0.05), to = std::max(from + 1, at(share + 0.05));
        auto demand = std::make_shared<Demand>(subject_.demand.demand);
        for (auto& [name, volume] : demand->volumes) {
            std::vector<std::vector<float>> kept;
            for (std::size_t k = from; k < to; ++k) kept.push_back(volume.paths[order[k] % volume.paths.size()]);
            volume.paths = std::move(kept);
        }
        return demand;
    }

    void add_forecast() {
        if (model_.shared_paths < 2) return;
        const std::vector<double> heights = path_heights();
        std::vector<std::size_t> order(heights.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return heights[a] < heights[b]; });
        const auto at = [&](double share) {
            return order[static_cast<std::size_t>(share * static_cast<double>(order.size() - 1) + 0.5)];
        };
        Input input = plain(subject_, Input::Kind::forecast, "forecast");
        input.low_demand = paths_around(order, low_point);
        input.high_demand = paths_around(order, high_point);
        input.low_text = fmt::format("{:+.1f} %", 100 * (heights[at(low_point)] - 1));
        input.high_text = fmt::format("{:+.1f} %", 100 * (heights[at(high_point)] - 1));
        for (const sim::Season& season : seasons_) input.drawn.push_back(heights[season.path]);
        if (heights[order.front()] < heights[order.back()]) inputs_.push_back(std::move(input));
    }

    // Drawn day by day: what differs between seasons is its mean over the days.
    void add_busyness() {
        if (!model_.has_busyness || fixed(model_.busyness)) return;
        const int days = model_.axis.days();
        const double centre = mean(model_.busyness), p = 1e-3;
        double variance = 0;
        for (double u = p / 2; u < 1; u += p) variance += p * std::pow(quantile(model_.busyness, u) - centre, 2);
        const double way = normal_90 * std::sqrt(variance / days) / centre;
        Input input = plain(subject_, Input::Kind::busyness, "busyness");
        input.low.busyness = times(model_.busyness, 1 - way);
        input.high.busyness = times(model_.busyness, 1 + way);
        input.low_text = fmt::format("{:.3f}", centre * (1 - way));
        input.high_text = fmt::format("{:.3f}", centre * (1 + way));
        for (const sim::Season& season : seasons_) {
            double sum = 0;
            for (int day = 0; day < days; ++day) sum += season.busyness[static_cast<std::size_t>(day - model_.first_day)];
            input.drawn.push_back(sum / days);
        }
        inputs_.push_back(std::move(input));
    }

    void add_numbers() {
        Scenario scenario = subject_.scenario;
        const std::vector<UncertainNumber> numbers = uncertain_numbers(scenario);
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            // A share for all reasons has a dot and no name behind it in the model.
            const auto known = std::find_if(model_.numbers.begin(), model_.numbers.end(), [&](const sim::Number& n) {
                return n.random && (n.name == hash64(numbers[i].key) || n.name == hash64(numbers[i].key + "."));
            });
            if (known == model_.numbers.end()) continue;
            Input input = plain(subject_, Input::Kind::number, numbers[i].key);
            fix_at(*uncertain_numbers(input.low)[i].quantity, low_point);
            fix_at(*uncertain_numbers(input.high)[i].quantity, high_point);
            input.low_text = end_text(numbers[i], low_point);
            input.high_text = end_text(numbers[i], high_point);
            for (const Streams& streams : streams_)
                input.drawn.push_back(draw(streams, Family::events, {known->name, 0, 0, detail(sim::Purpose::input)})[0]);
            inputs_.push_back(std::move(input));
        }
    }

    static std::string end_text(const UncertainNumber& number, double u) {
        const double value = first_random(*number.quantity, u);
        return number.share ? fmt::format("{:.3g} %", 100 * value) : fmt::format("{:.4g}", value);
    }

    static double first_random(const Quantity& quantity, double u) {
        const auto it = std::find_if(quantity.points.begin(), quantity.points.end(),
                                     [](const auto& point) { return !point.value.is_constant(); });
        return quantile(it->value, u);
    }

    void add_event(std::size_t e) {
        const Event& event = subject_.scenario.events[e];
        const double chance = mean(event.chance);
        const bool parts =
            !fixed(event.lasts) || !fixed(event.fades) ||
            std::any_of(event.actions.begin(), event.actions.end(), [](const Action& a) { return !fixed(drawn_of(a)); });
        if (!event.enabled || (!event.random_every && chance >= 1 && !parts)) return;
        Input input = plain(subject_, Input::Kind::event, "events." + event.name);
        Event &low = input.low.events[e], &high = input.high.events[e];
        if (event.random_every) {
            how_often(low, low_point, input.low_text);
            how_often(high, high_point, input.high_text);
        } else if (chance < 1) {
            low.enabled = false;
            high.chance = Distribution::constant(1);
            input.low_text = "does not happen";
            input.high_text = "happens";
        } else {
            fix_parts(low, low_point);
            fix_parts(high, high_point);
            input.low_text = "10 % point";
            input.high_text = "90 % point";
        }
        input.drawn = strengths(event);
        inputs_.push_back(std::move(input));
    }

    // The number of occurrences in the season is Poisson: at either point the mean is that number.
    void how_often(Event& event, double share, std::string& text) const {
        const double expected = (model_.stop - model_.begin) / *event.random_every;
        const double times_a_season = boost::math::quantile(boost::math::poisson_distribution<>(expected), share);
        text = fmt::format("{:.0f} times", std::max(0.0, times_a_season));
        if (times_a_season < 1)
            event.enabled = false;
        else
            event.random_every = (model_.stop - model_.begin) / times_a_season;
    }

    static void fix_parts(Event& event, double u) {
        const auto fix = [u](Distribution& d) {
            if (!fixed(d)) d = Distribution::constant(quantile(d, u));
        };
        fix(event.lasts);
        fix(event.fades);
        for (Action& action : event.actions) fix(drawn_of(action));
    }

    // How much of the event a season had: over its actions, what each did times how long, each beside its own spread.
    std::vector<double> strengths(const Event& event) const {
        std::vector<double> sum(seasons_.size(), 0.0);
        const auto model = std::find_if(model_.events.begin(), model_.events.end(),
                                        [&](const sim::EventModel& m) { return m.name == hash64(event.name); });
        if (model == model_.events.end()) return sum;
        for (std::uint16_t a = model->first_action; a < model->first_action + model->actions; ++a) {
            std::vector<double> effect;
            RunningMoments spread;
            for (const sim::Season& season : seasons_) {
                effect.push_back(effect_of(a, season));
                spread.add(effect.back());
            }
            const double deviation = std::sqrt(spread.variance());
            for (std::size_t r = 0; r < sum.size() && deviation > 0; ++r) sum[r] += effect[r] / deviation;
        }
        return sum;
    }

    double effect_of(std::uint16_t action, const sim::Season& season) const {
        double sum = 0;
        const double from = model_.axis.interval_start(0), end = model_.axis.end();
        for (const sim::Happening& happening : season.happenings) {
            if (happening.action != action) continue;
            const sim::Spell& spell = happening.spell;
            const double time = std::max(0.0, std::min(spell.to, end) - std::max(spell.from, from)) +
                                std::max(0.0, std::min(spell.fade_end, end) - std::max(spell.to, from)) / 2;
            const Verb verb = model_.actions[action].verb;
            const bool factor = verb == Verb::scale || verb == Verb::handle_time || verb == Verb::staff;
            const double strength = verb == Verb::add            ? spell.value
                                    : factor && spell.value != 1 ? std::abs(std::log(std::max(spell.value, 1e-6)))
                                                                 : 1;
            sum += strength * time;
        }
        return sum;
    }

    const Subject& subject_;
    const sim::Model& model_;
    std::vector<Streams> streams_;
    std::vector<sim::Season> seasons_;
    std::vector<Input> inputs_;
};

}  // namespace

std::vector<Input> uncertain_inputs(const Subject& subject, const sim::Simulation& simulation) {
    return Inputs(subject, simulation).all();
}

Input chosen_setting(const Subject& subject, const std::string& text) {
    const auto equals = text.find('='), dots = text.find("..", equals == std::string::npos ? 0 : equals);
    if (equals == std::string::npos || equals == 0 || dots == std::string::npos)
        throw InputError(Problem{{}, "--vary", "needs key=low..high", text, "staff.groups.core.agents=36..44", {}});
    const std::string key = text.substr(0, equals), low = text.substr(equals + 1, dots - equals - 1),
                      high = text.substr(dots + 2);
    const Setting setting = find_setting({subject.file, subject.plan}, key, low, "--vary");
    const auto from = in_unit_of(setting.number, low), to = in_unit_of(setting.number, high);
    if (!from || !to)
        throw InputError(
            Problem{{},
                    "--vary",
                    fmt::format("does not go together with {} of {}", setting.number.text(setting.number.value), key),
                    from ? high : low,
                    "numbers in the same unit",
                    {}});
    if (!(*from < *to)) throw InputError(Problem{{}, "--vary", "the low end is not below the high one", text, {}, {}});
    Input input = plain(subject, Input::Kind::setting, key);
    input.low_text = low;
    input.high_text = high;
    input.low = with_settings(subject, {{key, low}}, "--vary");
    input.high = with_settings(subject, {{key, high}}, "--vary");
    return input;
}

}  // namespace peakline
