// At the door of a queue: self-service, then the queue.
#include <algorithm>

#include "sim/engine.hpp"

namespace peakline::sim {

void Engine::arrive(ContactIndex i) {
    Contact& contact = contacts_[i];
    contact.state = ContactState::scheduled;
    if (!contact.straight && contact.stage < model_.self_service_before[contact.queue].size() && enter_self_service(i)) return;
    join(i);
}

bool Engine::enter_self_service(ContactIndex i) {
    Contact& contact = contacts_[i];
    const Case& c = cases_[contact.case_index];
    const auto& line = model_.self_service_before[contact.queue];
    for (; contact.stage < line.size(); ++contact.stage) {
        const std::uint16_t id = line[contact.stage];
        const SelfServiceModel& service = model_.self_services[id];
        const bool on = is_on(Kind::self_service, id);
        if (!on || sessions_[id] >= service.sessions) continue;
        if (contact.returned_after >= 0 && contact.returned_after <= service.skip_repeats_within) continue;
        // A service that does nothing to this customer is as if it were not there.
        sessions_[id] += 1;
        if (reported_ >= 0)
            books_.queues[contact.queue][static_cast<std::size_t>(reported_)][Tally::self_service_cost] += value(service.cost);
        contact.state = ContactState::self_service;
        note(contact, What::self_service, no_value, id);
        const auto u_takes = [&] { return q(key(c, service.name, detail(Purpose::self_service, contact.episode)))[2]; };
        const double takes = service.takes.zero ? 0 : service.takes.at(now_, service.takes.certain() ? 0.5 : u_takes());
        if (takes > 0) {
            schedule(now_ + takes, EventKind::arrival, i);
            return true;
        }
        leave_self_service(i);
        return true;
    }
    return false;
}

// Contained, gave up, or passed on (perhaps to the wrong queue).
void Engine::leave_self_service(ContactIndex i) {
    Contact& contact = contacts_[i];
    Case& c = cases_[contact.case_index];
    const std::uint16_t id = model_.self_service_before[contact.queue][contact.stage];
    const SelfServiceModel& service = model_.self_services[id];
    sessions_[id] -= 1;
    const auto u = q(key(c, service.name, detail(Purpose::self_service, contact.episode)));
    const double contains = value(service.contains[c.reason]) * contains_factor_[id], gives_up = value(service.gives_up);
    if (u[0] < contains) {
        const double back_share = contact.is(Episode::chase) ? 0 : value(service.back_share);
        const auto back = back_share > 0 ? q(key(c, service.name, detail(Purpose::self_service, contact.episode, 0, 0, 1)))
                                         : std::array<double, 4>{1};
        if (back[0] >= back_share) {
            note(contact, What::contained, no_value, id);
            free_contact_and_case(i, ReasonTally::contained);
            return;
        }
        note(contact, What::contained, no_value, id);
        const double at = now_ + service.back_after.at(now_, back[1]);
        note(contact, What::comes_back, at);
        contact.episode = Episode::of(Episode::come_back, ++c.come_backs);
        contact.attempt = 0;
        contact.straight = true;
        contact.u_handle = -1;
        return come_later(i, at);
    }
    // Those who are not contained leave with the stated share; the draw is their own, so that containing more moves nobody else.
    if (gives_up > 0 && u[1] < gives_up) {
        note(contact, What::gave_up, no_value, id);
        return free_contact_and_case(i, ReasonTally::gave_up);
    }
    if (!service.saves.zero) contact.saved += service.saves.at(now_, u[3]);
    for (const auto& misroute : service.misroutes)
        if (misroute.from == contact.queue) {
            double sum = 0;
            const double m = q(key(c, service.name, detail(Purpose::self_service, contact.episode, 0, 0, 2)))[0];
            for (const auto& option : misroute.to)
                if (m < (sum += option.share)) {
                    contact.right_queue = contact.queue;
                    contact.queue = option.id;
                    contact.straight = true;
                    break;
                }
        }
    note(contact, What::passed, no_value, id);
    ++contact.stage;
    arrive(i);
}

}  // namespace peakline::sim
