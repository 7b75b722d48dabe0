// Who has a need, and when: rates of every reason in one season, and the customers that exist under them (model.md section 9).
#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "core/random.hpp"
#include "sim/season.hpp"

namespace peakline::sim {

// A customer's first need. Identity = (reason, interval, ordinal).
struct Need {
    double time;
    double u_handle, u_patience;  // draws of the first contact, from the block that made the customer
    std::uint32_t ordinal;
    ReasonId reason;
};

struct Product;

class Needs {
public:
    Needs(const Model& model, const Season& season, const Streams& streams);

    // Needs a second at instant t, those of queues whose volume is scaled as scaled.
    double rate(ReasonId reason, double t) const;
    // Customers of interval `index` (counted from the first simulated one) after `from`, by time, then reason.
    void customers(int index, double from, std::vector<Need>& out);
    // A rule has changed a rate: what follows `now` is computed anew.
    void refresh();
    // UTC start of an interval: the cell of its customers' keys.
    std::uint64_t cell(int index) const { return first_cell_ + static_cast<std::uint64_t>(index) * step_; }

    double units_of_driver(std::uint16_t driver, double from, double to) const;
    double needs_of_day(ReasonId reason, int day) const;  // day of the span
    double message_cost_of_day(std::uint16_t notification, int day) const;

private:
    double into_range(double t, std::int64_t first_utc, std::int64_t last_utc) const;
    double volume_rate(const VolumeModel& volume, double t) const;
    double volume_day(const VolumeModel& volume, int day) const;
    double unit_rate(std::uint16_t driver, double t) const;
    double driver_needs_of_day(ReasonId reason, int day) const;
    double generated_of_day(ReasonId reason, int day) const;
    double own_needs_of_day(ReasonId reason, int day) const;
    double units_with(std::uint16_t driver, double from, double to, const Product& also) const;
    double messages_with(std::uint16_t notification, int day, const Track& each) const;
    double needs_with(ReasonId reason, double from, double to, const Product& also) const;
    double integral_of_volume(const VolumeModel& volume, Product product, double from, double to) const;
    void work_out(ReasonId reason);
    std::vector<double> days_of(ReasonId reason) const;
    double unscaled_rate(ReasonId reason, double t) const;
    double queue_factor(QueueId queue, double t) const;
    double largest_queue_factor(double t) const;
    QueueId chosen_queue(ReasonId reason, int index, std::uint32_t ordinal, double t) const;
    void find_breaks(ReasonId reason);
    void add_customers(ReasonId reason, int index, double from);

    const Model& model_;
    const Season& season_;
    Streams streams_;
    std::uint64_t first_cell_, step_;
    std::vector<std::vector<double>> day_needs_;  // [reason][day of the span], by_day reasons
    std::vector<std::vector<double>> breaks_;     // [reason] moments off the grid at which its rate may step or bend
    std::vector<std::vector<double>> edges_;      // [reason] those of this season, on the grid or not
    bool by_queue_ = false;                       // something scales a queue
    std::vector<char> filled_;                    // [reason] its day_needs_ and breaks_ are computed
    std::vector<char> linear_;                    // [reason] its rate may run on a line
    std::vector<Need> found_;
    std::vector<std::uint32_t> buckets_;
};

}  // namespace peakline::sim
