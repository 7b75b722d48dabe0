#pragma once

#include <cstdint>
#include <string>

namespace simtests {

// A small scenario of two days drawn from the keys of the format.
std::string random_scenario(std::uint32_t seed);

}  // namespace simtests
