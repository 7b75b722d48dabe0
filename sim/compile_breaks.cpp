// Moments, known in advance, at which the rate of a reason may step or bend; what a season draws adds its own (needs_customers.cpp).
#include <algorithm>
#include <cmath>

#include "sim/compiler.hpp"

namespace peakline::sim {
namespace {

class Breaks {
public:
    explicit Breaks(const Compiler& c) : c_(c), model_(c.model), found_(c.model.reasons.size()) {
        for (const NotificationModel& n : model_.notifications)
            if (n.per_reason != no_id) found_[n.per_reason].all = true;
    }

    // Off the grid alone, sorted; and whether anything in the rate is linear.
    void give(ReasonId id, ReasonModel& reason) {
        find(id);
        auto& breaks = reason.breaks;
        std::copy_if(found_[id].at.begin(), found_[id].at.end(), std::back_inserter(breaks),
                     [&](double t) { return off_grid(t); });
        std::sort(breaks.begin(), breaks.end());
        breaks.erase(std::unique(breaks.begin(), breaks.end()), breaks.end());
        reason.linear = found_[id].linear;
    }

private:
    struct Found {
        std::vector<double> at;
        bool linear = false, done = false;
        bool all = false;  // those on the grid, too: a lag of those whom its messages bring moves them off
    };

    bool off_grid(double t) const {
        const double step = model_.axis.interval();
        return std::abs(t / step - std::round(t / step)) * step > 1e-6;
    }
    void add(Found& found, double t, const Lag& lag) const {
        t = model_.shift_days(t, lag.days) + lag.seconds;
        if (found.all || off_grid(t)) found.at.push_back(t);
    }
    void add(Found& found, const Track& track, const Lag& lag) const {
        found.linear = found.linear || track.linear;
        if (track.starts.size() > 1)
            for (const double t : track.starts) add(found, t, lag);
    }
    // Both ends of every piece, and of those that are repeated outside what is covered.
    void add_pieces(Found& found, const std::vector<std::pair<double, double>>& pieces, const Lag& lag) const {
        const double first = pieces.front().first, last = pieces.back().second;
        const int week = repeated_days(last - first);
        const double length = week * day_seconds;
        const int before = std::max(0, static_cast<int>(std::ceil((first - model_.span.from) / length)));
        const int after = std::max(0, static_cast<int>(std::ceil((model_.span.to - last) / length)));
        for (const auto& piece : pieces)
            for (const double t : {piece.first, piece.second}) {
                add(found, t, lag);
                for (int n = 1; n <= before && t <= first + length; ++n) add(found, model_.shift_days(t, -n * week), lag);
                for (int n = 1; n <= after && t >= last - length; ++n) add(found, model_.shift_days(t, n * week), lag);
            }
    }
    void add(Found& found, const VolumeModel& volume, const Lag& lag) const {
        if (volume.form == VolumeModel::Form::rate) add(found, model_.numbers[volume.amount].fixed, lag);
        std::vector<std::pair<double, double>> pieces;
        const auto utc = [&](std::int64_t second) { return model_.axis.seconds_of_utc(second); };
        if (volume.form == VolumeModel::Form::table)
            for (const std::int64_t start : volume.table->starts)
                pieces.emplace_back(utc(start), utc(start) + volume.table->step);
        if (volume.form == VolumeModel::Form::paths)
            for (std::size_t i = 0; i + 1 < volume.paths->edges.size(); ++i)
                pieces.emplace_back(utc(volume.paths->edges[i]), utc(volume.paths->edges[i + 1]));
        if (!pieces.empty()) add_pieces(found, pieces, lag);
        if (volume.busy && c_.scenario.busyness)
            for (const double midnight : model_.day_starts) add(found, midnight, lag);
    }
    void add_driver(Found& found, std::uint16_t driver, const Lag& lag) const {
        add(found, model_.drivers[driver].volume, lag);
        add(found, model_.numbers[model_.drivers[driver].scale].fixed, lag);
    }

    // After the reasons whose messages cause it (never in a circle).
    void find(ReasonId id) {
        Found& found = found_[id];
        if (found.done) return;
        found.done = true;
        const ReasonModel& reason = model_.reasons[id];
        add(found, model_.numbers[reason.scale].fixed, {});
        if (reason.by_day) {
            for (const double t : reason.shape.starts) add(found, t, {});
            return;
        }
        add(found, reason.volume, {});
        add(found, reason.needs_per_offered, {});
        for (const Lag& lag : reason.lags) {
            if (reason.driver != no_id) {
                add_driver(found, reason.driver, lag);
                add(found, model_.numbers[reason.rate].fixed, lag);
            }
            for (const std::uint16_t n : reason.generated_by) {
                const NotificationModel& m = model_.notifications[n];
                add(found, model_.numbers[m.reach].fixed, lag);
                add(found, model_.numbers[m.generates_rate].fixed, lag);
                if (m.per_driver != no_id) add_driver(found, m.per_driver, lag);
                if (m.per_reason == no_id || m.per_reason == id) continue;
                find(m.per_reason);
                found.linear = found.linear || found_[m.per_reason].linear;
                for (const double t : found_[m.per_reason].at) add(found, t, lag);
                for (const double t : model_.reasons[m.per_reason].queues.starts) add(found, t, lag);  // if a queue is scaled
            }
        }
    }

    const Compiler& c_;
    const Model& model_;
    std::vector<Found> found_;
};

}  // namespace

void Compiler::compile_breaks() {
    Breaks breaks(*this);
    for (std::size_t id = 0; id < model.reasons.size(); ++id) breaks.give(static_cast<ReasonId>(id), model.reasons[id]);
}

}  // namespace peakline::sim
