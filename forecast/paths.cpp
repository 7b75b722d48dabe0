#include "forecast/paths.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Cholesky>

#include "forecast/normal.hpp"

namespace peakline {
namespace {

constexpr double shape_limit = 1.5;  // of the log of a slot's departure from the profile

// One fit, prepared: how the draws of the state and of each day ahead move log volume.
struct Sampler {
    const DailyFit* fit;
    double weight;
    Eigen::VectorXd expected;  // by operating day ahead
    Eigen::MatrixXd response;  // operating days ahead x terms: effect of the standard normals behind the last state
    std::vector<std::uint64_t> term_names;
};

Sampler prepare(const WeightedFit& weighted) {
    const DailyFit& fit = weighted.fit;
    const auto past = fit.design.past, ahead = static_cast<int>(fit.design.rows.rows()) - past;
    const auto terms = static_cast<Eigen::Index>(fit.design.terms.size());
    Sampler sampler{&fit, weighted.weight, Eigen::VectorXd(ahead), Eigen::MatrixXd(ahead, terms), {}};
    Eigen::MatrixXd rows = fit.design.rows.bottomRows(ahead);
    for (int h = 0; h < ahead; ++h) rows(h, fit.space.autoregressive) *= std::pow(fit.space.phi, h + 1);
    sampler.expected = (rows * fit.filtered.state).array() + fit.middle;
    for (int h = 0; h < ahead; ++h) sampler.expected[h] += fit.planned[static_cast<std::size_t>(past + h)];
    Eigen::MatrixXd covariance = 0.5 * (fit.filtered.covariance + fit.filtered.covariance.transpose());
    covariance.diagonal().array() += 1e-12;
    sampler.response = fit.inflation * rows * Eigen::MatrixXd(covariance.llt().matrixL());
    for (const Term& term : fit.design.terms) sampler.term_names.push_back(hash64(term.name));
    return sampler;
}

class PathWriter {
public:
    PathWriter(const SeriesModel& model, const JointDraws& draws, const PathRequest& request)
        : model_(model), draws_(draws), request_(request), name_(hash64(model.name)) {
        for (const WeightedFit& fit : model.fits) samplers_.push_back(prepare(fit));
        for (int h = 0; h < model.days.ahead(); ++h)
            for (int slot = 0; slot < model.slots; ++slot)
                if (profile(h)[slot] > 0) {
                    open_.resize(model.days.ahead());
                    open_[h].push_back(slot);
                }
        open_.resize(model.days.ahead());
    }

    void write(int r, float* out) const {
        const Eigen::VectorXd logs = log_totals(r);
        for (int h = 0; h < model_.days.ahead(); ++h) {
            const OperatingDay& day = ahead(h);
            const int at = day.date - request_.first;
            if (day.closed || at < 0 || at >= request_.days) continue;
            write_day(r, h, std::exp(std::min(logs[h], largest_log)), out + static_cast<std::ptrdiff_t>(at) * model_.slots);
        }
        for (const PushAhead& push : model_.pushes) write_push(r, push, out);
    }

private:
    const OperatingDay& ahead(int h) const { return model_.days.days[model_.days.past + h]; }
    const Eigen::VectorXd& profile(int h) const { return model_.profiles.shares[ahead(h).weekday]; }
    std::array<double, 4> draw4(int r, std::uint64_t cell, std::uint64_t ordinal, ForecastDraw what) const {
        return normals(request_.seed, static_cast<std::uint32_t>(r), {name_, cell, ordinal, purpose(what)});
    }

    // The fits are pooled on the log scale, each moved by the same draws.
    Eigen::VectorXd log_totals(int r) const {
        Eigen::VectorXd logs = Eigen::VectorXd::Zero(model_.days.ahead());
        for (const Sampler& s : samplers_) logs += s.weight * (s.expected + s.response * state_draws(s, r) + moves(s, r));
        for (const DriverFuture& driver : request_.drivers ? *request_.drivers : std::vector<DriverFuture>{})
            add_driver(driver, r, logs);
        if (model_.borrowed) logs.array() += size_of(*model_.borrowed, r);
        return logs;
    }

