#include "report/page.hpp"

namespace peakline {
std::string report_page(const Results&) { return std::string(page_template); }
}  // namespace peakline
