// Short ways to say what is wrong with an input file.
#pragma once

#include <string>

#include "core/problem.hpp"

namespace peakline {

// found and expected may be empty.
inline Problem trouble(Place place, std::string message, std::string found = {}, std::string expected = {}) {
    Problem problem;
    problem.place = std::move(place);
    problem.message = std::move(message);
    problem.found = std::move(found);
    problem.expected = std::move(expected);
    return problem;
}

}  // namespace peakline
