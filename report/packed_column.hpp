// Columns of numbers for the charts of a page, in about a byte a value.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace peakline {

// "SCALE:TEXT": whole numbers value x SCALE (a power of ten), as steps from one to the next in 91 printable characters that
// JSON and HTML leave alone; decoded by unpacked() in page/data.js. What is not finite is kept as "no value".
//   0-66     a step s, as 2s or -2s - 1
//   67-84    with the next character, a step beyond them;  85-87: with the next two
//   88       the value itself in the next five characters, a step from none (zig-zag as above)
//   89       no value
//   90       what came last again, 1 + the next character times
std::string packed_column(std::size_t size, int scale, const std::function<double(std::size_t)>& value_at);

}  // namespace peakline
