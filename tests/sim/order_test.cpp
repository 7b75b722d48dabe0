// The engine's two orders beside the plainest way to keep them: what happens next, and who is served next.
#include <map>
#include <random>
#include <set>
#include <tuple>

#include <doctest/doctest.h>

#include "sim/event_list.hpp"
#include "sim/waiting_line.hpp"

using namespace peakline::sim;

namespace {

constexpr double length = 900;
constexpr int intervals = 40;

// By time, then kind, then subject.
struct Sooner {
    bool operator()(const Event& a, const Event& b) const {
        return std::tuple(a.time, a.kind(), a.subject) < std::tuple(b.time, b.kind(), b.subject);
    }
};

// Every seventh has no effect from the start: it may be given or not.
struct BySubject {
    bool tie(const Event& a, const Event& b) const { return a.subject < b.subject; }
    bool stale(const Event& event) const { return event.subject % 7 == 3; }
};
constexpr BySubject by_subject;

// Takes everything in order while new events come: `ahead` draws how far in the future. Times lie on a grid of `grain` seconds,
// so that many coincide. Says how many were taken.
std::size_t play(std::uint32_t seed, double ahead, double grain, int alive) {
    std::mt19937 random(seed);
    std::exponential_distribution<double> delay(1 / ahead);
    EventList list;
    std::multiset<Event, Sooner> reference;
    std::uint32_t subject = 0;
    std::size_t taken = 0;
    const auto push = [&](double now) {
        if (by_subject.stale({0, 0, subject})) list.push({now + ahead, pack(EventKind::act, 0), subject++}, by_subject);
        const double time = now + std::floor(delay(random) / grain) * grain;
        const auto kind = static_cast<EventKind>(random() % 17);
        const Event event{time, pack(kind, 0), subject++};
        list.push(event, by_subject);
        if (time < length * intervals) reference.insert(event);
    };
    list.restart(0, length, intervals);
    list.next_interval(by_subject);
    for (int i = 0; i < alive; ++i) push(0);
    for (int interval = 0; interval < intervals; ++interval) {
        const double end = length * (interval + 1);
        double limit = length * interval;
        for (;;) {
            const double next = list.next_time(limit, by_subject);
            const bool none = reference.empty() || reference.begin()->time >= end;
            if (next == EventList::no_time || next > limit) {
                // Nothing until `limit`: the same must be true of the reference.
                REQUIRE((none || reference.begin()->time >= limit));
                if (limit >= end) break;
                limit = std::min(end, limit + 60);
                continue;
            }
            if (by_subject.stale(list.first())) {
                list.take();
                continue;
            }
            REQUIRE(!none);
            REQUIRE(next == reference.begin()->time);
            const Event event = list.take();
            REQUIRE(event.subject == reference.begin()->subject);
            reference.erase(reference.begin());
            ++taken;
            const auto chance = random() % 8;  // one more each, on average, at times none or two
            if (chance != 0) push(event.time);
            if (chance == 1) push(event.time);
            if (chance == 2) limit = event.time;  // looks no further for a while
        }
        if (interval + 1 < intervals) list.next_interval(by_subject);
    }
    CHECK(reference.empty());
    return taken;
}

// Served by priority, then key, then number.
struct Service {
    std::vector<std::uint32_t>& places;
    bool before(const QueueEntry& a, const QueueEntry& b) const {
        return std::tuple(-a.priority, a.key, a.contact) < std::tuple(-b.priority, b.key, b.contact);
    }
    void place(std::uint32_t contact, std::uint32_t place) const { places[contact] = place; }
};

}  // namespace

TEST_CASE("The event list gives every event in the order of time, kind and identity, whatever comes meanwhile") {
    CHECK(play(1, 300, 1e-9, 50) > 2000);   // as in a simulation: no two at one time
    CHECK(play(2, 300, 60, 50) > 5000);     // many at one time, new ones at the present instant
    CHECK(play(3, 20000, 1, 400) > 500);    // most of them many intervals ahead, or beyond the end
    CHECK(play(4, 5, 0.25, 20) > 20000);    // far more than expected of an interval
    CHECK(play(5, 4000, 900, 200) > 1000);  // at the very borders of intervals
}

TEST_CASE("The waiting line gives whom a sorted list would give, wherever people join and leave") {
    for (const bool may_line_up : {true, false}) {
        std::mt19937 random(7);
        std::vector<std::uint32_t> places(20000);
        const Service law{places};
        const auto less = [&](const QueueEntry& a, const QueueEntry& b) { return law.before(a, b); };
        std::set<QueueEntry, decltype(less)> reference(less);
        WaitingLine line;
        std::size_t longest = 0;
        for (std::uint32_t contact = 0; contact < places.size(); ++contact) {
            // Mostly behind everybody; one in ten before others by an older arrival, one in twenty by priority.
            const QueueEntry entry{static_cast<double>(random() % 10 == 0 ? random() % 20000 : contact),
                                   random() % 20 == 0 ? 1 : 0, contact};
            line.push(entry, may_line_up, law);
            reference.insert(entry);
            const bool fills = contact / 4000 % 2 == 0;  // long lines and short ones in turn
            for (int n = 0; n < (fills ? 1 : 3) && !reference.empty() && random() % 10 < (fills ? 6 : 9); ++n) {
                auto leaves = reference.begin();  // the one served next, or one who has had enough
                if (random() % 3 == 0) std::advance(leaves, static_cast<std::ptrdiff_t>(random() % reference.size()));
                if (leaves == reference.begin()) REQUIRE(line.first(law).contact == leaves->contact);
                line.remove(places[leaves->contact], law);
                reference.erase(leaves);
                REQUIRE(line.size() == reference.size());
            }
            longest = std::max(longest, line.size());
        }
        CHECK(longest > 1500);  // gaps in front are dropped only in a line longer than 1024
        for (; !reference.empty(); reference.erase(reference.begin())) {
            REQUIRE(line.first(law).contact == reference.begin()->contact);
            line.remove(places[reference.begin()->contact], law);
        }
        CHECK(line.empty());
    }
}
