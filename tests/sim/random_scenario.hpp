#pragma once

#include <cstdint>
#include <string>

namespace simtests {

// A small scenario of two days drawn from the keys of the format.
std::string random_scenario(std::uint32_t seed);

// A small centre of two days in which callbacks, closings, own lists, lent people, chases and chats get in each other's way.
std::string crowded_scenario(std::uint32_t seed);

// A small centre of two days in which all about people and actions meets: shifts, cohorts, stress, events and rules at once.
std::string staffed_scenario(std::uint32_t seed);

// How many of them a test plays: `usual`, or fifty times as many where the environment has PEAKLINE_LONG.
std::uint32_t random_seasons(std::uint32_t usual);

}  // namespace simtests
