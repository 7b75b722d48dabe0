// The formulas against tables of exact values (25-40 digits), where these are present.
#include "reference.hpp"

#include <doctest/doctest.h>

#include "core/results.hpp"
#include "staffing/finite.hpp"
#include "staffing/minimal.hpp"
#include "staffing/priority.hpp"

using namespace peakline;
using reference::close;
using reference::number;

namespace {

// 1e-9 relative, 1e-7 from 100 000 servers on; a probability that is the complement of one near 1 may be off by 1e-12.
double tolerance(double servers) { return servers >= 1e5 ? 1e-7 : 1e-9; }
bool complement(double found, double expected) { return expected < 1e-3 && std::abs(found - expected) <= 1e-12; }

bool starts_with(const std::string& text, const char* start) { return text.rfind(start, 0) == 0; }
Servers servers_of(const reference::Row& row, const char* rate = "lambda_per_hour") {
    return {static_cast<int>(number(row, "n_servers")), number(row, rate) / 3600, number(row, "aht_s")};
}
std::string text_of(const reference::Row& row) {
    std::string text;
    for (const auto& [key, value] : row) text += key + "=" + value + " ";
    return text;
}

double erlang_bc_value(const reference::Row& row) {
    const std::string& what = row.at("quantity");
    const int n = static_cast<int>(number(row, "n_servers"));
    const double load = number(row, "offered_load_erlang");
    if (what == "erlang_b_blocking") return erlang_b(n, load);
    const ErlangC unit = erlang_c({n, load, 1}), call = erlang_c({n, load / 180, 180});
    if (what == "erlang_c_p_wait") return unit.p_wait;
    if (what == "erlang_c_mean_wait_in_service_times") return unit.mean_wait;
    if (what == "erlang_c_asa_aht180") return call.mean_wait;
    if (what == "erlang_c_mean_queue_len") return unit.mean_queue;
    if (what == "erlang_c_p_wait_gt_t_aht180") return call.wait_above(number(row, "t_s"));
    if (what == "erlang_c_service_level_aht180") return call.service_level(number(row, "t_s"));
    return no_value;
}

double impatient_value(const ImpatientQueue& q, const reference::Row& row) {
    const std::string& what = row.at("quantity");
    const double t = number(row, "t_s");
    if (what == "p_wait" || starts_with(what, "p_wait (")) return q.p_wait();
    if (what == "p_abandon" || starts_with(what, "p_abandon (")) return q.p_abandon();
    if (what == "mean_wait_all") return q.mean_wait();
    if (what == "mean_wait_served") return q.mean_wait_served();
    if (what == "mean_wait_abandoned") return q.mean_wait_abandoned();
    if (what == "mean_virtual_wait") return q.mean_virtual_wait();
    if (what == "mean_queue_len") return q.mean_queue();
    if (what == "occupancy") return q.occupancy();
    if (what == "p_wait_gt" || what == "p_wait_gt_t") return q.wait_above(t);
    if (what == "p_virtual_wait_gt") return q.virtual_wait_above(t);
    if (what == "p_abandon_within") return q.abandoned_within(t);
    if (what == "p_served_and_wait_gt") return q.served_above(t);
    if (what == "sl_served_within_over_offered") return q.served_within(t);
    if (what == "sl_served_within_over_served") return q.service_level_of_answered(t);
    if (what == "sl_served_plus_abandoned_within_over_offered") return q.service_level_with_abandoned_within(t);
    if (what == "sl_served_within_over_offered_less_early_abandons") return q.service_level_less_early_abandons(t);
    return no_value;
}

Patience patience_named(const std::string& name) {
    if (name == "exp mean 180s") return exponential_patience(180);
    if (name == "deterministic 180s") return deterministic_patience(180);
    if (name == "deterministic 20s") return deterministic_patience(20);
    if (name == "Erlang-2 mean 180s") return gamma_patience(180, 2);
    if (name == "uniform(0,360s)") return uniform_patience(0, 360);
    if (name == "H2 p=.5 means 60,300s") return hyperexponential_patience(std::vector{0.5, 0.5}, std::vector{60.0, 300.0});
    if (name == "lognormal mean 180s CV2=1") return lognormal_patience(180, 1);
    if (name == "lognormal mean 180s CV2=4") return lognormal_patience(180, 2);
    REQUIRE(name == "balk p=0.1 when all busy else exp mean 1000s");
    return balking_patience(0.1, exponential_patience(1000));
}

double finite_value(const reference::Row& row) {
    const std::string &what = row.at("quantity"), &model = row.at("model");
    const double t = number(row, "t_s"), lambda = number(row, "lambda_per_hour_or_alpha");
    const int n = static_cast<int>(number(row, "n_servers")),
              places = static_cast<int>(number(row, "K_total_places_or_N_sources"));
    if (starts_with(model, "Engset")) {
        const Engset e = engset(n, places, lambda);
        return starts_with(what, "call") ? e.call_congestion : starts_with(what, "carried") ? e.carried : e.time_congestion;
    }
    if (starts_with(model, "M/M/n//N")) {
        const FiniteSource f = finite_source(n, places, lambda, number(row, "aht_s"));  // rates per service time
        return what == "mean_wait" ? f.mean_wait : f.p_wait;
    }
    const FiniteQueue q({n, lambda / 3600, number(row, "aht_s")}, places,
                        model == "M/M/n/K" ? std::numeric_limits<double>::infinity() : number(row, "mean_patience_s"));
    if (what == "p_block") return q.p_block();
    if (starts_with(what, "p_wait_over_offered")) return q.p_wait();
    if (what == "p_abandon_over_offered") return q.p_abandon();
    if (what == "p_abandon_over_admitted") return q.p_abandon() / (1 - q.p_block());
    if (what == "p_served_over_offered") return q.p_served();
    if (what == "mean_queue_len") return q.mean_queue();
    if (what == "mean_wait_admitted") return q.mean_wait_admitted();
    if (what == "occupancy") return q.occupancy();
    if (what == "p_wait_gt_t_over_offered") return q.wait_above(t);
    if (what == "sl_served_within_over_offered") return q.served_within(t);
    if (what == "sl_served_within_over_admitted") return q.served_within(t) / (1 - q.p_block());
    return no_value;
}

double priority_value(const reference::Row& row) {
    const std::string &what = row.at("quantity"), &model = row.at("model");
    const int n = static_cast<int>(number(row, "n_servers"));
    const double aht = number(row, "aht_s"), t = number(row, "t_s");
    std::vector<double> rates{number(row, "lambda1_per_hour") / 3600, number(row, "lambda2_per_hour") / 3600};
    if (starts_with(model, "preemptive")) {
        const Preemptive p = preemptive_two_classes(n, rates[0], rates[1], aht);
        return what == "mean_wait_class1"          ? p.mean_wait_1
               : starts_with(what, "mean_sojourn") ? p.mean_sojourn_2
                                                   : p.mean_sojourn_2 - aht;
    }
    if (model == "nonpreemptive 3-class") rates.push_back(number(row, "lambda3_per_hour") / 3600);
    const std::vector<double> waits = priority_mean_waits(n, rates, aht);
    if (starts_with(what, "mean_wait_class")) return waits.at(static_cast<std::size_t>(what.back() - '1'));
    const TwoClasses two(n, rates[0], rates[1], aht);
    if (starts_with(what, "mean_queue_class"))
        return waits.at(static_cast<std::size_t>(what.back() - '1')) * rates.at(what.back() - '1');
    if (what == "mean_wait_fifo_same_load") return erlang_c({n, rates[0] + rates[1], aht}).mean_wait;
    if (what == "mean_wait_overall") return (waits[0] * rates[0] + waits[1] * rates[1]) / (rates[0] + rates[1]);
    if (what == "p_wait_gt_t_class1") return two.wait_above_1(t);
    if (what == "p_wait_gt_t_class2") return two.wait_above_2(t);
    return two.p_wait();
}

}  // namespace

