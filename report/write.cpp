#include "report/write.hpp"

#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/problem.hpp"
#include "report/csv.hpp"
#include "report/json.hpp"
#include "report/page.hpp"
#include "report/sensitivity.hpp"

namespace peakline {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const fs::path& folder, std::string message, std::string found, std::string expected) {
    Problem problem;
    problem.place.file = folder.string();
    problem.message = std::move(message);
    problem.found = std::move(found);
    problem.expected = std::move(expected);
    throw InputError(std::move(problem));
}

void make_folder(const fs::path& folder) {
    std::error_code error;
    if (fs::exists(folder, error) && !fs::is_directory(folder, error))
        refuse(folder, "results need a folder of their own", "a file", "a folder, or a name that is free");
    fs::create_directories(folder, error);
    if (error) refuse(folder, "cannot make this folder: " + error.message(), "", "a folder that can be written");
}

// Files on their way: written under temporary names, then renamed; whatever is not renamed is removed.
class Batch {
public:
    explicit Batch(fs::path folder) : folder_(std::move(folder)) {}
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;
    ~Batch() {
        std::error_code ignored;
        for (const auto& [temporary, final_name] : waiting_) fs::remove(temporary, ignored);
    }

    void write(const std::string& name, const std::string& text) {
        const auto final_name = folder_ / name;
        if (fs::is_directory(final_name))
            throw std::runtime_error(fmt::format("cannot write {}: a folder has that name", final_name.string()));
        const auto temporary = folder_ / fmt::format(".{}.{}.part", name, getpid());
        waiting_.emplace_back(temporary, final_name);
        std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
        out.close();
        if (!out)
            throw std::runtime_error(
                fmt::format("cannot write {} ({} bytes): disk full, or no permission?", final_name.string(), text.size()));
    }

    void publish() {
        while (!waiting_.empty()) {
            fs::rename(waiting_.back().first, waiting_.back().second);
            waiting_.pop_back();
        }
    }

private:
    fs::path folder_;
    std::vector<std::pair<fs::path, fs::path>> waiting_;  // temporary name, final name
};

}  // namespace

void write_files(const fs::path& folder, const std::vector<std::pair<std::string, std::string>>& files) {
    make_folder(folder);
    Batch batch(folder);
    for (const auto& [name, text] : files) batch.write(name, text);
    batch.publish();
}

std::string report_files(const Results& results) {
    return std::string("report.html, results.json, intervals.csv, days.csv, queues.csv, groups.csv") +
           (results.sensitivity ? ", sensitivity.csv" : "");
}

void write_reports(const Results& results, const fs::path& out_dir) {
    std::vector<std::pair<std::string, std::string>> files{{"results.json", results_json(results) + "\n"},
                                                           {"intervals.csv", intervals_csv(results)},
                                                           {"days.csv", days_csv(results)},
                                                           {"queues.csv", queues_csv(results)},
                                                           {"groups.csv", groups_csv(results)},
                                                           {"report.html", report_page(results)}};
    if (results.sensitivity) files.emplace_back("sensitivity.csv", sensitivity_csv(*results.sensitivity));
    write_files(out_dir, files);
}

}  // namespace peakline
