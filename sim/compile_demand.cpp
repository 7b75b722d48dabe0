#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "sim/compiler.hpp"

namespace peakline::sim {
namespace {

// Weight of an instant for spreading a day's needs, and how a day's weights are made to sum to one.
struct DayWeights {
    std::function<double(LocalTime, bool holiday)> weight;
    std::vector<int> cuts;  // seconds of the day at which the weight may step
    bool by_week = false;   // normalised over an ordinary week, else every day for itself
    double week_mean = 1;   // by_week: mean weight over the week
};

double clock_integral(const DayWeights& weights, Date date, bool holiday) {
    double sum = 0;
    for (std::size_t i = 0; i < weights.cuts.size(); ++i) {
        const int end = i + 1 < weights.cuts.size() ? weights.cuts[i + 1] : 86400;
        sum += weights.weight({date, weights.cuts[i]}, holiday) * (end - weights.cuts[i]);
    }
    return sum;
}

// Share of a day's needs a second. On days of 23 and 25 hours the weights are stretched so that the day's total stays.
Track day_shape(const DayWeights& weights, const TimeAxis& axis, Span span) {
    Track shape;
    shape.starts.clear();
    shape.from.clear();
    const int first = axis.local(span.from).date - axis.first_day(), last = axis.local(span.to).date - axis.first_day();
    for (int day = first; day <= last; ++day) {
        const Date date = axis.date_of_day(day);
        const bool holiday = axis.is_holiday(date);
        std::set<double> starts;
        const double midnight = axis.day_start(day), next = axis.day_start(day + 1);
        for (const int cut : weights.cuts) {
            starts.insert(axis.seconds({date, cut}));
            if (next - midnight > day_seconds)
                starts.insert(std::min(axis.seconds({date, cut}) + (next - midnight - day_seconds), next - 1));
        }
        std::vector<double> times(starts.begin(), starts.end());
        times.push_back(next);
        std::vector<double> values;
        double elapsed = 0;
        for (std::size_t i = 0; i + 1 < times.size(); ++i) {
            values.push_back(weights.weight(axis.local(times[i]), holiday));
            elapsed += values.back() * (times[i + 1] - times[i]);
        }
        double total = 1;  // the part of N(d) that the day gets
        if (weights.by_week) total = clock_integral(weights, date, holiday) / (day_seconds * weights.week_mean);
        for (std::size_t i = 0; i + 1 < times.size(); ++i) {
            shape.starts.push_back(times[i]);
            shape.from.push_back(elapsed > 0 ? total * values[i] / elapsed : weights.by_week ? 0 : 1 / (next - midnight));
        }
    }
    shape.to = shape.from;
    return shape;
}

DayWeights typed_weights(const Factors& factors) {
    std::set<int> cuts{0};
    for (const auto& hours : factors.by_hour) {
        cuts.insert(hours.from);
        if (hours.to < 86400) cuts.insert(hours.to);
    }
    return {[&factors](LocalTime local, bool holiday) { return factors.at(local, holiday); },
            {cuts.begin(), cuts.end()},
            true,
            weekly_mean(factors)};
}

DayWeights history_weights(const WeekShape& shape) {
    const int step = static_cast<int>(shape.step), per_day = 86400 / step;
    std::vector<int> cuts;
    for (int i = 0; i < per_day; ++i) cuts.push_back(i * step);
    return {[&shape, step, per_day](LocalTime local, bool) {
                return shape
                    .weights[static_cast<std::size_t>(static_cast<int>(weekday_of(local.date)) * per_day + local.second / step)];
            },
            cuts};
}

// Even over the hours in which any of the queues is open.
DayWeights open_weights(const std::vector<const Queue*>& queues, const TimeAxis& axis) {
    std::set<int> cuts{0};
    for (const Queue* queue : queues)
        for (const auto& [key, openings] : queue->hours.rows)
            for (const Opening& opening : openings)
                for (const double edge : {opening.from, opening.to}) cuts.insert(static_cast<int>(std::fmod(edge, day_seconds)));
    const auto open = [](const Queue& queue, Date date, bool holiday, double second) {
        const auto* openings = queue.hours.find(date, holiday);
        return openings && std::any_of(openings->begin(), openings->end(),
                                       [&](const Opening& o) { return o.from <= second && second < o.to; });
    };
    return {[queues, open, &axis](LocalTime local, bool holiday) {
                const Date before = local.date + -1;  // its hours may reach beyond midnight
                for (const Queue* queue : queues)
                    if (queue->hours.empty() || open(*queue, local.date, holiday, local.second) ||
                        open(*queue, before, axis.is_holiday(before), local.second + day_seconds))
                        return 1.0;
                return 0.0;
            },
            {cuts.begin(), cuts.end()}};
}

std::vector<const Queue*> queues_of(const Reason& reason, const Scenario& scenario) {
    std::set<std::string> names;
    for (const auto& point : reason.queues.points)
        for (const auto& [name, share] : point.value) names.insert(name);
    std::vector<const Queue*> queues;
    for (const Queue& queue : scenario.queues)
        if (names.contains(queue.name)) queues.push_back(&queue);
    return queues;
}

VolumeModel volume_model(Compiler& c, const Volume& volume, const std::string& name, const std::string& path) {
    VolumeModel model;
    if (volume.history || volume.forecast) {
        const auto it = c.demand.volumes.find(name);
        if (it == c.demand.volumes.end() || it->second.paths.empty())
            throw InputError(Problem{{c.scenario.file.string(), 0, 0}, path, "no forecast was made for it", {}, {}, {}});
        model.form = VolumeModel::Form::paths;
        model.paths = &it->second;
        model.daily = it->second.daily;
        return model;
    }
    if (!volume.expected) return model;
    model.busy = true;
    if (const auto* rate = std::get_if<Rate>(&volume.expected->value)) {
        model.form = VolumeModel::Form::rate;
        model.amount = c.number(rate->amount, path + ".expected");
        model.per = rate->per;
        model.daily = rate->daily();
    } else if (const auto* days = std::get_if<std::vector<double>>(&volume.expected->value)) {
        model.form = VolumeModel::Form::days;
        model.days = *days;
        model.daily = true;
    } else {
        model.form = VolumeModel::Form::table;
        model.table = &std::get<TimeTable>(volume.expected->value);
        model.daily = model.table->step >= day_seconds;
    }
    return model;
}

// Offered contacts of a volume turned into needs, with the baseline's settings (model.md section 1).
Track needs_per_offered(const Compiler& c, const Reason& reason) {
    const TimeAxis& axis = c.model.axis;
    const auto mean_track = [&](const Quantity& quantity) { return compile_number(quantity, axis, c.model.span, 0); };
    const auto value = [](const Number& number, double t) {
        if (!number.random) return number.fixed.at(t);
        const std::size_t i = number.fixed.piece(t);
        return mean(number.from[i]) * number.factor[i];
    };
    std::set<double> starts{c.model.span.from};
    const Number first = mean_track(reason.first_contacts);
    std::vector<std::pair<Number, Number>> notifications;
    for (const Notification& n : c.baseline.notifications)
        if (n.enabled && std::count(n.about.begin(), n.about.end(), reason.name))
            notifications.emplace_back(mean_track(n.reach), mean_track(n.effect));
    std::vector<std::pair<std::string, Number>> contained;  // queue, share that a self-service before it resolves
    for (const SelfService& s : c.baseline.self_services)
        if (s.enabled)
            for (const auto& [about, share] : s.contains)
                if (about.empty() || about == reason.name)
                    for (const std::string& queue : s.before) contained.emplace_back(queue, mean_track(share));
    const auto add = [&](const Track& track) { starts.insert(track.starts.begin(), track.starts.end()); };
    add(first.fixed);
    for (const auto& [reach, effect] : notifications) add(reach.fixed), add(effect.fixed);
    for (const auto& [queue, share] : contained) add(share.fixed);
    for (const double t : piece_starts(reason.queues, axis, c.model.span)) starts.insert(t);
    Track track;
    track.starts.assign(starts.begin(), starts.end());
    track.from.clear();
    for (const double t : track.starts) {
        double kept = 1, passed = 0;
        for (const auto& [reach, effect] : notifications) kept *= 1 - value(reach, t) * value(effect, t);
        for (const auto& [queue, share] : reason.queues.at(axis.local(t))) {
            double through = 1;
            for (const auto& [before, part] : contained)
                if (before == queue) through *= 1 - value(part, t);
            passed += share * through;
        }
        track.from.push_back(kept * passed > 0 ? value(first, t) / (kept * passed) : 0);
    }
    track.to = track.from;
    return track;
}

}  // namespace

void Compiler::compile_demand() {
    for (const Driver& driver : scenario.drivers) {
        const std::string path = "drivers." + driver.name;
        model.drivers.push_back({hash64(driver.name), driver.enabled, volume_model(*this, driver.volume, driver.name, path),
                                 number(driver.scale, path + ".scale")});
    }
    for (const Reason& reason : scenario.reasons) {
        const std::string path = "reasons." + reason.name;
        ReasonModel r;
        r.name = hash64(reason.name);
        r.title = reason.name;
        r.enabled = reason.enabled;
        if (!reason.per.empty()) r.driver = drivers.at(reason.per);
        r.rate = number(reason.rate, path + ".rate");
        for (const auto& [delay, share] : reason.lag) {
            const int days = static_cast<int>(std::floor(delay / day_seconds));
            r.lags.push_back({days, delay - days * day_seconds, share});
        }
        r.volume = volume_model(*this, reason.volume, reason.name, path);
        r.counts_offered = reason.counts == Counts::offered;
        if (r.counts_offered) {
            const auto there = std::find_if(baseline.reasons.begin(), baseline.reasons.end(),
                                            [&](const Reason& other) { return other.name == reason.name; });
            r.needs_per_offered = needs_per_offered(*this, there == baseline.reasons.end() ? reason : *there);
        }
        r.scale = number(reason.scale, path + ".scale");
        r.queues = choice(reason.queues, queues);
        r.resolved = number(reason.resolved_first_time, path + ".resolved_first_time");
        bool daily = r.volume.daily || (r.driver != no_id && model.drivers[r.driver].volume.daily);
        for (std::size_t n = 0; n < scenario.notifications.size(); ++n) {
            const Notification& notification = scenario.notifications[n];
            if (std::count(notification.about.begin(), notification.about.end(), reason.name))
                r.notifications.push_back(static_cast<std::uint16_t>(n));
            if (notification.generates != reason.name) continue;
            r.generated_by.push_back(static_cast<std::uint16_t>(n));
            const auto driver = drivers.find(notification.per);
            daily = daily || (driver != drivers.end() && model.drivers[driver->second].volume.daily);
        }
        r.by_day = reason.profile.any() || daily;
        const auto reason_queues = queues_of(reason, scenario);
        r.outbound = !reason_queues.empty() && std::all_of(reason_queues.begin(), reason_queues.end(),
                                                           [](const Queue* queue) { return queue->medium == Medium::outbound; });
        if (reason.profile.history) {
            const auto it = demand.profiles.find(reason.name);
            if (it == demand.profiles.end())
                throw InputError(
                    Problem{{scenario.file.string(), 0, 0}, path + ".profile", "no profile was read for it", {}, {}, {}});
            r.shape = day_shape(history_weights(it->second), model.axis, model.span);
        } else {
            r.shape =
                day_shape(reason.profile.any() ? typed_weights(reason.profile.weights) : open_weights(reason_queues, model.axis),
                          model.axis, model.span);
        }
        r.handle_time.resize(scenario.queues.size());
        for (auto& own : r.handle_time) own.factor = no_number;
        for (const HandleTime& own : reason.handle_time) {
            auto& target = r.handle_time[queues.at(own.name)];
            if (own.factor)
                target.factor = number(own.value, path + ".handle_time." + own.name);
            else
                target.replaces = true, target.duration = duration(own.value);
        }
        if (reason.pending) {
            r.has_pending = true;
            r.pending_share = number(reason.pending->share, path + ".pending.share");
            r.answered_after = duration(reason.pending->answered_after);
            r.follow_up_queue = queues.at(reason.pending->follow_up_queue);
            r.has_follow_up_handle_time = reason.pending->follow_up_handle_time.has_value();
            if (r.has_follow_up_handle_time) r.follow_up_handle_time = duration(*reason.pending->follow_up_handle_time);
            r.has_chase = reason.pending->chase.has_value();
            if (r.has_chase) r.chase = chase(*reason.pending->chase, r.name, path + ".pending.chase");
        }
        model.reasons.push_back(std::move(r));
    }
}

void Compiler::compile_deflection() {
    for (const Notification& n : scenario.notifications) {
        const std::string path = "notifications." + n.name;
        NotificationModel m;
        m.name = hash64(n.name);
        m.enabled = n.enabled;
        m.reach = number(n.reach, path + ".reach");
        m.effect = number(n.effect, path + ".effect");
        m.cost = number(n.cost, path + ".cost");
        m.generates_rate = number(n.generates_rate, path + ".generates.rate");
        m.leaves_harder = number(n.leaves_harder, path + ".leaves_harder");
        if (drivers.contains(n.per))
            m.per_driver = drivers.at(n.per);
        else if (reasons.contains(n.per))
            m.per_reason = reasons.at(n.per);
        if (!n.generates.empty()) m.generates = reasons.at(n.generates);
        model.notifications.push_back(m);
    }
    model.self_service_before.resize(scenario.queues.size());
    for (const SelfService& s : scenario.self_services) {
        const std::string path = "self_service." + s.name;
        SelfServiceModel m;
        m.name = hash64(s.name);
        m.enabled = s.enabled;
        const NumberId none = constant(0);
        for (const Reason& reason : scenario.reasons) {
            NumberId share = none;
            for (const auto& [about, contains] : s.contains)
                if (about.empty() || about == reason.name) share = number(contains, path + ".contains." + about);
            m.contains.push_back(share);
        }
        m.takes = duration(s.takes);
        m.gives_up = number(s.gives_up, path + ".gives_up");
        m.back_share = number(s.comes_back_share, path + ".comes_back.share");
        m.back_after = duration(s.comes_back_after);
        m.saves = duration(s.saves);
        m.leaves_harder = number(s.leaves_harder, path + ".leaves_harder");
        m.cost = number(s.cost, path + ".cost");
        for (const auto& [from, shares] : s.misroutes) m.misroutes.push_back({queues.at(from), options(shares, queues)});
        m.skip_repeats_within = s.skip_repeats_within;
        m.sessions = s.sessions;
        for (const std::string& queue : s.before)
            model.self_service_before[queues.at(queue)].push_back(static_cast<std::uint16_t>(model.self_services.size()));
        model.self_services.push_back(std::move(m));
    }
}

}  // namespace peakline::sim
