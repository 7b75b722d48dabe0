// One customer's story in words, of steps made by hand.
#include <doctest/doctest.h>

#include "core/civil.hpp"
#include "report/trace.hpp"
#include "told.hpp"

using namespace peakline;
using namespace peakline::testing;

namespace {

using What = TraceStep::What;

struct Happened {
    What what;
    double value = no_value;
    std::uint32_t episode = 0;
    std::uint16_t attempt = 0, visit = 0;
};

// A minute apart, in one queue, with one agent.
std::string story(const std::vector<Happened>& steps) {
    Trace trace;
    trace.reasons = {"ask"};
    trace.queues = {"desk"};
    trace.groups = {"core"};
    trace.agents = {{}};
    double time = 36000;
    for (const auto& [what, value, episode, attempt, visit] : steps) {
        TraceStep step;
        step.what = what, step.value = value, step.time = time += 60, step.episode = episode;
        step.attempt = attempt, step.visit = visit, step.queue = 0, step.other = 0;
        if (what == What::taken) step.agent = 0;
        trace.steps.push_back(step);
    }
    TimeAxis::Shape day;
    day.start = make_date(2026, 3, 2);
    return customer_story({}, trace, TimeAxis(Zone("UTC"), day));
}

}  // namespace

TEST_CASE("A promised call that is picked up is a contact answered, one that nobody picks up is not") {
    const std::vector<Happened> begin = {{What::need}, {What::offered}, {What::accepts_callback}, {What::taken}};
    auto reached = begin, missed = begin;
    reached.insert(reached.end(), {{What::handled, 480}, {What::resolved}});
    missed.insert(missed.end(), {{What::no_answer}, {What::lost}});
    CHECK(holds(story(reached), "is called back by core"));
    CHECK(holds(story(reached), "\n1 contact by the customer, 1 answered; resolved"));
    CHECK(holds(story(missed), "\n1 contact by the customer, 0 answered; lost"));
    missed.pop_back();
    missed.insert(missed.end(), {{What::taken}, {What::handled, 480}, {What::resolved}});
    CHECK(holds(story(missed), "\n1 contact by the customer, 1 answered; resolved"));
}

TEST_CASE("No more contacts are answered than there were: what waited at the start is one, transfers and follow-ups are none") {
    CHECK(holds(story({{What::was_there, 3600}, {What::taken}, {What::answered, 3600}, {What::handled, 60}, {What::resolved}}),
                "\n1 contact by the customer, 1 answered; resolved"));
    CHECK(holds(story({{What::need},
                       {What::offered},
                       {What::answered, 5},
                       {What::handled, 60},
                       {What::transferred},
                       {What::offered, no_value, 0, 0, 1},
                       {What::answered, 9, 0, 0, 1},
                       {What::handled, 60, 0, 0, 1}}),
                "\n1 contact by the customer, 1 answered."));
    constexpr std::uint32_t follow_up = 4u << 20;
    CHECK(holds(story({{What::pending, 36000},
                       {What::follows_up},
                       {What::offered, no_value, follow_up},
                       {What::answered, 5, follow_up},
                       {What::handled, 60, follow_up},
                       {What::resolved}}),
                "\nNo contact by the customer, and 1 follow-up; resolved"));
    CHECK(holds(story({{What::need},
                       {What::offered},
                       {What::abandoned, 60},
                       {What::redials, 36600},
                       {What::offered, no_value, 0, 1},
                       {What::answered, 5, 0, 1}}),
                "\n2 contacts by the customer, 1 answered."));
}

TEST_CASE("The place of somebody who left silently is the queue's, not the customer's") {
    const std::string text = story({{What::need},
                                    {What::offered},
                                    {What::waits},
                                    {What::abandoned, 60},
                                    {What::leaves_unseen},
                                    {What::waits},
                                    {What::lost},
                                    {What::taken},
                                    {What::place_given_up}});
    CHECK(text.find("  waits\n") == text.rfind("  waits\n"));
    CHECK(holds(text, "the queue keeps the place"));
    CHECK(holds(text, "the case is lost"));
    CHECK(holds(text, "the place that stayed taken is given to core"));
    CHECK(holds(text, "the queue gives up the place"));
}