TEST_CASE("Erlang B and C agree with the table") {
    for (const auto& row : reference::rows("erlang_bc.csv")) {
        INFO(text_of(row));
        const double expected = number(row, "value"), found = erlang_bc_value(row);
        CHECK_MESSAGE((close(found, expected, tolerance(number(row, "n_servers"))) || complement(found, expected)), found);
    }
}

TEST_CASE("Erlang A agrees with the table") {
    std::map<std::string, ImpatientQueue> queues;  // by case
    for (const auto& row : reference::rows("erlang_a.csv")) {
        INFO(text_of(row));
        auto found_queue = queues.find(row.at("case"));
        if (found_queue == queues.end())
            found_queue =
                queues.emplace(row.at("case"), ImpatientQueue::erlang_a(servers_of(row), number(row, "mean_patience_s"))).first;
        const ImpatientQueue& q = found_queue->second;
        const double expected = number(row, "value"), found = impatient_value(q, row);
        CHECK_MESSAGE((close(found, expected, tolerance(number(row, "n_servers"))) || complement(found, expected)), found);
    }
}

TEST_CASE("Queues with general patience agree with the table") {
    for (const auto& row : reference::rows("mm_n_plus_g.csv")) {
        INFO(text_of(row));
        const ImpatientQueue q(servers_of(row), patience_named(row.at("patience")));
        const double expected = number(row, "value"), found = impatient_value(q, row);
        CHECK_MESSAGE(close(found, expected, 1e-8), found);
    }
}

TEST_CASE("Finite systems agree with the table") {
    for (const auto& row : reference::rows("finite_buffer_engset.csv")) {
        INFO(text_of(row));
        const double expected = number(row, "value"), found = finite_value(row);
        CHECK_MESSAGE((close(found, expected, 1e-8) || complement(found, expected)), found);
    }
}

TEST_CASE("Priorities agree with the table") {
    for (const auto& row : reference::rows("priority.csv")) {
        INFO(text_of(row));
        const double expected = number(row, "value"), found = priority_value(row);
        CHECK_MESSAGE((close(found, expected, 1e-9) || complement(found, expected)), found);
    }
}

TEST_CASE("Minimal staff agrees with the table exactly") {
    for (const auto& row : reference::rows("min_staff.csv")) {
        if (!starts_with(row.at("quantity"), "min_")) continue;
        INFO(text_of(row));
        // The number is in its own column or follows "=" in the target's name.
        const std::string& name = row.at("target");
        const double target = number(row.at("target_value") != "" ? row.at("target_value") : name.substr(name.find('=') + 1));
        Traffic traffic{number(row, "calls_per_hour") / 3600, number(row, "aht_s"), {}};
        StaffingTarget wanted;
        if (row.at("mean_patience_s") != "") traffic.mean_patience = number(row, "mean_patience_s");
        if (row.at("occ_cap") != "") wanted.occupancy = number(row, "occ_cap");
        wanted.within = number(row, "t_s");
        if (name == "blocking<=") {
            CHECK(servers_for_loss(traffic.arrival_rate * traffic.handle_time, target) == number(row, "value"));
            continue;
        }
        if (starts_with(name, "ASA"))
            wanted.asa = target;
        else if (starts_with(name, "p_abandon"))
            wanted.abandonment = target;
        else if (starts_with(name, "p_wait"))
            wanted.p_wait = target;
        else
            wanted.service_level = target;
        wanted.early_abandons_count = name.find("less_early") == std::string::npos;
        CHECK(servers_for(traffic, wanted) == number(row, "value"));
    }
}