    // A driver's own path moves the volume by its effects.
    void add_driver(const DriverFuture& driver, int r, Eigen::VectorXd& logs) const {
        for (const Sampler& s : samplers_) {
            const auto& terms = s.fit->design.terms;
            for (std::size_t j = 0; j < terms.size(); ++j) {
                const bool raw = terms[j].name == driver_term(driver.name), week = terms[j].name == driver_week_term(driver.name);
                if (!raw && !week) continue;
                const double effect = s.weight * (terms[j].prior_mean + s.fit->filtered.state[static_cast<Eigen::Index>(j)]);
                for (int h = 0; h < model_.days.ahead(); ++h)
                    logs[h] += effect * (raw ? driver.at(r, ahead(h).date) : driver.week(r, ahead(h).date));
            }
        }
    }

    // The size of a series that has none of its own: right on average.
    double size_of(const Borrowed& size, int r) const {
        return size.log_factor + size.log_sd * draw4(r, 0, 0, ForecastDraw::size)[0] - 0.5 * size.log_sd * size.log_sd;
    }

    Eigen::VectorXd state_draws(const Sampler& s, int r) const {
        Eigen::VectorXd u(static_cast<Eigen::Index>(s.term_names.size()));
        u[0] = draws_.start(request_.series, r);
        for (Eigen::Index j = 1; j < u.size(); ++j) u[j] = draw4(r, s.term_names[j], 0, ForecastDraw::state)[0];
        return u;
    }

    // What happens between the last known day and each day ahead, and that day's own noise.
    Eigen::VectorXd moves(const Sampler& s, int r) const {
        const DailyFit& fit = *s.fit;
        const int first_weekday = 1, weekdays = fit.design.autoregressive() - first_weekday;
        Eigen::VectorXd walk = Eigen::VectorXd::Zero(weekdays), result(model_.days.ahead());
        double level = 0, wave = 0;
        const double wave_step = std::sqrt(fit.space.process_variance[fit.space.autoregressive]);
        for (int h = 0; h < model_.days.ahead(); ++h) {
            const Date at = ahead(h).date;
            level += fit.hyper.level_sd * draws_.at(Shared::level, request_.series, r, at);
            wave = fit.space.phi * wave + wave_step * draws_.at(Shared::day_to_day, request_.series, r, at);
            for (int w = 0; w < weekdays; w += 4) {
                const auto z =
                    draw4(r, static_cast<std::uint64_t>(ahead(h).date.days), static_cast<std::uint64_t>(w), ForecastDraw::state);
                for (int k = 0; k < 4 && w + k < weekdays; ++k) walk[w + k] += fit.hyper.weekday_sd * z[k];
            }
            const auto row = fit.design.rows.row(fit.design.past + h);
            result[h] = level + wave + row.segment(first_weekday, weekdays).dot(walk) +
                        fit.hyper.noise_sd * draws_.at(Shared::noise, request_.series, r, at);
        }
        return fit.inflation * result;
    }

    void write_day(int r, int h, double total, float* out) const {
        const Eigen::VectorXd& shares = profile(h);
        if (model_.slots == 1) {
            out[0] = static_cast<float>(total);
            return;
        }
        const auto cell = static_cast<std::uint64_t>(ahead(h).date.days);
        const auto factors = model_.shape.factors.cols();
        std::array<double, 8> f{};
        for (int b = 0; b < 2; ++b) {
            const auto z = draw4(r, cell, static_cast<std::uint64_t>(b), ForecastDraw::shape_factor);
            std::copy(z.begin(), z.end(), f.begin() + 4 * b);
        }
        double sum = 0;
        std::array<double, 4> z{};
        int block = -1;
        for (const int slot : open_[h]) {
            if (slot / 4 != block) {
                block = slot / 4;
                z = draw4(r, cell, static_cast<std::uint64_t>(block), ForecastDraw::shape_slot);
            }
            double departure = model_.shape.independent[slot] * z[slot % 4];
            for (Eigen::Index k = 0; k < factors; ++k) departure += model_.shape.factors(slot, k) * f[k];
            const double rate = shares[slot] * std::exp(std::clamp(departure, -shape_limit, shape_limit));
            out[slot] = static_cast<float>(rate);
            sum += rate;
        }
        const auto scale = static_cast<float>(sum > 0 ? total / sum : 0);
        for (const int slot : open_[h]) out[slot] *= scale;
    }

