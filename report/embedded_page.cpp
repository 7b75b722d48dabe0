#include "report/embedded_page.hpp"

#include <utility>

namespace peakline {

using Json = nlohmann::ordered_json;

namespace {

// JSON that may stand inside a <script>: "<" occurs in strings only, where its escape means the same.
std::string script_safe(const Json& data) {
    const auto text = data.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (c == '<')
            out += "\\u003c";
        else
            out += c;
    }
    return out;
}

std::string html_escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    }
    return out;
}

}  // namespace

std::string filled_page(std::string_view page, std::string_view title, const Json& data) {
    const std::pair<std::string_view, std::string> fillings[] = {
        {"@@title@@", html_escaped(title)}, {"@@data@@", script_safe(data)}, {"@@charts@@", std::string(charts_library)}};
    std::string out;
    std::size_t from = 0;
    for (const auto& [mark, text] : fillings) {
        const auto at = page.find(mark, from);
        out += page.substr(from, at - from);
        out += text;
        from = at + mark.size();
    }
    out += page.substr(from);
    return out;
}

Json folded_column(std::size_t size, const std::function<Json(std::size_t)>& value_at) {
    Json out = Json::array();
    std::size_t repeats = 0;
    const auto end_run = [&] {
        if (repeats > 0) out.push_back(std::to_string(repeats));
        repeats = 0;
    };
    Json last;
    for (std::size_t i = 0; i < size; ++i) {
        Json value = value_at(i);
        if (i > 0 && value == last) {
            ++repeats;
            continue;
        }
        end_run();
        out.push_back(value);
        last = std::move(value);
    }
    end_run();
    return out;
}

}  // namespace peakline
