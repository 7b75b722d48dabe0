// Honest about the future: nothing after `--until` is read, and files appear whole or not at all.
#include <doctest/doctest.h>

#include "core/problem.hpp"
#include "forecast/run_forecast.hpp"
#include "tests/forecast/made.hpp"

using namespace peakline;
using namespace peakline::testing;

namespace {

HistorySeries made() {
    return made_slots(
        "calls", day("2026-01-05"), 70, 24, [](Date d) { return 6 + 0.1 * noise("d", d.days); },
        [](int h) { return h >= 8 && h < 18 ? 0.1 : 0; });
}

ForecastJob job(const Folder& folder, const std::filesystem::path& history, const std::string& out) {
    ForecastJob j;
    j.histories = {history};
    j.until = day("2026-03-01");
    j.days = 7;
    j.paths = 30;
    j.out = folder.path() / out;
    return j;
}

const std::vector<std::string> files{"intervals.csv", "days.csv", "paths.csv", "forecast.json"};

}  // namespace

TEST_CASE("Changing the future does not change the forecast by a bit") {
    const Folder folder;
    const std::string text = as_csv(made());
    const std::size_t cut = text.find("2026-03-02 00:00");
    const std::string known = text.substr(0, cut);
    std::string changed = known +
                          "2026-03-02 00:00,-5\n2026-03-02 00:00,\"7,5\"\nnonsense\n2026-03-02 08:07,99999999\n31.12.2027 "
                          "10:00,5\nTotal,5\n2026-03-03 09:00,1.5\n";
    const auto file = folder.write("calls.csv", text);
    run_forecast(job(folder, file, "a"));
    folder.write("calls.csv", changed);
    run_forecast(job(folder, file, "b"));
    folder.write("calls.csv", known);
    run_forecast(job(folder, file, "c"));
    for (const std::string& name : files) {
        INFO(name);
        CHECK(read_text(folder.path() / "a" / name) == read_text(folder.path() / "b" / name));
        CHECK(read_text(folder.path() / "a" / name) == read_text(folder.path() / "c" / name));
    }
}

TEST_CASE("Every interval of every day ahead is written, 0 where closed") {
    const Folder folder;
    run_forecast(job(folder, folder.write("calls.csv", as_csv(made())), "out"));
    const std::string intervals = read_text(folder.path() / "out" / "intervals.csv");
    CHECK(std::count(intervals.begin(), intervals.end(), '\n') == 1 + 7 * 24);
    CHECK(intervals.starts_with("timestamp,series,mean,p025,p05,p10,p15,"));
    CHECK(intervals.find("\n2026-03-02 00:00,calls,0,0,0") != std::string::npos);
    CHECK(read_text(folder.path() / "out" / "days.csv").find("\n2026-03-08,calls,") != std::string::npos);
}

TEST_CASE("With a zone the doubled hour is written twice and the skipped hour not at all") {
    const Folder folder;
    ForecastJob j = job(folder, folder.write("calls.csv", as_csv(made())), "out");
    j.zone = "Europe/Berlin";
    j.until = day("2026-03-10");
    j.days = 21;
    run_forecast(j);
    const std::string intervals = read_text(folder.path() / "out" / "intervals.csv");
    CHECK(std::count(intervals.begin(), intervals.end(), '\n') == 1 + 21 * 24 - 1);
    CHECK(intervals.find("2026-03-29T02:00") == std::string::npos);
    CHECK(intervals.find("2026-03-29T03:00:00+02:00,calls") != std::string::npos);
}

TEST_CASE("A forecast that fails leaves the files of the last one alone") {
    const Folder folder;
    ForecastJob j = job(folder, folder.write("calls.csv", as_csv(made())), "out");
    run_forecast(j);
    const std::string before = read_text(folder.path() / "out" / "days.csv");
    folder.write("calls.csv", "timestamp,value\nnonsense,5\n");
    CHECK_THROWS_AS(run_forecast(j), InputError);
    CHECK(read_text(folder.path() / "out" / "days.csv") == before);
    int count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path() / "out")) ++count;
    CHECK(count == 4);
}

TEST_CASE("Everything found is in the document and, in words, in the summary") {
    const Folder folder;
    std::string text = as_csv(made());
    text.insert(text.find("2026-02-02 08:00"), "2026-02-02 07:30,oops\n");
    ForecastJob j = job(folder, folder.write("calls.csv", text), "out");
    const ForecastResult result = run_forecast(j);
    bool told = false;
    for (const auto& finding : result.document["findings"]) told = told || finding["kind"] == "not a number";
    CHECK(told);
    CHECK(result.summary.find("oops") != std::string::npos);
    CHECK(result.document["series"][0]["days"][0]["in_words"].get<std::string>().find("Monday") != std::string::npos);
}

TEST_CASE("Handle times are forecast beside the volumes") {
    const Folder folder;
    const HistorySeries calls = made();
    std::string text = "timestamp,queue,value,handle_time\n";
    for (int d = 0; d < calls.days(); ++d)
        for (int h = 8; h < 18; ++h)
            text += to_text(calls.first + d) + " " + (h < 10 ? "0" : "") + std::to_string(h) + ":00,calls," +
                    std::to_string(static_cast<int>(calls.at(d, h))) + "," + (h < 12 ? "300" : "360") + "\n";
    run_forecast(job(folder, folder.write("h.csv", text), "out"));
    const std::string intervals = read_text(folder.path() / "out" / "intervals.csv");
    const auto seconds = [&](const std::string& stamp) {
        const std::size_t at = intervals.find(stamp), end = intervals.find('\n', at);
        return std::stod(intervals.substr(intervals.rfind(',', end) + 1));
    };
    CHECK(seconds("2026-03-03 09:00") == doctest::Approx(300).epsilon(0.03));
    CHECK(seconds("2026-03-03 15:00") == doctest::Approx(360).epsilon(0.03));
}