    // A push comes on top of the day, where the day is worked.
    void write_push(int r, const PushAhead& push, float* out) const {
        const int at = push.date - request_.first;
        if (at < 0 || at >= request_.days || push.weights.empty()) return;
        float* const day = out + static_cast<std::ptrdiff_t>(at) * model_.slots;
        const double z = draw4(r, static_cast<std::uint64_t>(push.date.days), hash64(push.name), ForecastDraw::push)[0];
        const double contacts = std::exp(push.size.log_mean + push.size.log_sd * z - 0.5 * push.size.log_sd * push.size.log_sd);
        for (int i = 0; i < model_.slots; ++i)
            if (day[i] > 0) day[i] += static_cast<float>(contacts * push.weights[i]);
    }

    const SeriesModel& model_;
    const JointDraws& draws_;
    const PathRequest& request_;
    std::uint64_t name_;
    std::vector<Sampler> samplers_;
    std::vector<std::vector<int>> open_;  // slots with a share, by operating day ahead
};

// Poisson by inversion for small means; else its Cornish-Fisher expansion, within half a count of the quantile from 12 on.
double poisson(double mean, double z) {
    if (mean <= 0 || (z < 0 && mean < std::numbers::ln2)) return 0;  // half of all counts and more are none
    if (mean < 12) {
        const double u = 0.5 * std::erfc(-z / std::numbers::sqrt2);
        double p = std::exp(-mean), sum = p, k = 0;
        while (u > sum && k < 60) {
            k += 1;
            p *= mean / k;
            sum += p;
        }
        return k;
    }
    return std::max(0.0, std::floor(mean + std::sqrt(mean) * z + (z * z - 1) / 6 + 0.5));
}

}  // namespace

SeriesPaths sample_paths(const SeriesModel& model, const JointDraws& draws, const PathRequest& request) {
    SeriesPaths paths{request.to - request.from, request.days, model.slots, {}};
    paths.rate.assign(static_cast<std::size_t>(paths.paths) * paths.days * paths.slots, 0.0f);
    const PathWriter writer(model, draws, request);
    for (int r = request.from; r < request.to; ++r) writer.write(r, paths.path(r - request.from));
    return paths;
}

void sample_counts(const SeriesModel& model, const SeriesPaths& paths, const PathRequest& request, int r, float* counts) {
    const float* const rate = paths.path(r);
    const int cells = paths.days * paths.slots;
    const std::uint64_t name = hash64(model.name);
    for (int c = 0; c < cells; c += 4) {
        const int last = std::min(4, cells - c);
        if (std::all_of(rate + c, rate + c + last, [](float v) { return v == 0; })) {
            std::fill(counts + c, counts + c + last, 0.0f);
            continue;
        }
        const int day = c / paths.slots;
        const DrawKey key{name, static_cast<std::uint64_t>((request.first + day).days),
                          static_cast<std::uint64_t>(c - day * paths.slots), purpose(ForecastDraw::counting)};
        const auto z = normals(request.seed, static_cast<std::uint32_t>(request.from + r), key);
        for (int k = 0; k < last; ++k) counts[c + k] = static_cast<float>(poisson(rate[c + k], z[k]));
    }
}

}  // namespace peakline
